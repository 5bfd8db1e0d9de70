"""X's refusals in our kinds: https://docs.x.com/x-api/fundamentals/response-codes-and-errors."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from stats.platforms.errors import Kind, PlatformError, by_status
from stats.platforms.waits import reset_at


def error_of(status: int, headers: Mapping[str, str], body: bytes, *, now: datetime | None = None) -> PlatformError:
    """What an answer other than 200 means."""
    now = now or datetime.now(UTC)
    problem = _problem(body)
    what = problem_of(problem)
    if status == 402 or what == "credits" or problem.get("title") == "CreditsDepleted":
        return PlatformError(Kind.QUOTA_EXHAUSTED, "The office's credits at X are used up.", _tomorrow(now), alarm=True)
    if what == "usage-capped" or problem.get("title") == "UsageCapExceeded":
        return PlatformError(Kind.QUOTA_EXHAUSTED, "X's cap for this month is reached.", _next_month(now), alarm=True)
    if status == 429:
        return PlatformError(Kind.RATE_LIMITED, "X asks us to wait.", reset_at(headers, "x-rate-limit-reset", now))
    if status == 401:
        return PlatformError(Kind.TOKEN_REVOKED, "X does not accept our token.")
    if what in {"client-forbidden", "client-not-enrolled"}:
        return PlatformError(Kind.CONFIGURATION, "X does not let our app ask: it is not enrolled.")
    return by_status("X", status)


def problem_of(problem: dict[str, Any]) -> str:
    """The last part of its `type`: the address before it is x.com's or twitter.com's."""
    return str(problem.get("type") or "").rstrip("/").rpartition("/")[2]


def _problem(body: bytes) -> dict[str, Any]:
    try:
        data = json.loads(body)
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


def _tomorrow(now: datetime) -> datetime:
    return now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def _next_month(now: datetime) -> datetime:
    first = _tomorrow(now) - timedelta(days=1)
    return (first.replace(day=1) + timedelta(days=32)).replace(day=1)
