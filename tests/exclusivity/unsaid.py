"""Ways to leave something unsaid in an office in which all was said."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from exclusivity.rules import ClauseFacts, CommitmentFacts, ExposureFacts, OfficeFacts
from tests.exclusivity.offices import ZONE, Case

MARKETS = ("CATEGORY", "COMPANY_TRADE")


def of_exposures(**left_out: object) -> Callable[[Case, Random], Case]:
    def leave_out(case: Case, pick: Random) -> Case:
        def shown(promise: CommitmentFacts) -> tuple[ExposureFacts, ...]:
            return tuple(replace(one, **left_out) if pick.randrange(2) else one for one in promise.exposures)

        one, other = (replace(promise, exposures=shown(promise)) for promise in (case.one, case.other))
        return replace(case, one=one, other=other)

    return leave_out


def of_clauses(change: Callable[[ClauseFacts], ClauseFacts]) -> Callable[[Case, Random], Case]:
    def leave_out(case: Case, pick: Random) -> Case:
        one, other = (
            replace(promise, clauses=tuple(change(one) if pick.randrange(2) else one for one in promise.clauses))
            for promise in (case.one, case.other)
        )
        return replace(case, one=one, other=other)

    return leave_out


def names(clause: ClauseFacts) -> ClauseFacts:
    return replace(clause, brands=frozenset(), companies=frozenset()) if clause.mode == "NAMED" else clause


def market(clause: ClauseFacts) -> ClauseFacts:
    return replace(clause, categories=frozenset()) if clause.mode in MARKETS else clause


def tail_on(clause: ClauseFacts) -> ClauseFacts:
    """Not of one that waits for the talent's fault: whatever else is said, a tail follows when the term runs out."""
    said = clause.tail is not None and clause.tail.on != "TALENT_FAULT"
    return replace(clause, tail=replace(clause.tail, on="")) if said else clause


def fixed_days(clause: ClauseFacts) -> ClauseFacts:
    return replace(clause, windows=tuple(replace(one, days=None) for one in clause.windows))


def term(case: Case, pick: Random) -> Case:
    """Neither the promise nor the version says from when until when."""
    one = replace(case.one, term=None, clauses=tuple(replace(clause, term=None) for clause in case.one.clauses))
    return replace(case, one=one)


def clock(case: Case, pick: Random) -> Case:
    """A paper that does not name its clock is read by each that it may mean (V9)."""
    zones = (ZONE, pick.choice(["America/New_York", "Europe/Berlin"]))
    which = pick.choice(["one", "other"])
    if _silent(case):
        return case
    return replace(case, **{which: replace(getattr(case, which), zones=zones)})


def _silent(case: Case) -> bool:
    return len(case.one.zones) > 1 or len(case.other.zones) > 1


def clocks(case: Case, pick: Random) -> Case:
    zones = (ZONE, "America/New_York")
    if _silent(case):
        return case
    return replace(case, one=replace(case.one, zones=zones), other=replace(case.other, zones=zones))


def trades(case: Case, pick: Random) -> Case:
    known = dict(case.office.trades)
    del known[pick.choice(sorted(known))]
    return replace(case, office=office_with(case.office, trades=known))


def office_with(office: OfficeFacts, **changes: object) -> OfficeFacts:
    kept = {name: getattr(office, name) for name in OfficeFacts.__dataclass_fields__ if not name.startswith("_")}
    return OfficeFacts(**{**kept, **changes})


WAYS: dict[str, Callable[[Case, Random], Case]] = {
    "channels": of_exposures(channels=None),
    "countries": of_exposures(territories=None),
    "products": of_exposures(categories=None),
    "qualities": of_exposures(attributes=None),
    "days": of_exposures(days=None),
    "names": of_clauses(names),
    "market": of_clauses(market),
    "members": of_clauses(lambda clause: replace(clause, binds_members="")),
    "groups": of_clauses(lambda clause: replace(clause, binds_group_of_member=None)),
    "basis": of_clauses(lambda clause: replace(clause, territory_basis="")),
    "tail": of_clauses(tail_on),
    "window": of_clauses(fixed_days),
    "term": term,
    "clock": clock,
    "clocks": clocks,
    "trades": trades,
}


def vague(case: Case, pick: Random) -> Case:
    """The same office with some of it unsaid."""
    for way in pick.sample(sorted(WAYS), pick.randint(0, 3)):
        case = WAYS[way](case, pick)
    return case
