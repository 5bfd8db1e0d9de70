"""How long a platform wants us to wait, as its headers say."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

WAIT = timedelta(minutes=15)  # where it says no time of its own
LONGEST_WAIT = timedelta(days=1)
SHORTEST_WAIT = timedelta(seconds=1)


def retry_after(headers: Mapping[str, str], now: datetime) -> datetime:
    """`Retry-After` in seconds or as a date."""
    said = headers.get("retry-after", "").strip()
    wait = WAIT
    if said.isdigit():
        wait = timedelta(seconds=min(int(said), LONGEST_WAIT.total_seconds()))
    elif said:
        try:
            wait = parsedate_to_datetime(said) - now
        except (TypeError, ValueError):
            wait = WAIT
    return _within(wait, now)


def reset_at(headers: Mapping[str, str], name: str, now: datetime) -> datetime:
    """A header with the second of the epoch at which there is room again; `Retry-After` where it is missing."""
    said = headers.get(name, "").strip()
    if not said.isdigit() or len(said) > 11:
        return retry_after(headers, now)
    return _within(datetime.fromtimestamp(int(said), UTC) - now, now)


def _within(wait: timedelta, now: datetime) -> datetime:
    return now + min(max(wait, SHORTEST_WAIT), LONGEST_WAIT)
