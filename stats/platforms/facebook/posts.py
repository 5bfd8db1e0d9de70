"""From the posts of a Page to `PostReading`s."""

from datetime import datetime
from typing import Any

from stats.platforms.counts import count, line
from stats.platforms.errors import Kind, PlatformError
from stats.platforms.readings import LONGEST_TEXT, PostReading

POSTS_A_PAGE = 25
SHORT = "id,message,created_time,permalink_url,shares"
WHOLE = f"{SHORT},status_type,reactions.summary(total_count).limit(0),comments.summary(total_count).limit(0)"
VIEWS, REACH = "post_media_view", "post_total_media_view_unique"
SEEN = f"insights.metric({VIEWS},{REACH})"  # of a Page whose own token we have


def ladder(*, reactions: bool = True, insights: bool = False) -> list[str]:
    """What to ask for of posts, the most first: one field that is not ours to read spoils the whole request."""
    rungs = [f"{SHORT},status_type", SHORT]
    if reactions:
        rungs = [WHOLE, *rungs]
    return [f"{rungs[0]},{SEEN}", *rungs] if insights else rungs


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
    seen = _insights(item)
    return PostReading(
        external_id=str(item["id"]),
        kind=str(item.get("status_type") or "").removeprefix("added_").removesuffix("s")[:20],
        url=str(item.get("permalink_url") or ""),
        text=line(item.get("message"), LONGEST_TEXT),
        published_at=datetime.fromisoformat(item["created_time"]),
        likes=_total(item.get("reactions")),
        comments=_total(item.get("comments")),
        shares=count((item.get("shares") or {}).get("count")),
        views=seen.get(VIEWS),
        reach=seen.get(REACH),
    )


def _total(edge: Any) -> int | None:
    return count(((edge or {}).get("summary") or {}).get("total_count"))


def _insights(item: dict[str, Any]) -> dict[str, int | None]:
    """What is told of a post, by the metric's name; what is not told has no row, and is unknown."""
    rows = (item.get("insights") or {}).get("data") or []
    return {row["name"]: count(row["values"][0]["value"]) for row in rows if row.get("values")}
