"""Place a hold for a talent; beside the form how it would stand, and who holds them already."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.roles import Permission
from campaigns import actions, checks
from campaigns.calendar import away_words, shoot_words
from campaigns.models import Booking, BookingState, Campaign
from campaigns.options import meet, ranks
from campaigns.promises import plain, sketch_of, term_of
from campaigns.rules import ordinal
from campaigns.wishes import refusals
from outbox.once import sent_once, takes_sent
from portals.desk.campaigns.bookings import priced
from portals.desk.campaigns.forms import HoldForm, no_hold_for
from portals.desk.choosing import why_not
from portals.desk.exclusivity.explain import explained_sketch
from portals.pages import allowed, attempt, only_checks, page, visible
from talent.models import Talent
from talent.models.talent import ON_ROSTER

ROWS = Campaign.objects.select_related("brief", "brand")


def _talents(campaign: Campaign) -> Any:
    taken = campaign.bookings.filter(state__in=("hold", "confirmed", "completed")).values("talent")
    rows = Talent.objects.filter(archived_at=None, stage__in=ON_ROSTER)
    return rows.exclude(pk__in=taken).order_by("name")


def _form(campaign: Campaign, data: Any, chosen: str = "") -> HoldForm:
    fee = campaign.brief.fee
    first = {"talent": chosen, "currency": str(fee.currency) if fee is not None else "JPY"}
    return HoldForm(data, talents=_talents(campaign), initial=first)


def _beside(campaign: Campaign, chosen: str) -> dict[str, Any]:
    """The verdict on the chosen talent, and the line that the hold would stand in."""
    talent = _talents(campaign).filter(public_id=chosen).first() if chosen else None
    if talent is None:
        other = Talent.objects.filter(public_id=chosen).first() if chosen else None
        return {"talent": None, "why_not": why_not(other, no_hold_for) if other is not None else ""}
    now, days = timezone.now(), term_of(campaign.brief)
    told: dict[str, Any] = {
        "talent": talent,
        "may_hold": checks.may_hold(campaign, talent, now),
        "away": away_words(talent, days),
        "refuses": refusals(campaign, [talent], now).get(talent.pk, ""),
    }
    if days is None:
        return {**told, "explained": None, "ahead": [], "place": ""}
    held = Booking.objects.filter(talent=talent, state=BookingState.HOLD).select_related("campaign__brand")
    line = list(held.order_by("queue", "pk"))
    rank = ranks([*((hold.pk, plain(hold.days)) for hold in line), (0, days)])[0]
    return {
        **told,
        "explained": explained_sketch(sketch_of(campaign, talent), now, plan="This brief", brand=campaign.brand),
        "ahead": [hold for hold in line if meet(plain(hold.days), days)],
        "place": ordinal(rank),
        "wanted": shoot_words(talent, days),
    }


@allowed(Permission.RUN_CAMPAIGNS)
@takes_sent
@require_POST
def verdict(request: HttpRequest, public_id: str) -> HttpResponse:
    """The pane beside the form, as one chooses. Writes nothing."""
    campaign: Campaign = visible(request, ROWS, public_id)
    context = {"campaign": campaign, **_beside(campaign, request.POST.get("talent", ""))}
    return page(request, "desk/campaigns/_place_hold.html", context)


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
def add(request: HttpRequest, public_id: str) -> HttpResponse:
    """Keep a place for a talent whom nobody had to ask."""
    campaign: Campaign = visible(request, ROWS, public_id)
    form = _form(campaign, request.POST or None, request.GET.get("talent", ""))
    if form.is_valid() and not only_checks(request):
        made = attempt(
            request,
            lambda: actions.place_hold(
                campaign=campaign,
                talent=form.cleaned_data["talent"],
                price=priced(form),
                hold_until=form.cleaned_data["hold_until"],
                by=request.user,
                now=timezone.now(),
            ),
            f"A place is held for {form.cleaned_data['talent']}.",
            form,
        )
        if made:
            return redirect("desk:appointment-add" if "option" in request.POST else "desk:booking", made.public_id)
    context = {
        "campaign": campaign,
        "form": form,
        "back": reverse("desk:campaign-casting", args=[campaign.public_id]),
        **_beside(campaign, str(form["talent"].value() or "")),
    }
    return page(request, "desk/campaigns/place_hold.html", context)
