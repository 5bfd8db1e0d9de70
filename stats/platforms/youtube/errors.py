"""YouTube's refusals in our kinds: https://developers.google.com/youtube/v3/docs/errors."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from stats.platforms.errors import Kind, PlatformError, by_status
from stats.platforms.waits import retry_after

PACIFIC = ZoneInfo("America/Los_Angeles")

QUOTA = {"quotaExceeded", "dailyLimitExceeded"}
RATE = {"rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED"}
OUR_KEY = {
    "keyInvalid", "keyExpired", "API_KEY_INVALID", "API_KEY_SERVICE_BLOCKED", "API_KEY_IP_ADDRESS_BLOCKED",
    "SERVICE_DISABLED", "accessNotConfigured", "ipRefererBlocked",
}  # fmt: skip
GONE = {
    "channelNotFound", "notFound", "authenticatedUserAccountClosed", "authenticatedUserAccountSuspended",
    "youtubeSignupRequired",
}  # fmt: skip
LOST_PLACE = "YouTube lost its place in a list."


def quota_day(now: datetime) -> datetime:
    """The instant at which the quota that is used at `now` began: midnight Pacific."""
    return datetime.combine(now.astimezone(PACIFIC).date(), time(), PACIFIC)


def quota_returns(now: datetime) -> datetime:
    """When there is quota again: the next midnight Pacific, in UTC."""
    day = now.astimezone(PACIFIC).date() + timedelta(days=1)
    return datetime.combine(day, time(), PACIFIC).astimezone(UTC)


def error_of(status: int, headers: Mapping[str, str], body: bytes, *, now: datetime | None = None) -> PlatformError:
    """What an answer other than 200 means."""
    now = now or datetime.now(UTC)
    reasons = reasons_of(body)
    if reasons & QUOTA:
        return PlatformError(Kind.QUOTA_EXHAUSTED, "YouTube's quota for today is used up.", quota_returns(now))
    if status == 429 or reasons & RATE:
        return PlatformError(Kind.RATE_LIMITED, "YouTube asks us to wait.", retry_after(headers, now))
    if reasons & OUR_KEY:
        return PlatformError(Kind.CONFIGURATION, "YouTube does not accept our key.")
    if status == 404 or reasons & GONE:
        return PlatformError(Kind.NOT_FOUND, "Not found on YouTube.")
    if status == 401:
        return PlatformError(Kind.TOKEN_EXPIRED, "YouTube wants us to sign in again.")
    if "invalidPageToken" in reasons:
        return PlatformError(Kind.BAD_RESPONSE, LOST_PLACE)
    if status == 400:
        why = ", ".join(sorted(reasons)) or "no reason given"
        return PlatformError(Kind.CONFIGURATION, f"YouTube does not understand our request ({why}).")
    return by_status("YouTube", status)


def reasons_of(body: bytes) -> set[str]:
    """Every reason named in the answer; none where it is not the documented shape."""
    try:
        error = json.loads(body)["error"]
        named = [*error.get("errors", []), *error.get("details", [])]
        return {str(item["reason"]) for item in named if "reason" in item}
    except (ValueError, KeyError, TypeError, AttributeError):
        return set()
