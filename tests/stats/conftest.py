"""The stand-in YouTube, spoken to over a real socket."""

from collections.abc import Iterator

import pytest
from djmoney.money import Money

from stats.platforms.http import hang_up
from stats.platforms.youtube import YouTube
from tests.campaigns import steps
from tests.factories import BrandFactory, CampaignFactory, SocialAccountFactory, TalentFactory, manager, talent_user
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


# A piece of Aoi's for a campaign of Kirei's, and her account: what results are made of.
@pytest.fixture
def brand(db):
    return BrandFactory(name="Kirei")


@pytest.fixture
def campaign(brand):
    return CampaignFactory(brand=brand, name="Summer", manager=manager(name="Sora"))


@pytest.fixture
def talent(db):
    talent = TalentFactory(name="Aoi")
    talent_user(talent, name="Aoi")
    return talent


@pytest.fixture
def account(talent):
    return SocialAccountFactory(talent=talent, platform="instagram", handle="aoi", followers=20_000)


@pytest.fixture
def piece(campaign, talent):
    return steps.piece(steps.book(campaign, talent, price=Money(200_000, "JPY")))
