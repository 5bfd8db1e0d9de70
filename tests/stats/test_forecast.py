"""A forecast is a band, and where the data is thin there is none."""

from datetime import date, timedelta
from random import Random

import pytest

from stats.numbers.forecast import AHEAD, forecast

TODAY = date(2026, 6, 30)


def days(*counts: int, last: int = 0) -> list[tuple[date, int]]:
    """A count a day, the last one so many days ago."""
    return [(TODAY - timedelta(days=last + len(counts) - 1 - n), count) for n, count in enumerate(counts)]


def test_a_straight_line_goes_on_and_has_no_width() -> None:
    found = forecast(days(*range(1_000, 1_900, 10)), TODAY)
    assert found.middle == found.low == found.high == tuple(range(1_900, 1_900 + AHEAD * 10, 10))


def test_one_mad_day_does_not_bend_the_trend() -> None:
    counts = [1_000 + 10 * n for n in range(90)]
    counts[40] = 90_000
    assert forecast(days(*counts), TODAY).middle[0] == 1_900


def test_noise_makes_the_band_wide_and_wider_ahead() -> None:
    noise = Random(1)
    found = forecast(days(*(10_000 + round(noise.gauss(0, 200)) for _ in range(90))), TODAY)
    widths = [high - low for low, high in zip(found.low, found.high, strict=True)]
    assert widths == sorted(widths) and widths[0] > 300 and widths[-1] > widths[0]
    assert all(low <= middle <= high for low, middle, high in zip(found.low, found.middle, found.high, strict=True))


def test_what_falls_stops_at_nobody() -> None:
    found = forecast(days(*range(900, 0, -10)), TODAY)
    assert found.low[-1] == found.middle[-1] == 0


def test_a_last_figure_of_some_days_ago_is_carried_to_today_first() -> None:
    assert forecast(days(*range(1_000, 1_800, 10), last=5), TODAY).middle[0] == 1_790 + 6 * 10


@pytest.mark.parametrize(
    ("measured", "reason"),
    [
        ([], "0 days were measured in the last 90; a trend needs 20."),
        (days(*range(19)), "19 days were measured in the last 90; a trend needs 20."),
        (days(*range(44)), "The figures of the last 90 days span less than 45."),
        (days(*range(60), last=15), "The last figure is more than 14 days old."),
    ],
)
def test_thin_data_has_no_forecast_and_says_why(measured: list[tuple[date, int]], reason: str) -> None:
    found = forecast(measured, TODAY)
    assert (found.reason, found.middle) == (reason, ())
