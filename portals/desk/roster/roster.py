"""The roster: everybody the office works with."""

from dataclasses import replace
from typing import Any

from django.core.cache import cache
from django.core.paginator import Paginator
from django.db.models import Count, Max, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from accounts.roles import Permission, can
from portals.desk.roster.columns import COLUMNS, NUMBERS, drawn, heads_of
from portals.desk.roster.filters import RosterFilter
from portals.desk.roster.looking import Looking
from portals.desk.roster.paging import Alike, Begun, Grouped
from portals.desk.roster.place import keep
from portals.desk.roster.rows import for_rows, lines
from portals.desk.roster.views import ViewForm
from portals.pages import allowed, page
from talent.models import Talent
from talent.order import Groups, Part, groups_of
from talent.queries import Named, alone, longer, looked_up, roster, slips_in, spelt

PER_PAGE = 50
EXPORTS = (("csv", "file-text", "CSV"), ("xlsx", "table", "Excel"))
LARGE = 10_000  # talents
KEPT = 60  # seconds


def _parts(groups: Groups, people: QuerySet[Talent], *, whole: bool) -> list[Part]:
    """The groups of these people, of the roster as a whole up to a minute old."""
    key = f"roster-by-{groups.field}"
    if not whole:
        return groups.parts(groups.counted(people))
    if (counted := cache.get(key)) is None:
        cache.set(key, counted := groups.counted(people), KEPT)
    return groups.parts(counted)


def _counted(asked: RosterFilter, words: list[str]) -> tuple[dict[str, int], dict[str, list[int]] | None]:
    """How many there are and how many are the reader's; and the words that nobody has, where that was asked along.

    Of a large roster the two counts are up to a minute old: there they take longer than the page of it.
    """
    key = f"roster-{asked.user.pk}"
    if known := cache.get(key):
        return known, None
    everybody = Talent.objects.filter(archived_at=None)
    # Counted by itself: beside the others it would have all rows read, where an index is enough.
    own = everybody.filter(manager=asked.user).order_by().values("manager").annotate(count=Count("*")).values("count")
    told = everybody.aggregate(all=Count("*"), mine=Coalesce(Max(Subquery(own)), 0), **spelt(words))
    count = {name: told[name] for name in ("all", "mine")}
    if count["all"] > LARGE:
        cache.set(key, count, KEPT)
    return count, slips_in(words, told)


def _views(count: dict[str, int], me: str) -> list[tuple[str, str, int | None, str]]:
    """The views that everybody has, with how many each holds."""
    return [
        ("All", "?view=all", count["all"], "all"),
        ("My roster", f"?manager={me}", count["mine"], "mine"),
        ("Figures too old", "?stale=on", None, "stale"),
    ]


def _current(asked: RosterFilter, looking: Looking) -> str:
    """The view that is on: a kept one, or one that everybody has."""
    if looking.current:
        return looking.current.public_id
    alone = {key for key in asked.params() if key != "sort"}
    if alone == {"manager"} and asked.cleaned_data["manager"] == asked.user.public_id:
        return "mine"
    return "all" if not alone else "stale" if alone == {"stale"} else ""


@allowed(Permission.READ_DESK)
def talents(request: HttpRequest) -> HttpResponse:
    """The roster page. Everything that it shows is in its address, but for the columns, which are the reader's."""
    now = timezone.now()
    panel = "panel" in request.GET
    if panel and request.headers.get("HX-Request"):
        return page(
            request, "desk/roster/filter_fields.html", {"asked": RosterFilter(request.GET, request.user, whole=True)}
        )
    looking = Looking.read(request)
    if not request.GET and looking.start:
        return redirect(f"{request.path}{looking.start.href}")
    asked = RosterFilter(request.GET, request.user, whole=panel)
    columns = looking.columns
    shows = {column.key for column in columns}
    params = asked.params()
    count, slips = _counted(asked, longer(str(params.get("q", ""))))
    named = looked_up([params], slips, genres=asked.genre_ids, bounds=asked.bounds)

    def read(named: Named) -> tuple[QuerySet[Talent], QuerySet[Talent, Any]]:
        everybody = roster(params, now=now, named=named)
        return everybody, for_rows(everybody, genres="genres" in shows)

    everybody, people = read(named)
    is_filtered = bool({key for key in params if key != "sort"})
    groups = groups_of(params.get("sort"))
    is_large = count["all"] > LARGE
    counts = request.headers.get("HX-Target") == "roster-count"
    pages = Paginator(people, PER_PAGE)
    if named.slips:
        is_guess = not all(named.slips.values())
        pages = Alike(people, PER_PAGE, everybody, is_guess=is_guess, found=alone(params, named))
        if not pages.count and any(named.slips.values()):  # who nearly has them, the filters leave out
            everybody, people = read(replace(named, slips=dict.fromkeys(named.slips, [])))
            pages = Alike(people, PER_PAGE, everybody, is_guess=True)
    elif groups and is_large:
        pages = Grouped(people, PER_PAGE, _parts(groups, everybody, whole=not is_filtered))
    elif is_filtered and is_large:
        pages = Begun(people, PER_PAGE, everybody, whole=counts)
    else:
        pages.count = everybody.count() if is_filtered else count["all"]
    found = pages.get_page(request.GET.get("page"))
    if counts:
        return page(request, "desk/roster/counted.html", {"page": found})
    people_lines = lines(found.object_list, asked.bounds, now, numbers=bool(shows & NUMBERS))
    view, kept = _current(asked, looking), looking.current
    query = asked.question()
    context: dict[str, Any] = {
        "asked": asked,
        "page": found,
        "rows": drawn(people_lines, columns, now),
        "now": now,
        "views": _views(count, request.user.public_id),
        "kept_views": looking.views,
        "kept": kept,
        "is_changed": bool(kept and kept.is_mine and kept.query != query),
        "may_be_kept": kept is None or kept.query != query,
        "opens_with": looking.opens_with,
        "view_form": ViewForm(initial={"query": query, "name": ""}),
        "query": query,
        "view": view,
        "columns": heads_of(columns, heads := asked.heads()),
        "all_columns": [(column, column.key in shows) for column in COLUMNS.values()],
        "heads": heads,
        "chips": asked.chips(),
        "is_filtered": is_filtered,
        "may_edit": can(request.user, Permission.EDIT_ROSTER),
        "may_refresh": can(request.user, Permission.REFRESH_FIGURES),
        "may_ask": can(request.user, Permission.RUN_CAMPAIGNS),
        "may_import": can(request.user, Permission.IMPORT_ROSTER),
        "may_read_spread": bool(can(request.user, Permission.READ_SPREAD)),
        "panel": panel,
        "panel_href": asked.address(panel="1"),
        "tall": (tall := request.GET.get("rows") == "tall"),
        "nobody_because": asked.because(),
        "density_href": asked.address(rows=None if tall else "tall"),
        "export_kinds": EXPORTS,
        "export_query": asked.clean_address(),
    }
    response = page(request, "desk/roster/talents.html", context, part="list")
    keep(request, response, found, [line.talent.public_id for line in people_lines])
    if request.headers.get("HX-Request"):
        response["HX-Push-Url"] = request.path + asked.clean_address().removesuffix("?")
    return response
