"""A request by name: what was offered on both sides, how it would stand, and the office's next word."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.models import Office
from accounts.roles import Permission, can
from campaigns import actions, asking
from campaigns.models import Booking, BookingState, Nomination, Offer
from campaigns.promises import sketch_of
from campaigns.rules import office_share, talent_net
from outbox.once import sent_once
from portals.desk.campaigns.asking import AskForm, start
from portals.desk.campaigns.forms import AnswerForm, money
from portals.desk.exclusivity.explain import Explained, explained_of, explained_sketch
from portals.history import timeline
from portals.pages import allowed, attempt, page, visible

ROWS = Nomination.objects.select_related("campaign__brief", "campaign__brand", "talent", "application", "created_by")


def _explained(nomination: Nomination, place: Booking | None, now: Any) -> Explained | None:
    campaign, talent = nomination.campaign, nomination.talent
    if campaign.brief.days is None:
        return None
    if place is not None:
        return explained_of(place.commitment, now)
    return explained_sketch(sketch_of(campaign, talent), now, plan="This brief", brand=campaign.brand)


def _page(request: HttpRequest, nomination: Nomination, form: AskForm | None = None) -> HttpResponse:
    now = timezone.now()
    may = can(request.user, Permission.RUN_CAMPAIGNS)
    held = nomination.campaign.bookings.filter(talent=nomination.talent, state=BookingState.HOLD)
    place = held.select_related("commitment").first()
    percent = Office.objects.current().fee_percent
    agreed = nomination.application.agreed_fee if nomination.application is not None else None
    countered = nomination.state == Nomination.State.COUNTERED
    fee = agreed if agreed is not None else nomination.counter_fee if countered else nomination.fee
    asks, pay = nomination.counter_fee, None
    money_too = bool(can(request.user, Permission.READ_MONEY))
    if money_too and fee is not None:
        share = office_share(fee, percent)
        pay = {"price": fee, "percent": percent, "share": share, "net": talent_net(fee, percent)}
    context = {
        "nomination": nomination,
        "campaign": nomination.campaign,
        "talent": nomination.talent,
        "offers": nomination.offers.select_related("created_by"),
        "explained": _explained(nomination, place, now),
        "money": pay,
        "place": place,
        "may_see_money": money_too,
        "may_accept": may and asking.may_take_counter(nomination, now),
        "may_reply": may and asking.may_reply(nomination),
        "may_withdraw": may and asking.may_take_back(nomination),
        "form": form or AskForm(initial=start(nomination.fee if asks is None else asks, now)),
        "entries": timeline(nomination, 10, {Offer: "nomination"}, money=money_too),
        "now": now,
    }
    return page(request, "desk/campaigns/nomination.html", context)


@allowed(Permission.READ_DESK)
def nomination(request: HttpRequest, public_id: str) -> HttpResponse:
    """One request."""
    return _page(request, visible(request, ROWS, public_id))


def _words(request: HttpRequest) -> str:
    form = AnswerForm(request.POST)
    return form.cleaned_data["answer"] if form.is_valid() else ""


def _deed(request: HttpRequest, row: Nomination, verb: Any, done: str, **values: Any) -> HttpResponse:
    attempt(request, lambda: verb(nomination=row, by=request.user, now=timezone.now(), **values), done)
    return redirect("desk:nomination", row.public_id)


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def accept(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take the counter-offer, which holds a place at its fee."""
    row: Nomination = visible(request, ROWS, public_id)
    return _deed(request, row, actions.accept_counter, f"Agreed. A place is held for {row.talent}.")


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def decline(request: HttpRequest, public_id: str) -> HttpResponse:
    """Do not take the counter-offer, with words that the talent reads."""
    row: Nomination = visible(request, ROWS, public_id)
    return _deed(request, row, actions.decline_counter, f"{row.talent} is told.", words=_words(request))


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask no longer."""
    row: Nomination = visible(request, ROWS, public_id)
    return _deed(request, row, actions.withdraw_nomination, f"{row.talent} is told.", words=_words(request))


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def offer(request: HttpRequest, public_id: str) -> HttpResponse:
    """Answer the counter-offer with another offer."""
    row: Nomination = visible(request, ROWS, public_id)
    form = AskForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        done = attempt(
            request,
            lambda: actions.offer_again(
                nomination=row, fee=money(said["fee"], said["currency"]), words=said["words"],
                reply_by=said["reply_by"], by=request.user, now=timezone.now(),
            ),
            f"{row.talent} reads the new offer.",
            form,
        )  # fmt: skip
        if done:
            return redirect("desk:nomination", row.public_id)
    return _page(request, row, form)
