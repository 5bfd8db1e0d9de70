"""What waits for a brand's people, and for a talent. Starts from what each may see."""

from datetime import datetime

from django.db.models import Max, Prefetch

from accounts.models import User
from accounts.roles import Kind
from campaigns.models import Deliverable, DeliverableState, Draft
from campaigns.models.deliverable import TALENTS_TURN
from campaigns.queries.confirmations import to_accept
from campaigns.queries.entries import Entry, by_due, day_start
from campaigns.queries.gifts import gifts_of_talent
from campaigns.queries.nominations import to_answer
from campaigns.queries.threads import unread_threads


def waiting_for_client(user: User, now: datetime) -> list[Entry]:
    """Drafts that wait for the brand's answer, the most urgent first. Two queries."""
    if user.kind != Kind.CLIENT:
        return []
    today = day_start(now, user.timezone).date()
    rows = (
        Deliverable.objects.visible_to(user)
        .filter(state=DeliverableState.CLIENT_REVIEW)
        .select_related("booking__talent", "booking__campaign__brand")
        .prefetch_related(Prefetch("drafts", Draft.objects.order_by("-version")))
        .annotate(passed_at=Max("drafts__reviews__made_at"))
    )
    entries = []
    for row in rows:
        booking = row.booking
        draft = next(iter(row.drafts.all()), None)
        if draft is None:
            continue
        due = row.turn_due_on or row.live_by
        entries.append(
            Entry(
                icon="photo-check",
                title=f"{row} from {booking.talent.name}",
                line=f"{booking.campaign.name}, draft {draft.version}",
                url_name="client:draft",
                public_id=draft.public_id,
                action_label="Answer",
                due=due,
                late=bool(due and due < today),
                face=booking.talent,
                mark=booking.campaign.brand,
                since=row.passed_at,
            )
        )
    return by_due(entries, user.timezone)


def to_read(user: User, page: str) -> list[Entry]:
    """Threads in which somebody wrote what the reader has not read; `page` is the portal's page of a thread."""
    return [
        Entry(
            icon="message",
            title=f"Read what was written: {row.title}",
            line=row.campaign.name,
            url_name=page,
            public_id=row.public_id,
            action_label="Read",
            since=row.opened_at,
        )
        for row in unread_threads(user).select_related("campaign").order_by("pk")
    ]


VERBS = {
    DeliverableState.PLANNED: ("photo-up", "Send draft of {}", "Send draft"),
    DeliverableState.CHANGES: ("pencil", "Change your draft of {}", "Send draft"),
    DeliverableState.APPROVED: ("speakerphone", "Publish {} and give its address", "Give address"),
}


def talent_todo(user: User, now: datetime) -> list[Entry]:
    """What it is the talent's turn to do, the most urgent first. Four queries."""
    if user.kind != Kind.TALENT:
        return []
    today = day_start(now, user.timezone).date()
    rows = (
        Deliverable.objects.visible_to(user)
        .filter(state__in=TALENTS_TURN)
        .select_related("booking__talent", "booking__campaign__brand")
    )
    entries = [*to_answer(user, now), *to_accept(user, now), *gifts_of_talent(user), *to_read(user, "talent:thread")]
    for row in rows:
        campaign = row.booking.campaign
        icon, title, label = VERBS[DeliverableState(row.state)]
        due = row.live_by if row.state == DeliverableState.APPROVED else row.draft_by
        entries.append(
            Entry(
                icon=icon,
                title=title.format(str(row)[:1].lower() + str(row)[1:]),
                line=f"{campaign.brand.name}, {campaign.name}",
                url_name="talent:piece",
                public_id=row.public_id,
                action_label=label,
                due=due,
                late=bool(due and due < today),
                face=row.booking.talent,
                mark=campaign.brand,
                since=row.approved_at or row.created_at,
            )
        )
    return by_due(entries, user.timezone)
