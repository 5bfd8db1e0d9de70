"""Where followers go if they go on as they did: a trend with a band, or the reason why there is none.

The trend is Theil and Sen's: the median of all slopes between two measured days at least a week apart, of the last
ninety days, drawn from the latest count. The band goes from the slope below which a tenth of them lies to that above
which a tenth lies, widened by what the days lay off the line (from their tenth to their ninetieth percentile).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from statistics import median, quantiles

DAYS = 90
AHEAD = 30
FEWEST = 20  # measured days
SPAN = 45  # days between the first and the last of them
FRESH = 14  # days that the last may be old
APART = 7
WORDS = (
    "Trend: the median of all slopes between days at least a week apart in the last 90 days (Theil and Sen). "
    "Band: from the lowest to the highest tenth of these slopes, and as wide as the days lay off the line."
)


@dataclass(frozen=True, slots=True)
class Forecast:
    """Followers on each of the `AHEAD` days after the last: lowest, expected, highest. `reason` where there is none."""

    low: tuple[int, ...] = ()
    middle: tuple[int, ...] = ()
    high: tuple[int, ...] = ()
    reason: str = ""


def forecast(measured: Sequence[tuple[date, int]], today: date) -> Forecast:
    """`measured` are days and counts in order, without what was carried over."""
    recent = [(day, count) for day, count in measured if 0 <= (today - day).days < DAYS]
    if len(recent) < FEWEST:
        return Forecast(reason=f"{len(recent)} days were measured in the last {DAYS}; a trend needs {FEWEST}.")
    if (recent[-1][0] - recent[0][0]).days < SPAN:
        return Forecast(reason=f"The figures of the last {DAYS} days span less than {SPAN}.")
    if (today - recent[-1][0]).days > FRESH:
        return Forecast(reason=f"The last figure is more than {FRESH} days old.")
    points = [((day - recent[0][0]).days, count) for day, count in recent]
    slopes = [(b - a) / (y - x) for (x, a), (y, b) in combinations(points, 2) if y - x >= APART]
    slope = median(slopes)
    start = median(count - slope * x for x, count in points)
    below, above = _tenths([count - start - slope * x for x, count in points])
    least, most = _tenths(slopes)
    last = recent[-1][1]
    gone = (today - recent[-1][0]).days
    ahead = range(1 + gone, AHEAD + 1 + gone)
    return Forecast(
        tuple(max(0, round(last + least * day + min(0, below))) for day in ahead),
        tuple(max(0, round(last + slope * day)) for day in ahead),
        tuple(max(0, round(last + most * day + max(0, above))) for day in ahead),
    )


def _tenths(values: Sequence[float]) -> tuple[float, float]:
    """Below the first lies a tenth of the values, above the second another."""
    parts = quantiles(values, n=10, method="inclusive")
    return parts[0], parts[-1]
