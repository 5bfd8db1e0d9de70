"""When an account is asked about again."""

from datetime import timedelta

import pytest

from stats.platforms.errors import Kind, PlatformError
from stats.rules import after_error, after_waiting, interval

GONE = PlatformError(Kind.NOT_FOUND, "Not found on YouTube.")
DOWN = PlatformError(Kind.TRANSIENT, "YouTube has trouble (error 500).")


def test_third_time_not_found_makes_it_missing(now):
    standing = after_error(GONE, failures=0, last_error="", now=now)
    told = [(standing.failures, standing.state, standing.last_error, standing.next_refresh_at - now)]
    for _ in range(3):
        standing = after_error(GONE, failures=standing.failures, last_error=standing.last_error, now=now)
        told.append((standing.failures, standing.state, standing.last_error, standing.next_refresh_at - now))
    day = timedelta(days=1)
    assert told == [
        (1, None, "Not found on the platform, 1 of 3 times", day),
        (2, None, "Not found on the platform, 2 of 3 times", day),
        (3, "missing", "Not found on the platform", 7 * day),
        (4, "missing", "Not found on the platform", 7 * day),
    ]


def test_trouble_on_the_way_is_no_strike(now):
    first = after_error(DOWN, failures=4, last_error=DOWN.message, now=now)
    assert (first.failures, first.state) == (5, None)
    assert after_error(GONE, failures=5, last_error=first.last_error, now=now).failures == 1


@pytest.mark.parametrize(("failures", "minutes"), [(0, 15), (1, 30), (3, 120), (6, 960), (7, 1440), (98, 1440)])
def test_trouble_waits_longer_each_time(now, failures, minutes):
    standing = after_error(DOWN, failures=failures, last_error=DOWN.message, now=now)
    assert standing.next_refresh_at - now == timedelta(minutes=minutes)


def test_refused_account_says_so(now):
    standing = after_error(PlatformError(Kind.PERMISSION, "No."), failures=0, last_error="", now=now)
    assert (standing.state, standing.last_error, standing.next_refresh_at) == (
        "refused",
        "No.",
        now + timedelta(days=7),
    )


@pytest.mark.parametrize(("matters", "hours"), [(False, 24), (True, 12)])
def test_measured_account_waits_by_how_much_it_matters(matters, hours):
    assert interval(matters=matters) == timedelta(hours=hours)


def test_account_that_was_not_asked_waits_until_it_may(now):
    until = now + timedelta(hours=5)
    quota = PlatformError(Kind.QUOTA_EXHAUSTED, "Used up.", until)
    standing = after_waiting(quota, failures=2, last_error="", now=now)
    assert (standing.failures, standing.next_refresh_at, standing.last_error, standing.state) == (
        2,
        until,
        "Used up.",
        None,
    )


def test_account_that_was_not_asked_keeps_its_strikes(now):
    was = after_error(GONE, failures=0, last_error="", now=now)
    standing = after_waiting(DOWN, failures=was.failures, last_error=was.last_error, now=now)
    assert (standing.failures, standing.last_error) == (1, was.last_error)
