"""Printing a booking's confirmation: outside any lock, since it takes longer than others should wait."""

from datetime import datetime

from accounts.models import User
from campaigns.actions import draw_confirmation
from campaigns.confirming import paper_of
from campaigns.models import Booking, Confirmation
from exclusivity.sheet import printed


def draw_up(*, booking: Booking, by: User, now: datetime) -> Confirmation:
    """Print what holds for the booking now, and keep it where that still holds."""
    number = booking.confirmations.count() + 1
    sheet = paper_of(booking, number, now)
    return draw_confirmation(booking=booking, number=number, sheet=sheet, pdf=printed(sheet), by=by, now=now)
