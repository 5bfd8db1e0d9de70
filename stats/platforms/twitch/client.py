"""Asking Twitch about channels: who they are in one call, how many follow each in one call more."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from stats.platforms.connector import ByIdConnector, Found, Need
from stats.platforms.counts import count, line
from stats.platforms.errors import Kind, PlatformError
from stats.platforms.http import Params, as_object, patiently, post
from stats.platforms.readings import PostReading, Reading
from stats.platforms.twitch.errors import error_of, token_error_of
from stats.platforms.twitch.videos import CLIP, clips_of, streams_of, videos_of
from stats.platforms.walk import CutList, as_cut, as_patchy, walk_back

NAME = "Twitch"
BATCH = 20  # Twitch takes a hundred; what goes into one call of ours is lost together
LOGIN = re.compile(r"[A-Za-z0-9_]{1,25}\Z")
USER_ID = re.compile(r"[0-9]{1,19}\Z")
PIECES = 100  # videos or clips in a call
PAGES = 10  # Twitch lists a thousand clips and no more
LONGEST_STREAM = timedelta(hours=48)

_tokens: dict[tuple[str, str], str] = {}  # an app's token lives about sixty days; a refused one is asked for anew


class Twitch(ByIdConnector):
    """Channels by id or by login."""

    platform = "twitch"
    name = NAME
    needs = (
        Need("client_id", "Client id", "Of the office’s app at dev.twitch.tv.", False),
        Need("client_secret", "Client secret", "Of the same app. Twitch wants the talents’ consent to keep figures."),
    )
    gives = "Followers, exact; and the views of videos, recordings and the channel’s own clips."
    hides = (
        "Banned channels are not found. Likes and comments are never told; advertising only where a reading falls into"
        " a stream."
    )
    sample = "twitch"
    batch = BATCH
    handles = BATCH

    def __init__(
        self,
        base_url: str,
        client_id: str,
        client_secret: str,
        client: httpx.Client | None = None,
        *,
        token_url: str,
        **more: Any,
    ) -> None:
        super().__init__(base_url, client, **more)
        self.client_id = client_id
        self.client_secret = client_secret
        self.token_url = token_url

    @staticmethod
    def is_id(text: str) -> bool:
        return bool(USER_ID.match(text))

    @staticmethod
    def cost(count: int) -> int:
        return 1 + count

    def fetch_many(self, ids: Sequence[str]) -> dict[str, Found]:
        return self._users("id", ids)

    def fetch_handles(self, handles: Sequence[str]) -> dict[str, Found]:
        """A login that cannot be one is not sent: it would spoil the call for its neighbours."""
        said = {handle.lower(): handle for handle in handles if LOGIN.match(handle)}
        found = self._users("login", list(said))
        return {handle: found[handle.lower()] for handle in handles if handle.lower() in found}

    def posts(self, external_id: str, since: datetime) -> list[PostReading]:
        """Videos since then and the clips that the channel cut itself, the newest first. The recording of a stream that
        is on has the channel's mark of advertising, where it is set. Where the videos are cut, no older clip is told.
        Clips come by their views: where they do not come to an end, those left out may be young.
        """
        ends = {"started_at": _time(since), "ended_at": _time(datetime.now(UTC))}
        recorded: dict[str, str] = {}

        def some_videos(cursor: str) -> tuple[list[PostReading], str]:
            rows, after = self._page("/videos", {"user_id": external_id, "type": "all", "sort": "time"}, cursor)
            recorded.update(streams_of(rows))
            return videos_of(rows), after

        more_clips = ""

        def some_clips(cursor: str) -> tuple[list[PostReading], str]:
            nonlocal more_clips
            rows, after = self._page("/clips", {"broadcaster_id": external_id, **ends}, cursor)
            more_clips = after if rows else ""  # one that brings nothing may name itself at the end
            return clips_of(rows, external_id), after

        videos = walk_back(some_videos, PAGES, since)
        oldest = min(post.published_at for post in videos) if isinstance(videos, CutList) else since
        clips = walk_back(some_clips, PAGES, since)
        found = {post.external_id: post for post in (*videos, *clips) if post.published_at >= oldest}
        self._mark(found, recorded, external_id)
        told = as_cut(sorted(found.values(), key=lambda post: post.published_at, reverse=True), videos, clips)
        return as_patchy(told, CLIP) if more_clips else told

    def _mark(self, found: dict[str, PostReading], recorded: Mapping[str, str], external_id: str) -> None:
        """Twitch says whether what is on now is branded content, and of nothing that was on before. It may be set for
        a part of a stream: seen once, it stays, so that only a mark is told and never that there is none. That it does
        not answer costs no post.
        """
        since = datetime.now(UTC) - LONGEST_STREAM
        recent = {stream: name for stream, name in recorded.items() if name in found}
        if not any(found[name].published_at > since for name in recent.values()):
            return
        try:
            on = {str(row.get("id")) for row in _rows(self._get("/streams", {"user_id": external_id}))} & set(recent)
            if on:
                [channel] = _rows(self._get("/channels", {"broadcaster_id": external_id}))
                for name in (recent[stream] for stream in on if channel.get("is_branded_content") is True):
                    found[name] = replace(found[name], is_paid=True)
        except (PlatformError, ValueError):
            return

    def _page(self, path: str, params: dict[str, str], cursor: str) -> tuple[list[dict[str, Any]], str]:
        """A page and the cursor to the next one. One can be empty, and two can hold the same row."""
        data = self._get(path, {**params, "first": str(PIECES)} | ({"after": cursor} if cursor else {}))
        paging = data.get("pagination") or {}
        return _rows(data), str(paging.get("cursor") or "") if isinstance(paging, dict) else ""

    def _users(self, param: str, asked: Sequence[str]) -> dict[str, Found]:
        if len(asked) > BATCH:
            raise ValueError(f"{len(asked)} channels in one call; we ask for {BATCH}")
        if not asked:
            return {}
        users = _rows(self._get("/users", {param: list(asked)}))
        return {str(user.get(param, "")).lower(): self._reading(user) for user in users}

    def _reading(self, user: dict[str, Any]) -> Found:
        try:
            user_id = user["id"]
            if not isinstance(user_id, str) or not user_id:
                return _strange()
            answer = self._get("/channels/followers", {"broadcaster_id": user_id})
            return Reading(
                external_id=user_id,
                handle=line(user.get("login"), 120),
                title=line(user.get("display_name")),
                followers=count(answer.get("total")),
            )
        except (KeyError, TypeError, ValueError):
            return _strange()

    def _get(self, path: str, params: Params) -> dict[str, Any]:
        return patiently(lambda: self._once(path, params), pause=self.pause)

    def _once(self, path: str, params: Params) -> dict[str, Any]:
        try:
            return self._call(path, params, error_of, headers=self._headers())[0]
        except PlatformError as error:
            if error.kind is not Kind.TOKEN_EXPIRED:
                raise
        _tokens.pop((self.token_url, self.client_id), None)
        return self._call(path, params, error_of, headers=self._headers())[0]

    def _headers(self) -> Mapping[str, str]:
        which = (self.token_url, self.client_id)
        if which not in _tokens:
            _tokens[which] = self._token()
        return {"Authorization": f"Bearer {_tokens[which]}", "Client-Id": self.client_id}

    def _token(self) -> str:
        form = {
            "client_id": self.client_id,
            "client_secret": self.client_secret,
            "grant_type": "client_credentials",
        }
        answer, body = post(self.client, self.token_url, form, name=NAME, deadline=self.timeout * 3)
        if answer.status_code != 200:
            raise token_error_of(answer.status_code, answer.headers, body)
        token = as_object(body, name=NAME).get("access_token")
        if not isinstance(token, str) or not token:
            raise _strange()
        return token


def _time(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _rows(data: dict[str, Any]) -> list[dict[str, Any]]:
    rows = data.get("data")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise _strange()
    return rows


def _strange() -> PlatformError:
    return PlatformError(Kind.BAD_RESPONSE, "Twitch answered in a shape that is not documented.")
