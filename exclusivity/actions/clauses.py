"""One clause of a promise: written, written over, taken out, amended."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from accounts.models import User
from exclusivity.actions.binding import settle
from exclusivity.actions.commitments import next_version, terms_of, write_row
from exclusivity.actions.locks import locked
from exclusivity.models import PROSPECTIVE, Clause, Commitment, Status
from exclusivity.terms import ClauseTerms
from lib.actions import action
from lib.ids import new_public_id
from lib.refusals import Answer, Denied, require
from lib.violations import violation

UNSIGNED = (Status.ENQUIRY, *PROSPECTIVE)


def may_write(commitment: Commitment) -> Answer:
    """Whether its clauses can be written over: nobody signed them yet."""
    if commitment.status in UNSIGNED:
        return True
    return Denied("This is signed, so its words are frozen. Amend it with a new version.", code="frozen")


def may_amend(clause: Clause) -> Answer:
    """Whether a new version can follow: the promise stands, and this is its newest version."""
    if clause.superseded_at is not None:
        return Denied("A newer version of this clause was written meanwhile. Open that one.", code="old")
    return may_add(clause.commitment)


def may_add(commitment: Commitment) -> Answer:
    """Whether what is signed still stands, so that its words can change."""
    if commitment.status not in (Status.CONFIRMED, Status.SIGNED, Status.SUSPENDED):
        return Denied("Only what is signed and still stands is amended.", code="over")
    return True


def _is_new(commitment: Commitment, number: str, row: Clause | None) -> None:
    there = commitment.clauses.filter(number=number, superseded_at=None)
    if (there.exclude(pk=row.pk) if row is not None else there).exists():
        require(Denied("Another clause of this contract has that number.", code="number"))


@action
def write_clause(
    *, commitment: Commitment, terms: ClauseTerms, by: User, now: datetime, clause: Clause | None = None
) -> Clause:
    """Add a clause to what nobody signed yet, or write `clause` over in place."""
    locked(commitment)
    require(may_write(commitment))
    row = clause
    if row is None:
        row = Clause(commitment=commitment, created_at=now, created_by=by)
    elif terms_of(row) == terms:
        return row
    _is_new(commitment, terms.number, clause)
    with violation():
        write_row(row, terms)
    settle(commitment, by, now)
    return row


@action
def drop_clause(*, clause: Clause, by: User, now: datetime) -> None:
    """Take a clause out of what nobody signed yet."""
    commitment = locked(clause.commitment)
    require(may_write(commitment))
    clause.delete()
    settle(commitment, by, now)


@action
def amend_clause(
    *,
    commitment: Commitment,
    clause: Clause | None,
    terms: ClauseTerms,
    since: datetime,
    by: User,
    now: datetime,
    keep_waivers: bool = True,
    reason: str = "",
) -> Clause:
    """Write the next version of a signed clause, or one more clause where there is none, in force from `since`.

    Until then the version before it holds. What the beneficiary agreed to carries over where the amendment keeps it
    (R14). Raises `Refused` where the new words clash with what binds already (R16).
    """
    locked(commitment)
    if clause is None:
        made = _one_more(commitment, terms, since, by, now)
    else:
        made = _next(clause, terms, since, keep_waivers, by, now)
    settle(commitment, by, now)
    return made


def _one_more(commitment: Commitment, terms: ClauseTerms, since: datetime, by: User, now: datetime) -> Clause:
    require(may_add(commitment))
    _is_new(commitment, terms.number, None)
    row = Clause(commitment=commitment, created_at=now, created_by=by)
    return write_row(row, replace(terms, in_force=(since, None)))


def _next(clause: Clause, terms: ClauseTerms, since: datetime, keep_waivers: bool, by: User, now: datetime) -> Clause:
    clause = Clause.objects.select_for_update(of=("self",)).select_related("commitment").get(pk=clause.pk)
    require(may_amend(clause))
    old, wanted = terms_of(clause), replace(terms, number=clause.number)
    if replace(wanted, in_force=old.in_force) == old:
        require(Denied("Nothing differs from the version before.", code="same"))
    if clause.in_force_from is not None and since <= clause.in_force_from:
        require(Denied("The version before takes effect later than that.", code="since"))
    clause.in_force_until = since
    clause.save(update_fields=["in_force_until"])
    made = write_row(next_version(clause, by, now), replace(wanted, in_force=(since, None)))
    if keep_waivers:
        _carry_over(clause, made)
    return made


def _carry_over(old: Clause, new: Clause) -> None:
    """What is agreed stands beside the next version too, and what is only asked is asked of that one."""
    for waiver in old.waivers.waiting().order_by("pk"):
        waiver.clause = new
        waiver.save(update_fields=["clause"])
    consent: Any
    for consent in (*old.waivers.granted().order_by("pk"), *old.offers.order_by("pk")):
        consent.pk, consent._state.adding, consent.clause = None, True, new
        if hasattr(consent, "public_id"):
            consent.public_id = new_public_id()
        consent.save()
