"""Who is on the stand-in's other platforms: scripted accounts over seeded ones over born ones.

Every well-formed handle answers, always the same, unless a script or a seed says otherwise.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from math import exp, log, sin
from typing import Any
from urllib.parse import parse_qs


def is_refused(key: str) -> bool:
    """Whether a key or token is none that the platform knows: nobody gave one, or one that begins with *wrong*."""
    return not key or key.casefold().startswith("wrong")


EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Person:
    """An account whose followers are `followers` at `as_of` and grow by `daily` a day."""

    id: str
    handle: str
    title: str
    followers: int
    daily: float
    following: int = 311
    posts: int = 120
    as_of: datetime = EPOCH
    wave: float = 0.0
    missing: bool = False
    suspended: bool = False
    protected: bool = False
    personal: bool = False
    pieces: Sequence[Mapping[str, Any]] | None = None  # what it published, where it was scripted

    def followers_at(self, now: datetime) -> int:
        days = (now - self.as_of).total_seconds() / 86_400
        return max(0, int(self.followers + self.daily * days + self.wave * self.followers * sin(days / 9)))

    def posts_at(self, now: datetime) -> int:
        return max(0, self.posts + int((now - self.as_of).total_seconds() / 86_400 * 0.4))

    def posted(self, now: datetime) -> list[tuple[int, datetime]]:
        """The number and the time of each post, the newest first: one every other day at noon."""
        noon = now.replace(hour=12, minute=0, second=0, microsecond=0)
        last = noon if noon <= now else noon - timedelta(days=1)
        return [(self.posts_at(now) - n, last - timedelta(days=2 * n)) for n in range(min(60, self.posts_at(now)))]


def digits(text: str, length: int) -> str:
    """A number that belongs to a text, the same for ever, without a zero in front."""
    number = int.from_bytes(hashlib.sha256(text.encode()).digest())
    return str(1 + number % 9) + str(number // 9)[-(length - 1) :]


def born(handle: str, id_: str) -> Person:
    """What an account is like when nobody has said."""
    digest = hashlib.sha256(handle.encode()).digest()
    share, speed, wave = (int.from_bytes(digest[at : at + 4]) / 2**32 for at in (0, 4, 8))
    followers = int(exp(log(2_000) + share * (log(3_000_000) - log(2_000))))
    title = handle.replace("_", " ").replace(".", " ").title()
    return Person(id_, handle, title, followers, followers * (0.0002 + speed * 0.002), wave=wave * 0.004)


class People:
    """The accounts of one platform."""

    def __init__(self, id_of: Callable[[str], str]) -> None:
        self.id_of = id_of
        self.seeded: dict[str, Person] = {}
        self.scripted: dict[str, Person] = {}
        self.ids: dict[str, str] = {}
        self.read: Mapping[str, Any] = {}
        self.met: dict[str, Person] = {}  # who was asked about by id, the latest we know of them

    def seed(self, facts: Mapping[str, Any], as_of: datetime) -> None:
        """What the seed file says of this platform; read once for as long as it says the same."""
        if facts is not self.read and facts:
            self.seeded = {name.lower(): self._made(name.lower(), {"as_of": as_of, **of}) for name, of in facts.items()}
            self.read = facts

    def script(self, handle: str, facts: Mapping[str, Any]) -> None:
        self.scripted[handle.lower()] = self._made(handle.lower(), dict(facts))

    def clear(self) -> None:
        self.scripted.clear()

    def _made(self, handle: str, facts: dict[str, Any]) -> Person:
        if "followers" in facts:
            facts = {"daily": 0, "wave": 0.0, **facts}
        person = replace(self.seeded.get(handle) or born(handle, self.id_of(handle)), **facts)
        self.ids[person.id] = handle
        return person

    def by_handle(self, handle: str) -> Person:
        handle = handle.lower()
        person = self.scripted.get(handle) or self.seeded.get(handle) or self._made(handle, {})
        return person

    def by_id(self, id_: str) -> Person:
        """An id that nobody has named belongs to somebody as well."""
        person = self.by_handle(self.ids[id_]) if id_ in self.ids else replace(born(f"n{id_[-11:]}", id_), handle="")
        self.met[id_] = person
        return person


@dataclass(frozen=True, slots=True)
class Ask:
    """A request as a platform sees it. `query` is what follows the question mark, or the form of a POST."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: Mapping[str, str]

    @classmethod
    def of(cls, method: str, path: str, query: str, headers: Mapping[str, str]) -> "Ask":
        return cls(method, path, parse_qs(query, keep_blank_values=True), headers)

    @property
    def bearer(self) -> str:
        kind, _, token = self.headers.get("Authorization", "").partition(" ")
        return token if kind == "Bearer" else ""


class Refused(Exception):
    """An answer that is an error, whole."""

    def __init__(self, code: int, body: Any, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(str(body))
        self.code = code
        self.body = body
        self.headers = tuple((headers or {}).items())
