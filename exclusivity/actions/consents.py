"""Waivers, and offers laid before the holder of a first refusal (DOMAIN R14, R22)."""

from collections.abc import Sequence
from datetime import date, datetime

from accounts.models import User
from clients.models import Brand
from exclusivity.actions.anew import look_anew
from exclusivity.actions.commitments import as_range
from exclusivity.actions.locks import locked
from exclusivity.models import Clause, Commitment, Offer, Waiver, WaiverState
from lib.actions import action
from lib.moves import move
from lib.violations import violation


@action
def record_waiver(
    *,
    clause: Clause,
    state: str,
    by: User,
    now: datetime,
    commitment: Commitment | None = None,
    brand: Brand | None = None,
    channels: Sequence[str] = (),
    activities: Sequence[str] = (),
    days: tuple[date | None, date | None] | None = None,
    granted_at: datetime | None = None,
    revoked_at: datetime | None = None,
    expires_at: datetime | None = None,
    reason: str = "",
) -> Waiver:
    """Write down a waiver as far as it got; what is left out of the scope is all of it."""
    locked(clause.commitment)
    if state == WaiverState.GRANTED:
        granted_at = granted_at or now
    with violation():
        waiver = Waiver.objects.create(
            clause=clause, state=state, commitment=commitment, brand=brand, channels=list(channels),
            activities=list(activities), days=as_range(days), expires=expires_at, created_at=now, created_by=by,
            granted_at=granted_at, granted_by=by if granted_at else None,
            revoked_at=revoked_at, revoked_by=by if revoked_at else None,
        )  # fmt: skip
    look_anew(clause.commitment, by, now)
    return waiver


@action
def revoke_waiver(*, waiver: Waiver, by: User, now: datetime, reason: str = "") -> None:
    """The beneficiary takes its consent back. What was published under it stays let be."""
    locked(waiver.clause.commitment)
    move(waiver, WaiverState.REVOKED, revoked_at=now, revoked_by=by)
    look_anew(waiver.clause.commitment, by, now)


@action
def record_offer(
    *,
    clause: Clause,
    commitment: Commitment,
    by: User,
    now: datetime,
    offered_at: datetime | None = None,
    declined_at: datetime | None = None,
    reason: str = "",
) -> Offer:
    """Write down that an offer was laid before the holder of a first refusal, and the answer."""
    locked(clause.commitment)
    with violation():
        offer = Offer.objects.create(
            clause=clause, commitment=commitment, offered_at=offered_at or now, offered_by=by,
            declined_at=declined_at, declined_by=by if declined_at else None, created_at=now, created_by=by,
        )  # fmt: skip
    look_anew(clause.commitment, by, now)
    return offer
