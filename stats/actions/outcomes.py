"""What a round of measuring brought, written down."""

from collections.abc import Collection, Mapping
from dataclasses import astuple
from typing import Any

from django.db import connection, transaction

from stats.actions.snapshots import record_snapshots
from stats.due import fast_moving, mattering
from stats.measuring import Measured
from stats.platforms.readings import Reading
from stats.rules import Standing, after_error, after_waiting, interval
from stats.snapshots import SnapshotRow
from talent.models import SocialAccount, Source

# A slower rival's older attempt changes nothing, nor does one at an account that somebody corrected meanwhile.
STAND = """
UPDATE talent_socialaccount a SET
    failures = n.failures, last_error = left(n.last_error, 300), next_refresh_at = n.next_at,
    state = coalesce(n.state, a.state), attempted_at = CASE WHEN n.asked THEN %(at)s ELSE a.attempted_at END
FROM unnest(%(ids)s::bigint[], %(failures)s::int[], %(errors)s::text[], %(next)s::timestamptz[], %(states)s::text[],
            %(asked)s::boolean[], %(named)s::timestamptz[])
     AS n(id, failures, last_error, next_at, state, asked, named_at)
WHERE a.id = n.id AND (a.attempted_at IS NULL OR a.attempted_at <= %(at)s)
  AND (a.named_at IS NULL OR a.named_at = n.named_at)
"""
HIDDEN = "The platform hides the count now"


def record_measured(measured: Measured, accounts: Collection[SocialAccount]) -> dict[int, str]:
    """Store the readings and what went wrong; answers what is said of each account, empty where all is well.

    In one transaction. Run twice, it changes nothing.
    """
    by_id = {account.pk: account for account in accounts}
    with transaction.atomic():
        matter = mattering({by_id[pk].talent_id for pk in measured.readings}, measured.at)
        fast = fast_moving(measured.readings.keys()) if measured.readings else set()
        rows = [
            _row(by_id[pk], reading, measured, by_id[pk].talent_id in matter or pk in fast)
            for pk, reading in measured.readings.items()
        ]
        drops = any(_fell(by_id[pk], reading) for pk, reading in measured.readings.items())
        doubted = record_snapshots(rows, doubt_drops=drops).doubted
        standings: dict[int, Standing] = {}
        for errors, rule in ((measured.errors, after_error), (measured.left, after_waiting)):
            for pk, error in errors.items():
                was = by_id[pk]
                standings[pk] = rule(error, failures=was.failures, last_error=was.last_error, now=measured.at)
        _stand(standings, measured, by_id)
    said = {row.account_id: row.words for row in rows} | {pk: standing.last_error for pk, standing in standings.items()}
    return said | doubted


def _row(account: SocialAccount, reading: Reading, measured: Measured, matters: bool) -> SnapshotRow:
    return SnapshotRow(
        account_id=account.pk,
        taken_at=measured.at,
        followers=reading.followers,
        following=reading.following,
        posts=reading.posts,
        views=reading.views,
        source=Source.MEASURED,
        is_rounded=reading.is_rounded,
        external_id=reading.external_id,
        title=reading.title,
        next_refresh_at=measured.at + interval(matters=matters),
        named_at=account.named_at,
        words=HIDDEN if reading.followers is None and _was_told(account) else "",
    )


def _was_told(account: SocialAccount) -> bool:
    """Whether the platform told the count before; what somebody typed in is none of its words."""
    return account.followers is not None and account.source == Source.MEASURED


def _fell(account: SocialAccount, reading: Reading) -> bool:
    """Whether the database has to look closer at the fall."""
    return bool(account.followers and reading.followers is not None and reading.followers * 2 < account.followers)


def _stand(standings: Mapping[int, Standing], measured: Measured, by_id: Mapping[int, SocialAccount]) -> None:
    if not standings:
        return
    ids = sorted(standings)
    failures, errors, upcoming, states = zip(*(astuple(standings[pk]) for pk in ids), strict=True)
    values: dict[str, Any] = {
        "ids": ids, "failures": list(failures), "errors": list(errors), "next": list(upcoming), "states": list(states),
        "asked": [pk not in measured.left for pk in ids], "at": measured.at,
        "named": [by_id[pk].named_at for pk in ids],
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(STAND, values)
