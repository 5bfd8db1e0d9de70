"""Brands of the demo office say how it was to work with those whose posts are live."""

from agency.demo.work import Office
from campaigns.actions import rate_talent
from campaigns.models import Booking
from campaigns.models.booking import STANDING

SAID = (
    (5, "Quick, kind, and the second draft was better than our brief."),
    (4, ""),
    (3, "Good post, a day late."),
)


def build(office: Office) -> None:
    """One rating a booking of the brands whose people sign in, but for the last one."""
    live = Booking.objects.filter(state__in=STANDING, deliverables__state="published").distinct().order_by("pk")
    rows = [row for row in live.select_related("campaign__brand") if row.campaign.brand.name in office.brand_people]
    for place, booking in enumerate(rows[:-1]):
        stars, words = SAID[place % len(SAID)]
        by = office.brand_people[booking.campaign.brand.name]
        rate_talent(booking=booking, stars=stars, words=words, by=by, now=office.now)
