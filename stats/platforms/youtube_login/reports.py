"""What YouTube Analytics tells a channel's owner of each day, and the counts reckoned back from it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from stats.platforms.counts import count
from stats.platforms.readings import PastReading, Reading
from stats.platforms.youtube.errors import PACIFIC
from stats.platforms.youtube.parse import strange

KIND = "youtubeAnalytics#resultTable"
COUNTED = ("views", "subscribersGained", "subscribersLost")
BACK = timedelta(days=1_095)  # as long as its terms let anybody keep figures


@dataclass(frozen=True, slots=True)
class Day:
    """One day, by Pacific time, as YouTube counts."""

    day: date
    views: int
    gained: int
    lost: int


def span(now: datetime) -> tuple[date, date]:
    """First and last day that are asked for: not today, which is not over."""
    today = now.astimezone(PACIFIC).date()
    return today - BACK, today - timedelta(days=1)


def days_of(data: dict[str, Any]) -> list[Day]:
    """The days of a report, the oldest first; none where it has no rows. Raises `PlatformError` (BAD_RESPONSE)."""
    if data.get("kind") != KIND:
        raise strange()
    try:
        names = [column["name"] for column in data["columnHeaders"]]
        rows = [dict(zip(names, row, strict=True)) for row in data.get("rows") or []]
        days = [Day(date.fromisoformat(row["day"]), *(_told(row[name]) for name in COUNTED)) for row in rows]
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise strange() from error
    return sorted(days, key=lambda each: each.day)


def _told(value: Any) -> int:
    found = count(value)
    if found is None:
        raise ValueError(value)
    return found


def past_of(reading: Reading, days: Iterable[Day]) -> list[PastReading]:
    """Counts at the end of each day, the oldest first; `reading` is what they came to."""
    past: list[PastReading] = []
    followers, views = reading.followers or 0, reading.views
    for each in reversed(list(days)):
        end = datetime.combine(each.day + timedelta(days=1), time(), PACIFIC)
        past.append(PastReading(end, max(followers, 0), is_reckoned=True, views=views))
        followers += each.lost - each.gained
        views = None if views is None else max(views - each.views, 0)
    return past[::-1]
