"""The brand's calendar: drafts due and to be answered, what goes live, shoots that are shared; on a phone too."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from campaigns.calendar import Wanted, happenings
from campaigns.models import Campaign
from outbox.once import sent_once
from portals import feeds
from portals.client import reading
from portals.client.frame import page
from portals.components.month import agenda
from portals.pages import visible

AHEAD = timedelta(days=180)


@sent_once
def calendar(request: HttpRequest) -> HttpResponse:
    """The next months, day by day, of all campaigns or of one. Sent, it makes a new address for one's phone."""
    fresh = feeds.opened(request) if request.method == "POST" else ""
    zone = ZoneInfo(request.user.timezone)
    today = timezone.now().astimezone(zone).date()
    key = request.GET.get("campaign", "")
    campaign: Campaign | None = visible(request, reading.campaigns_of(request.user), key) if key else None
    wanted = Wanted(campaign=campaign.public_id if campaign is not None else "")
    found = happenings(request.user, today, today + AHEAD, zone, wanted)  # type: ignore[arg-type]
    context = {
        "campaign": campaign,
        "agenda": agenda(found, today, today + AHEAD),
        "zone": zone,
        "today": today,
        **feeds.shown(request, fresh),
    }
    return page(request, "client/calendar.html", context)


@sent_once
@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    """Let the address lead nowhere from now on."""
    feeds.withdrawn(request)
    return redirect("client:calendar")
