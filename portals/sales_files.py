"""A file of orders, at the desk and in the brand's portal: look at it, say what its columns are, keep its rows."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.roles import Permission, can
from campaigns.checks import office_day
from lib.refusals import Refused
from outbox.once import sent_once
from portals.pages import allowed, attempt, visible
from sales import actions
from sales.actions.sales import NEW
from sales.files import SHOWN, seen
from sales.lines import FIELDS
from sales.models import SaleImport, SaleImportState

ROWS = SaleImport.objects.select_related("brand", "created_by", "applied_by")


class FileForm(forms.Form):
    """A file of orders."""

    file = forms.FileField(
        label="File", help_text="CSV or XLSX, one order a line. Nothing is kept before you have seen it.",
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx", "class": "form-control"}),
        error_messages={"required": "Choose a file."},
    )  # fmt: skip
    currency = forms.ChoiceField(
        choices=[(code, code) for code in settings.CURRENCIES], help_text="of lines that name none",
        widget=forms.Select(attrs={"class": "form-select"}),
    )  # fmt: skip


def read(found: SaleImport) -> dict[str, Any]:
    """How a file is read, and what each row would do; why not, where it cannot be."""
    told: dict[str, Any] = {"seen": None, "good": 0, "columns": [], "shown": [], "problem": ""}
    if found.state != SaleImportState.PREVIEW:
        return told
    try:
        preview = seen(found, office_day(timezone.now()))
    except Refused as error:
        return {**told, "problem": error.denied.reason}
    samples = {
        heading: [cells[place] for _, cells in preview.table.rows[:3] if place < len(cells) and cells[place]]
        for place, heading in enumerate(preview.table.headings)
    }
    return {
        **told,
        "seen": preview,
        "good": preview.counts[NEW],
        "columns": [(h, found.mapping.get(h, ""), samples[h]) for h in preview.table.headings],
        "shown": [fate for fate in preview.fates if not fate.reason][:SHOWN],
    }


class SalesFiles:
    """The pages of one portal. `page` draws its frame, `reads` and `brings` are who looks and who goes on."""

    def __init__(
        self, portal: str, page: Callable[..., HttpResponse], reads: Permission, brings: Permission, template: str
    ) -> None:
        self.portal, self.page, self.reads, self.brings, self.template = portal, page, reads, brings, template

    def urls(self, under: str) -> list[URLPattern]:
        deeds = {"columns": ("remap", self.remap), "apply": ("apply", self.apply), "drop": ("drop", self.drop)}
        deeds["undo"] = ("undo", self.undo)
        guarded = allowed(self.brings)
        return [
            path(f"{under}<str:public_id>/", allowed(self.reads)(self.show), name="sale-import"),
            *(
                path(
                    f"{under}<str:public_id>/{end}", guarded(sent_once(require_POST(view))), name=f"sale-import-{name}"
                )
                for end, (name, view) in deeds.items()
            ),
        ]

    def show(self, request: HttpRequest, public_id: str) -> HttpResponse:
        """How the file is read and what each row would do; or what came of it."""
        found: SaleImport = visible(request, ROWS, public_id)
        context = {
            "file": found, "brand": found.brand, "may_run": can(request.user, self.brings), "fields": FIELDS,
            "currencies": settings.CURRENCIES, "portal": self.portal, **read(found), **self.more(found),
        }  # fmt: skip
        return self.page(request, self.template, context)

    def more(self, found: SaleImport) -> dict[str, Any]:
        """What this portal shows besides."""
        return {}

    def _deed(
        self, request: HttpRequest, public_id: str, verb: Callable[..., Any], done: str, **said: Any
    ) -> HttpResponse:
        found: SaleImport = visible(request, ROWS, public_id)
        attempt(request, lambda: verb(sale_import=found, by=request.user, now=timezone.now(), **said), done)
        return redirect(f"{self.portal}:sale-import", found.public_id)

    def remap(self, request: HttpRequest, public_id: str) -> HttpResponse:
        """Say what each column is."""
        mapping = dict(zip(request.POST.getlist("heading"), request.POST.getlist("field"), strict=False))
        said = {"mapping": mapping, "currency": request.POST.get("currency", "")}
        return self._deed(request, public_id, actions.remap_sales, "Read again. Nothing is kept yet.", **said)

    def apply(self, request: HttpRequest, public_id: str) -> HttpResponse:
        """Keep its new orders."""
        return self._deed(request, public_id, actions.apply_sales, "The orders are kept.")

    def drop(self, request: HttpRequest, public_id: str) -> HttpResponse:
        """Put it aside."""
        return self._deed(request, public_id, actions.drop_sales, "Put aside. Nothing was kept.")

    def undo(self, request: HttpRequest, public_id: str) -> HttpResponse:
        """Take back what came in with it."""
        return self._deed(request, public_id, actions.undo_sales, "Taken back. Its orders count no more.")
