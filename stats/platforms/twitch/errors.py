"""Twitch's refusals in our kinds: https://dev.twitch.tv/docs/api/guide. Its messages are never relied on."""

from collections.abc import Mapping
from datetime import UTC, datetime

from stats.platforms.errors import Kind, PlatformError, by_status
from stats.platforms.waits import reset_at


def error_of(status: int, headers: Mapping[str, str], body: bytes, *, now: datetime | None = None) -> PlatformError:
    """What an answer of Helix other than 200 means."""
    now = now or datetime.now(UTC)
    if status == 429:
        return PlatformError(Kind.RATE_LIMITED, "Twitch asks us to wait.", reset_at(headers, "ratelimit-reset", now))
    if status == 401:
        return PlatformError(Kind.TOKEN_EXPIRED, "Twitch does not accept our token.")
    return by_status("Twitch", status)


def token_error_of(status: int, headers: Mapping[str, str], body: bytes) -> PlatformError:
    """What a refusal at the door means: the app itself is not known, or its secret is wrong."""
    if status in {400, 401, 403}:
        return PlatformError(Kind.CONFIGURATION, "Twitch does not accept our app: look at its id and secret.")
    return error_of(status, headers, body)
