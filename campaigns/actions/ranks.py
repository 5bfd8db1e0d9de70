"""A talent's line of holds: ranks close up, managers hear when theirs moves."""

from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from accounts.models import User
from accounts.roles import Permission
from campaigns import hold_letters
from campaigns.actions.shared import lock_booking
from campaigns.letters import send
from campaigns.models import Booking, BookingState, Challenge, ChallengeState
from campaigns.options import WAY, meet, ranks
from campaigns.people import may, of_manager
from campaigns.promises import plain
from campaigns.rules import ordinal
from lib.actions import action
from lib.asked import asked
from lib.refusals import Refused, require
from lib.violations import violation

CONSTRAINT = "campaigns_booking_rank_once"


def line_of(talent_id: int) -> list[Booking]:
    """The talent's holds in the order of the line, locked. The caller holds the talent's lock."""
    rows = WAY.select_for_update(of=("self",)).filter(talent=talent_id, state=BookingState.HOLD)
    return list(rows.order_by("queue", "pk"))


def line_up(talent_id: int, *, by: User, now: datetime, mover: Booking | None = None) -> None:
    """Give every hold of the talent the rank that follows from the line, and tell whose moved up.

    `mover` is the one whose own change it is: its manager knows.
    """
    if not _stands(talent_id):
        set_ranks(line_of(talent_id), by=by, now=now, mover=mover)


def _stands(talent_id: int) -> bool:
    """Whether each hold has the rank that follows from the line already, as it mostly has."""
    held = _held(talent_id)
    return ranks([(pk, plain(days)) for pk, _, days in held]) == {pk: rank for pk, rank, _ in held}


@asked
def _held(talent: int) -> QuerySet[Booking, Any]:
    line = Booking.objects.filter(talent=talent, state=BookingState.HOLD).order_by("queue", "pk")
    return line.values_list("pk", "rank", "days")


def set_ranks(line: list[Booking], *, by: User, now: datetime, mover: Booking | None = None) -> None:
    """Write the ranks that follow from this line."""
    wanted = ranks([(hold.pk, plain(hold.days)) for hold in line])
    for hold in line:
        rank = wanted[hold.pk]
        if rank == hold.rank:
            continue
        moved_up = rank < hold.rank
        hold.rank = rank
        told = moved_up and (mover is None or hold.pk != mover.pk)
        if told:
            hold.promoted_at, hold.promoted_by = now, by
        hold.save(update_fields=["rank", "promoted_at", "promoted_by"])
        if told:
            send(hold_letters.promoted(hold), of_manager(hold), now)
    _at_once()


def _at_once() -> None:
    """Let PostgreSQL look at the ranks now and not when it is too late to say so."""
    with violation(), connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS {CONSTRAINT} IMMEDIATE")
    with connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS {CONSTRAINT} DEFERRED")


def to_the_end(booking: Booking, line: list[Booking]) -> None:
    """Put a hold behind all others of its talent."""
    booking.queue = 1 + max((hold.queue for hold in line if hold.pk != booking.pk), default=0)


@action
def rank_hold(*, booking: Booking, rank: int, reason: str, by: User, now: datetime) -> Booking:
    """Put a hold before or behind others of its days by hand, against the order of receipt. Managers are told.

    It takes the place of the hold that has that rank. Raises `Refused` without a reason, and while one of the holds
    that it would pass has a challenge to answer.
    """
    require(may(by, Permission.RUN_CAMPAIGNS))
    if not reason.strip():
        raise Refused("Say why the order changes.")
    booking = lock_booking(booking)
    if booking.state != BookingState.HOLD:
        raise Refused("Only holds have a rank.")
    line = line_of(booking.talent_id)
    mine = next(hold for hold in line if hold.pk == booking.pk)
    beside = [hold for hold in line if hold.pk != mine.pk and meet(plain(hold.days), plain(mine.days))]
    target = next((hold for hold in beside if hold.rank == rank), None)
    if target is None:
        raise Refused(f"There is no {ordinal(rank)} hold in these days.")
    running = Challenge.objects.filter(state=ChallengeState.OPEN, hold__in=[mine, *beside])
    if running.exists():
        raise Refused("A challenge is running over these days. It is answered first.")
    up = target.rank < mine.rank
    line.remove(mine)
    line.insert(line.index(target) + (0 if up else 1), mine)
    before = {hold.pk: hold.rank for hold in line}
    for place, hold in enumerate(line, 1):
        if hold.queue != place:
            hold.queue = place
            hold.save(update_fields=["queue"])
    set_ranks(line, by=by, now=now, mover=mine)
    for hold in line:
        if hold.pk != mine.pk and hold.rank > before[hold.pk]:
            send(hold_letters.demoted(hold), of_manager(hold), now)
    send(hold_letters.ranked(mine), of_manager(mine), now)
    booking.refresh_from_db()
    return booking
