"""The clash desk: what needs a decision, kept current, and the decisions."""

from datetime import datetime
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q, QuerySet

from accounts.models import User
from exclusivity.models import Commitment, Finding
from exclusivity.models.finding import FindingState
from exclusivity.pairs import Beside, Pair, beside
from exclusivity.rules import BINDING, Hit, Verdict
from lib.actions import action
from lib.asked import asked
from lib.moves import move


def _put(
    around: Beside, pair: Pair, known: dict[tuple[int, int], Finding], by: User, now: datetime, chosen: bool, cause: str
) -> Finding | None:
    """One pair's finding as the facts have it now."""
    one, other = sorted((around.mine.id, pair.other.id))
    finding = known.get((one, other))
    if pair.verdict < Verdict.REVIEW:
        if finding is not None and finding.state != FindingState.GONE:
            move(finding, FindingState.GONE, admitted=False)
            lapse(finding, by, now)
        return None
    worst = pair.hits[0]
    talent = worst.talent_id if worst.talent_id in around.office.talent_names else min(around.mine.talents)
    if finding is None:
        return Finding.objects.create(
            one_id=one, other_id=other, talent_id=talent, verdict=pair.verdict.name, because=worst.sentence,
            fingerprint=pair.fingerprint, overlap=as_days(worst), raised_at=now, raised_by=by, cause=cause,
        )  # fmt: skip
    changed = finding.fingerprint != pair.fingerprint
    if changed or finding.verdict != pair.verdict.name or finding.because != worst.sentence:
        if finding.verdict != pair.verdict.name:  # seen from the other side it reads otherwise, for no new cause
            finding.cause = cause or finding.cause
        finding.verdict, finding.because, finding.fingerprint = pair.verdict.name, worst.sentence, pair.fingerprint
        finding.talent_id = talent
        finding.overlap = as_days(worst)
        finding.admitted = finding.admitted and not (changed and chosen)
        finding.save(update_fields=["verdict", "because", "fingerprint", "talent", "cause", "admitted", "overlap"])
    if changed:
        lapse(finding, by, now)
    if finding.state == FindingState.GONE or (changed and finding.state == FindingState.DECIDED):
        move(finding, FindingState.OPEN, raised_at=now, raised_by=by, decided_at=None, decided_by=None, cause=cause)
    return finding


def as_days(hit: Hit) -> DateRange | None:
    """The days on which the two meet, as PostgreSQL keeps them."""
    return DateRange(*hit.overlap) if hit.overlap is not None else None


def lapse(finding: Finding, by: User, now: datetime) -> None:
    """A proposal to let a clash stand ends with the facts that it was made on, or with another decision."""
    finding.decisions.to_second().update(withdrawn_at=now, withdrawn_by=by)  # type: ignore[attr-defined]


def note_findings(around: Beside, by: User, now: datetime, *, chosen: bool = False, cause: str = "") -> list[Finding]:
    """Put every pair of `mine` on the clash desk that belongs there, and take off what is gone.

    `chosen`: somebody changed its terms, so that what was admitted as it stood is not admitted any longer.
    `cause`: what changed in the world, where that raises them.
    """
    key = around.mine.id
    known = {(f.one_id, f.other_id): f for f in _of(key)}
    found = [_put(around, pair, known, by, now, chosen, cause) for pair in around.pairs(now, whole=False)]
    still = {other.id for other in around.others}
    for (one, other), finding in known.items():
        if (other if one == key else one) not in still and finding.state != FindingState.GONE:
            move(finding, FindingState.GONE, admitted=False)
            lapse(finding, by, now)
    return [finding for finding in found if finding is not None]


def _of(commitment_id: int) -> list[Finding]:
    ids = [key for (key,) in _held(commitment_id)]
    return list(Finding.objects.filter(pk__in=ids).order_by("id")) if ids else []


@asked
def _held(commitment: int) -> QuerySet[Finding, Any]:
    """Mostly there are none."""
    pairs = Finding.objects.filter(Q(one=commitment) | Q(other=commitment))
    return pairs.select_for_update(of=("self",)).order_by("id").values_list("id")


def admit(around: Beside, by: User, now: datetime) -> None:
    """Let those pairs stand that bound before they clashed; the finding says so."""
    note_findings(around, by, now)
    if around.mine.status not in BINDING:
        return
    doubtful = [
        pair.other.id
        for pair in around.pairs(now, whole=False)
        if pair.verdict >= Verdict.REVIEW and pair.other.status in BINDING
    ]
    for finding in _of(around.mine.id):
        if {finding.one_id, finding.other_id} & set(doubtful) and not finding.admitted:
            finding.admitted = True
            finding.save(update_fields=["admitted"])


@action
def raise_findings(*, commitment: Commitment, by: User, now: datetime) -> list[Finding]:
    """Look again at a commitment beside all others of its people."""
    return note_findings(beside(commitment), by, now)
