"""What a clause lets be: carve-outs, waivers, offers that the holder let go (DOMAIN R13, R14, R22).

Worked out as sets: what a clause hits of an exposure, less what is let be. What is left over is still a hit.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from exclusivity.rules.clock import Span, midnight, span
from exclusivity.rules.facts import CarveOut, ClauseFacts, CommitmentFacts, ExposureFacts, WaiverFacts
from exclusivity.rules.office import OfficeFacts
from exclusivity.rules.place import OFFLINE, WORLD
from exclusivity.rules.windows import ALWAYS, bound, ends

UNSAID = frozenset({"?"})
NO_CATEGORY = frozenset({-1})


@dataclass(frozen=True, slots=True)
class Cut:
    """A part of the world that is let be. None is all of an axis."""

    brands: frozenset[int] | None = None
    categories: frozenset[int] | None = None
    commitments: frozenset[int] | None = None
    activities: frozenset[str] | None = None
    territories: frozenset[str] | None = None
    channels: frozenset[str] | None = None
    span: Span = ALWAYS


@dataclass(frozen=True, slots=True)
class Region:
    """What a clause hits of one exposure."""

    categories: frozenset[int]
    territories: frozenset[str]
    channels: frozenset[str]
    span: Span


def carved(
    commitment: CommitmentFacts,
    clause: ClauseFacts,
    office: OfficeFacts,
    at: datetime,
    shower: CommitmentFacts | None = None,
) -> Iterator[Cut]:
    """What the clause never meant: its carve-outs, and offers that the holder of a first refusal let go.

    `shower` is whose exposure it is about, where that is known.
    """
    for out in clause.carve_outs:
        yield from _carve_out(out, office, _as_it_ran(commitment, shower, at) if out.pre_existing else ALWAYS)
    if clause.strength == "FIRST_REFUSAL":
        let_go = frozenset(
            offer.commitment
            for offer in clause.offers
            if (offer.declined_at is not None and offer.declined_at <= at)
            or at >= _lapses(offer.offered_at, clause.refusal_days, commitment.zones[0])
        )
        if let_go:
            yield Cut(commitments=let_go)


def _lapses(offered: datetime, days: int, zone: str) -> datetime:
    """When the time to answer is over; the day of the offer is not counted."""
    return midnight(offered.astimezone(ZoneInfo(zone)).date() + timedelta(days=days + 1), zone)


def _as_it_ran(commitment: CommitmentFacts, shower: CommitmentFacts | None, at: datetime) -> Span:
    """The period of an older promise that ran when the clause was signed: renewed after that, it is a new one (R13)."""
    if shower is None or shower.term is None or shower.renewal is None:
        return ALWAYS
    zone = shower.zones[0]
    end, _ = ends(shower, shower.term[1], zone, bound(commitment, at) or at)
    return (None, midnight(end, zone) if end is not None else None)


def _carve_out(out: CarveOut, office: OfficeFacts, stretch: Span) -> Iterator[Cut]:
    """As a cut; none where it names nothing, since a carve-out says what it takes out (R13)."""
    if replace(out, older=frozenset()) == CarveOut():
        return
    commitments = out.commitments
    if out.pre_existing:
        commitments = out.older if commitments is None else commitments & out.older
    categories = None if out.categories is None else office.below(out.categories)
    yield Cut(out.brands, categories, commitments, out.activities, out.territories, out.channels, stretch)


def waived(clause: ClauseFacts, office: OfficeFacts, zones: Iterable[str], at: datetime) -> Iterator[Cut]:
    """What the beneficiary consented to in writing. A revocation never reaches back, a later consent does (R14)."""
    for waiver in clause.waivers:
        until = _until(waiver, at)
        if waiver.granted_at is None or waiver.granted_at > at or until is False:
            continue
        stretches = [span(waiver.days, zone) for zone in zones] if waiver.days is not None else [ALWAYS]
        starts = [start for start, _ in stretches if start is not None]
        ends = [end for _, end in stretches if end is not None] + ([until] if isinstance(until, datetime) else [])
        yield Cut(
            brands=None if waiver.brand is None else frozenset({waiver.brand}),
            commitments=None if waiver.commitment is None else frozenset({waiver.commitment}),
            categories=None if waiver.category is None else office.below(frozenset({waiver.category})),
            activities=waiver.activities,
            territories=waiver.territories,
            channels=waiver.channels,
            span=(max(starts, default=None), min(ends, default=None)),
        )


def pending(clause: ClauseFacts, exposure: ExposureFacts, shower: CommitmentFacts) -> bool:
    """Whether a waiver for it is asked for, or promised by word, and no more than that (R14)."""
    return any(
        waiver.state in ("REQUESTED", "VERBAL")
        and waiver.commitment in (None, shower.id)
        and waiver.brand in (None, exposure.brand)
        for waiver in clause.waivers
    )


def _until(waiver: WaiverFacts, at: datetime) -> datetime | None | bool:
    """When a waiver stops; None where it does not, False where it has no force at all."""
    if waiver.state not in ("GRANTED", "REVOKED", "EXPIRED"):
        return False
    ends = [waiver.expires_at] if waiver.expires_at is not None else []
    if waiver.revoked_at is not None and waiver.revoked_at <= at:
        ends.append(waiver.revoked_at)
    if waiver.state == "REVOKED" and waiver.revoked_at is None or waiver.state == "EXPIRED" and not ends:
        return False
    return min(ends, default=None)


def with_older(clause: ClauseFacts, claimant: CommitmentFacts, shower: CommitmentFacts, at: datetime) -> ClauseFacts:
    """The clause with what it knows of the other: whether it was bound before the clause was signed (R13)."""
    signed = bound(claimant, at) or at
    if shower.bound_at is None or shower.bound_at >= signed or not any(out.pre_existing for out in clause.carve_outs):
        return clause
    known = tuple(replace(out, older=out.older | {shower.id}) for out in clause.carve_outs)
    return replace(clause, carve_outs=known)


def left(regions: list[Region], cuts: Iterable[Cut], exposure: ExposureFacts, shower: CommitmentFacts) -> list[Region]:
    """What remains of a hit. What nobody said is not let be (R3)."""
    for cut in cuts:
        fits = (
            (cut.brands is None or exposure.brand in cut.brands)
            and (cut.commitments is None or shower.id in cut.commitments)
            and (cut.activities is None or exposure.activity in cut.activities)
        )
        if fits:
            regions = [rest for region in regions for rest in _less(region, cut)]
    return regions


def _less(region: Region, cut: Cut) -> Iterator[Region]:
    for axis in ("categories", "territories", "channels"):
        kept = getattr(cut, axis)
        if kept is None:
            continue
        has = getattr(region, axis)
        if has - kept:
            yield replace(region, **{axis: has - kept})
        if not has & kept:
            return
        region = replace(region, **{axis: has & kept})
    for rest in less_time(region.span, cut.span):
        yield replace(region, span=rest)


def less_time(stretch: Span, cut: Span) -> list[Span]:
    """A stretch without another."""
    found: list[Span] = []
    (low, high), (start, end) = stretch, cut
    if start is not None and (low is None or low < start):
        found.append((low, start if high is None or start < high else high))
    if end is not None and (high is None or end < high):
        found.append((end if low is None or low < end else low, high))
    return found


def hit_regions(
    clause: ClauseFacts, exposure: ExposureFacts, office: OfficeFacts, spans: list[Span], *, doubtful: bool = False
) -> list[Region]:
    """What a clause hits of an exposure, as products; as `boxes` has them. `doubtful`: with what it may hit."""
    promoted: frozenset = exposure.categories or NO_CATEGORY
    if clause.mode == "CATEGORY" and exposure.categories:
        reach = office.below(clause.categories) - office.below(clause.categories_except)
        if doubtful:  # a product that is told too coarsely
            reach = reach.union(*(office.above(category) for category in clause.categories))
        promoted = exposure.categories & reach or exposure.categories
    channels = exposure.channels or UNSAID
    if clause.channels is not None and exposure.channels is not None:
        channels = exposure.channels & clause.channels
    aims = exposure.territories or UNSAID
    meant = aims - clause.territories_except
    if clause.territories is not None:
        within = clause.territories - clause.territories_except
        meant = within if WORLD in aims else aims & within if exposure.territories is not None else aims
    places = [(meant, channels)] if meant else []
    seen = clause.territory_basis == "ACCESSIBLE" or (doubtful and not clause.territory_basis)
    if seen and channels - OFFLINE:
        places.append((aims, channels - OFFLINE))
    places = places or [(aims, channels)]
    return [Region(promoted, there, on, stretch) for there, on in places for stretch in spans]
