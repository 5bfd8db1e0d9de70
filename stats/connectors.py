"""Which platforms this office reads, with which key."""

from collections.abc import Callable

import httpx
from django.conf import settings

from lib.refusals import Answer, Denied
from stats.platforms.http import new_client
from stats.platforms.youtube import YouTube
from talent.models import Platform

type Connector = YouTube

CONNECTORS: dict[str, type[Connector]] = {Platform.YOUTUBE: YouTube}


def is_readable(platform: str) -> Answer:
    """Whether figures can be asked for: there is a connector, and a key for it."""
    label = Platform(platform).label
    if platform not in CONNECTORS:
        return Denied(f"{label} cannot be read yet; its figures are typed in or imported.", code="no_connector")
    if not settings.PLATFORM_KEYS.get(platform):
        return Denied(f"There is no key for {label}: set {platform.upper()}_API_KEY.", code="no_key")
    return True


def readable_platforms() -> list[str]:
    return [platform for platform in CONNECTORS if is_readable(platform)]


def connect(platform: str, *, spend: Callable[[int], None]) -> Connector:
    """The connector of a platform with the office's key; `spend(units)` is asked before each call."""
    timeout = settings.PLATFORM_TIMEOUT
    return CONNECTORS[platform](
        settings.PLATFORM_BASE_URLS[platform],
        settings.PLATFORM_KEYS[platform],
        _client(timeout),
        timeout=timeout,
        pause=settings.PLATFORM_PAUSE,
        spend=spend,
    )


_clients: dict[float, httpx.Client] = {}


def _client(timeout: float) -> httpx.Client:
    """A process keeps its connections to the platforms open."""
    if timeout not in _clients:
        _clients[timeout] = new_client(timeout)
    return _clients[timeout]


def hang_up() -> None:
    """Close them."""
    while _clients:
        _clients.popitem()[1].close()
