"""Contracts and the clash desk."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from campaigns import actions
from campaigns.models import AmbassadorContract, Booking, Campaign
from clients.models import Brand, Category
from exclusivity.models import Decision, Finding
from talent.models import Talent
from tests.campaigns import steps
from tests.campaigns.rivals import bind_to_rival, clause, draft_rival
from tests.factories import booker
from tests.portals.desk.reading import text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def typed(brand: Brand, talent: Talent, **values: Any) -> dict[str, Any]:
    """A contract as the form sends it."""
    return {
        "brand": brand.public_id, "talent": talent.public_id, "title": "Kirei × Aoi", "first": "2026-05-01",
        "last": "2027-04-30", "fee": "3000000", "currency": "JPY", "duties": "Six posts", "preset": "", **values,
    }  # fmt: skip


def test_a_contract_is_drafted_changed_and_signed(desk: Client, brand: Brand, talent: Talent, soda: Category) -> None:
    assert desk.post("/desk/ambassadors/add", typed(brand, talent)).status_code == 302
    made = AmbassadorContract.objects.get()
    url = f"/desk/ambassadors/{made.public_id}/"
    assert "It forbids nothing yet." in text(desk.get(url))
    assert "?preset=STANDARD_AMBASSADOR" in text(desk.get(url))
    actions.write_clause(contract=made, terms=clause(soda), by=booker(), now=timezone.now())
    assert desk.post(f"{url}edit", typed(brand, talent, title="Kirei for two")).status_code == 302
    page = text(desk.get(url))
    assert "Clause 4.2" in page and "30 April 2027" in page and ">soda</span> brands" in page
    assert desk.post(f"{url}sign").status_code == 302
    made = AmbassadorContract.objects.get()
    assert (made.title, made.state) == ("Kirei for two", "signed")
    assert "Amend" in text(desk.get(url))
    assert desk.get(f"{url}edit").status_code == 302  # a signed contract stands


def test_a_preset_leads_to_the_first_clause(desk: Client, brand: Brand, talent: Talent) -> None:
    response = desk.post("/desk/ambassadors/add", typed(brand, talent, preset="NAMED_ONLY"))
    promise = AmbassadorContract.objects.get().commitment.public_id
    assert response.headers["Location"] == f"/desk/commitments/{promise}/clauses/add?preset=NAMED_ONLY"


@pytest.mark.parametrize("last", ["9999-12-31", "20270-04-30"])
def test_a_slip_in_the_year_is_said_at_its_field(desk: Client, brand: Brand, talent: Talent, last: str) -> None:
    response = desk.post("/desk/ambassadors/add", typed(brand, talent, first="0027-05-01", last=last))
    assert response.status_code == 422
    assert "Look at the year: days before 1900 are not kept." in text(response)
    assert AmbassadorContract.objects.count() == 0


def test_a_contract_that_ends_before_it_begins_is_said_at_its_field(desk: Client, brand: Brand, talent: Talent) -> None:
    response = desk.post("/desk/ambassadors/add", typed(brand, talent, last="2026-04-30", duties="Kept words"))
    assert "The last day comes before the first." in text(response)
    assert "Kept words" in text(response)


def test_signing_beside_a_rival_is_refused(desk: Client, talent: Talent, soda: Category) -> None:
    bind_to_rival(talent, soda)
    second = draft_rival(talent, soda, name="Mizukage")
    url = f"/desk/ambassadors/{second.public_id}/"
    assert "keeps soda to itself in Japan" in text(desk.get(url)).split('class="refused"')[1]
    response = desk.post(f"{url}sign")
    assert (response.status_code, AmbassadorContract.objects.get(pk=second.pk).state) == (409, "draft")
    assert "Refused." in text(response)


def test_a_contract_ends_early_with_a_reason(desk: Client, talent: Talent, soda: Category) -> None:
    signed = bind_to_rival(talent, soda)
    url = f"/desk/ambassadors/{signed.public_id}/end"
    refused = desk.post(url, {"on": "2026-04-30", "end_reason": "mutual", "reason": ""})
    assert (refused.status_code, AmbassadorContract.objects.get().state) == (422, "signed")
    assert desk.post(url, {"on": "2026-04-30", "end_reason": "mutual", "reason": "New owner"}).status_code == 302
    ended = AmbassadorContract.objects.get()
    assert (ended.state, ended.ended_on.isoformat(), ended.end_reason) == ("ended", "2026-04-30", "New owner")


def test_a_draft_is_given_up(desk: Client, talent: Talent, soda: Category) -> None:
    draft = draft_rival(talent, soda)
    assert desk.post(f"/desk/ambassadors/{draft.public_id}/withdraw", {"reason": "No budget"}).status_code == 302
    assert AmbassadorContract.objects.get().state == "withdrawn"


def test_the_list_says_what_is_kept_and_how_long(desk: Client, talent: Talent, soda: Category) -> None:
    bind_to_rival(talent, soda)
    page = text(desk.get("/desk/ambassadors/"))
    assert "261 days left" in page  # 15 April to 31 December
    assert "Soda" in page
    assert "No contract matches" in text(desk.get("/desk/ambassadors/?q=nobody"))


def test_the_clash_desk_explains_and_refuses_to_wave_a_clash_through(
    desk: Client, campaign: Campaign, talent: Talent, soda: Category
) -> None:
    bind_to_rival(talent, soda)
    steps.hold(campaign, talent)
    finding = Finding.objects.get()
    assert "Lumeya keeps soda to itself" in text(desk.get("/desk/clashes/"))
    page = text(desk.get(f"/desk/clashes/{finding.public_id}/"))
    assert page.count(">Meets") >= 6
    assert "This is a clash, not a doubt." in page
    url = f"/desk/clashes/{finding.public_id}/decide"
    waved = desk.post(url, {"accepted": "yes", "reason": "Fine by me"})
    assert (waved.status_code, Decision.objects.count()) == (422, 0)
    assert "Fine by me" in text(waved)
    assert desk.post(url, {"accepted": "no", "reason": ""}).status_code == 422
    assert desk.post(url, {"accepted": "no", "reason": "Rivals"}).status_code == 302
    assert Decision.objects.get().reason == "Rivals"


def test_a_doubt_is_decided_and_the_booking_goes_on(
    desk: Client, campaign: Campaign, talent: Talent, soda: Category
) -> None:
    bind_to_rival(talent, soda)
    campaign.brief.categories.clear()  # nobody said what it promotes
    held = steps.hold(campaign, talent)
    finding = Finding.objects.get()
    assert finding.verdict == "REVIEW"
    assert "Needs a decision on the clash desk first." in text(desk.get(f"/desk/bookings/{held.public_id}/"))
    sent = {"accepted": "yes", "reason": "Lumeya agreed by mail"}
    assert desk.post(f"/desk/clashes/{finding.public_id}/decide", sent).status_code == 302
    assert desk.post(f"/desk/bookings/{held.public_id}/confirm").status_code == 302
    assert Booking.objects.get(pk=held.pk).state == "confirmed"


def test_a_booker_may_not_decide(client: Client, campaign: Campaign, talent: Talent, soda: Category) -> None:
    bind_to_rival(talent, soda)
    steps.hold(campaign, talent)
    client.force_login(booker())
    finding = Finding.objects.get()
    assert 'aria-disabled="true"' in text(client.get(f"/desk/clashes/{finding.public_id}/"))
    sent = {"accepted": "no", "reason": "Rivals"}
    assert client.post(f"/desk/clashes/{finding.public_id}/decide", sent).status_code == 403
