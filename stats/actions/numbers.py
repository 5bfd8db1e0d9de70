"""Computing the stored numbers of many accounts at once."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.db import connection, transaction

from stats.actions.signals import keep_signals
from stats.cohorts import ratios, tier_of
from stats.leading import hold, keep_own
from stats.limits import limits_in_use
from stats.models import AccountNumbers, Benchmark, PostWatch
from stats.models.post import STORY
from stats.numbers.bands import band_of, range_of
from stats.numbers.engagement import VERSION, VIEWS, engagement, recent
from stats.numbers.pieces import Piece, believed
from stats.numbers.rhythm import best_posts, median_views, posts_a_week
from stats.numbers.signals import Facts, Found, comments_for_likes, signals
from stats.own import OWN_POST
from stats.queries import curve, days_of, growth
from stats.terms import is_closed
from talent.models import SocialAccount

DAYS = 120  # of the curve that the rules look at
PIECES = 60  # latest posts of an account that they look at
SINCE = timedelta(days=100)
SPANS = (7, 30, 90)
BY_BOTH = ("x",)  # whose rate is told by followers and by views
MOST = Decimal("99999.99")  # percent; more growth than that is a new account

LATEST = f"""
SELECT p.account_id, p.id, p.published_at, p.is_pinned, p.untold, p.views, p.likes, p.comments, p.shares
FROM talent_socialaccount a, LATERAL (
    SELECT * FROM stats_post
    WHERE account_id = a.id AND published_at > %(since)s AND missed < 2 AND kind <> %(story)s
      AND {OWN_POST}
    ORDER BY published_at DESC LIMIT %(most)s
) p
WHERE a.id = ANY(%(accounts)s)
"""  # noqa: S608 - our own words


def compute_numbers(account_ids: Collection[int], *, now: datetime) -> int:
    """Compute and store the numbers of these accounts anew. The same figures give the same numbers."""
    accounts = list(SocialAccount.objects.filter(pk__in=account_ids, archived_at=None).order_by("pk"))
    ids = [account.pk for account in accounts]
    if not ids:
        return 0
    today = now.astimezone(UTC).date()
    curves = {pk: days_of(points) for pk, points in curve(ids, today - timedelta(days=DAYS), today).items()}
    pieces = latest_pieces(ids, now)
    grown = {span: growth(ids, span, now) for span in SPANS}
    ranges, limits = list(Benchmark.objects.all()), limits_in_use()
    read = set(PostWatch.objects.filter(pk__in=ids, read_at__isnull=False).values_list("pk", flat=True)) | set(pieces)
    peers, bounds = ratios({account.platform for account in accounts if pieces.get(account.pk)})
    renamed = days_of_new_names(ids, today - timedelta(days=DAYS))
    rows: list[AccountNumbers] = []
    told: dict[int, list[Found] | None] = {}
    for account in accounts:
        days, published = curves[account.pk], pieces.get(account.pk, [])
        facts = Facts(
            account.platform, account.followers, days, published, now, limits=limits,
            renamed=renamed.get(account.pk, ()),
            cohort=peers.get((account.platform, tier_of(account.followers or 0, bounds))),
        )  # fmt: skip
        numbers, told[account.pk] = _numbers(account, facts, ranges, read=account.pk in read)
        for span in SPANS:
            percent = grown[span][account.pk]
            setattr(numbers, f"growth_{span}", percent if percent is None else min(percent, MOST))
        rows.append(numbers)
    talents = {account.talent_id for account in accounts}
    with transaction.atomic():
        hold(talents)
        open_ = keep_signals({pk: found or [] for pk, found in told.items()}, now=now)
        for row in rows:
            row.signals = open_.get(row.account_id, None if told[row.account_id] is None else 0)
        fields = [field.name for field in AccountNumbers._meta.fields if not field.primary_key]
        AccountNumbers.objects.bulk_create(rows, update_conflicts=True, unique_fields=["account"], update_fields=fields)
        keep_own(talents)  # one may have been corrected since it was read
    return len(rows)


def latest_pieces(account_ids: Sequence[int], now: datetime) -> dict[int, list[Piece]]:
    """The latest posts of each account that are still there, the newest first. What is not told now is null."""
    pieces: dict[int, list[Piece]] = defaultdict(list)
    values: dict[str, Any] = {"accounts": list(account_ids), "since": now - SINCE, "most": PIECES, "story": STORY}
    with connection.cursor() as cursor:
        cursor.execute(LATEST, values)
        for account, pk, published, pinned, untold, *counts in cursor.fetchall():
            names = ("views", "likes", "comments", "shares")
            told = {name: None if name in untold else value for name, value in zip(names, counts, strict=True)}
            pieces[account].append(Piece(pk, published, is_pinned=pinned, **told))
    return pieces


def days_of_new_names(account_ids: Sequence[int], since: date) -> dict[int, set[date]]:
    """The days on which each account got another handle, and the days after them. One query."""
    events = SocialAccount.pgh_event_model.objects.filter(pgh_obj__in=account_ids)  # type: ignore[attr-defined]
    events = events.order_by("pgh_obj", "pgh_id")
    found: dict[int, set[date]] = defaultdict(set)
    for (account, before, _), (same, after, at) in pairwise(events.values_list("pgh_obj", "handle", "pgh_created_at")):
        day = at.astimezone(UTC).date()
        if account == same and before != after and day >= since:
            found[account] |= {day, day + timedelta(days=1)}
    return found


def _numbers(
    account: SocialAccount, facts: Facts, ranges: Sequence[Benchmark], *, read: bool
) -> tuple[AccountNumbers, list[Found] | None]:
    days, pieces, now = facts.days, facts.pieces, facts.now
    numbers = AccountNumbers(account=account, computed_at=now)
    if is_closed(account.platform):
        return numbers, None
    numbers.posts_a_week = posts_a_week(pieces, now, read=read)
    numbers.median_views = median_views(recent(pieces, now))
    numbers.best_posts = best_posts(pieces)
    trusted = believed(days)
    rate = engagement(account.platform, pieces, trusted, now)
    numbers.posts_counted, numbers.posts_seen = rate.counted, rate.seen
    if rate.formula:
        numbers.engagement_rate, numbers.formula, numbers.formula_version = rate.percent, rate.formula.basis, VERSION
    if account.platform in BY_BOTH:
        both = engagement(account.platform, pieces, trusted, now, basis=VIEWS)
        numbers.rate_by_views, numbers.posts_by_views = both.percent, both.counted
    range_ = range_of(ranges, account.platform, account.followers)
    if range_:
        held = engagement(account.platform, pieces, trusted, now, basis=range_.basis).percent
        numbers.band, numbers.band_rate = band_of(held, range_), held
        numbers.benchmark = range_ if numbers.band else None
    ratio, _ = comments_for_likes(pieces, now)
    numbers.ratio = None if ratio is None else min(Decimal(str(ratio)).quantize(Decimal("0.001")), MOST)
    return numbers, signals(replace(facts, rate=numbers.band_rate, range=range_))
