"""What of a campaign as a whole is the office's to do: a brief to finish, places that are free again, its end."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery

from accounts.models import User
from campaigns.applying import is_called
from campaigns.checks import office_day
from campaigns.models import (
    Application,
    ApplicationState,
    Booking,
    BookingState,
    Campaign,
    CampaignState,
    ClientBriefState,
    Deliverable,
    Gift,
    Nomination,
    ShortlistAnswer,
    ShortlistEntry,
    ShortlistState,
)
from campaigns.models.booking import STANDING
from campaigns.models.campaign import TAKING
from campaigns.models.nomination import UNDER_WAY
from campaigns.queries.boards import count_of, with_counts
from campaigns.queries.entries import Entry
from campaigns.rules import listed
from lib.figures import counted

MOST_NAMED = 3
FIGURES_TAKE = timedelta(days=14)
"""So long after the last post its figures still grow; then the results stand, and the campaign is closed."""


def of_campaigns(user: User, today: date, *, mine: bool) -> tuple[list[Entry], list[Entry]]:
    """To do and waiting. Three queries, however many campaigns."""
    rows = Campaign.objects.filter(manager=user) if mine else Campaign.objects.all()
    ends = [_end(row, today) for row in _ending(rows) if not _goes_on(row, today)]
    todo = [entry for entry, ours in ends if ours] + [_free(row) for row in _freed(rows, today)]
    todo += _promised(rows)
    return todo, [entry for entry, ours in ends if not ours]


def _promised(rows: QuerySet[Campaign]) -> list[Entry]:
    """Products that talents are booked for and that nobody has offered them yet: a gift asks where it should go."""
    offered = Gift.objects.filter(campaign=OuterRef("campaign"), talent=OuterRef("talent"))
    bookings = Booking.objects.filter(
        ~Exists(offered), campaign__in=rows.filter(state__in=(CampaignState.RUNNING, CampaignState.REPORTING)),
        state__in=STANDING,
    ).exclude(campaign__brief__gift="")  # fmt: skip
    bookings = bookings.select_related("talent", "campaign__brand", "campaign__brief")
    owed: dict[int, list[Booking]] = {}
    for booking in bookings.order_by("confirmed_at", "pk"):
        owed.setdefault(booking.campaign_id, []).append(booking)
    return [_offer(each) for each in owed.values()]


def _offer(bookings: list[Booking]) -> Entry:
    campaign, names = bookings[0].campaign, [booking.talent.name for booking in bookings]
    more = [*names[:MOST_NAMED], f"{len(names) - MOST_NAMED} more"] if len(names) > MOST_NAMED else names
    return Entry(
        icon="gift", title=f"Offer {campaign.brief.gift} to {listed(more)}",
        line=f"{campaign.name}. Promised with the booking; they say where it should go", url_name="desk:campaign-work",
        public_id=campaign.public_id, action_label="Offer gift", mark=campaign.brand,
        face=bookings[0].talent if len(bookings) == 1 else None, since=bookings[0].confirmed_at,
    )  # fmt: skip


def _ending(rows: QuerySet[Campaign]) -> Any:
    """Briefs of brands that nobody finished, campaigns in which all that was promised is done, those in reporting."""
    sent = ShortlistAnswer.objects.filter(entry=OuterRef("pk"), sent_at__isnull=False).exclude(choice="")
    open_entries = ShortlistEntry.objects.filter(
        ~Exists(sent), shortlist__campaign=OuterRef("pk"), shortlist__state=ShortlistState.SENT
    )
    posted = Deliverable.objects.filter(booking__campaign=OuterRef("pk")).order_by()
    live = posted.values("booking__campaign").annotate(at=Max("published_at"))
    drafts = Q(state=CampaignState.DRAFT, client_brief__state=ClientBriefState.TAKEN)
    done = Q(state=CampaignState.RUNNING, booked__gt=0, held=0, pieces__lte=F("pieces_done"))
    rows = with_counts(rows).filter(drafts | done | Q(state=CampaignState.REPORTING))
    return rows.select_related("client_brief").annotate(
        live_at=Subquery(live.values("at")),
        asked=Exists(Nomination.objects.filter(campaign=OuterRef("pk"), state__in=UNDER_WAY)),
        unanswered=Exists(open_entries),
    )


def _goes_on(row: Any, today: date) -> bool:
    """Whether people may still come for the free places of a running campaign."""
    if row.state != CampaignState.RUNNING:
        return False
    free = row.booked < row.brief.places
    return free and (is_called(row, today) or row.asked or row.unanswered)


def _end(row: Any, today: date) -> tuple[Entry, bool]:
    """The line, and whether it is the office's turn now."""
    said = {"public_id": row.public_id, "mark": row.brand}
    if row.state == CampaignState.DRAFT:
        return Entry(
            icon="file-description", title=f"Finish the brief of {row.name}",
            line=f"{row.brand.name} waits for it to open", url_name="desk:campaign-edit",
            action_label="Write brief", since=row.client_brief.answered_at, **said,
        ), True  # fmt: skip
    if row.state == CampaignState.RUNNING:
        return Entry(
            icon="chart-bar", title=f"Start reporting on {row.name}",
            line=f"For {row.brand.name}. Nothing is owed any more, and nobody can come to it", url_name="desk:campaign",
            action_label="Open campaign", since=row.live_at, **said,
        ), True  # fmt: skip
    due = office_day(row.live_at) + FIGURES_TAKE if row.live_at else None
    ours = due is None or due <= today
    return Entry(
        icon="archive" if ours else "hourglass", title=f"Close {row.name}" if ours else f"Figures of {row.name}",
        line=f"For {row.brand.name}. " + ("Read the results, then close it" if ours else "All is live"),
        url_name="desk:campaign-results", action_label="Read results" if ours else "Look", due=due, since=row.live_at,
        **said,
    ), ours  # fmt: skip


def _freed(rows: QuerySet[Campaign], today: date) -> list[Any]:
    """Campaigns with people in reserve and a place for one: it was given up, or nobody else can come any more."""
    waits = Application.objects.filter(state=ApplicationState.BACKUP, choice="")
    lost = Booking.objects.filter(campaign=OuterRef("pk"), state__in=(BookingState.CANCELLED, BookingState.RELEASED))
    found: Any = with_counts(rows.filter(state__in=TAKING)).annotate(
        reserve=count_of(waits, "campaign"), lost=Exists(lost)
    )
    return [
        row
        for row in found.filter(reserve__gt=0)
        if _places(row) and not row.waiting and (row.lost or not is_called(row, today))
    ]


def _places(row: Any) -> int:
    return max(0, row.brief.places - row.booked - row.held)


def _free(row: Any) -> Entry:
    free = _places(row)
    return Entry(
        icon="user-search", title=f"Fill {counted(free, 'free place')} for {row.brand.name}",
        line=f"{row.name}. {row.reserve} in reserve, who wait to hear", url_name="desk:campaign-decisions",
        public_id=row.public_id, action_label="See reserve", mark=row.brand,
    )  # fmt: skip
