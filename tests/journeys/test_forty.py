"""Forty apply: screened by keys, decided as a set, answered, shortlisted, chosen, booked, approved, live, measured,
reported.
"""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from campaigns import actions
from campaigns.models import Application, Booking, BookingState, Campaign, Deliverable, Score
from outbox.actions import enqueue
from outbox.models import Message
from stats.models import Post
from tests.campaigns import steps
from tests.factories import (
    BrandFactory,
    CampaignFactory,
    SocialAccountFactory,
    TalentFactory,
    brand_person,
    days,
    manager,
    talent_user,
)
from tests.journeys.conftest import Opens, deliver
from tests.journeys.test_campaign import kinds, picture
from tests.journeys.test_refresh import CHANNEL, platform
from tests.standin import StandIn

__all__ = ["platform"]

VIDEO = "yuzuSummer1"
POST = f"https://www.youtube.com/watch?v={VIDEO}"
MANY = 40
ASKS = 150_000


def _applicants(campaign: Campaign) -> None:
    now = timezone.now()
    for number in range(1, MANY + 1):
        name = f"Talent {number:02}"
        talent = TalentFactory(name=name, followers=12_000)
        channel = CHANNEL if number == 1 else ""
        SocialAccountFactory(talent=talent, external_id=channel, handle=f"talent{number}", measured=True)
        talent_user(talent, name=name, email=f"t{number}@talents.example")
        steps.apply(campaign, talent, idea=f"Idea {number}.", now=now)


def _screen(desk: Page, here: str) -> None:
    """Four by keys: points for each criterion, a word, the next one."""
    desk.goto(f"{here}/screening")
    for number, (points, word) in enumerate((("5", "Backup"), ("4", "Backup"), ("4", "Backup"), ("1", "No")), start=1):
        expect(desk.get_by_role("heading", level=1)).to_have_text(f"Talent {number:02}")
        desk.keyboard.press(points)
        desk.keyboard.press(points)
        desk.locator(".choices label").filter(has_text=word).click()
        desk.keyboard.press("s")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Talent 05")


def _decide(desk: Page, here: str) -> None:
    """The rest are a no with one sentence; the whole set is applied, one letter is changed, all go."""
    desk.goto(f"{here}/decisions")
    rest = desk.get_by_role("region", name="Undecided").get_by_role("checkbox", name=re.compile("^Choose Talent"))
    expect(rest).to_have_count(MANY - 4)
    for box in rest.all():
        box.check()
    desk.get_by_label("What they read").fill("We cast three this time. Thank you for your idea.")
    desk.get_by_role("button", name="No", exact=True).click()
    expect(desk.get_by_role("region", name="No", exact=True).get_by_role("row")).to_have_count(MANY - 3 + 1)
    desk.get_by_role("button", name="Apply decisions").first.click()
    desk.get_by_role("dialog").get_by_role("button", name="Apply decisions").click()
    letters = desk.get_by_role("region", name="Letters to read and send")
    expect(letters.get_by_role("listitem")).to_have_count(MANY)
    letters.get_by_role("listitem").filter(has_text="Talent 05").get_by_role("link", name="Change").click()
    words = desk.get_by_label(re.compile("^(Text|Message|Letter)"))
    words.fill(words.input_value() + "\nYour river shots stay with us.")
    desk.get_by_role("button", name=re.compile("^Save")).click()
    desk.goto(f"{here}/decisions")
    desk.get_by_role("button", name="Send all letters").click()
    expect(desk.get_by_text("No letter waits.")).to_be_visible()


def _shortlist(desk: Page, phone: Page, site: str, here: str) -> None:
    """Three go to the brand, who says yes to one, backup to one, no to one, on the phone."""
    desk.goto(f"{here}/shortlist")
    desk.get_by_role("button", name="Begin a shortlist").click()
    for number in (1, 2, 3):
        desk.get_by_label(f"Talent {number:02}").check()
    desk.get_by_role("button", name="Add those ticked").click()
    for number in (1, 2, 3):
        row = desk.get_by_role("row").filter(has_text=f"Talent {number:02}")
        row.get_by_role("link", name="Write").click()
        desk.get_by_label("Why this talent").fill(f"Idea {number} fits.")
        desk.get_by_role("button", name="Save").click()
    desk.get_by_role("button", name="Send to Kirei").click()
    expect(desk.get_by_text("Kirei reads it now.")).to_be_visible()

    phone.goto(f"{site}/client/")
    phone.get_by_role("link", name="0 of 3 answered").tap()
    for number, word in ((1, "Yes"), (2, "Backup"), (3, "No")):
        line = phone.get_by_role("article").filter(has_text=f"Talent {number:02}")
        line.get_by_role("button", name=word, exact=True).tap()
        expect(phone.get_by_text(f"{number} of 3 answered")).to_be_visible()
    phone.get_by_role("button", name="Send 3 answers").tap()
    expect(phone.get_by_text("has your answers.")).to_be_visible()

    desk.goto(f"{here}/shortlist")
    desk.get_by_role("row").filter(has_text="Talent 01").get_by_role("button", name="Hold place").click()
    expect(desk.get_by_text("A place is held for Talent 01.")).to_be_visible()
    desk.get_by_role("button", name="Confirm booking").click()
    expect(desk.get_by_text("Talent 01 is booked for Kirei. Both sides are told.")).to_be_visible()


def _draft(talent: Page, desk: Page, client: Page, site: str, here: str, round_: int) -> None:
    """One round: drafted, passed on, read by the brand, which asks for changes in the first and approves the second."""
    talent.goto(f"{site}/talent/work/{Deliverable.objects.get().public_id}/")
    talent.get_by_label("Caption").fill(f"Summer in a glass, take {round_}. #PR")
    talent.get_by_label("Pictures").set_input_files(picture("yellow" if round_ == 1 else "orange"))
    talent.get_by_role("button", name="Send draft").tap()
    expect(talent.get_by_text("Sent. The office looks at it first, then the brand.")).to_be_visible()
    desk.goto(f"{here}/work")
    desk.get_by_role("link", name="Review draft").click()
    desk.get_by_role("button", name="Pass to Kirei").click()
    expect(desk.get_by_text(f"Draft {round_} is approved. The brand sees it now.")).to_be_visible()
    client.goto(f"{site}/client/")
    client.get_by_role("main").get_by_role("link", name="Talent 01").first.tap()
    if round_ == 1:
        client.get_by_label("What should change").fill("Show the label of the bottle.")
        client.get_by_role("button", name="Ask for changes").tap()
        expect(client.get_by_text("Talent 01 reads what you asked for.")).to_be_visible()
    else:
        client.get_by_role("button", name="Approve draft").tap()
        expect(client.get_by_text("approved.")).to_be_visible()


def _live(talent: Page, desk: Page, platform: StandIn, site: str, here: str) -> Post:
    """The talent says where it is, and the platform tells what it brought."""
    piece = Deliverable.objects.get()
    talent.goto(f"{site}/talent/work/{piece.public_id}/")
    talent.get_by_label("Address of the post").fill(POST)
    talent.get_by_role("button", name="Say that it is live").tap()
    expect(talent.get_by_text("is live.")).to_be_visible()
    video = {
        "id": VIDEO, "title": "Summer in a glass, take 2. #PR", "views": 40_000, "likes": 2_400, "comments": 100,
        "published_at": (timezone.now() - timedelta(days=2)).isoformat(),
    }  # fmt: skip
    platform.channels.script(CHANNEL, {"followers": 12_400, "videos": [video]})
    enqueue("stats.plan_posts", title="Whose posts to read")
    while deliver():
        pass
    post = Post.objects.get(external_id=VIDEO)
    assert 10_000 < post.views < 20_000, "two days after it went live there are fewer than there will be"
    desk.goto(f"{here}/results")
    row = desk.get_by_role("region", name="By talent").get_by_role("row").filter(has_text="Talent 01")
    expect(row).to_contain_text("1 of 1")
    expect(row).to_contain_text(f"{post.views / 1000:.1f}k")
    return post


def _reported(client: Page, site: str, campaign: Campaign, post: Post) -> list[list[Any]]:
    """The brand's live page, and every cell of the sheet that it can forward."""
    client.goto(f"{site}/client/campaigns/{campaign.public_id}/results")
    expect(client.get_by_role("main")).to_contain_text(f"{post.views / 1000:.1f}k")
    with client.expect_download() as pdf:
        client.get_by_role("link", name="Report as PDF").tap()
    assert pdf.value.path().read_bytes().startswith(b"%PDF")
    with client.expect_download() as sheet:
        client.get_by_role("link", name="All figures as XLSX").tap()
    book = load_workbook(BytesIO(sheet.value.path().read_bytes()))
    return [list(row) for page in book for row in page.iter_rows(values_only=True)]


def test_forty_apply_and_one_post_is_chosen_made_and_reported(opens: Opens, site: str, platform: StandIn) -> None:
    brand, sora = BrandFactory(name="Kirei"), manager(name="Sora Ito", email="sora@office.example")
    petra = brand_person(brand, name="Petra Kühn", email="petra@kirei.example")
    today = timezone.localdate()
    campaign = CampaignFactory(
        brand=brand, name="Yuzu summer", manager=sora, brief__places=1, brief__fee=ASKS,
        brief__days=days(today + timedelta(days=20), today + timedelta(days=40)),
        brief__apply_until=today + timedelta(days=5), brief__channels=["youtube"],
        brief__wanted=[{"kind": "video", "channel": "youtube"}],
    )  # fmt: skip
    _applicants(campaign)
    now = timezone.now()
    actions.set_criteria(campaign=campaign, criteria=[("Idea", 60), ("Craft", 40)], blind=False, by=sora, now=now)
    desk, client = opens(sora), opens(petra, phone=True, accept_downloads=True)
    here = f"{site}/desk/campaigns/{campaign.public_id}"

    _screen(desk, here)
    assert Score.objects.count() == 4
    _decide(desk, here)
    states = Application.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["backup"] * 3 + ["declined"] * (MANY - 3)
    assert Message.objects.filter(kind__startswith="application_", state="queued").count() == 2 * MANY
    changed = Message.objects.filter(to_address="t5@talents.example").latest("pk")
    assert changed.body.endswith("Your river shots stay with us.")

    _shortlist(desk, client, site, here)
    assert list(Booking.objects.values_list("talent__name", "state")) == [("Talent 01", BookingState.CONFIRMED)]
    talent = opens(Booking.objects.get().talent.access.get().user, phone=True)
    for round_ in (1, 2):
        _draft(talent, desk, client, site, here, round_)
    post = _live(talent, desk, platform, site, here)
    cells = [cell for row in _reported(client, site, campaign, post) for cell in row]
    assert {post.views, post.likes + post.comments, "Talent 01"} <= set(cells)
    assert "measured" in cells and "reported" not in cells
    assert kinds("t2@talents.example") == ["application_received", "application_backup"]
    deliver()
    letters = Message.objects.filter(way="mail").exclude(state="draft")
    assert letters.count() > 2 * MANY and not letters.exclude(state="sent").exists()
