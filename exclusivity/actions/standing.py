"""Writing down what stands already: promises made before they came into these books."""

from datetime import date, datetime

from accounts.models import User
from exclusivity.actions.boxes import record_boxes
from exclusivity.actions.findings import note_findings
from exclusivity.actions.locks import locked
from exclusivity.models import BINDING, Commitment, Status
from exclusivity.pairs import beside
from lib.actions import action
from lib.refusals import Denied, require


@action
def take_over(
    *,
    commitment: Commitment,
    status: str,
    by: User,
    now: datetime,
    bound_at: datetime | None = None,
    ended_on: date | None = None,
    end_reason: str = "",
    reason: str = "",
) -> None:
    """Record a promise as it stands elsewhere. A fact is never refused; what it breaks comes to the clash desk."""
    locked(commitment)
    if status in BINDING and bound_at is None:
        require(Denied("What binds says since when.", code="bound"))
    commitment.status, commitment.ended_on, commitment.end_reason = Status(status), ended_on, end_reason
    if bound_at is not None:
        commitment.bound_at, commitment.bound_by = bound_at, by
    commitment.save(update_fields=["status", "ended_on", "end_reason", "bound_at", "bound_by"])
    if status != Status.ENQUIRY:
        record_boxes(commitment, by, now)
        note_findings(beside(commitment), by, now)
