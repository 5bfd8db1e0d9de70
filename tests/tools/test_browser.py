"""The tests' Chromium opens pages of this machine, and no others."""

import pytest
from playwright.sync_api import Error


@pytest.mark.browser
def test_browser_opens_a_page_of_the_live_server(page, live_server):
    answer = page.goto(f"{live_server.url}/healthz")
    assert (answer.status, answer.header_value("content-security-policy") is not None) == (200, True)


@pytest.mark.browser
def test_browser_does_not_reach_the_outside(page):
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("http://www.example.org/")
