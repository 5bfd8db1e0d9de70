"""The gallery and the way in, in Chromium: axe finds nothing, nothing sticks out, no script complains."""

import pytest
from playwright.sync_api import expect

from tests.axe import faults
from tests.factories.people import booker

SIZES = [(1440, 900), (390, 844)]
LIGHT = {"color_scheme": "light", "reduced_motion": "reduce"}  # and no colour is on its way to another


def faults_at(page, url):
    """What axe, the console and the width say against a page, by light and by dark."""
    complaints = []
    page.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: complaints.append(str(e)))
    page.goto(url)
    return faults(page) + complaints


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_way_in_has_no_fault(live_server, browser, width, height):
    context = browser.new_context(viewport={"width": width, "height": height}, **LIGHT)
    assert faults_at(context.new_page(), f"{live_server.url}/accounts/login/") == []
    context.close()


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_gallery_has_no_fault(live_server, browser, client, settings, width, height):
    client.force_login(booker())
    context = browser.new_context(viewport={"width": width, "height": height}, **LIGHT)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    page = context.new_page()
    assert faults_at(page, f"{live_server.url}/desk/gallery/") == []
    page.locator("[data-opens=light-release]").click()
    assert page.locator("#light-release").evaluate("dialog => dialog.open")
    page.keyboard.press("Escape")
    assert not page.locator("#light-release").evaluate("dialog => dialog.open")
    context.close()


def test_dialogs_and_places_need_no_script(live_server, browser, client, settings):
    client.force_login(booker())
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/desk/gallery/")
    dialog = page.locator("#light-release")
    page.locator("[data-opens=light-release]").click()
    expect(dialog).to_be_visible()
    dialog.locator("[data-closes]").click()
    expect(dialog).to_be_hidden()
    page.get_by_role("link", name="Campaigns").first.click()
    page.wait_for_url("**/desk/campaigns/")
    context.close()


def test_the_theme_stays_after_a_reload(live_server, browser, client, settings):
    client.force_login(booker())
    context = browser.new_context(viewport={"width": 1440, "height": 900}, color_scheme="light")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/desk/gallery/")
    page.locator(".side-foot summary").click()
    page.locator("[data-theme-to=dark]").click()
    page.reload()
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(25, 24, 22)"
    context.close()
