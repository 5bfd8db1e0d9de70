"""Of whom it must be asked before anybody calls them clear: those with a promise that could meet this one.

Everybody else is clear without a look, so that a roster of any size is answered in a few queries. It errs on one side
only: what could meet on any reading of the papers is near.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Max, Q, QuerySet

from exclusivity.facts import office, sketched
from exclusivity.models import BINDING, PROSPECTIVE, Clause, Exposure, Status, TargetMode
from exclusivity.rules import CommitmentFacts, OfficeFacts
from exclusivity.terms import Sketch
from talent.models import ActMember

type Hull = tuple[date | None, date | None]

SLACK = timedelta(days=2)
"""What clocks and half-open ends may shift."""

MONTH = 31


def near_talents(sketch: Sketch) -> set[int]:
    """Talents for whom the truth may say anything but CLEAR. The number of queries does not grow with the roster."""
    facts = sketched(replace(sketch, talent_ids=()))
    world = office([facts])
    hull = _hull(facts)
    found: list[QuerySet[Any, tuple[int | None]]] = [
        rows.values_list("commitment__talents") for rows in _clauses(facts, world, hull)
    ]
    if facts.clauses:
        found += [rows.values_list("commitment__talents") for rows in _showings(facts, world, hull)]
    return with_acts(pk for (pk,) in found[0].union(*found[1:]).order_by() if pk is not None)


def with_acts(talents: Iterable[int]) -> set[int]:
    """These people, their acts, the acts' members, and the acts that share a member: whom a promise reaches."""
    people = set(talents)
    edges = list(ActMember.objects.order_by().values_list("act_id", "member_id").distinct())
    members = people | {member for act, member in edges if act in people}
    return members | {act for act, member in edges if member in members}


def _has_force() -> Q:
    """As in `facts.around`, and a little more."""
    stands = Q(commitment__status__in=[str(status) for status in (*BINDING, *PROSPECTIVE)])
    went_live = Q(commitment__exposures__published_at__isnull=False)
    return stands | went_live & ~Q(commitment__status__in=[str(Status.ENQUIRY), str(Status.VOID)])


def _markets(categories: Iterable[int], world: OfficeFacts) -> set[int]:
    """Categories that meet these, sit above or below them, or sit badly beside them."""
    roots = set(categories)
    for one, other in world.clashing:
        for ours, theirs in ((one, other), (other, one)):
            if roots & world.below([ours]):
                roots.add(theirs)
    below = set(world.below(roots))
    return below.union(*(world.above(category) for category in below))


def _hull(facts: CommitmentFacts) -> Hull | None:
    """From the first day to the last of all that is sketched; None where something says no days."""
    days = [exposure.days for exposure in facts.exposures]
    if facts.clauses:
        days.append(facts.term)  # type: ignore[arg-type]  # it may have no first day
    known = [stretch for stretch in days if stretch is not None]
    if not known or len(known) < len(days):
        return None
    starts, ends = [start for start, _ in known], [end for _, end in known]
    first = None if None in starts else min(start for start in starts if start is not None)
    return first, None if None in ends else max(end for end in ends if end is not None)


def _clauses(facts: CommitmentFacts, world: OfficeFacts, hull: Hull | None) -> list[QuerySet[Clause]]:
    """Clauses that may bar what is sketched, one set of rows for each way of aiming."""
    rows = Clause.objects.order_by().filter(_has_force()).filter(_stands(hull))
    promoted = [exposure.categories for exposure in facts.exposures]
    brands = {facts.brand} | {exposure.brand for exposure in facts.exposures}
    own = {world.brands[brand].company for brand in brands}
    companies = {near for company in own for near in world.group(company, None)}
    found: list[QuerySet[Clause]] = [rows.filter(mode=TargetMode.FULL)]
    found += _by_market(rows.filter(mode=TargetMode.CATEGORY), promoted, world)
    found += _by_market(rows.filter(mode=TargetMode.COMPANY_TRADE), [world.trades.get(key) for key in own], world)
    named = rows.filter(mode=TargetMode.NAMED)
    found.append(named.filter(Q(open_list=True) | Q(brands=None, companies=None)))
    found.append(named.filter(brands__company__in=companies))
    found.append(named.filter(companies__in=companies))
    return found


def _by_market[M: (Clause, Exposure)](
    rows: QuerySet[M], said: list[frozenset[int] | None], world: OfficeFacts
) -> list[QuerySet[M]]:
    if not said or None in said:
        return [rows]
    wanted = _markets((category for some in said for category in some or ()), world)
    return [rows.filter(categories__in=wanted), rows.filter(categories=None)]


def _stands(hull: Hull | None) -> Q:
    """Clauses that are not certainly over before the hull, nor begin after it."""
    if hull is None:
        return Q()
    tails = dict(Clause.objects.order_by().values_list("tail_unit").annotate(most=Max("tail_length")))
    longest = timedelta(
        days=max((length * (MONTH if unit == "MONTH" else 1) for unit, length in tails.items()), default=0)
    )
    told = ~Q(windows=[]) | Q(lookback_months__isnull=False) | Q(term__isnull=False)
    told |= Q(commitment__renewal_months__isnull=False) | Q(commitment__effective_from__isnull=False)
    start, end = hull
    lasts = begins = Q()
    if start is not None:
        lasts = _reaches("commitment__term", "endswith__gte", start - SLACK - longest)
        lasts |= Q(commitment__ended_on__gte=start - SLACK - longest)
    if end is not None:
        begins = _reaches("commitment__term", "startswith__lte", end + SLACK)
    return told | (lasts & begins)


def _reaches(field: str, lookup: str, day: date) -> Q:
    """A run of days that goes that far, or has no bound there, or that nobody wrote."""
    open_end = "upper_inf" if lookup.startswith("ends") else "lower_inf"
    return Q(**{f"{field}__{lookup}": day}) | Q(**{f"{field}__{open_end}": True}) | Q(**{f"{field}__isnull": True})


def _showings(facts: CommitmentFacts, world: OfficeFacts, hull: Hull | None) -> list[QuerySet[Exposure]]:
    """Showings that a clause of the sketch may bar."""
    rows = Exposure.objects.order_by().filter(_has_force())
    if hull is not None and not any(clause.lookback_months for clause in facts.clauses):
        start, end = hull
        margin = SLACK + max(_margin(clause.tail, clause.windows) for clause in facts.clauses)
        lasts = _reaches("days", "endswith__gte", start - margin) if start is not None else Q()
        begins = _reaches("days", "startswith__lte", end + margin) if end is not None else Q()
        rows = rows.filter(Q(published_at__isnull=False) | (lasts & begins))
    if any(clause.mode != TargetMode.CATEGORY for clause in facts.clauses):
        return [rows]
    return _by_market(rows, [clause.categories or None for clause in facts.clauses], world)


def _margin(tail: object, windows: Iterable[object]) -> timedelta:
    """How far beyond its term a sketched clause may reach."""
    lengths = [0]
    if tail is not None:
        lengths.append(tail.length * (MONTH if tail.unit == "MONTH" else 1))  # type: ignore[attr-defined]
    for rule in windows:
        each = MONTH if rule.unit == "MONTH" else 1  # type: ignore[attr-defined]
        lengths += [rule.pre * each, rule.post * each]  # type: ignore[attr-defined]
    return timedelta(days=max(lengths))
