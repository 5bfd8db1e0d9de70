"""Every form of the two portals on a phone, with the keyboard alone and without scripts.

What is wrong with it is in view once the page is there again, and what is right goes through.
"""

from datetime import timedelta

import pytest
from django.utils import timezone
from djmoney.money import Money
from playwright.sync_api import Page, expect

from campaigns import actions
from campaigns.models import Application, ClientBrief, Confirmation, Deliverable, Draft, Nomination, Thread
from campaigns.papers import draw_up
from tests.campaigns import steps
from tests.factories import (
    BrandFactory,
    CampaignFactory,
    TalentFactory,
    booker,
    brand_person,
    days,
    talent_user,
)
from tests.journeys.keys import Keys
from tests.journeys.test_campaign import picture


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def campaign(now):
    today = timezone.localdate()
    return CampaignFactory(
        brand=BrandFactory(name="Kirei"),
        name="Summer",
        manager=booker(name="Ren Mori"),
        brief__days=days(today - timedelta(days=1), today + timedelta(days=40)),
        brief__apply_until=today + timedelta(days=5),
        brief__fee=Money(120_000, "JPY"),
        brief__label="#PR",
        brief__wanted=[{"draft_due_on": today, "live_on": today}],
    )


@pytest.fixture
def aoi():
    return TalentFactory(name="Aoi Tanaka", born_on="2007-03-01")


@pytest.fixture
def plain(opens, site):
    """`plain(user, address)`: their phone without scripts, and its keys."""

    def opened(user, address: str) -> tuple[Page, Keys]:
        page = opens(user, phone=True, java_script_enabled=False)
        page.goto(f"{site}/{address}")
        return page, Keys(page)

    return opened


def told(page: Page, sentence: str) -> None:
    expect(page.get_by_text(sentence).first).to_be_in_viewport()


def button(page: Page, name: str):
    return page.get_by_role("button", name=name, exact=True)


def test_applying_and_changing_it(plain, campaign, aoi):
    campaign.brief.questions.create(words="Which river?", required=True)
    page, keys = plain(talent_user(aoi), f"talent/projects/{campaign.public_id}/")
    keys.press(page.get_by_role("button", name="Apply"))
    told(page, "Answer this first.")
    keys.write(page.get_by_label("Which river?"), "The Kamo")
    keys.write(page.get_by_label("Another fee"), "many")
    keys.press(page.get_by_role("button", name="Apply"))
    told(page, "Write it in figures alone")
    keys.write(page.get_by_label("Another fee"), "150,000")
    keys.press(page.get_by_role("button", name="Apply"))
    told(page, "You applied to Summer.")
    page.goto(page.url.replace("applications/", f"projects/{campaign.public_id}/"))
    keys.press(page.get_by_text("Change what you sent"))
    keys.write(page.get_by_label("Another fee"), "many")
    keys.press(button(page, "Save the change"))
    told(page, "Write it in figures alone")
    keys.write(page.get_by_label("Another fee"), "160,000")
    keys.press(button(page, "Save the change"))
    told(page, "Changed.")
    assert Application.objects.get().proposed_fee == Money(160_000, "JPY")


def asked(campaign, aoi, now):
    return steps.nominate(campaign, aoi, fee=Money(120_000, "JPY"), reply_by=now + timedelta(days=2), now=now)


def test_a_request_by_name_is_answered_with_another_fee_then_no(plain, campaign, aoi, now):
    row = asked(campaign, aoi, now)
    page, keys = plain(talent_user(aoi), f"talent/requests/{row.public_id}/")
    keys.press(page.get_by_role("link", name="Another fee"))
    keys.press(button(page, "Send counter-offer"))
    told(page, "Say for how much you would do it.")
    keys.write(page.get_by_label("Your fee"), "150,000")
    keys.press(button(page, "Send counter-offer"))
    told(page, "The office has your counter-offer.")
    keys.write(page.get_by_label("Why"), "Exams")
    keys.press(button(page, "Say no"))
    told(page, "The office knows that you say no.")
    row.refresh_from_db()
    assert (row.counter_fee, row.state) == (Money(150_000, "JPY"), "declined")


def test_a_request_by_name_is_answered_with_yes(plain, campaign, aoi, now):
    row = asked(campaign, aoi, now)
    page, keys = plain(talent_user(aoi), f"talent/requests/{row.public_id}/")
    keys.press(page.get_by_role("button", name="Say yes"))
    told(page, "Agreed. A place is held for you.")
    assert Nomination.objects.get().state == "agreed"


def test_a_booking_is_accepted_by_a_typed_name(plain, campaign, aoi, now):
    paper = draw_up(booking=steps.book(campaign, aoi), by=booker(), now=now)
    page, keys = plain(talent_user(aoi, name="Aoi Tanaka"), f"talent/terms/{paper.public_id}/")
    keys.press(button(page, "Accept the booking"))
    told(page, "Type your full name to accept.")
    keys.write(page.get_by_label("Your full name"), "Aoi Tanaka")
    keys.press(button(page, "Accept the booking"))
    told(page, "Accepted by Aoi Tanaka")
    assert Confirmation.objects.get().accepted_name == "Aoi Tanaka"


def test_drafts_go_to_and_fro_and_the_address_of_the_post_is_given(plain, campaign, aoi, now):
    piece = steps.piece(steps.book(campaign, aoi))
    page, keys = plain(aoi.access.get().user, f"talent/work/{piece.public_id}/")
    keys.press(button(page, "Send draft"))
    told(page, "A draft has a caption")
    keys.write(page.get_by_label("Caption"), "Summer in a glass.")
    keys.to(page.get_by_label("Pictures"))
    page.get_by_label("Pictures").set_input_files(picture("yellow"))
    keys.press(button(page, "Send draft"))
    told(page, "Sent. The office looks at it first, then the brand.")
    first = Draft.objects.get()
    steps.answer(first, now=now)

    petra = brand_person(campaign.brand, name="Petra Kühn")
    client, brands = plain(petra, f"client/drafts/{first.public_id}/")
    brands.press(button(client, "Ask for changes"))
    told(client, "Say what should change, so that the talent can do it.")
    brands.write(client.get_by_label("What should change, or a word to go with your yes"), "The label in front.")
    brands.press(button(client, "Ask for changes"))
    told(client, "Aoi Tanaka reads what you asked for.")

    page.goto(page.url)
    told(page, "The label in front.")
    keys.write(page.get_by_label("Caption"), "Summer in a glass, label in front.")
    keys.press(button(page, "Send draft"))
    told(page, "Sent. The office looks at it first, then the brand.")
    second = Draft.objects.latest("pk")
    steps.answer(second, now=now)
    client, brands = plain(petra, f"client/drafts/{second.public_id}/")
    brands.press(button(client, "Approve draft"))
    told(client, "approved.")

    page.goto(page.url)
    keys.press(button(page, "Say that it is live"))
    told(page, "Copy the address of the post here.")
    keys.write(page.get_by_label("Address of the post"), "https://www.instagram.com/p/Cyuzu/")
    keys.press(button(page, "Say that it is live"))
    told(page, "is live.")
    assert Deliverable.objects.get().state == "published"


def test_a_gift_is_taken_received_and_shown(plain, campaign, aoi, now):
    user = talent_user(aoi)
    gift = actions.propose_gift(
        talent=aoi, brand=campaign.brand, campaign=campaign, product="A lamp", words="", value=None, is_lent=False,
        shipped_from="brand", by=booker(), now=now,
    )  # fmt: skip
    page, keys = plain(user, f"talent/gifts/{gift.public_id}/")
    keys.press(button(page, "Yes, send it"))
    told(page, "Say to whom to send it.")
    keys.write(page.get_by_label("Name on the parcel"), "Aoi Tanaka")
    keys.write(page.get_by_label("Address"), "5 Dori, Osaka")
    keys.press(button(page, "Yes, send it"))
    told(page, "They know that you want it, and where to send it.")
    keys.press(page.get_by_text("Correct the address"))
    keys.write(page.get_by_label("Address"), " ")
    keys.press(button(page, "Send it there"))
    told(page, "Say where to send it.")
    keys.write(page.get_by_label("Address"), "6 Dori, Osaka")
    keys.press(button(page, "Send it there"))
    told(page, "It goes to that address.")

    client, brands = plain(brand_person(campaign.brand), f"client/gifts/{gift.public_id}/")
    brands.write(client.get_by_label("Tracking page"), "nowhere")
    brands.press(client.get_by_role("button", name="It is on its way"))
    told(client, "Write an address that begins with https://.")
    brands.write(client.get_by_label("Tracking page"), "")
    brands.press(client.get_by_role("button", name="It is on its way"))
    told(client, "Aoi Tanaka is told that it is on its way.")

    page.goto(page.url)
    keys.write(page.get_by_label("What the shop asks for it"), "many")
    keys.press(button(page, "It has arrived"))
    told(page, "Write it in figures alone")
    keys.write(page.get_by_label("What the shop asks for it"), "5,000")
    keys.press(button(page, "It has arrived"))
    told(page, "Good. Your address is erased.")
    keys.press(button(page, "It is shown here"))
    told(page, "Say in which post it is shown.")
    keys.write(page.get_by_label("Address of the post"), "https://www.instagram.com/p/Cyuzu/")
    keys.press(button(page, "It is shown here"))
    told(page, "They know where it is shown.")
    gift.refresh_from_db()
    assert (gift.state, gift.value) == ("posted", Money(5_000, "JPY"))


def test_a_thread_is_read_and_answered(plain, campaign, aoi, now):
    user = talent_user(aoi)
    steps.apply(campaign, aoi, now=now)
    thread = actions.open_thread(
        campaign=campaign, audience="talent", title="The river", text="Which one?", talent=aoi, by=booker(), now=now
    )
    page, keys = plain(user, "talent/")
    keys.press(page.get_by_role("main").get_by_role("link", name="Read"))
    told(page, "Which one?")
    keys.press(button(page, "Send message"))
    told(page, "Fill this in.")
    keys.write(page.get_by_label("Message"), "The Kamo.")
    keys.press(button(page, "Send message"))
    told(page, "The Kamo.")
    expect(page.get_by_role("button", name="Mark as read")).to_have_count(0)
    assert thread.messages.count() == 2
    page.goto(f"{page.url.split('/talent/')[0]}/talent/projects/{campaign.public_id}/write")
    keys.press(button(page, "Send message"))
    told(page, "Fill this in.")
    keys.write(page.get_by_label("What it is about"), "The hour")
    keys.write(page.get_by_label("Message"), "When?")
    keys.press(button(page, "Send message"))
    told(page, "Sent to the office.")
    assert Thread.objects.count() == 2


def test_days_away_are_said_changed_and_taken_back(plain, aoi):
    page, keys = plain(talent_user(aoi), "talent/calendar/")
    keys.press(button(page, "Say that I am away"))
    told(page, "Say the first day.")
    first, last = ((timezone.localdate() + timedelta(days=ahead)).strftime("%m%d%Y") for ahead in (10, 12))
    keys.write(page.get_by_label("First day"), first)
    keys.write(page.get_by_label("Last day"), last)
    keys.press(button(page, "Say that I am away"))
    told(page, "Kept. The office plans around it")
    keys.press(page.get_by_role("link", name="Change", exact=True))
    keys.write(page.get_by_label("Last day"), first)
    keys.press(button(page, "Save"))
    told(page, "Kept. The office plans around it")
    row = aoi.away.get()
    assert row.first == row.last
    keys.press(button(page, "Take back"))
    told(page, "Taken back.")


def test_a_brand_writes_a_brief_and_sends_it(plain, campaign):
    page, keys = plain(brand_person(campaign.brand), "client/briefs/add")
    keys.press(button(page, "Keep brief"))
    told(page, "Fill this in.")
    keys.write(page.get_by_label("Name"), "Autumn")
    keys.write(page.get_by_label("Budget"), "many")
    keys.press(button(page, "Keep brief"))
    told(page, "Write it in figures alone")
    keys.write(page.get_by_label("Budget"), "500,000")
    keys.press(button(page, "Keep brief"))
    told(page, "Kept. The office reads it once you send it.")
    assert ClientBrief.objects.get().budget == Money(500_000, "JPY")
    keys.press(page.get_by_role("link", name="Go on writing"))
    keys.write(page.get_by_label("What it is to do for you"), "A long lunch")
    keys.press(button(page, "Keep brief"))
    keys.press(page.get_by_role("button", name="Send"))
    told(page, "Sent. The office answers here and by letter.")
    assert ClientBrief.objects.get().goal == "A long lunch"


def test_a_shortlist_is_answered(plain, campaign, aoi, now):
    emi = TalentFactory(name="Emi Mori")
    found = steps.proposed(campaign, [aoi, emi], now=now)
    page, keys = plain(brand_person(campaign.brand), f"client/shortlists/{found.public_id}/")
    of_aoi, of_emi = (page.get_by_role("article").filter(has_text=talent.name) for talent in (aoi, emi))
    keys.press(of_aoi.get_by_role("button", name="Yes"))
    keys.press(of_emi.get_by_text("Add a comment"))
    keys.write(of_emi.get_by_role("textbox"), "Is she free?")
    keys.press(of_emi.get_by_role("button", name="Keep comment"))
    told(page, "Is she free?")
    keys.press(page.get_by_role("button", name="Send 2 answers").or_(page.get_by_role("button", name="Send 1 answer")))
    told(page, "Ren Mori has your answers.")
