"""Campaigns by state, with what stands on each card."""

from dataclasses import dataclass

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from campaigns.models import Application, ApplicationState, Booking, BookingState, Campaign, CampaignState, Deliverable
from campaigns.models.booking import STANDING
from campaigns.models.deliverable import DONE


@dataclass(frozen=True, slots=True)
class Column:
    """A state and its campaigns."""

    state: str
    label: str
    campaigns: list[Campaign]


def count_of(rows: QuerySet, path: str) -> Coalesce:
    """How many of the rows each campaign has."""
    counted = rows.filter(**{path: OuterRef("pk")}).order_by().values(path).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def with_counts(campaigns: "QuerySet[Campaign]") -> "QuerySet[Campaign]":
    """Adds `waiting`, `held`, `booked`, `pieces` and `pieces_done` to each campaign; places are on its brief."""
    pieces = Deliverable.objects.filter(booking__state__in=STANDING)
    return campaigns.select_related("brand", "brief", "manager").annotate(
        waiting=count_of(Application.objects.filter(state=ApplicationState.APPLIED), "campaign"),
        held=count_of(Booking.objects.filter(state=BookingState.HOLD), "campaign"),
        booked=count_of(Booking.objects.filter(state__in=STANDING), "campaign"),
        pieces=count_of(pieces, "booking__campaign"),
        pieces_done=count_of(pieces.filter(state__in=DONE), "booking__campaign"),
    )


def board(user: User) -> list[Column]:
    """A column a state, in the order of a campaign's life, newest first in each. One query."""
    columns: dict[str, list[Campaign]] = {str(state): [] for state in CampaignState}
    for campaign in with_counts(Campaign.objects.visible_to(user)).order_by("-created_at", "-pk"):
        columns[campaign.state].append(campaign)
    return [Column(state, CampaignState(state).label, rows) for state, rows in columns.items()]
