"""All ambassador contracts, by how far their term has run."""

from datetime import date, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.roles import Permission, can
from campaigns.checks import office_day
from campaigns.models import AmbassadorContract, ContractState
from lib.figures import counted
from portals.pages import allowed, page

PER_PAGE = 50
SORTS = {
    "ends": ("days__endswith", "pk"),
    "talent": ("talent__name", "pk"),
    "brand": ("brand__name", "pk"),
    "-created": ("-created_at", "-pk"),
}
SORTED_BY = {"ends": "last day", "talent": "talent", "brand": "brand", "-created": "newest first"}


def with_days(row: Any, today: date) -> Any:
    """Adds `run`, `all` and `until`: the term in days, and in words."""
    first, after = row.days.lower, row.days.upper
    row.run = max(0, (min(today, after or today) - first).days)
    row.all = (after - first).days if after else 0
    left = (after - today).days if after else None
    if row.state == ContractState.ENDED:
        row.until = "Ended"
    elif left is None:
        row.until = "Until further notice"
    elif today < first:
        row.until = f"Begins in {(first - today).days} days"
    elif left > 0:
        row.until = f"{counted(left, 'day')} left"
    else:
        row.until = "Its term is over"
    row.last = after - timedelta(days=1) if after else None
    row.ends_soon = bool(left is not None and 0 < left <= 60 and row.state == ContractState.SIGNED)
    return row


@allowed(Permission.READ_DESK)
def ambassadors(request: HttpRequest) -> HttpResponse:
    """Contracts with their term, the one that runs out next first."""
    text = request.GET.get("q", "").strip()[:120]
    state, sort = request.GET.get("state", ""), request.GET.get("sort", "")
    state = state if state in (*ContractState.values, "all") else "standing"
    sort = sort if sort in SORTS else "ends"
    rows = AmbassadorContract.objects.visible_to(request.user)
    if text:
        rows = rows.filter(Q(title__icontains=text) | Q(brand__name__icontains=text) | Q(talent__name__icontains=text))
    counts = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
    if state == "standing":
        rows = rows.filter(state__in=(ContractState.DRAFT, ContractState.SIGNED))
    elif state != "all":
        rows = rows.filter(state=state)
    shown = rows.select_related("brand", "talent").prefetch_related("commitment__clauses__categories")
    found = Paginator(shown.order_by(*SORTS[sort]), PER_PAGE).get_page(request.GET.get("page"))
    today = office_day(timezone.now())
    for row in found.object_list:
        with_days(row, today)
        kept = [clause for clause in row.commitment.clauses.all() if clause.superseded_at is None]
        row.kept = sorted({c.name for clause in kept for c in clause.categories.all()})  # type: ignore[attr-defined]
    standing = counts.get(ContractState.DRAFT, 0) + counts.get(ContractState.SIGNED, 0)

    def address(**changes: str) -> str:
        query = request.GET.copy()
        query.pop("page", None)
        for key, value in changes.items():
            query[key] = value
        return f"?{query.urlencode()}"

    context = {
        "page": found,
        "text": text,
        "state": state,
        "sort": sort,
        "sorted_by": SORTED_BY[sort],
        "sorts": {name: address(sort=name) for name in SORTS},
        "views": [
            ("Standing", address(state=""), standing, "standing"),
            *((label, address(state=value), counts.get(value, 0), value) for value, label in ContractState.choices),
            ("All", address(state="all"), sum(counts.values()), "all"),
        ],
        "may_run": can(request.user, Permission.RUN_CAMPAIGNS),
        "may_see_money": can(request.user, Permission.READ_MONEY),
        "is_filtered": bool(text or state != "standing"),
    }
    return page(request, "desk/exclusivity/ambassadors.html", context, part="list")
