"""What is written when a booking or a whole campaign is called off: what ends with it, and who says what is paid."""

from collections.abc import Sequence
from datetime import datetime

from djmoney.money import Money

from campaigns.calendar import when_words
from campaigns.letters import Letter, about_campaign, money_words, project_as_told, project_words
from campaigns.models import Application, Booking, Campaign, DeliverableState
from campaigns.people import named
from campaigns.rules import listed, talent_net


def called_off(application: Application) -> Letter:
    """To the talent: the project that they applied for does not take place."""
    campaign = application.campaign
    return Letter(
        "application_declined",
        about_campaign(campaign),
        f"“{campaign.name}” is called off",
        (
            f"You applied for {project_as_told(campaign)}. It does not take place, so there is nothing to decide.",
            "Other projects are open to you in your portal.",
        ),
    )


def _live(booking: Booking) -> str:
    pieces = booking.deliverables.filter(state=DeliverableState.PUBLISHED).order_by("pk")
    return listed(str(piece) for piece in pieces)


def _ended(booking: Booking, kind: str, now: datetime, *, brand: bool) -> Letter:
    campaign = booking.campaign
    shoots = booking.appointments.filter(cancelled_at=None, ends_at__gt=now).order_by("starts_at", "pk")
    if brand:
        shoots = shoots.filter(brand_reads=True)
    dates = "\n".join(f"- {row.what}, {when_words(row)}" for row in shoots)
    live = _live(booking)
    return Letter(
        kind,
        about_campaign(campaign),
        f"The booking for “{campaign.name}” is cancelled",
        (
            f"The booking of {booking.talent.name} for {project_words(campaign)} no longer stands. "
            "No draft and no post is owed for it any more.",
            f"Called off with it:\n{dates}" if dates else "",
            f"Live already: {live}." if live else "",
            f"{named(campaign, begins=True)} tells you what is paid for what was done.",
        ),
        "" if brand else f"booking:{booking.public_id}",
    )


def cancelled_to_talent(booking: Booking, now: datetime) -> Letter:
    """To the talent, who may know of the project by the booking alone: the booking no longer stands."""
    return _ended(booking, "booking_cancelled", now, brand=False)


def cancelled_to_brand(booking: Booking, now: datetime) -> Letter:
    """To the brand: the booking no longer stands."""
    return _ended(booking, "booking_cancelled", now, brand=True)


def settled(booking: Booking, price: Money, *, brand: bool, corrected: bool) -> Letter:
    """To one of both sides: what is paid for the booking that was cancelled, as it was agreed."""
    campaign = booking.campaign
    amount = price if brand else talent_net(price, booking.fee_percent)
    whose = f"The booking of {booking.talent.name} for {project_words(campaign)} was cancelled."
    if not amount.amount:
        said = "Nothing is paid for it."
    elif brand:
        said = f"You pay {money_words(amount)} for it."
    else:
        said = f"You receive {money_words(amount)} for it, after the office’s fee."
    return Letter(
        "booking_settled",
        about_campaign(campaign),
        f"What is paid for the cancelled booking for “{campaign.name}”",
        (
            f"{whose} {said}",
            booking.settled_words,
            "This takes the place of what was written before." if corrected else "",
            f"If that is not what was agreed, write to {named(campaign)}.",
        ),
        "" if brand else f"booking:{booking.public_id}",
    )


def campaign_cancelled(campaign: Campaign, bookings: Sequence[Booking]) -> Letter:
    """To the brand: the campaign no longer stands, and neither do these bookings."""
    lines = []
    for booking in bookings:
        live = _live(booking)
        lines.append(f"- {booking.talent.name}{f', live already: {live}' if live else ''}")
    ended = "\n".join(("These bookings no longer stand:", *lines)) if lines else ""
    return Letter(
        "campaign_cancelled",
        about_campaign(campaign),
        f"“{campaign.name}” is cancelled",
        (
            f"“{campaign.name}” is cancelled. Everybody who applied or whose booking ended has been told.",
            ended,
            f"{named(campaign, begins=True)} tells you what is paid for what was done." if ended else "",
        ),
    )
