"""A clause against an exposure as time passes: pieces of time in which nothing about them changes."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from exclusivity.rules.clock import Span, holds, meets, midnight, span
from exclusivity.rules.facts import ClauseFacts, CommitmentFacts, Days, ExposureFacts
from exclusivity.rules.office import OfficeFacts
from exclusivity.rules.person import Path
from exclusivity.rules.place import INSTANTS
from exclusivity.rules.values import Value, together
from exclusivity.rules.windows import Part, parts

TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch in which the clause stands and the world stays as it is; `day` is one of its days."""

    span: Span
    day: date
    time: Value


def split(stretch: Span, cuts: list[datetime]) -> list[Span]:
    """A stretch cut at the given instants."""
    low, high = stretch
    inner = [cut for cut in cuts if (low is None or low < cut) and (high is None or cut < high)]
    edges = [low, *inner, high]
    return list(zip(edges, edges[1:], strict=False))


def some_day(stretch: Span, zone: str) -> date:
    """A day that stands for a piece."""
    if stretch[0] is not None:
        return stretch[0].astimezone(ZoneInfo(zone)).date()
    return (stretch[1] - TICK).astimezone(ZoneInfo(zone)).date() if stretch[1] is not None else date.max


def days_of(stretch: Span, zone: str) -> Days:
    """The days on which some of a stretch lies, half-open."""
    start = stretch[0].astimezone(ZoneInfo(zone)).date() if stretch[0] is not None else None
    end = (stretch[1] - TICK).astimezone(ZoneInfo(zone)).date() + timedelta(days=1) if stretch[1] is not None else None
    return start, end


def whole_days(stretch: Span, zone: str) -> Days | None:
    """The days that lie wholly within a stretch, half-open; None where there is none."""
    start = end = None
    if stretch[0] is not None:
        local = stretch[0].astimezone(ZoneInfo(zone))
        start = local.date() + timedelta(days=local.time() != time.min)
    if stretch[1] is not None:
        end = stretch[1].astimezone(ZoneInfo(zone)).date()
    return None if start is not None and end is not None and start >= end else (start, end)


def pieces(
    commitment: CommitmentFacts, clause: ClauseFacts, path: Path, office: OfficeFacts, zone: str, at: datetime
) -> list[Piece]:
    """The clause's windows, cut where the act changes, or who owns the beneficiary or those it names."""
    companies = {office.brands[brand].company for brand in (commitment.brand, *clause.brands)}
    cuts = office.ownership_changes(companies | clause.companies)
    cuts |= {day for day in path.days if day is not None}
    mornings = sorted(midnight(day, zone) for day in cuts)
    return [
        Piece(piece, some_day(piece, zone), value)
        for stretch, value in parts(commitment, clause, zone, at)
        for piece in split(stretch, mornings)
    ]


def shown(commitment: CommitmentFacts, exposure: ExposureFacts, zone: str, at: datetime) -> Span | None:
    """When the exposure happens, or happened; None where nobody said. What is planned does not happen before now."""
    planned = exposure.span or (span(exposure.days, zone) if exposure.days is not None else None)
    went = exposure.published_at
    if went is not None:
        end = planned[1] if planned is not None and exposure.activity not in INSTANTS else went + TICK
        return (went, end if end is None or end > went else went + TICK)
    begun = planned is not None and meets(planned, (None, at)) and meets(planned, (at, None))
    if planned is not None and begun and exposure.activity in INSTANTS:
        return (at, planned[1])
    return planned


def by_time(found: list[Part], when: Span | None, *, lasting: bool) -> Value:
    """The value over the exposure's time of something that has parts, and is NO outside them."""
    if when is None:
        return Value.UNKNOWN if any(value is not Value.NO for _, value in found) else Value.NO
    seen = {value for part, value in found if meets(part, when)}
    if not covered([part for part, _ in found], when):
        seen.add(Value.NO)
    return together(seen, anywhere=lasting)


def covered(found: list[Span], when: Span) -> bool:
    """Whether neighbouring parts cover a span without a gap."""
    left = when
    for part in sorted(found, key=lambda part: (part[0] is not None, part[0])):
        if holds(part, left):
            return True
        if (
            part[1] is not None
            and meets(part, left)
            and (part[0] is None or (left[0] is not None and part[0] <= left[0]))
        ):
            left = (part[1], left[1])
    return False
