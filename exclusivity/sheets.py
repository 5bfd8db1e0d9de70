"""A check in the client's words: possible, possible if, not possible, to be decided. Never a verdict, never a rival."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from exclusivity.axes import Activity
from exclusivity.facts import differing
from exclusivity.models.check import ENOUGH, Check, CheckedTalent
from exclusivity.rules import Value, Verdict
from exclusivity.rules.place import BY_DEFAULT
from exclusivity.rules.words import day, listed, lowered
from exclusivity.sheet import Answered, Sheet, can_print

POSSIBLE, POSSIBLE_IF, NOT_POSSIBLE, TO_BE_DECIDED = "Possible", "Possible if …", "Not possible", "To be decided"
RESPECTS = "who is bound, who competes, the days, the countries, the channels and the kind of work"


def outcome(verdict: Verdict, missing: Sequence[str]) -> tuple[str, str]:
    """The result and a note for the client. A condition is only ever about what their own brief leaves open."""
    open_words = listed(missing)
    if verdict >= Verdict.CONDITIONAL:
        return NOT_POSSIBLE, ""
    if verdict is Verdict.REVIEW:
        said = f"The brief does not say the {open_words} yet." if missing else "The office looks into it and answers."
        return TO_BE_DECIDED, said
    if missing:
        return POSSIBLE_IF, f"The brief does not say the {open_words} yet. It is possible if they change nothing."
    return POSSIBLE, ""


def sheet_of(check: Check, answers: Sequence[CheckedTalent], *, office: str, clock: str) -> Sheet:
    """Every word of the clean sheet of a check, before it is printed."""
    return Sheet(
        office=office,
        title=f"Exclusivity check for {check.brand.name}",
        lead=f"{check.title}. {_when(check.created_at, clock)}" if check.title else _when(check.created_at, clock),
        reference=f"Check {check.public_id}",
        day=check.created_at.astimezone(ZoneInfo(clock)).date(),
        asked=tuple((label, value) for label, value in check.asked),
        answers=tuple(
            Answered(a.name, a.native_name if can_print(a.native_name) else "", a.result, a.note) for a in answers
        ),
        how=how(check, silence(differing())),
        signed=f"Checked by {check.created_by.name}, {office}.",
    )


def silence(counting: Mapping[str, Value]) -> str:
    """What the office makes of papers that do not say whether a kind of work counts (DOMAIN R12)."""
    by_value: dict[Value, list[str]] = {value: [] for value in Value}
    for activity in Activity:
        by_value[counting.get(activity, BY_DEFAULT.get(activity, Value.UNKNOWN))].append(lowered(str(activity.label)))
    parts = [
        f"{verb} {listed(by_value[value])}"
        for value, verb in ((Value.YES, "counts"), (Value.UNKNOWN, "asks about"), (Value.NO, "does not count"))
        if by_value[value]
    ]
    return f"Where a paper is silent, the office {'; it '.join(parts)}."


def how(check: Check, silent: str = "") -> tuple[str, ...]:
    """How it was checked. Their number is told only where there are so many promises that it says nothing of one.

    `silent` is what silence meant when it was checked; left out where nobody kept it.
    """
    number = f", {check.promises:,} in number," if check.promises >= ENOUGH else ""
    asked = "a booking that binds" if check.as_booking else "a hold, which keeps a place and binds nobody"
    return (
        f"As {asked}, against all promises that the office had on file at that time{number} as far as they concern "
        "these talents and the acts they belong to: contracts signed and drafted, bookings, holds, what is published.",
        f"Each was looked at in six respects: {RESPECTS}. What nobody wrote down was never taken for allowed.",
        *filter(None, [silent]),
        "The answer is as of that time. Every booking is checked again at the moment it is confirmed.",
    )


def _when(at: datetime, clock: str) -> str:
    here = at.astimezone(ZoneInfo(clock))
    return f"Checked on {day(here.date())}, {here:%H:%M} ({clock})"
