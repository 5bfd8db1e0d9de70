"""Other days, channels, countries or usage for one talent than the brief says for all."""

from collections.abc import Sequence
from datetime import datetime

from accounts.models import User
from accounts.roles import Permission
from campaigns import letters
from campaigns.actions.bookings import tell_overtaken
from campaigns.actions.challenges import settle_challenges
from campaigns.actions.confirmations import outdate
from campaigns.actions.ranks import line_of, line_up, to_the_end
from campaigns.actions.shared import as_read, lock_booking, promise
from campaigns.checks import may_move
from campaigns.models import Booking, BookingState
from campaigns.models.deliverable import DONE
from campaigns.move_checks import may_move_to
from campaigns.options import meets_newly
from campaigns.people import approvers_of, may, of_talent
from campaigns.promises import Agreed, Term, agreed_for, agreed_in, dates_of, ordered, plain, shifted
from campaigns.usage import Length
from lib.actions import action
from lib.refusals import require
from lib.violations import violation


@action
def move_booking(
    *,
    booking: Booking,
    days: Term,
    channels: Sequence[str],
    territories: Sequence[str],
    usage: Length,
    by: User,
    now: datetime,
    as_hold: bool = False,
    reason: str = "",
) -> Booking:
    """Let a hold or a booking show on other days, channels or countries, or as an ad for longer or shorter.

    What says the same as the brief goes on following the brief. The clash is asked under the lock, with all of it
    changed at once; refused, nothing is. Price, office fee and tier stay as they are, and so does what is published.
    Pieces that fall out of the days move with the first day. Both sides of a confirmed booking are told. A hold that
    moves to days where it meets others for the first time goes behind all of them; otherwise it keeps its place.
    `as_hold` says that it was read as a hold, which binds nobody: where it is none any more, it stays where it is.
    """
    require(may(by, Permission.RUN_CAMPAIGNS))
    booking = lock_booking(booking)
    require(may_move(booking))
    as_read(booking, as_hold, "both sides are told")
    before = agreed_for(booking)
    wanted = Agreed(days, ordered(channels), ordered(territories), usage)
    if wanted == before:
        return booking
    require(may_move_to(booking, wanted, now))
    held = booking.state == BookingState.HOLD
    was = plain(booking.days)
    _say(booking, wanted)
    if not held:
        outdate(booking, by=by, now=now)
        _shift(booking, before, wanted)
    promise(booking, by=by, now=now)
    if held:
        line = line_of(booking.talent_id)
        others = [plain(hold.days) for hold in line if hold.pk != booking.pk]
        if meets_newly(was, plain(booking.days), others):
            to_the_end(booking, line)
            booking.save(update_fields=["queue"])
        line_up(booking.talent_id, by=by, now=now, mover=booking)
        settle_challenges(booking, by=by, now=now)
        booking.refresh_from_db(fields=["rank"])
    else:
        tell_overtaken(booking, now)
        letters.send(letters.moved_to_talent(booking, wanted), of_talent(booking.talent), now)
        letters.send(letters.moved_to_brand(booking, wanted), approvers_of(booking.campaign.brand), now)
    return booking


def _say(booking: Booking, wanted: Agreed) -> None:
    brief = agreed_in(booking.campaign.brief)
    booking.own_days = wanted.days if wanted.days != brief.days else None
    booking.own_channels = list(wanted.channels) if wanted.channels != brief.channels else None
    booking.own_territories = list(wanted.territories) if wanted.territories != brief.territories else None
    own = wanted.usage if wanted.usage != brief.usage else None
    booking.own_usage_length, booking.own_usage_unit = (own.number, own.unit) if own is not None else (None, "")
    with violation():
        booking.save(
            update_fields=["own_days", "own_channels", "own_territories", "own_usage_length", "own_usage_unit"]
        )
    booking.refresh_from_db(fields=["own_days"])


def _shift(booking: Booking, before: Agreed, wanted: Agreed) -> None:
    """Pieces whose day falls out of the days move with them."""
    rest = booking.deliverables.select_for_update(of=("self",)).exclude(state__in=DONE).order_by("pk")
    for piece in rest:
        dates = shifted(dates_of(piece), before.days, wanted.days)
        if dates != dates_of(piece):
            piece.draft_due_on, piece.live_on, piece.live_until = dates
            piece.save(update_fields=["live_on", "live_until", "draft_due_on"])
