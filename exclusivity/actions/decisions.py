"""Decisions on the clash desk."""

from datetime import datetime

from accounts.models import User
from accounts.roles import Permission, can
from exclusivity.actions.boxes import record_boxes
from exclusivity.actions.findings import lapse
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
    lapse(fresh, by, now)
    decision = Decision.objects.create(
        finding=fresh, accepted=accepted, reason=reason.strip(), fingerprint=fresh.fingerprint, made_at=now, made_by=by
    )
    settle_on(fresh, by, now)
    finding.refresh_from_db()
    return decision


def settle_on(finding: Finding, by: User, now: datetime) -> None:
    """Take the finding off the desk, and the two out of each other's claims where they may stand."""
    if finding.state == FindingState.DECIDED:
        finding.decided_at, finding.decided_by = now, by
        finding.save(update_fields=["decided_at", "decided_by"])
    else:
        move(finding, FindingState.DECIDED, decided_at=now, decided_by=by)
    for commitment in (finding.one, finding.other):
        record_boxes(commitment, by, now)
