"""Where a talent's followers go if they go on as they did, for the chart and in words."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from lib.figures import compact
from stats.numbers.forecast import AHEAD, DAYS, WORDS, Forecast, forecast
from stats.queries import Curves
from stats.terms import is_closed


@dataclass(frozen=True, slots=True)
class Ahead:
    """The band as the chart draws it (none where there is no forecast), and the sentences below."""

    data: dict[str, Any] | None
    words: str
    how: str = ""


def ahead(curves: Curves, today: date, *, step: int) -> Ahead:
    """A forecast of all accounts together, a point every `step` days."""
    found = _forecast(curves, today)
    if found.reason:
        return Ahead(None, f"No forecast: {found.reason}")
    places = range(step - 1, AHEAD, step)
    day = today + timedelta(days=AHEAD)
    low, high = (" ".join(compact(value[-1])).strip() for value in (found.low, found.high))
    data = {
        "from": curves.total[-1],
        "labels": [f"{today + timedelta(days=place + 1):%-d %b %y}" for place in places],
        "low": [found.low[place] for place in places],
        "middle": [found.middle[place] for place in places],
        "high": [found.high[place] for place in places],
    }
    return Ahead(data, f"If it goes on so, between {low} and {high} on {day:%-d %b}.", WORDS)


def _forecast(curves: Curves, today: date) -> Forecast:
    """Of the sum, on the days on which the largest account was measured."""
    accounts = [line.account for line in curves.series]
    if any(is_closed(account.platform) for account in accounts):
        return Forecast(reason="YouTube's terms allow no such figure of its counts here.")
    recent = [line.values[-DAYS:] for line in curves.series if any(line.values[-DAYS:])]
    if len({_begins(values) for values in recent}) > 1:
        return Forecast(reason=f"an account came in during the last {DAYS} days, so their sum has a step.")
    if any(None in values[_begins(values) :] for values in recent):
        return Forecast(reason=f"an account's figures have a gap in the last {DAYS} days, so their sum has a step.")
    lead = max(curves.series, key=lambda line: line.values[-1] or 0)
    pairs = zip(curves.days, curves.total, strict=True)
    measured = lead.measured
    return forecast([(day, total) for day, total in pairs if total is not None and day in measured], today)


def _begins(values: list[int | None]) -> int:
    """The place of the first known value; the end where there is none."""
    return next((place for place, value in enumerate(values) if value is not None), len(values))
