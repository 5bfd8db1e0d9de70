"""Readings of posts go in by COPY; each post carries its latest figures, its snapshots where they changed."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from stats.models.post import COUNTS, GONE_AFTER, STORY, SUM
from stats.partitions import POSTS, Month, ensure_partitions, month_of
from stats.platforms.readings import LONGEST_TEXT
from stats.posts import PostsRead, PostsRecorded

DOUBT_BASE = 1_000  # views; a fall by more than half of as many is not believed at once
LONGEST_AHEAD = timedelta(days=1)  # a post from the day after tomorrow is no post

STAGE = """
CREATE TEMP TABLE IF NOT EXISTS stats_post_stage (
    account_id bigint, external_id text, kind text, url text, text text, published_at timestamptz, is_pinned boolean,
    is_paid boolean, interactions bigint,
    views bigint, likes bigint, comments bigint, shares bigint, saves bigint, reach bigint,
    untold text[], doubted boolean DEFAULT false
) ON COMMIT DELETE ROWS
"""
COPY = """
COPY stats_post_stage (account_id, external_id, kind, url, text, published_at, is_pinned, is_paid, interactions,
                       views, likes, comments, shares, saves, reach, untold) FROM STDIN
"""
# One reader of an account's posts at a time, in ascending order, so that nobody waits in a ring.
WATCH = """
INSERT INTO stats_postwatch (account_id, failures, last_error, mark) SELECT unnest(%(accounts)s), 0, '', ''
ON CONFLICT DO NOTHING
"""
LOCK = "SELECT account_id FROM stats_postwatch WHERE account_id = ANY(%(accounts)s) ORDER BY account_id FOR UPDATE"
# A fall of the views by more than half is not believed until the reading before says the same.
DOUBT = """
UPDATE stats_post_stage n SET doubted = true
FROM stats_post p
WHERE p.account_id = n.account_id AND p.external_id = n.external_id AND p.views >= %(base)s AND n.views * 2 < p.views
  AND NOT EXISTS (
    SELECT FROM (
        SELECT s.views FROM stats_postsnapshot s
        WHERE s.post_id = p.id AND s.taken_at < %(at)s AND s.taken_at > %(at)s - interval '8 days'
          AND s.views IS NOT NULL
        ORDER BY s.taken_at DESC LIMIT 1
    ) before WHERE before.views * 2 < p.views
  )
"""
# What changed since, and what is new. An older answer that comes late is history too, but changes no post.
UPSERT = """
INSERT INTO stats_post AS p (account_id, external_id, kind, url, text, published_at, is_pinned, is_paid, interactions,
    views, likes, comments, shares, saves, reach, untold, first_seen_at, measured_at, missed)
SELECT account_id, external_id, kind, url, text, published_at, is_pinned, is_paid, interactions,
    views, likes, comments, shares, saves, reach, untold, %(at)s, %(at)s, 0
FROM stats_post_stage ORDER BY account_id, external_id
ON CONFLICT (account_id, external_id) DO UPDATE SET
    kind = coalesce(nullif(excluded.kind, ''), p.kind), url = coalesce(nullif(excluded.url, ''), p.url),
    text = coalesce(nullif(excluded.text, ''), p.text), published_at = excluded.published_at,
    is_pinned = excluded.is_pinned, is_paid = coalesce(excluded.is_paid, p.is_paid),
    interactions = coalesce(excluded.interactions, p.interactions),
    untold = CASE WHEN excluded.interactions IS NULL AND p.interactions IS NOT NULL
        THEN array_append(excluded.untold, %(sum)s::varchar) ELSE excluded.untold END,
    missed = 0, measured_at = excluded.measured_at,
    views = coalesce(excluded.views, p.views), likes = coalesce(excluded.likes, p.likes),
    comments = coalesce(excluded.comments, p.comments), shares = coalesce(excluded.shares, p.shares),
    saves = coalesce(excluded.saves, p.saves), reach = coalesce(excluded.reach, p.reach)
WHERE p.measured_at <= excluded.measured_at AND NOT EXISTS (
    SELECT FROM stats_post_stage n
    WHERE n.doubted AND n.account_id = p.account_id AND n.external_id = p.external_id
)
RETURNING xmax = 0
"""
SNAPSHOT = """
INSERT INTO stats_postsnapshot (post_id, taken_at, views, likes, comments, shares, saves, reach)
SELECT p.id, %(at)s, n.views, n.likes, n.comments, n.shares, n.saves, n.reach
FROM stats_post_stage n JOIN stats_post p ON p.account_id = n.account_id AND p.external_id = n.external_id
LEFT JOIN LATERAL (
    SELECT s.* FROM stats_postsnapshot s
    WHERE s.post_id = p.id AND s.taken_at <= %(at)s AND s.taken_at > %(at)s - interval '100 days'
    ORDER BY s.taken_at DESC LIMIT 1
) last ON true
WHERE last.post_id IS NULL OR (last.views, last.likes, last.comments, last.shares, last.saves, last.reach)
    IS DISTINCT FROM (n.views, n.likes, n.comments, n.shares, n.saves, n.reach)
ON CONFLICT DO NOTHING
"""
# The answer reaches back to its oldest post; what we know of in that time and is not in it, it left out. Stories end.
# Of a kind that is patchy it may have left out what still stands.
MISSED = """
UPDATE stats_post p SET missed = least(p.missed + 1, 99)
FROM (SELECT account_id, min(published_at) AS since FROM stats_post_stage WHERE NOT is_pinned GROUP BY 1) r
JOIN stats_postwatch w ON w.account_id = r.account_id AND (w.read_at IS NULL OR w.read_at < %(at)s)
WHERE p.account_id = r.account_id AND p.published_at > r.since AND p.published_at <= %(at)s AND p.measured_at < %(at)s
  AND p.kind <> %(story)s AND NOT EXISTS (
    SELECT FROM unnest(%(patchy_of)s::bigint[], %(patchy)s::text[]) AS k(account_id, kind)
    WHERE k.account_id = p.account_id AND k.kind = p.kind
  ) AND NOT EXISTS (
    SELECT FROM stats_post_stage n WHERE n.account_id = p.account_id AND n.external_id = p.external_id
  )
RETURNING p.missed = %(gone)s
"""
# What the platform itself says is gone, is gone at once, and its words with it.
GONE = """
UPDATE stats_post p SET missed = greatest(p.missed, %(gone)s), text = ''
FROM unnest(%(of)s::bigint[], %(names)s::text[]) AS n(account_id, external_id)
WHERE p.account_id = n.account_id AND p.external_id = n.external_id AND p.measured_at < %(at)s
  AND (p.missed < %(gone)s OR p.text <> '')
RETURNING p.id
"""
READ = """
UPDATE stats_postwatch SET read_at = %(at)s
WHERE account_id = ANY(%(accounts)s) AND (read_at IS NULL OR read_at < %(at)s)
"""

_months: set[Month] = set()


def record_posts(reads: Collection[PostsRead], *, at: datetime) -> PostsRecorded:
    """Store what these readings say, once. Run twice, it changes nothing.

    A figure that is not told never replaces one that was; a fall of the views by half waits for a second reading.
    """
    told = [read for read in reads if read.error is None]
    if not told:
        return PostsRecorded()
    if month_of(at) not in _months:
        ensure_partitions(at, at, table=POSTS)
        _months.add(month_of(at))
    accounts = sorted({read.account_id for read in told})
    values: dict[str, Any] = {
        "at": at,
        "base": DOUBT_BASE,
        "gone": GONE_AFTER,
        "story": STORY,
        "accounts": accounts,
        "sum": SUM,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(WATCH, values)
        cursor.execute(LOCK, values)
        cursor.execute(STAGE)
        cursor.execute("DELETE FROM stats_post_stage")
        with cursor.copy(COPY) as copy:
            for row in _rows(told, at):
                copy.write_row(row)
        cursor.execute(DOUBT, values)
        doubted = cursor.rowcount
        cursor.execute(UPSERT, values)
        new = sum(is_new for (is_new,) in cursor.fetchall())
        cursor.execute(SNAPSHOT, values)
        gone = 0
        if named := [(read.account_id, name) for read in told for name in read.gone]:
            of, names = zip(*named, strict=True)
            cursor.execute(GONE, values | {"of": list(of), "names": list(names)})
            gone = len(cursor.fetchall())
        patchy = [(read.account_id, kind) for read in told for kind in read.patchy]
        kinds = {"patchy_of": [pk for pk, _ in patchy], "patchy": [kind for _, kind in patchy]}
        cursor.execute(MISSED, values | kinds)
        gone += sum(is_gone for (is_gone,) in cursor.fetchall())
        cursor.execute(READ, values)
    return PostsRecorded(new, doubted, gone, accounts)


def _rows(reads: Collection[PostsRead], at: datetime) -> list[tuple[object, ...]]:
    rows: dict[tuple[int, str], tuple[object, ...]] = {}
    for read in reads:
        for post in read.posts:
            if post.published_at > at + LONGEST_AHEAD:
                continue
            counts = [getattr(post, name) for name in COUNTS]
            untold = [name for name, value in zip(COUNTS, counts, strict=True) if value is None]
            rows[read.account_id, post.external_id] = (
                read.account_id, post.external_id[:120], post.kind[:20], post.url[:500],
                post.text.replace("\0", "")[:LONGEST_TEXT],
                post.published_at, post.is_pinned, post.is_paid, post.interactions, *counts, untold,
            )  # fmt: skip
    return list(rows.values())
