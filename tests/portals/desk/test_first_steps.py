"""What an office with nothing in it yet is led to."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from stats.actions import enter_key
from tests.factories import BrandFactory, TalentFactory, manager, owner, reader

pytestmark = pytest.mark.django_db
URL = "/desk/"


@pytest.fixture(autouse=True)
def keyless(settings: Any) -> None:
    settings.PLATFORM_KEYS = {}


def open_steps(client: Client) -> list[str]:
    """The pages to which the steps lead that are not done."""
    page = client.get(URL).content.decode()
    return re.findall(r'nowrap" href="(/desk/[^"]+)"', page.split('id="waiting-title"')[0])


def test_the_first_owner_is_led_through_what_makes_an_office(client: Client, settings: Any) -> None:
    first = owner()
    client.force_login(first)
    steps = ["/desk/talents/import", "/desk/brands/add", "/desk/office/platforms/", "/desk/office/people/invite"]
    assert open_steps(client) == steps
    app = {"client_id": "office-app", "client_secret": "s"}
    enter_key(platform="tiktok", use="connect", keys=app, by=first, now=timezone.now())
    assert open_steps(client) == steps, "an app for consents reads nothing by a key"
    settings.PLATFORM_KEYS = {"youtube": {"key": "k"}}
    manager()
    TalentFactory()
    assert open_steps(client) == ["/desk/brands/add"]
    assert client.get(URL).content.decode().count('aria-label="Done"') == 3
    BrandFactory()
    assert open_steps(client) == []
    assert "Nothing to do" in client.get(URL).content.decode()


def test_each_sees_the_steps_that_are_theirs(client: Client) -> None:
    client.force_login(manager())
    owner()
    assert open_steps(client) == ["/desk/talents/import", "/desk/brands/add"]
    client.force_login(reader())
    assert open_steps(client) == []
    assert "Nothing to do" in client.get(URL).content.decode()
