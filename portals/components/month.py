"""Days laid out as people read them: weeks from Monday, what lasts as bars over them, what happens on its day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from campaigns.calendar import AWAY, WINDOW, Happening

LANES = 4
ON_A_DAY = 5


@dataclass(frozen=True, slots=True)
class Cell:
    """So many days of a lane, with what lasts through them, or nothing. `goes_on`: it began before this week."""

    span: int
    one: Happening | None = None
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """A day with what happens on it; `more` is how much there was no room for."""

    day: date
    items: list[Happening]
    more: int = 0
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days, the lanes over them, and how many more last through them."""

    days: list[Day]
    lanes: list[list[Cell]]
    more: int


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def month_days(day: date) -> tuple[date, date]:
    """The first and the last day that a month's page shows: whole weeks."""
    first = day.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return monday(first), monday(last) + timedelta(days=6)


def weeks(
    found: Sequence[Happening], first: date, last: date, *, month: int = 0, lanes: int = LANES, a_day: int = ON_A_DAY
) -> list[Week]:
    """Whole weeks from `first`, a Monday, to `last`, a Sunday. Days of another `month` are outside."""
    lasting = [one for one in found if one.starts is None and (one.days > 1 or one.kind in (WINDOW, AWAY))]
    by_day = _by_day([one for one in found if one not in lasting], first)
    return [
        _week(start, lasting, by_day, month, lanes, a_day)
        for start in (first + timedelta(days=7 * n) for n in range(((last - first).days + 1) // 7))
    ]


def _week(
    start: date,
    lasting: Sequence[Happening],
    by_day: dict[date, list[Happening]],
    month: int,
    lanes: int,
    a_day: int,
) -> Week:
    end = start + timedelta(days=6)
    rows = _lanes([one for one in lasting if one.first <= end and one.last >= start], start)
    days = []
    for day in (start + timedelta(days=n) for n in range(7)):
        items = by_day.get(day, [])
        shown = items if len(items) <= a_day else _first(items, a_day - 1)
        days.append(Day(day, shown, len(items) - len(shown), outside=bool(month) and day.month != month))
    hidden = sum(1 for row in rows[lanes:] for cell in row if cell.one)
    return Week(days, rows[:lanes], hidden)


def _by_day(found: Sequence[Happening], first: date) -> dict[date, list[Happening]]:
    """Each on the day on which it begins; what began before `first` on that."""
    by_day: dict[date, list[Happening]] = {}
    for one in found:
        by_day.setdefault(max(first, one.first), []).append(one)
    return by_day


def _first(items: Sequence[Happening], room: int) -> list[Happening]:
    """So many of them, those that meet in time before the others, in the order in which they came."""
    kept = sorted(items, key=lambda one: not one.meets)[:room]
    return [one for one in items if one in kept]


def _lanes(lasting: Sequence[Happening], start: date) -> list[list[Cell]]:
    """Each into the first lane that is free on all its days: first those that meet in time, then the longest of
    those that begin first."""
    rows: list[list[Cell]] = []
    for one in sorted(lasting, key=lambda one: (not one.meets, one.first, -one.days, one.title)):
        begin = max(0, (one.first - start).days)
        end = min(6, (one.last - start).days)
        row = next((row for row in rows if _used(row) <= begin), None)
        if row is None:
            row = []
            rows.append(row)
        if begin > _used(row):
            row.append(Cell(begin - _used(row)))
        row.append(Cell(end - begin + 1, one, one.first < start))
    for row in rows:
        if _used(row) < 7:
            row.append(Cell(7 - _used(row)))
    return rows


def _used(row: Sequence[Cell]) -> int:
    return sum(cell.span for cell in row)


@dataclass(frozen=True, slots=True)
class Listed:
    """A day of the agenda."""

    day: date
    items: list[Happening]


def agenda(found: Sequence[Happening], first: date, last: date) -> list[Listed]:
    """The days on which anything begins or happens; what began before stands on the first day."""
    by_day = _by_day(found, first)
    return [Listed(day, by_day[day]) for day in sorted(by_day) if first <= day <= last]
