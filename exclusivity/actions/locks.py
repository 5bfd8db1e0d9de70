"""One order of locks: the people first, ascending, then the commitment (DESIGN 4)."""

from collections.abc import Iterable
from typing import Any

from django.db import OperationalError
from django.db.models import QuerySet

from exclusivity import reading
from exclusivity.models import Commitment
from lib.actions import is_busy
from lib.asked import asked
from lib.refusals import Denied, Refused

CHANGING = ("status", "term", "timezone", "family", "bound_at", "bound_by_id", "ended_on", "end_reason")
BUSY = "Somebody else is working on this talent just now. Try again in a moment."


def lock_talents(talent_ids: Iterable[int]) -> None:
    """Hold everybody whom a promise of these talents may concern until the transaction ends.

    `no_key`: others may still refer to the rows. Taken before the check, so that the exclusion constraint is the wall
    and not the queue: on its own it ends races in deadlocks.
    """
    _hold(reading.LOCK, talents=list(talent_ids))


def _hold(sql: str, **values: Any) -> None:
    """Asks again once they are held: who joined an act while it waited is held as well.

    Nobody joins or leaves those who are held. The latecomers are out of order; a deadlock is tried again (`@action`).
    """
    held: set[int] = set()
    try:
        while late := {key for (key,) in reading.rows(sql, **values)} - held:
            held |= late
    except OperationalError as error:
        if not is_busy(error):
            raise
        raise Refused(Denied(BUSY, code="busy")) from error


def locked(commitment: Commitment) -> Commitment:
    """The commitment as it is now, with its people and itself held. Refreshes the given one."""
    _hold(reading.LOCK_ITS, commitment=commitment.pk)
    for fresh in _fresh(commitment.pk):
        for field, value in zip(CHANGING, fresh, strict=True):
            setattr(commitment, field, value)
    return commitment


@asked
def _fresh(commitment: int) -> QuerySet[Commitment, Any]:
    return Commitment.objects.select_for_update(of=("self",)).filter(pk=commitment).values_list(*CHANGING)
