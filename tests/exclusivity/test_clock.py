"""Days, months and zones: the vectors of the civil codes."""

from datetime import UTC, date, datetime, timedelta

import pytest

from exclusivity.rules import CommitmentFacts, Tail, Value
from exclusivity.rules.clock import after, common, lives_on, months_away, span, window


@pytest.mark.parametrize(
    ("first_day_after_term", "length", "unit", "last_day"),
    [
        (date(2027, 1, 1), 30, "DAY", date(2027, 1, 30)),  # V1
        (date(2026, 12, 1), 3, "MONTH", date(2027, 2, 28)),  # V2
        (date(2026, 9, 1), 6, "MONTH", date(2027, 2, 28)),  # V3
        (date(2026, 1, 31), 1, "MONTH", date(2026, 2, 28)),  # V4
        (date(2026, 3, 9), 3, "MONTH", date(2026, 6, 8)),  # V5, counted from the day after the signature
        (date(2027, 3, 1), 12, "MONTH", date(2028, 2, 29)),  # V6
        (date(2026, 2, 2), 91, "DAY", date(2026, 5, 3)),  # V7
        (date(2026, 12, 31), 2, "MONTH", date(2027, 2, 28)),
        (date(2026, 10, 31), 1, "MONTH", date(2026, 11, 30)),
    ],
)
def test_after_a_period_is_the_day_after_its_last(first_day_after_term, length, unit, last_day):
    assert after(first_day_after_term, length, unit) - timedelta(days=1) == last_day


@pytest.mark.parametrize(
    ("day", "months", "found"),
    [
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2028, 3, 30), -1, date(2028, 2, 29)),
        (date(2026, 1, 15), -13, date(2024, 12, 15)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
    ],
)
def test_months_away_is_the_same_number_or_the_last_of_the_month(day, months, found):
    assert months_away(day, months) == found


def test_span_of_days_in_tokyo_is_half_open():
    assert span((date(2026, 1, 1), date(2027, 1, 31)), "Asia/Tokyo") == (
        datetime(2025, 12, 31, 15, tzinfo=UTC),
        datetime(2027, 1, 30, 15, tzinfo=UTC),
    )


def test_span_across_the_summer_change_keeps_midnight():
    start, end = span((date(2026, 3, 29), date(2026, 3, 30)), "Europe/Berlin")
    assert end - start == timedelta(hours=23)


def test_common_of_two_clocks_is_what_both_hold():
    days = (date(2026, 6, 10), date(2026, 6, 11))
    assert common([span(days, "Asia/Tokyo"), span(days, "America/New_York")]) == (
        datetime(2026, 6, 10, 4, tzinfo=UTC),
        datetime(2026, 6, 10, 15, tzinfo=UTC),
    )
    assert common([span(days, "Pacific/Kiritimati"), span(days, "Etc/GMT+12")]) is None


def promise(**facts) -> CommitmentFacts:
    usual = {"id": 1, "kind": "ambassador", "status": "signed", "brand": 1, "talents": frozenset({1})}
    return CommitmentFacts(**{**usual, "zones": ("Asia/Tokyo",), "term": (date(2026, 1, 1), date(2027, 1, 1)), **facts})


@pytest.mark.parametrize(
    ("on", "standing", "by_fault", "by_mutual"),
    [
        ("ANY_END", Value.YES, Value.YES, Value.YES),
        ("EXPIRY", Value.YES, Value.NO, Value.NO),
        ("TALENT_FAULT", Value.NO, Value.YES, Value.NO),
        ("", Value.YES, Value.UNKNOWN, Value.UNKNOWN),
    ],
)
def test_tail_depends_on_how_it_ends(on, standing, by_fault, by_mutual):
    ended = {"status": "terminated", "ended_on": date(2026, 6, 30)}
    assert lives_on(Tail(30, on=on), promise()) is standing
    assert lives_on(Tail(30, on=on), promise(**ended, end_reason="talent_fault")) is by_fault
    assert lives_on(Tail(30, on=on), promise(**ended, end_reason="mutual")) is by_mutual


def test_window_moves_its_tail_to_an_early_end():
    ended = promise(status="terminated", ended_on=date(2026, 9, 30), end_reason="mutual")
    assert window(ended, Tail(60, "DAY", "ANY_END")) == [
        ((date(2026, 1, 1), date(2026, 10, 1)), Value.YES),
        ((date(2026, 10, 1), date(2026, 11, 30)), Value.YES),
    ]


def test_window_without_an_end_has_no_tail():
    assert window(promise(term=(date(2026, 1, 1), None)), Tail(30)) == [((date(2026, 1, 1), None), Value.YES)]


def test_window_without_a_term_is_empty():
    assert window(promise(term=None), Tail(30)) == []


def test_window_ended_before_it_began_leaves_only_the_tail():
    ended = promise(status="terminated", ended_on=date(2025, 12, 1), end_reason="mutual")
    assert window(ended, Tail(1, "MONTH", "ANY_END")) == [((date(2026, 1, 1), date(2026, 2, 1)), Value.YES)]
