"""From an open call to a post that everybody approved: one office, one brand, two talents."""

import re
from datetime import timedelta
from io import BytesIO

from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page, expect

from campaigns.models import Application, Campaign, CampaignState, Deliverable
from outbox.models import Message
from tests.factories import (
    BrandFactory,
    CategoryFactory,
    SocialAccountFactory,
    TalentFactory,
    booker,
    brand_person,
    talent_user,
)
from tests.journeys.conftest import deliver

POST = "https://www.instagram.com/p/Cyuzu/"


def day(ahead: int) -> str:
    return (timezone.localdate() + timedelta(days=ahead)).isoformat()


def choose(page: Page, label: str, word: str) -> None:
    """Pick from a long list by typing, as fast as a machine types."""
    box = page.get_by_role("combobox", name=re.compile(f"^{label}"))
    box.press_sequentially(word)
    expect(page.locator(".ts-dropdown:visible .active")).to_have_text(word)
    box.press("Enter")
    expect(page.locator(".ts-wrapper .item").filter(has_text=word)).to_be_visible()


def picture(colour: str) -> dict[str, object]:
    out = BytesIO()
    Image.new("RGB", (640, 800), colour).save(out, "PNG")
    return {"name": f"{colour}.png", "mimeType": "image/png", "buffer": out.getvalue()}


def write_and_open(desk: Page, site: str, brand_id: str, category: int) -> Campaign:
    """From the brand's page to an open call."""
    desk.goto(f"{site}/desk/brands/{brand_id}/")
    desk.get_by_role("link", name="New campaign").click()
    desk.get_by_label("Name", exact=True).fill("Yuzu summer")
    desk.get_by_role("button", name="Start campaign").click()
    expect(desk.get_by_role("heading", name="Brief")).to_be_visible()
    desk.get_by_label("Goal").fill("Show the new flavour in daily life.")
    desk.get_by_label(re.compile(r"^Product(?! given)")).fill("Yuzu soda")
    expect(desk.get_by_label("Categories", exact=True)).to_have_values([str(category)])
    choose(desk, "Channels", "Instagram")
    choose(desk, "Countries", "Japan")
    desk.get_by_label("First day").fill(day(20))
    desk.get_by_label(re.compile(r"^Last day(?! to)")).fill(day(40))
    desk.get_by_label("Last day to apply").fill(day(5))
    desk.get_by_label("The brand pays a talent").fill("120000")
    desk.get_by_label("Disclosure label").fill("#PR")
    desk.get_by_label("Piece, line 1").select_option("reel")
    desk.get_by_label("Where, line 1").select_option("instagram")
    desk.get_by_label("Draft due, line 1").fill(day(10))
    desk.get_by_label("Goes live, line 1").fill(day(21))
    desk.get_by_role("button", name="Save brief").click()
    expect(desk.get_by_text("The brief is saved.")).to_be_visible()
    desk.get_by_role("button", name="Open campaign").click()
    expect(desk.get_by_text("Yuzu summer is open. Talents can apply.")).to_be_visible()
    return Campaign.objects.get()


def apply(phone: Page, site: str, idea: str) -> None:
    phone.goto(f"{site}/talent/")
    phone.get_by_role("link", name="Yuzu summer").tap()
    expect(phone.get_by_text("Possible for you in this period")).to_be_visible()
    phone.get_by_label("Your idea").fill(idea)
    phone.get_by_role("button", name=re.compile("Apply for ¥.?96,000")).tap()
    expect(phone.get_by_text("You applied to Yuzu summer. You hear back either way.")).to_be_visible()


def send_draft(phone: Page, site: str, caption: str, colour: str) -> None:
    phone.goto(f"{site}/talent/")
    phone.get_by_role("main").get_by_role("link", name="Kirei").first.tap()
    phone.get_by_label("Caption").fill(caption)
    expect(phone.get_by_label("Label")).to_have_value("#PR")
    phone.get_by_label("Pictures").set_input_files(picture(colour))
    phone.get_by_role("button", name="Send draft").tap()
    expect(phone.get_by_text("Sent. The office looks at it first, then the brand.")).to_be_visible()


def pass_on(desk: Page, site: str, campaign: Campaign, version: int) -> None:
    desk.goto(f"{site}/desk/campaigns/{campaign.public_id}/work")
    desk.get_by_role("link", name="Review draft").click()
    expect(desk.get_by_role("article", name=f"Draft {version}")).to_be_visible()
    desk.get_by_role("button", name="Pass to Kirei").click()
    expect(desk.get_by_text(f"Draft {version} is approved. The brand sees it now.")).to_be_visible()


def kinds(address: str) -> list[str]:
    return list(Message.objects.filter(to_address=address).order_by("pk").values_list("kind", flat=True))


def test_an_open_call_becomes_an_approved_post_and_everybody_hears(opens, boss, site):
    soda = CategoryFactory(name="Soda", key="test-soda")
    brand = BrandFactory(name="Kirei", categories=[soda])
    petra = brand_person(brand, name="Petra Kühn", email="petra@kirei.example")
    ren = booker(name="Ren Mori", email="ren@office.example")
    talents = {}
    for name in ("Aoi", "Emi"):
        talent = TalentFactory(name=f"{name} Tanaka", followers=12_000)
        SocialAccountFactory(talent=talent, handle=f"{name.lower()}tube", measured=True)
        talents[name] = talent_user(talent, name=f"{name} Tanaka", email=f"{name.lower()}@talents.example")
    desk, phone, other_phone = opens(ren), opens(talents["Aoi"], phone=True), opens(talents["Emi"], phone=True)
    client = opens(petra)

    campaign = write_and_open(desk, site, brand.public_id, soda.pk)
    apply(phone, site, "A picnic by the river.")
    apply(other_phone, site, "A night in the city.")

    desk.goto(f"{site}/desk/campaigns/{campaign.public_id}/casting")
    desk.get_by_role("row").filter(has_text="Aoi Tanaka").get_by_role("link", name="Answer").click()
    desk.get_by_label("What Aoi Tanaka reads").fill("We like the river.")
    desk.get_by_role("button", name="Accept").click()
    expect(desk.get_by_text("A place is held for Aoi Tanaka.")).to_be_visible()
    desk.get_by_role("button", name="Confirm booking").click()
    expect(desk.get_by_text("Aoi Tanaka is booked for Kirei. Both sides are told.")).to_be_visible()
    campaign.refresh_from_db()
    assert campaign.state == CampaignState.RUNNING

    send_draft(phone, site, "Summer in a glass. #PR", "yellow")
    client.goto(f"{site}/client/")
    expect(client.get_by_text("Nothing waits for you.")).to_be_visible()
    pass_on(desk, site, campaign, 1)
    client.goto(f"{site}/client/")
    client.get_by_role("main").get_by_role("link", name="Aoi Tanaka").first.click()
    shown = client.get_by_role("img", name="Picture 1 of draft 1")
    expect(shown).to_be_visible()
    assert shown.evaluate("image => image.naturalWidth") == 640
    client.get_by_role("button", name="Ask for changes").click()
    expect(client.get_by_text("Say what should change, so that the talent can do it.")).to_be_visible()
    client.get_by_label("What should change").fill("Show the label of the bottle.")
    client.get_by_role("button", name="Ask for changes").click()
    expect(client.get_by_text("Aoi Tanaka reads what you asked for.")).to_be_visible()

    phone.goto(f"{site}/talent/")
    phone.get_by_role("main").get_by_role("link", name="Kirei").first.tap()
    expect(phone.get_by_role("article").get_by_text("Show the label of the bottle.")).to_be_visible()
    send_draft(phone, site, "Summer in a glass, label in front. #PR", "orange")
    pass_on(desk, site, campaign, 2)
    client.goto(f"{site}/client/")
    client.get_by_role("main").get_by_role("link", name="Aoi Tanaka").first.click()
    client.get_by_role("button", name="Approve draft").click()
    expect(client.get_by_text("approved.")).to_be_visible()

    phone.goto(f"{site}/talent/")
    phone.get_by_role("main").get_by_role("link", name="Kirei").first.tap()
    phone.get_by_label("Address of the post").fill(POST)
    phone.get_by_role("button", name="Say that it is live").tap()
    expect(phone.get_by_text("is live.")).to_be_visible()
    assert Deliverable.objects.get().post_url == POST

    desk.goto(f"{site}/desk/campaigns/{campaign.public_id}/")
    expect(desk.get_by_role("main")).to_contain_text("Reporting")
    desk.get_by_role("button", name="Close campaign").click()
    expect(desk.get_by_text("Yuzu summer is closed. Everybody who applied has an answer.")).to_be_visible()

    states = {row.talent.name: row.state for row in Application.objects.select_related("talent")}
    assert states == {"Aoi Tanaka": "accepted", "Emi Tanaka": "declined"}
    assert kinds("emi@talents.example") == ["application_received", "application_declined"]
    assert kinds("aoi@talents.example")[:3] == ["application_received", "application_accepted", "booking_confirmed"]
    assert deliver() == Message.objects.filter(way="mail").count()
    assert set(Message.objects.filter(way="mail").values_list("state", flat=True)) == {Message.State.SENT}
    other_phone.goto(f"{site}/talent/applications/")
    expect(other_phone.get_by_text("Not this time").or_(other_phone.get_by_text("Declined"))).to_be_visible()
