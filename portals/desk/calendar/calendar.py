"""The office's calendar by month, week or as an agenda. The address is the question."""

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_date

from accounts.roles import Permission, can
from campaigns.calendar import KINDS, Wanted, happenings
from campaigns.models import Campaign
from clients.models import Brand
from portals.components.month import agenda, monday, month_days, weeks
from portals.pages import allowed, page
from talent.models import Talent

VIEWS = {"month": "Month", "week": "Week", "agenda": "Agenda"}
AHEAD = timedelta(days=27)
KEYS = ("view", "on", "talent", "campaign", "brand", "of")
ROOM = 99


def reader_zone(request: HttpRequest) -> ZoneInfo:
    """The clock by which the reader lives."""
    return ZoneInfo(request.user.timezone)


def asked_day(words: str, otherwise: date) -> date:
    """A day as addresses write it; what is no day, or one that no calendar shows, is today."""
    try:
        day = parse_date(words)
    except ValueError:
        day = None
    return day if day is not None and 1950 <= day.year <= 2150 else otherwise


def _address(request: HttpRequest, **changes: str) -> str:
    query = request.GET.copy()
    for key in set(query) - {*KEYS, "kind"}:
        del query[key]
    for key, value in changes.items():
        if value:
            query[key] = value
        else:
            query.pop(key, None)
    return f"?{query.urlencode()}"


def _span(view: str, on: date) -> tuple[date, date, date, date]:
    """The first and last day that are shown, and the days to which back and forth lead."""
    if view == "week":
        first = monday(on)
        return first, first + timedelta(days=6), on - timedelta(days=7), on + timedelta(days=7)
    if view == "agenda":
        return on, on + AHEAD, on - AHEAD - timedelta(days=1), on + AHEAD + timedelta(days=1)
    first, last = month_days(on)
    begin = on.replace(day=1)
    return first, last, (begin - timedelta(days=1)).replace(day=1), (begin + timedelta(days=31)).replace(day=1)


def _chips(request: HttpRequest) -> list[tuple[str, str, str]]:
    """What the calendar is narrowed to, each with the address without it. One query for each that is said."""
    found = []
    models: dict[str, Any] = {"talent": Talent, "campaign": Campaign, "brand": Brand}
    for key, model in models.items():
        if request.GET.get(key):
            row = model.objects.visible_to(request.user).filter(public_id=request.GET[key]).first()
            found.append((key.capitalize(), str(row or "not known"), _address(request, **{key: ""})))
    return found


def wanted_of(request: HttpRequest) -> Wanted:
    """What the address narrows the calendar to."""
    said = {key: request.GET.get(key, "")[:40] for key in ("talent", "campaign", "brand")}
    kinds = tuple(kind for kind in request.GET.getlist("kind") if kind in KINDS)
    return Wanted(**said, kinds=kinds, manager=request.user if request.GET.get("of") == "mine" else None)


def laid_out(request: HttpRequest, wanted: Wanted, start: date | None = None) -> dict[str, Any]:
    """The days that the address asks for, as they are drawn: from `start` on, else today, where it names no day.

    A phone, which shows a month as an agenda, begins it today then.
    """
    zone = reader_zone(request)
    today = timezone.now().astimezone(zone).date()
    on = asked_day(request.GET.get("on", ""), start or today)
    view = request.GET.get("view", "")
    view = view if view in VIEWS else "month"
    first, last, back, forth = _span(view, on)
    found = happenings(request.user, first, last, zone, wanted)  # type: ignore[arg-type]
    room = {"lanes": ROOM, "a_day": ROOM} if view == "week" else {}
    month_only = view == "month"
    begin = today if month_only and on == today and not request.GET.get("on") else first
    return {
        "view": VIEWS[view],
        "views": [(label, _address(request, view=key, on=on.isoformat())) for key, label in VIEWS.items()],
        "weeks": weeks(found, first, last, month=on.month if month_only else 0, **room) if view != "agenda" else [],
        "agenda": agenda([one for one in found if one.last >= begin], begin, last),
        "first": first, "last": last, "on": on, "today": today, "zone": zone,
        "back": _address(request, on=back.isoformat()),
        "forth": _address(request, on=forth.isoformat()),
        "now_url": _address(request, on=today.isoformat()),
        "kinds": [(key, label, key in wanted.kinds) for key, label in KINDS.items()],
        "meeting": [one for one in found if one.meets],
        "day_url": request.path,
        "may_write": can(request.user, Permission.EDIT_ROSTER),
        "may_move": can(request.user, Permission.RUN_CAMPAIGNS),
    }  # fmt: skip


@allowed(Permission.READ_DESK)
def calendar(request: HttpRequest) -> HttpResponse:
    """Shoots, days of bookings, due dates, days away. On a phone it is an agenda, whatever was chosen."""
    wanted = wanted_of(request)
    brands = Brand.objects.visible_to(request.user).filter(archived_at=None).order_by("name")
    context = {
        **laid_out(request, wanted),
        "chips": _chips(request),
        "whose": "Mine" if wanted.manager else "Everyone",
        "who": [("Mine", _address(request, of="mine")), ("Everyone", _address(request, of=""))],
        "brands": brands,
        "kept": [(key, request.GET[key]) for key in ("view", "on", "talent", "campaign", "of") if request.GET.get(key)],
        "brand": wanted.brand,
        "talent": wanted.talent,
        "is_filtered": bool(wanted.talent or wanted.campaign or wanted.brand or wanted.kinds or wanted.manager),
    }
    return page(request, "desk/calendar/calendar.html", context)
