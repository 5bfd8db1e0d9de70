"""The opportunity ledger: who of the roster is shown, chosen and paid, and how it is spread. For the owner."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.models import Office
from accounts.roles import Permission
from portals.desk.plain import DeskForm
from portals.pages import allowed, page
from stats.ledger import COUNTS, ledger, paid_and_reached, spread

A_PAGE = 50
SMALL = forms.DateInput(attrs={"type": "date", "class": "form-control small"}, format="%Y-%m-%d")
WORDS = {
    "applied": "Applied", "nominated": "Asked by name", "shortlisted": "Shortlisted", "shown": "Shown to a brand",
    "chosen": "Chosen", "booked": "Booked",
}  # fmt: skip


class PeriodForm(DeskForm):
    """From a day to a day, both included."""

    first = forms.DateField(required=False, label="From", widget=SMALL)
    last = forms.DateField(required=False, label="To", widget=SMALL)


@allowed(Permission.READ_SPREAD)
def opportunities(request: HttpRequest) -> HttpResponse:
    """The roster with its chances in a period; without one, this year."""
    today = timezone.localdate()
    form = PeriodForm(request.GET if "first" in request.GET or "last" in request.GET else None)
    first, last = today.replace(month=1, day=1), None
    if form.is_valid():
        first, last = form.cleaned_data["first"], form.cleaned_data["last"]
    sort = request.GET.get("sort", "")
    sort = sort if sort in COUNTS or sort == "name" else "shown"
    rows = ledger(first, last)
    ordered = rows.order_by("name", "pk") if sort == "name" else rows.order_by(F(sort).desc(), "name", "pk")
    found = Paginator(ordered, A_PAGE).get_page(request.GET.get("page"))
    office = Office.objects.current()
    paid = paid_and_reached(list(found), office.currency, first, last)
    for row in found:
        row.counts = [getattr(row, name) for name in COUNTS]  # type: ignore[attr-defined]
        row.paid = paid[row.pk]  # type: ignore[attr-defined]
    query = request.GET.copy()
    query.pop("page", None)

    def by(name: str) -> str:
        query["sort"] = name
        return f"?{query.urlencode()}"

    context: dict[str, Any] = {
        "page": found,
        "form": form if form.is_bound else PeriodForm(initial={"first": first}),
        "heads": [(WORDS[name], by(name), sort == name) for name in COUNTS],
        "by_name": (by("name"), sort == "name"),
        "sort": sort,
        "sorted_by": "name" if sort == "name" else WORDS[sort].lower(),
        "spread": spread(rows),
        "currency": office.currency,
        "first": first,
        "last": last,
    }
    return page(request, "desk/roster/opportunities.html", context)
