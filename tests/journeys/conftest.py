"""The office that a journey starts from, a browser for each person, and the letters and jobs behind the pages."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Browser, BrowserContext, Page, expect

from accounts.models import User
from outbox import work
from outbox.models import Job, Message
from talent.models import TierScheme
from tests.factories import TierSchemeFactory, owner

PATIENCE = 30_000  # milliseconds; a browser that gets no processor for ten seconds is no fault of a page
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
type Opens = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All that is here opens Chromium."""
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker("browser")


@pytest.fixture(autouse=True)
def site(live_server: Any, settings: Any) -> str:
    """Where the site is; letters say it too."""
    expect.set_options(timeout=PATIENCE)
    settings.SITE_URL = live_server.url
    TierScheme.objects.update(in_use=False)
    TierSchemeFactory(in_use=True, bounds=[(0, "Nano"), (10_000, "Micro"), (500_000, "Top")])
    return str(live_server.url)


@pytest.fixture
def boss() -> User:
    return owner(name="Mariko Sato", email="mariko@office.example")


def signed_in(context: BrowserContext, user: User, site: str, name: str) -> None:
    """As if they had signed in: journeys about the way in use the page instead."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    context.add_cookies([{"name": name, "value": session.session_key, "url": site}])


@pytest.fixture
def opens(browser: Browser, browser_context_args: dict[str, Any], site: str, settings: Any) -> Iterator[Opens]:
    """`opens(user)`: a browser of their own, signed in; `opens()`: somebody whom the site does not know.

    Whatever a script or the browser complains of fails the journey. `phone=True` is 390 px wide and touched.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def opened(user: User | None = None, *, phone: bool = False, **options: Any) -> Page:
        context = browser.new_context(**{**browser_context_args, **(PHONE if phone else {}), **options})
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        if user is not None:
            signed_in(context, user, site, settings.SESSION_COOKIE_NAME)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console", lambda line: complaints.append(line.text) if "Content Security Policy" in line.text else None
        )
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def letter(address: str) -> Message:
    """The newest letter to somebody."""
    return Message.objects.filter(to_address=address).latest("pk")


def link_in(message: Message) -> str:
    """The one address that a letter names."""
    (found,) = re.findall(r"https?://\S+", message.body)
    return str(found)


def deliver() -> int:
    """Do all that waits in the queue, as a worker would. Returns how many jobs were done."""
    return sum(
        work.run(pk) for pk in Job.objects.filter(state=Job.State.PENDING).order_by("pk").values_list("pk", flat=True)
    )
