"""What Google's sign-in refuses, in our kinds. The lists of YouTube refuse as they do with a key."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from stats.platforms.errors import Kind, PlatformError
from stats.platforms.waits import retry_after

NAME = "YouTube"


def sign_in_error(status: int, headers: Mapping[str, str], data: Mapping[str, Any]) -> PlatformError:
    """What an answer of the token's address other than 200 means."""
    if status == 429:
        return PlatformError(Kind.RATE_LIMITED, "Google asks us to wait.", retry_after(headers, datetime.now(UTC)))
    if status >= 500:
        return PlatformError(Kind.TRANSIENT, f"Google has trouble (error {status}).")
    match data.get("error"):
        case "invalid_grant" | "invalid_token":
            return PlatformError(Kind.TOKEN_REVOKED, "YouTube was disconnected: the consent has ended at Google.")
        case "unauthorized_client":  # the consent was given to an app that the office had before
            return PlatformError(Kind.TOKEN_REVOKED, "The office has another app at Google now. Connect again.")
        case "invalid_client" | "deleted_client" | "org_internal":
            return PlatformError(Kind.CONFIGURATION, "Google does not know the office’s app.")
        case "invalid_request" | "invalid_scope" | "redirect_uri_mismatch" | "unsupported_grant_type":
            return PlatformError(Kind.CONFIGURATION, "Google does not understand the office’s request.")
    return PlatformError(Kind.BAD_RESPONSE, f"Google answered {status}.")
