"""What stands round every page of the portal: for whom it is read, and how much is to do."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from campaigns.models import Deliverable, Gift, Nomination, NominationState
from campaigns.models.deliverable import TALENTS_TURN
from campaigns.queries.confirmations import unaccepted
from campaigns.queries.gifts import TALENTS_TURN as GIFTS_TURN
from campaigns.queries.threads import unread_threads
from portals import pages
from portals.talent.standing import talents_of
from stats import by_hand
from stats.models import Connection, ConnectionState
from stats.results.untold import untold
from talent.models import SocialAccount


def missing_figures(request: HttpRequest) -> QuerySet[SocialAccount]:
    """The reader's accounts whose figures nobody entered for a month."""
    mine = SocialAccount.objects.visible_to(request.user).values("pk")
    return by_hand.due(timezone.now()).filter(pk__in=mine).order_by("pk")


def broken_connections(request: HttpRequest) -> QuerySet[Connection]:
    """The reader's consents that have ended without their word, of accounts that the office follows."""
    followed = Connection.objects.visible_to(request.user).filter(
        state=ConnectionState.BROKEN, account__archived_at=None, account__talent__archived_at=None
    )
    return followed.select_related("account__talent").order_by("broken_since", "pk")


def untold_pieces(request: HttpRequest) -> list[Deliverable]:
    """The reader's live pieces of which no platform tells anything."""
    return untold(Deliverable.objects.visible_to(request.user), timezone.now())


def page(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """`portals.pages.page` with the reader's talents and the count of what is their turn. Three queries more."""
    if "todo" in context:
        turns = len(context["todo"])
    else:
        owed = Deliverable.objects.visible_to(request.user).filter(state__in=TALENTS_TURN).order_by().values("pk")
        asked = Nomination.objects.visible_to(request.user).filter(state=NominationState.ASKED)
        to_answer = asked.filter(reply_by__gt=timezone.now()).order_by().values("pk")
        papers = unaccepted().visible_to(request.user).order_by().values("pk")
        missing = missing_figures(request).order_by().values("pk")
        broken = broken_connections(request).order_by().values("pk")
        gifts = Gift.objects.visible_to(request.user).filter(state__in=GIFTS_TURN).order_by().values("pk")
        unread = unread_threads(request.user).order_by().values("pk")
        turns = owed.union(to_answer, papers, missing, broken, gifts, unread, all=True).count()
        turns += len(untold_pieces(request))
    frame = {"talents": talents_of(request), "nav_counts": {"talent:home": turns}}
    return pages.page(request, template, {**frame, **context}, status=status)
