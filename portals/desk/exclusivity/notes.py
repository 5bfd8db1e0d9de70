"""What stands beside a hit: waivers that were asked for or granted, and an override with both names."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse

from clients.models import Brand
from exclusivity.consents import concerning, scope_words, stands, told_rows
from exclusivity.models import Clause, Commitment, Decision, Finding, Waiver
from exclusivity.models.waiver import WAITING, WaiverState
from exclusivity.rules import Hit

SAID = (*WAITING, WaiverState.GRANTED)


@dataclass(frozen=True, slots=True)
class Note:
    """A line with its page. `pending` where it does not count yet."""

    icon: str
    text: str
    url: str
    pending: bool = False


def waiver_note(waiver: Waiver) -> Note:
    words, url = stands(waiver), reverse("desk:waiver", args=[waiver.public_id])
    keeper = waiver.clause.commitment.brand.name
    if waiver.is_waiting:
        return Note("hourglass", f"Waiver of {keeper} pending. {words}", url, pending=True)
    return Note("rubber-stamp", f"Waiver of {keeper}. {words} {scope_words(waiver)}.", url)


def waiver_notes(
    hits: Iterable[Hit], mine: Commitment | None, brand: Brand | None, others: Mapping[int, Commitment]
) -> dict[tuple[int, int], list[Note]]:
    """By clause and other promise, what the clause's holder was asked for or granted. One query, none without hits.

    `brand` is for whom `mine` is, or the plan where nothing is written yet.
    """
    pairs = {(hit.clause_id, hit.other_id): hit for hit in hits if hit.clause_id > 0}
    found: dict[tuple[int, int], list[Note]] = defaultdict(list)
    if not pairs:
        return found
    rows = Waiver.objects.filter(clause__in={clause for clause, _ in pairs}, state__in=SAID)
    for waiver in told_rows(rows).order_by("pk"):
        for key, hit in pairs.items():
            other = others.get(hit.other_id)
            shower, shown = (
                (hit.other_id, other.brand_id if other is not None else None)
                if hit.ours
                else (mine.pk if mine is not None else 0, brand.pk if brand is not None else None)
            )
            fits = waiver.commitment_id in (None, shower) and waiver.brand_id in (None, shown)
            if waiver.clause_id == key[0] and fits:
                found[key].append(waiver_note(waiver))
    return found


def override_notes(findings: Iterable[Finding]) -> dict[int, Note]:
    """By finding, the override that stands or waits. One query, none where nothing was decided or proposed."""
    keys = {finding.pk: finding for finding in findings}
    if not keys:
        return {}
    last: dict[int, Decision] = {}
    rows = Decision.objects.filter(finding__in=keys, withdrawn_at=None).select_related("made_by", "seconded_by")
    for decision in rows.order_by("made_at", "pk"):
        last[decision.finding_id] = decision
    return {
        key: override_note(keys[key], decision)
        for key, decision in last.items()
        if decision.is_override and (decision.waits_for_second or keys[key].state == Finding.State.DECIDED)
    }


def override_note(finding: Finding, decision: Decision) -> Note:
    url = reverse("desk:clash", args=[finding.public_id])
    if decision.seconded_by is None:
        return Note("hourglass", f"{decision.made_by.name} proposes to override it; nobody has confirmed.", url, True)
    return Note("users", f"Overridden by {decision.made_by.name} and {decision.seconded_by.name}.", url)


def clause_notes(clauses: Iterable[Clause]) -> dict[int, list[Note]]:
    """By clause, its waivers that stand or wait. One query."""
    found: dict[int, list[Note]] = defaultdict(list)
    rows = Waiver.objects.filter(clause__in=[clause.pk for clause in clauses], state__in=SAID)
    for waiver in told_rows(rows).order_by("pk"):
        found[waiver.clause_id].append(waiver_note(waiver))
    return found


def paper_notes(commitment: Commitment) -> list[Note]:
    """All waivers that a paper has to do with, whatever became of them. One query."""
    return [waiver_note(waiver) for waiver in concerning(commitment)]
