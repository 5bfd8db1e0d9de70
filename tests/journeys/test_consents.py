"""Two people let a clash stand; a brand's written consent opens what its clause forbids."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from campaigns import actions
from campaigns.models import Booking
from exclusivity.models import Finding
from tests.campaigns.rivals import draft_rival
from tests.factories import (
    BrandFactory,
    CampaignFactory,
    CategoryFactory,
    ContactFactory,
    TalentFactory,
    days,
    manager,
)
from tests.factories.base import office

PDF = {"name": "Consent.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 consent"}


@pytest.fixture
def hold(boss):
    """A hold for Kirei of a talent whom Lumeya's contract binds."""
    office(timezone="Asia/Tokyo")
    today = timezone.localdate()
    soda, aoi = CategoryFactory(name="Soda", key="test-soda"), TalentFactory(name="Aoi Tanaka")
    term = days(today - timedelta(days=30), today + timedelta(days=335))
    signed = actions.sign_contract(contract=draft_rival(aoi, soda, "Lumeya", term), by=boss, now=timezone.now())
    ContactFactory(brand=signed.brand, name="Petra Kühn", email="petra@lumeya.example", title="Brand director")
    campaign = CampaignFactory(
        brand=BrandFactory(name="Kirei", categories=[soda]),
        name="Yuzu summer",
        brief__days=days(today + timedelta(days=20), today + timedelta(days=40)),
        brief__apply_until=today + timedelta(days=5),
    )
    return actions.place_hold(campaign=campaign, talent=aoi, by=boss, now=timezone.now())


def test_a_clash_is_let_stand_by_two_people(opens, boss, site, hold):
    finding = Finding.objects.get()
    first = opens(boss)
    first.goto(f"{site}/desk/clashes/{finding.public_id}/")
    first.get_by_role("button", name="Propose override").click()
    dialog = first.get_by_role("dialog")
    expect(dialog).to_contain_text("Confirming breaks two contracts: that with Lumeya and that with Kirei.")
    dialog.get_by_label("Reason").fill("Lumeya’s director said so at lunch.")
    dialog.get_by_role("button", name="Propose override").click()
    expect(first.get_by_role("button", name="Confirm override")).to_be_disabled()
    expect(first.get_by_text("You proposed it. Somebody else confirms it")).to_be_visible()

    second = opens(manager(name="Daichi Okabe"))
    second.goto(f"{site}/desk/")
    line = second.get_by_role("listitem").filter(has_text="Confirm or decline: Lumeya and Kirei both stand")
    line.get_by_role("link", name="Look at it").click()
    second.get_by_label("Your own reason").fill("I called their lawyer.")
    second.get_by_role("button", name="Confirm override").click()
    expect(second.get_by_text("overridden by Mariko Sato and Daichi Okabe", exact=True)).to_be_visible()

    first.goto(f"{site}/desk/bookings/{hold.public_id}/")
    expect(first.get_by_text("Overridden by Mariko Sato and Daichi Okabe.").first).to_be_visible()
    first.get_by_role("button", name="Confirm booking").click()
    expect(first.get_by_text("confirmed", exact=False).first).to_be_visible()
    assert Booking.objects.get().state == "confirmed"


def test_a_waiver_is_asked_for_granted_and_the_booking_confirmed(opens, boss, site, hold):
    desk = opens(boss)
    desk.goto(f"{site}/desk/bookings/{hold.public_id}/")
    expect(desk.get_by_role("button", name="Confirm booking")).to_be_disabled()
    desk.get_by_role("link", name="Draft request").click()
    pane = desk.get_by_role("complementary", name="What it would change")
    expect(pane).to_contain_text("Then Kirei can be confirmed.")
    expect(pane.locator(".letter")).not_to_contain_text("Kirei")
    desk.get_by_label("Name the other brand in the letter").check()
    expect(pane.locator(".letter")).to_contain_text("Brand: Kirei")
    desk.get_by_label("Name the other brand in the letter").uncheck()
    desk.get_by_role("button", name="Ask for the waiver").click()
    expect(desk.get_by_text("Asked of Petra Kühn on")).to_be_visible()
    expect(desk.get_by_text("not sent yet")).to_be_visible()
    desk.get_by_role("link", name="Record consent").click()
    desk.get_by_label("As", exact=False).first.wait_for()
    desk.locator("#id_authority").fill("Brand director")
    desk.locator("#id_written_on").fill(timezone.localdate().isoformat())
    desk.locator("#id_document").set_input_files(PDF)
    desk.get_by_role("button", name="Record consent").click()
    expect(desk.get_by_role("link", name="Consent.pdf")).to_be_visible()
    desk.goto(f"{site}/desk/bookings/{hold.public_id}/")
    expect(desk.get_by_text("Granted by Petra Kühn, Brand director").first).to_be_visible()
    desk.get_by_role("button", name="Confirm booking").click()
    expect(desk.get_by_text("Aoi Tanaka is booked for Kirei. Both sides are told.")).to_be_visible()
    assert Booking.objects.get().state == "confirmed"
