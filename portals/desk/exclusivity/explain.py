"""A verdict, opened up: both sides of all six dimensions, the clause's words, the days, what would make it legal."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from exclusivity.axes import WORLD, Channel
from exclusivity.models import Clause, Commitment, Exposure, Finding
from exclusivity.queries import Standing, repair
from exclusivity.rules import Hit, Value
from lib.countries import country_name

MOST = 12
NAMES = {
    "person": "Who", "target": "Rivalry", "time": "Days", "territory": "Where", "channel": "Channel",
    "activity": "Kind of work",
}  # fmt: skip
SAID = {Value.YES: ("Meets", "point"), Value.NO: ("Apart", "git-compare"), Value.UNKNOWN: ("Unknown", "question-mark")}


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
class Line:
    """One dimension in words."""

    name: str
    ours: str
    theirs: str
    word: str
    icon: str
    decides: bool


@dataclass(frozen=True, slots=True)
class Told:
    """One hit in words."""

    hit: Hit
    side: Side | None
    lines: list[Line]
    repairs: str
    clause: Clause | None
    finding: Finding | None
    rest: list["Told"] = field(default_factory=list)
    """What else the two say of one another, less than this."""

    @property
    def days(self) -> tuple[date, date | None] | None:
        """The days on which the two meet, both included."""
        if self.hit.overlap is None:
            return None
        first, end = self.hit.overlap
        return first, end - timedelta(days=1) if end else None


@dataclass(frozen=True, slots=True)
class Explained:
    """A standing as a page shows it."""

    verdict: str
    sentence: str
    told: list[Told]
    cleared: list[Told]
    more: int = 0

    @property
    def checked(self) -> int:
        return len({told.hit.other_id for told in (*self.told, *self.cleared)})


def _together(told: list[Told]) -> list[Told]:
    """One of each pair, the worst, with the others under it."""
    first: dict[int, Told] = {}
    for each in told:
        known = first.setdefault(each.hit.other_id, each)
        if known is not each:
            known.rest.append(each)
    return list(first.values())


def page_of(commitment: Commitment) -> str:
    """The booking's or the contract's page."""
    booking, contract = getattr(commitment, "booking", None), getattr(commitment, "contract", None)
    if booking is not None:
        return reverse("desk:booking", args=[booking.public_id])
    return reverse("desk:contract", args=[contract.public_id]) if contract is not None else ""


def lines(hit: Hit) -> list[Line]:
    """The six dimensions, the deciding one marked."""
    return [
        Line(NAMES.get(d.name, d.name), d.ours, d.theirs, *SAID[d.value], decides=d.name == hit.decided_by)
        for d in hit.dimensions
    ]


def explain(standing: Standing, commitment: Commitment | None = None) -> Explained:
    """Put a standing into words. Three queries, however many hits; `commitment` is ours, for its findings."""
    told, cleared = standing.hits[:MOST], standing.cleared[:MOST]
    both = [*told, *cleared]
    others: dict[int, Commitment] = {
        c.pk: c
        for c in Commitment.objects.filter(pk__in={hit.other_id for hit in both}).select_related(
            "brand", "booking", "contract"
        )
    }
    clauses = Clause.objects.in_bulk({hit.clause_id for hit in both if hit.clause_id})
    findings: dict[int, Finding] = {}
    if commitment is not None:
        for finding in Finding.objects.filter(one=commitment) | Finding.objects.filter(other=commitment):
            if finding.state != Finding.State.GONE:
                findings[finding.one_id if finding.other_id == commitment.pk else finding.other_id] = finding

    def tell(hit: Hit) -> Told:
        other: Any = others.get(hit.other_id)
        return Told(
            hit,
            Side(other) if other else None,
            lines(hit),
            repair(hit).strip(),
            clauses.get(hit.clause_id),
            findings.get(hit.other_id),
        )

    return Explained(
        standing.verdict.name,
        standing.sentence,
        _together([tell(hit) for hit in told]),
        _together([tell(hit) for hit in cleared if hit.other_id not in {h.other_id for h in told}]),
        max(0, len(standing.hits) - MOST),
    )


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
