"""The truth: what two promises say of one another (DOMAIN R1 to R5)."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from exclusivity.rules import place, words
from exclusivity.rules.clock import Span, meets, span
from exclusivity.rules.facts import BINDING, FORCELESS, PROSPECTIVE, ClauseFacts, CommitmentFacts, Days, ExposureFacts
from exclusivity.rules.office import OfficeFacts, within
from exclusivity.rules.person import Path, paths
from exclusivity.rules.target import target
from exclusivity.rules.timeline import Piece, by_time, pieces, shown, some_day
from exclusivity.rules.values import OUTSIDE, Dimension, Hit, Value, Verdict


def check(mine: CommitmentFacts, other: CommitmentFacts, office: OfficeFacts, at: datetime) -> list[Hit]:
    """Every clause of each against every exposure of the other, from where `mine` stands.

    Only pairs that share a person are spoken of; a hit that is CLEAR names the dimension which lies apart. Pass `mine`
    with the status that it is about to have (see `as_bound`). Papers of one family are never held against each other.
    """
    if mine.id == other.id or (mine.family and mine.family == other.family):
        return []
    found = [*_one_way(mine, other, office, True), *_one_way(other, mine, office, False)]
    return sorted(found, key=lambda hit: -hit.verdict)


def as_bound(commitment: CommitmentFacts, at: datetime) -> CommitmentFacts:
    """The same promise as it would be if it were made now."""
    if commitment.status in BINDING:
        return commitment
    return replace(commitment, status="signed" if commitment.kind == "ambassador" else "confirmed", bound_at=at)


def worst(hits: list[Hit]) -> Verdict:
    return max((hit.verdict for hit in hits), default=Verdict.CLEAR)


def _one_way(claimant: CommitmentFacts, shower: CommitmentFacts, office: OfficeFacts, ours: bool) -> Iterator[Hit]:
    if claimant.status not in BINDING | PROSPECTIVE or shower.status in FORCELESS:
        return
    for clause in claimant.clauses:
        ways = [path for path in paths(claimant, clause, office) if path.shown in shower.talents]
        for exposure in shower.exposures:
            if shower.status == "cancelled" and exposure.published_at is None:
                continue
            tried = [_Meeting(claimant, clause, shower, exposure, path, office) for path in ways]
            if tried:
                best = max(tried, key=lambda meeting: (meeting.value, meeting.advisory))
                yield best.hit(ours)


@dataclass(slots=True)
class _Meeting:
    """One clause, one exposure, one way from a bound person to a shown one."""

    claimant: CommitmentFacts
    clause: ClauseFacts
    shower: CommitmentFacts
    exposure: ExposureFacts
    path: Path
    office: OfficeFacts
    stretch: list[Piece] = field(init=False)
    people: list[Value] = field(init=False)
    rivals: list[Value] = field(init=False)
    fixed: dict[str, Value] = field(init=False)
    moving: dict[str, Value] = field(init=False)
    value: Value = field(init=False)

    def __post_init__(self) -> None:
        clause, exposure = self.clause, self.exposure
        self.fixed = {
            "territory": place.territory(clause, exposure),
            "channel": place.channel(clause, exposure),
            "activity": place.activity(clause, exposure.activity),
        }
        self.stretch = pieces(self.claimant, clause, self.path, self.office)
        self.people = [self._person(piece.days) for piece in self.stretch]
        self.rivals = [self._target(piece.days) for piece in self.stretch]
        answers = [self._in_zone(claimed, presented) for claimed, presented in self._zones()]
        self.moving = {}
        for name in ("person", "target", "time", "all"):
            seen = {answer[name] for answer in answers}
            self.moving[name] = seen.pop() if len(seen) == 1 else Value.UNKNOWN
        self.value = min(self.moving["all"], *self.fixed.values())

    @property
    def lasting(self) -> bool:
        return self.exposure.activity not in place.INSTANTS

    @property
    def advisory(self) -> bool:
        """An old post that stays up where the clause says nothing of old posts (R12)."""
        silent = (
            self.exposure.activity == "LIVE" and self.clause.mode != "FULL" and "LIVE" not in self.clause.activities
        )
        others = (self.moving["all"], self.fixed["territory"], self.fixed["channel"])
        return silent and all(value is not Value.NO for value in others)

    def _zones(self) -> Iterator[tuple[str, str]]:
        """Each clock that the clause may mean, with each of the exposure; silent papers mean the same one (V9)."""
        silent = len(self.claimant.zones) > 1 and len(self.shower.zones) > 1
        for zone in self.claimant.zones:
            if silent and zone in self.shower.zones:
                yield zone, zone
            else:
                yield from ((zone, other) for other in self.shower.zones)

    def _in_zone(self, claimed: str, presented: str) -> dict[str, Value]:
        when = shown(self.shower, self.exposure, presented)
        spans: list[Span] = [span(piece.days, claimed) for piece in self.stretch]
        people, rivals = self.people, self.rivals
        times = [piece.time for piece in self.stretch]
        if not self.stretch:  # nobody said when the clause stands, or it ended before it began
            person, rival = self.path.value, self._target((None, None))
            time = Value.UNKNOWN if self.claimant.term is None else Value.NO
            return {"person": person, "target": rival, "time": time, "all": min(person, rival, time)}

        def over(values: list[Value]) -> Value:
            return by_time(list(zip(spans, values, strict=True)), when, lasting=self.lasting)

        time = over(times)
        whole = over([min(parts) for parts in zip(people, rivals, times, strict=True)])
        inside = [n for n, part in enumerate(spans) if when is None or meets(part, when)] or range(len(spans))
        return {
            "person": max(people[n] for n in inside),
            "target": max(rivals[n] for n in inside),
            "time": time,
            "all": whole,
        }

    def _person(self, days: Days) -> Value:
        return self.path.value if within(some_day(days), self.path.days) else Value.NO

    def _target(self, days: Days) -> Value:
        return target(self.claimant, self.clause, self.exposure, self.office, some_day(days))

    def hit(self, ours: bool) -> Hit:
        """Put into words, with the verdict that the two promises' standing makes of it (R5)."""
        window = self._window()
        verdict = self._verdict(ours)
        dimensions = self._dimensions(window)
        other = self.shower if ours else self.claimant
        sentence = words.promise(self.claimant, self.clause, self.office, window)
        sentence += f" {words.showing(self.exposure, self.office)}"
        unsure = next((d.name for d in dimensions if d.value is Value.UNKNOWN), "")
        if self.value is Value.UNKNOWN and unsure:
            sentence += f" {words.UNKNOWN[unsure]}"
        clear = window[1] if window and self.value is not Value.NO else None
        before = window[0] - timedelta(days=1) if window and window[0] and self.value is not Value.NO else None
        return Hit(
            verdict=verdict,
            sentence=sentence,
            outside="" if verdict is Verdict.CLEAR else OUTSIDE,
            dimensions=dimensions,
            clause_label=self.clause.label,
            overlap=self._overlap(window),
            other_id=other.id,
            definite=self.value is Value.YES,
            talent_id=self.path.shown if ours else self.path.bound,
            clause_id=self.clause.id,
            exposure_id=self.exposure.id,
            first_clear=clear,
            last_before=before,
        )

    def _verdict(self, ours: bool) -> Verdict:
        if self.value is Value.NO:
            return Verdict.ADVISORY if self.advisory else Verdict.CLEAR
        if self.shower.id in self.claimant.decided:
            return Verdict.WAIVED
        published = None if self.lasting else self.exposure.published_at
        claim_binds = self.claimant.status in BINDING
        shows = self.shower.status in BINDING or published is not None
        mine, theirs = (claim_binds, shows) if ours else (shows, claim_binds)
        if not theirs:
            return Verdict.ADVISORY  # both wait, or the other one does: whoever binds first wins
        if self.value is Value.UNKNOWN:
            return Verdict.REVIEW
        if published is not None:
            # A promise made afterwards was not broken; it asks for a carve-out (R18).
            before = self.claimant.bound_at is None or published < self.claimant.bound_at
            return Verdict.REVIEW if before or not claim_binds else Verdict.BREACH_SUSPECTED
        return Verdict.BLOCK if mine else Verdict.CONDITIONAL

    def _window(self) -> Days | None:
        """The whole stretch that concerns this meeting."""
        parts = zip(self.stretch, self.people, self.rivals, strict=True)
        kept = [p.days for p, person, rival in parts if min(p.time, person, rival) is not Value.NO]
        kept = kept or [piece.days for piece in self.stretch]
        return (kept[0][0], kept[-1][1]) if kept else None

    def _overlap(self, window: Days | None) -> tuple[date, date | None] | None:
        days = self.exposure.days
        if self.value is Value.NO or window is None or days is None:
            return None
        start = max(days[0], window[0]) if window[0] is not None else days[0]
        ends = [end for end in (days[1], window[1]) if end is not None]
        end = min(ends, default=None)
        return (start, end) if end is None or start < end else None

    def _dimensions(self, window: Days | None) -> tuple[Dimension, ...]:
        clause, exposure, office = self.clause, self.exposure, self.office
        time = self.moving["time"]
        if self.moving["all"] is Value.NO and min(self.moving["person"], self.moving["target"], time) is not Value.NO:
            time = Value.NO  # each holds at some time, but never at once
        elif (
            self.moving["all"] is Value.UNKNOWN and min(self.moving["person"], self.moving["target"], time) is Value.YES
        ):
            time = Value.UNKNOWN
        promoted = (
            words.categories(exposure.categories, office) if exposure.categories else "products that nobody named"
        )
        name = office.brands[exposure.brand].name
        said = words.channels(exposure.channels, office) if exposure.channels is not None else "nobody said"
        aimed = words.place(exposure.territories) if exposure.territories is not None else "nobody said"
        kind = office.activity_names.get(exposure.activity, exposure.activity)
        counts = {Value.YES: "counts it", Value.NO: "does not count it", Value.UNKNOWN: "does not say"}
        return (
            Dimension(
                "person",
                self.moving["person"],
                office.talent_names.get(self.path.bound, "?"),
                office.talent_names.get(self.path.shown, "?"),
            ),
            Dimension("target", self.moving["target"], words.barred(clause, office), f"{name}, {promoted}"),
            Dimension("time", time, words.days(window), _when(exposure)),
            Dimension(
                "territory", self.fixed["territory"], words.place(clause.territories, clause.territories_except), aimed
            ),
            Dimension("channel", self.fixed["channel"], words.channels(clause.channels, office), said),
            Dimension("activity", self.fixed["activity"], counts[self.fixed["activity"]], kind),
        )


def _when(exposure: ExposureFacts) -> str:
    if exposure.published_at is not None:
        return f"published {words.day(exposure.published_at.date())}"
    return words.days(exposure.days)
