"""Asking YouTube about channels."""

from collections.abc import Sequence
from typing import Any

import httpx

from stats.platforms.connector import Connector, Found, Need
from stats.platforms.errors import PlatformError
from stats.platforms.http import patiently
from stats.platforms.readings import Reading
from stats.platforms.youtube.errors import error_of
from stats.platforms.youtube.parse import CHANNEL_ID, channels_of

NAME = "YouTube"
BATCH = 50
UNITS = 1  # a call of channels.list, whatever it finds


class YouTube(Connector):
    """Channels by id, fifty in a call, or one by its handle."""

    name = NAME
    needs = (Need("key", "API key", "From console.cloud.google.com: a project with YouTube Data API v3 switched on."),)
    gives = "Subscribers, videos and views of every channel."
    hides = "Subscribers above 1,000 are rounded down to three figures; a channel may hide them."
    unit = "units"
    batch = BATCH

    def __init__(self, base_url: str, key: str, client: httpx.Client | None = None, **more: Any) -> None:
        super().__init__(base_url, client, **more)
        self.key = key

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

    def fetch_handles(self, handles: Sequence[str]) -> dict[str, Found]:
        """YouTube takes one handle in a call."""
        channel = self.fetch_handle(handles[0])
        return {handles[0]: channel} if channel else {}

    def _channels(self, which: dict[str, str]) -> dict[str, Found]:
        data = patiently(lambda: self._get("/channels", {"part": "snippet,statistics", **which}), pause=self.pause)
        return channels_of(data)

    def _get(self, path: str, params: dict[str, str]) -> dict[str, Any]:
        return self._call(path, {**params, "key": self.key}, error_of, units=UNITS)[0]
