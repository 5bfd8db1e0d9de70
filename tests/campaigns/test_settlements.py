"""What is paid for a booking that was cancelled."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from djmoney.money import Money

from campaigns import actions
from campaigns.models import Booking, Campaign
from campaigns.models.booking import COUNTING
from campaigns.queries import desk_queue
from campaigns.queries.budget import budget_of
from lib.refusals import Refused
from lib.violations import violation
from outbox.models import Message
from stats.results.report import reports
from tests.campaigns import steps
from tests.factories import CampaignFactory, TalentFactory, booker, manager

HALF = Money(60_000, "JPY")


@pytest.fixture
def cancelled(campaign, talent, approver, by, now):
    booking = steps.book(campaign, talent)
    steps.publish(steps.piece(booking))
    Booking.objects.update(state="confirmed")
    Campaign.objects.update(state="running")
    actions.cancel_campaign(campaign=Campaign.objects.get(), reason="Too late", by=by, now=now)
    Message.objects.all().delete()
    return Booking.objects.get()


def settle(booking, by, now, **values):
    said = {"price": HALF, "words": "For the reel that is live.", **values}
    return actions.settle_booking(booking=booking, by=by, now=now, **said)


def test_what_is_agreed_stands_with_the_booking_and_each_side_reads_its_own_sum(cancelled, by, now):
    booking = settle(cancelled, by, now)
    assert (booking.settled_price, booking.settled_by, booking.settled_at, booking.paid) == (HALF, by, now, HALF)
    talent, brand = (Message.objects.get(to_name=name, kind="booking_settled") for name in ("Aoi", "Petra"))
    assert "You receive ¥ 48,000 for it, after the office’s fee." in talent.body and "60,000" not in talent.body
    assert "You pay ¥ 60,000 for it." in brand.body and "48,000" not in brand.body
    assert all("For the reel that is live." in letter.body for letter in (talent, brand))
    events = Booking.pgh_event_model.objects.filter(pgh_obj=booking).order_by("-pgh_id")
    assert [event.settled_price for event in events[:2]] == [HALF, None]


def test_what_is_agreed_counts_in_the_cost_of_results_and_in_the_budget(cancelled, by, now):
    campaign = Campaign.objects.get()
    campaign.brief.budget = Money(500_000, "JPY")
    campaign.brief.save()

    def counted():
        report = reports([campaign])[campaign.pk]
        return report.cost, report.live, budget_of(campaign).booked

    assert counted() == (None, 0, Money(0, "JPY"))
    settle(cancelled, by, now)
    assert counted() == (HALF, 1, HALF)
    settle(cancelled, by, now, price=Money(0, "JPY"))
    assert counted() == (None, 0, Money(0, "JPY"))
    assert not Booking.objects.get().counts and not Booking.objects.filter(COUNTING).exists()


def test_a_correction_says_so_and_the_same_again_says_nothing(cancelled, by, now):
    settle(cancelled, by, now)
    Message.objects.all().delete()
    settle(cancelled, by, now)
    assert not Message.objects.exists()
    settle(cancelled, by, now, price=Money(0, "JPY"), words="")
    bodies = list(Message.objects.filter(to_name__in=["Aoi", "Petra"]).values_list("body", flat=True))
    assert all("Nothing is paid for it." in body and "takes the place of" in body for body in bodies)
    assert len(bodies) == 2


def test_only_a_cancelled_booking_is_settled_and_not_below_nothing(cancelled, aoi, by, now):
    with pytest.raises(Refused, match="less than 0"):
        settle(cancelled, by, now, price=Money(-1, "JPY"))
    with pytest.raises(Refused):
        settle(cancelled, aoi, now)
    standing = steps.book(CampaignFactory(), TalentFactory())
    with pytest.raises(Refused, match="any other has its price"):
        settle(standing, by, now)
    with pytest.raises((Refused, ValidationError), match="cancelled"), violation():
        Booking.objects.filter(pk=standing.pk).update(settled_price=HALF, settled_at=now, settled_by=by)


def test_what_is_not_agreed_is_on_today_of_the_campaigns_manager_for_two_months(cancelled, by, now):
    other = manager(name="Other")

    def todo(user, at, mine=True):
        return [(entry.title, entry.line) for entry in desk_queue(user, at, mine=mine).todo]

    line = ("Agree on what is paid to Aoi", "Summer, cancelled. 1 post live")
    assert (todo(by, now), todo(other, now), todo(other, now, mine=False)) == ([line], [], [line])
    assert (todo(by, now + timedelta(days=59)), todo(by, now + timedelta(days=60))) == ([line], [])
    settle(cancelled, booker(), now)
    assert todo(by, now) == []


def test_the_address_of_a_cancelled_post_is_corrected_where_its_results_count(cancelled, by, now):
    piece = cancelled.deliverables.get()
    said = {"url": "https://www.instagram.com/p/Right/", "reason": "Typed another one", "by": by, "now": now}
    with pytest.raises(Refused, match="The booking no longer stands, and nothing is paid for it."):
        actions.correct_post_address(deliverable=piece, **said)
    actions.settle_booking(booking=cancelled, price=HALF, words="", by=by, now=now)
    assert actions.correct_post_address(deliverable=piece, **said).post_url == said["url"]
    actions.take_down_post(deliverable=piece, reason="Gone", by=by, now=now)
    actions.settle_booking(booking=cancelled, price=Money(0, "JPY"), words="", by=by, now=now)
    with pytest.raises(Refused, match="nothing is paid for it"):
        actions.correct_post_address(deliverable=piece, **{**said, "url": "https://www.instagram.com/p/Other/"})
