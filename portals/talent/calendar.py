"""The talent's own calendar: shoots, due dates, days of bookings; days away, said by themselves; on their phone."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.roles import Permission
from campaigns import actions
from campaigns.calendar import Wanted, happenings
from outbox.once import sent_once
from portals import feeds
from portals.away import AwayForm
from portals.components.month import agenda
from portals.pages import allowed, attempt, visible
from portals.talent.frame import page
from portals.talent.standing import may_act, me
from talent.actions import drop_away
from talent.models import Away

AHEAD = timedelta(days=120)
KEPT = "Kept. The office plans around it, and hears of what falls into it."


def _page(request: HttpRequest, form: AwayForm, fresh: str = "") -> HttpResponse:
    talent, zone = me(request), ZoneInfo(request.user.timezone)
    today = timezone.now().astimezone(zone).date()
    found = happenings(request.user, today, today + AHEAD, zone, Wanted(talent=talent.public_id))
    context = {
        "talent": talent,
        "agenda": agenda(found, today, today + AHEAD),
        "zone": zone,
        "today": today,
        "form": form,
        "may_say": may_act(request, Permission.SAY_AWAY),
        **feeds.shown(request, fresh),
    }
    return page(request, "talent/calendar.html", context)


@sent_once
def calendar(request: HttpRequest) -> HttpResponse:
    """The next months, day by day. Sent, it makes a new address for one's phone."""
    return _page(request, AwayForm(), feeds.opened(request) if request.method == "POST" else "")


@sent_once
@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    """Let the address lead nowhere from now on."""
    feeds.withdrawn(request)
    return redirect("talent:calendar")


@allowed(Permission.SAY_AWAY)
@sent_once
@require_POST
def say_away(request: HttpRequest) -> HttpResponse:
    """Say when one is away."""
    form = AwayForm(request.POST)
    if form.is_valid():
        done = attempt(
            request,
            lambda: actions.say_away(talent=me(request), by=request.user, now=timezone.now(), **form.cleaned_data),
            KEPT,
            form,
        )
        if done:
            return redirect("talent:calendar")
    return _page(request, form)


@allowed(Permission.SAY_AWAY)
@sent_once
def change_away(request: HttpRequest, public_id: str) -> HttpResponse:
    """Other days, or another reason."""
    row: Away = visible(request, Away.objects.standing().select_related("talent"), public_id)
    form = AwayForm(request.POST or None, initial=AwayForm.said(row))
    if form.is_valid():
        now = timezone.now()
        said = form.cleaned_data
        if attempt(
            request, lambda: actions.say_away(talent=row.talent, away=row, by=request.user, now=now, **said), KEPT, form
        ):
            return redirect("talent:calendar")
    return page(request, "talent/away.html", {"form": form, "away": row})


@allowed(Permission.SAY_AWAY)
@sent_once
@require_POST
def drop(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take it back."""
    row: Away = visible(request, Away.objects.select_related("talent"), public_id)
    attempt(request, lambda: drop_away(away=row, by=request.user, now=timezone.now()), "Taken back.")
    return redirect("talent:calendar")
