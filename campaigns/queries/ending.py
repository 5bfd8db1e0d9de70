"""What ends with a campaign that is called off, as `cancel_campaign` would do it now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from campaigns.models import (
    Application,
    ApplicationState,
    Appointment,
    Booking,
    BookingState,
    Campaign,
    Deliverable,
    DeliverableState,
    Gift,
    GiftState,
    Nomination,
)
from campaigns.models.application import UNDECIDED
from campaigns.models.nomination import UNDER_WAY
from outbox.models import Message

DRAFTED = (DeliverableState.OFFICE_REVIEW, DeliverableState.CLIENT_REVIEW, DeliverableState.CHANGES)


@dataclass(frozen=True, slots=True)
class Ending:
    """Who loses what. `told` are the applicants who read that it is called off; of a hold alone nobody hears.

    `drafts` are with somebody and `approved` wait to go live; both are owed no longer. `live` stays where it is, and
    what is paid for it is to be agreed. `done` are completed and stay so.
    """

    holds: Sequence[Booking]
    bookings: Sequence[Booking]
    done: Sequence[Booking]
    told: Sequence[Application]
    asked: Sequence[Nomination]
    drafts: Sequence[Deliverable]
    approved: Sequence[Deliverable]
    live: Sequence[Deliverable]
    shoots: Sequence[Appointment]
    gifts: Sequence[Gift]
    letters: int


def ending_of(campaign: Campaign, now: datetime) -> Ending:
    """Eight queries, however much there is."""
    places = list(campaign.bookings.select_related("talent").order_by("pk"))
    by_state = {state: [each for each in places if each.state == state] for state in BookingState}
    booked = by_state[BookingState.CONFIRMED]
    ever_booked = {each.talent_id for each in places if each.confirmed_at is not None}
    waiting = campaign.applications.filter(state__in=(*UNDECIDED, ApplicationState.ACCEPTED))
    pieces = list(
        Deliverable.objects.filter(booking__in=booked).select_related("booking__talent").order_by("booking", "pk")
    )
    shoots = Appointment.objects.filter(booking__in=booked, cancelled_at=None, ends_at__gt=now)
    gifts = campaign.gifts.filter(state__in=(GiftState.PROPOSED, GiftState.ACCEPTED))
    return Ending(
        holds=by_state[BookingState.HOLD],
        bookings=booked,
        done=by_state[BookingState.COMPLETED],
        told=list(waiting.exclude(talent__in=ever_booked).select_related("talent").order_by("pk")),
        asked=list(campaign.nominations.filter(state__in=UNDER_WAY).select_related("talent").order_by("pk")),
        drafts=[piece for piece in pieces if piece.state in DRAFTED],
        approved=[piece for piece in pieces if piece.state == DeliverableState.APPROVED],
        live=[piece for piece in pieces if piece.state == DeliverableState.PUBLISHED],
        shoots=list(shoots.select_related("booking__talent").order_by("starts_at", "pk")),
        gifts=list(gifts.select_related("talent").order_by("pk")),
        letters=campaign.outreach.filter(letters__message__state=Message.State.DRAFT).count(),
    )
