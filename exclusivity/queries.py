"""What stands against a promise: for one, for a sketch, for the whole roster, and for a person today."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import DateTimeField, Func, OuterRef, Q, QuerySet, Value

from exclusivity.facts import around, circle, load, memberships, sketched
from exclusivity.models import Box, Clause, Commitment, Finding, TargetMode
from exclusivity.models.box import CLAIM
from exclusivity.models.commitment import CommitmentKind
from exclusivity.pairs import Beside, beside
from exclusivity.repairs import Repair, repairs_of
from exclusivity.roster import blocked_talents
from exclusivity.rules import OUTSIDE, CommitmentFacts, Hit, Verdict, as_bound
from exclusivity.rules.clock import midnight
from exclusivity.rules.words import day, listed, lowered
from exclusivity.terms import Sketch
from exclusivity.words import clause_sentence
from lib.among import among
from lib.asked import Keys, Row, asked
from lib.refusals import Answer, Denied

__all__ = [
    "Bond",
    "Standing",
    "beside_sketch",
    "blocked_talents",
    "bound_later",
    "bound_now",
    "clause_sentence",
    "judged",
    "may_accept_clash",
    "may_bind",
    "may_go_on",
    "may_stand",
    "repair",
    "standing",
    "standing_if_bound",
    "standing_of_sketch",
    "standings_if_bound",
    "standings_of_sketches",
]

CLEAR_SENTENCE = "Nothing stands against it."

FAR = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Standing:
    """What the truth says of one promise.

    `hits` are worse than CLEAR, the worst first; `cleared` were checked and are clear.
    `sentence` is for staff and may name anybody, `outside` for clients and talents.
    """

    verdict: Verdict
    sentence: str
    outside: str
    hits: tuple[Hit, ...] = ()
    cleared: tuple[Hit, ...] = ()

    @property
    def first_clear(self) -> date | None:
        """The first day on which none of the hits stands; None where nobody can say."""
        days = [hit.first_clear for hit in self.hits if hit.verdict >= Verdict.REVIEW]
        return max((d for d in days if d is not None), default=None) if all(days) else None


@dataclass(frozen=True, slots=True)
class Bond:
    """Something that binds a person on a day. `until` is the last day, None until further notice; `kind` in words."""

    commitment_id: int
    brand: str
    tint: str
    kind: str
    term: Any
    label: str
    until: date | None


def standing(commitment: Commitment, now: datetime) -> Standing:
    """How a commitment stands beside all others, as it is: a hold that clashes is CONDITIONAL, a promise BLOCK."""
    return summed(beside(commitment).hits(now))


def standing_if_bound(commitment: Commitment, now: datetime) -> Standing:
    """How it would stand if the promise were made now."""
    around = beside(commitment)
    return summed(Beside(as_bound(around.mine, now), around.others, around.office).hits(now))


def standing_of_sketch(sketch: Sketch, now: datetime, *, bound: bool = True) -> Standing:
    """How a promise would stand that nobody has written down; `bound` as if it were made now, otherwise as a hold."""
    beside_it = beside_sketch(sketch)
    mine = as_bound(beside_it.mine, now) if bound else beside_it.mine
    return summed(Beside(mine, beside_it.others, beside_it.office).hits(now))


def beside_sketch(sketch: Sketch, *, without: int = 0) -> Beside:
    """A promise that nobody has written down, beside all that concern its people but the one with the id `without`."""
    facts = sketched(sketch)
    people = circle(sketch.talent_ids, memberships(sketch.talent_ids))
    picture = load(around(people), [facts])
    others = tuple(other for key, other in sorted(picture.commitments.items()) if key != without)
    return Beside(facts, others, picture.office)


def judged(around: Beside, now: datetime, *, bound: bool = False) -> tuple[Standing, tuple[Repair, ...]]:
    """How a promise stands, and what would make it possible where it is not. `bound`: as if it were made now."""
    mine = as_bound(around.mine, now) if bound else around.mine
    found = summed(Beside(mine, around.others, around.office).hits(now))
    return found, repairs_of(around, now) if found.verdict >= Verdict.REVIEW else ()


def standings_of_sketches(sketches: Sequence[Sketch], now: datetime) -> list[Standing]:
    """`standing_of_sketch` of each, in as many queries as for one, and without what is clear."""
    return standings_if_bound(sketches, {}, now)[0]


def standings_if_bound(
    sketches: Sequence[Sketch], written: Mapping[int, int], now: datetime
) -> tuple[list[Standing], dict[int, Standing]]:
    """How sketches and written promises would stand if they were made now, in as many queries as for one.

    `written` says whom each commitment is of, by their ids; the answers leave out what is clear.
    """
    facts = [sketched(sketch) for sketch in sketches]
    talents = {talent for sketch in sketches for talent in sketch.talent_ids} | set(written.values())
    picture = load(around(circle(talents, memberships(talents))) | set(written), facts)
    others = tuple(other for _, other in sorted(picture.commitments.items()))

    def stands(mine: CommitmentFacts) -> Standing:
        return summed(Beside(as_bound(mine, now), others, picture.office).worse(now))

    return [stands(fact) for fact in facts], {key: stands(picture.commitments[key]) for key in written}


def summed(hits: Iterable[Hit]) -> Standing:
    told = tuple(hit for hit in hits if hit.verdict > Verdict.CLEAR)
    cleared = tuple(hit for hit in hits if hit.verdict is Verdict.CLEAR)
    if not told:
        return Standing(Verdict.CLEAR, CLEAR_SENTENCE, "", (), cleared)
    outside = OUTSIDE if told[0].verdict >= Verdict.REVIEW else ""
    return Standing(told[0].verdict, told[0].sentence, outside, told, cleared)


def may_bind(commitment: Commitment, now: datetime) -> Answer:
    """Whether the promise can be made now. `Denied.outside` names nobody."""
    return may_stand(beside(commitment, waiting=False), now)


def may_stand(around: Beside, now: datetime) -> Answer:
    """Whether `mine` may bind beside the others, or go on binding where its terms changed."""
    admitted = around.mine.admitted
    facts = Beside(as_bound(around.mine, now), around.others, around.office)
    told = [hit for hit in facts.worse(now) if hit.other_id not in admitted]
    for hit in told:
        if hit.verdict is Verdict.BLOCK:
            return Denied(f"{hit.sentence}{repair(hit, around.mine, now)}", outside=OUTSIDE, code="clash")
        if hit.verdict is Verdict.REVIEW:
            return Denied(
                f"Needs a decision on the clash desk first. {hit.sentence}", outside=OUTSIDE, code="needs_decision"
            )
    return True


def may_go_on(commitment: Commitment, now: datetime) -> Answer:
    """Whether what was promised may be carried further, a draft approved for one.

    What came to clash when the world changed stands, but goes no further until somebody has decided.
    """
    around = beside(commitment, waiting=False)
    for hit in around.hits(now):
        if hit.verdict is Verdict.BLOCK:
            return Denied(f"{hit.sentence}{repair(hit, around.mine, now)}", outside=OUTSIDE, code="clash")
        if hit.verdict is Verdict.REVIEW:
            return Denied(
                f"Needs a decision on the clash desk first. {hit.sentence}", outside=OUTSIDE, code="needs_decision"
            )
    return True


def may_accept_clash(finding: Finding, now: datetime) -> Answer:
    """Whether a decision can let both stand: a doubt can be decided, a promise made twice cannot (R3, R24)."""
    if finding.admitted:
        return True
    pairs = beside(finding.one).pairs(now)
    if any(pair.is_definite for pair in pairs if pair.other.id == finding.other_id):
        return Denied(
            "This is a clash, not a doubt. Change the days, countries or channels, or let one of the two go.",
            code="definite",
        )
    return True


def repair(hit: Hit, mine: CommitmentFacts, now: datetime) -> str:
    """What would make it possible, where it is about time; no day that is over where it is promised."""
    said, today = [], now.astimezone(ZoneInfo(mine.zones[0])).date()
    if hit.first_clear is not None and hit.first_clear >= today:
        said.append(f"First clear day: {day(hit.first_clear)}.")
    if hit.last_before is not None and hit.last_before >= today:
        said.append(f"Last day before: {day(hit.last_before)}.")
    return "".join(f" {sentence}" for sentence in said)


def bound_now(talent_ids: Iterable[int], on: date) -> dict[int, list[Bond]]:
    """What binds each of these people on a day, acts included, and until when with its tail. One query."""
    return _bonds(talent_ids, on, later=False)


def bound_later(talent_ids: Iterable[int], on: date) -> dict[int, list[Bond]]:
    """What is promised already and begins to bind after a day, acts included. One query."""
    return _bonds(talent_ids, on, later=True)


@asked
def _claims(talents: Keys, after: int) -> QuerySet[Box, Any]:
    """What binds these people and ends after an instant, in seconds since 1970."""
    kept = Clause.categories.through.objects.filter(clause=OuterRef("clause")).order_by("category__name")
    instant = Func(Value(after), function="to_timestamp", output_field=DateTimeField())
    return (
        Box.objects.filter(side=CLAIM, binding=True, talent__in=among(talents))
        .filter(Q(period__endswith__gt=instant) | Q(period__upper_inf=True))
        .order_by("commitment_id", "clause_id", "id")
        .values_list(
            "talent_id", "clause_id", "period", "commitment__timezone", "clause__mode",
            ArraySubquery(kept.values("category__name")), "commitment_id", "commitment__brand__name",
            "commitment__brand__tint", "commitment__kind", "commitment__term",
        )
    )  # fmt: skip


def _bonds(talent_ids: Iterable[int], on: date, *, later: bool) -> dict[int, list[Bond]]:
    noon = midnight(on, "UTC") + timedelta(hours=12)
    now: set[tuple[int, int]] = set()
    last: dict[tuple[int, int], Row] = {}
    for row in _claims([*talent_ids], int(noon.timestamp())):
        talent, clause, period, *_ = row
        key = (talent, clause)
        if noon in period:
            now.add(key)
        if key not in last or (last[key][2].upper or FAR) < (period.upper or FAR):
            last[key] = row
    found: dict[int, list[Bond]] = defaultdict(list)
    for key, row in last.items():
        if (key not in now) == later:
            found[key[0]].append(_bond(*row[2:]))
    return found


def _bond(
    period: Any, timezone: str, mode: str, categories: list[str], commitment: int, brand: str, tint: str, kind: str,
    term: Any,
) -> Bond:  # fmt: skip
    zone = ZoneInfo(timezone or "UTC")
    until = (period.upper.astimezone(zone) - timedelta(days=1)).date() if period.upper is not None else None
    label = listed([lowered(name) for name in categories]) if categories else str(TargetMode(mode).label)
    said = str(CommitmentKind(kind).label)
    return Bond(commitment, brand, tint, said, term, label[:1].upper() + label[1:], until)
