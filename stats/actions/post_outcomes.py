"""What a round of reading posts brought, written down."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from stats.actions.posts import record_posts
from stats.due import mattering
from stats.post_due import DEEP, OLD, USUAL, Due, seldom
from stats.posts import PostsRead, PostsRecorded
from stats.rules import after_error, after_waiting, interval

# A slower rival's older attempt changes nothing.
STAND = """
UPDATE stats_postwatch w SET
    failures = n.failures, last_error = left(n.last_error, 300), next_at = n.next_at,
    attempted_at = CASE WHEN n.asked THEN %(at)s ELSE w.attempted_at END,
    deep_at = CASE WHEN n.deep THEN %(at)s ELSE w.deep_at END,
    old_at = CASE WHEN n.old THEN %(at)s ELSE w.old_at END,
    cut_at = CASE WHEN n.cut THEN %(at)s ELSE w.cut_at END,
    mark = CASE WHEN n.asked AND n.failures = 0 THEN n.mark ELSE w.mark END
FROM unnest(%(ids)s::bigint[], %(failures)s::int[], %(errors)s::text[], %(next)s::timestamptz[], %(asked)s::boolean[],
            %(deep)s::boolean[], %(old)s::boolean[], %(cut)s::boolean[], %(marks)s::text[])
    AS n(id, failures, last_error, next_at, asked, deep, old, cut, mark)
WHERE w.account_id = n.id AND (w.attempted_at IS NULL OR w.attempted_at <= %(at)s)
"""


def record_read(reads: Sequence[PostsRead], due: Sequence[Due], *, at: datetime) -> PostsRecorded:
    """Store what was read and when each account's posts are read again. In one transaction."""
    if not reads:
        return PostsRecorded()
    by_id = {one.account.pk: one for one in due}
    with transaction.atomic():
        recorded = record_posts(reads, at=at)
        matter = mattering({one.account.talent_id for one in due}, at)
        rows = []
        for read in sorted(reads, key=lambda read: read.account_id):
            one = by_id[read.account_id]
            if read.error is None:
                usual = min(interval(matters=one.account.talent_id in matter), read.within)
                upcoming = at + max(usual, seldom(one.account.platform))
                since = min((post.published_at for post in read.posts), default=at) if read.is_cut else read.since
                is_cut = read.is_cut and one.since < at - USUAL - timedelta(days=1)  # the usual is asked for anyway
                reached = (since <= at - DEEP, since <= at - OLD)
                rows.append((read.account_id, 0, "", upcoming, True, *reached, is_cut, read.mark))
                continue
            rule = after_error if read.asked else after_waiting
            standing = rule(read.error, failures=one.failures, last_error=one.last_error, now=at)
            said = (standing.failures, standing.last_error, standing.next_refresh_at)
            rows.append((read.account_id, *said, read.asked, False, False, False, ""))
        names = ("ids", "failures", "errors", "next", "asked", "deep", "old", "cut", "marks")
        values: dict[str, Any] = dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))
        with connection.cursor() as cursor:
            cursor.execute(STAND, values | {"at": at})
    return recorded
