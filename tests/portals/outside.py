"""What the tests of both portals outside the office share: a still clock, and somebody signed in."""

import pytest
from django.test import Client

from accounts.models import User
from tests.factories import NOW


@pytest.fixture(autouse=True)
def still_clock(monkeypatch):
    """Every page is asked for at `NOW`, a Wednesday in April 2026."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def status(browser: Client, url: str) -> int:
    """Of a page or a file, which is read to its end."""
    response = browser.get(url)
    b"".join(response)
    return int(response.status_code)


def text(response) -> str:
    """What a reader sees, in one line."""
    import re
    from html import unescape

    body = re.sub(r"<(script|style|head)\b.*?</\1>", " ", response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", body)))
