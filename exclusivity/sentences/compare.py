"""What changed between two versions of a clause, field by field."""

from typing import NamedTuple

from exclusivity.sentences import counts, what
from exclusivity.sentences import when as time
from exclusivity.sentences.parts import Names, Saying, text_of
from exclusivity.terms import ClauseTerms, Days
from lib.money_words import money_text

NOTHING = "nothing"
SCOPES = {"BRAND": "the brand alone", "COMPANY": "all brands of its company", "GROUP": "all brands of its group"}
STRENGTHS = {
    "PROHIBIT": "forbidden", "CONSENT_REQUIRED": "needs consent", "NOTIFY": "must be told",
    "FIRST_REFUSAL": "first refusal",
}  # fmt: skip
MEMBERS = {"": "not stated", "NONE": "not the members alone", "EACH": "each member", "JOINT_ONLY": "the act as a whole"}
ACTS = {None: "not stated", True: "also within an act", False: "not within an act"}
SAID = {None: "not stated", True: "yes", False: "no"}


class Difference(NamedTuple):
    """One field that differs, with both sides in words."""

    label: str
    before: str
    after: str


def differences(old: ClauseTerms, new: ClauseTerms, names: Names, term: Days | None) -> list[Difference]:
    """Each field in which the two differ, in the order of the editor."""
    one, other = _rows(old, names, term), _rows(new, names, term)
    return [Difference(label, one[label], after) for label, after in other.items() if one[label] != after]


def _rows(terms: ClauseTerms, names: Names, term: Days | None) -> dict[str, str]:
    rows = {"Protects": SCOPES.get(terms.beneficiary_scope, terms.beneficiary_scope)}
    if names.is_act:
        rows["Binds its members"] = MEMBERS.get(terms.binds_members, terms.binds_members)
    if names.in_act:
        rows["Binds their acts"] = ACTS[terms.binds_group_of_member]
    forbids, where, when, outs = Saying(), Saying(), Saying(), Saying()
    what.target(forbids, terms, names)
    what.where(where, terms, names)
    time.when(when, terms, term)
    counts.let_be(outs, terms, names)
    basis = {"TARGETED": "", "ACCESSIBLE": ""}.get(terms.territory_basis, ", where it counts not stated")
    bounded = bool(terms.territories or terms.territories_except)
    tail = {"": ", after an early end not stated"}.get(terms.tail_on, "") if terms.tail_length else ""
    rows |= {
        "Forbids": _tidy(forbids),
        "Where": _tidy(where) + (basis if bounded else ""),
        **{counts.MANY[kind].capitalize(): SAID[terms.activities.get(kind)] for kind in counts.MANY},
        "When": _tidy(when) + tail,
        "If it clashes": STRENGTHS.get(terms.strength, terms.strength) + (
            f", {terms.refusal_days} days to answer" if terms.strength == "FIRST_REFUSAL" else ""
        ),
        "Its price": money_text(terms.fee.amount, str(terms.fee.currency)) if terms.fee is not None else NOTHING,
        "Look-back": f"{terms.lookback_months} months" if terms.lookback_months else NOTHING,
        "Except": _tidy(outs).removeprefix("Allowed all the same: ") or NOTHING,
        "Number": terms.number,
        "On the paper": terms.words or NOTHING,
    }  # fmt: skip
    return rows


def _tidy(saying: Saying) -> str:
    return text_of(saying.parts).strip(" ,.;")
