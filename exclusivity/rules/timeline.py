"""A clause against an exposure as time passes: pieces of days on which nothing about them changes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from exclusivity.rules.clock import Span, holds, meets, span, window
from exclusivity.rules.facts import ClauseFacts, CommitmentFacts, Days, ExposureFacts
from exclusivity.rules.office import OfficeFacts, within
from exclusivity.rules.person import Path
from exclusivity.rules.place import INSTANTS
from exclusivity.rules.values import Value, together


@dataclass(frozen=True, slots=True)
class Piece:
    """Days on which the clause stands and the world stays as it is."""

    days: Days
    time: Value


def split(days: Days, cuts: Iterable[date]) -> list[Days]:
    """Days cut at the given mornings."""
    inner = sorted({c for c in cuts if within(c, days) and c != days[0]})
    edges = [days[0], *inner, days[1]]
    return list(zip(edges, edges[1:], strict=False))


def some_day(days: Days) -> date:
    """A day that stands for a piece."""
    if days[0] is not None:
        return days[0]
    return days[1] - timedelta(days=1) if days[1] is not None else date.max


def pieces(commitment: CommitmentFacts, clause: ClauseFacts, path: Path, office: OfficeFacts) -> list[Piece]:
    """The clause's window with its tail, cut where the act changes, or who owns the beneficiary or those it names."""
    companies = {office.brands[brand].company for brand in (commitment.brand, *clause.brands)}
    cuts = office.ownership_changes(companies | clause.companies)
    cuts |= {day for day in path.days if day is not None}
    return [Piece(days, value) for stretch, value in window(commitment, clause.tail) for days in split(stretch, cuts)]


def shown(commitment: CommitmentFacts, exposure: ExposureFacts, zone: str) -> Span | None:
    """When the exposure happens, or happened; None where nobody said."""
    if exposure.published_at is not None and exposure.activity in INSTANTS:
        return (exposure.published_at, exposure.published_at + timedelta(microseconds=1))
    if exposure.span is not None:
        return exposure.span
    return span(exposure.days, zone) if exposure.days is not None else None


def by_time(parts: list[tuple[Span, Value]], when: Span | None, *, lasting: bool) -> Value:
    """The value over the exposure's time of something that has `parts`, and is NO outside them."""
    if when is None:
        return Value.UNKNOWN if any(value is not Value.NO for _, value in parts) else Value.NO
    seen = {value for part, value in parts if meets(part, when)}
    if not covered([part for part, _ in parts], when):
        seen.add(Value.NO)
    return together(seen, anywhere=lasting)


def covered(parts: list[Span], when: Span) -> bool:
    """Whether neighbouring parts cover a span without a gap."""
    left = when
    for part in sorted(parts, key=lambda part: (part[0] is not None, part[0])):
        if holds(part, left):
            return True
        if (
            part[1] is not None
            and meets(part, left)
            and (part[0] is None or (left[0] is not None and part[0] <= left[0]))
        ):
            left = (part[1], left[1])
    return False
