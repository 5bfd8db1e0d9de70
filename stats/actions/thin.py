"""Thinning old months: the last measurement of each week, then of each month."""

import re
from datetime import date, datetime

from django.db import connection, transaction

from stats.keeping import thinning
from stats.models.post import COUNTS
from stats.partitions import POSTS, TABLE, TABLES, Month

# What a person typed in or imported stays as it came, and a known count is never given up for an unknown one.
MEASURED = {
    TABLE: ("account_id", "AND s.source = 'measured'", "AND l.source = 'measured' AND l.followers IS NOT NULL"),
    POSTS: ("post_id", "", " ".join(f"AND (s.{name} IS NULL OR l.{name} IS NOT NULL)" for name in COUNTS)),
}
THIN = """
DELETE FROM {part} s WHERE EXISTS (
    SELECT FROM {part} l WHERE l.{owner} = s.{owner} AND l.taken_at > s.taken_at
      AND date_trunc('{step}', l.taken_at, 'UTC') = date_trunc('{step}', s.taken_at, 'UTC') {later}
) {only}
"""
PARTS = """
SELECT c.relname, coalesce(obj_description(c.oid, 'pg_class'), '') FROM pg_inherits i
JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = %s::regclass ORDER BY c.relname
"""


def to_thin(now: datetime) -> list[tuple[str, str]]:
    """Each month's part that is not yet as thin as its age wants, with the step that it is thinned to."""
    wanted = []
    for table in TABLES:
        with connection.cursor() as cursor:
            cursor.execute(PARTS, [table])
            for part, done in cursor.fetchall():
                month = _month(table, part)
                step = thinning(month, now) if month else ""
                if step and done != f"by {step}":
                    wanted.append((part, step))
    return wanted


def thin(part: str, step: str) -> int:
    """Keep the last of each `step`, and write on the part that this was done; how many rows went."""
    table = next(table for table in TABLES if _month(table, part))
    if step not in {"week", "month"}:
        raise ValueError(f"nobody thins by {step}")
    owner, only, later = MEASURED[table]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '230s'")  # three million rows, and nobody waits for them
        cursor.execute(THIN.format(part=part, owner=owner, step=step, only=only, later=later))
        gone = cursor.rowcount
        cursor.execute(f"COMMENT ON TABLE {part} IS 'by {step}'")
    return gone


def called(part: str) -> str:
    """A part for people: whose figures, and of which month."""
    whose, month = next((table, month) for table in TABLES if (month := _month(table, part)))
    return f"{'posts' if whose == POSTS else 'accounts'} in {date(*month, 1):%B %Y}"


def _month(table: str, part: str) -> Month | None:
    found = re.fullmatch(rf"{table}_(\d{{4}})(\d\d)", part)
    return (int(found[1]), int(found[2])) if found else None
