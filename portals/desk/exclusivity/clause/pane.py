"""Beside the form: the clause in plain words, what it would clash with today, and what it is clear of."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import NoReverseMatch, reverse

from campaigns.checks import office_day
from exclusivity.drafting import TYPED, standing_of_change
from exclusivity.models import Clause, Commitment
from exclusivity.rules import Hit, Verdict
from exclusivity.rules.clock import midnight
from exclusivity.rules.words import UNKNOWN
from exclusivity.sentences import NEW, UNSAID, say
from portals.desk.exclusivity.clause.form import ClauseForm
from portals.desk.exclusivity.clause.scene import Scene
from portals.desk.exclusivity.explain import Side

MOST = 12


@dataclass(frozen=True, slots=True)
class Clash:
    """Another promise, the worst that the two say of one another, and the way on."""

    side: Side
    verdict: Verdict
    sentence: str
    days: Any
    carves: bool
    ask: str


def pane(form: ClauseForm) -> dict[str, Any]:
    """The context of the pane, as far as the form can be read. Writes nothing."""
    form.is_valid()
    scene, terms = form.scene, form.terms()
    stored = scene.stored
    names = scene.names(*filter(None, (terms, stored)))
    before = stored if scene.amends or (scene.clause is not None and scene.clause.version > 1) else None
    words = say(terms, names, scene.term, before=before, term_before=scene.term)
    standing = standing_of_change(
        scene.commitment, terms, scene.now, clause=scene.clause, exposures=scene.shown(terms), since=_since(form)
    )
    worst: dict[int, Hit] = {}
    for hit in (*standing.hits, *standing.cleared):
        known = worst.get(hit.other_id)
        if known is None or (hit.verdict, hit.clause_id == TYPED) > (known.verdict, known.clause_id == TYPED):
            worst[hit.other_id] = hit
    others = Commitment.objects.select_related("brand", "booking", "contract").in_bulk(worst)
    told = [hit for hit in worst.values() if hit.verdict > Verdict.CLEAR and hit.other_id in others]
    told.sort(key=lambda hit: (-hit.verdict, others[hit.other_id].brand.name))
    ours = {clause.pk for clause in scene.commitment.clauses.all()} | {TYPED}
    theirs = Clause.objects.in_bulk({hit.clause_id for hit in told if hit.clause_id not in ours})
    return {
        "words": words,
        "has_new": any(part.tone == NEW for part in words),
        "has_unsaid": any(part.tone == UNSAID for part in words),
        "verdict": standing.verdict.name,
        "clashes": [_clash(hit, others[hit.other_id], scene, theirs) for hit in told[:MOST]],
        "more_clashes": max(0, len(told) - MOST),
        "clash_count": len(told),
        "clear_of": [Side(others[key]) for key, hit in worst.items() if hit.verdict is Verdict.CLEAR and key in others],
        "scene": scene,
        "is_act": names.is_act,
        "in_act": names.in_act,
    }


def _since(form: ClauseForm) -> datetime | None:
    scene, day = form.scene, form.cleaned_data.get("since")
    if not scene.amends:
        return None
    if day is None or day == office_day(scene.now):
        return scene.now
    return midnight(day, scene.commitment.timezone or "UTC")


def _clash(hit: Hit, other: Commitment, scene: Scene, theirs: dict[int, Clause]) -> Clash:
    ours = hit.clause_id == TYPED
    bars = theirs.get(hit.clause_id)
    ask = ""
    if bars is not None and hit.verdict >= Verdict.REVIEW:
        ask = _waiver(bars, scene.commitment)
    elif ours and scene.clause is not None and hit.verdict is Verdict.REVIEW:
        ask = _waiver(scene.clause, other)
    term = other.term
    return Clash(
        Side(other),
        hit.verdict,
        _because(hit, bars is not None),
        (term.lower, term.upper - timedelta(days=1) if term.upper else None) if term and term.lower else None,
        ours and hit.verdict >= Verdict.REVIEW and not (ask and scene.amends),
        ask,
    )


def _because(hit: Hit, is_theirs: bool) -> str:
    """One line: what meets, or what is not known."""
    said = {dimension.name: dimension for dimension in hit.dimensions}
    if hit.verdict is Verdict.REVIEW and hit.decided_by:
        return UNKNOWN[hit.decided_by]
    if is_theirs:
        return f"It {said['target'].ours}"
    shown = said["target"].theirs.split(", ", 1)[-1]
    words = shown[:1].upper() + shown[1:]
    return words if said["channel"].theirs == "nobody said" else f"{words} on {said['channel'].theirs}"


def _waiver(clause: Clause, other: Commitment) -> str:
    """Where the beneficiary is asked for its consent."""
    try:
        return f"{reverse('desk:waiver-ask', args=[clause.public_id])}?for={other.public_id}"
    except NoReverseMatch:
        return ""
