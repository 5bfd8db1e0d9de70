"""One clash at every door: the same word and the same sentence for staff, the neutral one outside."""

from datetime import date

import pytest
from django.test import Client

from accounts.models import User
from campaigns import actions
from campaigns.checks import may_approve
from campaigns.models import Booking, Campaign, Deliverable, Draft
from clients.models import Category
from exclusivity.actions import decide, take_over
from exclusivity.models import Finding
from lib.refusals import Refused
from talent.models import Talent
from tests.campaigns import steps
from tests.campaigns.rivals import bind_to_rival, draft_rival
from tests.factories import NOW, brand_person, days
from tests.portals.desk.reading import text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

SENTENCE = "Lumeya keeps soda to itself in Japan until 31 Dec 2026 (clause 4.2)."
NEUTRAL = "Not possible in this period."
MOVE = {
    "first": "2026-05-02",
    "last": "2026-05-31",
    "channels": ["instagram"],
    "territories": ["JP"],
    "usage": "9",
}


def words(page: str) -> list[str]:
    """The verdicts that a page shows, in their own words, each once."""
    return [word for word in ("Review", "Conditional", "Blocked") if f">{word}<" in page or f"{word}</span>" in page]


def told(page: str) -> tuple[list[str], bool]:
    return words(page), SENTENCE in page


def test_before_anything_is_booked_every_door_says_blocked(
    desk: Client, campaign: Campaign, talent: Talent, soda: Category
) -> None:
    """What would bind is Blocked, by whichever door one comes."""
    application = steps.apply(campaign, talent)
    bind_to_rival(talent, soda)
    doors = {
        "application": desk.get(f"/desk/applications/{application.public_id}/"),
        "hold form": desk.get(f"/desk/campaigns/{campaign.public_id}/hold?talent={talent.public_id}"),
    }
    assert {name: told(text(page)) for name, page in doors.items()} == dict.fromkeys(doors, (["Blocked"], True))
    assert words(text(desk.get(f"/desk/campaigns/{campaign.public_id}/casting"))) == ["Blocked"]


def test_what_waits_is_conditional_and_its_promise_is_refused_in_the_same_words(
    desk: Client, campaign: Campaign, talent: Talent, soda: Category, sora: User
) -> None:
    """A hold binds nobody; confirming it, moving it and opening it say the same."""
    held = steps.hold(campaign, talent)
    bind_to_rival(talent, soda)
    url = f"/desk/bookings/{held.public_id}/"
    doors = {
        "hold": desk.get(url),
        "move": desk.get(f"{url}move"),
        "moved": desk.post(f"{url}move/verdict", MOVE),
        "today": desk.get("/desk/"),
    }
    assert {name: told(text(page)) for name, page in doors.items()} == dict.fromkeys(doors, (["Conditional"], True))
    with pytest.raises(Refused) as refused:
        actions.confirm_booking(booking=held, by=sora, now=NOW)
    assert (str(refused.value).startswith(SENTENCE), refused.value.denied.for_outside) == (True, NEUTRAL)
    assert SENTENCE in text(desk.post(f"{url}confirm")).split('role="alert"')[1]


def test_a_draft_contract_is_conditional_and_signing_it_is_refused(
    desk: Client, campaign: Campaign, talent: Talent, soda: Category
) -> None:
    steps.book(campaign, talent)
    paper = draft_rival(talent, soda)
    url = f"/desk/ambassadors/{paper.public_id}/"
    assert told(text(desk.get(url))) == (["Conditional"], True)
    assert SENTENCE in text(desk.post(f"{url}sign")).split('role="alert"')[1]


@pytest.mark.parametrize("how", ["days", "usage"])
def test_moving_a_booking_or_extending_its_usage_into_the_clash_is_refused(
    desk: Client, campaign: Campaign, talent: Talent, soda: Category, how: str
) -> None:
    booked = steps.book(campaign, talent)
    bind_to_rival(talent, soda, term=days("2026-06-10", "2027-01-01"))
    said = {"usage": "60"} if how == "usage" else {"first": "2026-07-01", "last": "2026-07-20"}
    sent = {**MOVE, "first": "2026-05-01", "usage": "0", **said}
    url = f"/desk/bookings/{booked.public_id}/move"
    assert told(text(desk.post(f"{url}/verdict", sent))) == (["Blocked"], True)
    refused = desk.post(url, sent)
    assert (refused.status_code, SENTENCE in text(refused)) == (422, True)
    assert Booking.objects.get().days.upper == date(2026, 6, 1)


@pytest.fixture
def clashing(campaign: Campaign, talent: Talent, soda: Category) -> Draft:
    """A draft of a booking under which the world changed: a contract signed elsewhere came into the books."""
    booked = steps.book(campaign, talent)
    draft = steps.submit(steps.piece(booked))
    paper = draft_rival(talent, soda)
    take_over(commitment=paper.commitment, status="signed", by=paper.created_by, now=NOW, bound_at=NOW)
    return draft


def test_what_came_to_clash_is_blocked_on_booking_piece_and_draft(desk: Client, clashing: Draft) -> None:
    piece = clashing.deliverable
    doors = {
        "booking": desk.get(f"/desk/bookings/{piece.booking.public_id}/"),
        "piece": desk.get(f"/desk/pieces/{piece.public_id}/"),
        "draft": desk.get(f"/desk/drafts/{clashing.public_id}/"),
    }
    assert {name: told(text(page)) for name, page in doors.items()} == dict.fromkeys(doors, (["Blocked"], True))


def test_a_draft_of_it_is_not_approved_until_somebody_decided(desk: Client, clashing: Draft, sora: User) -> None:
    url = f"/desk/drafts/{clashing.public_id}/"
    page = text(desk.get(url))
    refused = page.split('class="refused"')[1]
    assert ("Approve draft" in refused, SENTENCE in refused) == (True, True)
    answer = desk.post(f"{url}review", {"answer": "approve", "comment": ""})
    assert (answer.status_code, SENTENCE in text(answer)) == (422, True)
    assert desk.post(f"{url}review", {"answer": "changes", "comment": "Slower"}).status_code == 302
    assert Deliverable.objects.get().state == "changes"
    decide(finding=Finding.objects.get(), accepted=True, reason="Lumeya agreed", by=sora, now=NOW)
    again = steps.submit(Deliverable.objects.get())
    assert may_approve(again, "office", sora, NOW) is True


def test_the_brand_reads_only_that_the_office_looks_into_it(clashing: Draft) -> None:
    Deliverable.objects.update(state="client_review")
    person = brand_person(clashing.deliverable.booking.campaign.brand)
    answer = may_approve(Draft.objects.get(), "client", person, NOW)
    assert (str(answer).startswith(SENTENCE), answer.for_outside) == (True, f"{NEUTRAL} The office looks into it.")


def test_what_is_unclear_asks_for_a_decision_before_a_draft_goes_on(
    campaign: Campaign, talent: Talent, soda: Category, sora: User
) -> None:
    draft = steps.submit(steps.piece(steps.book(campaign, talent)))
    paper = draft_rival(talent, soda, territory_basis="", territories=("KR",))
    take_over(commitment=paper.commitment, status="signed", by=sora, now=NOW, bound_at=NOW)
    assert str(may_approve(draft, "office", sora, NOW)).startswith("Needs a decision on the clash desk first. Lumeya")
