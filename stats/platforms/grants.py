"""What somebody lets us read: the platform's sign-in, the same shape for all of them."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ClassVar

import httpx

from stats.platforms.calls import call
from stats.platforms.connector import Need
from stats.platforms.readings import AudienceReading, PastReading, PostReading, Reading


@dataclass(frozen=True, slots=True)
class Grant:
    """Tokens as a platform gave them. Lifetimes are in seconds from then; null where it does not say."""

    external_id: str
    scopes: tuple[str, ...]
    access_token: str = field(repr=False)
    access_seconds: int | None = None
    refresh_token: str = field(default="", repr=False)
    refresh_seconds: int | None = None


def app(*, of: str, id_label: str = "Client id") -> tuple[Need, ...]:
    """What the office enters of its app at a platform, by the names that `Login` takes it with."""
    return (
        Need("client_id", id_label, of, secret=False),
        Need("client_secret", "Client secret", "From the same page."),
    )


class Login(ABC):
    """One platform's way to let a person connect their own account, with the office's app. `timeout` in seconds.

    `spend(calls)` is called before each call and may raise.
    """

    platform: ClassVar[str]
    """By which the folder is found: its key in the list of platforms."""
    name: ClassVar[str]
    app: ClassVar[tuple[Need, ...]]
    """What the office enters of its app there."""
    asks: ClassVar[str] = ""
    """Who asks the owner, where it is not the platform itself."""
    runs: ClassVar[str] = ""
    """What is connected, where that is not the person who signs in but something that they run there."""
    needs: ClassVar[Mapping[str, str]]
    """Scope to what the office reads with it. None of these may be left out."""
    wants: ClassVar[Mapping[str, str]]
    """The same of what is asked for besides, and may be left out."""
    posts_by: ClassVar[str]
    """The scope by which posts are read."""
    history_by: ClassVar[str] = ""
    """The scope by which followers of the past are read; empty where the platform does not tell them."""
    audience_by: ClassVar[str] = ""
    """The scope by which is read who follows; empty where the platform does not tell it."""
    audience_words: ClassVar[str] = ""
    """What is read of who follows, in words, as it stands in what is asked for by that scope."""
    parts_by: ClassVar[str] = ""
    """The token with which the platform is told that we let go; empty where it cannot be told."""
    key_first: ClassVar[bool] = False
    """Whether the office's key, where there is one, reads the same for less; then a consent adds the past."""
    renews_by_app: ClassVar[bool] = True
    """Whether the platform asks which app renews a token."""
    renew_every: ClassVar[timedelta | None]
    """How long before a token is renewed by the clock; null where it is renewed only when it is needed."""
    youngest: ClassVar[timedelta]
    """How old a token must be before the platform renews it."""
    calls_each_post: ClassVar[bool] = False
    """Whether each post of a reading takes a call besides those for the list."""

    def __init__(
        self,
        client_id: str,
        client_secret: str,
        urls: Mapping[str, str],
        client: httpx.Client,
        *,
        timeout: float,
        spend: Callable[..., None] = lambda *units: None,
    ) -> None:
        self.client_id = client_id
        self.client_secret = client_secret
        self.urls = urls
        self.client = client
        self.timeout = timeout
        self.spend = spend

    @abstractmethod
    def authorize_address(self, redirect_uri: str, state: str, verifier: str) -> str:
        """Where the browser goes."""

    @abstractmethod
    def exchange(self, code: str, redirect_uri: str, verifier: str) -> Grant:
        """The code that the browser brought becomes tokens."""

    def choose(self, grant: Grant, external_id: str, handle: str) -> Grant:
        """What was granted for the account that is meant, where one sign-in opens several. Raises `PlatformError`."""
        return grant

    @abstractmethod
    def renew(self, access_token: str, refresh_token: str) -> Grant:
        """New tokens for old ones."""

    @abstractmethod
    def revoke(self, token: str) -> None:
        """Tell the platform that we let go, by the token that `parts_by` names."""

    @property
    def scopes(self) -> list[str]:
        """Everything that is asked for; nothing else is."""
        return [*self.needs, *self.wants]

    @classmethod
    def left_out(cls, allowed: Collection[str]) -> list[str]:
        """What is not read because its owner did not allow it, or was never asked."""
        return [use for scope, use in cls.wants.items() if scope not in allowed]

    @classmethod
    def posts_within(cls, allowed: Collection[str]) -> timedelta:
        """How soon posts are read again at the latest, where some are gone by then."""
        return timedelta.max

    @abstractmethod
    def posts(self, access_token: str, allowed: Collection[str], since: datetime) -> list[PostReading]:
        """Their posts since then, the newest first, with what `allowed` lets us read of each."""

    def history(self, access_token: str, now: datetime) -> list[PastReading]:
        """Their followers before now, the oldest first."""
        return []

    def audience(self, access_token: str, external_id: str) -> AudienceReading | None:
        """Who follows the account of that id; None where the platform does not say, as of few followers."""
        return None

    @abstractmethod
    def own_figures(self, access_token: str) -> Reading:
        """Whose token it is, with their figures."""

    def _call(self, method: str, url: str, *, name: str = "", **more: Any) -> tuple[httpx.Response, bytes]:
        """One call that is counted. Raises `PlatformError`."""
        self.spend(1)
        return call(self.client, method, url, name=name or self.name, deadline=self.timeout * 3, **more)
