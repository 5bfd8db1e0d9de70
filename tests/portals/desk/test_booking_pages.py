"""Holds, bookings and pieces on the desk."""

import pytest
from django.test import Client
from djmoney.money import Money

from campaigns.models import Booking, Campaign, Deliverable, Review, Shortlist
from clients.models import Category
from exclusivity.models import Finding
from talent.models import Talent
from tests.campaigns import steps
from tests.campaigns.rivals import bind_to_rival
from tests.factories import TalentFactory
from tests.portals.desk.reading import text
from tests.portals.outside import text as said

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def test_a_hold_is_placed_from_the_campaign(desk: Client, campaign: Campaign, talent: Talent) -> None:
    sent = {"talent": talent.public_id, "price": "70000", "currency": "JPY", "hold_until": "", "form_key": "h1"}
    url = f"/desk/campaigns/{campaign.public_id}/hold"
    assert desk.post(url, sent).status_code == 302
    assert desk.post(url, sent).status_code == 302
    held = Booking.objects.get(campaign=campaign)
    assert (held.talent, int(held.price.amount), held.state) == (talent, 70_000, "hold")


def test_a_hold_says_where_the_brand_reads_another_price(desk: Client, campaign: Campaign, talent: Talent) -> None:
    held = steps.hold(campaign, talent, price=Money(160_000, "JPY"))
    steps.proposed(campaign, [talent])

    def page() -> str:
        return said(desk.get(f"/desk/bookings/{held.public_id}/"))

    assert "On its shortlist" not in page(), "it was proposed at the hold's price"
    Booking.objects.update(price=170_000)
    assert "On its shortlist Kirei reads ¥ 160,000" in page()
    Shortlist.objects.update(state="replaced")
    assert "On its shortlist" not in page(), "a newer version is what the brand reads"


def test_confirming_books_both_sides(desk: Client, campaign: Campaign, talent: Talent) -> None:
    held = steps.hold(campaign, talent)
    assert "Confirm booking</button>" in text(desk.get(f"/desk/bookings/{held.public_id}/"))
    assert desk.post(f"/desk/bookings/{held.public_id}/confirm").status_code == 302
    assert Booking.objects.get(pk=held.pk).state == "confirmed"
    assert Campaign.objects.get(pk=campaign.pk).state == "running"


def test_a_rivals_contract_refuses_with_the_whole_reason(
    desk: Client, campaign: Campaign, talent: Talent, soda: Category
) -> None:
    bind_to_rival(talent, soda)
    held = steps.hold(campaign, talent)
    page = text(desk.get(f"/desk/bookings/{held.public_id}/"))
    refused = page.split('class="refused"')[1]
    finding = Finding.objects.get()
    assert 'aria-disabled="true"' in refused
    assert "Lumeya keeps soda to itself in Japan until 31 Dec 2026 (clause 4.2)." in refused
    assert f'href="/desk/clashes/{finding.public_id}/"' in refused
    assert page.count(">Meets") >= 6  # all six dimensions, with both operands
    assert f"/desk/bookings/{held.public_id}/confirm" not in page


def test_who_was_outrun_reads_the_same_reason_at_the_click(
    desk: Client, campaign: Campaign, talent: Talent, soda: Category
) -> None:
    held = steps.hold(campaign, talent)
    page = text(desk.get(f"/desk/bookings/{held.public_id}/"))
    assert f"/desk/bookings/{held.public_id}/confirm" in page
    bind_to_rival(talent, soda)
    response = desk.post(f"/desk/bookings/{held.public_id}/confirm", {"form_key": "c1"})
    assert response.status_code == 409
    assert "Lumeya keeps soda to itself in Japan" in text(response).split('role="alert"')[1]
    assert Booking.objects.get(pk=held.pk).state == "hold"


def test_a_hold_is_changed_and_released(desk: Client, campaign: Campaign, talent: Talent) -> None:
    held = steps.hold(campaign, talent)
    sent = {"price": "80000", "currency": "JPY", "hold_until": "2026-04-20T12:00"}
    assert desk.post(f"/desk/bookings/{held.public_id}/change", sent).status_code == 302
    assert int(Booking.objects.get(pk=held.pk).price.amount) == 80_000
    assert desk.post(f"/desk/bookings/{held.public_id}/release", {"reason": "Fell through"}).status_code == 302
    held = Booking.objects.get(pk=held.pk)
    assert (held.state, held.end_reason) == ("released", "Fell through")


def test_a_booking_is_cancelled_with_a_reason(desk: Client, campaign: Campaign, talent: Talent) -> None:
    booked = steps.book(campaign, talent)
    url = f"/desk/bookings/{booked.public_id}/cancel"
    assert desk.post(url, {"reason": ""}).status_code == 409
    assert desk.post(url, {"reason": "Illness"}).status_code == 302
    assert Booking.objects.get(pk=booked.pk).state == "cancelled"


def test_the_office_passes_a_draft_on(desk: Client) -> None:
    draft = steps.submit()
    url = f"/desk/drafts/{draft.public_id}/review"
    refused = desk.post(url, {"answer": "changes", "comment": ""})
    assert (refused.status_code, Review.objects.count()) == (422, 0)
    assert desk.post(url, {"answer": "approve", "comment": "", "form_key": "r1"}).status_code == 302
    assert desk.post(url, {"answer": "approve", "comment": "", "form_key": "r1"}).status_code == 302
    review = Review.objects.get()
    assert (review.side, review.approved, review.draft.deliverable.state) == ("office", True, "client_review")


def test_a_missing_label_is_said_beside_the_draft(desk: Client) -> None:
    draft = steps.submit(caption="Look at this", label="")
    page = text(desk.get(f"/desk/drafts/{draft.public_id}/"))
    assert "The label #PR is neither the draft’s label nor in its caption." in page


def test_versions_stand_side_by_side(desk: Client) -> None:
    first = steps.submit(caption="First try #PR")
    steps.answer(first, approved=False, comment="Slower, closer")
    second = steps.submit(first.deliverable, caption="Second try #PR")
    page = text(desk.get(f"/desk/drafts/{second.public_id}/"))
    assert [words in page for words in ("First try #PR", "Second try #PR", "Slower, closer")] == [True] * 3


def test_an_address_on_another_platform_is_refused(desk: Client) -> None:
    piece = steps.approve()
    url = f"/desk/pieces/{piece.public_id}/address"
    wrong = desk.post(url, {"url": "https://www.tiktok.com/@a/video/1"})
    assert (wrong.status_code, Deliverable.objects.get(pk=piece.pk).state) == (422, "approved")
    assert "https://www.tiktok.com/@a/video/1" in text(wrong)
    assert desk.post(url, {"url": "https://www.instagram.com/p/1/"}).status_code == 302
    assert Deliverable.objects.get(pk=piece.pk).state == "published"


def test_a_piece_is_waived_with_a_reason(desk: Client) -> None:
    piece = steps.piece()
    desk.post(f"/desk/pieces/{piece.public_id}/waive", {"reason": ""})
    assert Deliverable.objects.get(pk=piece.pk).state == "planned"
    desk.post(f"/desk/pieces/{piece.public_id}/waive", {"reason": "Agreed with Kirei"})
    assert Deliverable.objects.get(pk=piece.pk).state == "waived"


def test_nothing_here_for_an_id_that_is_not(desk: Client) -> None:
    TalentFactory()
    paths = ("bookings", "applications", "pieces", "drafts", "campaigns", "ambassadors", "clashes")
    assert [desk.get(f"/desk/{path}/nothinghere1/").status_code for path in paths] == [404] * 7
