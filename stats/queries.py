"""What the figures say over time. Every read is bounded in time, so that only the months asked for are opened."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db import connection

from outbox.models import Job
from stats.terms import closed_platforms
from talent.models import SocialAccount

# How long before the asked day a measurement may lie and still stand for it.
STALE = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Point:
    """The last figures of a day."""

    day: date
    followers: int | None
    following: int | None
    posts: int | None
    views: int | None
    source: str
    is_rounded: bool


@dataclass(frozen=True, slots=True)
class Series:
    """One account's followers on each day of `Curves.days`; null before the first measurement.

    `measured` are the days on which it truly was.
    """

    account: SocialAccount
    label: str
    values: list[int | None]
    measured: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Curves:
    """A talent's followers day by day, an account a line, and their sum (null before any is known)."""

    days: list[date]
    series: list[Series]
    total: list[int | None]


CURVE = """
SELECT DISTINCT ON (account_id, day) account_id, (taken_at AT TIME ZONE %(zone)s)::date AS day,
       followers, following, posts, views, source, is_rounded
FROM stats_accountsnapshot
WHERE account_id = ANY(%(accounts)s)
  AND taken_at >= (%(since)s::timestamp AT TIME ZONE %(zone)s)
  AND taken_at < (%(until)s::timestamp AT TIME ZONE %(zone)s)
ORDER BY account_id, day, taken_at DESC
"""


def curve(account_ids: Collection[int], since: date, until: date, *, zone: str = "UTC") -> dict[int, list[Point]]:
    """The last measurement of each day of `zone` from `since` to `until`, both included, where there is one."""
    points: dict[int, list[Point]] = {pk: [] for pk in account_ids}
    span: dict[str, Any] = {
        "accounts": list(account_ids),
        "since": since,
        "until": until + timedelta(days=1),
        "zone": zone,
    }
    with connection.cursor() as cursor:
        cursor.execute(CURVE, span)
        for pk, *values in cursor.fetchall():
            points[pk].append(Point(*values))
    return points


def curves_of(accounts: Iterable[SocialAccount], since: date, until: date, *, zone: str = "UTC") -> Curves:
    """Each of one talent's accounts, with its last value carried over days without a measurement. One query."""
    accounts = list(accounts)
    days = [since + timedelta(days=number) for number in range((until - since).days + 1)]
    known = curve([account.pk for account in accounts], since - STALE, until, zone=zone)
    series = []
    for account in accounts:
        points = [(point.day, point.followers) for point in known[account.pk] if point.followers is not None]
        if points:
            label = f"{account.get_platform_display()} @{account.handle}"
            series.append(Series(account, label, _carried(points, days), frozenset(day for day, _ in points)))
    total = [_sum(values) for values in zip(*(line.values for line in series), strict=True)] or [None] * len(days)
    return Curves(days, series, total)


def _carried(points: list[tuple[date, int]], days: list[date]) -> list[int | None]:
    values: list[int | None] = []
    last: int | None = None
    place = 0
    for day in days:
        while place < len(points) and points[place][0] <= day:
            last = points[place][1]
            place += 1
        values.append(last)
    return values


def _sum(values: Iterable[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


THEN = """
SELECT a.id, a.followers, past.followers
FROM talent_socialaccount a
JOIN LATERAL (
    SELECT s.followers FROM stats_accountsnapshot s
    WHERE s.account_id = a.id AND s.taken_at <= %(at)s AND s.taken_at > %(oldest)s AND s.followers IS NOT NULL
    ORDER BY s.taken_at DESC LIMIT 1
) past ON true
WHERE a.id = ANY(%(accounts)s) AND a.followers IS NOT NULL AND a.measured_at > %(at)s AND a.platform <> ALL(%(closed)s)
"""


def growth(account_ids: Collection[int], days: int, now: datetime) -> dict[int, Decimal | None]:
    """Percent by which each account's followers grew in the last `days` (7, 30, 90); null where nobody measured then.

    What stands for then is the last measurement before it, no older than two weeks nor than half of those days.
    Null too where the platform's terms want nothing reckoned.
    """
    grown: dict[int, Decimal | None] = dict.fromkeys(account_ids)
    at = now - timedelta(days=days)
    oldest = at - min(STALE, timedelta(days=days) / 2)
    with connection.cursor() as cursor:
        asked = {"accounts": list(account_ids), "at": at, "oldest": oldest, "closed": closed_platforms()}
        cursor.execute(THEN, asked)
        for pk, today, before in cursor.fetchall():
            if before:
                grown[pk] = (Decimal(today - before) * 100 / before).quantize(Decimal("0.01"))
    return grown


def lead_accounts(talent_ids: Collection[int]) -> dict[int, int]:
    """Talent to the account with most followers: the one that makes `Talent.followers` and the tier."""
    leads = (
        SocialAccount.objects.filter(talent__in=talent_ids, archived_at=None, followers__isnull=False)
        .order_by("talent_id", "-followers", "id")
        .distinct("talent_id")
        .values_list("talent_id", "id")
    )
    return dict(leads)


def talent_growth(talent_ids: Collection[int], days: int, now: datetime) -> dict[int, Decimal | None]:
    """Growth in percent of each talent's largest account, whose followers the lists show. Two queries for a page."""
    leads = lead_accounts(talent_ids)
    grown = growth(list(leads.values()), days, now)
    return {pk: grown.get(leads.get(pk, 0)) for pk in talent_ids}


BUCKETS = """
SELECT DISTINCT ON (account_id, bucket) account_id,
       width_bucket(extract(epoch FROM taken_at), %(since)s, %(until)s, %(points)s) AS bucket, followers
FROM stats_accountsnapshot
WHERE account_id = ANY(%(accounts)s) AND taken_at >= to_timestamp(%(since)s) AND taken_at < to_timestamp(%(until)s)
  AND followers IS NOT NULL
ORDER BY account_id, bucket, taken_at DESC
"""


def account_sparklines(
    account_ids: Collection[int], *, now: datetime, days: int = 90, points: int = 24
) -> dict[int, list[int]]:
    """Followers at `points` even steps up to now, for a line of a list; empty where fewer than two are known."""
    until = now + timedelta(seconds=1)
    span: dict[str, Any] = {
        "accounts": list(account_ids), "points": points,
        "since": (until - timedelta(days=days)).timestamp(), "until": until.timestamp(),
    }  # fmt: skip
    lines: dict[int, list[int]] = {pk: [] for pk in account_ids}
    with connection.cursor() as cursor:
        cursor.execute(BUCKETS, span)
        for pk, rows in groupby(cursor.fetchall(), key=lambda row: row[0]):
            known = {bucket: followers for _, bucket, followers in rows}
            lines[pk] = _filled(known, points) if len(known) > 1 else []
    return lines


def _filled(known: dict[int, int], points: int) -> list[int]:
    """From the first known step on, with the last value carried over gaps."""
    values: list[int] = []
    for bucket in range(min(known), points + 1):
        values.append(known[bucket] if bucket in known else values[-1])
    return values


def sparklines(talent_ids: Collection[int], *, now: datetime, days: int = 90, points: int = 24) -> dict[int, list[int]]:
    """The same for each talent's largest account. Two queries for a page."""
    leads = lead_accounts(talent_ids)
    lines = account_sparklines(list(leads.values()), now=now, days=days, points=points)
    return {pk: lines.get(leads.get(pk, 0), []) for pk in talent_ids}


def pending_refresh(account: SocialAccount) -> Job | None:
    """The job that somebody asked for and that still waits or runs, so that the page can show how far it is."""
    return Job.objects.filter(
        kind="stats.refresh_account", state=Job.State.PENDING, args__account_id=account.pk
    ).first()
