"""The answers: three values for a dimension, an ordered verdict for a pair (DOMAIN R3, R4)."""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum

OUTSIDE = "Not possible in this period."
"""All that a client or a talent is told."""


class Value(IntEnum):
    """Kleene's three values: `min` is and, `max` is or."""

    NO = 0
    UNKNOWN = 1
    YES = 2


class Verdict(IntEnum):
    """In the order of R4; the verdict of a pair is the largest of its hits."""

    CLEAR = 0
    ADVISORY = 1
    WAIVED = 2
    REVIEW = 3
    CONDITIONAL = 4
    BLOCK = 5
    BREACH_SUSPECTED = 6

    @property
    def label(self) -> str:
        return self.name.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True)
class Dimension:
    """One of person, target, time, territory, channel, activity, with both sides in words."""

    name: str
    value: Value
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Hit:
    """What one clause says of one exposure.

    `overlap`, `first_clear` and `last_before` are days in the clause's zone; `overlap` is half-open. `definite` is
    whether all six dimensions are YES, whatever the two promises' standing makes of it. Repairs (R24): the run of days
    within the plan that is free, channels and countries of the plan that the clause does not reach, and the brand whose
    waiver it takes. `advisory` is the code of a remark. `ours` is whether the clause is that of the promise that was
    asked about, and the other one shows; otherwise it is the other way round.
    """

    verdict: Verdict
    sentence: str
    outside: str
    dimensions: tuple[Dimension, ...]
    clause_label: str
    overlap: tuple[date, date | None] | None
    other_id: int
    definite: bool = False
    talent_id: int = 0
    clause_id: int = 0
    exposure_id: int = 0
    first_clear: date | None = None
    last_before: date | None = None
    safe_window: tuple[date | None, date | None] | None = None
    clean_channels: frozenset[str] = frozenset()
    clean_territories: frozenset[str] = frozenset()
    waiver_from: int = 0
    advisory: str = ""
    ours: bool = True

    @property
    def decided_by(self) -> str:
        """The first dimension that is not YES; empty where all are."""
        lowest = min(self.dimensions, key=lambda dimension: dimension.value)
        return "" if lowest.value is Value.YES else lowest.name


def together(values: set[Value], *, anywhere: bool) -> Value:
    """One value for a stretch of time out of those of its parts.

    `anywhere`: any part counts, as for a stretch. Otherwise the thing happens at one instant that is not fixed yet, so
    that mixed parts are UNKNOWN: it can be scheduled around (R11).
    """
    if not values:
        return Value.NO
    if anywhere or len(values) == 1:
        return max(values)
    return Value.UNKNOWN
