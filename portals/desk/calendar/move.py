"""A thing of the calendar in its pane: what it is, and what it would be on another day."""

from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from accounts.roles import Permission, can
from campaigns.calendar import DRAFT, LIVE, WINDOW, left_behind
from campaigns.calendar_checks import may_plan
from exclusivity.rules import Verdict
from outbox.once import sent_once
from portals.desk.calendar.calendar import asked_day, reader_zone
from portals.desk.calendar.things import Planned, Thing, explained, meets, thing_of
from portals.pages import allowed, attempt, page

MOVED, TOLD = "Moved.", "Moved. The talent is told."
CALENDARS = ("desk:calendar", "desk:campaign-calendar")


def _back(request: HttpRequest, day: date, *, moved: bool = False) -> str:
    """The calendar that one came from, as it was narrowed; what was `moved`, on its `day`. Else the office's on it."""
    said = request.POST.get("back") or request.GET.get("back") or request.META.get("HTTP_REFERER", "")
    try:
        came = urlsplit(said)
        known = resolve(came.path).view_name in CALENDARS
    except (ValueError, Resolver404):
        known = False
    path, query = (came.path, came.query) if known else (reverse("desk:calendar"), "")
    kept = QueryDict(query, mutable=True)
    if moved or not known:
        kept["on"] = day.isoformat()
    return f"{path}?{kept.urlencode()}" if kept else path


def _context(request: HttpRequest, thing: Thing, now: datetime, words: str) -> dict[str, Any]:
    """`planned` is how it would be on the day in `words`; `no_day`, that they are none."""
    zone = reader_zone(request)
    may = can(request.user, Permission.RUN_CAMPAIGNS) and thing.may
    context: dict[str, Any] = {
        "thing": thing, "one": thing.now, "booking": thing.booking, "zone": zone, "may": may,
        "here": reverse("desk:calendar-thing", args=[thing.now.kind, thing.now.public_id]),
        "about": _about(thing), "meets": meets(request.user, thing.now, zone), "planned": None, "blocked": False,
        "back": _back(request, thing.now.first), "no_day": bool(words) and asked_day(words, date.min) == date.min,
    }  # fmt: skip
    to = asked_day(words, thing.now.first)
    if may and to != thing.now.first:
        planned = thing.to(to)
        told = explained(thing, planned, now)
        context |= {
            "planned": planned,
            "to": to,
            "explained": told,
            "stays": _staying(thing, planned, now),
            "blocked": told is not None and told.verdict == Verdict.BLOCK.name and not thing.now.loose,
            "meets": meets(request.user, planned.thing, zone),
        }
    return context


def _staying(thing: Thing, planned: Planned, now: datetime) -> list[str]:
    """What of a booking that moves stays where it is."""
    if thing.now.kind != WINDOW:
        return []
    return left_behind(thing.booking, (planned.thing.first, planned.thing.last + timedelta(days=1)), now)


def _about(thing: Thing) -> tuple[str, str]:
    """The thing's own page, and what the link to it says."""
    if thing.now.kind in (DRAFT, LIVE):
        return reverse("desk:deliverable", args=[thing.now.public_id]), "Open piece"
    if thing.row is thing.booking or not may_plan(thing.booking):
        return reverse("desk:booking", args=[thing.booking.public_id]), "Open booking"
    return reverse("desk:appointment", args=[thing.now.public_id]), "Change time or place"


@allowed(Permission.READ_DESK)
@sent_once
def thing(request: HttpRequest, kind: str, public_id: str) -> HttpResponse:
    """Read it; with `to` in the address, check it on that day; sent, move it there. What came between refuses it."""
    now, zone = timezone.now(), reader_zone(request)
    found = thing_of(request, kind, public_id, zone, now)
    if found is None:
        raise Http404("Nothing here.")
    words = request.POST.get("to", "") or request.GET.get("to", "")
    to = asked_day(words, found.now.first)
    if request.method == "POST" and can(request.user, Permission.RUN_CAMPAIGNS) and found.may and to != found.now.first:
        planned = found.to(to)
        toast = " ".join((MOVED if found.now.loose else TOLD, *_staying(found, planned, now)))
        loose = found.now.loose or bool(request.POST.get("loose"))
        if attempt(request, lambda: planned.do(request.user, now, loose), toast):
            return redirect(_back(request, to, moved=True))
        found = thing_of(request, kind, public_id, zone, now) or found  # a colleague may have confirmed it meanwhile
    return page(request, "desk/calendar/thing.html", _context(request, found, now, words), part="pane")
