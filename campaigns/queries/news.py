"""What came in since somebody was told."""

from datetime import datetime, timedelta

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat

from campaigns.models import Application, ApplicationState, Campaign
from outbox.models import Message

APART = timedelta(hours=4)
FRESH = timedelta(days=7)


def came_in(now: datetime) -> QuerySet[Application]:
    """Applications that wait and of which no manager has been told. A campaign's are told of at most every four hours.

    What the manager wrote down for a talent is no news to them, nor what is a week old.
    """
    told = Message.objects.filter(
        kind="applications_in", about=Concat(Value("campaign:"), OuterRef("campaign__public_id"))
    )
    rows = Application.objects.filter(
        state=ApplicationState.APPLIED, created_at__gt=now - FRESH, created_at__lte=now
    ).exclude(created_by=F("campaign__manager"))
    rows = rows.annotate(told=Subquery(told.order_by("-pk").values("written")[:1]))
    return rows.filter(Q(told=None) | Q(told__lte=now - APART, created_at__gt=F("told")))


def campaigns_to_tell(now: datetime) -> QuerySet[Campaign]:
    """The campaigns that they are for."""
    return Campaign.objects.filter(pk__in=came_in(now).order_by().values("campaign"))
