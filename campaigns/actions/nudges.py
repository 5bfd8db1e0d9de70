"""Deadlines remind the talent or the brand, then tell the manager too; the office is reminded of its own."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import F

from accounts.models import User
from accounts.queries import staff_who_can
from accounts.roles import Kind, Permission
from campaigns import confirmation_letters, letters, work_letters
from campaigns.actions.shared import lock_booking, lock_campaign
from campaigns.checks import office_day
from campaigns.models import Booking, Campaign, Confirmation, Deliverable, Draft, Nudge, NudgeKind
from campaigns.models.nudge import OF_DRAFT
from campaigns.people import Addressee, accepters_of, approvers_of, managers_of, may, of_manager, of_talent
from campaigns.queries.due import OWN_DAYS, nudge_due, papers_to_remind
from lib.actions import action
from lib.refusals import Refused, require
from lib.violations import violation

AHEAD = (NudgeKind.DRAFT_SOON, NudgeKind.REDO_SOON, NudgeKind.POST_SOON)
OF_CAMPAIGN = (NudgeKind.BRAND_LATE, *OWN_DAYS)
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
    if kind in OF_CAMPAIGN:
        raise Refused("Of drafts that wait for an answer a campaign’s are told together.")
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
    pieces, drafts = _waiting(campaign, kind, now)
    if not told or not pieces:
        raise Refused(OVER)
    sent = _note(pieces, kind, by, now)
    office = managers_of(campaign)
    letters.send_all([(work_letters.brand_late(drafts), told), (work_letters.brand_late_manager(drafts), office)], now)
    return sent


def _waiting(campaign: Campaign, kind: NudgeKind, now: datetime) -> tuple[list[Deliverable], list[Draft]]:
    """The pieces of a campaign for which this reminder is due, and the draft of each, the longest waiting first."""
    rows = nudge_due(kind, now).filter(booking__campaign=campaign).annotate(draft=F("newest"))
    pieces: list[Any] = list(rows.select_related("booking__talent").order_by("turn_due_on", "pk"))
    known = Draft.objects.in_bulk([piece.draft for piece in pieces])
    drafts = []
    for piece in pieces:
        piece.booking.campaign = campaign
        drafts.append(known[piece.draft])
        drafts[-1].deliverable = piece
    return pieces, drafts


@action
def nudge_office(*, campaign: Campaign, kind: NudgeKind, by: User, now: datetime) -> list[Nudge]:
    """Tell the manager which drafts of a campaign wait for the office's own review, and later whoever runs the office.

    One letter names them all, and each draft is named once to each.
    """
    require(may(by, Permission.RUN_CAMPAIGNS))
    if kind not in OWN_DAYS:
        raise Refused("Of that the talent or the brand is reminded.")
    campaign = lock_campaign(campaign)
    pieces, drafts = _waiting(campaign, kind, now)
    if not pieces:
        raise Refused(OVER)
    sent = _note(pieces, kind, by, now)
    whom = managers_of(campaign)
    if kind == NudgeKind.OWN_OVER:
        whom = [Addressee.of(user) for user in staff_who_can(Permission.RUN_OFFICE).order_by("pk")]
    letters.send_all([(work_letters.own_late(drafts, kind, one), [one]) for one in whom], now)
    return sent


@action
def remind_confirmation(*, confirmation: Confirmation, by: User, now: datetime) -> Confirmation:
    """Ask who may accept it, once a version, for their word on a booking's confirmation. Done by the clock."""
    if by.kind != Kind.SYSTEM:
        raise Refused("The clock reminds of a confirmation.")
    booking = lock_booking(confirmation.booking)
    row = papers_to_remind(now).filter(pk=confirmation.pk).first()
    told = accepters_of(booking.talent, office_day(now))
    if row is None or not told:
        raise Refused(OVER)
    row.booking = booking
    letters.send(confirmation_letters.still_waits(row, told, now), told, now)
    return row
