"""When an account came into another tier."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from talent.rules import tier_of

STAYS = 7  # days that it stays there, so that a border crossed to and fro is no event


@dataclass(frozen=True, slots=True)
class TierChange:
    day: date
    before: str
    after: str


def tier_changes(
    days: Sequence[date], followers: Sequence[int | None], bounds: Sequence[tuple[int, str]]
) -> list[TierChange]:
    """The days on which the count came into another tier and stayed there for a week or up to the end."""
    changes: list[TierChange] = []
    known = [(day, tier_of(count, bounds)) for day, count in zip(days, followers, strict=True) if count is not None]
    if not known:
        return []
    current = known[0][1]
    for place, (day, tier) in enumerate(known):
        if tier == current:
            continue
        if all(each == tier for at, each in known[place : place + STAYS] if (at - day).days < STAYS):
            changes.append(TierChange(day, current, tier))
            current = tier
    return changes
