"""What may be put into the calendar, and moved in it."""

from datetime import date, datetime

from campaigns.checks import office_day
from campaigns.models import Booking, BookingState, Deliverable
from campaigns.models.deliverable import DONE
from campaigns.promises import Dates, agreed_for, within
from campaigns.rules import day_words
from lib.refusals import Answer, Denied


def may_plan(booking: Booking) -> Answer:
    """Appointments are of confirmed bookings; of a hold they are options, of which the talent is not told."""
    if booking.state not in (BookingState.HOLD, BookingState.CONFIRMED):
        return Denied("Appointments are planned for a hold or a confirmed booking.", code="state")
    return True


def not_over(day: date, today: date) -> Answer:
    """Nothing is planned for a day that is over."""
    return True if day >= today else Denied(f"{day_words(day)} is over.", code="past")


def may_touch(piece: Deliverable) -> Answer:
    """Whether a piece still has days to move."""
    if piece.booking.state != BookingState.CONFIRMED or piece.state in DONE:
        return Denied("Its days stand: it is live, or no longer owed.", code="done")
    return True


def moved(piece: Deliverable, draft_due_on: date | None, live_on: date | None) -> Dates:
    """The piece's dates with these in them: its window to go live keeps its length."""
    until = piece.live_until
    if until is not None and piece.live_on is not None and live_on is not None:
        until += live_on - piece.live_on
    return draft_due_on, live_on, until if live_on is not None else None


def may_redate(piece: Deliverable, dates: Dates, now: datetime) -> Answer:
    """Whether a piece may have these dates. It comes with its booking, campaign and brief."""
    answer = may_touch(piece)
    if not answer:
        return answer
    (due, live, until), days, today = dates, agreed_for(piece.booking).days, office_day(now)
    for day in filter(None, (live, until)):
        if days is not None and within(day, days) != day:
            return Denied(f"{day_words(day)} is not among the days of the booking. Move the booking.", code="days")
    last = until or live
    if due is not None and last is not None and due > last:
        return Denied("The draft would be due after the day on which it goes live.", code="order")
    for before, after in ((piece.draft_due_on, due), (piece.live_on, live)):
        if after is not None and after != before and not (answer := not_over(after, today)):
            return answer
    return True
