"""What would make it possible (DOMAIN R24): ways out of a clash, each proven by asking the truth again.

Pure: facts in, repairs out. Nothing is offered that the truth, asked with the changed facts, does not let pass.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from exclusivity.asking import questions
from exclusivity.axes import WORLD, Channel
from exclusivity.pairs import Beside
from exclusivity.rules import BINDING, CommitmentFacts, ExposureFacts, Hit, Verdict, as_bound, check
from exclusivity.rules.facts import CarveOut, ClauseFacts, Days, WaiverFacts
from exclusivity.rules.place import INSTANTS, OFFLINE
from exclusivity.rules.windows import USAGE
from exclusivity.rules.words import categories, channels, countries, day, days, listed, lowered

ROUNDS = 8
ONLINE = tuple(str(channel) for channel in Channel if str(channel) not in OFFLINE)


@dataclass(frozen=True, slots=True)
class Repair:
    """One way out. `enough` is whether nothing else is needed.

    `kind` is narrow, start, end (of the plan's `days`), channels, territories, drop (a kind of work), say (a fact that
    is missing, of one `dimension`), carve_out, waiver or decide. `days` are half-open, `commitment_id` is the other
    promise, `clause_id` the clause that it is about (negative where that is only sketched), `brand_id` whose consent it
    takes.
    """

    kind: str
    sentence: str
    effect: str
    enough: bool = True
    days: tuple[date, date] | None = None
    channels: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    clause_id: int = 0
    commitment_id: int = 0
    brand_id: int = 0
    dimension: str = ""


def repairs_of(around: Beside, now: datetime, *, bound: bool = True) -> tuple[Repair, ...]:
    """Ways to make `around.mine` possible, the least trouble first; none where nothing stands in its way.

    `bound`: as if it were promised now, which is what a hold or a draft wants to become.
    """
    plan = _Plan(around, now, bound)
    if not plan.hits:
        return ()
    found = [
        *_narrowed(plan), *_later(plan), *_earlier(plan), *_channels(plan), *_territories(plan), *_without(plan),
        *_said(plan), *_consents(plan), *_decided(plan),
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda repair: not repair.enough))


class _Plan:
    """A promise with what stands in its way, and the means to ask again."""

    def __init__(self, around: Beside, now: datetime, bound: bool) -> None:
        self.around, self.now = around, now
        self.mine = as_bound(around.mine, now) if bound else around.mine
        self.hits = self.against(self.mine)
        worst = {hit.other_id for hit in self.hits}
        self.others = sorted(around.others, key=lambda other: other.id not in worst)

    def against(self, mine: CommitmentFacts) -> list[Hit]:
        """What keeps a promise from binding."""
        found = [
            hit
            for other in self.around.others
            if other.id not in mine.admitted
            for hit in check(mine, other, self.around.office, self.now)
        ]
        return [hit for hit in found if hit.verdict >= Verdict.REVIEW]

    def clears(self, mine: CommitmentFacts, others: list[CommitmentFacts] | None = None) -> bool:
        for other in self.others if others is None else others:
            if other.id in mine.admitted:
                continue
            if any(h.verdict >= Verdict.REVIEW for h in check(mine, other, self.around.office, self.now)):
                return False
        return True

    def clashes_with(self, key: int) -> bool:
        """Whether something between the two is certain, also where neither binds yet: that is no doubt to decide."""
        told = check(self.mine, self.other(key), self.around.office, self.now)
        return any(hit.definite and hit.verdict is not Verdict.REVIEW for hit in told)

    @property
    def today(self) -> date:
        return self.now.astimezone(ZoneInfo(self.mine.zones[0])).date()

    @property
    def open(self) -> list[ExposureFacts]:
        """What can still be changed: planned on days, not published."""
        return [e for e in self.mine.exposures if e.published_at is None and e.days is not None]

    @property
    def span(self) -> tuple[date, date] | None:
        """The plan's days, half-open, without the brand's own use, which goes along with them.

        None where it has none, no end, some of it happened, or it is signed.
        """
        planned = [e for e in self.open if e.activity not in USAGE] or self.open
        if self.around.mine.kind == "ambassador" and self.around.mine.status in BINDING:
            return None
        ends = [e.days[1] for e in planned if e.days is not None and e.days[1] is not None]
        if not planned or len(ends) < len(planned) or len(self.open) < len(self.mine.exposures):
            return None
        return min(e.days[0] for e in planned if e.days is not None), max(ends)

    def other(self, key: int) -> CommitmentFacts:
        return next(other for other in self.around.others if other.id == key)

    def clause(self, hit: Hit) -> ClauseFacts:
        side = self.mine if hit.ours else self.other(hit.other_id)
        return next(clause for clause in side.clauses if clause.id == hit.clause_id)

    def exposure(self, hit: Hit) -> ExposureFacts:
        side = self.other(hit.other_id) if hit.ours else self.mine
        return next(exposure for exposure in side.exposures if exposure.id == hit.exposure_id)

    def name(self, key: int) -> str:
        return self.around.office.brands[self.other(key).brand].name

    def changed(self, change: Callable[[ExposureFacts], ExposureFacts]) -> CommitmentFacts:
        still = tuple(change(e) if e.published_at is None else e for e in self.mine.exposures)
        return replace(self.mine, exposures=still)


def _shift(value: Days | None, by: timedelta) -> Days | None:
    if value is None:
        return None
    first, after = value
    return (first + by if first is not None else None), (after + by if after is not None else None)


def _moved(plan: _Plan, by: timedelta) -> CommitmentFacts:
    """The promise so many days later or earlier, its term and all that it shows."""
    mine = plan.changed(lambda e: replace(e, days=_shift(e.days, by)))  # type: ignore[arg-type]
    return replace(mine, term=_shift(mine.term, by))


def _steps(plan: _Plan, mine: CommitmentFacts, hits: list[Hit], *, later: bool) -> set[timedelta]:
    """By how much `mine` would have to move, hit by hit, to be just past what it meets."""
    found: set[timedelta] = set()
    for hit in hits:
        shower = plan.other(hit.other_id) if hit.ours else mine
        shown = next(e for e in shower.exposures if e.id == hit.exposure_id)
        if shown.days is None:
            continue
        opens = hit.last_before + timedelta(days=1) if hit.last_before is not None else None
        closes, (first, after) = hit.first_clear, shown.days
        if hit.ours:
            opens, closes, first, after = first, after, opens, closes  # type: ignore[assignment]
        step = (
            closes - first if later and closes and first else opens - after if not later and opens and after else None
        )
        if step is not None and (step > timedelta(0)) is later and step:
            found.add(step)
    return found


def _searched(plan: _Plan, *, later: bool) -> timedelta | None:
    """The least move that makes it clear beside all promises; later is never before today."""
    done = max(plan.today - plan.span[0], timedelta(0)) if later and plan.span is not None else timedelta(0)
    mine, hits = plan.mine, plan.hits
    if done:
        mine = _moved(plan, done)
        hits = plan.against(mine)
        if not hits:
            return done
    for _ in range(ROUNDS):
        steps = sorted(_steps(plan, mine, hits, later=later), key=abs)
        if not steps:
            return None
        for step in steps:
            if plan.clears(_moved(plan, done + step)):
                return done + step
        done += steps[-1]
        mine = _moved(plan, done)
        hits = plan.against(mine)
    return None


def _beside(plan: _Plan) -> str:
    count = len(plan.around.others)
    return "with nothing in its way" if count == 1 else f"beside all {count} promises"


def _later(plan: _Plan) -> Iterator[Repair]:
    span = plan.span
    step = _searched(plan, later=True) if span is not None else None
    if span is not None and step is not None:
        moved = (span[0] + step, span[1] + step)
        yield Repair("start", f"Start on {day(moved[0])}", f"The first clear day {_beside(plan)}", days=moved)


def _earlier(plan: _Plan) -> Iterator[Repair]:
    span = plan.span
    step = _searched(plan, later=False) if span is not None else None
    if span is not None and step is not None and span[0] + step >= plan.today:
        moved = (span[0] + step, span[1] + step)
        last = moved[1] - timedelta(days=1)
        yield Repair("end", f"End by {day(last)}", f"The last day before it {_beside(plan)}", days=moved)


def _narrowed(plan: _Plan) -> Iterator[Repair]:
    """Only on those of the planned days that are free (R11)."""
    free = [hit.safe_window for hit in plan.hits if hit.safe_window is not None]
    lasting = any(exposure.activity not in INSTANTS for exposure in plan.open)
    if not free or lasting or plan.span is None or plan.mine.kind == "ambassador":
        return
    first = max(window[0] for window in free if window[0] is not None)
    after = min(window[1] for window in free if window[1] is not None)
    if first >= after or after <= plan.today:
        return
    if plan.clears(plan.changed(lambda e: replace(e, days=(first, after)))):
        effect = f"Those of the planned days that are free {_beside(plan)}"
        yield Repair("narrow", f"Post {days((first, after))} only", effect, days=(first, after))


def _channels(plan: _Plan) -> Iterator[Repair]:
    """Those of its own channels that are free; where none is, others that would be."""
    shown = [e.channels for e in plan.mine.exposures if e.published_at is None]
    wanted = {channel for some in shown for channel in some or ()}
    if not wanted or None in shown:
        return

    def only(some: frozenset[str]) -> CommitmentFacts:
        kept = plan.changed(lambda e: replace(e, channels=(e.channels or frozenset()) & some or some))
        return replace(kept, exposures=tuple(dict.fromkeys(kept.exposures)))

    clean = {channel for channel in wanted if plan.clears(only(frozenset({channel})))}
    instead = not clean
    if instead:
        clean = {channel for channel in ONLINE if channel not in wanted and plan.clears(only(frozenset({channel})))}
    if clean and clean != wanted and plan.clears(only(frozenset(clean))):
        office = plan.around.office
        kept = [c for c in ONLINE if c in clean][:3] if instead else sorted(clean)
        names = listed(office.channel_names.get(name, name) for name in kept)
        sentence = f"Use {names if not instead else names.replace(' and ', ' or ')} {'instead' if instead else 'only'}"
        yield Repair("channels", sentence, _named_channels(plan), channels=tuple(kept))


def _named_channels(plan: _Plan) -> str:
    said = []
    for hit in plan.hits:
        clause = plan.clause(hit)
        if not hit.ours and clause.channels is not None:
            words = channels(clause.channels, plan.around.office)
            said.append(f"{plan.name(hit.other_id)}’s {clause.label} covers {words}")
    return "; ".join(dict.fromkeys(said)) or "No promise covers these"


def _territories(plan: _Plan) -> Iterator[Repair]:
    """Those of its countries that no promise reaches."""
    shown = [e.territories for e in plan.mine.exposures if e.published_at is None]
    wanted = {country for some in shown for country in some or ()}
    if len(wanted) < 2 or None in shown or WORLD in wanted:
        return

    def only(some: frozenset[str]) -> CommitmentFacts:
        return plan.changed(lambda e: replace(e, territories=(e.territories or frozenset()) & some or some))

    clean = {country for country in wanted if plan.clears(only(frozenset({country})))}
    if clean and clean != wanted and plan.clears(only(frozenset(clean))):
        rest = countries(wanted - clean)
        yield Repair(
            "territories", f"Aim at {countries(clean)} only", f"Without {rest}", territories=tuple(sorted(clean))
        )


def _without(plan: _Plan) -> Iterator[Repair]:
    """Without the kind of work that is in the way, where there is other work."""
    barred = {plan.exposure(hit).activity for hit in plan.hits if not hit.ours}
    rest = tuple(e for e in plan.mine.exposures if e.activity not in barred)
    if barred and rest and plan.clears(replace(plan.mine, exposures=rest)):
        names = plan.around.office.activity_names
        what = listed(lowered(names.get(kind, kind)) for kind in barred)
        left = listed(lowered(names.get(e.activity, e.activity)) for e in rest)
        yield Repair(
            "drop", f"Leave out the {what}", f"What stays is possible: {left}", activities=tuple(sorted(barred))
        )


def _said(plan: _Plan) -> Iterator[Repair]:
    """Facts that are missing on either paper, each asked once; where something is certain, they would not help."""
    if any(hit.verdict is not Verdict.REVIEW for hit in plan.hits):
        return
    seen: set[tuple[str, int, int]] = set()
    for hit in plan.hits:
        claimant = plan.mine if hit.ours else plan.other(hit.other_id)
        for question in questions(hit, plan.clause(hit), plan.exposure(hit), claimant, plan.around.office, plan.now):
            key = (question.sentence, hit.other_id, hit.clause_id)
            if key not in seen:
                seen.add(key)
                yield Repair(
                    "say", question.sentence, question.effect, enough=False, clause_id=hit.clause_id,
                    commitment_id=hit.other_id, dimension=question.dimension,
                )  # fmt: skip


def _consents(plan: _Plan) -> Iterator[Repair]:
    """From whom a waiver is needed, and what our own clauses would have to let be."""
    pairs: dict[int, list[Hit]] = {}
    for hit in plan.hits:
        pairs.setdefault(hit.other_id, []).append(hit)
    alone = len(pairs) == 1
    for key, hits in pairs.items():
        name, others = plan.name(key), [plan.other(key)]
        theirs, ours = [h for h in hits if not h.ours], [h for h in hits if h.ours]
        waived = [_waived(others[0], {h.clause_id for h in theirs}, plan)] if theirs else others
        carved = _carved(plan.mine, {h.clause_id for h in ours}, key) if ours else plan.mine
        if not plan.clears(carved, waived):
            continue
        if theirs:
            clauses = [plan.clause(hit) for hit in theirs]
            labels = listed({clause.label for clause in clauses})
            effect = f"In writing, that {labels} lets this be"
            if any(clause.strength == "CONSENT_REQUIRED" for clause in clauses):
                effect = f"{labels[:1].upper()}{labels[1:]} asks for its consent in writing"
            yield Repair(
                "waiver", f"Ask {name} for a waiver", effect, enough=alone and not ours,
                clause_id=theirs[0].clause_id, commitment_id=key, brand_id=others[0].brand,
            )  # fmt: skip
        if ours:
            what = categories(plan.exposure(ours[0]).categories or (), plan.around.office) or "work"
            stands = "is bound already" if others[0].status in BINDING else "is planned already"
            yield Repair(
                "carve_out", f"Carve {name} out of {ours[0].clause_label}",
                f"Its {what} {stands}", enough=alone and not theirs,
                clause_id=ours[0].clause_id, commitment_id=key, brand_id=plan.mine.brand,
            )  # fmt: skip


def _waived(other: CommitmentFacts, clause_ids: set[int], plan: _Plan) -> CommitmentFacts:
    consent = WaiverFacts("GRANTED", commitment=plan.mine.id, granted_at=plan.now)
    kept = tuple(replace(c, waivers=(*c.waivers, consent)) if c.id in clause_ids else c for c in other.clauses)
    return replace(other, clauses=kept)


def _carved(mine: CommitmentFacts, clause_ids: set[int], other: int) -> CommitmentFacts:
    out = CarveOut(commitments=frozenset({other}))
    kept = tuple(replace(c, carve_outs=(*c.carve_outs, out)) if c.id in clause_ids else c for c in mine.clauses)
    return replace(mine, clauses=kept)


def _decided(plan: _Plan) -> Iterator[Repair]:
    """Where all that is left is doubt, somebody may decide with a reason."""
    keys = {hit.other_id for hit in plan.hits}
    if plan.mine.id and keys and not any(plan.clashes_with(key) for key in keys):
        yield Repair(
            "decide", "Decide it on the clash desk", "With a reason, which stays with both papers",
            enough=len(keys) == 1, commitment_id=min(keys),
        )  # fmt: skip
