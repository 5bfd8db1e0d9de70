"""Ambassador contracts: drafted, signed, ended."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from djmoney.money import Money

from accounts.models import Office, User
from accounts.roles import Permission
from campaigns import letters
from campaigns.actions.shared import lock_people
from campaigns.checks import may_edit_contract, may_end, may_put_name, may_withdraw_contract, office_day
from campaigns.models import AmbassadorContract, ContractState
from campaigns.people import approvers_of, may, of_talent
from campaigns.promises import presence_of
from campaigns.rules import day_words
from clients.models import Brand
from exclusivity.actions import (
    bind,
    end,
    expire,
    open_commitment,
    release,
    set_clauses,
    set_exposures,
    set_term,
    terms_of,
)
from exclusivity.models import CommitmentKind, Status
from exclusivity.terms import ClauseTerms
from lib.actions import action
from lib.moves import move
from lib.refusals import Refused, require
from lib.violations import violation
from talent.models import Talent

Term = tuple[date, date | None]


def _plain(days: Any) -> Term:
    """Half-open days as plain values, whether a form gave a range or a pair."""
    lower, upper = (days.lower, days.upper) if hasattr(days, "lower") else days
    if lower is None:
        raise Refused("A contract has a first day.")
    if upper is not None and upper <= lower:
        raise Refused("The last day comes before the first.")
    return lower, upper


@action
def draft_contract(
    *,
    brand: Brand,
    talent: Talent,
    title: str,
    days: Term,
    fee: Money | None,
    duties: str,
    by: User,
    now: datetime,
    clauses: Sequence[ClauseTerms] = (),
) -> AmbassadorContract:
    """Write a contract's draft, with clauses where there are some. It binds nobody; a clash goes to the clash desk.

    `days` are half-open; no upper day is until further notice.
    """
    require(may(by, Permission.RUN_CAMPAIGNS))
    if not title.strip():
        raise Refused("A contract has a title.")
    if brand.archived_at or talent.archived_at:
        raise Refused(f"{brand.name if brand.archived_at else talent.name} is archived.")
    term = _plain(days)
    lock_people([talent.pk])
    office = Office.objects.current()
    commitment = open_commitment(
        kind=CommitmentKind.AMBASSADOR,
        brand=brand,
        talents=[talent],
        status=Status.DRAFT,
        by=by,
        now=now,
        term=term,
        timezone=office.timezone,
    )
    contract = AmbassadorContract(
        brand=brand,
        talent=talent,
        commitment=commitment,
        title=title.strip(),
        days=term,
        fee=fee,
        fee_percent=office.fee_percent,
        duties=duties.strip(),
        created_at=now,
        created_by=by,
    )
    with violation():
        contract.save()
    _write_promise(contract, term, clauses, by=by, now=now)
    contract.refresh_from_db()
    return contract


def _write_promise(
    contract: AmbassadorContract, term: Term, clauses: Sequence[ClauseTerms], *, by: User, now: datetime
) -> None:
    commitment = contract.commitment
    if (commitment.term.lower, commitment.term.upper) != term:
        set_term(commitment=commitment, term=term, by=by, now=now)
    set_exposures(commitment=commitment, exposures=presence_of(contract.brand, clauses, term), by=by, now=now)
    set_clauses(commitment=commitment, clauses=list(clauses), by=by, now=now)


def lock_contract(contract: AmbassadorContract) -> AmbassadorContract:
    """The talents, then the contract."""
    lock_people([contract.talent_id])
    return (
        AmbassadorContract.objects.select_for_update(of=("self",))
        .select_related("talent", "brand", "commitment", "commitment__brand")
        .get(pk=contract.pk)
    )


@action
def edit_contract(
    *,
    contract: AmbassadorContract,
    title: str,
    days: Term,
    fee: Money | None,
    duties: str,
    by: User,
    now: datetime,
    clauses: Sequence[ClauseTerms] | None = None,
) -> AmbassadorContract:
    """Write the draft anew. Its clauses stay where none are given."""
    require(may(by, Permission.RUN_CAMPAIGNS))
    if not title.strip():
        raise Refused("A contract has a title.")
    term = _plain(days)
    contract = lock_contract(contract)
    require(may_edit_contract(contract))
    contract.title, contract.days, contract.fee, contract.duties = title.strip(), term, fee, duties.strip()
    with violation():
        contract.save(update_fields=["title", "days", "fee", "fee_currency", "duties"])
    if clauses is None:
        rows = contract.commitment.clauses.filter(superseded_at=None).order_by("number", "pk")
        clauses = [terms_of(row) for row in rows]
    _write_promise(contract, term, clauses, by=by, now=now)
    contract.refresh_from_db()
    return contract


@action
def sign_contract(*, contract: AmbassadorContract, by: User, now: datetime, reason: str = "") -> AmbassadorContract:
    """Make the draft the promise: its words are frozen and it binds. Both sides are told.

    Raises `Refused` with the full reason for staff where it clashes.
    """
    require(may(by, Permission.SIGN_CONTRACTS))
    contract = lock_contract(contract)
    require(may_put_name(contract, now))
    bind(commitment=contract.commitment, by=by, now=now, reason=reason)
    move(contract, ContractState.SIGNED, signed_at=now, signed_by=by)
    letter = letters.contract_signed(contract)
    letters.send_all([(letter, of_talent(contract.talent)), (letter, approvers_of(contract.brand))], now)
    return contract


@action
def end_contract(
    *, contract: AmbassadorContract, on: date, end_reason: str, reason: str, by: User, now: datetime
) -> AmbassadorContract:
    """End it early. `on` is the last day on which it stands, today or to come.

    `end_reason` is one of the commitment's (a tail may hang on it), `reason` is for the office.
    """
    require(may(by, Permission.SIGN_CONTRACTS))
    if not reason.strip():
        raise Refused("Say why it ends.")
    contract = lock_contract(contract)
    require(may_end(contract))
    if contract.days.upper and on >= contract.days.upper:
        raise Refused(f"It runs out before {day_words(on)}.")
    if on < contract.days.lower:
        raise Refused(f"It begins on {day_words(contract.days.lower)}.")
    end(commitment=contract.commitment, on=on, end_reason=end_reason, by=by, now=now, reason=reason)
    move(contract, ContractState.ENDED, ended_at=now, ended_by=by, ended_on=on, end_reason=reason.strip())
    for people in (of_talent(contract.talent), approvers_of(contract.brand)):
        letters.send(letters.contract_ended(contract), people, now)
    return contract


@action
def expire_contract(*, contract: AmbassadorContract, by: User, now: datetime) -> AmbassadorContract:
    """Its term is over: it ended by itself. Done by the clock; what its tail forbids still binds."""
    require(may(by, Permission.SIGN_CONTRACTS))
    contract = lock_contract(contract)
    require(may_end(contract))
    if contract.days.upper is None or contract.days.upper > office_day(now):
        raise Refused("The term is not over.")
    expire(commitment=contract.commitment, by=by, now=now)
    last = date.fromordinal(contract.days.upper.toordinal() - 1)
    move(contract, ContractState.ENDED, ended_at=now, ended_by=by, ended_on=last, end_reason="It ran out.")
    for people in (of_talent(contract.talent), approvers_of(contract.brand)):
        letters.send(letters.contract_ended(contract), people, now)
    return contract


@action
def withdraw_contract(*, contract: AmbassadorContract, reason: str, by: User, now: datetime) -> AmbassadorContract:
    """Give a draft up. Nobody outside has seen it, so nobody is told."""
    require(may(by, Permission.RUN_CAMPAIGNS))
    contract = lock_contract(contract)
    require(may_withdraw_contract(contract))
    release(commitment=contract.commitment, by=by, now=now, reason=reason)
    move(contract, ContractState.WITHDRAWN, end_reason=reason.strip())
    return contract
