"""Figures as people read them."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from lib import figures

NOW = datetime(2027, 5, 3, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, ("0", "")),
        (940, ("940", "")),
        (1_000, ("1.00", "k")),
        (31_740, ("31.7", "k")),
        (58_100, ("58.1", "k")),
        (94_000, ("94.0", "k")),
        (612_499, ("612", "k")),
        (999_499, ("999", "k")),
        (999_500, ("1.00", "M")),
        (1_840_000, ("1.84", "M")),
        (9_995_000, ("10.0", "M")),
        (475_800_000, ("476", "M")),
        (999_999_999, ("1.00", "B")),
        (2_400_000_000, ("2.40", "B")),
        (-650_000, ("−650", "k")),
        (Decimal("3.25"), ("3.25", "")),
        (Decimal("999.9"), ("1.00", "k")),
    ],
)
def test_compact_keeps_three_digits_and_moves_to_the_next_unit_when_rounding_does(value, shown):
    assert figures.compact(value) == shown


def test_exact_groups_by_three_with_a_true_minus():
    assert [figures.exact(v) for v in (1_840_000, -1_234, 7)] == ["1,840,000", "−1,234", "7"]


@pytest.mark.parametrize(
    ("value", "shown"),
    [(6.1, "+6.1 %"), (-0.6, "−0.6 %"), (0, "0.0 %"), (-0.04, "0.0 %"), (0.05, "+0.1 %"), (1234.5, "+1,234.5 %")],
)
def test_signed_percent_says_which_way_and_nothing_where_it_rounds_to_nothing(value, shown):
    assert figures.signed_percent(value) == shown


@pytest.mark.parametrize(
    ("passed", "shown"),
    [
        (timedelta(seconds=-30), "now"),
        (timedelta(seconds=59), "now"),
        (timedelta(minutes=59, seconds=59), "59 min"),
        (timedelta(hours=23, minutes=59), "23 h"),
        (timedelta(days=61), "61 d"),
        (timedelta(days=1200), "1,200 d"),
    ],
)
def test_age_is_in_the_largest_whole_unit(passed, shown):
    assert figures.age(NOW - passed, NOW) == shown
