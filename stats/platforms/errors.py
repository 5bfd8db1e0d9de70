"""What can go wrong when a platform is asked, the same words for all of them."""

from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What the caller does about it."""

    TOKEN_EXPIRED = "token_expired"  # noqa: S105 - refresh it once, ask once more
    TOKEN_REVOKED = "token_revoked"  # noqa: S105 - stop; somebody has to connect again
    PERMISSION = "permission"  # the account is not ours to read; do not ask again soon
    CONFIGURATION = "configuration"  # our key or our request is wrong: no account's fault
    NOT_FOUND = "not_found"  # gone, renamed or private: count the strikes
    RATE_LIMITED = "rate_limited"  # ask again at `until`, no strike
    QUOTA_EXHAUSTED = "quota_exhausted"  # the platform is closed to us until `until`
    TRANSIENT = "transient"  # wait a little, longer each time
    BAD_RESPONSE = "bad_response"  # not what is documented: keep what we know


class PlatformError(Exception):
    """A platform did not give figures. `message` is one sentence for staff, without secrets.

    `of_one`: it says so of this account alone, others may be asked. `for_good`: what is gone does not come back.
    `alarm`: whoever runs the office has to do something about it.
    """

    def __init__(
        self,
        kind: Kind,
        message: str,
        until: datetime | None = None,
        *,
        of_one: bool = False,
        for_good: bool = False,
        alarm: bool = False,
    ) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.until = until
        self.of_one = of_one
        self.for_good = for_good
        self.alarm = alarm or kind in {Kind.TOKEN_EXPIRED, Kind.TOKEN_REVOKED, Kind.CONFIGURATION}

    @property
    def closes_platform(self) -> bool:
        """Whether asking for the next account now would end the same way."""
        return not self.of_one and self.kind in {Kind.RATE_LIMITED, Kind.QUOTA_EXHAUSTED, Kind.CONFIGURATION}


def by_status(name: str, status: int) -> PlatformError:
    """What a status means by itself, where the platform says nothing more of it."""
    if status == 403:
        return PlatformError(Kind.PERMISSION, f"{name} does not let us read this.")
    if status == 404:
        return PlatformError(Kind.NOT_FOUND, f"Not found on {name}.")
    if status >= 500:
        return PlatformError(Kind.TRANSIENT, f"{name} has trouble (error {status}).")
    if status == 400:
        return PlatformError(Kind.CONFIGURATION, f"{name} does not understand our request.")
    return PlatformError(Kind.BAD_RESPONSE, f"{name} answered {status}.")
