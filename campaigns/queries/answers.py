"""Whom the office owes an answer: one line a campaign, until nobody waits and no letter lies unsent."""

from collections import defaultdict
from datetime import date

from django.db.models import Count, QuerySet

from accounts.models import User
from campaigns.decision_letters import ANSWERS
from campaigns.letters import about_campaign
from campaigns.models import Application, ApplicationState, Campaign
from campaigns.queries.entries import Entry
from campaigns.screening import ANSWERED_IN
from lib.figures import counted
from outbox.models import Message


def answers(user: User, today: date, *, mine: bool) -> list[Entry]:
    """Applicants without an answer, decisions that are not applied, letters that have not gone. Three queries."""
    rows = Application.objects.filter(
        state=ApplicationState.APPLIED, campaign__state__in=ANSWERED_IN
    ) | Application.objects.filter(state=ApplicationState.BACKUP, campaign__state__in=ANSWERED_IN).exclude(choice="")
    rows = rows.select_related("talent", "campaign__brand", "campaign__brief").order_by("created_at", "pk")
    waiting: dict[int, list[Application]] = defaultdict(list)
    for row in rows.filter(campaign__manager=user) if mine else rows:
        waiting[row.campaign_id].append(row)
    return [*(_waits(each, today) for each in waiting.values()), *_unsent(user, today, mine)]


def _waits(rows: list[Application], today: date) -> Entry:
    """One applicant is answered by name; several are screened, and once all are marked, applied."""
    campaign, count = rows[0].campaign, len(rows)
    until = campaign.brief.apply_until
    is_one = count == 1 and not campaign.is_blind and not rows[0].choice
    marked = sum(bool(row.choice) for row in rows)
    title, line = f"Answer {count} applicants for {campaign.brand.name}", _counts(count, marked)
    url_name, public_id, label = "desk:campaign-screening", campaign.public_id, "Screen"
    if is_one:
        title, line = f"Answer {rows[0].talent.name} for {campaign.brand.name}", _shown(rows[0])
        url_name, public_id, label = "desk:application", rows[0].public_id, "Answer"
    elif marked == count:
        title, label = f"Apply {counted(count, 'decision')} for {campaign.brand.name}", "See decisions"
        url_name = "desk:campaign-decisions"
    elif count == 1:
        title = f"Answer 1 applicant for {campaign.brand.name}"
    return Entry(
        icon="user-search",
        title=title,
        line=f"{campaign.name}. {line}",
        url_name=url_name,
        public_id=public_id,
        action_label=label,
        due=until,
        late=bool(until and until < today),
        face=rows[0].talent if is_one else None,
        mark=campaign.brand,
        since=rows[0].created_at,
    )


def _counts(count: int, marked: int) -> str:
    return f"{count - marked} undecided, {marked} marked" if marked else f"{count} undecided"


def _shown(application: Application) -> str:
    parts = [application.tier, f"{application.followers:,} followers" if application.followers is not None else ""]
    return ", ".join(part for part in parts if part) or "Followers unknown"


def _unsent(user: User, today: date, mine: bool) -> list[Entry]:
    drafts = Message.objects.filter(state=Message.State.DRAFT, kind__in=ANSWERS, about__startswith="campaign:")
    counts = dict(drafts.order_by().values_list("about").annotate(n=Count("pk")))
    campaigns: QuerySet[Campaign] = Campaign.objects.filter(
        public_id__in=[about.partition(":")[2] for about in counts]
    ).select_related("brand", "brief")
    return [
        Entry(
            icon="send",
            title=f"Send {counted(counts[about_campaign(campaign)], 'letter')} about {campaign.brand.name}",
            line=f"{campaign.name}. Decided; the talents have not heard",
            url_name="desk:campaign-decisions",
            public_id=campaign.public_id,
            action_label="Read and send",
            due=campaign.brief.apply_until,
            late=bool(campaign.brief.apply_until and campaign.brief.apply_until < today),
            mark=campaign.brand,
        )
        for campaign in (campaigns.filter(manager=user) if mine else campaigns)
    ]
