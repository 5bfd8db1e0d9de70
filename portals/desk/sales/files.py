"""A file of orders: look at it, say what its columns are, keep its rows, take them back."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.roles import Permission, can
from campaigns.checks import office_day
from lib.refusals import Refused
from outbox.once import sent_once
from portals.history import timeline
from portals.pages import allowed, attempt, page, visible
from sales import actions
from sales.actions.sales import NEW
from sales.files import SHOWN, seen
from sales.lines import FIELDS
from sales.models import SaleImport, SaleImportState

ROWS = SaleImport.objects.select_related("brand", "created_by", "applied_by")


@allowed(Permission.READ_MONEY)
def show(request: HttpRequest, public_id: str) -> HttpResponse:
    """How the file is read and what each row would do; or what came of it."""
    found: SaleImport = visible(request, ROWS, public_id)
    context: dict[str, Any] = {
        "file": found, "brand": found.brand, "may_run": can(request.user, Permission.RUN_CAMPAIGNS),
        "fields": FIELDS, "currencies": settings.CURRENCIES, "entries": timeline(found), "seen": None, "good": 0,
        "columns": [], "shown": [], "problem": "",
    }  # fmt: skip
    if found.state == SaleImportState.PREVIEW:
        try:
            preview = seen(found, office_day(timezone.now()))
        except Refused as error:
            context["problem"] = error.denied.reason
        else:
            samples = {
                heading: [cells[place] for _, cells in preview.table.rows[:3] if place < len(cells) and cells[place]]
                for place, heading in enumerate(preview.table.headings)
            }
            context |= {
                "seen": preview,
                "good": preview.counts[NEW],
                "columns": [(h, found.mapping.get(h, ""), samples[h]) for h in preview.table.headings],
                "shown": [fate for fate in preview.fates if not fate.reason][:SHOWN],
            }
    return page(request, "desk/sales/file.html", context)


def _deed(request: HttpRequest, public_id: str, verb: Callable[..., Any], done: str, **values: Any) -> HttpResponse:
    found: SaleImport = visible(request, ROWS, public_id)
    attempt(request, lambda: verb(sale_import=found, by=request.user, now=timezone.now(), **values), done)
    return redirect("desk:sale-import", found.public_id)


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def remap(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say what each column is."""
    mapping = dict(zip(request.POST.getlist("heading"), request.POST.getlist("field"), strict=False))
    currency = request.POST.get("currency", "")
    done = "Read again. Nothing is kept yet."
    return _deed(request, public_id, actions.remap_sales, done, mapping=mapping, currency=currency)


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def apply(request: HttpRequest, public_id: str) -> HttpResponse:
    """Keep its new orders."""
    return _deed(request, public_id, actions.apply_sales, "The orders are kept.")


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def drop(request: HttpRequest, public_id: str) -> HttpResponse:
    """Put it aside."""
    return _deed(request, public_id, actions.drop_sales, "Put aside. Nothing was kept.")


@allowed(Permission.RUN_CAMPAIGNS)
@sent_once
@require_POST
def undo(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take back what came in with it."""
    return _deed(request, public_id, actions.undo_sales, "Taken back. Its orders count no more.")
