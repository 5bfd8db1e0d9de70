"""The gallery and the way in, in Chromium: axe finds nothing, nothing sticks out, no script complains."""

from pathlib import Path

import pytest

from tests.factories.people import booker

AXE = (Path(__file__).resolve().parents[1] / "vendor/axe.min.js").read_text()
SIZES = [(1440, 900), (390, 844)]


def faults(page, url):
    """What axe, the console and the width say against a page."""
    complaints = []
    page.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: complaints.append(str(e)))
    page.goto(url)
    page.wait_for_load_state("networkidle")
    page.evaluate(AXE)
    found = page.evaluate("axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']}).then(r => r.violations)")
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return [(v["id"], v["nodes"][0]["html"]) for v in found] + complaints + (["too wide"] if wide > 0 else [])


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_way_in_has_no_fault(live_server, browser, theme, width, height):
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme)
    assert faults(context.new_page(), f"{live_server.url}/accounts/login/") == []
    context.close()


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_gallery_has_no_fault(live_server, browser, client, settings, width, height):
    client.force_login(booker())
    context = browser.new_context(viewport={"width": width, "height": height})
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    page = context.new_page()
    assert faults(page, f"{live_server.url}/desk/gallery/") == []
    page.locator("[data-opens=light-release]").click()
    assert page.locator("#light-release").evaluate("dialog => dialog.open")
    page.keyboard.press("Escape")
    assert not page.locator("#light-release").evaluate("dialog => dialog.open")
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
