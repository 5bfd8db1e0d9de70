"""From YouTube's lists of uploads and videos to `PostReading`s."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from stats.platforms.counts import count
from stats.platforms.readings import LONGEST_TEXT, PostReading
from stats.platforms.youtube.parse import strange

WATCH = "https://www.youtube.com/watch?v="
NOT_YET = "upcoming"  # a broadcast that is only announced


@dataclass(frozen=True, slots=True)
class Upload:
    """One place in a channel's list of uploads."""

    video_id: str
    published_at: datetime


def uploads_of(data: dict[str, Any]) -> tuple[list[Upload], str]:
    """A page of the list, and the token of the next one or an empty text. Raises `PlatformError` (BAD_RESPONSE).

    What has no day of publishing is private or deleted, and left out.
    """
    items = _items(data, "youtube#playlistItemListResponse")
    try:
        details = [item["contentDetails"] for item in items]
        found = [
            Upload(_text(each["videoId"]), datetime.fromisoformat(each["videoPublishedAt"]))
            for each in details
            if each.get("videoPublishedAt")
        ]
        return [upload for upload in found if upload.video_id], _text(data.get("nextPageToken") or "")
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise strange() from error


def videos_of(data: dict[str, Any]) -> dict[str, PostReading]:
    """The videos of an answer by id. Who is missing was deleted or made private. Raises `PlatformError`."""
    try:
        found = [_video(item) for item in _items(data, "youtube#videoListResponse")]
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise strange() from error
    return {reading.external_id: reading for reading in found if reading}


def _video(item: dict[str, Any]) -> PostReading | None:
    snippet, counts = item["snippet"], item.get("statistics") or {}
    live = snippet.get("liveBroadcastContent")
    if live == NOT_YET:
        return None
    video_id = _text(item["id"])
    return PostReading(
        external_id=video_id,
        kind="live" if live == "live" else "video",
        url=WATCH + video_id,
        text=str(snippet.get("title") or "").replace("\0", "")[:LONGEST_TEXT],
        published_at=datetime.fromisoformat(snippet["publishedAt"]),
        views=count(counts.get("viewCount")),
        likes=count(counts.get("likeCount")),
        comments=count(counts.get("commentCount")),
    )


def _items(data: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    items = data.get("items") or []
    if "error" in data or data.get("kind") != kind or not isinstance(items, list):
        raise strange()
    return items


def _text(value: Any) -> str:
    if not isinstance(value, str) or "\0" in value or len(value) > 120:
        raise TypeError(value)
    return value
