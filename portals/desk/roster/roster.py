"""The roster: everybody the office works with, and its export."""

from collections.abc import Iterable
from datetime import datetime
from itertools import batched
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone

from accounts.roles import Permission, can
from lib.csv_safe import lines as csv_lines
from portals.desk.roster.filters import RosterFilter
from portals.desk.roster.rows import lines
from portals.pages import allowed, page
from talent.models import SocialAccount, Talent
from talent.queries import roster

PER_PAGE = 50
HEADS = (
    "name",
    "native_name",
    "stage",
    "tier",
    "followers",
    "growth_30_days_percent",
    "country",
    "city",
    "languages",
    "genres",
    "manager",
    "platform",
    "handle",
    "url",
    "account_followers",
    "engagement_rate_percent",
    "source",
    "measured_at",
)


def _views(asked: RosterFilter, me: str) -> list[tuple[str, str, int | None, str]]:
    """The views that everybody has, with how many each holds. One query."""
    count = Talent.objects.filter(archived_at=None).aggregate(
        all=Count("pk"), mine=Count("pk", filter=Q(manager=asked.user))
    )
    return [
        ("All", "?", count["all"], "all"),
        ("My roster", f"?manager={me}", count["mine"], "mine"),
        ("Figures too old", "?stale=on", None, "stale"),
    ]


def _without_genres(people: QuerySet[Talent]) -> QuerySet[Talent]:
    """The list shows no genres: one query less."""
    lookups: tuple[Any, ...] = people._prefetch_related_lookups  # type: ignore[attr-defined]
    kept = [each for each in lookups if getattr(each, "prefetch_to", each) != "genres"]
    return people.prefetch_related(None).prefetch_related(*kept)


@allowed(Permission.READ_DESK)
def talents(request: HttpRequest) -> HttpResponse:
    """The roster page. Everything that it shows is in its address."""
    now = timezone.now()
    panel = "panel" in request.GET
    if panel and request.headers.get("HX-Request"):
        return page(
            request, "desk/roster/filter_fields.html", {"asked": RosterFilter(request.GET, request.user, whole=True)}
        )
    asked = RosterFilter(request.GET, request.user, whole=panel)
    people: QuerySet[Talent] = _without_genres(roster(asked.params(), now=now))
    found = Paginator(people, PER_PAGE).get_page(request.GET.get("page"))
    alone = {key for key in asked.params() if key != "sort"}
    current = "all" if not alone else "stale" if alone == {"stale"} else ""
    if alone == {"manager"} and asked.cleaned_data["manager"] == request.user.public_id:
        current = "mine"
    context: dict[str, Any] = {
        "asked": asked,
        "page": found,
        "rows": lines(list(found.object_list), asked.bounds, now),
        "now": now,
        "views": _views(asked, request.user.public_id),
        "view": current,
        "heads": asked.heads(),
        "chips": asked.chips(),
        "is_filtered": bool(alone),
        "may_edit": can(request.user, Permission.EDIT_ROSTER),
        "may_import": can(request.user, Permission.IMPORT_ROSTER),
        "panel": panel,
        "panel_href": asked.address(panel="1"),
        "tall": (tall := request.GET.get("rows") == "tall"),
        "nobody_because": asked.because(),
        "density_href": asked.address(rows=None if tall else "tall"),
        "export_query": asked.clean_address(),
    }
    response = page(request, "desk/roster/talents.html", context, part="list")
    if request.headers.get("HX-Request"):
        response["HX-Push-Url"] = request.path + asked.clean_address().removesuffix("?")
    return response


@allowed(Permission.READ_DESK)
def export(request: HttpRequest) -> StreamingHttpResponse:
    """What the filters found, as CSV: a line an account, so that each figure stands beside its source and age."""
    now = timezone.now()
    asked = RosterFilter(request.GET, request.user)
    people: QuerySet[Talent] = roster(asked.params(), now=now)
    if chosen := request.GET.getlist("talent"):
        people = people.filter(public_id__in=chosen)
    response = StreamingHttpResponse(
        csv_lines(HEADS, _records(people, asked, now)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="talents-{timezone.localdate(now):%Y-%m-%d}.csv"'
    return response


def _records(people: QuerySet[Talent], asked: RosterFilter, now: datetime) -> Iterable[list[Any]]:
    for some in batched(people.iterator(chunk_size=500), 500):
        for line in lines(some, asked.bounds, now):
            talent = line.talent
            own = [
                talent.name,
                talent.native_name,
                talent.get_stage_display(),
                line.tier,
                talent.followers,
                None if line.growth is None else round(line.growth, 1),
                talent.country,
                talent.city,
                " ".join(talent.languages),
                ", ".join(genre.name for genre in talent.genres.all()),
                talent.manager.name if talent.manager else "",
            ]
            accounts: list[SocialAccount | None] = [*([line.main] if line.main else []), *line.others]
            for account in accounts or [None]:
                yield own + (
                    [""] * 7
                    if account is None
                    else [
                        account.get_platform_display(),
                        account.handle,
                        account.url,
                        account.followers,
                        account.engagement_rate,
                        account.get_source_display() if account.source else "",
                        account.measured_at.isoformat(timespec="minutes") if account.measured_at else "",
                    ]
                )
