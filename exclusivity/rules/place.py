"""What counts, on which channels, in which countries (DOMAIN R10, R12, R19, R20)."""

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


def activity(clause: ClauseFacts, kind: str) -> Value:
    """Whether the clause counts an activity: as it says, otherwise by R12; a quiet window by R10.

    A clause whose days follow a shoot counts shoots.
    """
    said = clause.activities.get(kind)
    if said is not None:
        return Value.YES if said else Value.NO
    if clause.mode == "FULL":
        return FULL_BY_DEFAULT.get(kind, Value.NO)
    if kind == "SHOOT" and any("SHOOT" in (window.anchor, window.to) for window in clause.windows):
        return Value.YES
    return BY_DEFAULT.get(kind, Value.UNKNOWN)


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
