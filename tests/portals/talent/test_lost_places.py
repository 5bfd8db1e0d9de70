"""What a talent reads of a place that they had and have no more."""

import pytest
from django.urls import reverse
from djmoney.money import Money

from campaigns import actions
from campaigns.models import Booking
from tests.campaigns import steps
from tests.factories import NOW, booker
from tests.portals.outside import text


def reads(portal, name: str, *args: str) -> str:
    return text(portal.get(reverse(f"talent:{name}", args=args)))


@pytest.mark.parametrize("whole", [True, False], ids=["the campaign", "their booking"])
def test_of_a_cancelled_place_the_project_promises_no_pay_and_nothing_is_withdrawn(portal, campaign, talent, whole):
    by = booker()
    row = steps.apply(campaign, talent, proposed_fee=Money(150_000, "JPY"))
    actions.accept_application(application=row, answer="", by=by, now=NOW)
    assert "Withdraw" in reads(portal, "applications")
    booking = actions.confirm_booking(booking=Booking.objects.get(), by=by, now=NOW)
    if whole:
        actions.cancel_campaign(campaign=campaign, reason="Budget", by=by, now=NOW)
    else:
        actions.cancel_booking(booking=booking, reason="Ill", by=by, now=NOW)
    said = reads(portal, "project", campaign.public_id)
    assert "You receive Nothing" in said and "96,000" not in said and "Accepted" not in said
    assert ("The campaign was cancelled, and you have no place" in said) == whole
    listed = reads(portal, "applications")
    assert ("Cancelled" in listed, "Accepted" in listed, "Withdraw" in listed) == (True, False, False)


def test_what_was_agreed_for_a_cancelled_place_is_what_they_receive(portal, campaign, talent):
    by = booker()
    row = steps.apply(campaign, talent)
    actions.accept_application(application=row, answer="", by=by, now=NOW)
    booking = actions.confirm_booking(booking=Booking.objects.get(), by=by, now=NOW)
    actions.cancel_booking(booking=booking, reason="Ill", by=by, now=NOW)
    actions.settle_booking(booking=booking, price=Money(50_000, "JPY"), words="The first day", by=by, now=NOW)
    said = reads(portal, "project", campaign.public_id)
    assert "You receive ¥ 40,000 for what was done, as was agreed." in said
