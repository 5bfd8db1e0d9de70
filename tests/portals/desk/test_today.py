"""Today: one queue, the next step on each line, details beside it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from campaigns.models import Campaign, Nudge
from stats.models import HandCounts
from talent.models import Talent
from tests.campaigns import steps
from tests.campaigns.rivals import bind_to_rival
from tests.factories import NOW, CampaignFactory, SocialAccountFactory, TalentFactory, booker, owner
from tests.portals.desk.reading import text
from tests.portals.outside import text as said
from tests.portals.talent.pictures import photograph

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
URL = "/desk/"


def test_every_line_names_its_next_step(desk: Client, campaign: Campaign, talent: Talent) -> None:
    application = steps.apply(campaign, talent)
    hold = steps.hold(campaign, TalentFactory(name="Ren"))
    draft = steps.submit()
    page = text(desk.get(URL))
    assert f'class="next" href="/desk/applications/{application.public_id}/">Answer' in page
    assert f'class="next" href="/desk/bookings/{hold.public_id}/">Confirm booking' in page
    assert f'class="next" href="/desk/drafts/{draft.public_id}/">Review draft' in page
    assert "Nobody owes the office an answer." in page


def test_mine_leaves_out_what_others_manage(desk: Client, campaign: Campaign) -> None:
    steps.apply(campaign, TalentFactory(name="Mio"))
    steps.apply(CampaignFactory(manager=owner()), TalentFactory(name="Kai"))
    everyone, mine = text(desk.get(URL)), text(desk.get(f"{URL}?of=mine"))
    assert ("Answer Mio" in everyone, "Answer Kai" in everyone) == (True, True)
    assert ("Answer Mio" in mine, "Answer Kai" in mine) == (True, False)


def test_results_that_can_be_read_since_days_wait_and_are_not_late(desk: Client, campaign: Campaign) -> None:
    piece = steps.publish(steps.piece(steps.book(campaign)))
    type(piece).objects.filter(pk=piece.pk).update(published_at=NOW - timedelta(days=40))
    Campaign.objects.filter(pk=campaign.pk).update(state="reporting")
    page = text(desk.get(URL))
    assert ("Read results" in page, "waits 26 days" in page, "days late" in page) == (True, True, False)


def test_the_pane_tells_of_the_chosen_line(desk: Client, campaign: Campaign, talent: Talent) -> None:
    steps.apply(campaign, talent, idea="A picnic under the bridge.")
    steps.hold(campaign, TalentFactory(name="Ren"))
    page = text(desk.get(URL))
    address = page.split("Answer Aoi")[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    pane = text(desk.get(URL + address)).split('id="pane"')[1]
    assert "A picnic under the bridge." in pane
    assert 'class="btn btn-primary"' in pane


def test_the_pane_of_a_piece_that_is_owed_says_when_the_talent_was_reminded(
    desk: Client, campaign: Campaign, talent: Talent
) -> None:
    piece = steps.piece(steps.book(campaign, talent))
    piece.draft_due_on = NOW.date() - timedelta(days=1)
    piece.save()
    pane = said(desk.get(URL)).split("Draft of Reel from Aoi")[-1]
    assert "Reminded not yet" in pane and "Draft due 14 Apr 2026" in pane
    Nudge.objects.create(deliverable=piece, kind="draft_late", sent_at=NOW, sent_by=booker())
    page = desk.get(URL)
    assert "Reminded 15 Apr 2026" in said(page) and f'href="/desk/pieces/{piece.public_id}/"' in text(page)


def test_a_long_queue_shows_its_first_lines_and_counts_all(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portals.desk.today.today.AT_FIRST", 2)
    for name in ("Mio", "Kai", "Ren"):
        steps.apply(CampaignFactory(), TalentFactory(name=name))
    page = text(desk.get(URL))
    assert page.count('class="next"') == 2
    assert 'id="todo-title">To do</h2><span class="count">3</span>' in page
    assert "2 of 3 shown. Show more" in said(desk.get(URL))
    more = page.split('">Show more')[0].rsplit('hx-get="', 1)[1].replace("&amp;", "&")
    whole = text(desk.get(URL + more))
    assert whole.count('class="next"') == 3 and "Show more" not in whole
    last = whole.split('class="next"')[-2].split('hx-get="')[1].split('"')[0].replace("&amp;", "&")
    name = whole.split('class="next"')[-2].split('title="Answer ')[1][:3]
    for address in (last, last.replace("shown=4", "shown=x"), last.replace("shown=4", "shown=")):
        assert f"<h2>Answer {name}" in text(desk.get(URL + address)).replace('<h2 class="t16 mt-4">', "<h2>")


def test_a_clash_is_on_the_hold_and_on_the_desk(desk: Client, campaign: Campaign, talent: Talent) -> None:
    bind_to_rival(talent, campaign.brand.categories.get())
    steps.hold(campaign, talent)
    page = text(desk.get(f"{URL}?sort=verdict"))
    lines = page.split("<li")
    first = next(line for line in lines if 'class="next"' in line)
    assert "Conditional" in first
    assert "Decide Aoi: " in page


def test_an_account_without_figures_is_to_do(desk: Client, sora: User) -> None:
    SocialAccountFactory(talent=TalentFactory(name="Kei", manager=sora), platform="youtube", state="missing")
    SocialAccountFactory(talent=TalentFactory(name="Other"), platform="youtube", state="fine")
    page = text(desk.get(f"{URL}?of=mine"))
    assert "Look after Kei’s YouTube" in page
    assert "Look after Other" not in page


def test_today_queries_do_not_grow(desk: Client, campaign: Campaign) -> None:
    for name in ("A first", "A second"):  # one alone is answered by name
        steps.apply(campaign, TalentFactory(name=name))
    desk.get(URL)
    with CaptureQueriesContext(connection) as one:
        desk.get(URL)
    for _ in range(3):
        steps.apply(campaign, TalentFactory())
    with CaptureQueriesContext(connection) as four:
        desk.get(URL)
    assert [len(one), len(four)] == [42, 42]


def test_a_booker_has_a_day_too(client: Client) -> None:
    client.force_login(booker())
    page = text(client.get(URL))
    assert "Bring in your roster" in page and "Nothing to do" not in page


def test_a_month_without_figures_by_hand_is_on_today_until_somebody_enters_them(desk: Client) -> None:
    mika = TalentFactory(name="Mika")
    snap = SocialAccountFactory(talent=mika, platform="snapchat", handle="mika.snaps", created_at=NOW)
    assert "Enter Mika’s Snapchat figures" in text(desk.get(URL))
    assert "Mika’s Snapchat" not in text(desk.get(f"{URL}?of=mine"))
    accounts = f"/desk/talents/{mika.public_id}/accounts/"
    assert "This month is missing" in text(desk.get(accounts))
    url = f"/desk/accounts/{snap.public_id}/figures"
    assert "Ask the talent for a picture of the screen" in text(desk.get(url))
    sent = {"as_of": f"{NOW:%Y-%m-%d}", "followers": "1200", "evidence": photograph("PNG"), "form_key": "k"}
    assert desk.post(url, sent).status_code == 302
    assert "Mika’s Snapchat" not in text(desk.get(URL))
    kept = HandCounts.objects.get()
    shown = text(desk.get(accounts))
    assert "By hand, once a month" in shown
    assert f"Entered by hand by {kept.entered_by.name}" in shown
    picture = desk.get(f"/desk/account-figures/{kept.public_id}/evidence")
    assert b"".join(picture.streaming_content)[:2] == b"\xff\xd8"
