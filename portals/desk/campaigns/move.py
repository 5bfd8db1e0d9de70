"""Move a booking: its days, channels, countries and usage; beside the form what would stand against it."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.roles import Permission
from campaigns import actions
from campaigns.actions.shared import lock_booking
from campaigns.calendar import left_behind
from campaigns.checks import may_move
from campaigns.models import Booking, BookingState
from campaigns.options import rank_if_moved
from campaigns.promises import Agreed, agreed_for, agreed_in, promise_of
from exclusivity.changes import beside_if_changed
from exclusivity.pairs import beside
from exclusivity.queries import judged
from lib.refusals import require
from outbox.once import sent_once, takes_sent
from portals.desk.campaigns.forms import MoveForm
from portals.desk.exclusivity.explain import explain
from portals.pages import allowed, attempt, only_checks, page, visible
from portals.stale import StaleGuard

ROWS = Booking.objects.select_related("campaign__brief", "campaign__brand", "talent", "commitment")


def _as_form(agreed: Agreed) -> dict[str, Any]:
    first, end = agreed.days or (None, None)
    return {
        "first": first,
        "last": end - timedelta(days=1) if end else None,
        "channels": list(agreed.channels),
        "territories": list(agreed.territories),
        "usage": agreed.usage.number,
        "usage_unit": agreed.usage.unit,
    }


def _asked(request: HttpRequest, booking: Booking) -> dict[str, Any]:
    """What holds now, with what the address asks for in its place: `?first=2026-05-01&channels=instagram,tiktok`."""
    wanted = _as_form(agreed_for(booking))
    for name in ("first", "last", "usage", "usage_unit"):
        if request.GET.get(name):
            wanted[name] = request.GET[name]
    for name in ("channels", "territories"):
        said = [part for value in request.GET.getlist(name) for part in value.split(",") if part]
        if said:
            wanted[name] = said
    return wanted


def _plain(wanted: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in wanted.items() if value is not None}


def _staying(booking: Booking, agreed: Agreed, now: datetime) -> list[str]:
    """What of a booking that comes to other days stays where it is."""
    return left_behind(booking, agreed.days, now) if agreed.days != agreed_for(booking).days else []


def _beside(booking: Booking, form: MoveForm) -> dict[str, Any]:
    """The verdict on what the form says, as far as it can be read, and what of it the brief does not say."""
    if not form.is_valid():
        return {"explained": None, "own": [], "rank": None}
    agreed, now = form.agreed(), timezone.now()
    stays = _staying(booking, agreed, now)
    around = beside(booking.commitment)
    rank = None
    if agreed != agreed_for(booking):
        said = promise_of(booking, agreed)
        if booking.state == BookingState.HOLD:
            rank = rank_if_moved(booking, said.term)
        around = beside_if_changed(booking.commitment, term=said.term, exposures=said.exposures, clauses=said.clauses)
    stands, repairs = judged(around, now)
    brief = agreed_in(booking.campaign.brief)
    names = {"days": "days", "channels": "channels", "territories": "countries", "usage": "paid usage"}
    own = [word for name, word in names.items() if getattr(agreed, name) != getattr(brief, name)]
    told = explain(stands, booking.commitment, repairs, around=around, now=now)
    return {"explained": told, "own": own, "stays": stays, "rank": rank if rank != booking.rank else None}


@allowed(Permission.RUN_CAMPAIGNS)
@takes_sent
@require_POST
def verdict(request: HttpRequest, public_id: str) -> HttpResponse:
    """The pane beside the form, as one types. Writes nothing."""
    row: Booking = visible(request, ROWS, public_id)
    context = {"booking": row, **_beside(row, MoveForm(request.POST))}
    return page(request, "desk/campaigns/_move.html", context)


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
def move(request: HttpRequest, public_id: str) -> HttpResponse:
    """Other days, channels, countries or usage for this talent alone."""
    row: Booking = visible(request, ROWS, public_id)
    back = reverse("desk:booking", args=[row.public_id])
    may = may_move(row)
    if not may and request.method == "GET":
        attempt(request, lambda: require(may))
        return redirect(back)
    asked = _asked(request, row)
    guard = StaleGuard(request, row, first=lambda: lock_booking(row))
    form = MoveForm(request.POST or None, initial=asked)
    held = row.state == BookingState.HOLD
    if form.is_valid() and guard.passes(form) and not only_checks(request):
        agreed = form.agreed()
        stays = _staying(row, agreed, timezone.now())
        done = attempt(
            request,
            lambda: actions.move_booking(
                booking=row, days=agreed.days, channels=agreed.channels, territories=agreed.territories,
                usage=agreed.usage, by=request.user, now=timezone.now(),
            ),
            " ".join(("Moved." if held else "Moved. Both sides are told.", *stays)),
            form,
        )  # fmt: skip
        if done:
            return redirect(back)
    shown = MoveForm(request.POST if form.is_bound else _plain(asked))  # anew: a refusal is no error of a field
    context = {"booking": row, "form": form, "guard": guard, "back": back, **_beside(row, shown)}
    return page(request, "desk/campaigns/move.html", context)
