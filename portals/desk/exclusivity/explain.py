"""A verdict, opened up: both sides of all six dimensions, what decides, the clause's words, the days, the ways out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from exclusivity.axes import WORLD, Channel
from exclusivity.models import Clause, Commitment, Exposure, Finding
from exclusivity.pairs import Beside, beside
from exclusivity.queries import Standing, beside_sketch, judged
from exclusivity.repairs import Repair
from exclusivity.rules import Hit, Value, as_bound
from exclusivity.stretches import Stretch, stretches
from exclusivity.terms import Sketch
from lib.countries import country_name
from portals.desk.exclusivity.notes import Note, override_notes, waiver_notes
from portals.desk.exclusivity.sides import Line, lines_of, merged, summary
from portals.desk.exclusivity.ways import Link, Way, page_of, ways

__all__ = ["Explained", "Side", "Told", "explain", "explained_of", "explained_sketch", "page_of", "showings"]

MOST = 40


@dataclass(frozen=True, slots=True)
class Side:
    """The other promise of a hit, with the page that tells about it."""

    commitment: Commitment

    @property
    def name(self) -> str:
        return self.commitment.brand.name

    @property
    def kind(self) -> str:
        return f"{self.commitment.get_kind_display()}, {self.commitment.get_status_display().lower()}"

    @property
    def url(self) -> str:
        return page_of(self.commitment)


@dataclass(frozen=True, slots=True)
class Drawn:
    """The days of a hit, for `{% days_drawing %}`: the clause's stretches against the days that are shown."""

    claims: list[Stretch]
    plan: list[tuple[date | None, date | None]]
    who: str
    what: str


@dataclass(frozen=True, slots=True)
class Told:
    """What one clause says of the other side's showings, in words.

    `summary` counts what meets, what is apart and what is unknown. `lines` has what decides first where they differ.
    """

    hit: Hit
    side: Side | None
    lines: list[Line]
    summary: str
    clause: Clause | None
    finding: Finding | None
    drawn: Drawn | None = None
    notes: list[Note] = field(default_factory=list)
    rest: list["Told"] = field(default_factory=list)
    """What else the two say of one another, less than this."""

    @property
    def days(self) -> tuple[date, date | None] | None:
        """The days on which the two meet, both included."""
        if self.hit.overlap is None:
            return None
        first, end = self.hit.overlap
        return first, end - timedelta(days=1) if end else None

    @property
    def apart(self) -> list[Line]:
        """The dimensions by which it is clear."""
        return [line for line in self.lines if line.value is Value.NO]


@dataclass(frozen=True, slots=True)
class Explained:
    """A standing as a page shows it. `ways` are what would make it possible; `mine` names our side."""

    verdict: str
    sentence: str
    told: list[Told]
    cleared: list[Told]
    ways: list[Way] = field(default_factory=list)
    mine: Any = None
    plan: str = ""
    more: int = 0

    @property
    def checked(self) -> int:
        return len({told.hit.other_id for told in (*self.told, *self.cleared)})

    @property
    def enough(self) -> list[Way]:
        """Each of these is enough by itself."""
        return [way for way in self.ways if way.repair.enough]

    @property
    def together(self) -> list[Way]:
        """Consents of which all are needed."""
        return [way for way in self.ways if not way.repair.enough and way.repair.kind != "say"]

    @property
    def asked(self) -> list[Way]:
        """Facts to find out first, but for those that stand beside their dimension already."""
        beside = {line.ask for told in self.told for line in told.lines}
        return [way for way in self.ways if way.repair.kind == "say" and way.repair not in beside]


def _together(told: list[Told]) -> list[Told]:
    """One of each pair, the worst, with the others under it."""
    first: dict[int, Told] = {}
    for each in told:
        known = first.setdefault(each.hit.other_id, each)
        if known is not each:
            known.rest.append(each)
    return list(first.values())


def _drawn(hit: Hit, alike: list[Hit], around: Beside | None, now: datetime) -> Drawn | None:
    """Both sides' days; None where nobody asked for them or nobody said any."""
    other = next((o for o in around.others if o.id == hit.other_id), None) if around is not None else None
    if around is None or other is None:
        return None
    claimant, shower = (around.mine, other) if hit.ours else (other, around.mine)
    clause = next((c for c in claimant.clauses if c.id == hit.clause_id), None)
    keys = {one.exposure_id for one in alike}
    plan = sorted({e.days for e in shower.exposures if e.id in keys and e.days is not None})
    if clause is None or not plan:
        return None
    name, what = (around.office.brands[side.brand].name for side in (claimant, shower))
    return Drawn(stretches(claimant, clause, now), plan, name, what)


def _findings(commitment: Commitment | None) -> dict[int, Finding]:
    """The pairs of ours on the clash desk, by the other promise."""
    if commitment is None or not commitment.pk:
        return {}
    pairs = Finding.objects.filter(one=commitment) | Finding.objects.filter(other=commitment)
    return {
        finding.one_id if finding.other_id == commitment.pk else finding.other_id: finding
        for finding in pairs
        if finding.state != Finding.State.GONE
    }


def _overridden(overrides: Mapping[int, Note], finding: Finding | None) -> list[Note]:
    return [overrides[finding.pk]] if finding is not None and finding.pk in overrides else []


def explain(
    standing: Standing,
    commitment: Commitment | None = None,
    repairs: Iterable[Repair] = (),
    *,
    plan: str = "This plan",
    brand: Any = None,
    link: Link | None = None,
    around: Beside | None = None,
    now: datetime | None = None,
) -> Explained:
    """Put a standing into words. Five queries at most, however many hits.

    `commitment` is ours, for its findings and its pages; a sketch has none, and is called `plan` with the mark of
    `brand`. With `around` and `now` the days are drawn. `link` leads from a repair to the changed plan where that is
    not a booking's.
    """
    told, cleared = merged(standing.hits)[:MOST], merged(standing.cleared)[:MOST]
    repairs = tuple(repairs)
    hits = [hit for hit, _ in (*told, *cleared)]
    both = Commitment.objects.filter(pk__in={hit.other_id for hit in hits})
    others: dict[int, Commitment] = {c.pk: c for c in both.select_related("brand", "booking", "contract")}
    wanted = {hit.clause_id for hit in hits} | {repair.clause_id for repair in repairs}
    known: Mapping[int, Clause] = Clause.objects.select_related(
        "commitment__brand", "commitment__booking", "commitment__contract"
    ).in_bulk({key for key in wanted if key > 0})
    findings = _findings(commitment)
    ours = commitment.brand if commitment is not None else brand
    consents = waiver_notes((hit for hit, _ in told), commitment, ours, others)
    overrides = override_notes(findings.values())
    asked = {(r.commitment_id, r.clause_id, r.dimension): r for r in repairs if r.kind == "say"}

    def tell(hit: Hit, alike: list[Hit]) -> Told:
        other: Any = others.get(hit.other_id)
        questions = {d.name: asked.get((hit.other_id, hit.clause_id, d.name)) for d in hit.dimensions}
        return Told(
            hit,
            Side(other) if other else None,
            lines_of(hit, alike, questions),
            summary(hit),
            known.get(hit.clause_id),
            findings.get(hit.other_id),
            _drawn(hit, alike, around, now) if now is not None else None,
            [*consents.get((hit.clause_id, hit.other_id), ()), *_overridden(overrides, findings.get(hit.other_id))],
        )

    stands = {hit.other_id for hit, _ in told}
    return Explained(
        standing.verdict.name,
        standing.sentence,
        _together([tell(hit, alike) for hit, alike in told]),
        _together([tell(hit, alike) for hit, alike in cleared if hit.other_id not in stands]),
        ways(
            repairs,
            mine=commitment,
            clauses=known,
            others=others,
            findings=findings,
            plan=link,
            wish=_wish(brand, around) if commitment is None else None,
        ),
        ours,
        plan if commitment is None else commitment.brand.name,
    )


def _wish(brand: Any, around: Beside | None) -> dict[str, object]:
    """What a waiver would be asked for: the brand, and where, how and when the plan shows, as far as it says."""
    if brand is None or around is None:
        return {}
    shown = around.mine.exposures
    days = [e.days for e in shown if e.days is not None]
    known = len(days) == len(shown) and bool(days) and all(after is not None for _, after in days)
    products = {category for e in shown for category in e.categories or ()}
    return {
        "brand": brand.public_id,
        "category": products.pop() if len(products) == 1 and all(e.categories for e in shown) else None,
        "where": sorted({code for e in shown for code in e.territories or ()} - {WORLD})
        if all(e.territories and WORLD not in e.territories for e in shown)
        else [],
        "channels": sorted({c for e in shown for c in e.channels or ()}) if all(e.channels for e in shown) else [],
        "activities": sorted({e.activity for e in shown}),
        "first": min(first for first, _ in days) if known else None,
        "last": max(after for _, after in days if after is not None) - timedelta(days=1) if known else None,
    }


def explained_of(commitment: Commitment, now: datetime) -> Explained:
    """How a written promise stands, with what would make it possible."""
    around = beside(commitment)
    found, repairs = judged(around, now)
    return explain(found, commitment, repairs, around=around, now=now)


def explained_sketch(sketch: Sketch, now: datetime, *, plan: str, brand: Any, without: int = 0) -> Explained:
    """How a promise would stand that nobody has written down, called `plan`. `without`: but for that one."""
    around = beside_sketch(sketch, without=without)
    around = replace(around, mine=as_bound(around.mine, now))
    found, repairs = judged(around, now)
    return explain(found, repairs=repairs, plan=plan, brand=brand, around=around, now=now)


def showings(commitment: Commitment) -> list[tuple[Exposure, str, str]]:
    """Where the talent shows, with channels and countries in words; empty where nobody said."""
    return [
        (
            exposure,
            ", ".join(str(Channel(value).label) for value in exposure.channels or ()),
            "the world"
            if WORLD in (exposure.territories or ())
            else ", ".join(country_name(code) for code in exposure.territories or ()),
        )
        for exposure in commitment.exposures.prefetch_related("categories")
    ]
