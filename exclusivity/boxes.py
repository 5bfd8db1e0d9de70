"""Facts as boxes: each definite claim and each presence as a product of sets. Pure but for the range types.

What is unknown stays out: no box of an unsaid tail, of a sister brand, of a member nobody said is bound. What an
exposure leaves unsaid is the key `UNSAID` on that axis, which only a claim on the whole axis meets.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from psycopg.types.multirange import Int8Multirange
from psycopg.types.range import Int8Range, Range, TimestamptzRange

from exclusivity.axes import ACTIVITY_KEYS, CHANNEL_KEYS, WORLD, territory_key
from exclusivity.models.box import CLAIM, PRESENCE
from exclusivity.rules import BINDING, PROSPECTIVE, ClauseFacts, CommitmentFacts, ExposureFacts, OfficeFacts, Value
from exclusivity.rules.clock import Span, common, span
from exclusivity.rules.exceptions import Cut, carved, less_time, waived
from exclusivity.rules.office import within
from exclusivity.rules.person import Path, paths
from exclusivity.rules.place import INSTANTS, OFFLINE, activity
from exclusivity.rules.target import kin, listed_on, named
from exclusivity.rules.timeline import pieces
from lib.multiranges import all_but, everything, only

UNSAID = -1
BINDS_AT = 5  # in a box's key


@dataclass(frozen=True, slots=True)
class BoxFacts:
    """A box before it is a row."""

    side: int
    talent: int
    commitment: int
    clause: int | None
    exposure: int | None
    binding: bool
    period: Span
    markets: Int8Multirange
    brands: Int8Multirange
    commitments: Int8Multirange
    territories: Int8Multirange
    channels: Int8Multirange
    activities: Int8Multirange

    @property
    def key(self) -> tuple:
        """What two equal boxes have in common, as text, since PostgreSQL may hand ranges back in another form."""
        axes = (self.markets, self.brands, self.commitments, self.territories, self.channels, self.activities)
        return (
            self.side, self.talent, self.commitment, self.clause, self.exposure, self.binding, self.period,
            *(tuple((r.lower, r.upper) for r in axis) for axis in axes),
        )  # fmt: skip

    @property
    def range(self) -> TimestamptzRange:
        return TimestamptzRange(*self.period)


def boxes(commitment: CommitmentFacts, office: OfficeFacts, at: datetime | None = None) -> list[BoxFacts]:
    """All boxes of a commitment as of an instant (now); none of one that has no force."""
    return list(boxes_by_key(commitment, office, at).values())


def boxes_by_key(commitment: CommitmentFacts, office: OfficeFacts, at: datetime | None = None) -> dict[tuple, BoxFacts]:
    """The same, each under its key."""
    if commitment.status not in BINDING | PROSPECTIVE:
        return {}
    found = [*_presences(commitment), *_claims(commitment, office, at or datetime.now(UTC))]
    return {box.key: box for box in found}


def turned(key: tuple) -> tuple:
    """The key of the same box when it binds, if it does not, and the other way round."""
    return (*key[:BINDS_AT], not key[BINDS_AT], *key[BINDS_AT + 1 :])


def _presences(commitment: CommitmentFacts) -> Iterator[BoxFacts]:
    for exposure in commitment.exposures:
        period = _shown(commitment, exposure)
        if period is None:
            continue
        fact = exposure.published_at is not None and exposure.activity in INSTANTS
        for talent in sorted(exposure.talents or commitment.talents):
            yield BoxFacts(
                side=PRESENCE,
                talent=talent,
                commitment=commitment.id,
                clause=None,
                exposure=exposure.id,
                binding=commitment.status in BINDING and not fact,
                period=period,
                markets=only(exposure.categories or {UNSAID}),
                brands=only([exposure.brand]),
                commitments=only([commitment.id]),
                territories=_aim(exposure.territories),
                channels=only([UNSAID] if exposure.channels is None else [CHANNEL_KEYS[c] for c in exposure.channels]),
                activities=only([ACTIVITY_KEYS[exposure.activity]]),
            )


def _shown(commitment: CommitmentFacts, exposure: ExposureFacts) -> Span | None:
    if exposure.span is not None:
        return exposure.span
    days = exposure.days
    return None if days is None else common([span(days, zone) for zone in commitment.zones])


def _aim(territories: frozenset[str] | None) -> Int8Multirange:
    if territories is None:
        return only([UNSAID])
    return all_but([UNSAID]) if WORLD in territories else only(territory_key(code) for code in territories)


def _claims(commitment: CommitmentFacts, office: OfficeFacts, at: datetime) -> Iterator[BoxFacts]:
    let_through = (
        {commitment.id} | commitment.decided | commitment.admitted | office.families.get(commitment.family, frozenset())
    )
    # Until it is signed nobody knows from when on it binds: it is drawn whole.
    claimant = commitment if commitment.status in BINDING else replace(commitment, status="signed", bound_at=None)
    for clause in commitment.clauses:
        kinds = [key for kind, key in ACTIVITY_KEYS.items() if activity(clause, kind, office.counting) is Value.YES]
        # A product's form is no axis: the truth alone tells it, under the lock.
        if not kinds or (clause.attributes and clause.mode == "CATEGORY"):
            continue
        if clause.strength == "NOTIFY":  # it forbids nothing
            continue
        cuts = [*carved(commitment, clause, office, at), *waived(clause, office, commitment.zones, at)]
        for path in paths(commitment, clause, office):
            if path.value is not Value.YES:
                continue
            for period, day in _stretches(claimant, clause, path, office, at):
                for markets, brands in _targets(commitment, clause, office, day, at):
                    for territories, channels in _places(clause):
                        box = BoxFacts(
                            side=CLAIM,
                            talent=path.shown,
                            commitment=commitment.id,
                            clause=clause.id,
                            exposure=None,
                            binding=commitment.status in BINDING,
                            period=period,
                            markets=markets,
                            brands=brands,
                            commitments=all_but(let_through),
                            territories=territories,
                            channels=channels,
                            activities=only(kinds),
                        )
                        yield from less(box, cuts)


def _stretches(
    commitment: CommitmentFacts, clause: ClauseFacts, path: Path, office: OfficeFacts, at: datetime
) -> Iterator[tuple[Span, date]]:
    """When the clause certainly stands, by every clock that it may mean."""
    by_zone = [pieces(commitment, clause, path, office, zone, at) for zone in commitment.zones]
    if len({len(found) for found in by_zone}) > 1:
        return
    for same in zip(*by_zone, strict=True):
        period = common([piece.span for piece in same])
        certain = all(piece.time is Value.YES and within(piece.day, path.days) for piece in same)
        if period is not None and certain:
            yield period, same[0].day


def less(box: BoxFacts, cuts: list[Cut]) -> list[BoxFacts]:
    """A claim without what is let be, as boxes."""
    found = [box]
    for cut in cuts:
        found = [rest for one in found for rest in _less(one, cut)]
    return found


def _less(box: BoxFacts, cut: Cut) -> Iterator[BoxFacts]:
    axes: list[tuple[str, Iterable[int] | None]] = [
        ("brands", cut.brands),
        ("markets", cut.categories),
        ("commitments", cut.commitments),
        ("activities", None if cut.activities is None else [ACTIVITY_KEYS[kind] for kind in cut.activities]),
        ("territories", None if cut.territories is None else [territory_key(code) for code in cut.territories]),
        ("channels", None if cut.channels is None else [CHANNEL_KEYS[channel] for channel in cut.channels]),
    ]
    for axis, keys in axes:
        if keys is None:
            continue
        inside, outside = parted(getattr(box, axis), keys)
        if outside:
            yield replace(box, **{axis: outside})  # type: ignore[arg-type]
        if not inside:
            return
        box = replace(box, **{axis: inside})  # type: ignore[arg-type]
    for rest in less_time(box.period, cut.span):
        yield replace(box, period=rest)


def parted(axis: Int8Multirange, keys: Iterable[int]) -> tuple[Int8Multirange, Int8Multirange]:
    """What of an axis is among these keys, and what is not."""
    kept = sorted({key for key in keys if any(_holds(stretch, key) for stretch in axis)})
    ranges: list[Int8Range] = []
    for stretch in axis:
        lower = stretch.lower
        for key in kept:
            if _holds(stretch, key):
                if lower is None or lower < key:
                    ranges.append(Int8Range(lower, key))
                lower = key + 1
        if stretch.upper is None or lower is None or lower < stretch.upper:
            ranges.append(Int8Range(lower, stretch.upper))
    return only(kept), Int8Multirange(ranges)


def _holds(stretch: Range, key: int) -> bool:
    return (stretch.lower is None or stretch.lower <= key) and (stretch.upper is None or key < stretch.upper)


def _targets(
    commitment: CommitmentFacts, clause: ClauseFacts, office: OfficeFacts, day: date, at: datetime
) -> Iterator[tuple[Int8Multirange, Int8Multirange]]:
    """Markets and brands that the clause bars in a piece of time."""
    own, sisters = kin(commitment, clause, office, day)
    reach = office.below(clause.categories) - office.below(clause.categories_except)
    if clause.mode == "FULL":
        yield everything(), all_but(own)
    elif clause.mode == "NAMED":
        listed = named(clause, office, listed_on(commitment, clause, day, at)) - own
        if listed:
            yield everything(), only(listed)
    elif clause.mode == "COMPANY_TRADE":
        trading = {company for company, trades in office.trades.items() if trades & reach}
        barred = {brand for brand, facts in office.brands.items() if facts.company in trading} - own - sisters
        if barred:
            yield everything(), only(barred)
    elif reach:
        yield only(reach), all_but(own | sisters)


def _places(clause: ClauseFacts) -> Iterator[tuple[Int8Multirange, Int8Multirange]]:
    """Territories and channels. Where the clause counts what can be seen, a post online is everywhere."""
    if clause.territories is not None:
        aimed = only(territory_key(code) for code in clause.territories - clause.territories_except)
    elif clause.territories_except:
        aimed = all_but([UNSAID, *(territory_key(code) for code in clause.territories_except)])
    else:
        aimed = everything()
    channels = everything() if clause.channels is None else only(CHANNEL_KEYS[channel] for channel in clause.channels)
    if aimed:
        yield aimed, channels
    if clause.territory_basis == "ACCESSIBLE":
        online = [CHANNEL_KEYS[c] for c in clause.channels or CHANNEL_KEYS if c not in OFFLINE]
        if online:
            yield everything(), only(online)
