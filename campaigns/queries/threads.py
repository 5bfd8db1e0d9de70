"""Threads as somebody reads them: the newest first, with what was written last and what is unread."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat

from accounts.models import User
from accounts.roles import Kind
from campaigns.models import Campaign, Thread, ThreadMessage
from outbox.models import Message
from talent.models import Talent


@dataclass(frozen=True, slots=True)
class ThreadLine:
    """A thread in a list. `last_*` are of the latest message."""

    thread: Thread
    last_text: str
    last_at: Any
    last_name: str
    count: int
    unread: bool


def _unread(user: User) -> Exists:
    rows = Message.objects.told_to(user.public_id).filter(read=None)
    return Exists(rows.filter(thing=Concat(Value("thread:"), OuterRef("public_id"))))


def unread_threads(user: User) -> QuerySet[Thread]:
    """Those in which somebody wrote what this reader has not read."""
    return Thread.objects.visible_to(user).filter(_unread(user))


def threads_of(user: User, **only: Any) -> list[ThreadLine]:
    """The reader's threads, on a campaign or a booking where that is asked for. One query."""
    last = ThreadMessage.objects.filter(thread=OuterRef("pk")).order_by("-pk")
    rows = (
        Thread.objects.visible_to(user)
        .filter(**only)
        .select_related("campaign__brand", "campaign__brief", "talent", "booking__talent")
        .annotate(
            said=Subquery(last.values("text")[:1]), said_at=Subquery(last.values("written_at")[:1]),
            said_by=Subquery(last.values("written_by__name")[:1]), count=Count("messages", distinct=True),
            fresh=_unread(user),
        )
        .order_by("-said_at", "-pk")
    )  # fmt: skip
    return [ThreadLine(row, row.said, row.said_at, row.said_by, row.count, row.fresh) for row in rows]


def unanswered() -> QuerySet[Thread]:
    """Threads in which somebody outside the office wrote last, and nobody said that it needs no answer."""
    last = ThreadMessage.objects.filter(thread=OuterRef("pk")).order_by("-pk")
    return (
        Thread.objects.filter(settled_at=None)
        .exclude(audience=Thread.Audience.OFFICE)
        .annotate(
            said_by_kind=Subquery(last.values("written_by__kind")[:1]), said_at=Subquery(last.values("written_at")[:1])
        )
        .filter(~Q(said_by_kind=Kind.STAFF))
    )


def fresh_since(user: User, thread: Thread) -> datetime | None:
    """When the first of its messages was written that the reader has not read."""
    rows = Message.objects.told_to(user.public_id).filter(read=None, thing=f"thread:{thread.public_id}")
    return rows.aggregate(first=Min("written"))["first"]


def who_takes_part(campaign: Campaign) -> QuerySet[Talent]:
    """Talents who know of the campaign: they applied, were asked by name, or are booked."""
    known = Q(applications__campaign=campaign) | Q(nominations__campaign=campaign)
    known |= Q(bookings__campaign=campaign, bookings__confirmed_at__isnull=False)
    return Talent.objects.filter(known).distinct().order_by("name", "pk")
