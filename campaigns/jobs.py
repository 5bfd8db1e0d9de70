"""What the clock does for campaigns: holds lapse, contracts run out. Each row is an action of its own, safe twice."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial

from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import User
from campaigns.actions import (
    ask_after_gift,
    drop_upload,
    end_guardians,
    expire_contract,
    forget_address,
    lapse_challenged,
    lapse_nomination,
    nudge,
    nudge_brand,
    nudge_office,
    release_hold,
    remind_confirmation,
    remind_nomination,
    tell_applications,
    warn_of_guardians,
)
from campaigns.actions.nudges import OF_CAMPAIGN
from campaigns.checks import office_day
from campaigns.models import (
    AmbassadorContract,
    Booking,
    BookingState,
    Campaign,
    Challenge,
    ChallengeState,
    ContractState,
    Gift,
    GiftState,
    Nomination,
    NominationState,
    NudgeKind,
    Upload,
)
from campaigns.papers import draw_up
from campaigns.people import APPROVERS
from campaigns.queries.confirmations import to_draw
from campaigns.queries.due import (
    OWN_DAYS,
    GuardianStep,
    gifts_to_ask_of,
    guardian_step,
    guardians_to_end,
    nudge_due,
    papers_to_remind,
    requests_to_remind,
)
from campaigns.queries.news import campaigns_to_tell
from clients.models import BrandMember
from lib.refusals import Refused
from outbox.handlers import every, handles
from outbox.work import Work
from talent.models import Talent

AT_ONCE = 500
PRINTED_AT_ONCE = 100
UPLOADS_STAY = timedelta(days=7)
ADDRESSES_STAY = timedelta(days=60)


def _each[Row](work: Work, rows: Iterable[Row], do: Callable[[Row], object]) -> int:
    """Do it to each row and say how many were done. Where the action refuses by now, somebody was faster."""
    done = 0
    for row in rows:
        try:
            do(row)
        except Refused:
            continue
        done += 1
        work.renew(done=done)
    return done


@every(timedelta(minutes=10), title="Release holds that have lapsed")
@handles("campaigns.lapse_holds")
def lapse_holds(work: Work) -> str:
    """Release each hold whose time is over; the manager is told, and a talent who knew of it."""
    now, system = timezone.now(), User.objects.system()
    rows = Booking.objects.filter(state=BookingState.HOLD, hold_until__lte=now).select_related("campaign")
    released = _each(
        work,
        rows.order_by("pk")[:AT_ONCE],
        lambda booking: release_hold(booking=booking, reason="The hold lapsed.", by=system, now=now),
    )
    return f"{released} holds released"


@every(timedelta(minutes=10), title="Let holds go whose challenge was not answered")
@handles("campaigns.lapse_challenged")
def lapse_challenges(work: Work) -> str:
    """Where the deadline passed unanswered the hold lapses, and the next moves up."""
    now, system = timezone.now(), User.objects.system()
    rows = Challenge.objects.filter(state=ChallengeState.OPEN, deadline__lte=now).select_related("hold__campaign")
    lapsed = _each(
        work,
        rows.order_by("deadline", "pk")[:AT_ONCE],
        lambda challenge: lapse_challenged(challenge=challenge, by=system, now=now),
    )
    return f"{lapsed} challenged holds let go"


@every(timedelta(minutes=10), title="Let requests by name go that were not answered")
@handles("campaigns.lapse_nominations")
def lapse_nominations(work: Work) -> str:
    """Where the deadline passed unanswered the request is over, and both sides are told."""
    now, system = timezone.now(), User.objects.system()
    rows = Nomination.objects.filter(state=NominationState.ASKED, reply_by__lte=now)
    lapsed = _each(
        work,
        rows.order_by("reply_by", "pk")[:AT_ONCE],
        lambda nomination: lapse_nomination(nomination=nomination, by=system, now=now),
    )
    return f"{lapsed} requests lapsed"


@every(timedelta(hours=1), title="Remind of requests by name that wait for an answer")
@handles("campaigns.remind_requests")
def remind_requests(work: Work) -> str:
    """A day before the deadline the talent is told, once, that their answer is missing."""
    now, system = timezone.now(), User.objects.system()
    rows = requests_to_remind(now).order_by("reply_by", "pk")[:AT_ONCE]
    sent = _each(work, rows, lambda nomination: remind_nomination(nomination=nomination, by=system, now=now))
    return f"{sent} talents reminded"


@every(timedelta(hours=1), title="End contracts whose term is over")
@handles("campaigns.end_contracts")
def end_contracts(work: Work) -> str:
    """A signed contract whose last day has passed on the office's clock has ended; its tail still binds."""
    now, system = timezone.now(), User.objects.system()
    rows = AmbassadorContract.objects.filter(state=ContractState.SIGNED, days__endswith__lte=office_day(now))
    ended = _each(
        work,
        rows.order_by("pk")[:AT_ONCE],
        lambda contract: expire_contract(contract=contract, by=system, now=now),
    )
    return f"{ended} contracts ended"


@every(timedelta(hours=1), title="End what guardians read of talents who came of age")
@handles("campaigns.end_guardians")
def close_to_guardians(work: Work) -> str:
    """On the eighteenth birthday, on the office's clock; a day after the office was warned where that is long ago."""
    now, system = timezone.now(), User.objects.system()
    steps: dict[GuardianStep, dict[int, Talent]] = {step: {} for step in GuardianStep}
    for row in guardians_to_end(now):
        steps[guardian_step(row, now)][row.talent_id] = row.talent
    ended = _each(
        work, steps[GuardianStep.END].values(), lambda talent: end_guardians(talent=talent, by=system, now=now)
    )
    warned = _each(
        work, steps[GuardianStep.WARN].values(), lambda talent: warn_of_guardians(talent=talent, by=system, now=now)
    )
    return f"guardians ended of {ended} talents, {warned} asked about"


def _tell_office(kind: NudgeKind, by: User, now: datetime, campaign: Campaign) -> object:
    return nudge_office(kind=kind, campaign=campaign, by=by, now=now)


@every(timedelta(hours=1), title="Remind of drafts, posts and answers that are due")
@handles("campaigns.nudge")
def nudges(work: Work) -> str:
    """Two days before a draft is due, a day before one that was sent back is, and once it or its post is late; the
    brand once its answer is. The manager reads of what is late too. The talent is told the day before a piece goes
    live, and of a confirmation after two days; the manager of the office's own late reviews, and then the owner.

    Each letter names all that is due of a booking, a brand's all of a campaign.
    """
    now, system = timezone.now(), User.objects.system()
    due = [
        (kind, booking)
        for kind in NudgeKind
        if kind not in OF_CAMPAIGN
        for booking in Booking.objects.filter(deliverables__in=nudge_due(kind, now)).distinct().order_by("pk")[:AT_ONCE]
    ]
    sent = _each(work, due, lambda one: nudge(kind=one[0], booking=one[1], by=system, now=now))
    waiting = nudge_due(NudgeKind.BRAND_LATE, now).values("booking__campaign")
    answers = BrandMember.objects.filter(brand=OuterRef("brand"), user__is_active=True, user__role__in=APPROVERS)
    slow = Campaign.objects.filter(Exists(answers), pk__in=waiting).order_by("pk")[:AT_ONCE]
    sent += _each(work, slow, lambda campaign: nudge_brand(campaign=campaign, by=system, now=now))
    for kind in OWN_DAYS:
        waiting = nudge_due(kind, now).values("booking__campaign")
        slow = Campaign.objects.filter(pk__in=waiting).order_by("pk")[:AT_ONCE]
        sent += _each(work, slow, partial(_tell_office, kind, system, now))
    papers = papers_to_remind(now).order_by("pk")[:AT_ONCE]
    sent += _each(work, papers, lambda paper: remind_confirmation(confirmation=paper, by=system, now=now))
    return f"{sent} reminders sent"


@every(timedelta(hours=6), title="Ask after gifts that should have arrived")
@handles("campaigns.ask_after_gifts")
def ask_after_gifts(work: Work) -> str:
    """A week after a gift left the talent is asked, once, whether it is there."""
    now, system = timezone.now(), User.objects.system()
    rows = gifts_to_ask_of(now).order_by("shipped_at", "pk")[:AT_ONCE]
    asked = _each(work, rows, lambda gift: ask_after_gift(gift=gift, by=system, now=now))
    return f"{asked} talents asked"


@every(timedelta(hours=1), title="Tell managers of applications that came in")
@handles("campaigns.tell_applications")
def applications_came_in(work: Work) -> str:
    """All of a campaign in one letter, at most every four hours."""
    now, system = timezone.now(), User.objects.system()
    rows = campaigns_to_tell(now).order_by("pk")[:AT_ONCE]
    told = _each(work, rows, lambda campaign: tell_applications(campaign=campaign, by=system, now=now))
    return f"{told} managers told"


@every(timedelta(hours=6), title="Throw away films that no draft took")
@handles("campaigns.drop_uploads")
def drop_uploads(work: Work) -> str:
    """A film that came in a week ago, or stopped half-way, is not kept. What a draft shows always is."""
    now, system = timezone.now(), User.objects.system()
    old = Upload.objects.filter(begun_at__lt=now - UPLOADS_STAY).order_by("pk")[:AT_ONCE]
    dropped = _each(work, old, lambda upload: drop_upload(upload=upload, by=system, now=now))
    return f"{dropped} films thrown away"


@every(timedelta(days=1), title="Erase addresses of gifts that were sent long ago")
@handles("campaigns.forget_addresses")
def forget_addresses(work: Work) -> str:
    """A parcel that left two months ago has arrived, or never will."""
    now, system = timezone.now(), User.objects.system()
    old = Gift.objects.filter(state=GiftState.SHIPPED, shipped_at__lt=now - ADDRESSES_STAY).exclude(ship_address="")
    erased = _each(work, old.order_by("pk")[:AT_ONCE], lambda gift: forget_address(gift=gift, by=system, now=now))
    return f"{erased} addresses erased"


@every(timedelta(minutes=1), title="Draw up booking confirmations")
@handles("campaigns.draw_confirmations")
def draw_confirmations(work: Work) -> str:
    """Print what each confirmed booking agreed on, once a version; the talent is asked to accept it."""
    now, system = timezone.now(), User.objects.system()
    rows = to_draw().order_by("confirmed_at", "pk")[:PRINTED_AT_ONCE]
    drawn = _each(work, rows, lambda booking: draw_up(booking=booking, by=system, now=now))
    return f"{drawn} confirmations drawn up"
