"""A campaign from drawer to archive."""

from datetime import datetime

from accounts.models import User
from accounts.roles import Kind, Permission
from campaigns import cancel_letters, letters, news_letters
from campaigns.actions.bookings import drop_hold
from campaigns.actions.brief import write_brief
from campaigns.actions.gifts import take_back_gifts
from campaigns.actions.nominations import end_requests
from campaigns.actions.outreach import drop_outreach
from campaigns.actions.shared import Written, lock_campaign, lock_people, turn_down, waive_rest
from campaigns.calls import keeps_secret
from campaigns.checks import may_cancel_campaign, may_close, may_open, may_report
from campaigns.models import (
    ApplicationState,
    BookingState,
    Brief,
    BriefTemplate,
    Campaign,
    CampaignState,
)
from campaigns.models.application import UNDECIDED
from campaigns.people import approvers_of, may, members_of, of_talent
from campaigns.templating import said_by
from clients.models import Brand
from exclusivity.actions import release
from lib.actions import action
from lib.moves import can_move, move
from lib.refusals import Refused, require

ALL_PLACES_TAKEN = "The project is done, with other talents."
PROJECT_CANCELLED = "The project was cancelled."


@action
def create_campaign(
    *, brand: Brand, name: str, manager: User, by: User, now: datetime, template: BriefTemplate | None = None
) -> Campaign:
    """Start a project in the drawer, with an empty brief or with what a template says."""
    require(may(by, Permission.RUN_CAMPAIGNS))
    if brand.archived_at:
        raise Refused(f"{brand.name} is archived.")
    _named(name, manager)
    campaign = Campaign.objects.create(brand=brand, name=name.strip(), manager=manager, created_at=now, created_by=by)
    brief = Brief.objects.create(campaign=campaign)
    brief.categories.set(brand.categories.all())
    if template is not None:
        campaign.brief = write_brief(campaign=campaign, **said_by(template.facts, brand), by=by, now=now)
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
    if campaign.state != CampaignState.DRAFT:
        require(keeps_secret(campaign))
    campaign.save(update_fields=["name", "manager"])
    return campaign


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
    """Holds are given up, and whoever has had no yes or no hears one, and whoever was asked that it is over."""
    end_requests(campaign, words=answer, by=by, now=now)
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
        state__in=(*UNDECIDED, ApplicationState.ACCEPTED)
    )
    for application in waiting.exclude(talent__in=booked).select_related("talent").order_by("pk"):
        application.campaign = campaign
        turn_down(application, answer=answer, by=by, now=now, letter=letter)


def _lock_all(campaign: Campaign) -> Campaign:
    asked = campaign.nominations.values_list("talent", flat=True)
    lock_people({*campaign.bookings.values_list("talent", flat=True), *asked})
    return lock_campaign(campaign)


@action
def close_campaign(*, campaign: Campaign, by: User, now: datetime) -> Campaign:
    """Nothing is owed: put it away. Applicants who have had no answer get one now, and the brand reads the results."""
    require(may(by, Permission.RUN_CAMPAIGNS))
    campaign = _lock_all(campaign)
    require(may_close(campaign))
    _answer_all(campaign, answer=ALL_PLACES_TAKEN, by=by, now=now)
    move(campaign, CampaignState.CLOSED, closed_at=now, closed_by=by)
    letters.send(news_letters.results_stand(campaign), members_of(campaign.brand), now)
    return campaign


@action
def cancel_campaign(*, campaign: Campaign, reason: str, by: User, now: datetime) -> Campaign:
    """Call it off: holds are given up, bookings cancelled, and everybody who applied or whose booking ends is told.

    What is completed stays so, and nobody is written to about it.

    `reason` is for the office; the letters say only that it is cancelled.
    """
    require(may(by, Permission.RUN_CAMPAIGNS))
    if not reason.strip():
        raise Refused("Say why it is cancelled.")
    campaign = _lock_all(campaign)
    require(may_cancel_campaign(campaign))
    was_shown = campaign.state != CampaignState.DRAFT
    _answer_all(campaign, answer=PROJECT_CANCELLED, by=by, now=now, letter=cancel_letters.called_off)
    rows = campaign.bookings.select_for_update(of=("self",)).filter(state=BookingState.CONFIRMED)
    bookings = list(rows.select_related("talent", "commitment").order_by("pk"))
    for booking in bookings:
        booking.campaign = campaign
        move(booking, BookingState.CANCELLED, cancelled_at=now, cancelled_by=by, end_reason=reason)
        release(commitment=booking.commitment, by=by, now=now, reason=reason)
        waive_rest(booking)
        letters.send(cancel_letters.cancelled_to_talent(booking, now), of_talent(booking.talent), now)
    take_back_gifts(campaign, by=by, now=now)
    drop_outreach(campaign)
    move(campaign, CampaignState.CANCELLED, cancelled_at=now, cancelled_by=by, cancel_reason=reason.strip())
    if was_shown:
        letters.send(cancel_letters.campaign_cancelled(campaign, bookings), approvers_of(campaign.brand), now)
    return campaign
