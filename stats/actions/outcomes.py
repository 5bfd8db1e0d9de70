"""What a round of measuring brought, written down."""

from collections.abc import Collection, Mapping
from dataclasses import astuple

from django.db import connection, transaction

from stats.actions.snapshots import record_snapshots
from stats.due import mattering
from stats.measuring import Measured
from stats.rules import Standing, after_error, after_reading, after_waiting
from stats.snapshots import SnapshotRow
from talent.models import SocialAccount, Source

# A slower rival's older attempt changes nothing.
STAND = """
UPDATE talent_socialaccount a SET
    failures = n.failures, last_error = left(n.last_error, 300), next_refresh_at = n.next_at,
    state = coalesce(n.state, a.state), attempted_at = CASE WHEN n.asked THEN %(at)s ELSE a.attempted_at END
FROM unnest(%(ids)s::bigint[], %(failures)s::int[], %(errors)s::text[], %(next)s::timestamptz[], %(states)s::text[],
            %(asked)s::boolean[]) AS n(id, failures, last_error, next_at, state, asked)
WHERE a.id = n.id AND (a.attempted_at IS NULL OR a.attempted_at <= %(at)s)
"""
HIDDEN = "The platform hides the count now"


def record_measured(measured: Measured, accounts: Collection[SocialAccount]) -> dict[int, Standing]:
    """Store the readings and say of each account how it stands. In one transaction; run twice, it changes nothing."""
    by_id = {account.pk: account for account in accounts}
    rows = [
        SnapshotRow(
            pk, measured.at, reading.followers, reading.following, reading.posts, reading.views, Source.MEASURED,
            reading.is_rounded, reading.external_id, reading.title,
        )
        for pk, reading in measured.readings.items()
    ]  # fmt: skip
    with transaction.atomic():
        doubted = record_snapshots(rows, doubt_drops=True).doubted
        matter = mattering({by_id[pk].talent_id for pk in measured.readings}, measured.at)
        standings: dict[int, Standing] = {}
        for pk, reading in measured.readings.items():
            doubt = doubted.get(pk, "")
            standings[pk] = after_reading(now=measured.at, matters=by_id[pk].talent_id in matter, doubt=doubt)
            if reading.followers is None and by_id[pk].followers is not None:
                facts = standings[pk]
                standings[pk] = Standing(facts.failures, HIDDEN, facts.next_refresh_at, facts.state)
        for errors, rule in ((measured.errors, after_error), (measured.left, after_waiting)):
            for pk, error in errors.items():
                was = by_id[pk]
                standings[pk] = rule(error, failures=was.failures, last_error=was.last_error, now=measured.at)
        _stand(standings, measured)
    return standings


def _stand(standings: Mapping[int, Standing], measured: Measured) -> None:
    if not standings:
        return
    ids = sorted(standings)
    failures, errors, upcoming, states = zip(*(astuple(standings[pk]) for pk in ids), strict=True)
    values = {
        "ids": ids, "failures": list(failures), "errors": list(errors), "next": list(upcoming), "states": list(states),
        "asked": [pk not in measured.left for pk in ids], "at": measured.at,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(STAND, values)
