"""The line of holds around a hold, as pages show it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from campaigns.models import Booking, BookingState, Challenge, ChallengeState
from campaigns.options import WAY, meet
from campaigns.promises import plain
from campaigns.rules import ordinal


@dataclass(frozen=True, slots=True)
class Option:
    """A hold in the line. `challenge` is the one that it has to answer, `asks` the one that it has made."""

    booking: Booking
    challenge: Challenge | None = None
    asks: Challenge | None = None

    @property
    def place(self) -> str:
        """1st, 2nd."""
        return ordinal(self.booking.rank)


@dataclass(frozen=True, slots=True)
class Line:
    """A hold with those that share a day with it, the first one first."""

    own: Option
    options: list[Option]

    @property
    def first(self) -> Option | None:
        """Who is first, where that is somebody else."""
        ahead = [option for option in self.options if option.booking.rank < self.own.booking.rank]
        return ahead[0] if ahead else None


def lines_around(bookings: Iterable[Booking]) -> dict[int, Line]:
    """The line around each of these holds. Two queries, however many there are."""
    held = [booking for booking in bookings if booking.state == BookingState.HOLD]
    if not held:
        return {}
    talents = {booking.talent_id for booking in held}
    to: dict[int, Challenge] = {}
    by: dict[int, Challenge] = {}
    running = Challenge.objects.filter(state=ChallengeState.OPEN, hold__talent__in=talents)
    for challenge in running.select_related("hold__campaign__brand", "challenger__campaign__brand"):
        to[challenge.hold_id] = by[challenge.challenger_id] = challenge
    of: dict[int, list[Option]] = defaultdict(list)
    for hold in WAY.filter(talent__in=talents, state=BookingState.HOLD).order_by("rank", "queue", "pk"):
        of[hold.talent_id].append(Option(hold, to.get(hold.pk), by.get(hold.pk)))
    found = {}
    for booking in held:
        days = plain(booking.days)
        near = [o for o in of[booking.talent_id] if o.booking.pk == booking.pk or meet(plain(o.booking.days), days)]
        own = next((option for option in near if option.booking.pk == booking.pk), None)
        if own is not None:
            found[booking.pk] = Line(own, near)
    return found
