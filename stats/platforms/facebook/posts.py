"""From the posts of a Page to `PostReading`s."""

from datetime import datetime
from typing import Any

from stats.platforms.counts import count, line
from stats.platforms.errors import Kind, PlatformError
from stats.platforms.readings import LONGEST_TEXT, PostReading

POSTS_A_PAGE = 25
SHORT = "id,message,created_time,permalink_url,shares"
LADDER = (
    f"{SHORT},status_type,reactions.summary(total_count).limit(0),comments.summary(total_count).limit(0)",
    f"{SHORT},status_type",  # without pages_read_user_content the two above spoil the whole request
    SHORT,
)


def posts_of(data: dict[str, Any]) -> tuple[list[PostReading], str]:
    """The posts of a page and the cursor to the next one, empty at the end. Raises `PlatformError` (BAD_RESPONSE)."""
    try:
        posts = [_post(item) for item in data["data"]]
        paging = data.get("paging") or {}
        cursor = (paging.get("cursors") or {}).get("after") or ""
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise PlatformError(Kind.BAD_RESPONSE, "Facebook answered in a shape that is not documented.") from error
    return posts, str(cursor) if paging.get("next") else ""


def _post(item: dict[str, Any]) -> PostReading:
    """`shares` is left out of posts that nobody shared, and of those whose shares are not told: unknown."""
    return PostReading(
        external_id=str(item["id"]),
        kind=str(item.get("status_type") or "").removeprefix("added_").removesuffix("s")[:20],
        url=str(item.get("permalink_url") or ""),
        text=line(item.get("message"), LONGEST_TEXT),
        published_at=datetime.fromisoformat(item["created_time"]),
        likes=_total(item.get("reactions")),
        comments=_total(item.get("comments")),
        shares=count((item.get("shares") or {}).get("count")),
    )


def _total(edge: Any) -> int | None:
    return count(((edge or {}).get("summary") or {}).get("total_count"))
