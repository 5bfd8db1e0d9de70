"""The brand's campaigns and ambassadors."""

from datetime import timedelta

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.roles import Permission, can
from campaigns.brief_words import audience_words, where_words
from campaigns.models import AmbassadorContract, Campaign, CampaignState, ContractState, DeliverableState
from campaigns.models.booking import STANDING, paid_for
from campaigns.queries.projects import wanted_words
from exclusivity.naming import in_force
from exclusivity.words import clause_sentence
from lib.figures import counted
from portals.client import reading
from portals.client.frame import page
from portals.pages import visible

RUNNING = (CampaignState.OPEN, CampaignState.RUNNING, CampaignState.REPORTING)
BEFORE = (CampaignState.CLOSED, CampaignState.CANCELLED)
PER_PAGE = 25


def campaigns(request: HttpRequest) -> HttpResponse:
    """All that the office runs for the brand, and by page what it ran before."""
    rows = reading.campaigns_of(request.user)
    running = list(rows.filter(state__in=RUNNING))
    before = Paginator(rows.filter(state__in=BEFORE), PER_PAGE).get_page(request.GET.get("page"))
    context = {"running": running, "before": before, "may_write": can(request.user, Permission.WRITE_BRIEFS)}
    return page(request, "client/campaigns.html", context)


def campaign(request: HttpRequest, public_id: str) -> HttpResponse:
    """Who takes part, what each piece waits for, and what is live."""
    row: Campaign = visible(request, reading.campaigns_of(request.user), public_id)
    cast = reading.cast_of(request.user, row)
    taking_part = [part for part in cast if part.booking.state in STANDING]
    context = {
        "campaign": row,
        "brief": row.brief,
        "cast": taking_part,
        "settled": [part.booking for part in cast if part not in taking_part],
        "is_live": any(item["piece"].state == DeliverableState.PUBLISHED for part in cast for item in part.pieces),
        "lines": [(line, wanted_words([line])) for line in row.brief.wanted.all()],
        "where": where_words(row.brief),
        "audience": audience_words(row.brief),
        "kept": list(row.brief.exclusive_categories.all()),
        "categories": list(row.brief.categories.all()),
        "total": paid_for(part.booking for part in cast),
        "may_thread": can(request.user, Permission.WRITE_THREADS),
        "today": timezone.localdate(),
    }
    return page(request, "client/campaign.html", context)


def ambassadors(request: HttpRequest) -> HttpResponse:
    """Who stands for the brand, and until when."""
    rows = [with_days(row) for row in reading.contracts_of(request.user)]
    standing = [row for row in rows if row.state == ContractState.SIGNED]
    ended = [row for row in rows if row.state != ContractState.SIGNED]
    return page(request, "client/ambassadors.html", {"standing": standing, "ended": ended})


def ambassador(request: HttpRequest, public_id: str) -> HttpResponse:
    """One contract: its term, its duties, and what it keeps to the brand, in plain words."""
    row = with_days(visible(request, reading.contracts_of(request.user), public_id))
    clauses = in_force(row.commitment.clauses.all(), timezone.now()).prefetch_related(
        "categories", "categories_except", "brands", "companies"
    )
    kept = [{"clause": clause, "sentence": clause_sentence(clause, row.brand.name)} for clause in clauses]
    return page(request, "client/ambassador.html", {"contract": row, "kept": kept})


def with_days(row: AmbassadorContract) -> AmbassadorContract:
    """Adds how far the term has run, in days and in words."""
    today = timezone.localdate()
    first, after = row.days.lower, row.days.upper
    row.days_run = max(0, (min(today, after or today) - first).days)  # type: ignore[attr-defined]
    row.days_all = (after - first).days if after else 0  # type: ignore[attr-defined]
    left = (after - today).days if after else 0
    last = after - timedelta(days=1) if after else None
    row.last_day = last  # type: ignore[attr-defined]
    row.stood_until = row.ended_on or last or today  # type: ignore[attr-defined]
    row.until = (  # type: ignore[attr-defined]
        f"{counted(left, 'day')} left, until {last:%-d %b %Y}" if last and left > 0 else "Its term is over"
    )
    return row
