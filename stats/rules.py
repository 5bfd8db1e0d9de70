"""When an account is asked about again, and what is said of it meanwhile. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from stats.platforms.errors import Kind, PlatformError

DAILY = timedelta(days=1)
OFTEN = timedelta(hours=12)  # whose figures somebody is paying for right now
SELDOM = timedelta(days=7)  # missing, or the platform refuses
SOON = timedelta(hours=1)  # a key to be mended
BACKOFF = timedelta(minutes=15)
FOR_GOOD = timedelta(days=30)  # the platform says that it does not come back
STRIKES = 3
NOT_FOUND = "Not found on the platform"


@dataclass(frozen=True, slots=True)
class Standing:
    """What an account carries after an attempt. `state` is null where it stays as it is."""

    failures: int
    last_error: str
    next_refresh_at: datetime
    state: str | None


def interval(*, matters: bool) -> timedelta:
    """How long a measurement is good for."""
    return OFTEN if matters else DAILY


def after_error(error: PlatformError, *, failures: int, last_error: str, now: datetime) -> Standing:
    """It was asked about, without success. Only the platform's own word that it is gone counts as a strike."""
    if error.kind is Kind.NOT_FOUND and error.for_good:
        return Standing(STRIKES, f"{NOT_FOUND}: gone for good", now + FOR_GOOD, "missing")
    if error.kind is Kind.NOT_FOUND:
        strikes = failures + 1 if last_error.startswith(NOT_FOUND) else 1
        gone = strikes >= STRIKES
        words = f"{NOT_FOUND}, {strikes} of {STRIKES} times" if not gone else NOT_FOUND
        return Standing(min(strikes, 99), words, now + (SELDOM if gone else DAILY), "missing" if gone else None)
    if error.kind in {Kind.PERMISSION, Kind.TOKEN_EXPIRED, Kind.TOKEN_REVOKED}:
        state = "refused" if error.kind is Kind.PERMISSION else None
        return Standing(min(failures + 1, 99), error.message, now + SELDOM, state)
    tried = 0 if last_error.startswith(NOT_FOUND) else failures
    wait = min(BACKOFF * 2 ** min(tried, 10), DAILY)
    return Standing(min(tried + 1, 99), error.message, error.until or now + wait, None)


def after_waiting(error: PlatformError, *, failures: int, last_error: str, now: datetime) -> Standing:
    """It was not asked about: no fault of its own, and a strike that it has stays."""
    words = last_error if last_error.startswith(NOT_FOUND) else error.message
    ours = error.kind in {Kind.CONFIGURATION, Kind.TOKEN_EXPIRED, Kind.TOKEN_REVOKED}
    fallback = SOON if ours else BACKOFF
    return Standing(failures, words, error.until or now + fallback, None)
