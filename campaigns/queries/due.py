"""Pieces whose day comes or has passed, on the office's clock."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from campaigns.checks import office_day
from campaigns.models import BookingState, Deliverable, DeliverableState, NudgeKind

SOON = timedelta(days=2)


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
