"""The monthly parts of the snapshots' tables."""

from datetime import UTC, date, datetime

from django.db import connection, transaction

TABLE = "stats_accountsnapshot"
POSTS = "stats_postsnapshot"
TABLES = (TABLE, POSTS)
MONTHS_AHEAD = 2
LOCK = 7_201_001  # one maker of months at a time

type Month = tuple[int, int]


def month_of(at: datetime | date) -> Month:
    """Year and month in UTC, by which the table is cut."""
    at = at.astimezone(UTC) if isinstance(at, datetime) else at
    return at.year, at.month


def after(month: Month, by: int = 1) -> Month:
    months = month[0] * 12 + month[1] - 1 + by
    return months // 12, months % 12 + 1


def ensure_partitions(since: datetime | date, until: datetime | date, *, table: str = TABLE) -> list[str]:
    """Make the table's months from `since` to `until`, both included, where they are not there; returns their names.

    Rows that waited in the default partition move into their month.
    """
    wanted = []
    month = month_of(since)
    while month <= month_of(until):
        wanted.append(month)
        month = after(month)
    with connection.cursor() as cursor:
        cursor.execute("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = %s::regclass", [table])
        there = {row[0] for row in cursor.fetchall()}
    missing = [month for month in wanted if _name(table, month) not in there]
    if missing:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            missing = [month for month in missing if _make(cursor, table, month)]
    return [_name(table, month) for month in missing]


def _name(table: str, month: Month) -> str:
    return f"{table}_{month[0]:04}{month[1]:02}"


def _make(cursor, table: str, month: Month) -> bool:
    """Attach a filled table instead of creating it in place: readers and writers of other months never wait."""
    name = _name(table, month)
    cursor.execute("SELECT to_regclass(%s)", [name])
    if cursor.fetchone()[0]:
        return False
    first, end = (datetime(*m, 1, tzinfo=UTC) for m in (month, after(month)))
    cursor.execute(f"CREATE TABLE {name} (LIKE {table} INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES)")
    moved = f"DELETE FROM {table}_default WHERE taken_at >= %s AND taken_at < %s RETURNING *"  # noqa: S608 - our own names
    cursor.execute(f"WITH moved AS ({moved}) INSERT INTO {name} SELECT * FROM moved", [first, end])  # noqa: S608
    cursor.execute(
        f"ALTER TABLE {table} ATTACH PARTITION {name} FOR VALUES FROM ('{first.isoformat()}') TO ('{end.isoformat()}')"
    )
    return True
