"""The stand-in YouTube, spoken to over a real socket."""

from collections.abc import Iterator

import pytest

from stats.platforms.http import hang_up
from stats.platforms.youtube import YouTube
from tests.standin import StandIn
from tests.standin.graph import OFFICE


@pytest.fixture
def standin() -> Iterator[StandIn]:
    with StandIn() as running:
        yield running


@pytest.fixture
def youtube(standin: StandIn) -> Iterator[YouTube]:
    connector = YouTube(standin.youtube_url, "test-key", timeout=0.4, pause=0.01)
    yield connector
    connector.close()


@pytest.fixture
def platform(standin: StandIn, settings) -> Iterator[StandIn]:
    """The office reads YouTube at the stand-in."""
    settings.PLATFORM_BASE_URLS = {name: standin.url_of(name) for name in ("youtube", *standin.places)}
    settings.PLATFORM_KEYS = {"youtube": {"key": "test-key"}}
    settings.PLATFORM_TIMEOUT = 0.4
    settings.PLATFORM_PAUSE = 0.01
    yield standin
    hang_up()


@pytest.fixture
def platforms(platform, settings) -> StandIn:
    """The office reads every platform that it can, at the stand-in."""
    settings.PLATFORM_KEYS = {
        **settings.PLATFORM_KEYS,
        "instagram": {"user_id": OFFICE, "token": "test-token"},
        "x": {"token": "test-token"},
        "facebook": {"token": "test-token"},
        "twitch": {"client_id": "test-client", "client_secret": "test-secret"},
    }
    settings.PLATFORM_OPTIONS = {"twitch": {"token_url": f"{platform.url}/id.twitch.tv/oauth2/token"}}
    return platform


def channel(number: int) -> str:
    """A well-formed channel id."""
    return f"UC{number:022d}"
