"""The line of holds on the desk's pages: who is first, challenges, the order by hand."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from campaigns import actions
from campaigns.models import Booking, Campaign, Challenge
from campaigns.queries import desk_queue
from clients.models import Category
from talent.actions import keep_wishes
from talent.models import Talent
from tests.campaigns import steps
from tests.campaigns.rivals import bind_to_rival
from tests.factories import NOW, BrandFactory, CampaignFactory, TalentFactory, booker
from tests.portals.desk.reading import text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def kaskad(soda: Category) -> Campaign:
    brand = BrandFactory(name="Kaskad", categories=[soda])
    campaign = CampaignFactory(brand=brand, name="Cold", manager=booker(name="Ren"))
    campaign.brief.exclusive_categories.set([soda])
    return campaign


@pytest.fixture
def pair(campaign: Campaign, kaskad: Campaign, talent: Talent) -> tuple[Booking, Booking]:
    return steps.hold(campaign, talent), steps.hold(kaskad, talent)


def test_the_second_hold_reads_who_is_first_until_when_and_challenges(
    desk: Client, pair: tuple[Booking, Booking]
) -> None:
    url = f"/desk/bookings/{pair[1].public_id}/"
    page = text(desk.get(url))
    assert "Kirei holds Aoi first until 22 Apr 2026, 18:00. Challenge it or wait." in page
    assert [words in page for words in ("1st", "2nd", "in the way", "Challenge the first hold")] == [True] * 4
    assert 'value="2026-04-16T12:00"' in page
    assert f"{url}confirm" not in page
    sent = {"deadline": "2026-04-17T09:00", "note": "They sign today", "form_key": "c1"}
    assert [desk.post(f"{url}challenge", sent).status_code for _ in range(2)] == [302, 302]
    assert Challenge.objects.get().deadline == datetime(2026, 4, 17, 0, 0, tzinfo=UTC)
    page = text(desk.get(url))
    assert "Withdraw challenge" in page
    assert "and is challenged: the answer is due by 17 Apr 2026, 09:00." in page


def test_the_first_hold_reads_the_challenge_and_answers_it(
    desk: Client, pair: tuple[Booking, Booking], sora: User
) -> None:
    actions.challenge_hold(booking=pair[1], note="They sign today", by=sora, now=NOW)
    url = f"/desk/bookings/{pair[0].public_id}/"
    page = text(desk.get(url))
    assert "Kaskad challenges this hold." in page
    assert "They sign today" in page
    assert f"{url}confirm" in page
    assert desk.post(f"{url}release", {"reason": "Kirei waits"}).status_code == 302
    assert Challenge.objects.get().state == "released"


def test_a_challenge_is_withdrawn(desk: Client, pair: tuple[Booking, Booking], sora: User) -> None:
    actions.challenge_hold(booking=pair[1], by=sora, now=NOW)
    url = f"/desk/bookings/{pair[1].public_id}/challenge/withdraw"
    assert desk.post(url).status_code == 302
    assert Challenge.objects.get().state == "over"
    refused = desk.post(url)
    assert refused.status_code == 409
    assert "This hold challenges nobody." in text(refused)


def test_a_deadline_that_cannot_be_read_is_said(desk: Client, pair: tuple[Booking, Booking]) -> None:
    response = desk.post(f"/desk/bookings/{pair[1].public_id}/challenge", {"deadline": "soon"})
    assert (response.status_code, Challenge.objects.count()) == (409, 0)
    assert "Write a day and a time, such as 2026-05-31 18:00." in text(response)


def test_the_order_is_changed_by_hand_with_a_reason(desk: Client, pair: tuple[Booking, Booking]) -> None:
    url = f"/desk/bookings/{pair[1].public_id}/rank"
    refused = desk.post(url, {"rank": "1", "reason": ""})
    assert (refused.status_code, "Say why the order changes." in text(refused)) == (409, True)
    assert desk.post(url, {"rank": "nine", "reason": "x"}).status_code == 409
    assert desk.post(url, {"rank": "1", "reason": "Promised in March"}).status_code == 302
    assert [Booking.objects.get(pk=booking.pk).rank for booking in pair] == [2, 1]


def test_casting_and_the_talents_work_show_the_place(
    desk: Client, pair: tuple[Booking, Booking], kaskad: Campaign, campaign: Campaign, talent: Talent, sora: User
) -> None:
    assert "behind Kirei" in text(desk.get(f"/desk/campaigns/{kaskad.public_id}/casting"))
    actions.challenge_hold(booking=pair[1], by=sora, now=NOW)
    assert "challenges Kirei" in text(desk.get(f"/desk/campaigns/{kaskad.public_id}/casting"))
    assert "answer Kaskad by" in text(desk.get(f"/desk/campaigns/{campaign.public_id}/casting"))
    work = text(desk.get(f"/desk/talents/{talent.public_id}/work/"))
    assert [words in work for words in ("challenges Kirei", "answer Kaskad by")] == [True, True]


def test_today_asks_for_the_answer_by_its_deadline(pair: tuple[Booking, Booking], sora: User) -> None:
    actions.challenge_hold(booking=pair[1], by=sora, now=NOW)
    first = next(e for e in desk_queue(sora, NOW).todo if e.public_id == pair[0].public_id)
    assert (first.title, first.action_label, first.due) == (
        "Answer Kaskad about Aoi", "Answer", datetime(2026, 4, 16, 3, tzinfo=UTC),
    )  # fmt: skip
    assert first.line == "Summer. 1st hold, Kirei holds first and is challenged: unanswered it lapses"


def test_today_says_what_moved_up_and_what_lapses_soon(pair: tuple[Booking, Booking], sora: User) -> None:
    actions.release_hold(booking=pair[0], reason="", by=sora, now=NOW)
    (entry,) = desk_queue(sora, NOW).todo
    assert entry.line == "Cold. 1st hold, moved up"
    (entry,) = desk_queue(sora, datetime(2026, 4, 22, 1, tzinfo=UTC)).todo
    assert entry.line == "Cold. 1st hold, lapses at 18:00"


def test_todays_pane_tells_of_the_challenge(desk: Client, pair: tuple[Booking, Booking], sora: User) -> None:
    actions.challenge_hold(booking=pair[1], by=sora, now=NOW)
    page = text(desk.get("/desk/"))
    assert [words in page for words in ("Answer Kaskad about Aoi", "Challenged by", "16 Apr 2026, 12:00")] == [True] * 3


def test_the_hold_form_shows_verdict_and_line_before_it_is_placed(
    desk: Client, campaign: Campaign, kaskad: Campaign, talent: Talent, soda: Category
) -> None:
    steps.hold(kaskad, talent)
    bind_to_rival(talent, soda)
    url = f"/desk/campaigns/{campaign.public_id}/hold"
    assert "Choose a talent" in text(desk.get(url))
    page = text(desk.get(f"{url}?talent={talent.public_id}"))
    pane = text(desk.post(f"{url}/verdict", {"talent": talent.public_id}))
    for each in (page, pane):
        assert "Blocked" in each
        assert "Lumeya keeps soda to itself in Japan until 31 Dec 2026 (clause 4.2)." in each
        assert "Would be the 2nd hold" in each
    assert "Choose a talent" in text(desk.post(f"{url}/verdict", {"talent": "nobody"}))


def test_the_hold_form_of_a_brief_without_days_says_so(desk: Client, talent: Talent) -> None:
    undated = CampaignFactory(brief__days=None)
    pane = text(desk.post(f"/desk/campaigns/{undated.public_id}/hold/verdict", {"talent": talent.public_id}))
    assert "The brief has no days yet." in pane


def test_times_are_typed_on_the_offices_clock(desk: Client, campaign: Campaign, talent: Talent) -> None:
    sent = {"talent": talent.public_id, "price": "", "currency": "JPY", "hold_until": "2026-04-20T12:00"}
    desk.post(f"/desk/campaigns/{campaign.public_id}/hold", sent)
    held = Booking.objects.get()
    assert held.hold_until == datetime(2026, 4, 20, 3, tzinfo=UTC)
    assert 'value="2026-04-20T12:00"' in text(desk.get(f"/desk/bookings/{held.public_id}/change"))
    assert "20 Apr 2026, 12:00" in text(desk.get(f"/desk/bookings/{held.public_id}/"))


def test_release_says_who_is_told(desk: Client, campaign: Campaign, talent: Talent, sora: User) -> None:
    held = steps.hold(campaign, talent)
    assert "Aoi never heard of it and is told nothing." in text(desk.get(f"/desk/bookings/{held.public_id}/"))
    other = TalentFactory(name="Mei")
    application = steps.apply(campaign, other)
    actions.accept_application(application=application, answer="", by=sora, now=NOW)
    asked = Booking.objects.get(talent=other)
    assert "Mei applied and was told of the place" in text(desk.get(f"/desk/bookings/{asked.public_id}/"))


def test_the_line_queries_do_not_grow(desk: Client, pair: tuple[Booking, Booking], talent: Talent) -> None:
    urls = [f"/desk/talents/{talent.public_id}/work/", f"/desk/bookings/{pair[0].public_id}/"]
    counts = []
    for _ in range(2):
        for url in urls:
            desk.get(url)
            with CaptureQueriesContext(connection) as seen:
                desk.get(url)
            counts.append(len(seen))
        for _ in range(2):
            steps.hold(CampaignFactory(), talent)
    assert counts == [13, 46] * 2


def test_what_they_refuse_is_read_before_a_hold_is_placed_and_on_it_and_stops_neither_hold_nor_booking(
    desk: Client, campaign: Campaign, talent: Talent
) -> None:
    refuses = f"Does not work with {campaign.brand.name}</span>"
    keep_wishes(talent=talent, rates={}, currency="", refused_brands=[campaign.brand.name], by=booker(), now=NOW)
    url = f"/desk/campaigns/{campaign.public_id}/hold"
    assert refuses in text(desk.post(f"{url}/verdict", {"talent": talent.public_id}))
    assert refuses in text(desk.get(url, {"talent": talent.public_id}))
    hold = desk.post(url, {"talent": talent.public_id, "currency": "JPY"})["Location"]
    assert refuses in text(desk.get(hold))
    assert desk.post(f"{hold}confirm").status_code == 302
    assert (Booking.objects.get().state, refuses in text(desk.get(hold))) == ("confirmed", False)
