"""From Twitch's videos and clips to `PostReading`s: views are all that is told of them."""

from datetime import datetime
from typing import Any

from stats.platforms.counts import count, line
from stats.platforms.errors import Kind, PlatformError
from stats.platforms.readings import LONGEST_TEXT, PostReading

CLIP = "clip"


def videos_of(rows: list[dict[str, Any]]) -> list[PostReading]:
    """Recordings, highlights and uploads. Raises `PlatformError` (BAD_RESPONSE)."""
    return [_piece(row, str(row.get("type") or "video"), "published_at") for row in rows]


def streams_of(rows: list[dict[str, Any]]) -> dict[str, str]:
    """Stream id to the id of its recording."""
    return {str(row["stream_id"]): str(row.get("id")) for row in rows if row.get("stream_id")}


def clips_of(rows: list[dict[str, Any]], external_id: str) -> list[PostReading]:
    """The clips that the channel cut itself: what viewers cut is not its own. Raises `PlatformError`."""
    return [_piece(row, CLIP, "created_at") for row in rows if row.get("creator_id") == external_id]


def _piece(row: dict[str, Any], kind: str, when: str) -> PostReading:
    try:
        return PostReading(
            external_id=_id(row["id"]),
            kind=kind[:20],
            url=str(row.get("url") or ""),
            text=line(row.get("title"), LONGEST_TEXT),
            published_at=datetime.fromisoformat(row[when]),
            views=count(row.get("view_count")),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise PlatformError(Kind.BAD_RESPONSE, "Twitch answered in a shape that is not documented.") from error


def _id(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise TypeError(value)
    return value
