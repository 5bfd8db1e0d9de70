"""The stand-in YouTube, spoken to over a real socket."""

from collections.abc import Iterator

import pytest

from stats.connectors import hang_up
from stats.platforms.youtube import YouTube
from tests.standin import StandIn


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
    settings.PLATFORM_BASE_URLS = {"youtube": standin.youtube_url}
    settings.PLATFORM_KEYS = {"youtube": "test-key"}
    settings.PLATFORM_TIMEOUT = 0.4
    settings.PLATFORM_PAUSE = 0.01
    yield standin
    hang_up()


def channel(number: int) -> str:
    """A well-formed channel id."""
    return f"UC{number:022d}"
