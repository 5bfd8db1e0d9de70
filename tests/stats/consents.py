"""A talent at the stand-in's pages, without a browser, and the office's settings for it."""

import re
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from accounts.models import User
from stats.platforms.http import hang_up
from talent.models import Talent
from tests.factories import TalentFactory, talent_user
from tests.standin import StandIn
from tests.standin.consents import APP, SECRET


def use(settings: Any, standin: StandIn) -> None:
    """The office's apps are at the stand-in."""
    there = standin.url
    app = {"client_id": APP, "client_secret": SECRET}
    settings.LOGIN_CLIENTS = dict.fromkeys(("tiktok", "instagram", "youtube", "facebook"), app)
    settings.LOGIN_URLS = {
        "tiktok": {
            "authorize": f"{there}/www.tiktok.com/v2/auth/authorize/", "api": f"{there}/open.tiktokapis.com/v2",
        },
        "instagram": {
            "authorize": f"{there}/www.instagram.com/oauth/authorize",
            "token": f"{there}/api.instagram.com/oauth/access_token",
            "graph": f"{there}/graph.instagram.com", "version": "v26.0",
        },
        "youtube": {
            "authorize": f"{there}/accounts.google.com/o/oauth2/v2/auth", "token": f"{there}/oauth2.googleapis.com",
            "api": standin.youtube_url, "analytics": f"{there}/youtubeanalytics.googleapis.com/v2",
        },
        "facebook": {
            "authorize": f"{there}/www.facebook.com/v26.0/dialog/oauth", "graph": standin.url_of("facebook"),
        },
    }  # fmt: skip
    settings.PLATFORM_TIMEOUT = 2.0
    settings.PLATFORM_PAUSE = 0.01


@pytest.fixture
def apps(standin: StandIn, settings: Any) -> Any:
    use(settings, standin)
    yield standin
    hang_up()


def answer_of(address: str, handle: str, *, allow: bool = True, without: str = "") -> dict[str, str]:
    """What the platform's page sends back with the browser, once somebody has pressed Allow or Deny."""
    asking = httpx.get(address)
    assert asking.status_code == 200, unescape(re.sub("<[^>]+>", " ", asking.text))
    boxes = [box for box in re.findall(r'name="allow" value="([^"]+)"', asking.text) if box != without]
    form = {"handle": handle, "answer": "allow" if allow else "deny", "allow": boxes}
    sent = httpx.post(address, data=form)
    assert sent.status_code == 302
    return dict(parse_qsl(urlsplit(sent.headers["Location"]).query))


@pytest.fixture
def talent() -> Talent:
    return TalentFactory(name="Aoi Tanaka", email="aoi@talents.example")


@pytest.fixture
def aoi(talent: Talent) -> User:
    return talent_user(talent, name="Aoi", email="aoi@talents.example")
