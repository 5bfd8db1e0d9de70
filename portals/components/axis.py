"""Days on a line from 0 to 100 per cent, so that a drawing scales with its column and its text keeps its size."""

from dataclasses import dataclass
from datetime import date, timedelta

Days = tuple[date | None, date | None]
"""Half-open; None is open."""

BEYOND = 2.0
"""Per cent by which a stretch that goes on is drawn over the edge, so that its border is out of sight."""
STEPS = (1, 2, 3, 6, 12, 24, 60, 120)


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the grid; `label` is empty where there is no room for one."""

    x: str
    label: str
    year: str = ""


@dataclass(frozen=True, slots=True)
class Axis:
    """The days that are drawn, half-open."""

    first: date
    after: date

    def at(self, day: date) -> float:
        """Where a day begins, in per cent; outside of 0 to 100 where it is not drawn."""
        return (day - self.first).days / (self.after - self.first).days * 100

    def shows(self, days: Days) -> bool:
        """Whether some of the days are drawn."""
        return (days[0] is None or days[0] < self.after) and (days[1] is None or days[1] > self.first)

    def stretch(self, days: Days, *, least: float = 0.0) -> tuple[float, float]:
        """Where days begin and how wide they are, clipped just over the edges; at least `least` wide."""
        start = max(-BEYOND, self.at(days[0])) if days[0] is not None else -BEYOND
        end = min(100 + BEYOND, self.at(days[1])) if days[1] is not None else 100 + BEYOND
        return start, max(end - start, least)

    def ticks(self, most: int = 6, *, room: float = 12.0) -> list[Tick]:
        """The first of every month, or of every few, or Mondays where it is about weeks.

        `room` is what a label needs, in per cent.
        """
        starts = self._starts(most)
        ticks: list[Tick] = []
        for day in starts:
            new_year = not ticks or day.month == 1
            label = f"{day:%-d %b}" if day.day != 1 or len(starts) > 1 and starts[1].day != 1 else f"{day:%b}"
            x = self.at(day)
            ticks.append(Tick(percent(x), label if x <= 100 - room else "", f"{day:%Y}" if new_year else ""))
        return ticks

    def _starts(self, most: int) -> list[date]:
        if (self.after - self.first).days <= 7 * most:
            monday = self.first + timedelta(days=-self.first.weekday() % 7)
            return [monday + timedelta(weeks=n) for n in range(most + 1) if monday + timedelta(weeks=n) < self.after]
        months = [month for month in months_from(self.first, self.after) if month >= self.first]
        step = next((step for step in STEPS if len(months) <= step * most), STEPS[-1])
        return [month for month in months if (month.year * 12 + month.month - 1) % step == 0]


def months_from(first: date, after: date) -> list[date]:
    """The first days of the months from that of `first` on, before `after`."""
    found = [first.replace(day=1)]
    while found[-1] < after:
        found.append((found[-1] + timedelta(days=32)).replace(day=1))
    return found[:-1]


def percent(x: float) -> str:
    """As an attribute of SVG."""
    return f"{x:.2f}".rstrip("0").rstrip(".") + "%"


def text_width(text: str, size: int = 11) -> float:
    """About how many pixels a label takes in Inter; a full-width sign takes its size."""
    return sum(size if ord(sign) > 0x2E7F else size * 0.56 for sign in text)
