"""What the figures say over time. Every read is bounded in time, so that only the months asked for are opened."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db import connection

from outbox.models import Job
from stats.numbers.pieces import DOUBTED_FROM, Day, believed
from stats.own import OWN_FIGURE, OWN_FIGURES
from stats.terms import closed_platforms
from talent.models import SocialAccount, Source

# How long before the asked day a measurement may lie and still stand for it; longer where somebody tells it by hand,
# which is once a month.
STALE = timedelta(days=14)
TOLD_STALE = timedelta(days=45)


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
    """One account's followers on each day of `Curves.days`; null before the first figure, and where the last one is
    too old to stand for the day.

    `told` is the figure of each day as it came: with its own day and its source.
    """

    account: SocialAccount
    label: str
    values: list[int | None]
    told: list[Day | None]

    @property
    def measured(self) -> frozenset[date]:
        """The days that have a figure of their own."""
        return frozenset(day.day for day in self.told if day)


@dataclass(frozen=True, slots=True)
class Curves:
    """A talent's followers day by day, an account a line, and the sum of those that are known (null where none is)."""

    days: list[date]
    series: list[Series]
    total: list[int | None]


CURVE = f"""
SELECT DISTINCT ON (account_id, day) account_id, (taken_at AT TIME ZONE %(zone)s)::date AS day,
       followers, following, posts, views, source, is_rounded
FROM stats_accountsnapshot s
WHERE account_id = ANY(%(accounts)s)
  AND taken_at >= (%(since)s::timestamp AT TIME ZONE %(zone)s)
  AND taken_at < (%(until)s::timestamp AT TIME ZONE %(zone)s)
  AND {OWN_FIGURES}
ORDER BY account_id, day, taken_at DESC
"""  # noqa: S608 - our own words


def curve(account_ids: Collection[int], since: date, until: date, *, zone: str = "UTC") -> dict[int, list[Point]]:
    """The last measurement of each day of `zone` from `since` to `until`, both included, where there is one.

    Of the accounts that they are: of one that somebody corrected, from the day after.
    """
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
    """Each of one talent's accounts, with its last value carried over a few days without one. One query.

    A fall by half that nobody confirmed is left out.
    """
    accounts = list(accounts)
    days = [since + timedelta(days=number) for number in range((until - since).days + 1)]
    known = curve([account.pk for account in accounts], since - TOLD_STALE, until, zone=zone)
    series = []
    for account in accounts:
        told = _carried(believed(days_of(known[account.pk]), known=account.followers), days)
        if any(told):
            label = f"{account.get_platform_display()} @{account.handle}"
            series.append(Series(account, label, [day.followers if day else None for day in told], told))
    total = [_sum(values) for values in zip(*(line.values for line in series), strict=True)] or [None] * len(days)
    return Curves(days, series, total)


def days_of(points: Iterable[Point]) -> list[Day]:
    """The days whose followers are known."""
    return [
        Day(point.day, point.followers, point.following, point.source, point.is_rounded)
        for point in points
        if point.followers is not None
    ]


def _carried(known: list[Day], days: list[date]) -> list[Day | None]:
    """What stands for each of these days."""
    told: list[Day | None] = []
    last: Day | None = None
    until = date.min
    place = 0
    for day in days:
        while place < len(known) and known[place].day <= day:
            last = known[place]
            until = last.day + (STALE if last.source == Source.MEASURED else TOLD_STALE)
            place += 1
        told.append(last if day <= until else None)
    return told


def _sum(values: Iterable[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


THEN = f"""
SELECT a.id, a.followers, past.followers
FROM talent_socialaccount a
JOIN LATERAL (
    SELECT s.followers FROM stats_accountsnapshot s
    WHERE s.account_id = a.id AND s.taken_at <= %(at)s AND s.taken_at > %(oldest)s AND s.followers IS NOT NULL
      AND {OWN_FIGURE}
    ORDER BY s.taken_at DESC LIMIT 1
) past ON true
WHERE a.id = ANY(%(accounts)s) AND a.followers IS NOT NULL AND a.measured_at > %(at)s AND a.platform <> ALL(%(closed)s)
"""  # noqa: S608 - our own words


def _slack(days: int) -> timedelta:
    """How much older than so many days the count may be that stands for then."""
    return min(STALE, timedelta(days=days) / 2)


def grown_words(days: int) -> str:
    """What `growth` over so many days holds against what, in words."""
    more = _slack(days) / timedelta(days=1)
    return f"The latest count of followers against the last one that is {days} days old, or up to {more:g} days older"


def all_grown_words(days: int) -> str:
    """The same of several accounts as one."""
    return f"{grown_words(days)}: of the accounts that were measured then and now"


def growth(account_ids: Collection[int], days: int, now: datetime) -> dict[int, Decimal | None]:
    """Percent by which each account's followers grew in the last `days` (7, 30, 90); null where nobody measured then.

    What stands for then is the last measurement before it, no older than two weeks nor than half of those days, of the
    account that it is. Null too where the platform's terms want nothing reckoned.
    """
    grown: dict[int, Decimal | None] = dict.fromkeys(account_ids)
    at = now - timedelta(days=days)
    oldest = at - _slack(days)
    with connection.cursor() as cursor:
        asked: dict[str, Any] = {
            "accounts": list(account_ids),
            "at": at,
            "oldest": oldest,
            "closed": closed_platforms(),
            "zone": "UTC",
        }
        cursor.execute(THEN, asked)
        rows = [row for row in cursor.fetchall() if row[-1]]
    found = {pk: (today, before) for pk, today, before in rows}
    fallen = [pk for pk, (today, before) in found.items() if before * 2 < today >= DOUBTED_FROM]
    held = _held(fallen, at, oldest) if fallen else {}
    for pk, (today, before) in found.items():
        if base := held.get(pk) if pk in fallen else before:
            grown[pk] = (Decimal(today - base) * 100 / base).quantize(Decimal("0.01"))
    return grown


def _held(account_ids: Collection[int], at: datetime, oldest: datetime) -> dict[int, int]:
    """The last count of each account before `at` that was no fall by half which nobody confirmed. One query."""
    around = curve(account_ids, (oldest - STALE).date(), (at + STALE).date())
    held = {}
    for pk, points in around.items():
        last = [day for day in believed(days_of(points)) if oldest.date() <= day.day <= at.date()]
        if last:
            held[pk] = last[-1].followers
    return held


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


BUCKETS = f"""
SELECT DISTINCT ON (account_id, bucket) account_id,
       width_bucket(extract(epoch FROM taken_at), %(since)s, %(until)s, %(points)s) AS bucket, followers
FROM stats_accountsnapshot s
WHERE account_id = ANY(%(accounts)s) AND taken_at >= to_timestamp(%(since)s) AND taken_at < to_timestamp(%(until)s)
  AND followers IS NOT NULL AND {OWN_FIGURES}
ORDER BY account_id, bucket, taken_at DESC
"""  # noqa: S608 - our own words


def account_sparklines(
    account_ids: Collection[int], *, now: datetime, days: int = 90, points: int = 24,
    known_now: Mapping[int, int | None] | None = None,
) -> dict[int, list[int]]:  # fmt: skip
    """Followers at `points` even steps up to now, for a line of a list; empty where fewer than two are known.

    One query; two where a count fell by half, unless the caller has read what the accounts have by now.
    """
    until = now + timedelta(seconds=1)
    span: dict[str, Any] = {
        "accounts": list(account_ids), "points": points, "zone": "UTC",
        "since": (until - timedelta(days=days)).timestamp(), "until": until.timestamp(),
    }  # fmt: skip
    lines: dict[int, list[int]] = {pk: [] for pk in account_ids}
    fallen: dict[int, dict[int, int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(BUCKETS, span)
        for pk, rows in groupby(cursor.fetchall(), key=lambda row: row[0]):
            known = {bucket: followers for _, bucket, followers in rows}
            lines[pk] = _filled(known, points) if len(known) > 1 else []
            if len(known) > 1 and min(known.values()) * 2 < max(known.values()):  # rare, and the lists are read often
                fallen[pk] = known
    if fallen:
        carried = known_now or dict(SocialAccount.objects.filter(pk__in=fallen).values_list("pk", "followers"))
        lines |= {pk: _believed(known, points, carried.get(pk)) for pk, known in fallen.items()}
    return lines


def _believed(known: dict[int, int], points: int, carried: int | None) -> list[int]:
    """Without a fall by half that nobody confirmed. `carried` is what the account has by now, where it was believed."""
    steps = [Day(date.fromordinal(bucket), count) for bucket, count in known.items()]
    return _filled({step.day.toordinal(): step.followers for step in believed(steps, known=carried)}, points)


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
