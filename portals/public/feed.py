"""A person's calendar at its secret address. Unknown and withdrawn are one answer."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import Office, User
from accounts.roles import Kind
from campaigns.actions import count_read, find_feed
from campaigns.actions.feeds import PAUSE
from campaigns.calendar import Wanted, happenings
from campaigns.ics import written
from campaigns.models import Feed
from portals.public.guests import Door, quiet

CALENDAR = "text/calendar; charset=utf-8"
BEFORE, AHEAD = timedelta(days=60), timedelta(days=400)

door = Door(find_feed, "public/feed_over.html")


@door
@require_safe
def feed(request: HttpRequest, link: Feed, token: str) -> HttpResponse:
    """What concerns its person: staff the campaigns that they manage, others what is theirs."""
    if request.method == "HEAD":
        return quiet(HttpResponse(content_type=CALENDAR))
    now, user = timezone.now(), link.user
    if not count_read(feed=link, by=User.objects.system(), now=now):
        busy = HttpResponse("It was read a moment ago.", content_type="text/plain", status=429)
        busy["Retry-After"] = str(int(PAUSE.total_seconds()))
        return quiet(busy)
    zone = ZoneInfo(user.timezone)
    today = now.astimezone(zone).date()
    wanted = Wanted(manager=user if user.kind == Kind.STAFF else None)
    found = happenings(user, today - BEFORE, today + AHEAD, zone, wanted)
    body = written(found, f"{Office.objects.current().name}, {user.name}", now)
    response = HttpResponse(body, content_type=CALENDAR)
    response["Content-Disposition"] = 'inline; filename="calendar.ics"'
    return quiet(response)
