"""What the clock does for campaigns: holds lapse, contracts run out. Each row is an action of its own, safe twice."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from campaigns.actions import expire_contract, lapse_challenged, release_hold
from campaigns.checks import office_day
from campaigns.models import AmbassadorContract, Booking, BookingState, Challenge, ChallengeState, ContractState
from lib.refusals import Refused
from outbox.handlers import every, handles
from outbox.work import Work

AT_ONCE = 500


@every(timedelta(minutes=10), title="Release holds that have lapsed")
@handles("campaigns.lapse_holds")
def lapse_holds(work: Work) -> str:
    """Release each hold whose time is over; the manager is told, and a talent who knew of it."""
    now, system = timezone.now(), User.objects.system()
    rows = Booking.objects.filter(state=BookingState.HOLD, hold_until__lte=now).select_related("campaign")
    released = 0
    for booking in rows.order_by("pk")[:AT_ONCE]:
        try:
            # Checked again under its lock: somebody may confirm or extend it meanwhile.
            release_hold(booking=booking, reason="The hold lapsed.", by=system, now=now)
        except Refused:
            continue
        released += 1
        work.renew(done=released)
    return f"{released} holds released"


@every(timedelta(minutes=10), title="Let holds go whose challenge was not answered")
@handles("campaigns.lapse_challenged")
def lapse_challenges(work: Work) -> str:
    """Where the deadline passed unanswered the hold lapses, and the next moves up."""
    now, system = timezone.now(), User.objects.system()
    rows = Challenge.objects.filter(state=ChallengeState.OPEN, deadline__lte=now).select_related("hold__campaign")
    lapsed = 0
    for challenge in rows.order_by("deadline", "pk")[:AT_ONCE]:
        try:
            lapse_challenged(challenge=challenge, by=system, now=now)
        except Refused:
            continue
        lapsed += 1
        work.renew(done=lapsed)
    return f"{lapsed} challenged holds let go"


@every(timedelta(hours=1), title="End contracts whose term is over")
@handles("campaigns.end_contracts")
def end_contracts(work: Work) -> str:
    """A signed contract whose last day has passed on the office's clock has ended; its tail still binds."""
    now, system = timezone.now(), User.objects.system()
    rows = AmbassadorContract.objects.filter(state=ContractState.SIGNED, days__endswith__lte=office_day(now))
    ended = 0
    for contract in rows.order_by("pk")[:AT_ONCE]:
        try:
            expire_contract(contract=contract, by=system, now=now)
        except Refused:
            continue
        ended += 1
        work.renew(done=ended)
    return f"{ended} contracts ended"
