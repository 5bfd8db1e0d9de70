"""A booker who has never seen it finds out why Mia cannot take the job, and what to do: three clicks."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from exclusivity.models import Check
from tests.campaigns.rivals import bind_to_rival
from tests.factories import BrandFactory, CampaignFactory, CategoryFactory, TalentFactory, booker, days
from tests.factories.base import office


@pytest.fixture
def campaign():
    """Solenne's, while Lumeya keeps skincare from rivals of Mia's for eleven months."""
    office(timezone="Asia/Tokyo")
    skincare = CategoryFactory(name="Skincare", key="test-skincare")
    today = timezone.localdate()
    mia = TalentFactory(name="Mia", followers=900_000)
    term = days(today - timedelta(days=30), today + timedelta(days=335))
    bind_to_rival(mia, skincare, "Lumeya", term, words="No other skincare.")
    TalentFactory(name="Yuna Baek", followers=203_000)
    return CampaignFactory(
        brand=BrandFactory(name="Solenne", categories=[skincare]),
        name="Summer UV",
        manager=booker(name="Ren Mori"),
        brief__days=days(today + timedelta(days=20), today + timedelta(days=40)),
        brief__categories=[skincare],
        brief__territories=["JP"],
        brief__channels=["instagram"],
    )


def test_three_clicks_from_the_campaign_to_a_way_out(opens, site, campaign):
    desk = opens(campaign.manager)
    desk.goto(f"{site}/desk/campaigns/{campaign.public_id}/")
    desk.get_by_role("link", name="Who is free?").click()
    blocked = desk.get_by_role("region", name="Blocked")
    expect(blocked).to_contain_text("Lumeya, skincare, until")
    expect(desk.get_by_role("region", name="Clear")).to_contain_text("Yuna Baek")
    blocked.get_by_role("link", name="Mia").click()
    why = desk.get_by_role("complementary", name="Why")
    expect(why).to_contain_text("Lumeya keeps skincare to itself in Japan")
    for dimension in ("Who", "Rivalry", "Days", "Where", "Channel", "Kind of work"):
        expect(why.get_by_role("rowheader", name=dimension, exact=True).first).to_be_visible()
    expect(why).to_contain_text("Ask Lumeya for a waiver")
    why.get_by_role("link", name="Move dates").first.click()
    expect(desk.get_by_role("region", name="Clear")).to_contain_text("Mia")
    expect(desk.get_by_role("complementary", name="Why")).to_contain_text("Clear")
    expect(desk.get_by_text("2 clear of 2 talents")).to_be_visible()


def test_what_is_changed_is_asked_again_and_the_pane_follows(opens, site, campaign):
    desk = opens(campaign.manager)
    desk.goto(f"{site}/desk/who-is-free/?brief={campaign.public_id}")
    desk.get_by_role("link", name="Mia").click()
    why = desk.get_by_role("complementary", name="Why")
    expect(why).to_contain_text("Blocked")
    desk.get_by_text("Hold", exact=True).click()
    expect(desk.get_by_role("region", name="Conditional")).to_contain_text("Mia")
    expect(why).to_contain_text("Conditional")
    assert "check=hold" in desk.url and "talent=" in desk.url
    desk.get_by_role("checkbox", name="Choose Mia").check()
    desk.get_by_role("checkbox", name="Choose Yuna Baek").check()
    desk.locator("#save").get_by_role("button", name="Save this check").click()
    expect(desk.get_by_role("heading", name="Answers")).to_be_visible()
    check = Check.objects.get()
    assert [(a.name, a.verdict) for a in check.answers.order_by("name")] == [
        ("Mia", "CONDITIONAL"), ("Yuna Baek", "CLEAR"),
    ]  # fmt: skip
    with desk.expect_download() as paper:
        desk.get_by_role("link", name="Download PDF").click()
    assert paper.value.suggested_filename.startswith("clean-sheet-solenne-")


def test_on_the_phone_and_without_script_the_form_folds_and_the_sheet_opens(opens, site, campaign):
    phone = opens(campaign.manager, phone=True, java_script_enabled=False)
    phone.goto(f"{site}/desk/who-is-free/")
    phone.get_by_label("Brand", exact=True).select_option(label="Solenne")
    phone.get_by_label("Product", exact=True).select_option(label="Skincare")
    first = campaign.brief.days.lower
    phone.get_by_label("First day", exact=True).fill(first.isoformat())
    phone.get_by_label("Last day", exact=True).fill((first + timedelta(days=5)).isoformat())
    phone.get_by_role("button", name="Check the roster").tap()
    expect(phone.get_by_label("Product", exact=True)).to_be_hidden()
    expect(phone.get_by_text("Nobody said the countries, the channels.")).to_be_visible()
    phone.get_by_role("link", name="Mia").tap()
    expect(phone.get_by_role("complementary", name="Why")).to_contain_text("Lumeya")
    phone.get_by_role("link", name="Close").tap()
    expect(phone.get_by_role("complementary", name="Why")).not_to_contain_text("Lumeya")  # the sheet stands, empty
    phone.get_by_text("Change", exact=True).tap()
    expect(phone.get_by_label("Product", exact=True)).to_be_visible()
