"""Figures of the past go in where nothing better is known; nothing that was measured is touched."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import batched
from typing import Any

from django.db import connection
from django.db.models.functions import Lower

from accounts.models import User
from lib.actions import action
from lib.refusals import require
from stats.actions.snapshots import record_snapshots
from stats.history.reading import DayLine, RefusedLine, label_of, read_lines
from stats.models import HistoryImport
from stats.partitions import ensure_partitions
from stats.snapshots import SnapshotRow
from talent.checks import may_import
from talent.importing.reading import read_table
from talent.models import SocialAccount, Source, Talent

SHOWN = 1_000
BATCH = 1_000
NOON = time(12, tzinfo=UTC)  # the same day in nearly every zone, and the same instant each time the file is read
KNOWN = """
SELECT account_id, (taken_at AT TIME ZONE 'UTC')::date, source, followers, views, posts
FROM stats_accountsnapshot
WHERE account_id = ANY(%(accounts)s) AND taken_at >= %(since)s AND taken_at <= %(until)s
ORDER BY (source = 'measured'), taken_at
"""


@dataclass(frozen=True, slots=True)
class KnownDay:
    """What is known of an account's day: what was measured goes before what was reported."""

    source: str
    followers: int | None
    views: int | None
    posts: int | None


@action
def import_history(
    *,
    filename: str,
    content: bytes,
    by: User,
    now: datetime,
    account: SocialAccount | None = None,
    platform: str = "",
    encoding: str = "",
    sheet: str = "",
) -> HistoryImport:
    """Keep a file's figures as reported. With `account` the file is about that one. Twice brings nothing new.

    Raises `Refused` where the file cannot be read at all; a line that cannot is left out, with a reason.
    """
    require(may_import(by))
    table = read_table(filename, content, encoding=encoding, sheet=sheet)
    platform = account.platform if account else platform
    lines, refused = read_lines(table, platform=platform, today=now.astimezone(UTC).date())
    whose, strangers = _accounts_of(lines, account)
    _hold(whose.values())
    rows, known, doubled = _fresh(lines, whose)
    record_history(rows)
    left = sorted([*refused, *strangers, *doubled], key=lambda line: line.number)
    return HistoryImport.objects.create(
        filename=filename[:200],
        account=account,
        new=len(rows),
        known=known,
        left_out=len(left),
        refused=[[line.number, line.words] for line in left[:SHOWN]],
        created_at=now,
        created_by=by,
    )


def record_history(rows: Collection[SnapshotRow]) -> int:
    """Store figures of the past, and make the months for them. Whoever calls left out the days that are known."""
    if not rows:
        return 0
    first, last = (pick(row.taken_at for row in rows) for pick in (min, max))
    ensure_partitions(first, last)
    return record_snapshots(rows).written


def known_days(accounts: Collection[int], since: datetime, until: datetime) -> dict[tuple[int, date], KnownDay]:
    """What is known of these accounts' days in that time. One query."""
    values: dict[str, Any] = {"accounts": list(accounts), "since": since, "until": until}
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, values)
        return {(pk, day): KnownDay(*rest) for pk, day, *rest in cursor.fetchall()}


def _hold(accounts: Iterable[SocialAccount]) -> None:
    """Two files about the same accounts come in one after the other."""
    talents = Talent.objects.filter(pk__in={account.talent_id for account in accounts}).order_by("pk")
    list(talents.select_for_update(no_key=True).values_list("pk", flat=True))


def _accounts_of(
    lines: Iterable[DayLine], only: SocialAccount | None
) -> tuple[dict[int, SocialAccount], list[RefusedLine]]:
    """Line number to its account, and the lines that name none of ours."""
    lines = list(lines)
    wanted = {(line.platform, line.handle.casefold()) for line in lines if line.handle}
    known: dict[tuple[str, str], SocialAccount] = {}
    rows = SocialAccount.objects.filter(archived_at=None).annotate(lower=Lower("handle"))
    for some in batched(sorted(wanted), BATCH):
        for found in rows.filter(lower__in=[handle for _, handle in some]):
            known[found.platform, found.handle.casefold()] = found
    whose: dict[int, SocialAccount] = {}
    strangers = []
    for line in lines:
        account = known.get((line.platform, line.handle.casefold())) if line.handle else only
        if account is None and not line.handle:
            strangers.append(RefusedLine(line.number, "It does not say whose figures these are."))
        elif account is None:
            strangers.append(RefusedLine(line.number, f"No {line.handle} on {label_of(line.platform)} is followed."))
        elif only is not None and account.pk != only.pk:
            strangers.append(RefusedLine(line.number, f"It is about {account}, not about {only}."))
        else:
            whose[line.number] = account
    return whose, strangers


def _fresh(
    lines: Iterable[DayLine], whose: dict[int, SocialAccount]
) -> tuple[list[SnapshotRow], int, list[RefusedLine]]:
    """What the file adds, how many days were there already, and the lines that something better stands against."""
    mine = [line for line in lines if line.number in whose]
    if not mine:
        return [], 0, []
    since, until = (datetime.combine(pick(line.day for line in mine), time.min, UTC) for pick in (min, max))
    there = known_days({account.pk for account in whose.values()}, since, until.replace(hour=23, minute=59, second=59))
    rows: dict[tuple[int, date], SnapshotRow] = {}
    refused: list[RefusedLine] = []
    known = 0
    for line in mine:
        account = whose[line.number]
        before = there.get((account.pk, line.day))
        said = KnownDay(Source.REPORTED, line.followers, line.views, line.posts)
        if before == said:
            known += 1
        elif words := _against(account, line, before):
            refused.append(RefusedLine(line.number, words))
        elif (account.pk, line.day) in rows:
            refused.append(RefusedLine(line.number, f"{line.day:%-d %B %Y} stands in the file twice."))
        else:
            rows[account.pk, line.day] = _row(account, line)
    return list(rows.values()), known, refused


def _against(account: SocialAccount, line: DayLine, before: KnownDay | None) -> str:
    """Why the line brings nothing, in words; empty where it does."""
    day = f"{line.day:%-d %B %Y}"
    if before is not None and before.source == Source.MEASURED:
        return f"It was measured on {day}; a file does not replace that."
    if before is not None:
        return f"Other figures of {day} came in before; they stay."
    measured = account.measured_at if account.source == Source.MEASURED else None
    if measured and datetime.combine(line.day, NOON) >= measured:
        return f"It was measured on {measured:%-d %B %Y}, before this; history is what was earlier."
    return ""


def _row(account: SocialAccount, line: DayLine) -> SnapshotRow:
    return SnapshotRow(
        account_id=account.pk,
        taken_at=datetime.combine(line.day, NOON),
        followers=line.followers,
        posts=line.posts,
        views=line.views,
        source=str(Source.REPORTED),
        is_rounded=line.is_rounded,
    )
