"""What the clock does for campaigns: holds lapse, contracts run out. Each row is an action of its own, safe twice."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from campaigns.actions import drop_upload, expire_contract, lapse_challenged, lapse_nomination, nudge, release_hold
from campaigns.checks import office_day
from campaigns.models import (
    AmbassadorContract,
    Booking,
    BookingState,
    Challenge,
    ChallengeState,
    ContractState,
    Nomination,
    NominationState,
    NudgeKind,
    Upload,
)
from campaigns.queries.due import nudge_due
from lib.refusals import Refused
from outbox.handlers import every, handles
from outbox.work import Work

AT_ONCE = 500
UPLOADS_STAY = timedelta(days=7)


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


@every(timedelta(minutes=10), title="Let requests by name go that were not answered")
@handles("campaigns.lapse_nominations")
def lapse_nominations(work: Work) -> str:
    """Where the deadline passed unanswered the request is over, and both sides are told."""
    now, system = timezone.now(), User.objects.system()
    rows = Nomination.objects.filter(state=NominationState.ASKED, reply_by__lte=now)
    lapsed = 0
    for nomination in rows.order_by("reply_by", "pk")[:AT_ONCE]:
        try:
            lapse_nomination(nomination=nomination, by=system, now=now)
        except Refused:
            continue
        lapsed += 1
        work.renew(done=lapsed)
    return f"{lapsed} requests lapsed"


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


@every(timedelta(hours=1), title="Remind of drafts and posts that are due")
@handles("campaigns.nudge")
def nudges(work: Work) -> str:
    """Two days before a draft is due, and once it or its post is late: the manager reads of what is late too."""
    now, system = timezone.now(), User.objects.system()
    sent = 0
    for kind in NudgeKind:
        for deliverable in nudge_due(kind, now).select_related("booking__campaign").order_by("pk")[:AT_ONCE]:
            try:
                nudge(deliverable=deliverable, kind=kind, by=system, now=now)
            except Refused:
                continue
            sent += 1
            work.renew(done=sent)
    return f"{sent} reminders sent"


@every(timedelta(hours=6), title="Throw away films that no draft took")
@handles("campaigns.drop_uploads")
def drop_uploads(work: Work) -> str:
    """A film that came in a week ago, or stopped half-way, is not kept. What a draft shows always is."""
    now, system = timezone.now(), User.objects.system()
    old = Upload.objects.filter(begun_at__lt=now - UPLOADS_STAY).order_by("pk")[:AT_ONCE]
    for count, upload in enumerate(old, start=1):
        drop_upload(upload=upload, by=system, now=now)
        work.renew(done=count)
    return f"{len(old)} films thrown away"
