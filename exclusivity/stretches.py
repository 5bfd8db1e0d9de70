"""When a clause stands, in days, with what kind of day each is: term, tail, or in doubt. Pure."""

from dataclasses import replace
from datetime import date, datetime

from exclusivity.rules import ClauseFacts, CommitmentFacts, Value
from exclusivity.rules.clock import common
from exclusivity.rules.exceptions import less_time
from exclusivity.rules.timeline import days_of
from exclusivity.rules.windows import parts

Stretch = tuple[date | None, date | None, str]
"""Half-open days and their kind: term, tail or doubt. No first day is ever since, no last one until further notice."""


def stretches(commitment: CommitmentFacts, clause: ClauseFacts, at: datetime) -> list[Stretch]:
    """The days on which a clause stands, in order, on its own clock; none over another but for a shared day."""
    zone = commitment.zones[0]
    without = [span for span, value in parts(commitment, replace(clause, tail=None), zone, at) if value is Value.YES]
    found: list[Stretch] = []
    for span, value in parts(commitment, clause, zone, at):
        if value is Value.UNKNOWN:
            found.append((*days_of(span, zone), "doubt"))
            continue
        rest = [span]
        for term in without:
            shared = common([span, term])
            if shared is not None:
                found.append((*days_of(shared, zone), "term"))
                rest = [left for one in rest for left in less_time(one, term)]
        found += [(*days_of(one, zone), "tail") for one in rest]
    return sorted(found, key=lambda one: one[0] or date.min)
