"""Deadlines remind the talent, then tell the manager too."""

from datetime import datetime

from accounts.models import User
from accounts.roles import Permission
from campaigns import letters, work_letters
from campaigns.actions.shared import lock_booking
from campaigns.models import Booking, Nudge, NudgeKind
from campaigns.people import may, of_manager, of_talent
from campaigns.queries.due import nudge_due
from lib.actions import action
from lib.refusals import Refused, require
from lib.violations import violation


@action
def nudge(*, booking: Booking, kind: NudgeKind, by: User, now: datetime) -> list[Nudge]:
    """Write to the talent what of a booking is due; where it is late, to the campaign's manager too.

    One letter names all the pieces, and each piece is named once for each kind.
    """
    require(may(by, Permission.RUN_CAMPAIGNS))
    booking = lock_booking(booking)
    pieces = list(nudge_due(kind, now).filter(booking=booking).order_by("pk"))
    if not pieces:
        raise Refused("Nothing is due here any more.")
    for piece in pieces:
        piece.booking = booking
    with violation():
        sent = Nudge.objects.bulk_create(
            Nudge(deliverable=piece, kind=kind, sent_at=now, sent_by=by) for piece in pieces
        )
    said = [(work_letters.nudged(pieces, kind), of_talent(booking.talent))]
    if kind != NudgeKind.DRAFT_SOON:
        said.append((work_letters.late(pieces, kind), of_manager(booking)))
    letters.send_all(said, now)
    return sent
