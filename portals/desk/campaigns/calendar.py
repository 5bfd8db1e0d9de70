"""The campaign's own calendar: shoots, days of bookings, due dates, what goes live, who of its people is away."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.roles import Permission
from campaigns.calendar import Wanted
from campaigns.models import Campaign
from portals.desk.calendar.calendar import laid_out, reader_zone
from portals.desk.campaigns.campaign import header, loaded
from portals.pages import allowed, page


def _start(campaign: Campaign, today: date) -> date:
    """Today while the campaign runs; before it its first day, after it its last."""
    days = campaign.brief.days
    if days is None or days.lower is None or days.upper is None:
        return today
    return max(days.lower, min(today, days.upper - timedelta(days=1)))


@allowed(Permission.READ_DESK)
def calendar(request: HttpRequest, public_id: str) -> HttpResponse:
    """By month, week or as an agenda; it opens where the campaign is."""
    now = timezone.now()
    campaign = loaded(request, public_id)
    start = _start(campaign, now.astimezone(reader_zone(request)).date())
    context = {
        **header(request, campaign, "Calendar", now),
        **laid_out(request, Wanted(campaign=campaign.public_id), start),
        "is_filtered": False,
    }
    return page(request, "desk/campaigns/calendar.html", context)
