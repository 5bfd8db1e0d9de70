"""From Instagram's JSON to readings."""

from contextlib import suppress
from datetime import datetime
from typing import Any

from stats.platforms.connector import Found
from stats.platforms.counts import count, line
from stats.platforms.errors import Kind, PlatformError
from stats.platforms.readings import LONGEST_TEXT, PostReading, Reading

NAMED = {"REELS": "reel", "STORY": "story"}  # of the others the medium says more


def reading_of(data: dict[str, Any]) -> Found:
    """A `business_discovery` object. A key that is missing is unknown."""
    try:
        if not isinstance(data["id"], str) or not data["id"]:
            return _strange()
        return Reading(
            external_id=data["id"],
            handle=line(data.get("username"), 120),
            title=line(data.get("name")),
            followers=count(data.get("followers_count")),
            following=count(data.get("follows_count")),
            posts=count(data.get("media_count")),
        )
    except (KeyError, TypeError, ValueError):
        return _strange()


def posts_of(data: dict[str, Any]) -> tuple[list[PostReading], str]:
    """The posts of a page and the cursor to the next one, empty at the end. Raises `PlatformError` (BAD_RESPONSE)."""
    media = data.get("media") or {}
    try:
        posts = [_post(item) for item in media.get("data") or []]
        cursor = (media.get("paging") or {}).get("cursors", {}).get("after") or ""
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise _strange() from error
    return posts, str(cursor)


def stories_of(data: dict[str, Any]) -> tuple[list[PostReading], str]:
    """The same of the page of stories itself: one that is not understood is left out."""
    stories: list[PostReading] = []
    items = data.get("data")
    for item in items if isinstance(items, list) else ():
        with suppress(PlatformError):
            stories += posts_of({"media": {"data": [item]}})[0]
    with suppress(PlatformError):
        return stories, posts_of({"media": {"paging": data.get("paging")}})[1]
    return stories, ""


def _post(item: dict[str, Any]) -> PostReading:
    product = str(item.get("media_product_type") or "")
    kind = NAMED.get(product) or str(item.get("media_type") or "").lower()
    return PostReading(
        external_id=str(item["id"]),
        kind=kind,
        url=str(item.get("permalink") or ""),
        text=line(item.get("caption"), LONGEST_TEXT),
        published_at=datetime.fromisoformat(item["timestamp"]),
        views=count(item.get("view_count")),
        likes=count(item.get("like_count")),
        comments=count(item.get("comments_count")),
    )


def _strange() -> PlatformError:
    return PlatformError(Kind.BAD_RESPONSE, "Instagram answered in a shape that is not documented.")
