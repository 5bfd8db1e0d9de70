"""The clauses of a contract: written while it is a draft, amended once it is signed."""

from collections.abc import Sequence
from datetime import date, datetime

from accounts.models import User
from accounts.roles import Permission
from campaigns import letters
from campaigns.actions.contracts import lock_contract
from campaigns.checks import may_amend_contract, may_edit_contract, office_day
from campaigns.models import AmbassadorContract
from campaigns.people import approvers_of, may, of_talent
from campaigns.promises import presence_of
from campaigns.rules import day_words
from exclusivity import actions as promises
from exclusivity.actions import terms_of
from exclusivity.models import Clause
from exclusivity.rules.clock import midnight
from exclusivity.terms import ClauseTerms
from lib.actions import action
from lib.refusals import Refused, require


def terms_beside(contract: AmbassadorContract, clause: Clause | None) -> list[ClauseTerms]:
    """The newest words of the contract's other clauses."""
    rows = contract.commitment.clauses.filter(superseded_at=None).order_by("number", "pk")
    return [terms_of(row) for row in rows if clause is None or row.pk != clause.pk]


def _show(contract: AmbassadorContract, clauses: Sequence[ClauseTerms], by: User, now: datetime) -> None:
    """Let the ambassador's own showing follow what the clauses reach."""
    days = (contract.days.lower, contract.days.upper)
    promises.set_exposures(
        commitment=contract.commitment, exposures=presence_of(contract.brand, clauses, days), by=by, now=now
    )


@action
def write_clause(
    *, contract: AmbassadorContract, terms: ClauseTerms, by: User, now: datetime, clause: Clause | None = None
) -> Clause:
    """Add a clause to a draft, or write `clause` over. It binds nobody until the contract is signed."""
    require(may(by, Permission.RUN_CAMPAIGNS))
    contract = lock_contract(contract)
    require(may_edit_contract(contract))
    _show(contract, [*terms_beside(contract, clause), terms], by, now)
    return promises.write_clause(commitment=contract.commitment, terms=terms, clause=clause, by=by, now=now)


@action
def drop_clause(*, contract: AmbassadorContract, clause: Clause, by: User, now: datetime) -> None:
    """Take a clause out of a draft."""
    require(may(by, Permission.RUN_CAMPAIGNS))
    contract = lock_contract(contract)
    require(may_edit_contract(contract))
    rest = terms_beside(contract, clause)
    promises.drop_clause(clause=clause, by=by, now=now)
    _show(contract, rest, by, now)


@action
def amend_clause(
    *,
    contract: AmbassadorContract,
    clause: Clause | None,
    terms: ClauseTerms,
    since: date,
    reason: str,
    by: User,
    now: datetime,
    keep_waivers: bool = True,
) -> Clause:
    """Write the next version of a signed contract's clause, or one more, in force from `since`. Both sides are told.

    A day in the past reaches back: what was published since is held to the new words (R15). Raises `Refused` with the
    full reason for staff where the new words clash with what binds (R16).
    """
    require(may(by, Permission.SIGN_CONTRACTS))
    if not reason.strip():
        raise Refused("Say why it changes.")
    contract = lock_contract(contract)
    require(may_amend_contract(contract))
    if contract.days.upper and since >= contract.days.upper:
        raise Refused(f"The contract runs out before {day_words(since)}.")
    if since < contract.days.lower and since < office_day(now):
        raise Refused(f"The contract begins on {day_words(contract.days.lower)}.")
    start = now if since == office_day(now) else midnight(since, contract.commitment.timezone or "UTC")
    made = promises.amend_clause(
        commitment=contract.commitment, clause=clause, terms=terms, since=start, keep_waivers=keep_waivers, by=by,
        now=now, reason=reason,
    )  # fmt: skip
    _show(contract, [*terms_beside(contract, made), terms], by, now)
    for people in (of_talent(contract.talent), approvers_of(contract.brand)):
        letters.send(letters.contract_amended(contract, since), people, now)
    return made
