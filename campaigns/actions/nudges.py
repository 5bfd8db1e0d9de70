"""Deadlines remind the talent or the brand, then tell the manager too."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import F

from accounts.models import User
from accounts.roles import Permission
from campaigns import letters, work_letters
from campaigns.actions.shared import lock_booking, lock_campaign
from campaigns.models import Booking, Campaign, Deliverable, Draft, Nudge, NudgeKind
from campaigns.models.nudge import OF_DRAFT
from campaigns.people import Addressee, approvers_of, may, of_manager, of_talent
from campaigns.queries.due import nudge_due
from lib.actions import action
from lib.refusals import Refused, require
from lib.violations import violation

AHEAD = (NudgeKind.DRAFT_SOON, NudgeKind.REDO_SOON)
OVER = "Nothing is due here any more."


def _note(pieces: Sequence[Deliverable], kind: NudgeKind, by: User, now: datetime) -> list[Nudge]:
    with violation():
        return Nudge.objects.bulk_create(
            Nudge(
                deliverable=piece,
                kind=kind,
                draft_id=piece.draft if kind in OF_DRAFT else None,  # type: ignore[attr-defined]
                sent_at=now,
                sent_by=by,
            )
            for piece in pieces
        )


@action
def nudge(*, booking: Booking, kind: NudgeKind, by: User, now: datetime) -> list[Nudge]:
    """Write to the talent what of a booking is due; where it is late, to the campaign's manager too.

    One letter names all the pieces, and each piece is named once for each kind, or for each draft that was sent back.
    """
    require(may(by, Permission.RUN_CAMPAIGNS))
    if kind == NudgeKind.BRAND_LATE:
        raise Refused("The brand is reminded of a campaign’s drafts together.")
    booking = lock_booking(booking)
    pieces = list(nudge_due(kind, now).filter(booking=booking).annotate(draft=F("newest")).order_by("pk"))
    if not pieces:
        raise Refused(OVER)
    for piece in pieces:
        piece.booking = booking
    sent = _note(pieces, kind, by, now)
    said = [(work_letters.nudged(pieces, kind), of_talent(booking.talent))]
    if kind not in AHEAD:
        said.append((work_letters.late(pieces, kind), of_manager(booking)))
    letters.send_all(said, now)
    return sent


@action
def nudge_brand(*, campaign: Campaign, by: User, now: datetime) -> list[Nudge]:
    """Write to the brand which drafts of a campaign wait for its answer longer than they should, and to the manager.

    One letter names them all, and each draft is named once. Where nobody of the brand has a way in, nobody is written
    to: the office answers for it.
    """
    require(may(by, Permission.RUN_CAMPAIGNS))
    campaign = lock_campaign(campaign)
    told, kind = approvers_of(campaign.brand), NudgeKind.BRAND_LATE
    rows = nudge_due(kind, now).filter(booking__campaign=campaign).annotate(draft=F("newest"))
    pieces = list(rows.select_related("booking__talent").order_by("turn_due_on", "pk"))
    if not told or not pieces:
        raise Refused(OVER)
    known = Draft.objects.in_bulk([piece.draft for piece in pieces])  # type: ignore[attr-defined]
    drafts = []
    for piece in pieces:
        piece.booking.campaign = campaign
        drafts.append(known[piece.draft])  # type: ignore[attr-defined]
        drafts[-1].deliverable = piece
    sent = _note(pieces, kind, by, now)
    manager = [Addressee.of(campaign.manager)]
    letters.send_all([(work_letters.brand_late(drafts), told), (work_letters.brand_late_manager(drafts), manager)], now)
    return sent
