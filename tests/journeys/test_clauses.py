"""A manager drafts a contract with a preset, sees what it would clash with, carves that out, and signs."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from campaigns.models import AmbassadorContract
from exclusivity.models import Clause
from tests.campaigns import steps
from tests.factories import BrandFactory, CampaignFactory, CategoryFactory, TalentFactory, days, manager
from tests.factories.base import office


@pytest.fixture
def aoi():
    return TalentFactory(name="Aoi Tanaka", followers=12_000)


@pytest.fixture
def kirei(aoi):
    """A campaign of a brand in soda that Aoi is booked for."""
    office(timezone="Asia/Tokyo")
    soda, today = CategoryFactory(name="Soda", key="test-soda"), timezone.localdate()
    campaign = CampaignFactory(
        brand=BrandFactory(name="Kirei", categories=[soda]),
        name="Yuzu summer",
        brief__days=days(today + timedelta(days=20), today + timedelta(days=40)),
        brief__apply_until=today + timedelta(days=5),
    )
    BrandFactory(name="Lumeya", categories=[soda])
    return steps.book(campaign, aoi)


def choose(page, label, name):
    """Pick one of a list that is searched by typing."""
    box = page.locator(f"select[aria-label='{label}'] + .ts-wrapper input").first
    box.fill(name)
    page.locator(".ts-dropdown .option", has_text=name).first.click()


def test_a_manager_drafts_carves_out_and_signs(opens, site, aoi, kirei):
    desk = opens(manager(name="Sora"))
    desk.goto(f"{site}/desk/ambassadors/add?talent={aoi.public_id}")
    desk.locator("#id_brand + .ts-wrapper .ts-control").click()
    desk.locator(".ts-dropdown .option", has_text="Lumeya").click()
    desk.get_by_label("Title").fill("Lumeya × Aoi")
    desk.get_by_label("First day").fill(timezone.localdate().isoformat())
    desk.get_by_label("Its first clause").select_option("STANDARD_AMBASSADOR")
    desk.get_by_role("button", name="Save draft").click()

    pane = desk.get_by_role("complementary", name="What it means")
    expect(pane).to_contain_text("a category that is not chosen yet")
    desk.get_by_role("button", name="Save clause").click()
    expect(desk.get_by_text("Say which category it keeps away.")).to_be_visible()
    choose(desk, "Categories", "Soda")
    expect(pane).to_contain_text("may not appear for rival soda brands on any channel")
    row = pane.get_by_role("listitem").filter(has_text="Kirei")
    expect(row).to_contain_text("Blocked")

    row.get_by_role("button", name="Carve out").click()
    expect(pane).to_contain_text("Allowed all the same: the booking for Kirei.")
    expect(pane).to_contain_text("Nothing stands against it today.")
    expect(desk.locator(".part-row.fresh")).to_be_visible()
    desk.get_by_role("button", name="Save clause").click()

    expect(desk.get_by_role("heading", name="Lumeya × Aoi")).to_be_visible()
    expect(desk.get_by_text("may not appear for rival soda brands")).to_be_visible()
    desk.get_by_role("button", name="Sign contract").click()
    expect(desk.get_by_text("is signed and binds.")).to_be_visible()
    assert AmbassadorContract.objects.get().state == "signed"
    assert Clause.objects.get(commitment__kind="ambassador").carve_outs == [{"commitment_ids": [kirei.commitment_id]}]


@pytest.mark.parametrize("script", [True, False], ids=["with_script", "without_script"])
def test_a_preset_keeps_what_was_typed(opens, boss, site, aoi, kirei, script):
    from tests.campaigns.rivals import draft_rival

    contract = draft_rival(aoi, kirei.campaign.brand.categories.get(), name="Mizukage")
    desk = opens(boss, java_script_enabled=script)
    desk.goto(f"{site}/desk/commitments/{contract.commitment.public_id}/clauses/add")
    desk.locator("textarea[name=words]").fill("Typed before the preset")
    desk.get_by_text("Use a preset").click()
    desk.get_by_role("button", name="Quiet window").click()
    expect(desk.get_by_text("1 day before the first post")).to_be_visible()
    expect(desk.locator("textarea[name=words]")).to_have_value("Typed before the preset")
    desk.get_by_role("button", name="Save clause").click()
    expect(desk.get_by_role("heading", name="Mizukage 2026")).to_be_visible()
    assert Clause.objects.get(mode="FULL").words == "Typed before the preset"
