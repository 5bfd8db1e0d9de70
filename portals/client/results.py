"""What the brand's campaign brought, and how it was to work with those who made it."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.roles import Permission, can
from campaigns import actions
from campaigns.models import Booking, Campaign, Rating, Stars
from campaigns.models.booking import STANDING
from outbox.once import sent_once
from portals.client import reading
from portals.client.frame import page
from portals.pages import allowed, attempt, visible
from portals.reports import notes_of, pdf_of, xlsx_of
from stats.results.earned import value
from stats.results.report import Report, earlier, reports, together

PER_PAGE = 25


class RatingForm(forms.Form):
    """From 1 to 5, and a word."""

    stars = forms.TypedChoiceField(
        coerce=int, choices=[("", "Choose"), *reversed(Stars.choices)], label="How was it?",
        error_messages={"required": "Choose a number from 1 to 5."},
    )  # fmt: skip
    words = forms.CharField(max_length=300, required=False, label="A word to it")

    def __init__(self, *args: Any, booking: Booking, **options: Any) -> None:
        super().__init__(*args, **options | {"auto_id": f"{booking.public_id}-%s"})
        self.fields["stars"].widget.attrs["class"] = "form-select"
        self.fields["words"].widget.attrs["class"] = "form-control"


def _report(request: HttpRequest, public_id: str) -> Report:
    row: Campaign = visible(request, reading.campaigns_of(request.user), public_id)
    report = reports([row])[row.pk]
    value(report.result.pieces, for_clients=True)
    return report


def results(request: HttpRequest, public_id: str) -> HttpResponse:
    """Live: what the posts brought so far, against the goals and the brand's earlier campaigns."""
    return _page(request, _report(request, public_id))


def of_brand(request: HttpRequest) -> HttpResponse:
    """All campaigns of a brand that have live posts, one by one and together."""
    brands = list(reading.brands_of(request.user).order_by("name", "pk"))
    asked = request.GET.get("brand", "")
    campaigns = [row for row in reading.campaigns_of(request.user) if row.live]  # type: ignore[attr-defined]
    shown = (
        [brand for brand in brands if brand.public_id == asked] if asked else [row.brand for row in campaigns] or brands
    )
    if not shown:
        raise Http404("Nothing here.")
    brand = shown[0]
    made = reports([row for row in campaigns if row.brand_id == brand.pk])
    rows = [report for report in made.values() if report.live]
    whole = together(rows)
    if whole is not None:
        value(whole.result.pieces, for_clients=True)
    context = {
        "brand": brand,
        "choice": brands if len(brands) > 1 else [],
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "whole": whole,
        "notes": notes_of(whole) if whole else [],
    }
    return page(request, "client/brand_results.html", context)


def _page(request: HttpRequest, report: Report, bad: tuple[Booking, RatingForm] | None = None) -> HttpResponse:
    campaign = report.result.campaign
    worked = [each.booking for each in report.result.talents if each.pieces and each.booking.state in STANDING]
    ratings = Rating.objects.visible_to(request.user).filter(booking__in=worked).select_related("rated_by")
    said = {rating.booking_id: rating for rating in ratings}
    context = {
        "campaign": campaign,
        "report": report,
        "earlier": earlier(campaign),
        "notes": notes_of(report),
        "rated": [(booking, said.get(booking.pk), _form(booking, said.get(booking.pk), bad)) for booking in worked],
        "may_rate": can(request.user, Permission.RATE_TALENTS),
    }
    return page(request, "client/results.html", context, status=422 if bad else 200)


def _form(booking: Booking, rating: Rating | None, bad: tuple[Booking, RatingForm] | None) -> RatingForm:
    if bad is not None and bad[0] == booking:
        return bad[1]
    return RatingForm(booking=booking, initial={"stars": rating.stars, "words": rating.words} if rating else {})


@allowed(Permission.RATE_TALENTS)
@sent_once
@require_POST
def rate(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say how it was to work with one of them."""
    booking: Booking = visible(
        request, Booking.objects.visible_to(request.user).select_related("campaign", "talent"), public_id
    )
    form = RatingForm(request.POST, booking=booking)
    if form.is_valid():
        done = attempt(
            request,
            lambda: actions.rate_talent(booking=booking, by=request.user, now=timezone.now(), **form.cleaned_data),
            "The office reads it. Thank you.",
        )
        if done:
            return redirect(reverse("client:results", args=[booking.campaign.public_id]) + "#rating")
    return _page(request, _report(request, booking.campaign.public_id), (booking, form))


def export(request: HttpRequest, public_id: str, kind: str) -> HttpResponseBase:
    """The same as a file, to be passed on."""
    report = _report(request, public_id)
    return pdf_of(report, timezone.now()) if kind == "pdf" else xlsx_of(report, timezone.now())
