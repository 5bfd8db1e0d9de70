"""Facts as boxes: each definite claim and each presence as a product of sets. Pure but for the range types.

What is unknown stays out: no box of an unsaid tail, of a sister brand, of a member nobody said is bound. What an
exposure leaves unsaid is the key `UNSAID` on that axis, which only a claim on the whole axis meets.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from psycopg.types.multirange import Int8Multirange
from psycopg.types.range import TimestamptzRange

from exclusivity.axes import ACTIVITY_KEYS, CHANNEL_KEYS, WORLD, territory_key
from exclusivity.models.box import CLAIM, PRESENCE
from exclusivity.rules import BINDING, PROSPECTIVE, ClauseFacts, CommitmentFacts, ExposureFacts, OfficeFacts, Value
from exclusivity.rules.clock import Span, common, span
from exclusivity.rules.office import within
from exclusivity.rules.person import paths
from exclusivity.rules.place import INSTANTS, OFFLINE, activity
from exclusivity.rules.target import kin, named
from exclusivity.rules.timeline import Piece, pieces, some_day
from lib.multiranges import all_but, everything, only

UNSAID = -1


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


def boxes(commitment: CommitmentFacts, office: OfficeFacts) -> list[BoxFacts]:
    """All boxes of a commitment; none of one that has no force."""
    if commitment.status not in BINDING | PROSPECTIVE:
        return []
    found = [*_presences(commitment), *_claims(commitment, office)]
    return list({box.key: box for box in found}.values())


def _presences(commitment: CommitmentFacts) -> Iterator[BoxFacts]:
    for exposure in commitment.exposures:
        period = _shown(commitment, exposure)
        if period is None:
            continue
        fact = exposure.published_at is not None and exposure.activity in INSTANTS
        for talent in sorted(commitment.talents):
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


def _claims(commitment: CommitmentFacts, office: OfficeFacts) -> Iterator[BoxFacts]:
    let_through = (
        {commitment.id} | commitment.decided | commitment.admitted | office.families.get(commitment.family, frozenset())
    )
    for clause in commitment.clauses:
        kinds = [key for kind, key in ACTIVITY_KEYS.items() if activity(clause, kind) is Value.YES]
        if not kinds:
            continue
        for path in paths(commitment, clause, office):
            if path.value is not Value.YES:
                continue
            for piece in pieces(commitment, clause, path, office):
                period = common([span(piece.days, zone) for zone in commitment.zones])
                if period is None or piece.time is not Value.YES or not within(some_day(piece.days), path.days):
                    continue
                for markets, brands in _targets(commitment, clause, office, piece):
                    for territories, channels in _places(clause):
                        yield BoxFacts(
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


def _targets(
    commitment: CommitmentFacts, clause: ClauseFacts, office: OfficeFacts, piece: Piece
) -> Iterator[tuple[Int8Multirange, Int8Multirange]]:
    """Markets and brands that the clause bars in a piece of time."""
    day = some_day(piece.days)
    own, sisters = kin(commitment, clause, office, day)
    reach = office.below(clause.categories) - office.below(clause.categories_except)
    if clause.mode == "FULL":
        yield everything(), all_but(own | sisters)
    elif clause.mode == "NAMED":
        listed = named(clause, office, day) - own
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
