"""Waivers as they are asked for and told: their scope, what they would change, and where they stand."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from exclusivity.axes import Activity, Channel
from exclusivity.models import Clause, Commitment, Exposure, Waiver, WaiverState
from exclusivity.pairs import Beside, beside
from exclusivity.queries import Standing, may_stand, summed
from exclusivity.rules import ClauseFacts, CommitmentFacts, WaiverFacts, as_bound
from exclusivity.rules.words import countries, day, days, listed, lowered
from exclusivity.terms import Days
from lib.refusals import Answer


@dataclass(frozen=True, slots=True)
class WaiverScope:
    """What a waiver covers. Empty is all of it."""

    commitment: Commitment | None = None
    brand_id: int | None = None
    channels: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    days: Days | None = None
    territories: tuple[str, ...] = ()
    category_id: int | None = None

    @property
    def facts(self) -> WaiverFacts:
        """As the truth reads it once it is granted, from ever on."""
        return WaiverFacts(
            state=str(WaiverState.GRANTED),
            commitment=self.commitment.pk if self.commitment is not None else None,
            brand=self.brand_id,
            channels=frozenset(self.channels) or None,
            activities=frozenset(self.activities) or None,
            territories=frozenset(self.territories) or None,
            category=self.category_id,
            days=self.days,
        )


@dataclass(frozen=True, slots=True)
class Effect:
    """What a waiver would change for a promise: how it stands beside this clause, and whether it may then bind."""

    before: Standing
    after: Standing
    may_bind: Answer


def scope_of(waiver: Waiver) -> WaiverScope:
    return WaiverScope(
        waiver.commitment,
        waiver.brand_id,
        tuple(waiver.channels),
        tuple(waiver.activities),
        (waiver.days.lower, waiver.days.upper) if waiver.days is not None else None,
        tuple(waiver.territories),
        waiver.category_id,
    )


def wished(commitment: Commitment) -> WaiverScope:
    """The scope that a promise would need: itself, where, how and when its talent shows."""
    shown = list(commitment.exposures.all())
    return WaiverScope(
        commitment,
        None,
        tuple(sorted({str(c) for one in shown for c in one.channels or ()})) if all(e.channels for e in shown) else (),
        tuple(sorted({str(one.activity) for one in shown})),
        _stretch(shown),
    )


def _stretch(shown: list[Exposure]) -> Days | None:
    """From the first to the last day on which it shows; None where a day is not said."""
    days = [one.days for one in shown if one.days is not None and one.days.lower is not None]
    if not shown or len(days) < len(shown):
        return None
    ends = [one.upper for one in days]
    return min(one.lower for one in days), None if None in ends else max(ends)


def effect_of(clause: Clause, scope: WaiverScope, commitment: Commitment, now: datetime) -> Effect:
    """How `commitment` would stand beside the clause with such a waiver, by the truth. As if it were to bind now."""
    around = beside(commitment)
    mine, others = as_bound(around.mine, now), around.others
    facts = replace(scope.facts, granted_at=now)
    with_it = Beside(_with(mine, clause.pk, facts), tuple(_with(o, clause.pk, facts) for o in others), around.office)
    theirs = clause.commitment_id
    before, after = (
        summed([hit for hit in one.hits(now) if hit.other_id == theirs or clause.commitment_id == commitment.pk])
        for one in (Beside(mine, others, around.office), with_it)
    )
    return Effect(before, after, may_stand(with_it, now))


def _with(facts: CommitmentFacts, clause_id: int, waiver: WaiverFacts) -> CommitmentFacts:
    def widened(clause: ClauseFacts) -> ClauseFacts:
        return replace(clause, waivers=(*clause.waivers, waiver)) if clause.id == clause_id else clause

    if all(clause.id != clause_id for clause in facts.clauses):
        return facts
    return replace(facts, clauses=tuple(widened(clause) for clause in facts.clauses))


def concerning(commitment: Commitment) -> list[Waiver]:
    """Waivers that a promise has to do with: on its own clauses, asked for it, or wide enough to cover it."""
    people = commitment.talents.values("pk")
    fits = Q(commitment=commitment) | Q(
        Q(commitment=None) & (Q(brand=None) | Q(brand=commitment.brand_id)) & Q(clause__commitment__talents__in=people)
    )
    found = Waiver.objects.filter(Q(clause__commitment=commitment) | fits).order_by().values("pk")
    return list(told_rows(Waiver.objects.filter(pk__in=found)))


def told_rows(rows: QuerySet[Waiver]) -> QuerySet[Waiver]:
    """With all that their words name, in one query.

    The rows are to come once without DISTINCT: over these 250 columns PostgreSQL plans it for a fifth of a second.
    """
    return rows.select_related(
        "clause__commitment__brand", "clause__commitment__contract", "clause__commitment__booking",
        "commitment__brand", "commitment__booking", "commitment__contract", "brand",
        "category",
    )  # fmt: skip


def scope_words(waiver: Waiver) -> str:
    """What it covers, for staff: Nordhaus's booking, on Instagram, 3 May 2026 to 4 May 2026."""
    said = []
    if waiver.commitment is not None:
        said.append(f"{waiver.commitment.get_kind_display().lower()} for {waiver.commitment.brand.name}")
    if waiver.brand is not None:
        said.append(f"whatever is for {waiver.brand.name}")
    if waiver.category is not None:
        said.append(f"for {lowered(waiver.category.name)}")
    if waiver.activities:
        said.append(listed(str(Activity(a).label).lower() for a in waiver.activities))
    if waiver.channels:
        said.append(f"on {listed(str(Channel(c).label) for c in waiver.channels)}")
    if waiver.territories:
        said.append(f"in {countries(waiver.territories)}")
    if waiver.days is not None:
        said.append(days((waiver.days.lower, waiver.days.upper)))
    told = ", ".join(said)
    return f"{told[:1].upper()}{told[1:]}" if told else "All that the clause forbids"


def stands(waiver: Waiver) -> str:
    """Where it stands, in a sentence for staff."""
    whom = waiver.asked_of or waiver.clause.commitment.brand.name
    match waiver.state:
        case WaiverState.REQUESTED:
            asked = f"Asked of {whom}"
            return f"{asked} on {day(_on(waiver.asked_at))}, no answer yet." if waiver.asked_at else f"{asked}."
        case WaiverState.VERBAL:
            who = waiver.grantor or whom
            return f"Promised by word by {who}. Only what is granted in writing counts."
        case WaiverState.GRANTED:
            role = f", {waiver.authority}" if waiver.authority else ""
            paper = f", in writing on {day(waiver.written_on)}" if waiver.written_on else ""
            end = f", until {day(last_day(waiver.expires))}" if waiver.expires else ""
            return f"Granted by {waiver.grantor or whom}{role}{paper}{end}."
        case WaiverState.REFUSED:
            return f"Refused by {whom}."
        case WaiverState.REVOKED:
            when = f" on {day(_on(waiver.revoked_at))}" if waiver.revoked_at else ""
            return f"Taken back{when}. What was published before stays let be."
        case WaiverState.EXPIRED:
            return f"Ran out after {day(last_day(waiver.expires))}." if waiver.expires else "Ran out."
    return "Asked no longer."


def last_day(expires: datetime) -> date:
    """The last day on which a waiver holds; `expires` is the first instant without it."""
    return _on(expires - timedelta(seconds=1))


def _on(at: datetime) -> date:
    return timezone.localdate(at)
