"""Deadlines remind the talent, then tell the manager too."""

from datetime import datetime

from accounts.models import User
from accounts.roles import Permission
from campaigns import letters, work_letters
from campaigns.actions.shared import lock_deliverable
from campaigns.models import Deliverable, Nudge, NudgeKind
from campaigns.people import may, of_manager, of_talent
from campaigns.queries.due import nudge_due
from lib.actions import action
from lib.refusals import Refused, require
from lib.violations import violation


@action
def nudge(*, deliverable: Deliverable, kind: NudgeKind, by: User, now: datetime) -> Nudge:
    """Write to the talent that a piece is due; where it is late, to the campaign's manager too. Once for each kind."""
    require(may(by, Permission.RUN_CAMPAIGNS))
    deliverable = lock_deliverable(deliverable)
    if not nudge_due(kind, now).filter(pk=deliverable.pk).exists():
        raise Refused("Nothing is due here any more.")
    with violation():
        sent = Nudge.objects.create(deliverable=deliverable, kind=kind, sent_at=now, sent_by=by)
    said = [(work_letters.nudged(deliverable, kind), of_talent(deliverable.booking.talent))]
    if kind != NudgeKind.DRAFT_SOON:
        said.append((work_letters.late(deliverable, kind), of_manager(deliverable.booking)))
    letters.send_all(said, now)
    return sent
