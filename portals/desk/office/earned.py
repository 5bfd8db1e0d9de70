"""Earned media value: whether results tell it, to whom, and by which prices."""

from typing import Any
from zoneinfo import ZoneInfo

from crispy_forms.layout import Div, Layout
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.models import Office
from accounts.roles import Permission, can
from campaigns.checks import office_day
from outbox.once import sent_once
from portals.amounts import AmountField, plain_amount
from portals.components.platforms import icon_of
from portals.desk.plain import DAY, DeskForm
from portals.pages import allowed, attempt, page
from stats import actions
from stats.checks import may_take_back
from stats.models import Counted, PriceTable
from stats.results.worth import RULE
from talent.models import Platform

type Matrix = list[tuple[str, Any, list[Any]]]
SILENT = (Platform.PODCAST, Platform.BLOG)  # no count of theirs is ever told


class PriceTableForm(DeskForm):
    """From when, whose, in which currency, and a price a platform and count; empty is not counted."""

    valid_from = forms.DateField(
        widget=DAY, label="For posts live from",
        help_text="Until the next table begins. Only the first may begin in the past.",
    )  # fmt: skip
    currency = forms.ChoiceField(choices=lambda: [(code, code) for code in settings.CURRENCIES])
    source = forms.CharField(max_length=120, help_text="Whose prices these are, as reports name them.")
    source_url = forms.URLField(required=False, label="Its address", assume_scheme="https")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for platform, counted in _asked():
            name = f"{Platform(platform).label}: {Counted(counted).label}"
            field = AmountField(fine=True, max_digits=12, decimal_places=4, label=name)
            field.widget.attrs |= {"class": "form-control small num", "aria-label": name}
            self.fields[f"{platform}-{counted}"] = field

    def layout(self) -> Layout:
        return Layout(Div("valid_from", "currency", css_class="half"), Div("source", "source_url", css_class="half"))

    def said(self) -> dict[str, Any]:
        """As `add_price_table` takes it. 0 is no price."""
        data = self.cleaned_data
        prices = {(p, c): data[f"{p}-{c}"] or None for p, c in _asked()}
        return {name: data[name] for name in ("valid_from", "currency", "source", "source_url")} | {"prices": prices}

    @property
    def lines(self) -> Matrix:
        """A row of the table for each platform, a column for each count."""
        return [(str(p.label), icon_of(p), [self[f"{p}-{c}"] for c in Counted]) for p in Platform if p not in SILENT]


def _asked() -> list[tuple[str, str]]:
    return [(str(platform), str(counted)) for platform in Platform if platform not in SILENT for counted in Counted]


class SwitchForm(DeskForm):
    """Off unless somebody switches it on."""

    is_on = forms.BooleanField(required=False, label="Results tell the earned media value")
    for_clients = forms.BooleanField(
        required=False, label="Brands read it too",
        help_text="On their page of results, and in the report as PDF and XLSX.",
    )  # fmt: skip

    def layout(self) -> Layout:
        return Layout("is_on", "for_clients")


def _priced(table: PriceTable) -> Matrix:
    amounts = {(price.platform, price.counted): plain_amount(price.amount) for price in table.prices.all()}
    lines = ((p, [amounts.get((p, c)) for c in Counted]) for p in Platform)
    return [(str(p.label), icon_of(p), cells) for p, cells in lines if any(cells)]


@allowed(Permission.READ_DESK)
def earned_media(request: HttpRequest) -> HttpResponse:
    """The switch and all tables, the newest first."""
    return _page(request)


def _page(request: HttpRequest, switch: SwitchForm | None = None) -> HttpResponse:
    office, now = Office.objects.filter(pk=1).first() or Office(), timezone.now()
    first = {"is_on": office.earned_media, "for_clients": office.clients_see_earned_media}
    tables = PriceTable.objects.prefetch_related("prices").select_related("created_by")
    context = {
        "switch": switch or SwitchForm(initial=first),
        "office": office,
        "rule": RULE,
        "heads": [str(counted.label) for counted in Counted],
        "tables": [
            (table, _priced(table), may_take_back(table, request.user, now, ZoneInfo(office.timezone)))
            for table in tables
        ],
        "may_run": can(request.user, Permission.RUN_OFFICE),
    }
    return page(request, "desk/office/earned.html", context, status=422 if switch else 200)


@allowed(Permission.RUN_OFFICE)
@sent_once
@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """On or off, and for whom."""
    form = SwitchForm(request.POST)
    if form.is_valid():
        done = attempt(
            request,
            lambda: actions.switch_earned_media(by=request.user, now=timezone.now(), **form.cleaned_data),
            "Saved.",
            form,
        )
        if done:
            return redirect("desk:earned-media")
    return _page(request, form)


@allowed(Permission.RUN_OFFICE)
@sent_once
def add(request: HttpRequest) -> HttpResponse:
    """Write a table, beginning with the prices of the latest one."""
    form = PriceTableForm(request.POST or None, initial=_latest())
    if form.is_valid():
        done = attempt(
            request,
            lambda: actions.add_price_table(by=request.user, now=timezone.now(), **form.said()),
            "The table stands.",
            form,
        )
        if done:
            return redirect("desk:earned-media")
    context = {"form": form, "heads": [str(counted.label) for counted in Counted]}
    return page(request, "desk/office/earned_add.html", context, status=422 if form.errors else 200)


def _latest() -> dict[str, Any]:
    first: dict[str, Any] = {"valid_from": office_day(timezone.now()), "currency": Office.objects.current().currency}
    latest = PriceTable.objects.prefetch_related("prices").first()
    if latest is None:
        return first
    prices = {f"{price.platform}-{price.counted}": price.amount for price in latest.prices.all()}
    said = {"currency": latest.currency, "source": latest.source, "source_url": latest.source_url}
    return first | said | prices


@allowed(Permission.RUN_OFFICE)
@sent_once
@require_POST
def take_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """A table that was written by mistake."""
    table = get_object_or_404(PriceTable, public_id=public_id)
    attempt(
        request,
        lambda: actions.take_back_price_table(table=table, by=request.user, now=timezone.now()),
        f"{table}: taken back.",
    )
    return redirect("desk:earned-media")
