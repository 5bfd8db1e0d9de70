"""On which platforms a talent can connect an account, with which of the office's apps."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count

from lib.refusals import Answer, Denied
from stats.keys import from_settings, is_complete, keys_of, opened
from stats.models import Connection, ConnectionState, PlatformKey, Use
from stats.platforms.found import kinds_of
from stats.platforms.grants import Login
from stats.platforms.http import shared_client
from talent.models import Platform

LOGINS: dict[str, type[Login]] = kinds_of(Login, Platform.values)


@dataclass(frozen=True, slots=True)
class App:
    """The office's app at a platform. `key` is what was entered here, `of_settings` whether the environment has one."""

    platform: str
    key: PlatformKey | None
    of_settings: bool
    locked: bool  # it was entered, and no sealing key opens it
    connected: int = 0

    @property
    def label(self) -> str:
        return str(Platform(self.platform).label)

    @property
    def is_there(self) -> bool:
        return not self.locked and (self.key is not None or self.of_settings)


def apps() -> list[App]:
    """Of each platform with a sign-in, in the order of the list, with the accounts connected. Two queries."""
    working = Connection.objects.filter(state=ConnectionState.WORKING).order_by().values_list("account__platform")
    counted = dict(working.annotate(count=Count("pk")))
    return [_app(platform, key, counted.get(platform, 0)) for platform, key in _entered().items()]


def connectable_platforms() -> list[str]:
    """Where accounts can be connected, in the order of the list of platforms. One query."""
    return [platform for platform, key in _entered().items() if _app(platform, key).is_there]


def _entered() -> dict[str, PlatformKey | None]:
    rows = PlatformKey.objects.filter(use=Use.CONNECT).select_related("entered_by")
    found = {row.platform: row for row in rows}
    return {platform: found.get(platform) for platform in LOGINS}


def _app(platform: str, key: PlatformKey | None, connected: int = 0) -> App:
    told = is_complete(from_settings(platform, Use.CONNECT), LOGINS[platform].app)
    return App(platform, key, told, locked=key is not None and not opened(key), connected=connected)


def is_connectable(platform: str, *, connectable: list[str] | None = None) -> Answer:
    """Whether an account there can be connected: the platform has a way, and the office an app.

    `connectable` is `connectable_platforms()` for a caller with many questions.
    """
    label = Platform(platform).label
    if platform not in LOGINS:
        return Denied(f"{label} accounts need no connection.", code="no_login")
    if platform not in (connectable_platforms() if connectable is None else connectable):
        inside = f"The office has no app at {label}: enter it under Office, Platforms."
        return Denied(inside, outside=f"The office is not set up at {label} yet.", code="no_app")
    return True


def login_of(platform: str, *, spend: Callable[..., None] = lambda *calls: None) -> Login:
    """The office's app at a platform. Where there is none it still reads by tokens, and renews none.

    `spend(calls)` is asked before each call.
    """
    timeout = settings.PLATFORM_TIMEOUT
    kind: Callable[..., Login] = LOGINS[platform]
    return kind(
        **{"client_id": "", "client_secret": "", **keys_of(platform, Use.CONNECT)},
        urls=settings.LOGIN_URLS[platform],
        client=shared_client(timeout),
        timeout=timeout,
        spend=spend,
    )
