"""Who is on the stand-in's YouTube, and how many follow them at which instant."""

import base64
import hashlib
import json
import re
import threading
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from functools import lru_cache
from math import exp, log, sin
from pathlib import Path
from typing import Any

CHANNEL_ID = re.compile(r"UC[0-9A-Za-z_-]{22}\Z")
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel whose followers are `followers` at `as_of` and grow by `daily` a day."""

    id: str
    handle: str
    title: str
    followers: int
    daily: float
    as_of: datetime
    posts: int = 120
    views: int | None = None
    wave: float = 0.0
    hidden: bool = False
    missing: bool = False
    videos: tuple[dict[str, Any], ...] | None = None

    def followers_at(self, now: datetime) -> int:
        days = (now - self.as_of).total_seconds() / 86_400
        swing = self.wave * self.followers * sin(days / 9)
        return max(0, int(self.followers + self.daily * days + swing))

    def posts_at(self, now: datetime) -> int:
        return max(0, self.posts + int((now - self.as_of).total_seconds() / 86_400 * 0.4))

    def views_at(self, now: datetime) -> int:
        if self.views is None:
            return self.followers_at(now) * 190 + 1_000
        days = (now - self.as_of).total_seconds() / 86_400
        return max(0, int(self.views + days * self.followers * 0.2))


def channel_id(handle: str) -> str:
    """The channel of a handle that nobody has seeded."""
    digest = hashlib.sha256(handle.lower().encode()).digest()
    return "UC" + base64.urlsafe_b64encode(digest).decode()[:22]


@lru_cache(maxsize=200_000)
def born(id_: str) -> Channel:
    """What a channel is like when nobody has said: the same for ever, and without a handle until somebody names it."""
    digest = hashlib.sha256(id_.encode()).digest()
    share, speed, wave = (int.from_bytes(digest[at : at + 4]) / 2**32 for at in (0, 4, 8))
    followers = int(exp(log(2_000) + share * (log(3_000_000) - log(2_000))))
    return Channel(
        id_, "", f"Channel {id_[2:8]}", followers, followers * (0.0002 + speed * 0.002), EPOCH, wave=wave * 0.004
    )


class Channels:
    """Scripted channels over seeded ones over born ones."""

    def __init__(self, seed: Path | None = None) -> None:
        self.seed = seed
        self.lock = threading.Lock()
        self.read_at: float | None = None
        self.clear()

    def clear(self) -> None:
        self.seeded: dict[str, Channel] = {}
        self.scripted: dict[str, Channel] = {}
        self.handles: dict[str, str] = {}
        self.named: dict[str, Channel] = {}  # born ones that somebody asked for by handle
        self.people: dict[str, Any] = {}  # seeds of the other platforms' accounts, by platform and handle
        self.people_as_of = EPOCH
        self.feeds: dict[str, Any] = {}  # seeds of podcasts and blogs, by name
        self.of_video: dict[str, str] = {}
        self.read_at = None

    def refresh(self) -> None:
        """Read the seed again where it changed. A file that is being written is read the next time."""
        try:
            changed = self.seed.stat().st_mtime if self.seed else None
        except OSError:
            return
        if changed is None or changed == self.read_at:
            return
        with self.lock:
            try:
                data = json.loads(self.seed.read_text())
            except (OSError, ValueError):
                return
            written = datetime.fromtimestamp(changed, UTC)
            as_of = _noon(data["as_of"]) if data.get("as_of") else written
            self.seeded = {pk: self.made(pk, {"as_of": as_of, **facts}) for pk, facts in data["channels"].items()}
            self.handles.update({channel.handle.lower(): pk for pk, channel in self.seeded.items()})
            self.people, self.people_as_of = data.get("people", {}), as_of
            self.feeds = data.get("feeds", {})
            self.read_at = changed

    def made(self, id_: str, facts: dict[str, Any]) -> Channel:
        """A channel with these facts, the others as it was born."""
        facts = dict(facts)
        if isinstance(facts.get("as_of"), str):
            facts["as_of"] = _noon(facts["as_of"])
        if "followers" in facts:
            facts = {"daily": 0, "wave": 0.0, **facts}
        if "handle" in facts:
            facts["handle"] = facts["handle"].removeprefix("@")
        if facts.get("videos") is not None:
            facts["videos"] = tuple(facts["videos"])
            self.of_video.update({video["id"]: id_ for video in facts["videos"]})
        return replace(self.seeded.get(id_) or born(id_), **facts)

    def script(self, id_: str, facts: dict[str, Any]) -> None:
        channel = self.made(id_, facts)
        self.scripted[id_] = channel
        if "handle" in facts:
            self.handles[channel.handle.lower()] = id_

    def by_id(self, id_: str) -> Channel | None:
        channel = self.scripted.get(id_) or self.seeded.get(id_)
        if channel is None and CHANNEL_ID.match(id_):
            channel = self.named.get(id_) or born(id_)
        return None if channel is None or channel.missing else channel

    def by_handle(self, handle: str) -> Channel | None:
        handle = handle.removeprefix("@").lower()
        id_ = self.handles.get(handle)
        if id_:
            return self.by_id(id_)
        channel = self.by_id(channel_id(handle))
        if channel is not None:
            channel = replace(channel, handle=handle, title=handle.replace("_", " ").title())
            self.named[channel.id] = channel
        return channel


def _noon(text: str) -> datetime:
    """A day stands for its noon; an instant for itself."""
    at = datetime.fromisoformat(text)
    if len(text) == 10:
        at = datetime.combine(at.date(), time(12), UTC)
    return at if at.tzinfo else at.replace(tzinfo=UTC)
