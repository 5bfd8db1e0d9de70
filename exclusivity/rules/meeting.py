"""One clause against one exposure, dimension by dimension (DOMAIN R2, R3)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from exclusivity.rules import place
from exclusivity.rules.clock import Span, common, meets
from exclusivity.rules.exceptions import Cut, Region, carved, hit_regions, left, less_time, waived
from exclusivity.rules.facts import ClauseFacts, CommitmentFacts, Days, ExposureFacts
from exclusivity.rules.office import OfficeFacts, within
from exclusivity.rules.person import Path
from exclusivity.rules.target import sits_badly, target
from exclusivity.rules.timeline import Piece, by_time, days_of, pieces, shown, whole_days
from exclusivity.rules.values import Value

LEGACY, CLASHING = "legacy_post", "clashing_categories"


@dataclass(slots=True)
class Meeting:
    """One clause, one exposure, one way from a bound person to a shown one.

    `fixed` and `moving` are the dimensions that time does not change and those that it does; `waived` where the
    beneficiary consented; `advice` the code of a remark where it is no hit.
    """

    claimant: CommitmentFacts
    clause: ClauseFacts
    shower: CommitmentFacts
    exposure: ExposureFacts
    path: Path
    office: OfficeFacts
    at: datetime
    stretch: dict[str, list[Piece]] = field(init=False)
    fixed: dict[str, Value] = field(init=False)
    moving: dict[str, Value] = field(init=False)
    value: Value = field(init=False)
    waived: bool = field(init=False, default=False)
    advice: str = field(init=False, default="")

    def __post_init__(self) -> None:
        clause, exposure = self.clause, self.exposure
        self.fixed = {
            "territory": place.territory(clause, exposure),
            "channel": place.channel(clause, exposure),
            "activity": place.activity(clause, exposure.activity, self.office.counting),
        }
        self.stretch = {
            zone: pieces(self.claimant, clause, self.path, self.office, zone, self.at) for zone in self.claimant.zones
        }
        answers = [self._in_zone(claimed, presented) for claimed, presented in self._zones()]
        self.moving = {}
        for name in ("person", "target", "time", "all"):
            seen = {answer[name] for answer in answers}
            self.moving[name] = seen.pop() if len(seen) == 1 else Value.UNKNOWN
        self.value = min(self.moving["all"], *self.fixed.values())
        if self.value is Value.NO:
            self.advice = "" if self._is_let_be else self._advice()
        else:
            self._let_be()

    @property
    def apart(self) -> bool:
        """Whether some dimension is NO, with nothing to remark on."""
        return not self.advice and Value.NO in (self.moving["all"], *self.fixed.values())

    @property
    def lasting(self) -> bool:
        return self.exposure.activity not in place.INSTANTS

    @property
    def days(self) -> Days | None:
        """The days of the exposure, as far as anybody said."""
        if self.exposure.days is not None:
            return self.exposure.days
        when = shown(self.shower, self.exposure, self.shower.zones[0], self.at)
        return days_of(when, self.shower.zones[0]) if when is not None else None

    @property
    def before_signature(self) -> bool:
        """Whether it was published before the clause was signed, and does not last beyond."""
        went, signed = self.exposure.published_at, self.claimant.bound_at
        return signed is None or (not self.lasting and went is not None and went < signed)

    @property
    def happened(self) -> bool:
        """Whether what is forbidden lies in the past (R4)."""
        went = self.exposure.published_at
        if went is None or not self.lasting:
            return went is not None
        since = max(went, self.claimant.bound_at or went)
        past = common([(since, self.at)])
        return past is not None and any(meets(piece.span, past) for piece in self._standing(self.claimant.zones[0]))

    @property
    def rank(self) -> int:
        """How much it weighs beside another way to the same exposure."""
        if self.value is Value.NO:
            return 1 if self.advice else 0
        return 2 if self.waived else 2 + self.value

    @property
    def _is_let_be(self) -> bool:
        """Whether carve-outs and waivers cover all of it, so that there is nothing to remark on either."""
        cuts = [*self._carved(), *waived(self.clause, self.office, self.claimant.zones, self.at)]
        if not cuts:
            return False
        regions = hit_regions(self.clause, self.exposure, self.office, [*self._spans(self.stretch)])
        return bool(regions) and not left(regions, cuts, self.exposure, self.shower)

    def _carved(self) -> Iterator[Cut]:
        return carved(self.claimant, self.clause, self.office, self.at, self.shower)

    def _let_be(self) -> None:
        """Carve-outs, and then waivers, only where they cover all of the hit (R13, R14)."""
        cuts = [*self._carved()]
        consents = [*waived(self.clause, self.office, self.claimant.zones, self.at)]
        if not cuts and not consents:
            return
        all_of_it, certain = self._regions(Value.UNKNOWN), self._regions(Value.YES)
        all_of_it = left(all_of_it, cuts, self.exposure, self.shower)
        certain = left(certain, cuts, self.exposure, self.shower)
        if not all_of_it:
            self.value = Value.NO
            return
        kept = left(certain, consents, self.exposure, self.shower)
        self.waived = not left(all_of_it, consents, self.exposure, self.shower)
        if not self.waived and not kept:
            self.value = Value.UNKNOWN  # what is left over is only in doubt

    def _regions(self, least: Value) -> list[Region]:
        """What the clause hits of the exposure, where time says at least this."""
        standing = {zone: self._standing(zone, least) for zone in self.stretch}
        spans = [*self._spans(standing)]
        return hit_regions(self.clause, self.exposure, self.office, spans, doubtful=least is Value.UNKNOWN)

    def _spans(self, stretch: Mapping[str, list[Piece]]) -> Iterator[Span]:
        """What these pieces have in common with the exposure, by every clock."""
        for claimed, presented in self._zones():
            when = shown(self.shower, self.exposure, presented, self.at) or (None, None)
            for piece in stretch[claimed]:
                shared = common([when, piece.span])
                if shared is not None:
                    yield shared

    def _advice(self) -> str:
        """An old post that stays up where the clause is silent on those (R12); what sits badly beside it (R8)."""
        clause, exposure = self.clause, self.exposure
        placed = Value.NO not in (self.fixed["territory"], self.fixed["channel"])
        silent = exposure.activity == "LIVE" and "LIVE" not in clause.activities
        if silent and placed and self.moving["all"] is not Value.NO:
            return LEGACY
        others = (self.moving["person"], self.moving["time"], self.fixed["activity"])
        if placed and Value.NO not in others and self.moving["target"] is Value.NO:
            days = [piece.day for piece in self.stretch[self.claimant.zones[0]]] or [self.at.date()]
            if any(sits_badly(self.claimant, clause, exposure, self.office, day) for day in days):
                return CLASHING
        return ""

    def _zones(self) -> Iterator[tuple[str, str]]:
        """Each clock that the clause may mean, with each of the exposure; silent papers mean the same one (V9)."""
        silent = len(self.claimant.zones) > 1 and len(self.shower.zones) > 1
        for zone in self.claimant.zones:
            if silent and zone in self.shower.zones:
                yield zone, zone
            else:
                yield from ((zone, other) for other in self.shower.zones)

    def _in_zone(self, claimed: str, presented: str) -> dict[str, Value]:
        when = shown(self.shower, self.exposure, presented, self.at)
        stretch = self.stretch[claimed]
        if not stretch:  # it ended before it began
            rival = self._target(date.max)
            return {"person": self.path.value, "target": rival, "time": Value.NO, "all": Value.NO}
        spans: list[Span] = [piece.span for piece in stretch]
        people = [self._person(piece.day) for piece in stretch]
        rivals = [self._target(piece.day) for piece in stretch]
        times = [piece.time for piece in stretch]

        def over(values: list[Value]) -> Value:
            return by_time(list(zip(spans, values, strict=True)), when, lasting=self.lasting)

        inside = [n for n, part in enumerate(spans) if when is None or meets(part, when)] or range(len(spans))
        return {
            "person": max(people[n] for n in inside),
            "target": max(rivals[n] for n in inside),
            "time": over(times),
            "all": over([min(values) for values in zip(people, rivals, times, strict=True)]),
        }

    def _person(self, day: date) -> Value:
        return self.path.value if within(day, self.path.days) else Value.NO

    def _target(self, day: date) -> Value:
        return target(self.claimant, self.clause, self.exposure, self.office, day, self.at)

    def _standing(self, zone: str, least: Value = Value.UNKNOWN) -> list[Piece]:
        """The pieces in which it is not out of the question, or is certain."""
        return [p for p in self.stretch[zone] if min(p.time, self._person(p.day), self._target(p.day)) >= least]

    def window(self) -> Days | None:
        """The whole stretch that concerns this meeting; None where nobody said."""
        zone = self.claimant.zones[0]
        kept = self._standing(zone) or self.stretch[zone]
        if not kept or all(piece.span == (None, None) for piece in kept):
            return None
        return days_of((kept[0].span[0], kept[-1].span[1]), zone)

    def overlap(self, window: Days | None) -> tuple[date, date | None] | None:
        days = self.days
        if self.value is Value.NO or window is None or days is None or days[0] is None:
            return None
        start = max(days[0], window[0]) if window[0] is not None else days[0]
        ends = [end for end in (days[1], window[1]) if end is not None]
        end = min(ends, default=None)
        return (start, end) if end is None or start < end else None

    def safe_window(self) -> Days | None:
        """The longest run of whole days within the plan on which nothing is forbidden (R11)."""
        zone = self.claimant.zones[0]
        when = shown(self.shower, self.exposure, self.shower.zones[0], self.at)
        if when is None or self.lasting or self.exposure.published_at is not None:
            return None
        free = [when]
        for claimed in self.claimant.zones:
            for piece in self._standing(claimed):
                free = [rest for stretch in free for rest in less_time(stretch, piece.span)]
        runs = [days for stretch in free if (days := whole_days(stretch, zone)) and None not in days]
        return max(runs, key=lambda days: days[1] - days[0], default=None)  # type: ignore[operator]
