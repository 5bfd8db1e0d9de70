"""Loads what the truth reads, in a number of queries that does not grow with the office."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from accounts.models import Office
from exclusivity import reading
from exclusivity.axes import Activity, Channel
from exclusivity.models import (
    BINDING,
    PROSPECTIVE,
    ActivityDefault,
    Commitment,
    Counting,
    Offer,
    Status,
    TargetMode,
    Waiver,
)
from exclusivity.models.default import VALUES
from exclusivity.plain import carve_outs_of, windows_of
from exclusivity.rules import (
    BrandFacts,
    CarveOut,
    ClauseFacts,
    CommitmentFacts,
    ExposureFacts,
    Membership,
    OfferFacts,
    OfficeFacts,
    Owned,
    Renewal,
    Tail,
    WaiverFacts,
    Window,
)
from exclusivity.rules import Value as Truth
from exclusivity.rules.facts import Days
from exclusivity.side_by_side import standing_side_by_side
from exclusivity.terms import CarveOutTerms, ClauseTerms, ExposureTerms, Sketch, WindowTerms
from talent.models import Talent

SILENT = (Status.ENQUIRY, Status.VOID)
STANDINGS = {"forceful": (*BINDING, *PROSPECTIVE), "silent": SILENT, "waiting": PROSPECTIVE}
CHANNEL_NAMES = {str(value): str(label) for value, label in Channel.choices}
ACTIVITY_NAMES = {str(value): str(label) for value, label in Activity.choices}
FORCEFUL = {name: [str(status) for status in statuses] for name, statuses in STANDINGS.items()}


@dataclass(frozen=True, slots=True)
class Picture:
    """Some commitments and the world that they stand in."""

    commitments: dict[int, CommitmentFacts]
    office: OfficeFacts


def memberships(talent_ids: Iterable[int]) -> tuple[Membership, ...]:
    """Who is in which act, as far as it concerns these talents: their acts, members, and the members' other acts."""
    edges = reading.rows(reading.MEMBERSHIPS, talents=talent_ids)
    return tuple(Membership(act, member, bounds(period)) for act, member, period in edges)


def circle(talent_ids: Iterable[int], edges: Iterable[Membership]) -> set[int]:
    """Everybody whom a promise of these talents may concern."""
    return set(talent_ids) | {talent for edge in edges for talent in (edge.act, edge.member)}


def around(people: Iterable[int]) -> set[int]:
    """The ids of the commitments that can be held against a promise of these people (see `circle`)."""
    return {key for key, _ in reading.rows(reading.AROUND, talents=people, **FORCEFUL)}


def around_commitment(commitment_id: int) -> tuple[set[int], set[int]]:
    """The same for the people of a commitment and their circle: what can refuse it, and what waits as it may do.

    What binds can refuse, and what went live.
    """
    found = dict(reading.rows(reading.BESIDE, commitment=commitment_id, **FORCEFUL))
    waiting = {key for key, waits in found.items() if waits}
    return found.keys() - waiting - {commitment_id}, waiting - {commitment_id}


def bounds(period: object) -> Days:
    """A stored range of days as a plain pair."""
    return (period.lower, period.upper)  # type: ignore[attr-defined]


def load(ids: Iterable[int], sketches: Sequence[CommitmentFacts] = ()) -> Picture:
    """The facts of these commitments and of what is only sketched, with the office around them."""
    own = sorted(set(ids))
    rows = reading.named_rows(reading.COMMITMENTS, ids=own)
    clauses = _by_commitment(reading.named_rows(reading.CLAUSES, ids=own))
    exposures = _by_commitment(reading.named_rows(reading.EXPOSURES, ids=own))
    for clause in (clause for some in clauses.values() for clause in some):
        clause.carve_outs = carve_outs_of(json.loads(clause.carve_outs))
    older = _older(rows, clauses)
    # Few have these: they are asked for only where there are some.
    waivers = _of_clauses(Waiver.objects.order_by("id"), clauses, "has_waivers")
    offers = _of_clauses(Offer.objects.order_by("id"), clauses, "has_offers")
    decided, admitted = standing_side_by_side(own)
    clock = "" if all(row.timezone for row in rows) else Office.objects.current().timezone
    found = {
        row.id: CommitmentFacts(
            id=row.id,
            kind=row.kind,
            status=row.status,
            brand=row.brand_id,
            talents=frozenset(row.talents),
            zones=zones(row.timezone, clock, row.clocks or ()),
            term=bounds(row.term) if row.term is not None and not row.term.isempty else None,
            family=row.family,
            bound_at=row.bound_at,
            ended_on=row.ended_on,
            end_reason=row.end_reason,
            effective_from=row.effective_from,
            renewal=Renewal(row.renewal_months, row.notice_days, row.notice_given) if row.renewal_months else None,
            clauses=tuple(
                _clause(clause, older.get(row.id, frozenset()), waivers[clause.id], offers[clause.id])
                for clause in clauses[row.id]
            ),
            exposures=tuple(_exposure(exposure, row.brand_id) for exposure in exposures[row.id]),
            decided=frozenset(decided[row.id]),
            admitted=frozenset(admitted[row.id]),
        )
        for row in rows
    }
    return Picture(found, office([*found.values(), *sketches]))


def _of_clauses(found: QuerySet, clauses: dict[int, list], flag: str) -> dict[int, list]:
    some = [clause.id for rows in clauses.values() for clause in rows if getattr(clause, flag)]
    kept: dict[int, list] = defaultdict(list)
    for row in found.filter(clause__in=some) if some else ():
        kept[row.clause_id].append(row)
    return kept


def _older(rows: Iterable[Any], clauses: dict[int, list]) -> dict[int, frozenset[int]]:
    """What was bound before these were, for those that let it be."""
    found = {}
    for row in rows:
        if any(out.pre_existing for clause in clauses[row.id] for out in clause.carve_outs):
            people = circle(row.talents, memberships(row.talents))
            near = Commitment.objects.filter(talents__in=people, bound_at__isnull=False)
            earlier = near if row.bound_at is None else near.filter(bound_at__lt=row.bound_at)
            found[row.id] = frozenset(earlier.values_list("id", flat=True)) - {row.id}
    return found


def zones(said: str, office_zone: str, talent_zones: Iterable[str]) -> tuple[str, ...]:
    """The contract's clock; where it is silent, the office's and those of its talents (V9)."""
    return (said,) if said else tuple(dict.fromkeys([office_zone, *filter(None, talent_zones)]))


def _by_commitment(rows: Iterable) -> dict[int, list]:
    found: dict[int, list] = defaultdict(list)
    for row in rows:
        found[row.commitment_id].append(row)
    return found


def _clause(clause: Any, older: frozenset[int], waivers: list[Waiver], offers: list[Offer]) -> ClauseFacts:
    start, end = clause.in_force_from, clause.in_force_until
    if clause.version > 1:
        start = start or clause.created_at
    return ClauseFacts(
        id=clause.id,
        number=clause.number,
        mode=clause.mode,
        categories=frozenset(clause.categories),
        categories_except=frozenset(clause.categories_except),
        brands=frozenset(clause.brands),
        companies=frozenset(clause.companies),
        beneficiary_scope=clause.beneficiary_scope,
        binds_members=clause.binds_members,
        binds_group_of_member=clause.binds_group_of_member,
        activities=json.loads(clause.activities),
        territories=frozenset(clause.territories) if clause.territories else None,
        territories_except=frozenset(clause.territories_except),
        territory_basis=clause.territory_basis,
        channels=frozenset(clause.channels) if clause.channels else None,
        tail=Tail(clause.tail_length, clause.tail_unit, clause.tail_on) if clause.tail_length else None,
        attributes=json.loads(clause.attributes),
        closure=clause.closure,
        ownership_as_of=clause.ownership_as_of,
        open_list=clause.open_list,
        windows=tuple(window_facts(one) for one in windows_of(json.loads(clause.windows))),
        term=bounds(clause.term) if clause.term is not None and not clause.term.isempty else None,
        lookback_months=clause.lookback_months,
        in_force=(start, end or clause.superseded_at),
        carve_outs=tuple(carve_out_facts(one, older) for one in clause.carve_outs),
        waivers=tuple(_waiver(one) for one in waivers),
        strength=clause.strength,
        refusal_days=clause.refusal_days,
        offers=tuple(OfferFacts(one.commitment_id, one.offered_at, one.declined_at) for one in offers),
    )


def _waiver(row: Waiver) -> WaiverFacts:
    return WaiverFacts(
        state=row.state,
        commitment=row.commitment_id,
        brand=row.brand_id,
        channels=frozenset(row.channels) or None,
        activities=frozenset(row.activities) or None,
        territories=frozenset(row.territories) or None,
        category=row.category_id,
        days=bounds(row.days) if row.days is not None else None,
        granted_at=row.granted_at,
        revoked_at=row.revoked_at,
        expires_at=row.expires,
    )


def window_facts(terms: WindowTerms) -> Window:
    return Window(terms.anchor, terms.pre, terms.post, terms.unit, terms.count, terms.to, terms.days)


def carve_out_facts(terms: CarveOutTerms, older: frozenset[int] = frozenset()) -> CarveOut:
    return CarveOut(
        brands=frozenset(terms.brand_ids) or None,
        categories=frozenset(terms.category_ids) or None,
        commitments=frozenset(terms.commitment_ids) or None,
        activities=frozenset(terms.activities) or None,
        territories=None if terms.territories is None else frozenset(terms.territories),
        channels=None if terms.channels is None else frozenset(terms.channels),
        pre_existing=terms.pre_existing,
        older=older,
    )


def _exposure(exposure: Any, brand: int) -> ExposureFacts:
    days = exposure.days
    return ExposureFacts(
        id=exposure.id,
        brand=exposure.brand_id or brand,
        activity=exposure.activity,
        categories=frozenset(exposure.categories) or None,
        channels=frozenset(exposure.channels) if exposure.channels else None,
        territories=frozenset(exposure.territories) if exposure.territories else None,
        days=(days.lower, days.upper) if days is not None and days.lower else None,
        published_at=exposure.published_at,
        span=bounds(exposure.span) if exposure.span is not None else None,  # type: ignore[arg-type]
        attributes=None if exposure.attributes is None else json.loads(exposure.attributes),
        talents=frozenset(exposure.talents) or None,
    )


def clause_of(terms: ClauseTerms, number: int) -> ClauseFacts:
    """A clause that is only sketched; its id is negative."""
    return ClauseFacts(
        id=-number,
        number=terms.number,
        mode=terms.mode,
        categories=frozenset(terms.category_ids),
        categories_except=frozenset(terms.except_category_ids),
        brands=frozenset(terms.brand_ids),
        companies=frozenset(terms.company_ids),
        beneficiary_scope=terms.beneficiary_scope,
        binds_members=terms.binds_members,
        binds_group_of_member=terms.binds_group_of_member,
        activities=terms.activities,
        territories=frozenset(terms.territories) if terms.territories else None,
        territories_except=frozenset(terms.territories_except),
        territory_basis=terms.territory_basis,
        channels=frozenset(terms.channels) if terms.channels else None,
        tail=Tail(terms.tail_length, terms.tail_unit, terms.tail_on) if terms.tail_length else None,
        attributes=terms.attributes,
        closure=terms.closure,
        ownership_as_of=terms.ownership_as_of,
        open_list=terms.open_list,
        windows=tuple(window_facts(one) for one in terms.windows),
        term=terms.term,
        lookback_months=terms.lookback_months,
        in_force=terms.in_force,
        carve_outs=tuple(carve_out_facts(one) for one in terms.carve_outs),
        strength=terms.strength,
        refusal_days=terms.refusal_days,
    )


def exposure_of(terms: ExposureTerms, brand: int, number: int) -> ExposureFacts:
    return ExposureFacts(
        id=-number,
        brand=terms.brand_id or brand,
        activity=terms.activity,
        categories=frozenset(terms.category_ids) if terms.category_ids else None,
        channels=frozenset(terms.channels) if terms.channels else None,
        territories=frozenset(terms.territories) if terms.territories else None,
        days=terms.days,
        span=terms.span,
        attributes=terms.attributes,
        talents=frozenset(terms.talent_ids) or None,
    )


def sketched(sketch: Sketch) -> CommitmentFacts:
    """A sketch as the facts of a promise that waits; its id is 0."""
    clock = "" if sketch.timezone else Office.objects.current().timezone
    their_zones = Talent.objects.filter(id__in=sketch.talent_ids).values_list("timezone", flat=True)
    return CommitmentFacts(
        id=0,
        kind=sketch.kind,
        status="draft" if sketch.kind == "ambassador" else "hold",
        brand=sketch.brand_id,
        talents=frozenset(sketch.talent_ids),
        zones=zones(sketch.timezone, clock, their_zones if not sketch.timezone and sketch.talent_ids else ()),
        term=sketch.term,
        clauses=tuple(clause_of(terms, n) for n, terms in enumerate(sketch.clauses, 1)),
        exposures=tuple(exposure_of(terms, sketch.brand_id, n) for n, terms in enumerate(sketch.exposures, 1)),
    )


def differing() -> dict[str, Truth]:
    """How the office reads silent clauses."""
    return {row.activity: VALUES[Counting(row.counting)] for row in ActivityDefault.objects.all()}


def office(commitments: Sequence[CommitmentFacts]) -> OfficeFacts:
    """The part of the world that concerns these commitments."""
    clauses = [clause for commitment in commitments for clause in commitment.clauses]
    brands = {commitment.brand for commitment in commitments}
    brands |= {exposure.brand for commitment in commitments for exposure in commitment.exposures}
    brands |= {brand for clause in clauses for brand in clause.brands}
    brands |= {waiver.brand for clause in clauses for waiver in clause.waivers if waiver.brand is not None}
    talents = {talent for commitment in commitments for talent in commitment.talents}
    talents |= {talent for c in commitments for exposure in c.exposures for talent in exposure.talents or ()}
    there = reading.world(
        brands=brands,
        companies={company for clause in clauses for company in clause.companies},
        trades={c for clause in clauses if clause.mode == TargetMode.COMPANY_TRADE for c in clause.categories},
        talents=talents,
    )
    world = OfficeFacts(
        parents={key: parent for key, parent, *_ in there["category"]},
        category_names={key: name for key, _, name, *_ in there["category"]},
        clashing=tuple((one, other) for one, other, *_ in there["clash"]),
        counting={activity: VALUES[Counting(said)] for _, _, activity, said, *_ in there["counting"]},
        owned=tuple(Owned(child, parent, bounds(days)) for child, parent, _, _, days, *_ in there["owned"]),
        talent_names={key: name for key, _, name, *_ in there["talent"]},
        memberships=tuple(Membership(act, member, bounds(days)) for act, member, _, _, days, *_ in there["act"]),
        channel_names=CHANNEL_NAMES,
        activity_names=ACTIVITY_NAMES,
    )
    trading: dict[int, set[int]] = defaultdict(set)
    told: dict[int, frozenset[int]] = {}
    for key, company, name, company_name, _, categories, said in there["brand"]:
        world.brands[key] = BrandFacts(name, company, frozenset(categories))
        world.company_names[company] = company_name
        trading[company].update(categories)
        if said:
            told[company] = frozenset(said)
    world.trades = {company: frozenset(found) for company, found in trading.items() if found}
    world.trades |= told
    families = {commitment.family for commitment in commitments if commitment.family}
    if families:
        kept: dict[str, set[int]] = defaultdict(set)
        for family, key in Commitment.objects.filter(family__in=families).values_list("family", "id"):
            kept[family].add(key)
        world.families = {family: frozenset(keys) for family, keys in kept.items()}
    return world
