"""Decisions on the clash desk."""

from datetime import datetime

from accounts.models import User
from accounts.roles import Permission, can
from exclusivity.actions.boxes import record_boxes
from exclusivity.actions.locks import lock_talents
from exclusivity.models import Decision, Finding
from exclusivity.models.finding import FindingState
from exclusivity.queries import may_accept_clash
from lib.actions import action
from lib.moves import move
from lib.refusals import Denied, require


@action
def decide(*, finding: Finding, accepted: bool, reason: str, by: User, now: datetime) -> Decision:
    """Record whether both may stand. Accepted, each is taken out of what the other forbids."""
    require(can(by, Permission.DECIDE_CLASHES))
    if not reason.strip():
        require(Denied("Say why, so that whoever looks next year understands.", code="reason"))
    both = (finding.one, finding.other)
    lock_talents({talent.id for commitment in both for talent in commitment.talents.all()})
    fresh = Finding.objects.select_for_update(of=("self",)).get(pk=finding.pk)
    if accepted:
        require(may_accept_clash(fresh, now))
    if fresh.state == FindingState.DECIDED:
        fresh.decided_at, fresh.decided_by = now, by
        fresh.save(update_fields=["decided_at", "decided_by"])
    else:
        move(fresh, FindingState.DECIDED, decided_at=now, decided_by=by)
    decision = Decision.objects.create(finding=fresh, accepted=accepted, reason=reason.strip(), made_at=now, made_by=by)
    for commitment in both:
        record_boxes(commitment, by, now)
    finding.refresh_from_db()
    return decision
