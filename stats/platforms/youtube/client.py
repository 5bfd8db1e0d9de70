"""Asking YouTube about channels and what they uploaded."""

from collections.abc import Sequence
from datetime import datetime
from itertools import batched
from typing import Any

import httpx

from stats.platforms.connector import ByIdConnector, Found, Need
from stats.platforms.errors import Kind, PlatformError
from stats.platforms.http import patiently
from stats.platforms.readings import PostReading, Reading
from stats.platforms.walk import as_cut, walk_back
from stats.platforms.youtube.errors import LOST_PLACE, error_of
from stats.platforms.youtube.parse import CHANNEL_ID, channels_of
from stats.platforms.youtube.videos import Upload, counted_of, paid_of, uploads_of, videos_of

NAME = "YouTube"
BATCH = 50
UNITS = 1  # a call of any of these lists, whatever it finds
MOST_PAGES = 4  # of uploads in one reading: 200 videos
VIDEO_PARTS = "snippet,statistics"
LEAN = "counts"  # the bucket of the lean list, with as many units a day as all the others have together
LEAN_PARTS = "contentDetails,statistics"
# What the lean list may refuse while the whole one answers: its quota is its own, and it is new.
LEAN_ELSE = {
    Kind.QUOTA_EXHAUSTED, Kind.RATE_LIMITED, Kind.PERMISSION, Kind.NOT_FOUND, Kind.CONFIGURATION, Kind.BAD_RESPONSE
}  # fmt: skip


class YouTube(ByIdConnector):
    """Channels by id, fifty in a call, or one by its handle."""

    platform = "youtube"
    name = NAME
    needs = (Need("key", "API key", "From console.cloud.google.com: a project with YouTube Data API v3 switched on."),)
    gives = "Subscribers, videos and views of every channel."
    hides = "Subscribers above 1,000 are rounded down to three figures; a channel may hide them."
    sample = "youtube"
    unit = "units"
    batch = BATCH

    def __init__(self, base_url: str, key: str, client: httpx.Client | None = None, **more: Any) -> None:
        super().__init__(base_url, client, **more)
        self.key = key
        self.lean = True  # until the lean list of counts is refused

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

    def posts(self, external_id: str, since: datetime) -> list[PostReading]:
        """A channel's public videos since then, the newest first, at most 200. Two calls for each fifty, of which one
        goes on the account of counts, a quota of its own.

        A channel that never uploaded has no list of uploads: that is no post, not an error.
        """
        uploads = self._uploads(f"UU{external_id[2:]}", since)
        readings: dict[str, PostReading] = {}
        for some in batched(uploads, BATCH):
            readings |= self._counted(some)
        return as_cut((readings[each.video_id] for each in uploads if each.video_id in readings), uploads)

    def paid(self, ids: Sequence[str]) -> dict[str, bool]:
        """Which of up to fifty videos are marked as paid promotion. Who is missing was deleted or made private."""
        asked = {"part": "paidProductPlacementDetails", "id": ",".join(ids)}
        return paid_of(self._ask("/videos", asked)) if ids else {}

    def _counted(self, uploads: Sequence[Upload]) -> dict[str, PostReading]:
        """Videos by the lean list of counts; broadcasts, and all where that list is refused, by the whole one."""
        readings: dict[str, PostReading] = {}
        ids = [upload.video_id for upload in uploads]
        if self.lean:
            try:
                data = self._ask("/videos:batchGetStats", {"part": LEAN_PARTS, "id": ",".join(ids)}, bucket=LEAN)
                readings, ids = counted_of(data, uploads)
            except PlatformError as error:
                if error.kind not in LEAN_ELSE:
                    raise
                self.lean = False
        return readings | (videos_of(self._ask("/videos", {"part": VIDEO_PARTS, "id": ",".join(ids)})) if ids else {})

    def _uploads(self, playlist: str, since: datetime) -> list[Upload]:
        """Each once. Where YouTube does not know the next page any more, the list begins anew, one time."""
        asked = {"part": "snippet,contentDetails", "playlistId": playlist, "maxResults": str(BATCH)}

        def page(token: str) -> tuple[list[Upload], str]:
            try:
                return uploads_of(self._ask("/playlistItems", asked | ({"pageToken": token} if token else {})))
            except PlatformError as error:
                if error.kind is Kind.NOT_FOUND:
                    return [], ""
                raise

        try:
            found = walk_back(page, MOST_PAGES, since)
        except PlatformError as error:
            if error.message != LOST_PLACE:
                raise
            found = walk_back(page, MOST_PAGES, since)
        return as_cut({upload.video_id: upload for upload in found}.values(), found)

    def _ask(self, path: str, params: dict[str, str], *, bucket: str = "") -> dict[str, Any]:
        return patiently(lambda: self._get(path, params, bucket), pause=self.pause)

    def _channels(self, which: dict[str, str]) -> dict[str, Found]:
        return channels_of(self._ask("/channels", {"part": "snippet,statistics", **which}))

    def _get(self, path: str, params: dict[str, str], bucket: str) -> dict[str, Any]:
        return self._call(path, {**params, "key": self.key}, error_of, units=UNITS, bucket=bucket)[0]
