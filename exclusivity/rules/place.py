"""What counts, on which channels, in which countries (DOMAIN R10, R12, R19, R20)."""

from collections.abc import Mapping
from enum import Enum

from exclusivity.rules.facts import ClauseFacts, ExposureFacts
from exclusivity.rules.values import Value

WORLD = "*"
OFFLINE = frozenset({"tv", "print", "event"})
INSTANTS = frozenset({"PAID", "GIFTED", "ORGANIC", "ANNOUNCE", "OWN_BRAND"})
"""What happens at one instant of its planned days; all else lasts."""

BY_DEFAULT = {
    "PAID": Value.YES,
    "PAID_USAGE": Value.YES,
    "APPEARANCE": Value.YES,
    "ANNOUNCE": Value.YES,
    "LIVE": Value.NO,
    "SHOOT": Value.NO,
}
FULL_BY_DEFAULT = {"PAID": Value.YES, "GIFTED": Value.YES, "AFFILIATE": Value.YES}


class Ground(Enum):
    """Why an activity counts or does not."""

    CLAUSE = "the clause says so"
    QUIET = "a quiet window counts paid work of others"
    SHOOT = "its days follow a shoot"
    OFFICE = "the office's default"


def activity(clause: ClauseFacts, kind: str, counting: Mapping[str, Value]) -> Value:
    return ground(clause, kind, counting)[0]


def ground(clause: ClauseFacts, kind: str, counting: Mapping[str, Value]) -> tuple[Value, Ground]:
    """Whether the clause counts an activity: as it says, otherwise by R12; a quiet window by R10.

    A clause whose days follow a shoot counts shoots. `counting` is where the office differs from R12.
    """
    said = clause.activities.get(kind)
    if said is not None:
        return (Value.YES if said else Value.NO), Ground.CLAUSE
    if clause.mode == "FULL":
        return FULL_BY_DEFAULT.get(kind, Value.NO), Ground.QUIET
    if kind == "SHOOT" and any("SHOOT" in (window.anchor, window.to) for window in clause.windows):
        return Value.YES, Ground.SHOOT
    return counting.get(kind, BY_DEFAULT.get(kind, Value.UNKNOWN)), Ground.OFFICE


def channel(clause: ClauseFacts, exposure: ExposureFacts) -> Value:
    if clause.channels is None:
        return Value.YES
    if exposure.channels is None:
        return Value.UNKNOWN
    return Value.YES if clause.channels & exposure.channels else Value.NO


def _aimed(clause: ClauseFacts, exposure: ExposureFacts) -> Value:
    """By the countries at which both aim."""
    if clause.territories is None and not clause.territories_except:
        return Value.YES
    if exposure.territories is None:
        return Value.UNKNOWN
    if WORLD in exposure.territories:
        return Value.YES
    theirs = exposure.territories - clause.territories_except
    return Value.YES if theirs and (clause.territories is None or theirs & clause.territories) else Value.NO


def territory(clause: ClauseFacts, exposure: ExposureFacts) -> Value:
    """Sets with their minus sets, then the basis: a public post online can be seen everywhere (R19)."""
    aimed = _aimed(clause, exposure)
    if aimed is Value.YES or clause.territory_basis == "TARGETED":
        return aimed
    if exposure.channels is None:
        return Value.UNKNOWN
    shared = exposure.channels if clause.channels is None else exposure.channels & clause.channels
    if not shared - OFFLINE:
        return aimed
    return Value.YES if clause.territory_basis == "ACCESSIBLE" else Value.UNKNOWN


def clean(clause: ClauseFacts, exposure: ExposureFacts) -> frozenset[str]:
    """Countries of the plan that the clause does not reach, where it counts those at which it aims."""
    if exposure.territories is None or clause.territory_basis == "ACCESSIBLE":
        return frozenset()
    reached = exposure.territories if clause.territories is None else clause.territories
    return exposure.territories - (reached - clause.territories_except) - {WORLD}
