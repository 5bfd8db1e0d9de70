"""A brand's orders: how they come in, and whose they are."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.models import Office
from accounts.roles import Permission, can
from clients.models import Brand
from outbox.once import sent_once
from portals.desk.sales.forms import DeskFileForm, DeskKeyForm
from portals.pages import allowed, attempt, lies_at, page, visible
from sales import actions
from sales.attribution import RULE
from sales.models import Sale, SaleImport, SalesToken

PER_PAGE = 50
WHOSE = (("", "All"), ("talents", "Of talents"), ("nobodys", "Nobody’s"))


def _brand(request: HttpRequest, public_id: str) -> Brand:
    found: Brand = visible(request, Brand.objects.select_related("company"), public_id)
    return found


def _at(brand: Brand) -> str:
    return reverse("desk:brand-sales", args=[brand.public_id])


def _page(request: HttpRequest, brand: Brand, fresh: str = "", **given: forms.Form) -> HttpResponse:
    whose = request.GET.get("whose", "")
    rows = Sale.objects.filter(brand=brand, dropped_at=None).select_related("booking__talent", "code", "link")
    if whose in ("talents", "nobodys"):
        rows = rows.filter(booking__isnull=whose == "nobodys")
    words = request.GET.get("q", "").strip()[:120]
    if words:
        rows = rows.filter(reference__icontains=words)
    found = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "brand": brand,
        "page": found,
        "q": words,
        "whose": whose,
        "current": whose or "all",
        "segments": [(label, f"{_at(brand)}?whose={key}", None, key or "all") for key, label in WHOSE],
        "files": SaleImport.objects.filter(brand=brand).defer("content").select_related("created_by")[:10],
        "keys": brand.sales_tokens.filter(revoked_at=None).select_related("created_by"),
        "file_form": given.get("file") or DeskFileForm(initial={"currency": Office.objects.current().currency}),
        "key_form": given.get("key") or DeskKeyForm(),
        "fresh": fresh,
        "rule": RULE,
        "may_run": can(request.user, Permission.RUN_CAMPAIGNS),
    }
    bad = any(form.errors for form in given.values())
    return page(request, "desk/sales/brand.html", context, status=422 if bad else 200)


@allowed(Permission.READ_MONEY)
def brand_sales(request: HttpRequest, public_id: str) -> HttpResponse:
    """All orders of a brand, whose each is, and the two ways by which they come in."""
    return _page(request, _brand(request, public_id))


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def upload(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take a file to look at."""
    brand = _brand(request, public_id)
    form = DeskFileForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        kept = attempt(
            request,
            lambda: actions.start_sales(
                brand=brand, filename=file.name, content=file.read(), currency=form.cleaned_data["currency"],
                by=request.user, now=timezone.now(),
            ),
            form=form,
        )  # fmt: skip
        if kept:
            return redirect("desk:sale-import", kept.public_id)
    return _page(request, brand, file=form)


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def make_key(request: HttpRequest, public_id: str) -> HttpResponse:
    """Make a key for the brand's shop. It is shown once: only its hash is kept."""
    brand = _brand(request, public_id)
    form = DeskKeyForm(request.POST)
    if form.is_valid():
        key = attempt(
            request,
            lambda: actions.make_token(brand=brand, by=request.user, now=timezone.now(), **form.cleaned_data),
            form=form,
        )
        if key:
            return lies_at(_page(request, brand, fresh=key), _at(brand))
    return _page(request, brand, key=form)


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def withdraw_key(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let a key open nothing from now on."""
    key: SalesToken = visible(request, SalesToken.objects.select_related("brand"), public_id)
    attempt(
        request,
        lambda: actions.revoke_token(token=key, by=request.user, now=timezone.now()),
        f"The key for {key} opens nothing now.",
    )
    return redirect("desk:brand-sales", key.brand.public_id)
