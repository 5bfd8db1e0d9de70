"""A hold's own clauses, where what was agreed with one talent is not what the brief says."""

from datetime import datetime

from accounts.models import User
from accounts.roles import Permission
from campaigns.actions.shared import lock_booking, promise
from campaigns.checks import may_write_own_clauses
from campaigns.models import Booking
from campaigns.people import may
from exclusivity import actions as promises
from exclusivity.models import Clause
from exclusivity.terms import ClauseTerms
from lib.actions import action
from lib.refusals import require


def _own(booking: Booking, by: User) -> Booking:
    require(may(by, Permission.RUN_CAMPAIGNS))
    booking = lock_booking(booking)
    require(may_write_own_clauses(booking))
    if not booking.own_clauses:
        booking.own_clauses = True
        booking.save(update_fields=["own_clauses"])
    return booking


@action
def write_own_clause(
    *, booking: Booking, terms: ClauseTerms, by: User, now: datetime, clause: Clause | None = None
) -> Clause:
    """Add a clause to a hold, or write `clause` over. From then on its clauses follow the brief no longer."""
    booking = _own(booking, by)
    return promises.write_clause(commitment=booking.commitment, terms=terms, clause=clause, by=by, now=now)


@action
def drop_own_clause(*, booking: Booking, clause: Clause, by: User, now: datetime) -> None:
    """Take a clause out of a hold. From then on its clauses follow the brief no longer."""
    _own(booking, by)
    promises.drop_clause(clause=clause, by=by, now=now)


@action
def follow_brief(*, booking: Booking, by: User, now: datetime) -> Booking:
    """Let a hold forbid what the brief says again; its own clauses go."""
    booking = _own(booking, by)
    booking.own_clauses = False
    booking.save(update_fields=["own_clauses"])
    promise(booking, by=by, now=now)
    return booking
