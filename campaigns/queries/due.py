"""Pieces whose day comes or has passed, on the office's clock; requests by name whose time runs out."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat

from campaigns.checks import office_day
from campaigns.models import BookingState, Deliverable, DeliverableState, Nomination, NominationState, NudgeKind, Offer
from outbox.models import Message

SOON = timedelta(days=2)
LAST_CALL = timedelta(days=1)


def nudge_due(kind: str, now: datetime) -> QuerySet[Deliverable]:
    """The pieces of standing bookings for which this reminder is due and has not gone out."""
    today = office_day(now)
    drafts = Q(state=DeliverableState.PLANNED)
    over = Q(live_until=None) | Q(live_until__lt=today)
    due = {
        NudgeKind.DRAFT_SOON: drafts & Q(draft_due_on__gte=today, draft_due_on__lte=today + SOON),
        NudgeKind.DRAFT_LATE: drafts & Q(draft_due_on__lt=today),
        NudgeKind.POST_LATE: Q(state=DeliverableState.APPROVED, live_on__lt=today) & over,
    }[NudgeKind(kind)]
    return Deliverable.objects.filter(due, booking__state=BookingState.CONFIRMED).exclude(nudges__kind=kind)


def requests_to_remind(now: datetime) -> QuerySet[Nomination]:
    """Requests that wait for the talent, end within a day and were offered more than a day ago; each offer once."""
    newer = Offer.objects.filter(nomination=OuterRef(OuterRef("pk")), created_at__gt=OuterRef("written"))
    told = Message.objects.filter(kind="nomination_soon", thing=Concat(Value("request:"), OuterRef("public_id")))
    told = told.exclude(Exists(newer))
    rows = Nomination.objects.filter(state=NominationState.ASKED, reply_by__gt=now, reply_by__lte=now + LAST_CALL)
    rows = rows.filter(created_at__lte=now - LAST_CALL).exclude(offers__created_at__gt=now - LAST_CALL)
    return rows.exclude(Exists(told))
