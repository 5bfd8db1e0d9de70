"""While a rival's contract binds, a booking is refused: to the office with every reason, to the talent with none."""

from datetime import timedelta

import pytest
from django.utils import timezone
from djmoney.money import Money
from playwright.sync_api import expect

from campaigns import actions
from campaigns.models import BookingState
from tests.campaigns.rivals import draft_rival
from tests.factories import (
    BrandFactory,
    CampaignFactory,
    CategoryFactory,
    TalentFactory,
    brand_person,
    days,
    manager,
    talent_user,
)
from tests.factories.base import office

RIVAL = "Lumeya"
OUTSIDE = "Not possible in this period."


@pytest.fixture
def soda():
    office(timezone="Asia/Tokyo")
    return CategoryFactory(name="Soda", key="test-soda")


@pytest.fixture
def aoi():
    talent = TalentFactory(name="Aoi Tanaka", followers=12_000)
    talent_user(talent, name="Aoi Tanaka", email="aoi@talents.example")
    return talent


def this_year():
    today = timezone.localdate()
    return days(today - timedelta(days=30), today + timedelta(days=335))


@pytest.fixture
def contract(aoi, soda):
    """With the rival, written but not signed."""
    return draft_rival(aoi, soda, RIVAL, this_year())


@pytest.fixture
def campaign(soda):
    today = timezone.localdate()
    return CampaignFactory(
        brand=BrandFactory(name="Kirei", categories=[soda]),
        name="Yuzu summer",
        brief__days=days(today + timedelta(days=20), today + timedelta(days=40)),
        brief__apply_until=today + timedelta(days=5),
        brief__fee=Money(120_000, "JPY"),
        brief__places=3,
    )


@pytest.fixture
def hold(aoi, campaign, boss):
    return actions.place_hold(campaign=campaign, talent=aoi, by=boss, now=timezone.now())


def sign(contract):
    return actions.sign_contract(contract=contract, by=manager(), now=timezone.now())


def test_a_signed_contract_shows_the_confirmation_refused_with_the_whole_reason(opens, boss, site, contract, hold):
    sign(contract)
    desk = opens(boss)
    desk.goto(f"{site}/desk/bookings/{hold.public_id}/")
    refused = desk.get_by_role("button", name="Confirm booking")
    expect(refused).to_be_disabled()
    reason = desk.get_by_role("complementary", name="Terms")
    last = (contract.days.upper - timedelta(days=1)).strftime("%-d %b %Y")
    clear = contract.days.upper.strftime("%-d %b %Y")
    expect(reason).to_contain_text(f"{RIVAL} keeps soda to itself in Japan until {last} (clause 4.2).")
    expect(reason).to_contain_text("Kirei: paid post for soda")
    expect(reason).to_contain_text(f"First clear day: {clear}.")
    reason.get_by_role("link", name="Explain").click()
    for dimension in ("Who", "Rivalry", "Days", "Where", "Channel", "Kind of work"):
        expect(desk.get_by_role("rowheader", name=dimension, exact=True).first).to_be_visible()
    desk.go_back()
    desk.locator(".told").first.get_by_role("link", name=RIVAL, exact=True).click()
    expect(desk.get_by_role("heading", name="Lumeya 2026")).to_be_visible()


def test_a_contract_signed_after_the_page_was_opened_refuses_the_click(opens, boss, site, contract, hold):
    desk = opens(boss)
    desk.goto(f"{site}/desk/bookings/{hold.public_id}/")
    confirm = desk.get_by_role("button", name="Confirm booking")
    expect(confirm).to_be_enabled()
    sign(contract)
    confirm.click()
    told = desk.get_by_role("alert")
    expect(told).to_contain_text("Refused.")
    expect(told).to_contain_text(RIVAL)
    expect(desk.get_by_role("button", name="Confirm booking")).to_be_disabled()
    sentence = told.inner_text()
    hold.refresh_from_db()
    assert hold.state == BookingState.HOLD

    desk.goto(f"{site}/desk/bookings/{hold.public_id}/")
    reason = desk.get_by_role("complementary", name="Terms").inner_text()
    assert " ".join(sentence.removeprefix("Refused.").removesuffix("Explain").split()) in " ".join(reason.split())


def test_the_blocked_talent_reads_only_that_it_is_not_possible(opens, site, aoi, campaign, contract):
    """The talent knows their own contract, so the rival's name stands where it binds them; here nothing explains."""
    sign(contract)
    phone = opens(aoi.access.get().user, phone=True)
    phone.goto(f"{site}/talent/projects/")
    entry = phone.get_by_role("link", name="Yuzu summer")
    expect(entry).to_contain_text(OUTSIDE)
    assert RIVAL not in phone.content()
    entry.tap()
    expect(phone.get_by_role("button", name="Apply")).to_be_disabled()
    expect(phone.get_by_text(OUTSIDE)).to_be_visible()
    assert RIVAL not in phone.content() and "4.2" not in phone.content()


def test_the_brand_learns_nothing_of_the_rival(opens, site, campaign, contract, hold):
    sign(contract)
    client = opens(brand_person(campaign.brand, name="Petra Kühn"))
    for place in ("", "campaigns/", f"campaigns/{campaign.public_id}/", "ambassadors/"):
        assert client.goto(f"{site}/client/{place}").status == 200
        assert RIVAL not in client.content()
