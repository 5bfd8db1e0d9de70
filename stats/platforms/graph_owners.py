"""What Instagram and Facebook refuse to whom an owner let in, in our kinds, and in words for that owner.

Limits come as 400 or 403, so the code goes before the status.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from stats.platforms.errors import Kind, PlatformError
from stats.platforms.graph import RATE, rest_until
from stats.platforms.waits import LONGEST_WAIT, WAIT

OF_ONE = {17, 32, 613, *range(80001, 80015)}  # counted for each account that let us in; the others are those of the app
OUR_REQUEST = {12, 101, 104, 2500}
# Only its words tell a code that came late or twice from an app that is not known there.
CODE = re.compile(r"authorization code|code was not found", re.IGNORECASE)
REVOKED = {
    458: "{} was disconnected: the office’s app was removed there.",
    459: "{} wants its owner to sign in there first.",
    460: "{} was disconnected: the password was changed.",
    464: "{} wants its owner to confirm the account first.",
}


def ended(name: str) -> str:
    return f"{name} was disconnected: the consent has ended."


def error_of(name: str, status: int, headers: Mapping[str, str], data: Mapping[str, Any]) -> PlatformError:
    """What an answer other than 200 means."""
    now = datetime.now(UTC)
    error = data.get("error")
    said = error if isinstance(error, dict) else data  # the token's own address answers flat
    code, sub = _number(said.get("code")), _number(said.get("error_subcode"))
    if code in (190, 102):
        return PlatformError(Kind.TOKEN_REVOKED, REVOKED[sub].format(name) if sub in REVOKED else ended(name))
    if code in RATE or status == 429:
        until = rest_until(headers, now) or now + WAIT
        return PlatformError(Kind.RATE_LIMITED, f"{name} asks us to wait.", until, of_one=code in OF_ONE)
    if code == 368:
        return PlatformError(
            Kind.RATE_LIMITED, f"{name} has blocked the office’s app for a time.", now + LONGEST_WAIT, alarm=True
        )
    if code in (3, 10) or 200 <= code <= 299:
        return PlatformError(Kind.PERMISSION, f"{name} does not let the office read this: something was not allowed.")
    if code in (1, 2) or said.get("is_transient") is True or status >= 500:
        return PlatformError(Kind.TRANSIENT, f"{name} has trouble (error {status}).")
    if (code, sub) == (100, 33) or code == 803:
        return PlatformError(Kind.NOT_FOUND, f"Not there on {name} any more.")
    if CODE.search(str(data.get("error_message") or said.get("message") or "")):
        return PlatformError(Kind.TOKEN_REVOKED, f"{name} does not take the code of this sign-in.")
    if (
        code in {12, 101, 104, 2500}
        or (code == 100 and error is not None)
        or said.get("error_type") == "OAuthException"
    ):
        return PlatformError(Kind.CONFIGURATION, f"{name} does not understand the office’s request.")
    return PlatformError(Kind.BAD_RESPONSE, f"{name} answered {status}.")


def _number(value: object) -> int:
    return value if isinstance(value, int) else -1
