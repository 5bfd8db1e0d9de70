"""A campaign's links and codes: who has which, and what came by them."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.roles import Permission, can
from campaigns.models import Campaign, Deliverable
from campaigns.models.booking import STANDING
from outbox.once import sent_once
from portals.desk.campaigns.campaign import header, loaded
from portals.desk.sales.forms import CodeForm, LinkForm
from portals.pages import allowed, attempt, page, visible
from portals.tracked import shown_codes, shown_links
from sales import actions
from sales.attribution import RULE
from sales.models import DiscountCode, TrackedLink


def _page(request: HttpRequest, row: Campaign, **given: forms.Form) -> HttpResponse:
    bookings = list(row.bookings.filter(state__in=STANDING).select_related("talent").order_by("confirmed_at", "pk"))
    pieces = list(Deliverable.objects.filter(booking__in=bookings).order_by("booking", "pk"))
    context: dict[str, Any] = {
        **header(request, row, "Sales", timezone.now()),
        "bookings": bookings,
        "links": shown_links(TrackedLink.objects.filter(booking__campaign=row)),
        "codes": shown_codes(DiscountCode.objects.filter(booking__campaign=row)),
        "link_form": given.get("link") or LinkForm(bookings=bookings, pieces=pieces),
        "code_form": given.get("code") or CodeForm(bookings=bookings),
        "may_see_money": can(request.user, Permission.READ_MONEY),
        "rule": RULE,
    }
    bad = any(form.errors for form in given.values())
    return page(request, "desk/sales/campaign.html", context, status=422 if bad else 200)


@allowed(Permission.READ_DESK)
def sales(request: HttpRequest, public_id: str) -> HttpResponse:
    """Links and codes of a campaign's talents, with what came by each."""
    return _page(request, loaded(request, public_id))


def _made(
    request: HttpRequest, public_id: str, name: str, form_of: Callable[..., forms.Form], verb: Callable[..., Any]
) -> HttpResponse:
    row: Any = loaded(request, public_id)
    bookings = list(row.bookings.filter(state__in=STANDING).select_related("talent"))
    form = form_of(request.POST, bookings)
    if form.is_valid():
        done = attempt(
            request, lambda: verb(by=request.user, now=timezone.now(), **form.cleaned_data), "It is theirs.", form
        )
        if done:
            return redirect("desk:campaign-sales", row.public_id)
    return _page(request, row, **{name: form})


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def make_link(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give a talent a link."""

    def form(data: Any, bookings: Any) -> LinkForm:
        return LinkForm(data, bookings=bookings, pieces=list(Deliverable.objects.filter(booking__in=bookings)))

    return _made(request, public_id, "link", form, actions.make_link)


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def make_code(request: HttpRequest, public_id: str) -> HttpResponse:
    """Note a talent's discount code."""
    return _made(
        request, public_id, "code", lambda data, bookings: CodeForm(data, bookings=bookings), actions.make_code
    )


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def end_link(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let a link lead nowhere from now on."""
    rows = TrackedLink.objects.select_related("booking__campaign")
    link: TrackedLink = visible(request, rows, public_id)
    done = "It leads nowhere now. What was counted stays."
    attempt(request, lambda: actions.end_link(link=link, by=request.user, now=timezone.now()), done)
    return redirect("desk:campaign-sales", link.booking.campaign.public_id)


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def end_code(request: HttpRequest, public_id: str) -> HttpResponse:
    """Today is the last day of a code."""
    rows = DiscountCode.objects.select_related("booking__campaign")
    code: DiscountCode = visible(request, rows, public_id)
    attempt(
        request, lambda: actions.end_code(code=code, by=request.user, now=timezone.now()), f"{code} ends with today."
    )
    return redirect("desk:campaign-sales", code.booking.campaign.public_id)
