"""From TikTok's list of videos to `PostReading`s. Saves and reach are not told there."""

from datetime import UTC, datetime
from typing import Any

from stats.platforms.counts import count, line
from stats.platforms.errors import Kind, PlatformError
from stats.platforms.readings import LONGEST_TEXT, PostReading

VIDEOS_A_PAGE = 20
VIDEO_FIELDS = "id,title,video_description,create_time,share_url,view_count,like_count,comment_count,share_count"


def videos_of(data: dict[str, Any]) -> tuple[list[PostReading], str]:
    """The videos of a page and the cursor to the next one, empty at the end. Raises `PlatformError` (BAD_RESPONSE)."""
    try:
        page = data["data"]
        videos = [_video(item) for item in page.get("videos") or []]
        cursor = page.get("cursor")
        return videos, str(int(cursor)) if page.get("has_more") and cursor else ""
    except (AttributeError, KeyError, OverflowError, TypeError, ValueError) as error:
        raise PlatformError(Kind.BAD_RESPONSE, "TikTok answered in a shape that is not documented.") from error


def _video(item: dict[str, Any]) -> PostReading:
    if not isinstance(item["id"], str) or not item["id"]:
        raise TypeError(item["id"])
    return PostReading(
        external_id=item["id"],
        kind="video",
        url=str(item.get("share_url") or ""),
        text=line(item.get("video_description") or item.get("title"), LONGEST_TEXT),
        published_at=datetime.fromtimestamp(item["create_time"], UTC),
        views=count(item.get("view_count")),
        likes=count(item.get("like_count")),
        comments=count(item.get("comment_count")),
        shares=count(item.get("share_count")),
    )
