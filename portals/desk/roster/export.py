"""The roster as a file: what the filters found or what was picked, with the columns that the reader sees."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import batched
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from accounts.models import User
from accounts.roles import Permission
from lib.csv_safe import lines as csv_lines
from lib.xlsx_safe import book
from outbox.once import takes_sent
from portals.desk.roster.columns import Column
from portals.desk.roster.filters import RosterFilter
from portals.desk.roster.looking import Looking
from portals.desk.roster.rows import Account, Line, for_rows, lines
from portals.pages import allowed
from stats.models import AccountNumbers
from stats.numbers.engagement import formula_of
from stats.rates import TOLD, KnownRate, rate_of
from talent.models import Talent
from talent.queries import roster

CHUNK = 500
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PERCENT = {"growth", "growth_7", "growth_90", "engagement"}
OWN = ("Name", "Native name")
ACCOUNT = (
    "Platform", "Handle", "Address", "Followers of the account", "Engagement of the account %", "Source", "Measured at"
)  # fmt: skip
FIGURES = ("Source of the figures", "Figures as of")
RECKONED = ("Formula of the engagement", "Version of the formula", "Posts that count", "Posts looked at")


@allowed(Permission.READ_DESK)
@takes_sent
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """`kind` is csv or xlsx. A line a talent, or with `lines=accounts` a line an account. Never whole in memory."""
    now = timezone.now()
    asked = RosterFilter(request.GET, request.user)
    looking = Looking.read(request)
    columns = [column for column in looking.columns if column.key != "figures"]  # "Figures as of" says it
    people = for_rows(chosen(request, now, to_read=True), genres=any(column.key == "genres" for column in columns))
    heads, rows = _table(asked, people, columns, now, request.GET.get("lines") == "accounts")
    name = f"talents-{timezone.localdate(now):%Y-%m-%d}.{kind}"
    if kind == "xlsx":
        formats = {place: "#,##0" for place, head in enumerate(heads) if head.startswith("Followers")}
        formats |= {place: "0.0" for place, head in enumerate(heads) if head.endswith("%")}
        return FileResponse(
            book("Talents", heads, rows, formats=formats), as_attachment=True, filename=name, content_type=XLSX
        )
    response = StreamingHttpResponse(csv_lines(heads, _plain(rows)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def chosen(request: HttpRequest, now: datetime, *, to_read: bool = False) -> QuerySet[Talent]:
    """The picked talents, wherever they are, or all that the filters found.

    Where a filter cannot be read there is nobody to do anything to; only `to_read` are there those whom the list shows.
    """
    data = request.POST if request.method == "POST" else request.GET
    if picked := data.getlist("talent"):
        return roster({"archived": "all", "sort": "name"}, now=now).filter(public_id__in=picked)
    user: User = request.user  # type: ignore[assignment]
    asked = RosterFilter(data, user)
    if to_read or not (unreadable := asked.unreadable()):
        return roster(asked.params(), now=now)
    for sentence in unreadable:
        messages.error(request, sentence)
    return Talent.objects.none()


def _table(
    asked: RosterFilter, people: QuerySet[Talent, Any], columns: list[Column], now: datetime, by_account: bool
) -> tuple[list[str], Iterator[list[Any]]]:
    heads = [*OWN, *(f"{column.label} %" if column.key in PERCENT else column.label for column in columns)]
    heads += ACCOUNT if by_account else FIGURES
    heads += RECKONED if by_account or _tells_rate(columns) else ()
    return heads, _records(people, asked, columns, now, by_account)


def _tells_rate(columns: list[Column]) -> bool:
    return any(column.key == "engagement" for column in columns)


def _records(
    people: QuerySet[Talent, Any], asked: RosterFilter, columns: list[Column], now: datetime, by_account: bool
) -> Iterator[list[Any]]:
    for some in batched(people.iterator(chunk_size=CHUNK), CHUNK):
        found = lines(some, asked.bounds, now)
        computed = _computed(found) if by_account else {}
        for line in found:
            own = [line.talent.name, line.talent.native_name, *(_rounded(column.value(line)) for column in columns)]
            if by_account:
                accounts: list[Account | None] = [*([line.main] if line.main else []), *line.others]
                yield from (
                    own + _of_account(account, computed.get(account.pk) if account else None)
                    for account in accounts or [None]
                )
            else:
                made_of = _reckoned(line.main.platform if line.main else "", line.rate) if _tells_rate(columns) else []
                yield own + _of_figures(line) + made_of


def _rounded(value: Any) -> Any:
    return round(value, 2) if hasattr(value, "quantize") else value


def _of_figures(line: Line) -> list[Any]:
    if line.main is None or not line.main.source:
        return [None, None]
    return [line.main.get_source_display(), line.main.measured_at]


def _computed(found: Iterable[Line]) -> dict[int, AccountNumbers]:
    """Every account's numbers. One query."""
    ids = [account.pk for line in found for account in [*([line.main] if line.main else []), *line.others]]
    return {row.pk: row for row in AccountNumbers.objects.filter(pk__in=ids)}


def _of_account(account: Account | None, numbers: AccountNumbers | None) -> list[Any]:
    if account is None:
        return [None] * (len(ACCOUNT) + len(RECKONED))
    rate = rate_of(account, numbers)
    return [
        account.get_platform_display(), account.handle, account.url, account.followers, _rounded(rate.percent),
        account.get_source_display() if account.source else None, account.measured_at,
        *_reckoned(account.platform, rate),
    ]  # fmt: skip


def _reckoned(platform: str, rate: KnownRate) -> list[Any]:
    """By which formula a rate is, and on how many posts it rests; a word for one that was told."""
    if rate.ours is None:
        return [TOLD if rate.is_told else None, *[None] * (len(RECKONED) - 1)]
    known = formula_of(platform, rate.ours.formula)
    made_of = (rate.ours.formula_version, rate.ours.posts_counted, rate.ours.posts_seen)
    return [known.words if known else None, *made_of]


def _plain(rows: Iterable[list[Any]]) -> Iterator[list[Any]]:
    """Instants as text that every reader of CSV knows."""
    for row in rows:
        yield [value.isoformat(timespec="minutes") if isinstance(value, datetime) else value for value in row]
