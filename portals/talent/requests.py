"""The office asks by name: yes, no, or for another fee."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST
from djmoney.money import Money

from accounts.models import Office
from accounts.roles import Permission
from campaigns import actions, asking
from campaigns.calls import as_told, knows_brand
from campaigns.models import Nomination
from outbox.once import sent_once
from portals.amounts import AmountField, AmountsForm
from portals.pages import allowed, attempt, visible
from portals.talent.frame import page
from portals.talent.projects import pay_of, told_in
from portals.talent.standing import fee_words, may_act

ROWS = Nomination.objects.select_related("campaign__brief", "campaign__brand", "talent")


class CounterForm(AmountsForm):
    """Another fee, and why."""

    fee = AmountField(required=True, label="Your fee", error_messages={"required": "Say for how much you would do it."})
    words = forms.CharField(required=False, max_length=1000, label="Anything else you would like")


def _page(request: HttpRequest, row: Nomination, form: CounterForm | None = None) -> HttpResponse:
    campaign, brief, now = row.campaign, row.campaign.brief, timezone.now()
    acting = may_act(request, Permission.APPLY)
    percent = Office.objects.current().fee_percent
    fee = row.application.agreed_fee if row.application is not None else row.fee
    context: dict[str, Any] = {
        "nomination": row,
        "talent": row.talent,
        "campaign": campaign,
        "brief": brief,
        "told": as_told(campaign, knows=knows_brand(campaign, row.talent)),
        "pay": pay_of(fee, percent) if fee is not None and fee.amount > 0 else None,
        "currency": str(fee.currency) if fee is not None else Office.objects.current().currency,
        "asked": pay_of(row.counter_fee, percent) if row.counter_fee is not None else None,
        "fee": fee_words(),
        **told_in(brief, fee=fee),
        "offers": list(row.offers.select_related("created_by")),
        "may_yes": acting and asking.may_say_yes(row, now),
        "may_no": acting and asking.may_say_no(row, now),
        "may_counter": acting and asking.may_answer(row, now),
        "form": form or CounterForm(),
    }
    return page(request, "talent/request.html", context)


def request_page(request: HttpRequest, public_id: str) -> HttpResponse:
    """One request: what it pays, what it wants, until when to answer."""
    return _page(request, visible(request, ROWS, public_id))


def _deed(request: HttpRequest, public_id: str, verb: Any, done: str, **values: Any) -> HttpResponse:
    row: Nomination = visible(request, ROWS, public_id)
    attempt(request, lambda: verb(nomination=row, by=request.user, now=timezone.now(), **values), done)
    return redirect("talent:request", row.public_id)


@allowed(Permission.APPLY)
@sent_once
@require_POST
def say_yes(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take the offer as it is."""
    return _deed(request, public_id, actions.accept_nomination, "Agreed. A place is held for you.")


@allowed(Permission.APPLY)
@sent_once
@require_POST
def say_no(request: HttpRequest, public_id: str) -> HttpResponse:
    """Not this time, with a reason or without."""
    words = request.POST.get("words", "")[:1000]
    return _deed(request, public_id, actions.decline_nomination, "The office knows that you say no.", words=words)


@allowed(Permission.APPLY)
@sent_once
@require_POST
def counter(request: HttpRequest, public_id: str) -> HttpResponse:
    """For another fee."""
    row: Nomination = visible(request, ROWS, public_id)
    form = CounterForm(request.POST)
    form.currency_of_all = str(row.fee.currency) if row.fee is not None else Office.objects.current().currency
    if form.is_valid():
        done = attempt(
            request,
            lambda: actions.counter_nomination(
                nomination=row, fee=Money(form.cleaned_data["fee"], form.currency_of_all),
                words=form.cleaned_data["words"], by=request.user, now=timezone.now(),
            ),
            "The office has your counter-offer.",
            form,
        )  # fmt: skip
        if done:
            return redirect("talent:request", row.public_id)
    return _page(request, row, form)
