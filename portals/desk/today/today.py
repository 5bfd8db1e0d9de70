"""The first page of the day: one queue, the next step of each line, and what it is about beside it."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zlib import crc32
from zoneinfo import ZoneInfo

from django.db.models import F, Max, OuterRef, Q, Subquery
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from accounts.models import Office, User
from accounts.roles import Permission, can
from campaigns.queries import Entry, desk_queue
from exclusivity.rules import Verdict
from lib.figures import counted
from portals.desk.today.details import details
from portals.desk.today.first import first_steps
from portals.desk.today.stages import stages_reached
from portals.pages import allowed, page
from stats import by_hand
from stats.alarms import alarms
from stats.models import Connection, ConnectionState
from talent.models import SocialAccount
from talent.models.account import AccountState

SORTS = {"due": "due date", "waiting": "longest waiting", "verdict": "worst verdict"}
STALE = timedelta(days=1)
AT_FIRST = 100  # lines of each part; so many more with each press
MOST_ASKED = 20  # lines for figures by hand: the next come as these are done
EVER = datetime.max.replace(tzinfo=ZoneInfo("UTC"))


def broken_accounts(user: Any, mine: bool) -> list[Entry]:
    """Talents whose accounts give no figures any more, one line a talent."""
    broken = Connection.objects.filter(state=ConnectionState.BROKEN)
    failing = Q(state__in=(AccountState.MISSING, AccountState.REFUSED)) | Q(pk__in=broken.values("account"))
    reason = Subquery(broken.filter(account=OuterRef("pk")).values("reason")[:1])
    rows = SocialAccount.objects.filter(failing, archived_at=None, talent__archived_at=None).annotate(reason=reason)
    if mine:
        rows = rows.filter(talent__manager=user)
    lines: dict[int, Entry] = {}
    for row in rows.select_related("talent").annotate(since=Max("attempted_at")).order_by("talent_id", "pk"):
        why = row.reason or row.last_error or f"{row.get_state_display()}. The last figures are kept"
        lines[row.talent_id] = Entry(
            icon="unlink" if row.reason else "plug-x",
            title=f"Look after {row.talent.name}’s {row.get_platform_display()}",
            line=f"{row.handle}: {why}",
            url_name="desk:talent-accounts",
            public_id=row.talent.public_id,
            action_label="See account",
            face=row.talent,
            since=row.since,
        )
    return list(lines.values())


def missing_figures(user: User, now: datetime, mine: bool) -> list[Entry]:
    """Accounts that no platform tells us of and nobody entered for a month, those waiting longest first."""
    rows = by_hand.due(now).filter(talent__manager=user) if mine else by_hand.due(now)
    return [
        by_hand.asking(row, title=f"Enter {row.talent.name}’s {{}} figures", url_name="desk:account-figures")
        for row in rows.order_by(F("measured_at").asc(nulls_last=True), "pk")[:MOST_ASKED]
    ]


def _sorted(entries: list[Entry], sort: str, zone: ZoneInfo) -> list[Entry]:
    def due(entry: Entry) -> datetime:
        value = entry.due
        if value is None:
            return EVER
        return value if isinstance(value, datetime) else datetime.combine(value, time.max, zone)

    if sort == "waiting":
        return sorted(entries, key=lambda entry: (entry.since or EVER, entry.title))
    if sort == "verdict":
        return sorted(entries, key=lambda e: (-int(Verdict[e.verdict]) if e.verdict else 1, due(e), e.title))
    return sorted(entries, key=lambda entry: (due(entry), entry.since or EVER, entry.title))


def key_of(entry: Entry) -> str:
    """What the address calls a line; several pieces of one campaign have lines of their own."""
    return f"{entry.url_name.removeprefix('desk:')}-{entry.public_id}-{crc32(entry.title.encode()):x}"


def _line(entry: Entry, base: str, chosen: str, today: date, zone: ZoneInfo) -> dict[str, Any]:
    due = entry.due.astimezone(zone).date() if isinstance(entry.due, datetime) else entry.due
    clock = f"{entry.due.astimezone(zone):%H:%M}" if isinstance(entry.due, datetime) else ""
    left = (due - today).days if due else None
    if left is None:
        waited = (today - entry.since.astimezone(zone).date()).days if entry.since else 0
        when = f"waits {counted(waited, 'day')}" if waited else "Today"
    elif left < 0:
        when = f"{counted(-left, 'day')} late" if entry.late else f"waits {counted(-left, 'day')}"
    elif left == 0:
        when = f"{clock} today" if clock else "Today"
    else:
        when = "Tomorrow" if left == 1 else f"in {left} days"
    key = key_of(entry)
    return {
        "entry": entry,
        "key": key,
        "when": when,
        "late": entry.late,
        "url": reverse(entry.url_name, args=[entry.public_id] if entry.public_id else []),
        "here": f"{base}&at={key}",
        "current": key == chosen,
    }


@allowed(Permission.READ_DESK)
def today(request: HttpRequest) -> HttpResponse:
    """What is to do, what waits for others, what was done today."""
    now = timezone.now()
    zone = ZoneInfo(Office.objects.current().timezone)
    mine = request.GET.get("of") == "mine"
    sort = request.GET.get("sort", "")
    sort = sort if sort in SORTS else "due"
    queue = desk_queue(request.user, now, mine=mine)
    runs = can(request.user, Permission.RUN_OFFICE)
    looks = [
        *(alarms(now) if runs else []),
        *broken_accounts(request.user, mine),
        *missing_figures(request.user, now, mine),
    ]
    todo = _sorted([*queue.todo, *looks, *stages_reached(request.user, now, mine=mine)], sort, zone)
    waiting = _sorted(queue.waiting, sort, zone)
    day = now.astimezone(zone).date()
    whose = f"?of={'mine' if mine else 'all'}&sort={sort}"
    shown = request.GET.get("shown", "")
    most = max(AT_FIRST, int(shown)) if shown.isdecimal() and len(shown) < 6 else AT_FIRST
    base = f"{whose}&shown={most}" if most > AT_FIRST else whose
    both = [*todo, *waiting]
    chosen = request.GET.get("at", "")
    entry = next((e for e in both if key_of(e) == chosen), both[0] if both else None)
    line = _line(entry, base, key_of(entry), day, zone) if entry else None
    at = line["key"] if line else ""
    context = {
        "day": day,
        "todo": [_line(e, base, at, day, zone) for e in todo[:most]],
        "waiting": [_line(e, base, at, day, zone) for e in waiting[:most]],
        "done": queue.done[:most],
        "counts": {"todo": len(todo), "waiting": len(waiting), "done": len(queue.done)},
        "late": sum(e.late for e in todo),
        "most": most,
        "more": f"{whose}&shown={most + AT_FIRST}&at={at}",
        "first_steps": [] if both or queue.done else first_steps(request.user),
        "zone": zone,
        "chosen": line,
        "details": details(request.user, entry, now) if entry else None,
        "who": [("Mine", f"?of=mine&sort={sort}"), ("Everyone", f"?of=all&sort={sort}")],
        "whose": "Mine" if mine else "Everyone",
        "sorts": [(words, f"?of={'mine' if mine else 'all'}&sort={name}", None, name) for name, words in SORTS.items()],
        "sort": sort,
        "sorted_by": SORTS[sort],
        "nav_counts": {"desk:today": len(todo)},
    }
    return page(request, "desk/today/today.html", context)
