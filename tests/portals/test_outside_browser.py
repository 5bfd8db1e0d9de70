"""Both portals in Chromium: axe finds nothing, nothing sticks out, and forms work without JavaScript."""

import pytest
from django.urls import reverse
from djmoney.money import Money

from campaigns.models import Application, Review
from tests.campaigns import steps
from tests.factories import (
    BrandFactory,
    CampaignFactory,
    CategoryFactory,
    SocialAccountFactory,
    TalentFactory,
    brand_person,
    talent_user,
)
from tests.portals.outside import signed_in, still_clock
from tests.portals.test_gallery_browser import faults_at

__all__ = ["still_clock"]

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def office(db):
    """A brand's person and a talent with a draft between them and an open call."""
    brand = BrandFactory(name="Kirei", categories=[CategoryFactory()])
    talent = TalentFactory(name="Aoi")
    people = {"client": brand_person(brand), "talent": talent_user(talent)}
    SocialAccountFactory(talent=talent)
    piece = steps.piece(steps.book(CampaignFactory(brand=brand), talent, price=Money(100_000, "JPY")))
    draft = steps.submit(piece)
    steps.answer(draft)
    call = CampaignFactory(brand=brand, name="Call")
    return {**people, "draft": draft, "piece": piece, "campaign": piece.booking.campaign, "call": call}


def opened(browser, live_server, settings, user, **values):
    """A context of the browser in which the user is signed in."""
    context = browser.new_context(viewport=PHONE, **values)
    cookie = signed_in(user).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    return context


PAGES = {
    "client": (
        ("home", ""), ("drafts", ""), ("draft", "draft"), ("campaigns", ""), ("campaign", "campaign"),
        ("ambassadors", ""), ("colleagues", ""), ("profile", ""), ("results", "campaign"), ("brand-results", ""),
        ("calendar", ""), ("gifts", ""), ("briefs", ""), ("brief-add", ""), ("shop", ""), ("threads", ""),
    ),
    "talent": (
        ("home", ""), ("bound", ""), ("projects", ""), ("project", "call"), ("applications", ""), ("work", ""),
        ("piece", "piece"), ("accounts", ""), ("profile", ""), ("results", ""), ("calendar", ""), ("gifts", ""),
        ("threads", ""), ("notices", ""),
    ),
}  # fmt: skip


@pytest.mark.parametrize("portal", ["client", "talent"])
def test_no_page_of_a_portal_has_a_fault_on_a_phone(live_server, browser, settings, office, portal):
    context = opened(browser, live_server, settings, office[portal], color_scheme="light", reduced_motion="reduce")
    found = {}
    for name, of in PAGES[portal]:
        path = reverse(f"{portal}:{name}", args=[office[of].public_id] if of else [])
        if wrong := faults_at(context.new_page(), f"{live_server.url}{path}"):
            found[name] = wrong
    context.close()
    assert found == {}


def test_a_talent_applies_without_javascript(live_server, browser, settings, office):
    context = opened(browser, live_server, settings, office["talent"], java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url + reverse("talent:project", args=[office["call"].public_id]))
    page.get_by_label("Your idea").fill("A picnic")
    page.get_by_role("button", name="Apply for").click()
    assert page.url.partition("#")[0].endswith(reverse("talent:applications"))
    context.close()
    assert Application.objects.get().idea == "A picnic"


def test_a_brand_answers_by_keyboard_without_javascript(live_server, browser, settings, office):
    context = opened(browser, live_server, settings, office["client"], java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url + reverse("client:draft", args=[office["draft"].public_id]))
    page.get_by_label("What should change").focus()
    page.keyboard.type("The label first")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/client/")
    context.close()
    assert Review.objects.get(side="client").comment == "The label first"
