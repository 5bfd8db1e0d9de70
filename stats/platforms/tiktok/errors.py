"""TikTok's refusals in our kinds: https://developers.tiktok.com/doc/tiktok-api-v2-error-handling."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from stats.platforms.errors import Kind, PlatformError

NAME = "TikTok"
WAIT = timedelta(minutes=1)  # a sliding window of a minute, and no header says how much of it is left
OUR_APP = {
    "invalid_client", "unauthorized_client", "invalid_request", "invalid_scope", "unsupported_grant_type",
    "invalid_params",
}  # fmt: skip
PASSING = {"server_error", "temporarily_unavailable", "internal_error"}
WORDS = {
    "access_token_invalid": (Kind.TOKEN_EXPIRED, "TikTok does not accept the token any more."),
    "invalid_grant": (Kind.TOKEN_REVOKED, "TikTok was disconnected: it does not accept the consent any more."),
    "access_denied": (Kind.TOKEN_REVOKED, "TikTok was disconnected: it does not accept the consent any more."),
    "scope_not_authorized": (Kind.PERMISSION, "TikTok does not let the office read this: something was not allowed."),
    "scope_permission_missed": (
        Kind.PERMISSION,
        "TikTok does not let the office read this: something was not allowed.",
    ),
}


def error_in(status: int, data: Mapping[str, Any]) -> PlatformError | None:
    """What an answer says went wrong, also with a 200; null where it is good.

    Sign-in has `{"error": "invalid_grant", …}`, the rest `{"error": {"code": "ok", …}}`.
    """
    error = data.get("error")
    code = str(error.get("code") or "") if isinstance(error, dict) else str(error or "")
    if status == 200 and code in ("", "ok"):
        return None
    if code in WORDS:
        return PlatformError(*WORDS[code])
    if status == 429 or code == "rate_limit_exceeded":
        return PlatformError(Kind.RATE_LIMITED, "TikTok asks us to wait.", datetime.now(UTC) + WAIT)
    if code in PASSING or status >= 500:
        return PlatformError(Kind.TRANSIENT, f"TikTok has trouble (error {status}).")
    if code in OUR_APP:
        return PlatformError(Kind.CONFIGURATION, f"TikTok does not accept the office’s app ({code}).")
    if status == 401:
        return PlatformError(*WORDS["access_token_invalid"])
    return PlatformError(Kind.BAD_RESPONSE, f"TikTok answered {status}.")
