"""What a booking's page says of the line that it stands in."""

from datetime import datetime
from typing import Any

from campaigns.models import Booking
from campaigns.options import cannot_both, clock_words, default_deadline, may_challenge, office_zone
from campaigns.queries.holds import lines_around
from campaigns.rules import ordinal


def line_context(booking: Booking, now: datetime, *, may: bool) -> dict[str, Any]:
    """The options of these days, what is to answer, and what can be asked. Empty where it is no hold."""
    line = lines_around([booking]).get(booking.pk)
    if line is None:
        return {"line": None}
    ahead = [o.booking for o in line.options if o.booking.rank < line.own.booking.rank]
    way = {hold.pk for hold in cannot_both(booking, ahead, now)}
    due = default_deadline(now)
    return {
        "line": line,
        "way": way,
        "may_challenge": (may and may_challenge(booking, now)) if way and line.own.asks is None else None,
        "challenge_default": f"{due:%Y-%m-%dT%H:%M}",
        "challenge_first": next((o for o in line.options if o.booking.pk in way), None),
        "places": [(o.booking.rank, ordinal(o.booking.rank)) for o in line.options if o is not line.own] if may else [],
        "until": clock_words(booking.hold_until) if booking.hold_until else "",
        "clock": office_zone().key,
    }
