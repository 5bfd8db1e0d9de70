"""Holding a place, and making it the promise."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet
from djmoney.money import Money

from accounts.models import Office, User
from accounts.roles import Kind, Permission
from campaigns import calendar_letters, cancel_letters, hold_letters, letters
from campaigns.actions.appointments import take_up_options
from campaigns.actions.challenges import is_due, settle_challenges
from campaigns.actions.ranks import line_of, line_up, to_the_end
from campaigns.actions.shared import (
    NOT_CONFIRMED,
    lock_booking,
    lock_campaign,
    lock_people,
    promise,
    settle,
    turn_down,
    waive_rest,
)
from campaigns.checks import may_cancel_booking, may_fill_place, may_hold, may_release
from campaigns.models import (
    Application,
    ApplicationState,
    Booking,
    BookingState,
    Campaign,
    CampaignState,
    Challenge,
    Deliverable,
    WantedDeliverable,
)
from campaigns.options import default_hold_end, overtaken_by, ranks
from campaigns.people import approvers_of, may, of_manager, of_talent
from campaigns.promises import lines_for, plain, term_of
from exclusivity.actions import open_commitment, release
from exclusivity.actions.binding import bind_locked
from exclusivity.actions.commitments import as_range
from exclusivity.models import CommitmentKind, Finding, Status
from lib.actions import action
from lib.asked import asked_whole
from lib.kept_inserts import insert_all
from lib.moves import move
from lib.refusals import Refused, require
from lib.violations import violation
from talent.models import Talent
from talent.queries import tier_and_scheme


def _terms(price: Money | None, hold_until: datetime | None, now: datetime) -> None:
    if hold_until is not None and hold_until <= now:
        raise Refused("The hold would lapse before it begins.")
    if price is not None and price.amount < 0:
        raise Refused("The price is 0 or more.")


def hold(
    *,
    campaign: Campaign,
    talent: Talent,
    application: Application | None,
    price: Money | None,
    hold_until: datetime | None,
    by: User,
    now: datetime,
) -> Booking:
    """Write the hold and its commitment. The caller has locked and checked."""
    _terms(price, hold_until, now)
    office = Office.objects.current()
    if application is not None:
        # A place that was given up keeps its history; the application leads to the new one.
        Booking.objects.filter(application=application).update(application=None)
    commitment = open_commitment(
        kind=CommitmentKind.ONE_OFF,
        brand=campaign.brand,
        talents=[talent],
        status=Status.HOLD,
        by=by,
        now=now,
        term=term_of(campaign.brief),
        timezone=office.timezone,
    )
    booking = Booking(
        campaign=campaign,
        talent=talent,
        application=application,
        commitment=commitment,
        hold_until=hold_until or default_hold_end(now),
        price=price if price is not None else campaign.brief.fee,
        fee_percent=office.fee_percent,
        created_at=now,
        created_by=by,
    )
    booking.days = as_range(term_of(campaign.brief))
    line = line_of(talent.pk)
    to_the_end(booking, line)
    booking.rank = ranks([*((held.pk, plain(held.days)) for held in line), (0, plain(booking.days))])[0]
    with violation():
        booking.save()
    promise(booking, by=by, now=now)
    return booking


def tell_overtaken(booking: Booking, now: datetime, findings: Iterable[Finding] | None = None) -> None:
    """Tell the managers of holds that the new promise stands against (what it did to them is on the clash desk)."""
    for hold in overtaken_by(booking, findings):
        letters.send(hold_letters.overtaken(hold, booking), of_manager(hold), now)


def _accepted(application: Application, campaign: Campaign, talent: Talent) -> Application:
    """The application as it is now, locked; it has to lead to this place."""
    fresh = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if fresh.campaign_id != campaign.pk or fresh.talent_id != talent.pk:
        raise Refused("That application is another talent's or for another project.")
    if fresh.state != ApplicationState.ACCEPTED:
        raise Refused("The application has not been accepted. Accept it, which holds a place.")
    return fresh


@action
def place_hold(
    *,
    campaign: Campaign,
    talent: Talent,
    by: User,
    now: datetime,
    application: Application | None = None,
    price: Money | None = None,
    hold_until: datetime | None = None,
) -> Booking:
    """Keep a place for a talent, binding nobody yet. What it clashes with goes to the clash desk.

    Without `hold_until` it lapses after seven days, without `price` it is the brief's fee.
    """
    require(may(by, Permission.RUN_CAMPAIGNS))
    lock_people([talent.pk])
    campaign = lock_campaign(campaign)
    talent = Talent.objects.get(pk=talent.pk)
    require(may_hold(campaign, talent, now))
    if application is None:
        application = campaign.applications.filter(talent=talent, state=ApplicationState.ACCEPTED).first()
    else:
        application = _accepted(application, campaign, talent)
    return hold(
        campaign=campaign, talent=talent, application=application, price=price, hold_until=hold_until, by=by, now=now
    )


@action
def change_hold(*, booking: Booking, price: Money | None, hold_until: datetime, by: User, now: datetime) -> Booking:
    """Another price, or longer or shorter: a hold binds nobody yet."""
    require(may(by, Permission.RUN_CAMPAIGNS))
    booking = lock_booking(booking)
    if booking.state != BookingState.HOLD:
        raise Refused("Price and days are fixed once the hold is confirmed or released.")
    _terms(price, hold_until, now)
    booking.price, booking.hold_until = price, hold_until
    booking.save(update_fields=["price", "price_currency", "hold_until"])
    return booking


@action
def confirm_booking(*, booking: Booking, by: User, now: datetime, reason: str = "") -> Booking:
    """Make the hold the promise: it binds, and the talent owes the brief's pieces.

    Price, office fee and tier are frozen. With the first one the campaign runs. Optioned shoots take place. Both sides
    are told. Raises `Refused` with the full reason for staff.
    """
    require(may(by, Permission.RUN_CAMPAIGNS))
    booking = lock_booking(booking)
    require(may_fill_place(booking, now))
    campaign = booking.campaign
    findings = bind_locked(booking.commitment, by=by, now=now)
    office = Office.objects.current()
    tier, scheme = tier_and_scheme(booking.talent)
    move(
        booking,
        BookingState.CONFIRMED,
        confirmed_at=now,
        confirmed_by=by,
        price=booking.price if booking.price is not None else campaign.brief.fee,
        fee_percent=office.fee_percent,
        tier=tier,
        tier_scheme=scheme,
        hold_until=None,
    )
    line_up(booking.talent_id, by=by, now=now)
    settle_challenges(booking, by=by, now=now)
    tell_overtaken(booking, now, findings)
    owed = insert_all(
        Deliverable(
            booking=booking,
            kind=line.kind,
            channel=line.channel,
            number=number,
            of=line.count,
            draft_due_on=due,
            live_on=live,
            live_until=until,
            created_at=now,
            created_by=by,
        )
        for line, (due, live, until) in lines_for(booking, wanted=_wanted(campaign.brief.pk))
        for number in range(1, line.count + 1)
    )
    if campaign.state == CampaignState.OPEN:
        move(campaign, CampaignState.RUNNING)
    talent = of_talent(booking.talent)
    told = [(letters.confirmed_to_talent(booking, owed), talent)]
    told.append((letters.confirmed_to_brand(booking), approvers_of(campaign.brand)))
    told += [(calendar_letters.planned(row), talent) for row in take_up_options(booking, by, now)]
    letters.send_all(told, now, office)
    return booking


@asked_whole
def _wanted(brief: int) -> QuerySet[WantedDeliverable]:
    return WantedDeliverable.objects.filter(brief=brief)


def drop_hold(booking: Booking, *, reason: str, by: User, now: datetime, lapsed: bool = False) -> None:
    """Give the place up: the commitment goes, later holds move up, its challenges are over."""
    move(booking, BookingState.RELEASED, released_at=now, released_by=by, end_reason=reason)
    release(commitment=booking.commitment, by=by, now=now, reason=reason)
    settle_challenges(booking, by=by, now=now, lapsed=lapsed)
    line_up(booking.talent_id, by=by, now=now)


@action
def release_hold(*, booking: Booking, reason: str, by: User, now: datetime) -> Booking:
    """Give the place up; it answers a challenge. `reason` is for the office.

    A talent is told only where they were told of the hold: an application that led to it is answered with no, and can
    be accepted again. Of a hold that they never heard of they hear nothing.
    """
    require(may(by, Permission.RUN_CAMPAIGNS))
    booking = lock_booking(booking)
    require(may_release(booking))
    lapsed = by.kind == Kind.SYSTEM
    if lapsed and (booking.hold_until is None or booking.hold_until > now):
        raise Refused("The hold was extended meanwhile.")
    return _let_go(booking, reason=reason, by=by, now=now, lapsed=lapsed)


def _let_go(booking: Booking, *, reason: str, by: User, now: datetime, lapsed: bool) -> Booking:
    drop_hold(booking, reason=reason.strip(), by=by, now=now, lapsed=lapsed)
    application = booking.application
    if application is not None and application.state == ApplicationState.ACCEPTED:
        application.campaign = booking.campaign
        turn_down(application, answer=NOT_CONFIRMED, by=by, now=now)
    if lapsed:
        letters.send(hold_letters.hold_lapsed(booking), of_manager(booking), now)
    settle(booking.campaign, now)
    return booking


@action
def lapse_challenged(*, challenge: Challenge, by: User, now: datetime) -> Booking:
    """The deadline passed unanswered: the hold lapses and the next moves up. Done by the clock."""
    booking = lock_booking(challenge.hold)
    is_due(Challenge.objects.select_for_update(of=("self",)).get(pk=challenge.pk), by, now)
    require(may_release(booking))
    return _let_go(booking, reason="The challenge was not answered in time.", by=by, now=now, lapsed=True)


@action
def cancel_booking(*, booking: Booking, reason: str, by: User, now: datetime) -> Booking:
    """Undo a confirmed booking: it binds no longer, what is not live is owed no longer, both sides are told."""
    require(may(by, Permission.RUN_CAMPAIGNS))
    if not reason.strip():
        raise Refused("Say why it is cancelled.")
    booking = lock_booking(booking)
    require(may_cancel_booking(booking))
    move(booking, BookingState.CANCELLED, cancelled_at=now, cancelled_by=by, end_reason=reason.strip())
    release(commitment=booking.commitment, by=by, now=now, reason=reason)
    waive_rest(booking)
    letters.send(cancel_letters.cancelled_to_talent(booking, now), of_talent(booking.talent), now)
    letters.send(cancel_letters.cancelled_to_brand(booking, now), approvers_of(booking.campaign.brand), now)
    settle(booking.campaign, now)
    return booking
