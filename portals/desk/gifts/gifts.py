"""Gifts on the desk: all of them, one of them, and each step."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.models import Office
from accounts.roles import Permission, can
from campaigns import actions
from campaigns.gift_checks import booking_for, sketch_of_gift
from campaigns.gifts import reads_address
from campaigns.models import Booking, Campaign, Gift, GiftState
from campaigns.models.gift import KEPT
from clients.models import Brand
from outbox.once import sent_once, takes_sent
from portals.desk.exclusivity.explain import Explained, explained_of, explained_sketch
from portals.desk.gifts.forms import AddressForm, ProposeForm, ReceivedForm
from portals.desk.plain import DeskForm
from portals.gifts import ShownForm, TrackingForm, address_of, typed_address
from portals.history import timeline
from portals.pages import allowed, attempt, only_checks, page, visible
from talent.models import Talent

PER_PAGE = 50
OPEN = (GiftState.PROPOSED, GiftState.ACCEPTED)  # nothing has gone yet
ROWS = Gift.objects.select_related(
    "talent", "brand", "campaign__brief", "campaign__manager", "booking__commitment", "piece"
)
GROUPS: dict[str, tuple[str, tuple[str, ...]]] = {
    "": ("All", ()),
    "asked": ("To be answered", (GiftState.PROPOSED,)),
    "ship": ("To be shipped", (GiftState.ACCEPTED,)),
    "way": ("On its way", (GiftState.SHIPPED,)),
    "there": ("Arrived", KEPT),
    "over": ("Over", (GiftState.DECLINED, GiftState.WITHDRAWN, GiftState.RETURNED)),
}


class WordsForm(DeskForm):
    """Why, for the talent to read."""

    words = forms.CharField(max_length=600, required=False, label="Why", help_text="The talent reads it.")


@allowed(Permission.READ_DESK)
def gifts(request: HttpRequest) -> HttpResponse:
    """All gifts, the newest first."""
    state = request.GET.get("state", "")
    state = state if state in GROUPS else ""
    words = request.GET.get("q", "").strip()[:120]
    rows = Gift.objects.visible_to(request.user)
    if words:
        named = Q(talent__name__icontains=words) | Q(brand__name__icontains=words) | Q(product__icontains=words)
        rows = rows.filter(named)
    counts = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    if GROUPS[state][1]:
        rows = rows.filter(state__in=GROUPS[state][1])
    found = Paginator(rows.select_related("talent", "brand", "campaign"), PER_PAGE).get_page(request.GET.get("page"))
    tabs = [
        (label, f"?state={key}&q={words}", sum(counts.get(each, 0) for each in states or counts), key or "all")
        for key, (label, states) in GROUPS.items()
    ]
    context = {
        "page": found,
        "tabs": tabs,
        "current": state or "all",
        "state": state,
        "q": words,
        "may_run": can(request.user, Permission.RUN_CAMPAIGNS),
        "may_see_money": can(request.user, Permission.READ_MONEY),
    }
    return page(request, "desk/gifts/gifts.html", context)


def _stands(talent: Talent, brand: Brand, campaign: Campaign | None, booking: Booking | None) -> Explained:
    """How the gift stands beside the talent's promises; as its booking does where it belongs to one."""
    now = timezone.now()
    if booking is not None:
        return explained_of(booking.commitment, now)
    return explained_sketch(sketch_of_gift(talent, brand, campaign), now, plan="This gift", brand=brand)


def _beside(form: ProposeForm) -> dict[str, Any]:
    """The verdict, as soon as it is said whom and from which brand."""
    talent, brand = (form.chosen(name) for name in ("talent", "brand"))
    if talent is None or brand is None:
        return {"talent": None}
    booking = booking_for(talent, form.campaign)
    return {"talent": talent, "booking": booking, "explained": _stands(talent, brand, form.campaign, booking)}


def _campaign_of(request: HttpRequest, data: Any) -> Campaign | None:
    rows = Campaign.objects.select_related("brand", "brief")
    return visible(request, rows, data["campaign"]) if data.get("campaign") else None


@allowed(Permission.RUN_CAMPAIGNS)
@takes_sent
@require_POST
def verdict(request: HttpRequest) -> HttpResponse:
    """The pane beside the form, as one chooses. Writes nothing."""
    form = ProposeForm(request.POST, campaign=_campaign_of(request, request.POST))
    return page(request, "desk/gifts/_verdict.html", _beside(form))


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
def propose(request: HttpRequest) -> HttpResponse:
    """Offer somebody a product, for a campaign or without one."""
    data = request.POST or request.GET
    campaign = _campaign_of(request, data)
    first: dict[str, Any] = {"talent": data.get("talent", ""), "currency": Office.objects.current().currency}
    if campaign is not None and campaign.brief.gift:
        first["product"] = campaign.brief.gift[:160]
        if campaign.brief.gift_value is not None:
            value = campaign.brief.gift_value
            first |= {"value": value, "currency": str(value.currency)}
    form = ProposeForm(request.POST or None, campaign=campaign, initial=first)
    if form.is_valid() and not only_checks(request):
        gift = attempt(
            request,
            lambda: actions.propose_gift(by=request.user, now=timezone.now(), **form.said()),
            "Offered. A letter asks for the answer and the address.",
            form,
        )
        if gift:
            return redirect("desk:gift", gift.public_id)
    context = {
        "heading": f"Gift for {campaign.name}" if campaign is not None else "Gift",
        "form": form,
        "campaign": campaign,
        "back": reverse("desk:campaign-work", args=[campaign.public_id]) if campaign else reverse("desk:gifts"),
        "back_label": campaign.name if campaign is not None else "Gifts",
        **_beside(form),
    }
    return page(request, "desk/gifts/propose.html", context)


def _page(request: HttpRequest, gift: Gift, **given: forms.Form) -> HttpResponse:
    standing = booking_for(gift.talent, gift.campaign) if gift.state in OPEN else None
    context: dict[str, Any] = {
        "gift": gift,
        "may_run": can(request.user, Permission.RUN_CAMPAIGNS),
        "may_see_money": can(request.user, Permission.READ_MONEY),
        "reads_address": gift.ship_address and reads_address(request.user, gift),
        "moves": Gift.MOVES[gift.state],
        "address_form": given.get("address") or AddressForm(initial=address_of(gift)),
        "typed_address": typed_address(given["address"]) if "address" in given else "",
        "received_form": given.get("received") or ReceivedForm.of(gift, Office.objects.current().currency),
        "tracking_form": given.get("tracking") or TrackingForm(),
        "shown_form": given.get("shown") or ShownForm(gift=gift),
        "words_form": given.get("words"),
        "standing": standing,
        "explained": _stands(gift.talent, gift.brand, gift.campaign, standing) if gift.state in OPEN else None,
        "entries": timeline(gift, 20, money=bool(can(request.user, Permission.READ_MONEY))),
    }
    bad = any(form.errors for form in given.values())
    return page(request, "desk/gifts/gift.html", context, status=422 if bad else 200)


@allowed(Permission.READ_DESK)
def gift(request: HttpRequest, public_id: str) -> HttpResponse:
    """One gift: where it stands, where it goes, and the next step."""
    return _page(request, visible(request, ROWS.all(), public_id))


def _step(
    request: HttpRequest, public_id: str, verb: Callable[..., Any], done: str, name: str = "", form_of: Any = None
) -> HttpResponse:
    """One step, with what its form says."""
    row: Gift = visible(request, ROWS.all(), public_id)
    form: Any = form_of(row, request.POST) if form_of is not None else None
    if form is None or form.is_valid():
        said = {} if form is None else form.said() if hasattr(form, "said") else form.cleaned_data
        done_ = attempt(
            request, lambda: verb(gift=row, by=request.user, now=timezone.now(), **said), done, form if name else None
        )
        if done_ or not name:
            return redirect("desk:gift", row.public_id)
    return _page(request, row, **{name: form})


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def accept(request: HttpRequest, public_id: str) -> HttpResponse:
    """The talent said yes to the office, and where to send it."""
    done, seen = "It can be shipped to that address.", request.POST.get("seen", "")
    verb = partial(actions.correct_address, seen=seen) if seen else actions.accept_gift
    return _step(request, public_id, verb, done, "address", lambda _, data: AddressForm(data))


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def decline(request: HttpRequest, public_id: str) -> HttpResponse:
    """The talent said no to the office."""
    return _step(request, public_id, actions.decline_gift, "Declined.", "words", lambda _, data: WordsForm(data))


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """It is not sent after all."""
    done = "Withdrawn. The talent is told."
    return _step(request, public_id, actions.withdraw_gift, done, "words", lambda _, data: WordsForm(data))


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def ship(request: HttpRequest, public_id: str) -> HttpResponse:
    """It is on its way."""
    done = "On its way. The talent is told."
    return _step(request, public_id, actions.ship_gift, done, "tracking", lambda _, data: TrackingForm(data))


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def receive(request: HttpRequest, public_id: str) -> HttpResponse:
    """It has arrived."""

    def form(row: Gift, data: Any) -> ReceivedForm:
        return ReceivedForm.of(row, Office.objects.current().currency, data)

    done = "Arrived. The address is erased."
    return _step(request, public_id, actions.receive_gift, done, "received", form)


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def show(request: HttpRequest, public_id: str) -> HttpResponse:
    """It is shown in a post."""
    return _step(request, public_id, actions.show_gift, "Shown.", "shown", lambda row, data: ShownForm(data, gift=row))


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def leave(request: HttpRequest, public_id: str) -> HttpResponse:
    """It is not shown."""
    return _step(request, public_id, actions.leave_gift_unshown, "Not shown.")


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def send_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """It came back."""
    return _step(request, public_id, actions.return_gift, "Sent back. It costs nothing.")
