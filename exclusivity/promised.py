"""A promise as it concerns one talent: the days on which its clauses stand, and those on which they show. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from exclusivity.axes import WORLD
from exclusivity.models import Finding
from exclusivity.rules import BINDING, PROSPECTIVE, ClauseFacts, CommitmentFacts, ExposureFacts, Hit, OfficeFacts, Value
from exclusivity.rules.facts import Days
from exclusivity.rules.person import Path, paths
from exclusivity.rules.place import INSTANTS
from exclusivity.rules.timeline import days_of, shown
from exclusivity.stretches import stretches

ALWAYS: Days = (None, None)
USAGE = frozenset({"PAID_USAGE", "ORGANIC_REUSE", "LIVE"})


@dataclass(frozen=True, slots=True)
class Band:
    """Days on which a clause stands; `kind` is term, tail or doubt."""

    days: Days
    kind: str
    clause: ClauseFacts


@dataclass(frozen=True, slots=True)
class Showing:
    """Days on which the talent shows; `kind` is booked, usage or post (which went live)."""

    days: Days
    kind: str


@dataclass(slots=True)
class Promise:
    """One commitment as it concerns the talent. `via` is the act or the member whose it is, 0 where it is their own."""

    facts: CommitmentFacts
    via: int
    bands: list[Band]
    showings: list[Showing]
    clashes: list["Clash"] = field(default_factory=list)

    @property
    def binds(self) -> bool:
        return self.facts.status in BINDING

    @property
    def waits(self) -> bool:
        return self.facts.status in PROSPECTIVE

    @property
    def days(self) -> Days | None:
        """From its first day until the last on which it matters, its tail included; None where nobody said any."""
        found = [band.days for band in self.bands] + [showing.days for showing in self.drawn]
        found = [days for days in found if days != ALWAYS]
        if not found:
            term = self.facts.term
            return term if term is not None and term != ALWAYS else None
        first = None if any(low is None for low, _ in found) else min(low for low, _ in found if low)
        after = None if any(high is None for _, high in found) else max(high for _, high in found if high)
        return first, after

    @property
    def drawn(self) -> list[Showing]:
        """Where the talent shows, without an ambassador's standing presence where a claim tells it already."""
        if self.facts.kind != "ambassador" or not self.bands:
            return self.showings
        return [showing for showing in self.showings if showing.kind != "booked"]

    @property
    def worst(self) -> "Clash | None":
        return max(self.clashes, key=lambda clash: clash.hit.verdict, default=None)


@dataclass(frozen=True, slots=True)
class Clash:
    """Two promises of which one says something of the other. `mine` is the one that still has to bind, if any."""

    mine: int
    other: int
    hit: Hit
    finding: Finding | None

    @property
    def claimant(self) -> int:
        return self.mine if self.hit.ours else self.other

    @property
    def shower(self) -> int:
        return self.other if self.hit.ours else self.mine

    @property
    def is_open(self) -> bool:
        return self.finding is not None and self.finding.state == Finding.State.OPEN


def paths_to(talent: int, facts: CommitmentFacts, clause: ClauseFacts, office: OfficeFacts) -> list[Path]:
    found = paths(facts, clause, office)
    return [path for path in found if path.shown == talent and path.value is not Value.NO]


def promise_of(
    facts: CommitmentFacts, talent: int, office: OfficeFacts, now: datetime, territory: str, channel: str
) -> Promise | None:
    """None where nothing of it reaches the country or the channel that is asked about."""
    clauses = [clause for clause in facts.clauses if reaches(clause, territory, channel)]
    exposures = [e for e in facts.exposures if aims(e, territory, channel)]
    if (territory or channel) and not clauses and not exposures:
        return None
    own = talent in facts.talents
    bands = [band for clause in clauses for band in _bands(facts, clause, talent, office, now)]
    seen = [showing for e in exposures for showing in _showings(facts, e, now)]
    via = 0 if own else min(facts.talents)
    return Promise(facts, via, bands, list(dict.fromkeys(seen)))


def _bands(
    facts: CommitmentFacts, clause: ClauseFacts, talent: int, office: OfficeFacts, now: datetime
) -> Iterable[Band]:
    """Where the clause stands for the talent; in doubt where it is not said whether it binds them through an act."""
    for path in paths_to(talent, facts, clause, office):
        for first, after, kind in stretches(facts, clause, now):
            days = both((first, after), path.days)
            if days is not None:
                yield Band(days, kind if path.value is Value.YES else "doubt", clause)


def _showings(facts: CommitmentFacts, exposure: ExposureFacts, now: datetime) -> list[Showing]:
    """The post where it went live, and the days that were planned for it; of what was called off only the post."""
    zone = facts.zones[0]
    found = []
    if exposure.published_at is not None and exposure.activity in INSTANTS:
        day = exposure.published_at.astimezone(ZoneInfo(zone)).date()
        found.append(Showing((day, day + timedelta(days=1)), "post"))
    if facts.status == "cancelled":
        return found
    kind = "usage" if exposure.activity in USAGE else "booked"
    if exposure.days is not None:
        return [*found, Showing(exposure.days, kind)]
    when = shown(facts, exposure, zone, now) if not found else None
    return [*found, Showing(days_of(when, zone), kind)] if when is not None else found


def reaches(clause: ClauseFacts, territory: str = "", channel: str = "") -> bool:
    """Whether a clause speaks of a country and a channel; empty is any."""
    there = not territory or (
        (clause.territories is None or territory in clause.territories) and territory not in clause.territories_except
    )
    return there and (not channel or clause.channels is None or channel in clause.channels)


def aims(exposure: ExposureFacts, territory: str = "", channel: str = "") -> bool:
    """Whether an exposure is, or may be, in a country and on a channel."""
    said = exposure.territories
    there = not territory or said is None or WORLD in said or territory in said
    return there and (not channel or exposure.channels is None or channel in exposure.channels)


def both(one: Days, other: Days) -> Days | None:
    starts, ends = ([day for day in (one[n], other[n]) if day is not None] for n in (0, 1))
    start, end = max(starts, default=None), min(ends, default=None)
    return None if start is not None and end is not None and start >= end else (start, end)
