"""Asking YouTube about channels."""

from collections.abc import Callable, Sequence
from typing import Any

import httpx

from stats.platforms.errors import PlatformError
from stats.platforms.http import as_object, get, new_client, patiently
from stats.platforms.readings import Reading
from stats.platforms.youtube.errors import error_of
from stats.platforms.youtube.parse import CHANNEL_ID, Found, channels_of

NAME = "YouTube"
BATCH = 50
UNITS = 1  # a call of channels.list, whatever it finds


class YouTube:
    """One key's view of YouTube. `spend(units)` is called before each call and may raise; `timeout` in seconds."""

    name = NAME
    batch = BATCH

    def __init__(
        self,
        base_url: str,
        key: str,
        client: httpx.Client | None = None,
        *,
        timeout: float = 10.0,
        pause: float = 1.0,
        spend: Callable[[int], None] = lambda units: None,
    ) -> None:
        self.base_url = base_url.rstrip("/")
        self.key = key
        self.client = client or new_client(timeout)
        self.timeout = timeout
        self.pause = pause
        self.spend = spend

    @staticmethod
    def is_id(text: str) -> bool:
        """Whether this can be a channel's id, so that it may go into a batch."""
        return bool(CHANNEL_ID.match(text))

    def fetch_many(self, ids: Sequence[str]) -> dict[str, Found]:
        """Up to 50 channels by id (`UC…`), in one call. Who is missing there is missing on YouTube."""
        if len(ids) > BATCH:
            raise ValueError(f"{len(ids)} channels in one call; YouTube takes {BATCH}")
        if not ids:
            return {}
        asked = set(ids)
        found = self._channels({"id": ",".join(ids), "maxResults": str(BATCH)})
        return {external_id: channel for external_id, channel in found.items() if external_id in asked}

    def fetch_handle(self, handle: str) -> Reading | None:
        """The channel behind a handle (with or without @), or None. Handles change: keep the id."""
        found = self._channels({"forHandle": f"@{handle.removeprefix('@')}"})
        channel = next(iter(found.values()), None)
        if isinstance(channel, PlatformError):
            raise channel
        return channel

    def _channels(self, which: dict[str, str]) -> dict[str, Found]:
        data = patiently(lambda: self._get("/channels", {"part": "snippet,statistics", **which}), pause=self.pause)
        return channels_of(data)

    def _get(self, path: str, params: dict[str, str]) -> dict[str, Any]:
        self.spend(UNITS)
        answer, body = get(
            self.client, self.base_url + path, {**params, "key": self.key}, name=NAME, deadline=self.timeout * 3
        )
        if answer.status_code != 200:
            raise error_of(answer.status_code, answer.headers, body)
        return as_object(body, name=NAME)

    def close(self) -> None:
        self.client.close()
