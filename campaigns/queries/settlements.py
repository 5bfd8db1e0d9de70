"""Cancelled bookings for which nobody wrote down what is paid."""

from datetime import datetime, timedelta

from django.db.models import Count, Q

from accounts.models import User
from campaigns.models import Booking, BookingState, DeliverableState
from campaigns.queries.entries import Entry
from lib.figures import counted

ASKED_FOR = timedelta(days=60)


def unsettled(user: User, now: datetime, *, mine: bool) -> list[Entry]:
    """Both sides were told that they hear what is paid. Two months later nobody waits for it any more. One query."""
    rows = Booking.objects.filter(
        state=BookingState.CANCELLED, settled_price=None, confirmed_at__isnull=False, cancelled_at__gt=now - ASKED_FOR
    )
    if mine:
        rows = rows.filter(campaign__manager=user)
    live = Count("deliverables", filter=Q(deliverables__state=DeliverableState.PUBLISHED))
    return [
        Entry(
            icon="cash",
            title=f"Agree on what is paid to {row.talent.name}",
            line=f"{row.campaign.name}, cancelled. {counted(row.live, 'post')} live",
            url_name="desk:booking-settle",
            public_id=row.public_id,
            action_label="Write it down",
            face=row.talent,
            mark=row.campaign.brand,
            since=row.cancelled_at,
        )
        for row in rows.select_related("talent", "campaign__brand").annotate(live=live).order_by("cancelled_at", "pk")
    ]
