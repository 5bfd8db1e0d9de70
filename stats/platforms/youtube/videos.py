"""From YouTube's lists of uploads and videos to `PostReading`s."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from stats.platforms.counts import count
from stats.platforms.readings import LONGEST_TEXT, PostReading
from stats.platforms.youtube.parse import strange

WATCH = "https://www.youtube.com/watch?v="
NOT_YET = "upcoming"  # a broadcast that is only announced
NO_LENGTH = {"", "0s"}  # of a broadcast that is announced or still on


@dataclass(frozen=True, slots=True)
class Upload:
    """One place in a channel's list of uploads."""

    video_id: str
    published_at: datetime
    title: str


def uploads_of(data: dict[str, Any]) -> tuple[list[Upload], str]:
    """A page of the list, and the token of the next one or an empty text. Raises `PlatformError` (BAD_RESPONSE).

    What has no day of publishing is private or deleted, and left out.
    """
    items = _items(data, "youtube#playlistItemListResponse")
    try:
        found = [
            Upload(_text(each["videoId"]), datetime.fromisoformat(each["videoPublishedAt"]), _title(item["snippet"]))
            for item in items
            if (each := item["contentDetails"]).get("videoPublishedAt")
        ]
        return [upload for upload in found if upload.video_id], _text(data.get("nextPageToken") or "")
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise strange() from error


def counted_of(data: dict[str, Any], uploads: Sequence[Upload]) -> tuple[dict[str, PostReading], list[str]]:
    """Videos by id with the counts of a lean answer, and the ids of which it does not tell whether they are on yet.

    Who is missing was deleted or made private. Raises `PlatformError`.
    """
    known = {upload.video_id: upload for upload in uploads}
    readings, broadcasts = {}, []
    try:
        for item in _items(data, "youtube#batchGetStatsResponse"):
            upload = known[_text(item["id"])]
            if str((item.get("contentDetails") or {}).get("duration") or "") in NO_LENGTH:
                broadcasts.append(upload.video_id)
            else:
                readings[upload.video_id] = _reading(
                    upload.video_id, "video", upload.title, upload.published_at, item.get("statistics") or {}
                )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise strange() from error
    return readings, broadcasts


def videos_of(data: dict[str, Any]) -> dict[str, PostReading]:
    """The videos of an answer by id. Who is missing was deleted or made private. Raises `PlatformError`."""
    try:
        found = [_video(item) for item in _items(data, "youtube#videoListResponse")]
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise strange() from error
    return {reading.external_id: reading for reading in found if reading}


def paid_of(data: dict[str, Any]) -> dict[str, bool]:
    """Videos by id, and whether they are marked as paid promotion. Raises `PlatformError` (BAD_RESPONSE)."""
    try:
        return {
            _text(item["id"]): item["paidProductPlacementDetails"]["hasPaidProductPlacement"] is True
            for item in _items(data, "youtube#videoListResponse")
            if "hasPaidProductPlacement" in (item.get("paidProductPlacementDetails") or {})
        }
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise strange() from error


def _video(item: dict[str, Any]) -> PostReading | None:
    snippet, counts = item["snippet"], item.get("statistics") or {}
    live = snippet.get("liveBroadcastContent")
    if live == NOT_YET:
        return None
    kind = "live" if live == "live" else "video"
    return _reading(_text(item["id"]), kind, _title(snippet), datetime.fromisoformat(snippet["publishedAt"]), counts)


def _reading(video_id: str, kind: str, title: str, at: datetime, counts: dict[str, Any]) -> PostReading:
    return PostReading(
        external_id=video_id,
        kind=kind,
        url=WATCH + video_id,
        text=title,
        published_at=at,
        views=count(counts.get("viewCount")),
        likes=count(counts.get("likeCount")),
        comments=count(counts.get("commentCount")),
    )


def _title(snippet: dict[str, Any]) -> str:
    return str(snippet.get("title") or "").replace("\0", "")[:LONGEST_TEXT]


def _items(data: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    items = data.get("items") or []
    if "error" in data or data.get("kind") != kind or not isinstance(items, list):
        raise strange()
    return items


def _text(value: Any) -> str:
    if not isinstance(value, str) or "\0" in value or len(value) > 120:
        raise TypeError(value)
    return value
