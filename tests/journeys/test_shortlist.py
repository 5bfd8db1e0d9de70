"""A shortlist from the desk to a brand's phone and back: who gets a yes is held."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from campaigns.models import Booking, Nomination, Shortlist
from tests.campaigns import steps
from tests.factories import (
    BrandFactory,
    CampaignFactory,
    CategoryFactory,
    SocialAccountFactory,
    TalentFactory,
    booker,
    brand_person,
    days,
)


def test_staff_send_the_client_answers_on_a_phone_and_staff_hold(opens, boss, site):
    brand = BrandFactory(name="Kirei", categories=[CategoryFactory(name="Soda", key="test-soda")])
    petra, ren = brand_person(brand, name="Petra Kühn"), booker(name="Ren Mori")
    today = timezone.localdate()
    campaign = CampaignFactory(
        brand=brand, name="Summer", manager=ren, brief__places=1,
        brief__days=days(today + timedelta(days=20), today + timedelta(days=40)),
    )  # fmt: skip
    people = [TalentFactory(name=name, followers=12_000) for name in ("Aoi Tanaka", "Emi Mori")]
    for talent in people:
        SocialAccountFactory(talent=talent, handle=f"{talent.name[:3].lower()}tube", measured=True)
    draft = steps.drafted(campaign, people, by=ren, now=timezone.now())
    desk, phone = opens(ren), opens(petra, phone=True)

    desk.goto(f"{site}/desk/campaigns/{campaign.public_id}/shortlist")
    desk.get_by_role("row").filter(has_text="Aoi Tanaka").get_by_role("link", name="Write").click()
    desk.get_by_label("Why this talent").fill("Films her drinks in daylight.")
    desk.get_by_role("button", name="Save").click()
    desk.get_by_role("button", name="Send to Kirei").click()
    expect(desk.get_by_text("Kirei reads it now.")).to_be_visible()
    assert Shortlist.objects.get(pk=draft.pk).state == "sent"

    phone.goto(f"{site}/client/")
    phone.get_by_role("link", name="0 of 2 answered").click()
    aoi = phone.get_by_role("article").filter(has_text="Aoi Tanaka")
    expect(aoi.get_by_text("Films her drinks in daylight.")).to_be_visible()
    aoi.get_by_text("Add a comment").click()
    aoi.get_by_role("textbox").fill("Can she start in May?")
    aoi.get_by_role("button", name="Yes").click()
    expect(phone.get_by_text("1 of 2 answered")).to_be_visible()
    expect(aoi.get_by_text("Films her drinks in daylight.")).to_be_hidden()
    emi = phone.get_by_role("article").filter(has_text="Emi Mori")
    emi.get_by_role("button", name="Backup").click()
    expect(phone.get_by_text("2 of 2 answered")).to_be_visible()
    phone.get_by_role("button", name="Send 2 answers").click()
    expect(phone.get_by_text("Ren Mori has your answers.")).to_be_visible()

    desk.goto(f"{site}/desk/")
    expect(desk.get_by_role("link", name="Hold Aoi Tanaka for Kirei")).to_be_visible()
    desk.goto(f"{site}/desk/campaigns/{campaign.public_id}/shortlist")
    row = desk.get_by_role("row").filter(has_text="Aoi Tanaka")
    expect(row.get_by_text("Can she start in May?")).to_be_visible()
    row.get_by_role("button", name="Hold place").click()
    expect(desk.get_by_text("A place is held for Aoi Tanaka.")).to_be_visible()
    assert [booking.talent.name for booking in Booking.objects.all()] == ["Aoi Tanaka"]


def test_the_brand_answers_by_keys_alone(opens, site):
    brand = BrandFactory(name="Kirei")
    petra = brand_person(brand, name="Petra Kühn")
    people = [TalentFactory(name=name) for name in ("Aoi Tanaka", "Emi Mori", "Ren Ito")]
    campaign = CampaignFactory(brand=brand, name="Summer", manager=booker(name="Ren Mori"))
    address = f"{site}/client/shortlists/{steps.proposed(campaign, people).public_id}/"
    phone = opens(petra, phone=True)
    phone.goto(address)
    aoi, emi, ren = (phone.get_by_role("article").filter(has_text=talent.name) for talent in people)
    aoi.get_by_role("button", name="Yes").press("Enter")
    named = emi.get_by_role("heading", name="Emi Mori")
    expect(named).to_be_focused()
    phone.get_by_role("main").get_by_role("link").first.focus()
    phone.keyboard.press("Tab")  # who is open comes first by keys as for the eye
    expect(emi.get_by_role("button", name="Yes")).to_be_focused()
    ren.get_by_role("button", name="No").press("Enter")
    expect(named).to_be_focused()
    emi.get_by_role("button", name="Backup").press("Enter")
    send = phone.get_by_role("button", name="Send 3 answers")
    expect(send).to_be_focused()
    folded = aoi.get_by_label("Show all about Aoi Tanaka")
    folded.press("Space")
    aoi.get_by_role("button", name="Backup").press("Enter")
    expect(folded).not_to_be_checked()
    expect(folded).to_be_focused()
    desk = opens(petra)
    desk.goto(address)
    pressed = desk.get_by_role("article").filter(has_text="Aoi Tanaka").get_by_role("button", name="No")
    pressed.press("Enter")
    expect(pressed).to_have_attribute("aria-pressed", "true")
    expect(pressed).to_be_focused()
    send.press("Enter")
    expect(phone.get_by_text("Ren Mori has your answers.")).to_be_visible()

    plain = opens(petra, java_script_enabled=False)
    plain.goto(address)
    emi = plain.get_by_role("article").filter(has_text="Emi Mori")
    emi.get_by_role("button", name="Yes").press("Enter")
    expect(emi.get_by_role("button", name="Yes")).to_have_attribute("aria-pressed", "true")
    assert plain.url.endswith(f"#{emi.get_attribute('id')}")
    plain.get_by_role("button", name="Send 1 answer").press("Enter")
    expect(plain.get_by_text("Ren Mori has your answers.")).to_be_visible()


def test_a_lost_answer_is_told_and_a_refused_one_leaves_all_that_is_typed(opens, site):
    brand, ren = BrandFactory(name="Kirei"), booker(name="Ren Mori")
    petra, campaign = brand_person(brand, name="Petra Kühn"), CampaignFactory(brand=brand, name="Summer", manager=ren)
    people = [TalentFactory(name=name) for name in ("Aoi Tanaka", "Emi Mori")]
    first, page = steps.proposed(campaign, people), opens(petra)
    page.goto(f"{site}/client/shortlists/{first.public_id}/")
    aoi, emi = (page.get_by_role("article").filter(has_text=talent.name) for talent in people)

    def lose(route):
        route.fetch(max_redirects=0)
        route.abort()

    aoi.locator("textarea").evaluate("field => { field.style.height = '200px'; }")  # as whoever drags its corner does
    page.route("**/answer", lose, times=1)
    aoi.get_by_role("button", name="Yes").click()
    expect(page.get_by_text("No answer from the office.")).to_be_visible()
    aoi.get_by_role("button", name="No").click()
    expect(page.get_by_text("This form was sent before. What you sent first stands.")).to_be_visible()
    expect(aoi.get_by_role("button", name="Yes")).to_have_attribute("aria-pressed", "true")
    aoi.get_by_role("button", name="No").click()
    expect(aoi.get_by_role("button", name="No")).to_have_attribute("aria-pressed", "true")

    aoi.get_by_text("Add a comment").click()
    aoi.get_by_role("textbox").fill("Half a word")
    emi.get_by_text("Add a comment").click()
    emi.get_by_role("button", name="Keep comment").click()
    expect(emi.get_by_role("alert")).to_contain_text("Choose yes, backup or no, or write a comment.")
    expect(aoi.get_by_role("textbox")).to_have_value("Half a word")
    newer = steps.proposed(campaign, people, by=ren)
    emi.get_by_role("textbox").fill("Too loud")
    emi.get_by_role("button", name="Yes").click()
    expect(emi.get_by_role("alert")).to_contain_text("A newer shortlist was sent.")
    expect(emi.get_by_role("link", name="Open it")).to_have_attribute("href", f"/client/shortlists/{newer.public_id}/")
    expect(emi.get_by_role("textbox")).to_have_value("Too loud")
    expect(aoi.get_by_role("textbox")).to_have_value("Half a word")


def test_enter_saves_the_day_of_a_list_and_asks_nobody(opens, site):
    ren, talent = booker(name="Ren Mori"), TalentFactory(name="Aoi Tanaka")
    campaign = CampaignFactory(name="Summer", manager=ren)
    draft, day = steps.drafted(campaign, [talent], by=ren, now=timezone.now()), timezone.localdate() + timedelta(days=5)
    desk = opens(ren)
    desk.goto(f"{site}/desk/campaigns/{campaign.public_id}/shortlist")
    desk.get_by_label("Answer by").fill(day.isoformat())
    desk.get_by_label("Answer by").press("Enter")
    expect(desk.get_by_role("status").get_by_text("Saved.")).to_be_visible()
    draft.refresh_from_db()
    assert (draft.state, draft.answer_by) == ("draft", day)
    desk.goto(f"{site}/desk/ask?campaign={campaign.public_id}&talent={talent.public_id}")
    name = desk.get_by_label("Find a talent", exact=True)
    name.fill("Emi")
    with desk.expect_response(lambda answer: answer.status == 422):
        name.press("Enter")
    expect(name).to_have_value("Emi")
    fee = desk.get_by_label("The brand pays")
    fee.fill("90000")
    with desk.expect_response(lambda answer: answer.status == 422):
        fee.press("Enter")
    expect(fee).to_have_value("90000")
    assert not Nomination.objects.exists()
    desk.get_by_role("button", name="Ask", exact=True).click()
    expect(desk.get_by_text("Aoi Tanaka is asked.")).to_be_visible()
    assert Nomination.objects.get().fee.amount == 90_000
