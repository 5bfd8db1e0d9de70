"""A campaign from drawer to archive."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from accounts.models import User
from accounts.roles import Kind, Permission
from campaigns import letters
from campaigns.actions.bookings import drop_hold
from campaigns.actions.challenges import settle_challenges
from campaigns.actions.ranks import line_up
from campaigns.actions.shared import Written, lock_campaign, lock_people, promise, turn_down, waive_rest
from campaigns.checks import may_cancel_campaign, may_close, may_open, may_report, may_write_brief
from campaigns.models import (
    ApplicationState,
    BookingState,
    Brief,
    Campaign,
    CampaignState,
    WantedDeliverable,
)
from campaigns.people import approvers_of, may, of_talent
from campaigns.rules import WantedLine, day_words
from clients.models import Brand, Category
from exclusivity.actions import release
from exclusivity.axes import Channel
from lib.actions import action
from lib.moves import can_move, move
from lib.refusals import Refused, require
from lib.violations import violation

WORDS = ("goal", "product", "gift", "dos", "donts", "tags", "label")
FIELDS = (
    *WORDS, "channels", "territories", "days", "apply_until", "places", "rounds", "fee", "gift_value",
    "usage_days", "exclusive_tail_days",
)  # fmt: skip
ALL_PLACES_TAKEN = "The project is done, with other talents."
PROJECT_CANCELLED = "The project was cancelled."


@action
def create_campaign(*, brand: Brand, name: str, manager: User, by: User, now: datetime) -> Campaign:
    """Start a project in the drawer, with an empty brief."""
    require(may(by, Permission.RUN_CAMPAIGNS))
    if brand.archived_at:
        raise Refused(f"{brand.name} is archived.")
    _named(name, manager)
    campaign = Campaign.objects.create(brand=brand, name=name.strip(), manager=manager, created_at=now, created_by=by)
    brief = Brief.objects.create(campaign=campaign)
    brief.categories.set(brand.categories.all())
    return campaign


def _named(name: str, manager: User) -> None:
    if not name.strip():
        raise Refused("A project has a name.")
    if manager.kind != Kind.STAFF or not manager.is_active:
        raise Refused(f"{manager.name} does not work at the office.")


@action
def edit_campaign(*, campaign: Campaign, name: str, manager: User, by: User, now: datetime) -> Campaign:
    """Another name, another manager; the manager gets the office's letters about it."""
    require(may(by, Permission.RUN_CAMPAIGNS))
    _named(name, manager)
    campaign = lock_campaign(campaign)
    campaign.name, campaign.manager = name.strip(), manager
    campaign.save(update_fields=["name", "manager"])
    return campaign


@action
def write_brief(
    *,
    campaign: Campaign,
    fields: dict[str, Any],
    categories: Iterable[Category],
    exclusive_categories: Iterable[Category],
    wanted: Sequence[WantedLine],
    by: User,
    now: datetime,
) -> Brief:
    """Say what the brand wants, all of it; `fields` are the brief's own (see `FIELDS`), what is left out stays.

    Holds that stand on the brief promise the new words. Raises `Refused` where a piece lies outside its channels or
    days.
    """
    require(may(by, Permission.RUN_CAMPAIGNS))
    unknown = set(fields) - set(FIELDS)
    if unknown:
        raise TypeError(f"a brief has no {', '.join(sorted(unknown))}")
    held = campaign.bookings.filter(state=BookingState.HOLD).values_list("talent", flat=True)
    lock_people(held)
    campaign = lock_campaign(campaign)
    require(may_write_brief(campaign))
    brief = campaign.brief
    for name, value in fields.items():
        setattr(brief, name, value.strip() if name in WORDS else value)
    _check_lines(brief, wanted)
    with violation():
        brief.save()
        brief.wanted.all().delete()
        WantedDeliverable.objects.bulk_create(
            WantedDeliverable(
                brief=brief,
                kind=line.kind,
                channel=line.channel,
                count=line.count,
                draft_due_on=line.draft_due_on,
                live_on=line.live_on,
            )
            for line in wanted
        )
    brief.categories.set(categories)
    brief.exclusive_categories.set(exclusive_categories)
    brief.refresh_from_db()
    campaign.brief = brief
    holds = (
        campaign.bookings.select_for_update(of=("self",)).filter(state=BookingState.HOLD).select_related("commitment")
    )
    for booking in holds.order_by("pk"):
        booking.campaign = campaign
        promise(booking, by=by, now=now)
        line_up(booking.talent_id, by=by, now=now, mover=booking)
        settle_challenges(booking, by=by, now=now)
    return brief


def _check_lines(brief: Brief, wanted: Sequence[WantedLine]) -> None:
    """A piece outside the brief's channels or days would show where nobody compared it with other promises."""
    days = brief.days
    first, end = (days.lower, days.upper) if hasattr(days, "lower") else (days or (None, None))
    for line in wanted:
        if line.channel not in brief.channels:
            raise Refused(f"A piece is wanted on {Channel(line.channel).label}, which is not among the channels.")
        if line.live_on and first and not (first <= line.live_on and (end is None or line.live_on < end)):
            raise Refused(f"A piece goes live on {day_words(line.live_on)}, outside the days of the brief.")
        if line.live_on and line.draft_due_on and line.draft_due_on > line.live_on:
            raise Refused(f"A draft is due on {day_words(line.draft_due_on)}, after its piece goes live.")
    if brief.apply_until and end and brief.apply_until >= end:
        raise Refused("The last day to apply lies after the days of the brief.")


@action
def open_campaign(*, campaign: Campaign, by: User, now: datetime) -> Campaign:
    """Let talents see it and apply. The brief is complete then."""
    require(may(by, Permission.RUN_CAMPAIGNS))
    campaign = lock_campaign(campaign)
    require(may_open(campaign, now))
    move(campaign, CampaignState.OPEN, opened_at=now, opened_by=by)
    return campaign


@action
def start_reporting(*, campaign: Campaign, by: User, now: datetime) -> Campaign:
    """All is live: gather results. Happens by itself with the last piece; by hand where a hold kept it from that."""
    require(may(by, Permission.RUN_CAMPAIGNS))
    campaign = lock_campaign(campaign)
    require(may_report(campaign))
    move(campaign, CampaignState.REPORTING)
    return campaign


@action
def reopen_campaign(*, campaign: Campaign, by: User, now: datetime, reason: str = "") -> Campaign:
    """Back from reporting to running, so that another talent can be booked."""
    require(may(by, Permission.RUN_CAMPAIGNS))
    campaign = lock_campaign(campaign)
    require(can_move(campaign, CampaignState.RUNNING))
    if campaign.state != CampaignState.REPORTING:
        raise Refused("A campaign starts to run with its first booking.")
    move(campaign, CampaignState.RUNNING)
    return campaign


def _answer_all(
    campaign: Campaign, *, answer: str, by: User, now: datetime, letter: Written = letters.declined
) -> None:
    """Holds are given up, and whoever has had no yes or no hears one."""
    holds = (
        campaign.bookings.select_for_update(of=("self",))
        .filter(state=BookingState.HOLD)
        .select_related("talent", "commitment")
    )
    for booking in holds.order_by("pk"):
        booking.campaign = campaign
        drop_hold(booking, reason=answer, by=by, now=now)
    booked = campaign.bookings.filter(confirmed_at__isnull=False).values("talent")
    waiting = campaign.applications.select_for_update(of=("self",)).filter(
        state__in=(ApplicationState.APPLIED, ApplicationState.ACCEPTED)
    )
    for application in waiting.exclude(talent__in=booked).select_related("talent").order_by("pk"):
        application.campaign = campaign
        turn_down(application, answer=answer, by=by, now=now, letter=letter)


def _lock_all(campaign: Campaign) -> Campaign:
    lock_people(campaign.bookings.values_list("talent", flat=True))
    return lock_campaign(campaign)


@action
def close_campaign(*, campaign: Campaign, by: User, now: datetime) -> Campaign:
    """Nothing is owed: put it away. Applicants who have had no answer get one now."""
    require(may(by, Permission.RUN_CAMPAIGNS))
    campaign = _lock_all(campaign)
    require(may_close(campaign))
    _answer_all(campaign, answer=ALL_PLACES_TAKEN, by=by, now=now)
    move(campaign, CampaignState.CLOSED, closed_at=now, closed_by=by)
    return campaign


@action
def cancel_campaign(*, campaign: Campaign, reason: str, by: User, now: datetime) -> Campaign:
    """Call it off: holds are given up, bookings cancelled, and everybody who applied or was booked is told.

    `reason` is for the office; the letters say only that it is cancelled.
    """
    require(may(by, Permission.RUN_CAMPAIGNS))
    if not reason.strip():
        raise Refused("Say why it is cancelled.")
    campaign = _lock_all(campaign)
    require(may_cancel_campaign(campaign))
    was_shown = campaign.state != CampaignState.DRAFT
    _answer_all(campaign, answer=PROJECT_CANCELLED, by=by, now=now, letter=letters.called_off)
    bookings = campaign.bookings.select_for_update(of=("self",)).filter(state=BookingState.CONFIRMED)
    for booking in bookings.select_related("talent", "commitment").order_by("pk"):
        booking.campaign = campaign
        move(booking, BookingState.CANCELLED, cancelled_at=now, cancelled_by=by, end_reason=reason)
        release(commitment=booking.commitment, by=by, now=now, reason=reason)
        waive_rest(booking)
        letters.send(letters.cancelled(booking), of_talent(booking.talent), now)
    move(campaign, CampaignState.CANCELLED, cancelled_at=now, cancelled_by=by, cancel_reason=reason.strip())
    if was_shown:
        letters.send(letters.campaign_cancelled(campaign), approvers_of(campaign.brand), now)
    return campaign
