"""All campaigns: as a list with filters, or as a board by state."""

from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.models import User
from accounts.queries import staff_who_can
from accounts.roles import Permission, can
from campaigns.models import Campaign, CampaignState
from campaigns.queries import Column, board, with_counts
from portals.pages import allowed, page

PER_PAGE = 50
SORTS = {
    "-created": ("-created_at", "-pk"),
    "name": ("name", "pk"),
    "days": ("brief__days", "pk"),
    "brand": ("brand__name", "name"),
}
SORTED_BY = {"-created": "newest first", "name": "name", "days": "first day", "brand": "brand"}
LIVE = (CampaignState.DRAFT, CampaignState.OPEN, CampaignState.RUNNING, CampaignState.REPORTING)


def _asked(request: HttpRequest) -> dict[str, str]:
    state, sort = request.GET.get("state", ""), request.GET.get("sort", "")
    return {
        "q": request.GET.get("q", "").strip()[:120],
        "state": state if state in (*CampaignState.values, "all") else "live",
        "manager": request.GET.get("manager", "")[:40],
        "sort": sort if sort in SORTS else "-created",
    }


def address(request: HttpRequest, **changes: str) -> str:
    """This page with other filters, from its first page."""
    query = request.GET.copy()
    query.pop("page", None)
    for key, value in changes.items():
        query[key] = value
        if not value:
            del query[key]
    return f"?{query.urlencode()}"


@allowed(Permission.READ_DESK)
def campaigns(request: HttpRequest) -> HttpResponse:
    """Campaigns by state, brand and manager, with what waits in each."""
    asked = _asked(request)
    shown = Campaign.objects.visible_to(request.user)
    if asked["q"]:
        shown = shown.filter(Q(name__icontains=asked["q"]) | Q(brand__name__icontains=asked["q"]))
    if asked["manager"]:
        shown = shown.filter(manager__public_id=asked["manager"])
    counts = dict(shown.order_by().values_list("state").annotate(n=Count("pk")))
    rows = with_counts(shown)
    if asked["state"] == "live":
        rows = rows.filter(state__in=LIVE)
    elif asked["state"] != "all":
        rows = rows.filter(state=asked["state"])
    found = Paginator(rows.order_by(*SORTS[asked["sort"]]), PER_PAGE).get_page(request.GET.get("page"))
    as_board = request.GET.get("as") == "board"
    managers = list(staff_who_can(Permission.RUN_CAMPAIGNS))
    context: dict[str, Any] = {
        "asked": asked,
        "page": found,
        "views": [
            ("Live", address(request, state=""), sum(counts.get(s, 0) for s in LIVE), "live"),
            *(
                (label, address(request, state=value), counts.get(value, 0), value)
                for value, label in CampaignState.choices
            ),
            ("All", address(request, state="all"), sum(counts.values()), "all"),
        ],
        "managers": managers,
        "chips": _chips(request, asked, managers),
        "sorted_by": SORTED_BY[asked["sort"]],
        "sorts": {name: address(request, sort=name) for name in SORTS},
        "shapes": [("List", address(request, **{"as": ""})), ("Board", address(request, **{"as": "board"}))],
        "shape": "Board" if as_board else "List",
        "board": _columns(request.user, asked) if as_board else [],
        "is_filtered": bool(asked["q"] or asked["manager"] or asked["state"] != "live"),
        "may_run": can(request.user, Permission.RUN_CAMPAIGNS),
        "today": timezone.localdate(),
    }
    return page(request, "desk/campaigns/campaigns.html", context, part="list")


def _columns(user: User, asked: dict[str, str]) -> list[Column]:
    """The board, with the campaigns that fit."""
    text, manager = asked["q"].casefold(), asked["manager"]

    def fits(campaign: Campaign) -> bool:
        named = text in campaign.name.casefold() or text in campaign.brand.name.casefold()
        return named and manager in ("", campaign.manager.public_id)

    return [replace(column, campaigns=[c for c in column.campaigns if fits(c)]) for column in board(user)]


def _chips(request: HttpRequest, asked: dict[str, str], managers: list[User]) -> list[tuple[str, str, str]]:
    chips = []
    if asked["q"]:
        chips.append(("Words", asked["q"], address(request, q="")))
    if asked["manager"]:
        name = next((m.name for m in managers if m.public_id == asked["manager"]), "somebody else")
        chips.append(("Manager", name, address(request, manager="")))
    return chips
