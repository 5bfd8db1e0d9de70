"""Holds and bookings: the place, what stands against it, the promise."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from djmoney.money import Money

from accounts.models import Office
from accounts.roles import Permission, can
from campaigns import actions, checks
from campaigns.actions.shared import lock_booking
from campaigns.calendar import away_words, when_words
from campaigns.calendar_checks import may_plan
from campaigns.models import (
    Appointment,
    Booking,
    BookingState,
    Challenge,
    Deliverable,
    ShortlistEntry,
    ShortlistState,
)
from campaigns.promises import lines_for, plain
from campaigns.queries.threads import threads_of
from campaigns.rules import office_share, talent_net
from campaigns.wishes import refusals
from exclusivity.naming import clauses_said
from lib.money_words import money_text
from lib.refusals import Refused
from outbox.once import sent_once
from portals.confirmations import document
from portals.desk.calendar.things import appointments_of
from portals.desk.campaigns.forms import HoldForm, SettleForm, money
from portals.desk.campaigns.line import line_context
from portals.desk.exclusivity.explain import explained_of, showings
from portals.desk.exclusivity.notes import paper_notes
from portals.history import timeline
from portals.pages import allowed, attempt, page, visible
from portals.stale import StaleGuard

ROWS = Booking.objects.select_related("campaign__brief", "campaign__brand", "talent", "commitment", "application")


def _told_otherwise(booking: Booking) -> Money | None:
    """The price at which the brand has the talent on its shortlist, where that is another than the hold's."""
    shown = ShortlistEntry.objects.filter(
        shortlist__campaign=booking.campaign, shortlist__state=ShortlistState.SENT, talent=booking.talent
    ).first()
    return shown.price if shown is not None and shown.price != booking.price else None


def _sum(booking: Booking, price: Money | None) -> dict[str, Any] | None:
    """What the brand pays, the office keeps and the talent receives of it."""
    if price is None:
        return None
    percent = booking.fee_percent
    share, net = office_share(price, percent), talent_net(price, percent)
    return {"price": price, "percent": percent, "share": share, "net": net}


def _page(request: HttpRequest, booking: Booking, *, refusal: str = "", status: int = 200) -> HttpResponse:
    now = timezone.now()
    may = can(request.user, Permission.RUN_CAMPAIGNS)
    explained = explained_of(booking.commitment, now)
    held = booking.state == BookingState.HOLD
    finding = next((told.finding for told in explained.told if told.finding), None)
    money_shown = _sum(booking, booking.price) if can(request.user, Permission.READ_MONEY) else None
    context = {
        "booking": booking,
        "campaign": booking.campaign,
        "brief": booking.campaign.brief,
        "talent": booking.talent,
        "explained": explained,
        "refusal": refusal,
        "may_confirm": (may and checks.may_confirm(booking, now)) if held else None,
        "may_release": (may and checks.may_release(booking)) if held else None,
        "may_cancel": (may and checks.may_cancel_booking(booking)) if booking.state == "confirmed" else None,
        "was_cancelled": checks.may_settle(booking),
        "may_settle": may,
        "settled": _sum(booking, booking.settled_price) if can(request.user, Permission.READ_MONEY) else None,
        "may_change": held and may,
        "may_move": may and checks.may_move(booking),
        "explains": reverse("desk:clash", args=[finding.public_id]) if finding else "",
        "waivers": paper_notes(booking.commitment),
        "money": money_shown,
        "told_price": _told_otherwise(booking) if held and money_shown else None,
        "clauses": clauses_said(booking.commitment, booking.campaign.brand, [booking.talent]),
        "may_clause": held and may,
        "exposures": showings(booking.commitment),
        "pieces": booking.deliverables.all(),
        "papers": list(booking.confirmations.without_paper().select_related("accepted_by")) if not held else [],
        "may_plan": may and may_plan(booking),
        "appointments": appointments_of(request, booking),
        "away": away_words(booking.talent, plain(booking.days)),
        "refuses": refusals(booking.campaign, [booking.talent], now).get(booking.talent_id, "") if held else "",
        "may_print": bool(can(request.user, Permission.READ_MONEY)),
        "wanted": lines_for(booking) if held else [],
        **line_context(booking, now, may=bool(may)),
        "entries": timeline(
            booking,
            20,
            {Deliverable: "booking", Challenge: "hold", Appointment: "booking"},
            money=bool(can(request.user, Permission.READ_MONEY)),
        ),
        "threads": threads_of(request.user, booking=booking),
        "may_thread": can(request.user, Permission.WRITE_THREADS),
        "portal": "desk",
        "now": now,
        "today": checks.office_day(now),
    }
    return page(request, "desk/campaigns/booking.html", context, status=status)


@allowed(Permission.READ_DESK)
def booking(request: HttpRequest, public_id: str) -> HttpResponse:
    """A talent's place in a campaign."""
    return _page(request, visible(request, ROWS, public_id))


@allowed(Permission.READ_MONEY)
def confirmation(request: HttpRequest, public_id: str) -> HttpResponse:
    """A version of what was agreed, as it was printed. It says what the talent receives."""
    return document(request, public_id)


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def confirm(request: HttpRequest, public_id: str) -> HttpResponse:
    """Make the hold the promise. What came between since the page was opened refuses it in the same words."""
    row: Booking = visible(request, ROWS, public_id)
    now, words = timezone.now(), f"{row.talent} is booked for {row.campaign.brand}. Both sides are told."
    over = row.appointments.planned().filter(ends_at__lte=now)
    words += "".join(f" {option.called}, {when_words(option)}, is over and was let go." for option in over)
    return deed(request, row, lambda: actions.confirm_booking(booking=row, by=request.user, now=now), words)


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def release(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give the place up."""
    row: Booking = visible(request, ROWS, public_id)
    reason = request.POST.get("reason", "")[:600]
    return deed(
        request,
        row,
        lambda: actions.release_hold(booking=row, reason=reason, by=request.user, now=timezone.now()),
        f"{row.talent}’s place is free again.",
    )


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def follow_brief(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let a hold forbid what the brief says again."""
    row: Booking = visible(request, ROWS, public_id)
    return deed(
        request,
        row,
        lambda: actions.follow_brief(booking=row, by=request.user, now=timezone.now()),
        "It forbids what the brief says again.",
    )


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def cancel(request: HttpRequest, public_id: str) -> HttpResponse:
    """Undo a confirmed booking, with a reason."""
    row: Booking = visible(request, ROWS, public_id)
    reason = request.POST.get("reason", "")[:600]
    return deed(
        request,
        row,
        lambda: actions.cancel_booking(booking=row, reason=reason, by=request.user, now=timezone.now()),
        f"{row.talent}’s booking is cancelled. Both sides are told.",
    )


def deed(request: HttpRequest, row: Booking, verb: Any, words: str) -> HttpResponse:
    """One deed; refused, the page comes back and says why (409)."""
    try:
        verb()
    except Refused as refused:
        return _page(request, visible(request, ROWS, row.public_id), refusal=str(refused), status=409)
    messages.success(request, words)
    return redirect("desk:booking", row.public_id)


def priced(form: HoldForm) -> Any:
    return money(form.cleaned_data["price"], form.cleaned_data["currency"])


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
def change(request: HttpRequest, public_id: str) -> HttpResponse:
    """Another price, or longer or shorter."""
    row: Booking = visible(request, ROWS, public_id)
    first = {
        "price": row.price,
        "currency": str(row.price.currency) if row.price is not None else Office.objects.current().currency,
        "hold_until": row.hold_until,
    }
    form = HoldForm(request.POST or None, talents=None, initial=first)
    form.fields["hold_until"].required = True
    if form.is_valid():
        done = attempt(
            request,
            lambda: actions.change_hold(
                booking=row, price=priced(form), hold_until=form.cleaned_data["hold_until"],
                by=request.user, now=timezone.now(),
            ),
            "Saved.",
            form,
        )  # fmt: skip
        if done:
            return redirect("desk:booking", row.public_id)
    context = {
        "heading": "Change hold",
        "form": form,
        "deed": "Save hold",
        "back": reverse("desk:booking", args=[row.public_id]),
        "back_label": str(row.talent),
    }
    return page(request, "desk/form.html", context)


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
def settle(request: HttpRequest, public_id: str) -> HttpResponse:
    """What is paid for a cancelled booking, as it was agreed."""
    row: Booking = visible(request, ROWS, public_id)
    guard = StaleGuard(request, row, first=lambda: lock_booking(row))
    agreed = row.settled_price if row.settled_price is not None else row.price
    first = {
        "price": row.settled_price,
        "currency": str(agreed.currency) if agreed is not None else Office.objects.current().currency,
        "words": row.settled_words,
    }
    form = SettleForm(request.POST or None, initial=first)
    if form.is_valid() and guard.passes(form):
        price = Money(form.cleaned_data["price"], form.cleaned_data["currency"])
        done = attempt(
            request,
            lambda: actions.settle_booking(
                booking=row, price=price, words=form.cleaned_data["words"], by=request.user, now=timezone.now()
            ),
            "Written down. Both sides are told.",
            form,
        )
        if done:
            return redirect("desk:booking", row.public_id)
    booked = money_text(row.price.amount, str(row.price.currency)) if row.price is not None else ""
    context = {
        "heading": "What is paid",
        "lead": f"{f'It was booked for {booked}. ' if booked else ''}{row.talent.name} reads what they receive, less "
        f"the office’s fee of {row.fee_percent.normalize():f} %, and {row.campaign.brand.name} what it pays. "
        "The sum counts in the results and in the budget.",
        "form": form,
        "guard": guard,
        "deed": "Write down and tell both",
        "back": reverse("desk:booking", args=[row.public_id]),
        "back_label": str(row.talent),
    }
    return page(request, "desk/form.html", context)
