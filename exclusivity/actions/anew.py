"""Looking again at a promise after something about it, or about the world, has changed."""

from collections.abc import Iterable
from datetime import datetime

from accounts.models import User
from exclusivity.actions.boxes import record_boxes
from exclusivity.actions.findings import note_findings
from exclusivity.actions.locks import locked
from exclusivity.models import BINDING, Commitment, Finding, Status
from exclusivity.pairs import beside
from exclusivity.side_by_side import standing_side_by_side
from lib.actions import action


def look_anew(commitment: Commitment, by: User, now: datetime, cause: str = "") -> list[Finding]:
    """Its findings and boxes as the facts are now. The caller holds its people. Nothing that stands is undone.

    `cause`: the world changed under it; what binds on both sides and comes to clash by that is admitted. The boxes of
    those that are let stand beside it, or are so no longer, are written with its own. Returns what it raised.
    """
    if commitment.status == Status.ENQUIRY:
        return []
    around = beside(commitment)
    before = around.mine.decided | around.mine.admitted
    found = note_findings(around, by, now, cause=cause)
    raised = [finding for finding in found if finding.raised_at == now]
    for finding in raised:
        if cause and finding.one.status in BINDING and finding.other.status in BINDING:
            finding.admitted = True
            finding.save(update_fields=["admitted"])
    record_boxes(commitment, by, now)
    redraw(before ^ let_stand(commitment), by, now)
    return raised


def redraw(ids: Iterable[int], by: User, now: datetime) -> None:
    """Write the boxes of those that are let stand beside another, or are so no longer."""
    for commitment in Commitment.objects.filter(id__in=set(ids)).order_by("id"):
        record_boxes(commitment, by, now)


def let_stand(commitment: Commitment) -> set[int]:
    """Beside whom it may stand, by a decision or because the world changed under both."""
    decided, admitted = standing_side_by_side([commitment.pk])
    return decided[commitment.pk] | admitted[commitment.pk]


@action
def look_again(*, commitment: Commitment, cause: str, by: User, now: datetime) -> list[Finding]:
    """The world changed: put the commitment's findings and boxes right. `cause` is told on the clash desk."""
    return look_anew(locked(commitment), by, now, cause)
