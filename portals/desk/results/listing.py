"""The list of results: filtered, sorted, page by page or as a file."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.dateparse import parse_date
from djmoney.money import Money

from accounts.models import Office, User
from accounts.queries import staff_who_can
from accounts.roles import Permission, can
from campaigns.models import Booking, Campaign, CampaignState, DeliverableState
from campaigns.models.booking import COUNTING
from clients.models import Brand
from lib.csv_safe import lines as csv_lines
from lib.xlsx_safe import fitted
from portals.desk.campaigns.campaigns import address
from portals.pages import allowed, page, visible
from stats.results.earned import value
from stats.results.report import Report, of_talent, reports, together
from talent.models import Talent

PER_PAGE = 25
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STATES = tuple(state for state in CampaignState if state not in (CampaignState.DRAFT, CampaignState.OPEN))
NEWEST = "-created"


@dataclass(frozen=True, slots=True)
class Sort:
    """A column that can be sorted by: `of` reads it off a report; None is known to the database by `field`."""

    words: str
    field: str = ""
    of: Callable[[Report], Any] | None = None
    is_money: bool = False


SORTS = {
    "created": Sort("newest", "created_at"),
    "name": Sort("name", "name"),
    "live": Sort("live posts", of=lambda report: report.live),
    "views": Sort("views", of=lambda report: report.views.value),
    "engagements": Sort("engagements", of=lambda report: report.engagements.value),
    "cost": Sort("what the brand paid", of=lambda report: report.cost, is_money=True),
    "cpm": Sort("cost of 1,000 views", of=lambda report: report.cpm, is_money=True),
    "as_of": Sort("age of the figures", of=lambda report: report.result.as_of),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for. A sort that is none, or that the reader may not read, is the newest first."""

    words: str
    state: str
    manager: str
    first: date | None
    last: date | None
    brand: Brand | None
    talent: Talent | None
    sort: str

    @classmethod
    def of(cls, request: HttpRequest) -> "Asked":
        get, money = request.GET.get, bool(can(request.user, Permission.READ_MONEY))
        sort, state = get("sort", ""), get("state", "")
        known = SORTS.get(sort.removeprefix("-"))
        return cls(
            words=get("q", "").strip()[:120],
            state=state if state in STATES else "",
            manager=get("manager", "")[:40],
            first=_day(get("from", "")),
            last=_day(get("until", "")),
            brand=_one(request, Brand, "brand"),
            talent=_one(request, Talent, "talent"),
            sort=sort if known is not None and (money or not known.is_money) else NEWEST,
        )

    @property
    def by(self) -> Sort:
        return SORTS[self.sort.removeprefix("-")]

    @property
    def falls(self) -> bool:
        return self.sort.startswith("-")

    @property
    def of_one(self) -> bool:
        return self.brand is not None or self.talent is not None

    @property
    def sorted_by(self) -> str:
        if self.by.field == "created_at":
            return "newest first" if self.falls else "oldest first"
        ways = {"name": ("Z first", "A first"), "as_of": ("newest first", "oldest first")}
        falling, rising = ways.get(self.sort.removeprefix("-"), ("most first", "least first"))
        return f"{self.by.words}, {falling if self.falls else rising}"


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _one[Row: (Brand, Talent)](request: HttpRequest, model: type[Row], name: str) -> Row | None:
    """Whose results are asked for; None: everybody's."""
    asked = request.GET.get(name, "")
    return visible(request, model._default_manager.all(), asked) if asked else None


def _rows(user: User, asked: Asked) -> Any:
    """Campaigns with posts that went live in those days and count."""
    posted: dict[str, Any] = {"deliverables__state": DeliverableState.PUBLISHED}
    if asked.first is not None:
        posted["deliverables__published_at__date__gte"] = asked.first
    if asked.last is not None:
        posted["deliverables__published_at__date__lte"] = asked.last
    if asked.talent is not None:
        posted["talent"] = asked.talent
    rows = Campaign.objects.visible_to(user).select_related("brand", "manager", "brief")
    rows = rows.filter(Exists(Booking.objects.filter(COUNTING, campaign=OuterRef("pk"), **posted)))
    if asked.brand is not None:
        rows = rows.filter(brand=asked.brand)
    if asked.state:
        rows = rows.filter(state=asked.state)
    if asked.manager:
        rows = rows.filter(manager__public_id=asked.manager)
    if asked.words:
        rows = rows.filter(Q(name__icontains=asked.words) | Q(brand__name__icontains=asked.words))
    field = asked.by.field or "created_at"
    return rows.order_by(f"-{field}" if asked.falls or not asked.by.field else field, "-pk")


def _reports(rows: Iterable[Campaign], asked: Asked) -> dict[int, Report]:
    made = reports(list(rows), rated=asked.of_one)
    if asked.talent is None:
        return made
    return {pk: of_talent(report, asked.talent) for pk, report in made.items()}


def _sorted(rows: Iterable[Campaign], made: dict[int, Report], asked: Asked) -> list[Campaign]:
    """By a figure, unknown last either way; sums of money by currency, the office's first."""
    read, own = asked.by.of, Office.objects.current().currency

    def key(campaign: Campaign) -> Any:
        found = read(made[campaign.pk]) if read else None
        return found.amount if asked.by.is_money and found is not None else found

    def group(campaign: Campaign) -> tuple[bool, str]:
        found = read(made[campaign.pk]) if read and asked.by.is_money else None
        currency = str(found.currency) if found is not None else own
        return currency != own, currency

    told = [row for row in rows if key(row) is not None]
    untold = [row for row in rows if key(row) is None]
    return [*sorted(sorted(told, key=key, reverse=asked.falls), key=group), *untold]


@allowed(Permission.READ_DESK)
def results(request: HttpRequest) -> HttpResponse:
    """Campaigns with live pieces, as they were asked for; of one brand or talent also all together."""
    asked = Asked.of(request)
    user: User = request.user  # type: ignore[assignment]
    rows = _rows(user, asked)
    if by_figure := asked.by.of is not None:
        rows = list(rows)
    made = _reports(rows, asked) if by_figure or asked.of_one else {}
    if by_figure:
        rows = _sorted(rows, made, asked)
    found = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    made = made or _reports(found, asked)
    whole = together(list(made.values())) if asked.of_one else None
    if whole is not None:
        value(whole.result.pieces)
    managers = list(staff_who_can(Permission.RUN_CAMPAIGNS))
    context = {
        "asked": asked,
        "page": found,
        "whole": whole,
        "of_brand": asked.brand,
        "of_talent": asked.talent,
        "rows": [(campaign, made[campaign.pk]) for campaign in found],
        "states": [(state.value, state.label) for state in STATES],
        "managers": managers,
        "chips": _chips(request, asked, managers),
        "heads": {name: _head(request, asked, name) for name in SORTS},
        "kept": [(name, request.GET[name]) for name in ("brand", "talent", "sort") if request.GET.get(name)],
        "query": address(request),
        "may_see_money": can(user, Permission.READ_MONEY),
    }
    return page(request, "desk/results/results.html", context)


def _head(request: HttpRequest, asked: Asked, name: str) -> tuple[str, str]:
    """Where a column's head leads, and how it is sorted now: figures fall at first, names rise."""
    first, then = (name, f"-{name}") if name == "name" else (f"-{name}", name)
    now = {name: "ascending", f"-{name}": "descending"}.get(asked.sort, "")
    return address(request, sort=then if asked.sort == first else first), now


def _chips(request: HttpRequest, asked: Asked, managers: list[User]) -> list[tuple[str, str, str]]:
    names = {person.public_id: person.name for person in managers}
    said = [
        ("Words", asked.words, "q"),
        ("State", CampaignState(asked.state).label if asked.state else "", "state"),
        ("Manager", names.get(asked.manager, "somebody else") if asked.manager else "", "manager"),
        ("Live from", f"{asked.first:%-d %b %Y}" if asked.first else "", "from"),
        ("Live until", f"{asked.last:%-d %b %Y}" if asked.last else "", "until"),
    ]
    return [(label, words, address(request, **{name: ""})) for label, words, name in said if words]


HEADS = (
    "Campaign", "Brand", "State", "Manager", "Live posts", "Owed posts", "Views", "Views told by", "Reach",
    "Engagements", "Clicks", "Orders", "Source of the figures", "Figures as of",
)  # fmt: skip
MONEY = ("The brand paid", "Currency of it", "Per 1,000 views", "They are", "Revenue", "Currency of revenue")


@allowed(Permission.READ_DESK)
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """All that the filters found, in the order of the list, as CSV or XLSX."""
    asked = Asked.of(request)
    user: User = request.user  # type: ignore[assignment]
    rows = list(_rows(user, asked))
    made = _reports(rows, asked)
    if asked.by.of is not None:
        rows = _sorted(rows, made, asked)
    money = bool(can(user, Permission.READ_MONEY))
    heads = [*HEADS, *(MONEY if money else ())]
    lines = (_cells(campaign, made[campaign.pk], money=money) for campaign in rows)
    name = f"results-{timezone.localdate():%Y-%m-%d}.{kind}"
    if kind == "xlsx":
        return FileResponse(
            fitted([("Results", heads, list(lines))]), as_attachment=True, filename=name, content_type=XLSX
        )
    response = StreamingHttpResponse(csv_lines(heads, _plain(lines)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _cells(campaign: Campaign, report: Report, *, money: bool) -> list[Any]:
    cells: list[Any] = [
        campaign.name, campaign.brand.name, campaign.get_state_display(), campaign.manager.name,
        report.live, report.result.owed, report.views.value, f"{report.views.known} of {report.views.of} posts",
        report.reach.value, report.engagements.value, report.clicks.value, report.orders.value,
        " and ".join(report.result.sources), report.result.as_of,
    ]  # fmt: skip
    if money:
        cost, cpm, revenue = report.cost, report.cpm, report.revenue
        cells += [
            *_amount(cost),
            *((cpm.amount, report.by_views) if cpm is not None else (None, "")),
            *_amount(revenue),
        ]
    return cells


def _amount(amount: Money | None) -> tuple[Any, str | None]:
    return (amount.amount, str(amount.currency)) if amount is not None else (None, None)


def _plain(rows: Iterable[list[Any]]) -> Iterator[list[Any]]:
    for row in rows:
        yield [cell.isoformat() if isinstance(cell, date) else cell for cell in row]
