"""A talent's exclusivity: all promises on one axis or in a table, what clashes, and from when each market is free."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone

from accounts.models import Office
from accounts.roles import Permission, can
from campaigns.models import Deliverable
from campaigns.models.booking import BookingState
from campaigns.models.deliverable import DONE
from exclusivity.axes import WORLD, Channel
from exclusivity.models import Commitment
from exclusivity.timeline import Timeline, timeline_of
from lib.countries import countries
from lib.csv_safe import lines as csv_lines
from portals.components.axis import Days
from portals.components.promises import HEAD, months, promises_chart
from portals.components.verdicts import VERDICTS
from portals.desk.exclusivity.explain import explained_of, page_of
from portals.desk.roster.asked import RANGES, Asked, moved
from portals.desk.roster.promised import Group, Line, drawn, groups_of, overlap_words, place, title_of
from portals.desk.roster.talent import header
from portals.pages import allowed, page, visible
from talent.models import Talent

PANE = 380
"""Pixels that the pane takes at most, so that it opens upwards where it would stick out below."""
WAYS = 3
HEADS = (
    "Brand", "Kind", "By", "Market", "What, where, channels", "State", "First day", "Last day", "Tail until",
    "Verdict", "Against", "Days", "Market is",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a page of a talent's promises needs, whichever way it is shown."""

    asked: Asked
    told: Timeline
    groups: list[Group]
    hidden: int
    height: int

    @property
    def lines(self) -> list[Line]:
        return [line for group in self.groups for line in group.lines]


def sheet_of(request: HttpRequest, talent: Talent) -> Sheet:
    now = timezone.now()
    zone = Office.objects.current().timezone
    asked = Asked.read(request, timezone.localdate(now))
    told = timeline_of(talent.pk, now, zone, territory=asked.territory, channel=asked.channel)
    ids = [promise.facts.id for promise in told.promises]
    rows = Commitment.objects.select_related("brand", "booking__campaign", "contract").in_bulk(ids)
    groups, hidden = groups_of(told.markets, rows, told.office, asked.axis, told.today)
    height = place(groups)
    sheet = Sheet(asked, told, groups, hidden, height)
    planned = planned_posts(ids)
    for line in sheet.lines:
        line.posts = planned.get(line.promise.facts.id, [])
        line.chosen, line.back = line.key == asked.show, line.key == asked.at
        line.href = asked.address(show="" if line.chosen else line.key)
        line.explained = asked.address(view="", show=line.key)
    return sheet


def planned_posts(ids: Iterable[int]) -> dict[int, list[date]]:
    """The days on which pieces of bookings are to go live, by commitment."""
    found: dict[int, list[date]] = defaultdict(list)
    pieces = Deliverable.objects.filter(booking__commitment__in=ids, live_on__isnull=False).exclude(state__in=DONE)
    for key, day in pieces.values_list("booking__commitment", "live_on").distinct().order_by("live_on"):
        found[key].append(day)
    return found


@allowed(Permission.READ_DESK)
def exclusivity(request: HttpRequest, public_id: str) -> HttpResponse:
    """Everything that the talent promised on one axis; `show` explains a line, `view=table` is the same in words."""
    talent: Talent = visible(request, Talent.objects.select_related("manager"), public_id)
    sheet = sheet_of(request, talent)
    asked, told = sheet.asked, sheet.told
    back, on = moved(asked.start, -(asked.months // 2)), moved(asked.start, asked.months // 2)
    context = {
        **header(request, talent, "Exclusivity"),
        "asked": asked,
        "groups": sheet.groups,
        "lines": sheet.lines,
        "hidden": sheet.hidden,
        "here": asked.address(show=""),
        "to_decide": sum(clash.is_open for clash in told.clashes),
        "views": [
            ("Timeline", asked.address(view=""), None, "timeline"),
            ("Table", asked.address(view="table", show=""), None, "table"),
        ],
        "ranges": [
            (f"{n} months" if n == asked.months else n, asked.address(**{"months": n, "from": ""}), None, n)
            for n in RANGES
        ],
        "back_url": asked.address(**{"from": f"{back:%Y-%m}"}),
        "today_url": asked.address(**{"from": ""}),
        "on_url": asked.address(**{"from": f"{on:%Y-%m}"}),
        "clear_url": asked.address(territory="", channel=""),
        "close_url": asked.address(show="", at=asked.show),
        "territories": places(told, asked.territory),
        "channels": Channel.choices,
        "chosen": None,
    }  # fmt: skip
    if asked.view == "timeline":
        rows, meetings = drawn(sheet.groups, told.clashes)
        context |= {
            "months": months(asked.axis, told.today),
            "chart": promises_chart(asked.axis, rows, meetings, told.today, sheet.height),
            "head": HEAD,
        }
    chosen = next((line for line in sheet.lines if line.chosen), None)
    if chosen is not None:
        context["chosen"] = pane_of(chosen, sheet, request.user)
    return page(request, "desk/roster/talent_exclusivity.html", context, part="promises")


def pane_of(line: Line, sheet: Sheet, user: Any) -> dict[str, Any]:
    """The short form of the explanation, seen from the side that still has to bind, and where it opens."""
    pane: dict[str, Any] = {
        "line": line,
        "side": side_of(line, sheet),
        "up": opens_up(line, sheet),
        "paper": page_of(line.commitment),
        "release_url": release_url(line.commitment, user),
    }
    if line.clash is None:
        return pane
    by_id = {each.promise.facts.id: each for each in sheet.lines}
    mine, other = by_id[line.clash.mine], by_id[line.clash.other]
    explained = explained_of(mine.commitment, timezone.now())
    told = next((told for told in explained.told if told.hit.other_id == line.clash.other), None)
    ways = [*explained.enough, *explained.together, *explained.asked]
    finding = line.clash.finding
    return pane | {
        "paper": page_of(mine.commitment),
        "release_url": release_url(mine.commitment, user),
        "six": reverse("desk:clash", args=[finding.public_id]) if finding else page_of(mine.commitment),
        "title": title_of(line.clash, mine.commitment, other.commitment),
        "days": overlap_words(line.clash),
        "why": told.hit.sentence if told else line.clash.hit.sentence,
        "ways": ways[:WAYS],
        "more": len(ways) - WAYS,
    }


def release_url(commitment: Commitment, user: Any) -> str:
    """Where a hold is let go; empty where there is none, or it is not this person's to do."""
    booking = getattr(commitment, "booking", None)
    if booking is None or booking.state != BookingState.HOLD or not can(user, Permission.RUN_CAMPAIGNS):
        return ""
    return reverse("desk:hold-release", args=[booking.public_id])


def side_of(line: Line, sheet: Sheet) -> str:
    """Beside the days that it is about, in steps of five hundredths: after them where there is room, else before."""
    days: Days | None = line.clash.hit.overlap if line.clash is not None else line.promise.days
    if days is None or not sheet.asked.axis.shows(days):
        return "after-60"
    start, width = sheet.asked.axis.stretch(days)
    if start + width <= 62:
        return f"after-{max(0, int((start + width + 5.5) // 5 * 5))}"
    if start >= 38:
        return f"before-{max(0, int((100 - start + 5.5) // 5 * 5))}"
    return "after-60"


def opens_up(line: Line, sheet: Sheet) -> bool:
    return line.y > PANE and line.y + PANE > sheet.height


def places(told: Timeline, chosen: str) -> list[tuple[str, str]]:
    """The countries of which the promises speak, by name."""
    named = {code for promise in told.promises for clause in promise.facts.clauses for code in clause.territories or ()}
    named |= {code for promise in told.promises for e in promise.facts.exposures for code in e.territories or ()}
    named = (named | {chosen}) - {WORLD, ""}
    return sorted(((code, countries().get(code, code)) for code in named), key=lambda pair: pair[1])


@allowed(Permission.READ_DESK)
def export(request: HttpRequest, public_id: str) -> StreamingHttpResponse:
    """What the table shows, as CSV."""
    talent: Talent = visible(request, Talent.objects.all(), public_id)
    sheet = sheet_of(request, talent)
    response = StreamingHttpResponse(csv_lines(HEADS, _records(sheet)), content_type="text/csv; charset=utf-8")
    name = f"exclusivity-{talent.public_id}-{sheet.told.today:%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _records(sheet: Sheet) -> Iterable[list[Any]]:
    by_id = {line.promise.facts.id: line for line in sheet.lines}
    for group in sheet.groups:
        for line in group.lines:
            clash = line.clash
            against = by_id.get({clash.mine: clash.other}.get(line.promise.facts.id, clash.mine)) if clash else None
            yield [
                line.commitment.brand.name, line.kind, line.via, group.market.name, line.second,
                line.commitment.get_status_display(), line.first, line.last, line.tail,
                VERDICTS[line.verdict][1] if clash else "", against.commitment.brand.name if against else "",
                overlap_words(clash) if clash else "", group.free,
            ]  # fmt: skip
