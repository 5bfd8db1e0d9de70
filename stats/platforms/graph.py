"""What Meta's Graph API has in common for Instagram and Facebook: its refusals and its headers.

https://developers.facebook.com/docs/graph-api/guides/error-handling. A limit comes as 400 or 403, not as 429: the code
inside says what it is.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from stats.platforms.errors import Kind, PlatformError
from stats.platforms.waits import LONGEST_WAIT, WAIT

RATE = {4, 17, 32, 341, 613, *range(80001, 80015)}
REVOKED = {458, 459, 460, 464, 467}
NEARLY = 95  # percent of an hour's calls; calls while throttled prolong it
REST = timedelta(minutes=5)


def error_of(name: str) -> Callable[[int, Mapping[str, str], bytes], PlatformError]:
    """What an answer other than 200 means, in words that name the platform."""

    def told(status: int, headers: Mapping[str, str], body: bytes) -> PlatformError:
        return _error(name, status, headers, _said(body), datetime.now(UTC))

    return told


def rest_until(headers: Mapping[str, str], now: datetime) -> datetime | None:
    """Until when to leave the platform alone, where this answer says that our hour's calls are nearly used up."""
    minutes = [_number(use.get("estimated_time_to_regain_access")) for use in _business(headers)]
    if any(minutes):
        return now + min(timedelta(minutes=max(minutes)), LONGEST_WAIT)
    return now + REST if is_used_up(headers) or _nearly(_business(headers)) else None


def is_used_up(headers: Mapping[str, str]) -> bool:
    """Whether nearly all calls of an hour are used up that the app has for everybody."""
    app = _json(headers.get("x-app-usage", ""))
    return isinstance(app, dict) and _nearly([app])


def _nearly(used: Sequence[Mapping[str, Any]]) -> bool:
    shares = [_number(use.get(key)) for use in used for key in ("call_count", "total_time", "total_cputime")]
    return max(shares, default=0) >= NEARLY


def _error(name: str, status: int, headers: Mapping[str, str], error: dict[str, Any], now: datetime) -> PlatformError:
    code, sub = _number(error.get("code")), _number(error.get("error_subcode"))
    if code in RATE or status == 429:
        return PlatformError(Kind.RATE_LIMITED, f"{name} asks us to wait.", rest_until(headers, now) or now + WAIT)
    if code == 190 and sub in REVOKED:
        return PlatformError(Kind.TOKEN_REVOKED, f"{name} no longer accepts our token: it was withdrawn.")
    if code in {190, 102}:
        return PlatformError(Kind.TOKEN_EXPIRED, f"{name} no longer accepts our token: it has run out.")
    if code == 368:
        return PlatformError(
            Kind.RATE_LIMITED, f"{name} has blocked our app for a time.", now + LONGEST_WAIT, alarm=True
        )
    if (code, sub) == (110, 2207013) or (code, sub) == (100, 33) or code == 803:
        return PlatformError(Kind.NOT_FOUND, f"Not found on {name}, or not ours to read.")
    if code in {3, 10} or 200 <= code <= 299:
        return PlatformError(Kind.PERMISSION, f"{name} does not let our app read this.")
    if code in {1, 2} or error.get("is_transient") is True or status >= 500:
        return PlatformError(Kind.TRANSIENT, f"{name} has trouble (error {code or status}).")
    if code in {100, 101, 104, 2500, 12}:
        return PlatformError(Kind.CONFIGURATION, f"{name} does not understand our request (error {code}).")
    return PlatformError(Kind.BAD_RESPONSE, f"{name} answered {status}.")


def _said(body: bytes) -> dict[str, Any]:
    data = _json(body)
    error = data.get("error") if isinstance(data, dict) else None
    return error if isinstance(error, dict) else {}


def _business(headers: Mapping[str, str]) -> list[dict[str, Any]]:
    data = _json(headers.get("x-business-use-case-usage", ""))
    lists = data.values() if isinstance(data, dict) else []
    return [use for uses in lists if isinstance(uses, list) for use in uses if isinstance(use, dict)]


def _json(text: str | bytes) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _number(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
