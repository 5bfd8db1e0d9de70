"""Offers laid before the holder of a first refusal (DOMAIN R22)."""

from datetime import datetime

from accounts.models import User
from exclusivity.actions.anew import look_anew
from exclusivity.actions.locks import locked
from exclusivity.models import Clause, Commitment, Offer
from lib.actions import action
from lib.violations import violation


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
