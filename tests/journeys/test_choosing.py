"""One talent chosen out of a large roster: the page carries none of it, and typing finds them."""

from playwright.sync_api import expect

from campaigns.models import Booking, Gift
from portals.desk import choosing
from tests.factories import BrandFactory, CampaignFactory, TalentFactory, booker


def test_a_talent_is_found_by_typing_and_stays_when_the_form_comes_back(opens, site, monkeypatch):
    monkeypatch.setattr(choosing, "FEW", 2)
    people = [TalentFactory(name=name) for name in ("Aoi Tanaka", "Emi Mori", "Ren Ito")]
    campaign = CampaignFactory(name="Summer", brand=BrandFactory(name="Kirei"))
    desk = opens(booker(name="Sora"))
    desk.goto(f"{site}/desk/campaigns/{campaign.public_id}/hold")
    assert desk.locator("select[name=talent] option").evaluate_all("(all) => all.map((one) => one.value)") == [""]
    box = desk.locator("#id_talent-ts-control")
    box.click()
    box.press_sequentially("emi")
    desk.get_by_role("option", name="Emi Mori").click()
    expect(desk.get_by_text("Nobody else holds Emi Mori in these days.")).to_be_visible()
    desk.get_by_role("button", name="Place hold").click()
    expect(desk.get_by_text("A place is held for Emi Mori.")).to_be_visible()
    assert Booking.objects.get().talent == people[1]

    desk.goto(f"{site}/desk/gifts/offer?talent={people[2].public_id}")
    desk.get_by_role("button", name="Offer").click()
    expect(desk.locator("select[name=talent]")).to_have_value(people[2].public_id)
    expect(desk.locator(".item", has_text="Ren Ito")).to_be_visible()
    assert not Gift.objects.exists(), "no product and no brand yet"


def test_without_javascript_a_name_is_written_and_then_chosen(opens, site, monkeypatch):
    monkeypatch.setattr(choosing, "FEW", 2)
    people = [TalentFactory(name=name) for name in ("Aoi Tanaka", "Emi Mori", "Ren Ito")]
    campaign = CampaignFactory(name="Summer", brand=BrandFactory(name="Kirei"))
    desk = opens(booker(name="Sora"), java_script_enabled=False)
    desk.goto(f"{site}/desk/campaigns/{campaign.public_id}/hold")
    desk.locator("#id_talent_named").fill("emi")
    desk.get_by_role("button", name="Place hold").click()
    expect(desk.get_by_text("Choose one of those called so.")).to_be_visible()
    desk.locator("select[name=talent]").select_option("Emi Mori")
    desk.get_by_role("button", name="Place hold").click()
    expect(desk.get_by_text("A place is held for Emi Mori.")).to_be_visible()
    assert Booking.objects.get().talent == people[1]
