"""A campaign's page: brief, casting, work, history."""

from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from accounts.models import Office
from accounts.roles import Permission, can
from campaigns import checks
from campaigns.applying import is_called
from campaigns.brief_words import attributes_words, audience_words, where_words
from campaigns.models import (
    Application,
    ApplicationState,
    Booking,
    BookingState,
    Brief,
    Campaign,
    CampaignState,
    Deliverable,
    DeliverableState,
    Draft,
    Nomination,
    Reach,
)
from campaigns.models.application import UNDECIDED
from campaigns.models.booking import STANDING, paid_for
from campaigns.models.campaign import TAKING
from campaigns.models.deliverable import DONE
from campaigns.queries import with_counts
from campaigns.queries.budget import budget_of
from campaigns.queries.holds import lines_around
from campaigns.rules import listed, office_share, talent_net
from campaigns.screening import may_end_blind
from exclusivity.axes import Channel
from lib.countries import country_name
from portals.desk.campaigns.verdicts import verdicts
from portals.history import timeline
from portals.pages import allowed, page, visible
from talent.models import Genre
from talent.models.talent import Stage


def loaded(request: HttpRequest, public_id: str) -> Campaign:
    """The campaign with its counts."""
    found: Campaign = visible(request, with_counts(Campaign.objects.visible_to(request.user)), public_id)
    return found


def next_step(request: HttpRequest, campaign: Campaign, now: datetime) -> dict[str, Any] | None:
    """The one verb that takes the campaign on, with the answer whether it may be done."""
    steps: dict[str, tuple[str, str, str, Any]] = {
        CampaignState.DRAFT: ("Open campaign", "player-play", "campaign-open", lambda: checks.may_open(campaign, now)),
        CampaignState.RUNNING: ("Start reporting", "chart-bar", "campaign-report", lambda: checks.may_report(campaign)),
        CampaignState.REPORTING: ("Close campaign", "archive", "campaign-close", lambda: checks.may_close(campaign)),
    }
    if campaign.state not in steps:
        return None
    label, icon, name, ask = steps[campaign.state]
    may = can(request.user, Permission.RUN_CAMPAIGNS)
    return {
        "label": label,
        "icon": icon,
        "url": reverse(f"desk:{name}", args=[campaign.public_id]),
        "may": may and ask(),
    }


def call_of(campaign: Any, today: date) -> str:
    """Whether the call takes applications (open), was closed by hand (closed), or neither: `takes_applications`."""
    brief = campaign.brief
    if campaign.state not in TAKING or brief.reach == Reach.NAMED:
        return ""
    if campaign.call_closed_at is not None:
        return "closed"
    return "open" if is_called(campaign, today) and campaign.booked < brief.places else ""


def header(request: HttpRequest, campaign: Any, tab: str, now: datetime) -> dict[str, Any]:
    """What every tab has over it."""
    brief: Brief = campaign.brief
    at = {
        name: reverse(f"desk:{name}", args=[campaign.public_id])
        for name in (
            "campaign",
            "campaign-casting",
            "campaign-shortlist",
            "campaign-work",
            "campaign-calendar",
            "campaign-sales",
            "campaign-results",
            "campaign-threads",
            "campaign-history",
        )
    }
    percent, today = Office.objects.current().fee_percent, checks.office_day(now)
    money = None
    if can(request.user, Permission.READ_MONEY) and brief.fee is not None:
        money = {
            "price": brief.fee,
            "percent": percent,
            "share": office_share(brief.fee, percent),
            "net": talent_net(brief.fee, percent),
        }
    return {
        "campaign": campaign,
        "brief": brief,
        "tab": tab,
        "tabs": [
            ("Brief", at["campaign"]),
            ("Casting", at["campaign-casting"], campaign.waiting + campaign.held),
            ("Shortlist", at["campaign-shortlist"]),
            ("Work", at["campaign-work"], campaign.pieces - campaign.pieces_done),
            ("Calendar", at["campaign-calendar"]),
            ("Sales", at["campaign-sales"]),
            ("Results", at["campaign-results"]),
            ("Threads", at["campaign-threads"]),
            ("History", at["campaign-history"]),
        ],
        "money": money,
        "step": next_step(request, campaign, now),
        "may_run": can(request.user, Permission.RUN_CAMPAIGNS),
        "may_cancel": checks.may_cancel_campaign(campaign),
        "call": call_of(campaign, today),
        "may_reopen": campaign.state == CampaignState.REPORTING,
        "now": now,
        "today": today,
    }


@allowed(Permission.READ_DESK)
def overview(request: HttpRequest, public_id: str) -> HttpResponse:
    """The brief as it stands, who is booked, what is missing."""
    now = timezone.now()
    campaign = loaded(request, public_id)
    brief, wanted = campaign.brief, list(campaign.brief.wanted.all())
    money = bool(can(request.user, Permission.READ_MONEY))
    ended = campaign.state == CampaignState.CANCELLED
    stood = (BookingState.CANCELLED, BookingState.COMPLETED) if ended else STANDING
    live = Deliverable.objects.filter(
        booking__campaign=campaign, booking__state=BookingState.CANCELLED, state=DeliverableState.PUBLISHED
    )
    context = {
        **header(request, campaign, "Brief", now),
        "attributes": attributes_words(brief.attributes),
        "audience": audience_words(brief),
        "fees": money and any(line.fee is not None for line in wanted),
        "categories": list(brief.categories.all()),
        "exclusive": list(brief.exclusive_categories.all()),
        "wanted": wanted,
        "channels": [Channel(value).label for value in brief.channels],
        "where": where_words(brief),
        "budget": budget_of(campaign) if money else None,
        "questions": list(brief.questions.all()),
        "only": _only(brief),
        "missing": listed(checks.missing_in(campaign)) if campaign.state == CampaignState.DRAFT else "",
        "booked": campaign.bookings.filter(state__in=stood).select_related("talent").order_by("confirmed_at", "pk"),
        "live": list(live.select_related("booking__talent").order_by("pk")) if ended else [],
        "may_write": checks.may_write_brief(campaign),
        "entries": timeline(campaign, 5, money=money),
    }
    return page(request, "desk/campaigns/overview.html", context)


def _only(brief: Brief) -> list[str]:
    """Whom the open call is for, where it is not for all."""
    said = []
    if brief.reach == Reach.SEGMENT:
        said.append(str(brief.segment))
    if brief.reach == Reach.SOME:
        genres = dict(Genre.objects.values_list("key", "name")) if brief.open_genres else {}
        stages = [Stage(stage).label for stage in brief.open_stages]
        places = [country_name(code) for code in brief.open_countries]
        axes = (stages, brief.open_tiers, [genres.get(key, key) for key in brief.open_genres], places)
        said = [" or ".join(axis) for axis in axes if axis]
    if brief.min_stage:
        said.append(f"from {Stage(brief.min_stage).label} on")
    if brief.min_tier:
        said.append(f"from the tier {brief.min_tier} on")
    return said


def ways_in(campaign: Campaign) -> list[tuple[str, str]]:
    """The pages of casting."""
    names = (
        ("Everybody", "campaign-casting"), ("Matching", "campaign-matching"), ("Screening", "campaign-screening"),
        ("Decisions", "campaign-decisions"),
    )  # fmt: skip
    return [(label, reverse(f"desk:{name}", args=[campaign.public_id])) for label, name in names]


@allowed(Permission.READ_DESK)
def casting(request: HttpRequest, public_id: str) -> HttpResponse:
    """Who applied and who is held, each with what stands against them."""
    now = timezone.now()
    campaign = loaded(request, public_id)
    applications = list(
        Application.objects.filter(campaign=campaign).select_related("talent").order_by("created_at", "pk")
    )
    holds = list(
        campaign.bookings.filter(state=BookingState.HOLD)
        .select_related("talent", "commitment", "campaign__brief")
        .order_by("hold_until", "pk")
    )
    open_ = [a for a in applications if a.state == ApplicationState.APPLIED]
    judged: list[Any] = [*open_, *holds]
    stands = verdicts(campaign, open_, holds, now) if campaign.brief.days else {}
    for row in judged:
        row.stands = stands.get(row)
    lines = lines_around(holds)
    for hold in holds:
        hold.line = lines.get(hold.pk)  # type: ignore[attr-defined]
    context = {
        **header(request, campaign, "Casting", now),
        "waiting": sorted(open_, key=lambda row: (row.stands.verdict if row.stands else 0, row.created_at)),  # type: ignore[attr-defined]
        "holds": holds,
        "asked": list(
            campaign.nominations.select_related("talent", "application").order_by("ended_at", "reply_by", "pk")
        ),
        "answered": [a for a in applications if a not in open_ and not (campaign.is_blind and a.state in UNDECIDED)],
        "ways_in": ways_in(campaign),
        "way": "Everybody",
        "may_end_blind": may_end_blind(campaign, request.user),
        "may_see_money": can(request.user, Permission.READ_MONEY),
        "takes": campaign.state in TAKING,
        "left": checks.places_left(campaign),
    }
    return page(request, "desk/campaigns/casting.html", context)


@allowed(Permission.READ_DESK)
def work(request: HttpRequest, public_id: str) -> HttpResponse:
    """Bookings, and every piece with what it waits for."""
    now = timezone.now()
    campaign = loaded(request, public_id)
    bookings = list(
        campaign.bookings.exclude(state__in=(BookingState.HOLD, BookingState.RELEASED))
        .select_related("talent")
        .order_by("confirmed_at", "pk")
    )
    pieces = list(
        Deliverable.objects.filter(booking__in=bookings)
        .select_related("booking__talent")
        .prefetch_related(Prefetch("drafts", Draft.objects.order_by("-version")))
        .order_by("draft_due_on", "live_on", "pk")
    )
    today = checks.office_day(now)
    for piece in pieces:
        drafted = piece.state not in ("planned", "changes")
        due = piece.live_by if drafted else piece.draft_by
        due = piece.turn_due_on or due if piece.state == "client_review" else due
        piece.due = due  # type: ignore[attr-defined]
        piece.late = bool(due and due < today and piece.state not in DONE)  # type: ignore[attr-defined]
        piece.newest = next(iter(piece.drafts.all()), None)  # type: ignore[attr-defined]
    context = {
        **header(request, campaign, "Work", now),
        "bookings": bookings,
        "pieces": pieces,
        "several_wait": sum(piece.state == DeliverableState.OFFICE_REVIEW for piece in pieces) > 1,
        "may_see_money": can(request.user, Permission.READ_MONEY),
        "total": paid_for(bookings),
        "gifts": list(campaign.gifts.select_related("talent", "brand")),
    }
    return page(request, "desk/campaigns/work.html", context)


@allowed(Permission.READ_DESK)
def history(request: HttpRequest, public_id: str) -> HttpResponse:
    """Who did what, when and why."""
    now = timezone.now()
    campaign = loaded(request, public_id)
    also: dict[Any, str] = {Booking: "campaign", Brief: "campaign"}
    if not campaign.is_blind:  # who applied or was asked, and when, would name the applicants
        also |= {Application: "campaign", Nomination: "campaign"}
    entries = timeline(campaign, 100, also, money=bool(can(request.user, Permission.READ_MONEY)))
    context = {**header(request, campaign, "History", now), "entries": entries}
    return page(request, "desk/campaigns/history.html", context)
