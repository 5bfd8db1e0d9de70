"""How the brand's shop tells the office of orders: by its keys, or as a file that the brand sends."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.models import Office
from accounts.roles import Permission, can
from clients.models import Brand
from outbox.once import sent_once
from portals.client import reading
from portals.client.frame import page
from portals.pages import allowed, attempt, lies_at, visible
from portals.sales_files import FileForm, SalesFiles
from portals.shop_keys import KeyForm
from sales import actions
from sales.attribution import RULE
from sales.models import Sale, SaleImport, SalesToken

MOST_FILES = 40
FILES = SalesFiles("client", page, Permission.READ_BRAND, Permission.KEY_SALES, "client/sales_file.html")


def _page(
    request: HttpRequest, *, brand: Brand | None = None, form: KeyForm | None = None, fresh: str = "",
    sent: FileForm | None = None,
) -> HttpResponse:  # fmt: skip
    brands = list(reading.brands_of(request.user))
    files = list(SaleImport.objects.visible_to(request.user).defer("content").select_related("created_by")[:MOST_FILES])
    start = {"currency": Office.objects.current().currency}
    keys = SalesToken.objects.visible_to(request.user).filter(revoked_at=None).select_related("created_by")
    latest = Sale.objects.visible_to(request.user).filter(dropped_at=None)
    context: dict[str, Any] = {
        "brands": brands,
        "shops": [
            {
                "brand": each,
                "keys": [key for key in keys if key.brand_id == each.pk],
                "form": form if form is not None and brand == each else KeyForm(),
                "fresh": fresh if brand == each else "",
                "files": [file for file in files if file.brand_id == each.pk],
                "file_form": sent if sent is not None and brand == each else FileForm(initial=start),
            }
            for each in brands
        ],
        "orders": list(latest.select_related("booking__talent", "code")[:20]),
        "may_key": can(request.user, Permission.KEY_SALES),
        "address": f"{settings.SITE_URL}{reverse('api-sales')}",
        "rule": RULE,
    }
    bad = any(one is not None and one.errors for one in (form, sent))
    return page(request, "client/shop.html", context, status=422 if bad else 200)


def shop(request: HttpRequest) -> HttpResponse:
    """The keys of the brand's shop, and the orders that came in last."""
    return _page(request)


@allowed(Permission.KEY_SALES)
@sent_once
@require_POST
def make_key(request: HttpRequest, public_id: str) -> HttpResponse:
    """Make a key. It is shown once: only its hash is kept."""
    brand: Brand = visible(request, reading.brands_of(request.user), public_id)
    form = KeyForm(request.POST)
    if form.is_valid():
        key = attempt(
            request,
            lambda: actions.make_token(brand=brand, by=request.user, now=timezone.now(), **form.cleaned_data),
            form=form,
        )
        if key:
            return lies_at(_page(request, brand=brand, fresh=key), reverse("client:shop"))
    return _page(request, brand=brand, form=form)


@allowed(Permission.KEY_SALES)
@sent_once
@require_POST
def upload(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take a file to look at, as the office does."""
    brand: Brand = visible(request, reading.brands_of(request.user), public_id)
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        said = {"filename": file.name, "content": file.read(), "currency": form.cleaned_data["currency"]}
        kept = attempt(
            request,
            lambda: actions.start_sales(brand=brand, by=request.user, now=timezone.now(), **said),
            form=form,
        )
        if kept:
            return redirect("client:sale-import", kept.public_id)
    return _page(request, brand=brand, sent=form)


@allowed(Permission.KEY_SALES)
@sent_once
@require_POST
def withdraw_key(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let a key open nothing from now on."""
    key: SalesToken = visible(request, SalesToken.objects.visible_to(request.user).select_related("brand"), public_id)
    done = f"The key for {key} opens nothing now."
    attempt(request, lambda: actions.revoke_token(token=key, by=request.user, now=timezone.now()), done)
    return redirect("client:shop")
