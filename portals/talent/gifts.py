"""What brands give: take it or not, say that it came, say whether it is shown."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST
from djmoney.money import Money

from accounts.models import Office
from accounts.roles import Permission
from campaigns import actions
from campaigns.gift_letters import duty_words
from campaigns.models import Gift, GiftState
from outbox.once import sent_once
from portals.amounts import AmountField, AmountsForm
from portals.gifts import ShownForm, address_of, typed_address
from portals.pages import allowed, attempt, visible
from portals.talent.frame import page
from portals.talent.standing import may_act, me

ROWS = Gift.objects.select_related("talent", "brand", "campaign__brief", "campaign__manager", "booking", "piece")
LABEL = "#PR"
BOX = "form-control"


class AddressForm(forms.Form):
    """Where it should go."""

    ship_to = forms.CharField(
        max_length=120, label="Name on the parcel", error_messages={"required": "Say to whom to send it."},
        widget=forms.TextInput(attrs={"autocomplete": "name", "class": BOX}),
    )  # fmt: skip
    ship_address = forms.CharField(
        max_length=600, label="Address", error_messages={"required": "Say where to send it."},
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address", "class": BOX}),
    )  # fmt: skip
    ship_phone = forms.CharField(
        max_length=40, required=False, label="Phone for the carrier",
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel", "class": BOX}),
    )  # fmt: skip


class ReceivedForm(AmountsForm):
    """When it came, and what it is worth where nobody said so."""

    received_on = forms.DateField(
        label="It came on", widget=forms.DateInput(attrs={"type": "date", "class": BOX}, format="%Y-%m-%d"),
        error_messages={"required": "Say when it came.", "invalid": "Say when it came."},
    )  # fmt: skip
    value = AmountField(label="What the shop asks for it", widget=forms.TextInput(attrs={"class": BOX}))


def gifts(request: HttpRequest) -> HttpResponse:
    """All that brands gave or offered."""
    talent = me(request)
    rows = Gift.objects.visible_to(request.user).filter(talent=talent).select_related("brand")
    return page(request, "talent/gifts.html", {"talent": talent, "gifts": list(rows)})


def _currency(row: Gift) -> str:
    return str(row.value.currency) if row.value is not None else Office.objects.current().currency


def _page(request: HttpRequest, row: Gift, **given: forms.Form) -> HttpResponse:
    brief = row.campaign.brief if row.campaign is not None else None
    moves = row.MOVES[row.state]
    acts = may_act(request, Permission.APPLY if "accepted" in moves else Permission.DELIVER)
    context: dict[str, Any] = {
        "gift": row,
        "talent": row.talent,
        "duty": duty_words(row),
        "label": brief.label if brief is not None and brief.label else LABEL,
        "currency": _currency(row),
        "may_answer": bool(acts) and "accepted" in moves,
        "may_correct": row.state == GiftState.ACCEPTED and bool(may_act(request, Permission.APPLY)),
        "may_decline": bool(may_act(request, Permission.APPLY)) and "declined" in moves,
        "may_receive": bool(acts) and "received" in moves,
        "may_show": bool(acts) and "posted" in moves,
        "acts": acts,
        "is_turn": bool(moves & {"accepted", "received", "posted"}),
        "address_form": given.get("address") or AddressForm(initial=address_of(row)),
        "typed_address": typed_address(given["address"]) if "address" in given else "",
        "received_form": given.get("received") or ReceivedForm(initial={"received_on": timezone.localdate()}),
        "shown_form": given.get("shown") or ShownForm(gift=row),
    }
    bad = any(form.errors for form in given.values())
    return page(request, "talent/gift.html", context, status=422 if bad else 200)


def gift(request: HttpRequest, public_id: str) -> HttpResponse:
    """One gift: what it is, to what it obliges, and the next step."""
    return _page(request, visible(request, ROWS.all(), public_id))


def _step(
    request: HttpRequest, row: Gift, verb: Callable[..., Any], done: str, name: str = "", form: Any = None, **said: Any
) -> HttpResponse:
    if form is None or form.is_valid():
        done_ = attempt(
            request,
            lambda: verb(gift=row, by=request.user, now=timezone.now(), **said, **_values(row, form)),
            done,
            form,
        )
        if done_ or form is None:
            return redirect("talent:gift", row.public_id)
    return _page(request, row, **{name: form})


def _values(row: Gift, form: Any) -> dict[str, Any]:
    """What the form says, as the actions take it."""
    if form is None:
        return {}
    data = dict(form.cleaned_data)
    if isinstance(form, ReceivedForm) and data["value"] is not None:
        data["value"] = Money(data["value"], form.currency_of_all)
    return data


@allowed(Permission.APPLY)
@sent_once
@require_POST
def accept(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take it, and say where it should go."""
    row: Gift = visible(request, ROWS.all(), public_id)
    form, seen = AddressForm(request.POST), request.POST.get("seen", "")
    if seen:
        return _step(request, row, actions.correct_address, "It goes to that address.", "address", form, seen=seen)
    done = "They know that you want it, and where to send it."
    return _step(request, row, actions.accept_gift, done, "address", form)


@allowed(Permission.APPLY)
@sent_once
@require_POST
def decline(request: HttpRequest, public_id: str) -> HttpResponse:
    """Not for me."""
    row: Gift = visible(request, ROWS.all(), public_id)
    words = request.POST.get("words", "")[:600]
    return _step(request, row, actions.decline_gift, "The office knows that you do not want it.", words=words)


@allowed(Permission.DELIVER)
@sent_once
@require_POST
def receive(request: HttpRequest, public_id: str) -> HttpResponse:
    """It is here."""
    row: Gift = visible(request, ROWS.all(), public_id)
    form = ReceivedForm(request.POST)
    form.currency_of_all = _currency(row)
    return _step(request, row, actions.receive_gift, "Good. Your address is erased.", "received", form)


@allowed(Permission.DELIVER)
@sent_once
@require_POST
def show(request: HttpRequest, public_id: str) -> HttpResponse:
    """It is in a post."""
    row: Gift = visible(request, ROWS.all(), public_id)
    form = ShownForm(request.POST, gift=row)
    return _step(request, row, actions.show_gift, "They know where it is shown.", "shown", form)


@allowed(Permission.DELIVER)
@sent_once
@require_POST
def leave(request: HttpRequest, public_id: str) -> HttpResponse:
    """It is not in a post."""
    row: Gift = visible(request, ROWS.all(), public_id)
    return _step(request, row, actions.leave_gift_unshown, "Noted: it is not shown.")
