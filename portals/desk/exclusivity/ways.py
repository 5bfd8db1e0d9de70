"""Ways out of a clash as a page offers them: what to do, what it brings, and the page where it is done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse

from exclusivity.models import Clause, Commitment, Finding
from exclusivity.repairs import Repair

SHOWN = {
    "narrow": ("calendar-event", "Move dates"),
    "start": ("calendar-plus", "Move dates"),
    "end": ("calendar-due", "Move dates"),
    "channels": ("device-mobile", "Change channels"),
    "territories": ("map-pin", "Change countries"),
    "drop": ("circle-minus", "Change plan"),
    "say": ("help-circle", "Open paper"),
    "carve_out": ("file-text", "Carve out"),
    "waiver": ("rubber-stamp", "Draft request"),
    "decide": ("scale", "Decide"),
}
MOVES = ("narrow", "start", "end", "channels", "territories", "drop")


@dataclass(frozen=True, slots=True)
class Way:
    """One repair with its icon, and the deed with its address; without one the sentence stands alone."""

    repair: Repair
    icon: str
    deed: str
    url: str


type Link = Callable[[Repair], str]


def address(name: str, *keys: str, **query: object) -> str:
    """The page's address with what it is to be filled with; empty where the site has no such page."""
    try:
        url = reverse(name, args=keys)
    except NoReverseMatch:
        return ""
    said = {key: value for key, value in query.items() if value}
    return f"{url}?{urlencode(said, doseq=True)}" if said else url


def plan_of(repair: Repair) -> dict[str, object]:
    """The changed plan as a form's values: `first` and `last` day, `channels`, `territories`."""
    first, after = repair.days or (None, None)
    last: date | None = after - timedelta(days=1) if after is not None else None
    return {"first": first, "last": last, "channels": repair.channels, "territories": repair.territories}


def ways(
    repairs: tuple[Repair, ...],
    *,
    mine: Commitment | None,
    clauses: Mapping[int, Clause],
    others: Mapping[int, Commitment],
    findings: Mapping[int, Finding],
    plan: Link | None = None,
    wish: Mapping[str, object] | None = None,
) -> list[Way]:
    """Each repair with the page that does it.

    `plan` leads to a changed plan where that is not a booking's, `wish` is what a waiver is asked for where no promise
    is written yet.
    """
    booking, contract = (getattr(mine, name, None) for name in ("booking", "contract"))

    def moved(repair: Repair) -> str:
        if plan is not None:
            return plan(repair)
        if booking is not None and booking.state in ("hold", "confirmed"):
            return address("desk:hold-move", booking.public_id, **plan_of(repair))
        if contract is not None and contract.state == "draft":
            return address("desk:contract-edit", contract.public_id)
        return ""

    def where(repair: Repair) -> str:
        clause, other = clauses.get(repair.clause_id), others.get(repair.commitment_id)
        finding = findings.get(repair.commitment_id)
        if repair.kind in MOVES:
            return moved(repair)
        if repair.kind == "waiver" and clause is not None:
            asked = {"for": mine.public_id} if mine is not None else wish or {}
            return address("desk:waiver-ask", clause.public_id, **asked)
        if repair.kind == "carve_out" and clause is not None and other is not None:
            return address("desk:clause-edit", clause.public_id, carve=other.public_id)
        if repair.kind == "decide" and finding is not None:
            return address("desk:clash", finding.public_id)
        if repair.kind == "say":
            return page_of(clause.commitment if clause is not None else other)
        return ""

    return [Way(repair, *SHOWN[repair.kind], where(repair)) for repair in repairs]


def page_of(commitment: Commitment | None) -> str:
    """The booking's or the contract's page."""
    booking, contract = (getattr(commitment, name, None) for name in ("booking", "contract"))
    if booking is not None:
        return reverse("desk:booking", args=[booking.public_id])
    return reverse("desk:contract", args=[contract.public_id]) if contract is not None else ""
