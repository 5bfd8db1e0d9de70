"""Meta's insights over time: one named list of values, each with the end of its day."""

from datetime import datetime
from typing import Any

from stats.platforms.counts import count
from stats.platforms.errors import Kind, PlatformError


def series_of(data: dict[str, Any], metric: str, *, name: str) -> list[tuple[datetime, int]]:
    """The end of each day and its value, the oldest first; what is not told is left out. Raises `PlatformError`."""
    try:
        rows = [row for row in data["data"] if row["name"] == metric]
        values = rows[0]["values"] if rows else []
        read = [(datetime.fromisoformat(each["end_time"]), count(each.get("value"))) for each in values]
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise PlatformError(Kind.BAD_RESPONSE, f"{name} answered in a shape that is not documented.") from error
    return sorted((at, value) for at, value in read if value is not None)
