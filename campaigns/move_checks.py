"""What a booking may be moved to."""

from datetime import datetime

from campaigns.checks import office_day
from campaigns.models import Booking, BookingState, DeliverableState
from campaigns.promises import Agreed, agreed_for, within
from campaigns.rules import day_words
from exclusivity.axes import Channel
from lib.refusals import Answer, Denied


def may_move_to(booking: Booking, wanted: Agreed, now: datetime) -> Answer:
    """Whether a booking that can move may have these days, channels, countries and usage; clashes are asked apart."""
    before, today = agreed_for(booking), office_day(now)
    assert wanted.days is not None  # noqa: S101
    first, end = wanted.days
    if end is not None and end <= first:
        return Denied("The last day comes before the first.")
    if not wanted.channels or not wanted.territories:
        return Denied("It shows on a channel and in a country.")
    if not wanted.usage.is_sane:
        return Denied("Paid usage is up to ten years, or for good.")
    if booking.state == BookingState.COMPLETED:
        if (wanted.days, wanted.channels, wanted.territories) != (before.days, before.channels, before.territories):
            return Denied("All its pieces are live. Only the paid usage can still change.")
        return True
    if wanted.days != before.days and end is not None and end <= today:
        return Denied("Those days are over.")
    if booking.state == BookingState.HOLD:
        lines = list(booking.campaign.brief.wanted.all())
        if lines and not any(line.channel in wanted.channels for line in lines):
            return Denied("No piece of the brief is for these channels.")
        return True
    return _keeps_pieces(booking, before, wanted)


def _keeps_pieces(booking: Booking, before: Agreed, wanted: Agreed) -> Answer:
    for piece in booking.deliverables.exclude(state=DeliverableState.WAIVED):
        if piece.channel not in wanted.channels:
            where = Channel(piece.channel).label
            return Denied(f"{piece} on {where} is owed or live. Keep {where}, or waive the piece first.")
        if piece.published_at is not None and before.days is not None and wanted.days is not None:
            live = office_day(piece.published_at)
            if within(live, before.days) == live != within(live, wanted.days):
                return Denied(f"{piece} went live on {day_words(live)}. The days include it.")
    return True
