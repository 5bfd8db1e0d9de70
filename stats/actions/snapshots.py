"""Measurements go in by COPY, and the accounts carry their latest figures."""

from collections.abc import Collection
from dataclasses import fields
from operator import attrgetter

from django.db import connection, transaction

from stats.partitions import Month, ensure_partitions, month_of
from stats.snapshots import Recorded, SnapshotRow
from talent.figures import DATING, VALUES

DROP_BASE = 1_000
LOOK_AGAIN = "1 hour"

STAGE = """
CREATE TEMP TABLE IF NOT EXISTS stats_stage (
    account_id bigint, taken_at timestamptz, followers bigint, following bigint, posts bigint, views bigint,
    source varchar(9), is_rounded boolean, external_id text, title text, next_at timestamptz, words text,
    named_at timestamptz, doubt int DEFAULT NULL
) ON COMMIT DELETE ROWS
"""
COPY = """
COPY stats_stage (account_id, taken_at, followers, following, posts, views, source, is_rounded, external_id, title,
                  next_at, words, named_at) FROM STDIN
"""
# Whoever changes a talent's accounts holds the talent first, in ascending order, so nobody waits in a ring.
LOCK_TALENTS = """
SELECT id FROM talent_talent WHERE id IN (
    SELECT talent_id FROM talent_socialaccount WHERE id IN (SELECT account_id FROM stats_stage)
) ORDER BY id FOR NO KEY UPDATE
"""
# An account that somebody corrected has the id that it had: it was renamed only, and its figures are its own again.
SAME = f"""
UPDATE talent_socialaccount a SET
    {", ".join(f"{name} = coalesce(a.{name}, was.{name})" for name in VALUES)},
    {", ".join(f"{name} = CASE WHEN dated THEN was.{name} ELSE a.{name} END" for name in DATING)},
    named_at = NULL, named_id = '', named_figures = NULL
FROM stats_stage n JOIN talent_socialaccount b ON b.id = n.account_id,
     LATERAL jsonb_populate_record(NULL::talent_socialaccount, coalesce(b.named_figures, '{{}}')) was,
     LATERAL (SELECT b.followers IS NULL AND was.measured_at IS NOT NULL AS dated) d
WHERE b.id = ANY(%(named)s) AND a.id = b.id AND n.named_at = b.named_at AND n.external_id = nullif(b.named_id, '')
"""  # noqa: S608 - our own names
# A count that fell by more than half is not believed until the measurement before it says the same.
DOUBT = """
UPDATE stats_stage n SET
    doubt = round(100 - 100.0 * n.followers / a.followers),
    words = format('Dropped by %%s %%%%, looking again', round(100 - 100.0 * n.followers / a.followers)),
    next_at = n.taken_at + %(again)s::interval
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
RETURNING n.account_id, n.words
"""
INSERT = """
INSERT INTO stats_accountsnapshot (account_id, taken_at, followers, following, posts, views, source, is_rounded)
SELECT account_id, taken_at, followers, following, posts, views, source, is_rounded FROM stats_stage
ON CONFLICT DO NOTHING
"""
# The same rule as `talent.figures.newer`, for many at once: the newest wins, an unknown never replaces a value, and
# `measured_at` is the age of the follower count. `next_at` is there where the row comes from an attempt of ours, of
# which a slower rival's older one changes nothing. One UPDATE for both, since each rewrites the row. What a platform
# told of an account that somebody corrected meanwhile is another's; what a person tells is of the one that it is.
LATEST = """
WITH newest AS (
    SELECT DISTINCT ON (account_id) * FROM stats_stage ORDER BY account_id, doubt NULLS FIRST, taken_at DESC
), told AS (
    SELECT n.*, believed, believed AND (n.followers IS NOT NULL OR a.followers IS NULL) AS counted,
           n.next_at IS NOT NULL AND (a.attempted_at IS NULL OR a.attempted_at <= n.taken_at) AS attempted
    FROM newest n JOIN talent_socialaccount a ON a.id = n.account_id,
    LATERAL (SELECT n.doubt IS NULL AND (a.measured_at IS NULL OR n.taken_at >= a.measured_at)
                AND coalesce(n.followers, n.following, n.posts, n.views) IS NOT NULL AS believed) b
    WHERE a.named_at IS NULL
       OR CASE WHEN n.next_at IS NULL THEN n.taken_at > a.named_at OR n.source = 'reported'
               ELSE n.named_at = a.named_at END
)
UPDATE talent_socialaccount a SET
    followers = CASE WHEN believed THEN coalesce(n.followers, a.followers) ELSE a.followers END,
    following = CASE WHEN believed THEN coalesce(n.following, a.following) ELSE a.following END,
    posts = CASE WHEN believed THEN coalesce(n.posts, a.posts) ELSE a.posts END,
    views = CASE WHEN believed THEN coalesce(n.views, a.views) ELSE a.views END,
    is_rounded = CASE WHEN counted THEN n.is_rounded ELSE a.is_rounded END,
    source = CASE WHEN counted THEN n.source ELSE a.source END,
    measured_at = CASE WHEN counted THEN n.taken_at ELSE a.measured_at END,
    external_id = coalesce(nullif(n.external_id, ''), a.external_id), title = coalesce(nullif(n.title, ''), a.title),
    attempted_at = CASE WHEN attempted THEN n.taken_at ELSE a.attempted_at END,
    next_refresh_at = CASE WHEN attempted THEN n.next_at ELSE a.next_refresh_at END,
    failures = CASE WHEN attempted THEN 0 ELSE a.failures END,
    last_error = CASE WHEN attempted THEN n.words ELSE a.last_error END,
    state = CASE WHEN attempted THEN 'fine' ELSE a.state END,
    named_id = CASE WHEN n.external_id <> '' THEN '' ELSE a.named_id END,
    named_figures = CASE WHEN n.external_id <> '' THEN NULL ELSE a.named_figures END
FROM told n
WHERE a.id = n.account_id AND (believed OR attempted)
"""
# By the ids that are locked: from the staging table the planner would guess, and read the whole roster.
LARGEST = """
UPDATE talent_talent t SET followers = m.followers
FROM (
    SELECT talent_id, max(followers) AS followers FROM talent_socialaccount
    WHERE archived_at IS NULL AND talent_id = ANY(%(talents)s) GROUP BY talent_id
) m
WHERE t.id = ANY(%(talents)s) AND t.id = m.talent_id AND t.followers IS DISTINCT FROM m.followers
"""

cells = attrgetter(*(field.name for field in fields(SnapshotRow)))
_months: set[Month] = set()


def record_snapshots(rows: Collection[SnapshotRow], *, doubt_drops: bool = False) -> Recorded:
    """Store measurements, once each, and carry the newest of each account over to it and its talent.

    Never an older figure over a newer one, never a null over a value. With `doubt_drops` a fall by more than half of
    1,000 followers or more is stored but not carried over before a second measurement confirms it.
    """
    rows = list(rows)
    if not rows:
        return Recorded(0, {})
    _ensure_months(rows)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(STAGE)
        cursor.execute("DELETE FROM stats_stage")
        with cursor.copy(COPY) as copy:
            for row in rows:
                copy.write_row(cells(row))
        cursor.execute(LOCK_TALENTS)
        talents = [pk for (pk,) in cursor.fetchall()]
        if named := [row.account_id for row in rows if row.named_at and row.external_id]:
            cursor.execute(SAME, {"named": named})
            doubt_drops = doubt_drops or cursor.rowcount > 0
        doubted: dict[int, str] = {}
        if doubt_drops:
            cursor.execute(DOUBT, {"base": DROP_BASE, "again": LOOK_AGAIN})
            doubted = dict(cursor.fetchall())
        cursor.execute(INSERT)
        written = cursor.rowcount
        cursor.execute(LATEST)
        cursor.execute(LARGEST, {"talents": talents})
    return Recorded(written, doubted)


def _ensure_months(rows: Collection[SnapshotRow]) -> None:
    """Make what is missing. A month that was rolled back with its transaction is no loss: there is the default one."""
    months = {month_of(row.taken_at) for row in rows}
    if not months <= _months:
        ensure_partitions(min(row.taken_at for row in rows), max(row.taken_at for row in rows))
        _months.update(months)
