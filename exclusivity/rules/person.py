"""Who is bound (DOMAIN R6). Acts and members are held against each other day by day."""

from dataclasses import dataclass

from exclusivity.rules.facts import ClauseFacts, CommitmentFacts, Days
from exclusivity.rules.office import OfficeFacts
from exclusivity.rules.values import Value

ALWAYS: Days = (None, None)


@dataclass(frozen=True, slots=True)
class Path:
    """By which a clause on `bound` reaches what `shown` does, on these days."""

    bound: int
    shown: int
    days: Days
    value: Value


def _members(clause: ClauseFacts) -> Value:
    if clause.binds_members == "EACH":
        return Value.YES
    return Value.NO if clause.binds_members else Value.UNKNOWN


def _group(clause: ClauseFacts) -> Value:
    if clause.binds_group_of_member is None:
        return Value.UNKNOWN
    return Value.YES if clause.binds_group_of_member else Value.NO


def _both(one: Days, other: Days) -> Days | None:
    starts = [day for day in (one[0], other[0]) if day is not None]
    ends = [day for day in (one[1], other[1]) if day is not None]
    start, end = max(starts, default=None), min(ends, default=None)
    return None if start is not None and end is not None and start >= end else (start, end)


def paths(commitment: CommitmentFacts, clause: ClauseFacts, office: OfficeFacts) -> list[Path]:
    """Everybody whom a clause may reach: its talents, an act's members, a member's acts, the members' other acts."""
    found = [Path(talent, talent, ALWAYS, Value.YES) for talent in sorted(commitment.talents)]
    for edge in office.memberships:
        if edge.act in commitment.talents:
            found.append(Path(edge.act, edge.member, edge.days, _members(clause)))
            for further in office.memberships:
                days = _both(edge.days, further.days)
                if further.member == edge.member and further.act != edge.act and days:
                    found.append(Path(edge.act, further.act, days, min(_members(clause), _group(clause))))
        if edge.member in commitment.talents:
            found.append(Path(edge.member, edge.act, edge.days, _group(clause)))
    return found
