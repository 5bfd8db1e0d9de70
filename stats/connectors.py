"""Which platforms this office reads, with which keys. A new platform is one new folder in `stats/platforms/`."""

from collections.abc import Callable

from django.conf import settings

from lib.refusals import Answer, Denied
from stats.keys import keys_of, platforms_with_keys
from stats.platforms.connector import Connector
from stats.platforms.errors import Kind, PlatformError
from stats.platforms.found import kinds_of
from stats.platforms.http import shared_client
from talent.models import Platform

CONNECTORS: dict[str, type[Connector]] = kinds_of(Connector, Platform.values)


def is_readable(platform: str, *, readable: list[str] | None = None) -> Answer:
    """Whether figures can be asked for: there is a connector, and keys for it.

    `readable` is `readable_platforms()` for a caller with many questions.
    """
    label = Platform(platform).label
    if platform not in CONNECTORS:
        return Denied(f"{label} cannot be read yet; its figures are typed in or imported.", code="no_connector")
    if platform not in (readable_platforms() if readable is None else readable):
        return Denied(f"There is no key for {label}: enter it under Office, Platforms.", code="no_key")
    return True


def readable_platforms() -> list[str]:
    """In the order of the list of platforms."""
    keys = platforms_with_keys({platform: kind.needs for platform, kind in CONNECTORS.items()})
    return [platform for platform in CONNECTORS if platform in keys]


def connect(platform: str, *, spend: Callable[..., None]) -> Connector:
    """The connector of a platform with the office's keys; `spend(units)` is asked before each call.

    Raises `PlatformError` (CONFIGURATION) where a key that was there is gone or cannot be opened.
    """
    keys = keys_of(platform)
    if not all(need.name in keys for need in CONNECTORS[platform].needs):
        label = Platform(platform).label
        raise PlatformError(Kind.CONFIGURATION, f"The key for {label} is missing or cannot be opened.")
    return made(platform, keys, spend=spend)


def made(platform: str, keys: dict[str, str], *, spend: Callable[..., None]) -> Connector:
    """The connector of a platform with these keys."""
    timeout = settings.PLATFORM_TIMEOUT
    kind: Callable[..., Connector] = CONNECTORS[platform]
    return kind(
        settings.PLATFORM_BASE_URLS.get(platform, CONNECTORS[platform].address),
        **keys,
        **settings.PLATFORM_OPTIONS.get(platform, {}),
        client=shared_client(timeout),
        timeout=timeout,
        pause=settings.PLATFORM_PAUSE,
        spend=spend,
    )
