"""Challenges: another client is ready to book, so the first hold confirms or lets go (DOMAIN 2.1)."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.roles import Kind, Permission
from campaigns import hold_letters
from campaigns.actions.shared import lock_booking
from campaigns.letters import send
from campaigns.models import Booking, BookingState, Challenge, ChallengeState
from campaigns.options import cannot_both, clock_words, default_deadline, in_the_way, may_challenge
from campaigns.people import may, of_manager
from lib.actions import action
from lib.asked import asked
from lib.moves import move
from lib.refusals import Refused, require
from lib.violations import violation


@action
def challenge_hold(
    *, booking: Booking, by: User, now: datetime, deadline: datetime | None = None, note: str = ""
) -> Challenge:
    """Ask the first hold in this one's way to confirm or release by `deadline`; its manager is told.

    Without one it is noon of the next working day on the office's clock. A hold that lapses before that lapses all the
    same. Raises `Refused` where nothing stands in the way, or where this hold itself would lapse before the answer.
    """
    require(may(by, Permission.RUN_CAMPAIGNS))
    booking = lock_booking(booking)
    require(may_challenge(booking, now))
    first = in_the_way(booking, now)[0]
    due = deadline or default_deadline(now)
    if due <= now:
        raise Refused("The answer is due after the question.")
    if first.hold_until is not None:
        due = min(due, first.hold_until)
    if booking.hold_until is not None and booking.hold_until < due:
        raise Refused(
            f"This hold lapses on {clock_words(booking.hold_until)}, before the answer is due. Extend it first."
        )
    with violation():
        challenge = Challenge.objects.create(
            hold=first, challenger=booking, deadline=due, note=note.strip(), created_at=now, created_by=by
        )
    send(hold_letters.challenged(challenge), of_manager(first), now)
    return challenge


@action
def withdraw_challenge(*, booking: Booking, by: User, now: datetime) -> Challenge:
    """The one who asked asks no longer. `booking` is the challenger."""
    require(may(by, Permission.RUN_CAMPAIGNS))
    booking = lock_booking(booking)
    challenge = _open(challenger=booking).first()
    if challenge is None:
        raise Refused("This hold challenges nobody.")
    close(challenge, ChallengeState.OVER, by=by, now=now)
    return challenge


def _open(**of: Booking):  # type: ignore[no-untyped-def]
    rows = Challenge.objects.select_for_update(of=("self",)).filter(state=ChallengeState.OPEN, **of)
    both = ("hold", "challenger")
    also = ("campaign__brand", "campaign__brief", "campaign__manager", "talent", "commitment")
    return rows.select_related(*(f"{one}__{path}" for one in both for path in also)).order_by("pk")


def close(challenge: Challenge, state: str, *, by: User, now: datetime) -> None:
    """End a challenge, and tell the side that did not end it."""
    move(challenge, state, answered_at=now, answered_by=by)
    if state == ChallengeState.OVER:
        send(hold_letters.challenge_over(challenge), of_manager(challenge.hold), now)
    else:
        send(hold_letters.challenge_answered(challenge), of_manager(challenge.challenger), now)


def settle_challenges(booking: Booking, *, by: User, now: datetime, lapsed: bool = False) -> None:
    """After something became of a hold: end the challenges to it and by it that are answered or moot."""
    if not _running(booking.pk):
        return
    held = booking.state == BookingState.HOLD
    for challenge in _open(hold=booking):
        if booking.state == BookingState.CONFIRMED:
            close(challenge, ChallengeState.KEPT, by=by, now=now)
        elif not held:
            close(challenge, ChallengeState.LAPSED if lapsed else ChallengeState.RELEASED, by=by, now=now)
        elif not _still(challenge, now):
            close(challenge, ChallengeState.OVER, by=by, now=now)
    for challenge in _open(challenger=booking):
        if not held or not _still(challenge, now):
            close(challenge, ChallengeState.OVER, by=by, now=now)


@asked
def _running(booking: int) -> QuerySet[Challenge, Any]:
    """Mostly there are none."""
    about = Challenge.objects.filter(Q(hold=booking) | Q(challenger=booking), state=ChallengeState.OPEN)
    return about.order_by().values_list("pk")


def _still(challenge: Challenge, now: datetime) -> bool:
    """Whether the two share days, in that order, and cannot both be kept."""
    hold, challenger = (
        Booking.objects.select_related("campaign__brief", "commitment")
        .in_bulk([challenge.hold_id, challenge.challenger_id])
        .values()
    )
    if hold.pk != challenge.hold_id:
        hold, challenger = challenger, hold
    shares = (
        hold.days is not None
        and challenger.days is not None
        and bool(Booking.objects.filter(pk=hold.pk, days__overlap=challenger.days).exists())
    )
    return shares and hold.rank < challenger.rank and bool(cannot_both(challenger, [hold], now))


def is_due(challenge: Challenge, by: User, now: datetime) -> None:
    """Refuse to let it lapse before its time, or by anybody but the clock."""
    if by.kind != Kind.SYSTEM:
        raise Refused("A challenge lapses by the clock.")
    if challenge.state != ChallengeState.OPEN or challenge.deadline > now:
        raise Refused("The challenge was answered meanwhile.")
