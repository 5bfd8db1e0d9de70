"""Planning a shoot or another appointment of a booking, changing it, calling it off."""

from copy import copy
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from crispy_forms.layout import Div, Layout
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.models import Office
from accounts.roles import Permission
from campaigns import actions
from campaigns.calendar import away_words, shoot
from campaigns.calendar_checks import may_plan
from campaigns.models import Appointment, Booking, BookingState
from lib.refusals import require
from outbox.once import sent_once
from portals.desk.calendar.calendar import reader_zone
from portals.desk.calendar.things import meets
from portals.desk.plain import DAY, DeskForm
from portals.pages import allowed, attempt, page, visible
from portals.profile import zones

BOOKINGS = Booking.objects.select_related("campaign__brand", "talent")
ROWS = Appointment.objects.select_related("booking__campaign__brand", "booking__talent")
CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class AppointmentForm(DeskForm):
    """What, when, on whose clock, where."""

    what = forms.CharField(max_length=60, label="What it is", help_text="Shoot, fitting, event")
    day = forms.DateField(widget=DAY)
    begins = forms.TimeField(widget=CLOCK, label="From")
    ends = forms.TimeField(widget=CLOCK, label="Until", help_text="Earlier than it begins: on the next day.")
    timezone = forms.ChoiceField(label="On the clock of", widget=forms.Select(attrs={"data-choose": "1"}))
    place = forms.CharField(max_length=200, required=False)
    note = forms.CharField(
        required=False, max_length=2000, label="Note to the talent", widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What to bring, whom to ask for.",
    )  # fmt: skip

    brand_reads = forms.BooleanField(
        required=False, label="The brand reads day, hours and place too", help_text="Never the note."
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["timezone"].choices = zones()  # type: ignore[attr-defined]

    def layout(self) -> Layout:
        return Layout(
            Div("what", "place", css_class="half"), Div("day", "begins", "ends", css_class="third"), "timezone", "note",
            "brand_reads",
        )  # fmt: skip

    def said(self) -> dict[str, Any]:
        """As the action takes it."""
        data = self.cleaned_data
        zone = ZoneInfo(data["timezone"])
        start = datetime.combine(data["day"], data["begins"], zone)
        end = datetime.combine(data["day"], data["ends"], zone)
        if end <= start:
            end = datetime.combine(data["day"] + timedelta(days=1), data["ends"], zone)
        kept = {name: data[name] for name in ("what", "timezone", "place", "note", "brand_reads")}
        return {**kept, "starts_at": start, "ends_at": end}


def _initial(row: Appointment) -> dict[str, Any]:
    start, end = row.starts_at.astimezone(row.zone), row.ends_at.astimezone(row.zone)
    return {
        "what": row.what, "day": start.date(), "begins": start.time(), "ends": end.time(), "timezone": row.timezone,
        "place": row.place, "note": row.note, "brand_reads": row.brand_reads,
    }  # fmt: skip


def _to_be_told(request: HttpRequest, row: Appointment, form: AppointmentForm) -> list[str]:
    """What of the talent is at the same time, as long as the reader has not pressed again knowing of it."""
    for name, value in form.said().items():
        setattr(row, name, value)
    zone = reader_zone(request)
    found = meets(request.user, shoot(row, zone), zone)  # type: ignore[arg-type]
    return found if request.POST.get("known", "") != " ".join(found) else []


def _as_option(request: HttpRequest, booking: Booking) -> bool:
    """Whether whoever pressed read that only the office hears of it."""
    return booking.state == BookingState.HOLD or bool(request.POST.get("option"))


def _page(request: HttpRequest, booking: Booking, form: AppointmentForm, **more: Any) -> HttpResponse:
    days = booking.days
    context = {
        "booking": booking,
        "form": form,
        "away": away_words(booking.talent, (days.lower, days.upper) if days else None),
        "back": reverse("desk:booking", args=[booking.public_id]),
        **more,
    }
    return page(request, "desk/calendar/appointment.html", context, status=422 if more.get("meets") else 200)


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
def add(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say when and where a booked talent is wanted."""
    booking: Booking = visible(request, BOOKINGS, public_id)
    may, option = may_plan(booking), _as_option(request, booking)
    if not may and request.method == "GET":
        attempt(request, lambda: require(may))
        return redirect("desk:booking", booking.public_id)
    clock = booking.talent.timezone or Office.objects.current().timezone
    form = AppointmentForm(request.POST or None, initial={"what": "Shoot", "timezone": clock})
    told = _to_be_told(request, Appointment(booking=booking), form) if form.is_valid() else []
    if form.is_valid() and not told:
        row = attempt(
            request,
            lambda: actions.plan_appointment(
                booking=booking, option=option, by=request.user, now=timezone.now(), **form.said()
            ),
            "Optioned. Only the office reads it." if option else f"Planned. {booking.talent} is told.",
            form,
        )
        if row:
            return redirect("desk:calendar-thing", "shoot", row.public_id)
    return _page(request, booking, form, meets=told)


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
def change(request: HttpRequest, public_id: str) -> HttpResponse:
    """Another time, place or note."""
    row: Appointment = visible(request, ROWS, public_id)
    may, option = may_plan(row.booking), _as_option(request, row.booking)
    if not may and request.method == "GET":
        attempt(request, lambda: require(may))
        return redirect("desk:booking", row.booking.public_id)
    form = AppointmentForm(request.POST or None, initial=_initial(row))
    told = _to_be_told(request, copy(row), form) if form.is_valid() else []
    if form.is_valid() and not told:
        done = attempt(
            request,
            lambda: actions.change_appointment(
                appointment=row, option=option, by=request.user, now=timezone.now(), **form.said()
            ),
            "Saved." if option else f"Saved. {row.booking.talent} is told.",
            form,
        )
        if done:
            return redirect("desk:calendar-thing", "shoot", row.public_id)
    return _page(request, row.booking, form, appointment=row, meets=told)


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def cancel(request: HttpRequest, public_id: str) -> HttpResponse:
    """Call it off."""
    row: Appointment = visible(request, ROWS, public_id)
    option = _as_option(request, row.booking)
    attempt(
        request,
        lambda: actions.cancel_appointment(appointment=row, option=option, by=request.user, now=timezone.now()),
        "Let go. The hold stays." if option else f"Called off. {row.booking.talent} is told.",
    )
    return redirect("desk:booking", row.booking.public_id)
