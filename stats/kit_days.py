"""The figures of a media kit as they were on a day that is over.

Each account has its last figure up to that day, growth and engagement are reckoned from what was measured by then, and
posts show the counts of then. What is known as of now alone is left out, and of a platform whose terms let nobody keep
its counts nothing is said. Days are the office's: what guests read may not depend on who made it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils import timezone

from accounts.models import Office
from campaigns.checks import office_day
from lib.refusals import Answer, Denied
from stats.models.post import GONE_AFTER, STORY
from stats.numbers.engagement import VERSION, engagement, reckoned
from stats.numbers.pieces import Day, Piece, believed
from stats.numbers.rhythm import best_posts
from stats.own import OWN_FIGURE, OWN_POST, own_from
from stats.queries import STALE, TOLD_STALE, curve, days_of
from stats.terms import closed_platforms, is_closed
from talent.models import SocialAccount, Talent

DAY = timedelta(days=1)
MONTH = timedelta(days=30)
BACK = timedelta(days=120)  # of the curve before a figure: growth looks at its days, and rates at those of the posts
PIECES = 60  # latest posts of an account that a rate may look at
SINCE = timedelta(days=100)
DOUBTED_VIEWS = 1_000

LAST = """
SELECT a.id, last.taken_at
FROM unnest(%(accounts)s::bigint[]) AS a(id), LATERAL (
    SELECT taken_at FROM stats_accountsnapshot s
    WHERE s.account_id = a.id AND s.taken_at < %(end)s AND s.followers IS NOT NULL ORDER BY s.taken_at DESC LIMIT 1
) last
"""
FIRST = f"""
SELECT min(greatest(first.taken_at, a.created_at))
FROM talent_socialaccount a, LATERAL (
    SELECT taken_at FROM stats_accountsnapshot s
    WHERE s.account_id = a.id AND s.followers IS NOT NULL AND {OWN_FIGURE}
    ORDER BY s.taken_at LIMIT 1
) first
WHERE a.talent_id = %(talent)s AND a.archived_at IS NULL AND a.platform <> ALL(%(closed)s)
"""  # noqa: S608 - our own words
# A post that was taken down since stood on that day where it was seen after it. Of its counts the two last ones.
THEN = f"""
SELECT p.account_id, p.id, p.published_at, p.is_pinned, s.views, s.likes, s.comments, s.shares
FROM talent_socialaccount a, LATERAL (
    SELECT * FROM stats_post
    WHERE account_id = a.id AND published_at > %(since)s AND published_at < %(end)s AND kind <> %(story)s
      AND {OWN_POST} AND first_seen_at < %(end)s
      AND (missed < %(gone)s OR measured_at >= %(end)s)
    ORDER BY published_at DESC LIMIT %(most)s
) p, LATERAL (
    SELECT * FROM stats_postsnapshot s
    WHERE s.post_id = p.id AND s.taken_at < %(end)s AND s.taken_at > %(since)s ORDER BY s.taken_at DESC LIMIT 2
) s
WHERE a.id = ANY(%(accounts)s)
ORDER BY p.account_id, p.published_at DESC, p.id, s.taken_at DESC
"""  # noqa: S608 - our own words


@dataclass(slots=True)
class Then:
    """An account as it was on a day. Null and empty where nobody knows."""

    figure: Day | None = None
    growth: Decimal | None = None
    rate: Decimal | None = None
    reckoned: str = ""
    pieces: Sequence[Piece] = ()
    best: list[Piece] = field(default_factory=list)


def first_day(talent: Talent) -> date | None:
    """The first day of which the accounts in use have a figure, each from the day on which it came to the roster, or
    became the account that it is.
    """
    zone = Office.objects.current().timezone
    with connection.cursor() as cursor:
        cursor.execute(FIRST, {"talent": talent.pk, "closed": closed_platforms(), "zone": zone})
        [at] = cursor.fetchone()
    return timezone.localdate(at, ZoneInfo(zone)) if at else None


def begins(account: SocialAccount) -> date:
    """The first day on which it was on the roster as the account that it is, on the clock in force."""
    return max(timezone.localdate(account.created_at), own_from(account.named_at, timezone.get_current_timezone()))


def may_show(talent: Talent, day: date, now: datetime) -> Answer:
    """Whether a kit can say what was on this day."""
    today = office_day(now)
    if day == today:
        return True
    if day > today:
        return Denied("Nobody knows the figures of a day to come. Choose today or a day before it.", code="ahead")
    first = first_day(talent)
    if first is None:
        return Denied(f"No figures of days gone by are kept of {talent.name}. Choose today.", code="none")
    if day < first:
        return Denied(
            f"Kits of {talent.name} can show days from {first:%-d %B %Y} on. Choose that day or a later one.",
            code="early",
        )
    return True


def on_the_day(accounts: Collection[SocialAccount], day: date, now: datetime) -> dict[int, Then]:
    """Each of these accounts as it was at the end of that day, on the clock in force. Three queries."""
    end = timezone.make_aware(datetime.combine(day + DAY, time.min))
    then = {account.pk: Then() for account in accounts}
    asked = [account for account in accounts if not is_closed(account.platform)]
    ids = [account.pk for account in asked]
    since = _since(ids, end, day) if ids else None
    if since is None:
        return then
    until = min(day + TOLD_STALE, timezone.localdate(now))  # a fall of that day may have been confirmed after it
    points = curve(ids, since, until, zone=timezone.get_current_timezone_name())
    pieces = _pieces(ids, end)
    for account in asked:
        trusted = believed(days_of(points[account.pk]), known=account.followers)
        known = [each for each in trusted if each.day <= day]
        one = then[account.pk]
        one.pieces = pieces.get(account.pk, ())
        best = {piece.pk: piece for piece in one.pieces}
        one.best = [best[pk] for pk in best_posts(one.pieces)]
        if known:
            one.figure, one.growth = known[-1], _growth(known, day)
        rate = engagement(account.platform, one.pieces, known, end)
        if rate.percent is not None and rate.formula is not None:
            one.rate = rate.percent
            one.reckoned = reckoned(account.platform, rate.formula.basis, VERSION, rate.counted, rate.seen)
    return then


def _since(account_ids: Sequence[int], end: datetime, day: date) -> date | None:
    """From where the curves are read; None where nothing was measured by then."""
    asked: dict[str, Any] = {"accounts": account_ids, "end": end}
    with connection.cursor() as cursor:
        cursor.execute(LAST, asked)
        lasts = [at for _, at in cursor.fetchall()]
    return min(day, timezone.localdate(min(lasts))) - BACK if lasts else None


def _growth(known: Sequence[Day], day: date) -> Decimal | None:
    """Percent in the thirty days before, as `stats.queries.growth` reckons it."""
    at = day - MONTH
    base = next((each for each in reversed(known) if each.day <= at), None)
    last = known[-1]
    if base is None or base.day <= at - STALE or last.day <= at or not base.followers:
        return None
    return (Decimal(last.followers - base.followers) * 100 / base.followers).quantize(Decimal("0.01"))


def _pieces(account_ids: Sequence[int], end: datetime) -> dict[int, list[Piece]]:
    """The posts of each account with their counts of then, the newest first.

    Views that had just fallen by half are left out: nobody knows any more whether the fall was believed.
    """
    asked: dict[str, Any] = {
        "accounts": account_ids, "since": end - SINCE, "end": end, "story": STORY, "gone": GONE_AFTER,
        "most": PIECES,
    }  # fmt: skip
    found: dict[int, list[Piece]] = {}
    with connection.cursor() as cursor:
        cursor.execute(THEN, asked)
        for (account, pk, published, pinned), rows in groupby(cursor.fetchall(), key=lambda row: row[:4]):
            told = [row[4:] for row in rows]
            views, likes, comments, shares = told[0]
            before = told[1][0] if len(told) > 1 else None
            if views is not None and before is not None and before >= DOUBTED_VIEWS and views * 2 < before:
                views = None
            at = timezone.localtime(published)  # its day is looked up among those of the same clock
            found.setdefault(account, []).append(Piece(pk, at, views, likes, comments, shares, pinned))
    return found
