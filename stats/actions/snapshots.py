"""Measurements go in by COPY, and the accounts carry their latest figures."""

from collections.abc import Collection

from django.db import connection, transaction

from stats.partitions import Month, ensure_partitions, month_of
from stats.snapshots import Recorded, SnapshotRow

DROP_BASE = 1_000
MANY = 2_000  # from here on PostgreSQL plans badly where it does not know how much was staged
COLUMNS = (
    "account_id", "taken_at", "followers", "following", "posts", "views", "source", "is_rounded", "external_id",
    "title",
)  # fmt: skip

STAGE = """
CREATE TEMP TABLE IF NOT EXISTS stats_stage (
    account_id bigint, taken_at timestamptz, followers bigint, following bigint, posts bigint, views bigint,
    source varchar(9), is_rounded boolean, external_id text, title text, doubt int
) ON COMMIT DELETE ROWS
"""
# The one order of locks: talents, then accounts, each ascending.
LOCK_TALENTS = """
SELECT id FROM talent_talent WHERE id IN (
    SELECT talent_id FROM talent_socialaccount WHERE id IN (SELECT account_id FROM stats_stage)
) ORDER BY id FOR NO KEY UPDATE
"""
LOCK_ACCOUNTS = """
SELECT id FROM talent_socialaccount WHERE id IN (SELECT account_id FROM stats_stage) ORDER BY id FOR NO KEY UPDATE
"""
# A count that fell by more than half is not believed until the measurement before it says the same.
DOUBT = """
UPDATE stats_stage n SET doubt = round(100 - 100.0 * n.followers / a.followers)
FROM talent_socialaccount a
WHERE a.id = n.account_id AND a.followers >= %(base)s AND n.followers * 2 < a.followers AND n.taken_at > a.measured_at
  AND NOT EXISTS (
    SELECT FROM (
        SELECT s.followers FROM stats_accountsnapshot s
        WHERE s.account_id = n.account_id AND s.taken_at < n.taken_at AND s.taken_at > n.taken_at - interval '8 days'
          AND s.followers IS NOT NULL
        ORDER BY s.taken_at DESC LIMIT 1
    ) before WHERE before.followers * 2 < a.followers
  )
RETURNING n.account_id, n.doubt
"""
INSERT = """
INSERT INTO stats_accountsnapshot (account_id, taken_at, followers, following, posts, views, source, is_rounded)
SELECT account_id, taken_at, followers, following, posts, views, source, is_rounded FROM stats_stage
ON CONFLICT DO NOTHING
"""
# The same rule as `talent.figures.newer`, for many at once: the newest wins, an unknown never replaces a value, and
# `measured_at` is the age of the follower count.
LATEST = """
WITH newest AS (
    SELECT DISTINCT ON (account_id) * FROM stats_stage WHERE doubt IS NULL ORDER BY account_id, taken_at DESC
)
UPDATE talent_socialaccount a SET
    followers = coalesce(n.followers, a.followers), following = coalesce(n.following, a.following),
    posts = coalesce(n.posts, a.posts), views = coalesce(n.views, a.views),
    is_rounded = CASE WHEN counted THEN n.is_rounded ELSE a.is_rounded END,
    source = CASE WHEN counted THEN n.source ELSE a.source END,
    measured_at = CASE WHEN counted THEN n.taken_at ELSE a.measured_at END,
    external_id = coalesce(nullif(n.external_id, ''), a.external_id), title = coalesce(nullif(n.title, ''), a.title)
FROM (
    SELECT newest.*, newest.followers IS NOT NULL OR old.followers IS NULL AS counted
    FROM newest JOIN talent_socialaccount old ON old.id = newest.account_id
    WHERE (old.measured_at IS NULL OR newest.taken_at >= old.measured_at)
      AND coalesce(newest.followers, newest.following, newest.posts, newest.views) IS NOT NULL
) n
WHERE a.id = n.account_id
"""
LARGEST = """
UPDATE talent_talent t SET followers = m.followers
FROM (
    SELECT talent_id, max(followers) AS followers FROM talent_socialaccount
    WHERE archived_at IS NULL AND talent_id IN (
        SELECT talent_id FROM talent_socialaccount WHERE id IN (SELECT account_id FROM stats_stage)
    ) GROUP BY talent_id
) m
WHERE t.id = m.talent_id AND t.followers IS DISTINCT FROM m.followers
"""

_months: set[Month] = set()


def record_snapshots(rows: Collection[SnapshotRow], *, doubt_drops: bool = False) -> Recorded:
    """Store measurements, once each, and carry the newest of each account over to it and its talent.

    Never an older figure over a newer one, never a null over a value. With `doubt_drops` a fall by more than half of
    1,000 followers or more is stored but not carried over before a second measurement confirms it.
    """
    rows = list(rows)
    if not rows:
        return Recorded(0, 0, {})
    _ensure_months(rows)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(STAGE)
        cursor.execute("DELETE FROM stats_stage")
        with cursor.copy(f"COPY stats_stage ({', '.join(COLUMNS)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(tuple(getattr(row, name) for name in COLUMNS))
        if len(rows) >= MANY:
            cursor.execute("ANALYZE stats_stage")
        cursor.execute(LOCK_TALENTS)
        cursor.execute(LOCK_ACCOUNTS)
        doubted: dict[int, str] = {}
        if doubt_drops:
            cursor.execute(DOUBT, {"base": DROP_BASE})
            doubted = {pk: f"Dropped by {percent} %, looking again" for pk, percent in cursor.fetchall()}
        cursor.execute(INSERT)
        written = cursor.rowcount
        cursor.execute(LATEST)
        latest = cursor.rowcount
        cursor.execute(LARGEST)
    return Recorded(written, latest, doubted)


def _ensure_months(rows: Collection[SnapshotRow]) -> None:
    """Make what is missing. A month that was rolled back with its transaction is no loss: there is the default one."""
    first, last = (pick(row.taken_at for row in rows) for pick in (min, max))
    if not {month_of(first), month_of(last)} <= _months:
        ensure_partitions(first, last)
        _months.update((month_of(first), month_of(last)))
