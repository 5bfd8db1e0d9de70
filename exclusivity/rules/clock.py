"""Days, months and zones (DOMAIN 1.4)."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from exclusivity.rules.facts import CommitmentFacts, Days, Tail
from exclusivity.rules.values import Value

Span = tuple[datetime | None, datetime | None]
"""Half-open instants; None is without bound."""


def months_away(start: date, months: int) -> date:
    """The day of the same number so many months on or back; where there is none, the last of that month."""
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def add_months(start: date, months: int) -> date:
    """The first day after a period of months that begins on `start` at 00:00 (BGB 188, Japan's Civil Code 143).

    It ends on the day before the one with the start's number; where there is no such day, on the last of the month.
    """
    day = months_away(start, months)
    return day if day.day == start.day else day + timedelta(days=1)


def after(start: date, length: int, unit: str) -> date:
    """The first day after `length` days or months from `start` on."""
    return add_months(start, length) if unit == "MONTH" else start + timedelta(days=length)


@lru_cache(maxsize=4096)
def midnight(day: date, zone: str) -> datetime:
    """The instant at which a day begins in a zone."""
    return datetime.combine(day, time.min, ZoneInfo(zone)).astimezone(UTC)


def span(days: Days, zone: str) -> Span:
    return (
        midnight(days[0], zone) if days[0] is not None else None,
        midnight(days[1], zone) if days[1] is not None else None,
    )


def meets(one: Span, other: Span) -> bool:
    """Whether two half-open spans have an instant in common."""
    return (one[0] is None or other[1] is None or one[0] < other[1]) and (
        other[0] is None or one[1] is None or other[0] < one[1]
    )


def holds(outer: Span, inner: Span) -> bool:
    """Whether `inner` lies wholly within `outer`."""
    starts = outer[0] is None or (inner[0] is not None and outer[0] <= inner[0])
    return starts and (outer[1] is None or (inner[1] is not None and inner[1] <= outer[1]))


def common(spans: list[Span]) -> Span | None:
    """What lies in all of them; None where nothing does."""
    lowers = [lower for lower, _ in spans if lower is not None]
    uppers = [upper for _, upper in spans if upper is not None]
    lower, upper = max(lowers, default=None), min(uppers, default=None)
    return None if lower is not None and upper is not None and lower >= upper else (lower, upper)


def lives_on(tail: Tail, commitment: CommitmentFacts) -> Value:
    """Whether the tail applies to the way the commitment ended, or will end if nobody does anything (R17)."""
    fault = commitment.end_reason not in ("", "expiry")
    early = fault or (commitment.status == "terminated" and commitment.end_reason != "expiry")
    if tail.on == "ANY_END":
        return Value.YES
    if tail.on == "EXPIRY":
        return Value.NO if early else Value.YES
    if tail.on == "TALENT_FAULT":
        return Value.YES if early and commitment.end_reason == "talent_fault" else Value.NO
    return Value.UNKNOWN if early else Value.YES


def window(commitment: CommitmentFacts, tail: Tail | None) -> list[tuple[Days, Value]]:
    """The days on which a clause stands: the term, cut by an early end, then its tail. Empty where no term is said."""
    if commitment.term is None:
        return []
    start, end = commitment.term
    if commitment.ended_on is not None:
        last = commitment.ended_on + timedelta(days=1)
        end = last if end is None else min(end, last)
    if start is not None and end is not None and end <= start:
        end = start
    parts: list[tuple[Days, Value]] = [((start, end), Value.YES)] if start is None or start != end else []
    if tail is not None and tail.length and end is not None:
        value = lives_on(tail, commitment)
        if value is not Value.NO:
            parts.append(((end, after(end, tail.length, tail.unit)), value))
    return parts
