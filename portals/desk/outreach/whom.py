"""To whom a letter goes: the roster's picks or filters, a segment, or a campaign's people by how they stand in it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.http import HttpRequest

from campaigns.models import Campaign
from campaigns.models.booking import STANDING
from campaigns.outreach import MOST
from portals.desk.roster.export import chosen
from portals.desk.roster.filters import RosterFilter
from portals.pages import visible
from talent.models import Segment, Talent
from talent.segments import members

GROUPS: dict[str, tuple[str, Q]] = {
    "applied": ("Who waits for an answer", Q(applications__state="applied")),
    "backup": ("Who is in reserve", Q(applications__state="backup")),
    "declined": ("Who was declined", Q(applications__state="declined")),
    "asked": ("Who was asked by name and has not settled", Q(nominations__state__in=("asked", "countered"))),
    "booked": ("Who is booked", Q(bookings__state__in=STANDING)),
}


@dataclass(frozen=True, slots=True)
class Whom:
    """`kept` carries the question from page to page; `talents` is one more than may be, where there are too many."""

    talents: list[Talent]
    kept: list[tuple[str, str]]
    words: str
    campaign: Campaign | None = None


def _narrowed(group: str, campaign: Campaign) -> Q:
    """The group's condition on the relation, and on the same row the campaign."""
    condition = GROUPS[group][1]
    relation = str(condition.children[0][0]).split("__")[0]  # type: ignore[index]
    return condition & Q(**{f"{relation}__campaign": campaign})


def whom(request: HttpRequest, now: datetime) -> Whom:
    """Read from the address or from the form."""
    data = request.POST or request.GET
    group = data.get("of", "")
    if data.get("campaign") and group in GROUPS:
        rows = Campaign.objects.select_related("brand__company", "brief", "manager")
        campaign: Campaign = visible(request, rows, data["campaign"])
        found = Talent.objects.filter(_narrowed(group, campaign)).select_related("manager").distinct()
        people = [] if campaign.is_blind else list(found.order_by("name", "pk")[: MOST + 1])
        kept = [("campaign", campaign.public_id), ("of", group)]
        return Whom(people, kept, f"{GROUPS[group][0]}: {campaign.name}", campaign)
    if data.get("segment"):
        segment: Segment = visible(request, Segment.objects, data["segment"])
        found = members(segment, now).prefetch_related(None).select_related("manager").order_by("name", "pk")
        return Whom(list(found[: MOST + 1]), [("segment", segment.public_id)], f"Who is in {segment.name} now")
    picked = "talent" in data
    people = list(chosen(request, now).prefetch_related(None).select_related("manager")[: MOST + 1])
    names = ("talent",) if picked else tuple(RosterFilter.base_fields)
    kept = [(name, value) for name in names for value in data.getlist(name) if value]
    words = "Who is picked on the roster" if picked else "Who is in the roster’s list with its filters"
    return Whom(people, kept, words)
