"""What somebody lets us read: the platform's sign-in, the same shape for all of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

from stats.platforms.readings import Reading


@dataclass(frozen=True, slots=True)
class Grant:
    """Tokens as a platform gave them. Lifetimes are in seconds from then; null where it does not say."""

    external_id: str
    scopes: tuple[str, ...]
    access_token: str = field(repr=False)
    access_seconds: int | None = None
    refresh_token: str = field(default="", repr=False)
    refresh_seconds: int | None = None


class Login(Protocol):
    """One platform's way to let a person connect their own account."""

    name: str
    needs: Mapping[str, str]
    """Scope to what the office reads with it. Nothing else is asked for, and none of these may be left out."""
    revokes: bool
    """Whether the platform can be told that we let go of a token."""
    renew_every: timedelta | None
    """How long before a token is renewed by the clock; null where it is renewed only when it is needed."""
    youngest: timedelta
    """How old a token must be before the platform renews it."""

    def authorize_address(self, redirect_uri: str, state: str, verifier: str) -> str: ...
    def exchange(self, code: str, redirect_uri: str, verifier: str) -> Grant: ...
    def renew(self, access_token: str, refresh_token: str) -> Grant: ...
    def revoke(self, access_token: str) -> None: ...
    def own_figures(self, access_token: str) -> Reading: ...
