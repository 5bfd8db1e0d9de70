"""What the truth says of a case, and where that falls short of what was expected."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db import transaction

from exclusivity.actions import take_over
from exclusivity.cases.build import Scene, build, settle_decisions
from exclusivity.facts import load
from exclusivity.models import Commitment, CommitmentKind, Status
from exclusivity.queries import Standing, standing, standing_if_bound
from exclusivity.rules import Hit, Value, as_bound, strangers

COMPETING = "competing_promise"


@dataclass(frozen=True)
class Judgement:
    """One case's answer. `as_json` is the line that is printed."""

    case: str
    verdict: str
    because: str
    dimensions: dict[str, str] = field(default_factory=dict)
    advisories: tuple[str, ...] = ()
    safe_window: tuple[str, str] | None = None

    def as_json(self) -> dict[str, Any]:
        line: dict[str, Any] = {
            "id": self.case, "verdict": self.verdict, "because": self.because, "dimensions": self.dimensions,
        }  # fmt: skip
        if self.advisories:
            line["advisories"] = list(self.advisories)
        if self.safe_window:
            line["safe_window"] = list(self.safe_window)
        return line

    def differences(self, expect: dict[str, Any]) -> list[str]:
        """Where the answer is not what was expected, in words."""
        found = []
        if self.verdict != expect["verdict"]:
            found.append(f"{self.verdict}, expected {expect['verdict']}")
        wanted = expect.get("dimension")
        if wanted and self.dimensions:
            order = [value.name for value in Value]
            lowest = min(self.dimensions.values(), key=order.index)
            if lowest == "YES" or self.dimensions.get(wanted) != lowest:
                found.append(f"not decided by {wanted}")
        advisories = expect.get("advisories")
        if isinstance(advisories, int) and len(self.advisories) != advisories:
            found.append(f"{len(self.advisories)} advisories, expected {advisories}")
        if isinstance(advisories, list) and sorted(self.advisories) != sorted(advisories):
            found.append(f"advisories {list(self.advisories)}, expected {advisories}")
        window = expect.get("safe_window")
        if window and list(self.safe_window or ()) != window:
            found.append(f"safe window {self.safe_window}, expected {window}")
        return found


def judged(case: dict[str, Any]) -> Judgement:
    """Build the case in the database, ask, and undo all of it."""
    with transaction.atomic():
        answer = _asked(case, build(case))
        transaction.set_rollback(True)
    return answer


def _asked(case: dict[str, Any], scene: Scene) -> Judgement:
    ((verb, key),) = case["do"].items()
    mine = scene.commitments[key]
    waits = Status.DRAFT if mine.kind == CommitmentKind.AMBASSADOR else Status.HOLD
    decided = any(told.get("decisions") for told in scene.told("commitments").values())
    if mine.status == Status.ENQUIRY and (verb in ("hold", "draft") or decided):
        take_over(commitment=mine, status=waits, by=scene.by, now=scene.now)
    settle_decisions(scene)
    mine.refresh_from_db()
    binds = verb in ("confirm", "sign")
    found = standing_if_bound(mine, scene.now) if binds else standing(mine, scene.now)
    if not found.hits and not found.cleared:
        found = replace(found, cleared=_apart(scene, mine, binds))
    return _told(case["id"], found)


def _apart(scene: Scene, mine: Commitment, binds: bool) -> tuple[Hit, ...]:
    """Where nobody is shared, the person is what lies apart."""
    picture = load(row.pk for row in scene.commitments.values())
    facts = picture.commitments[mine.pk]
    facts = as_bound(facts, scene.now) if binds else facts
    others = (other for key, other in picture.commitments.items() if key != mine.pk)
    papers = (other for other in others if not facts.family or other.family != facts.family)
    return tuple(hit for other in papers for hit in strangers(facts, other, picture.office, scene.now))


def _told(case: str, found: Standing) -> Judgement:
    shown = found.hits[0] if found.hits else _clearest(found.cleared)
    codes = {hit.advisory or COMPETING for hit in found.hits if hit.verdict.name == "ADVISORY"}
    because = found.sentence
    if not found.hits and shown is not None:
        apart = next((d for d in shown.dimensions if d.value is Value.NO), None)
        because = f"{apart.name.capitalize()}: {apart.ours} against {apart.theirs}." if apart else shown.sentence
    return Judgement(
        case=case,
        verdict=found.verdict.name,
        because=because,
        dimensions={d.name: d.value.name for d in shown.dimensions} if shown is not None else {},
        advisories=tuple(sorted(codes)),
        safe_window=_safe(found.hits),
    )


def _clearest(cleared: tuple[Hit, ...]) -> Hit | None:
    """The narrowest escape: the one with the fewest dimensions apart."""
    return min(cleared, key=lambda hit: sum(d.value is Value.NO for d in hit.dimensions), default=None)


def _safe(hits: tuple[Hit, ...]) -> tuple[str, str] | None:
    """The days of the plan that are free by all that is said of it."""
    windows = [hit.safe_window for hit in hits if hit.verdict.name in ("REVIEW", "CONDITIONAL", "BLOCK")]
    starts: list[date] = [w[0] for w in windows if w is not None and w[0] is not None]
    ends: list[date] = [w[1] for w in windows if w is not None and w[1] is not None]
    if not starts or not ends or None in windows or max(starts) >= min(ends):
        return None
    return max(starts).isoformat(), min(ends).isoformat()
