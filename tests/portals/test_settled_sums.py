"""What was agreed on cancelling is in every total that counts what was paid, by the same rule."""

import pytest
from django.test import Client
from django.urls import reverse
from djmoney.money import Money

from campaigns import actions
from campaigns.models import Booking, Deliverable
from stats.actions import enter_figures
from stats.ledger import ledger, paid_and_reached
from stats.results.untold import LONGEST, untold
from tests.campaigns import steps
from tests.factories import NOW, CampaignFactory, TalentFactory, brand_person, finance, manager, talent_user
from tests.portals.outside import still_clock, text

__all__ = ["still_clock"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("still_clock")]
URL = "https://www.instagram.com/p/Sea1/"


def cancelled(campaign, talent, *, price: int, of: int = 200_000, url: str = "") -> Booking:
    booking = steps.book(campaign, talent, price=Money(of, "JPY"))
    if url:
        steps.publish(steps.piece(booking), url)
        Booking.objects.filter(pk=booking.pk).update(state="confirmed")
    actions.cancel_booking(booking=Booking.objects.get(pk=booking.pk), reason="Ill", by=manager(), now=NOW)
    booking.refresh_from_db()
    if price:
        actions.settle_booking(booking=booking, price=Money(price, "JPY"), words="For the reel", by=manager(), now=NOW)
    return booking


@pytest.fixture
def summer(db):
    """One who takes part for 100,000, one settled with 60,000 after a post, one of whom nothing is agreed."""
    campaign = CampaignFactory(name="Summer", brief__places=5)
    steps.book(campaign, TalentFactory(name="Ren"), price=Money(100_000, "JPY"))
    cancelled(campaign, TalentFactory(name="Aoi"), price=60_000, url=URL)
    cancelled(campaign, TalentFactory(name="Mio"), price=0)
    return campaign


def page(user, url):
    client = Client()
    client.force_login(user)
    return text(client.get(url))


def test_the_offices_page_of_work_adds_what_was_agreed_and_not_what_was_booked(summer) -> None:
    said = page(finance(), reverse("desk:campaign-work", args=[summer.public_id]))
    assert ("¥ 160,000" in said, "¥ 60,000" in said, "¥ 48,000" in said) == (True, True, True)
    assert ("200,000" in said, "not agreed yet" in said, "agreed on cancelling" in said) == (False, True, True)


def test_finance_reads_the_sum_on_the_bookings_page_and_changes_nothing(summer) -> None:
    booking = Booking.objects.get(talent__name="Aoi")
    said = page(finance(), reverse("desk:booking", args=[booking.public_id]))
    assert "Paid for what was done" in said and "¥ 48,000" in said and "For the reel" in said
    assert reverse("desk:booking-settle", args=[booking.public_id]) not in said
    standing = Booking.objects.get(talent__name="Ren")
    assert "Paid for what was done" not in page(finance(), reverse("desk:booking", args=[standing.public_id]))


def test_the_brand_reads_the_same_sum_on_its_campaign_and_over_all(summer) -> None:
    petra = brand_person(summer.brand)
    said = page(petra, reverse("client:campaign", args=[summer.public_id]))
    assert ("¥ 160,000" in said, "cancelled, as agreed" in said, "200,000" in said) == (True, True, False)
    assert ("1 of 5" in said, "See the results" in said, "Mio" in said) == (True, True, False)
    said = page(petra, reverse("client:brand-results"))
    assert "¥ 160,000" in said and "1 of 2" in said
    assert "1 of 2 pieces live" in page(petra, reverse("client:campaigns"))


def test_the_talent_finds_the_post_among_their_results_and_no_booking_that_pays_less_as_the_last(summer) -> None:
    aoi = Booking.objects.get(talent__name="Aoi").talent
    said = page(talent_user(aoi), reverse("talent:results"))
    assert "Summer" in said and "Your last booking paid you" not in said


def test_the_ledger_takes_the_sum_that_was_agreed(summer) -> None:
    aoi = Booking.objects.get(talent__name="Aoi").talent
    piece = Deliverable.objects.get(booking__talent=aoi, state="published")
    assert untold(Deliverable.objects.all(), piece.published_at + LONGEST / 2) == [piece]
    enter_figures(deliverable=piece, as_of=NOW.date(), figures={"reach": 10_000}, evidence=None, by=manager(), now=NOW)
    told = paid_and_reached([aoi], "JPY", None, None)[aoi.pk]
    assert (told.net, told.people) == (48_000, 10_000)
    had = ledger(None, None).get(pk=aoi.pk).booked
    Booking.objects.filter(talent=aoi).update(settled_price=0)
    assert paid_and_reached([aoi], "JPY", None, None) == {}
    assert ledger(None, None).get(pk=aoi.pk).booked == had - 1
    Booking.objects.filter(talent=aoi).update(settled_price=None, settled_at=None, settled_by=None)
    assert paid_and_reached([aoi], "JPY", None, None) == {}
