"""Measurements into the table, and what the accounts carry of them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from stats.actions import record_snapshots
from stats.models import AccountSnapshot
from stats.partitions import after, ensure_partitions, month_of
from stats.snapshots import SnapshotRow
from talent.figures import Figures, newer
from tests.factories import SocialAccountFactory, TalentFactory

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def carried(account):
    account.refresh_from_db()
    return account.followers, account.views, account.measured_at


def test_newest_of_several_rows_is_carried_over(now):
    account = SocialAccountFactory()
    rows = [SnapshotRow(account.pk, now - n * HOUR, followers=1_000 - n, views=5) for n in (2, 0, 1)]
    recorded = record_snapshots(rows)
    assert recorded.written == 3
    assert carried(account) == (1_000, 5, now)
    assert account.source == "measured"


def test_same_rows_twice_are_stored_once(now):
    account = SocialAccountFactory()
    rows = [SnapshotRow(account.pk, now, followers=10)]
    assert record_snapshots(rows).written == 1
    assert record_snapshots(rows).written == 0
    assert AccountSnapshot.objects.filter(account=account).count() == 1


def test_older_figure_never_replaces_a_newer_one(now):
    account = SocialAccountFactory(followers=500, source="reported", measured_at=now)
    record_snapshots([SnapshotRow(account.pk, now - HOUR, followers=400, views=7)])
    assert carried(account) == (500, None, now)
    assert AccountSnapshot.objects.filter(account=account).count() == 1


def test_unknown_never_replaces_a_value(now):
    account = SocialAccountFactory(followers=500, views=9, source="measured", measured_at=now - HOUR)
    record_snapshots([SnapshotRow(account.pk, now, followers=None, views=11)])
    assert carried(account) == (500, 11, now - HOUR)


def test_zero_replaces_a_value(now):
    account = SocialAccountFactory(followers=500, source="measured", measured_at=now - HOUR)
    record_snapshots([SnapshotRow(account.pk, now, followers=0)])
    assert carried(account) == (0, None, now)


def test_reading_in_which_nothing_is_known_changes_nothing(now):
    account = SocialAccountFactory()
    record_snapshots([SnapshotRow(account.pk, now)])
    assert (carried(account), account.source) == ((None, None, None), "")


@pytest.mark.parametrize("before", [None, 500])
@pytest.mark.parametrize("followers", [None, 0, 700])
@pytest.mark.parametrize("shift", [-1, 0, 1])
def test_many_at_once_follow_the_rule_for_one(now, before, followers, shift):
    known = {"followers": before, "views": 3, "source": "reported", "measured_at": now}
    account = SocialAccountFactory(**known)
    expected = {**known, "posts": None, "is_rounded": False}
    taken = now + shift * HOUR
    expected |= newer(account, Figures(taken, "measured", followers, posts=8, is_rounded=True))
    record_snapshots([SnapshotRow(account.pk, taken, followers, posts=8, is_rounded=True)])
    account.refresh_from_db()
    assert {name: getattr(account, name) for name in expected} == expected


def test_talent_has_the_followers_of_the_largest_account(now):
    talent = TalentFactory()
    small, large = SocialAccountFactory(talent=talent), SocialAccountFactory(talent=talent)
    archived = SocialAccountFactory(talent=talent, archived_at=now, archived_by=talent.created_by, followers=9_999)
    record_snapshots(
        [SnapshotRow(small.pk, now, 10), SnapshotRow(large.pk, now, 300), SnapshotRow(archived.pk, now, 9_999)]
    )
    talent.refresh_from_db()
    assert talent.followers == 300


def test_fall_by_more_than_half_waits_for_a_second_measurement(now):
    account = SocialAccountFactory(followers=10_000, source="measured", measured_at=now - HOUR)
    first = record_snapshots([SnapshotRow(account.pk, now, followers=3_800)], doubt_drops=True)
    assert first.doubted == {account.pk: "Dropped by 62 %, looking again"}
    assert carried(account)[0] == 10_000
    second = record_snapshots([SnapshotRow(account.pk, now + HOUR, followers=3_790)], doubt_drops=True)
    assert second.doubted == {}
    assert carried(account)[0] == 3_790


def test_fall_that_was_a_slip_is_forgotten(now):
    account = SocialAccountFactory(followers=10_000, source="measured", measured_at=now - HOUR)
    for number, followers in enumerate([3_800, 10_050, 3_800]):
        recorded = record_snapshots([SnapshotRow(account.pk, now + number * HOUR, followers)], doubt_drops=True)
    assert recorded.doubted == {account.pk: "Dropped by 62 %, looking again"}
    assert carried(account)[0] == 10_050


@pytest.mark.parametrize(("before", "after_"), [(999, 3), (10_000, 5_000)])
def test_fall_of_few_or_by_half_is_believed(now, before, after_):
    account = SocialAccountFactory(followers=before, source="measured", measured_at=now - HOUR)
    assert record_snapshots([SnapshotRow(account.pk, now, after_)], doubt_drops=True).doubted == {}
    assert carried(account)[0] == after_


def test_id_and_title_come_with_the_figures_but_are_never_emptied(now):
    account = SocialAccountFactory(title="Old")
    record_snapshots([SnapshotRow(account.pk, now, 5, external_id="UC1")])
    account.refresh_from_db()
    assert (account.external_id, account.title) == ("UC1", "Old")


def test_nothing_to_record_is_nothing():
    assert record_snapshots([]).written == 0


def partitions() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'stats_accountsnapshot'::regclass"
        )
        return {name.removeprefix("stats_accountsnapshot_") for (name,) in cursor.fetchall()}


def test_month_is_made_once_and_its_waiting_rows_move_in():
    account = SocialAccountFactory()
    kept, moved = datetime(2019, 1, 31, 23, 59, tzinfo=UTC), datetime(2019, 2, 1, tzinfo=UTC)
    for at in (kept, moved):
        AccountSnapshot.objects.create(account=account, taken_at=at, source="measured", followers=1)
    assert ensure_partitions(moved, moved) == ["stats_accountsnapshot_201902"]
    assert ensure_partitions(moved, moved) == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT taken_at, tableoid::regclass::text FROM stats_accountsnapshot ORDER BY 1")
        assert cursor.fetchall() == [(kept, "stats_accountsnapshot_default"), (moved, "stats_accountsnapshot_201902")]


def test_months_over_the_turn_of_a_year_are_all_made():
    ensure_partitions(datetime(2017, 11, 5, tzinfo=UTC), datetime(2018, 2, 1, tzinfo=UTC))
    assert {"201711", "201712", "201801", "201802"} <= partitions()


@pytest.mark.parametrize(
    ("month", "by", "then"), [((2026, 12), 1, (2027, 1)), ((2026, 11), 2, (2027, 1)), ((2026, 1), 1, (2026, 2))]
)
def test_month_after(month, by, then):
    assert after(month, by) == then


def test_month_is_that_of_utc():
    assert month_of(datetime.fromisoformat("2026-05-01T08:00:00+09:00")) == (2026, 4)


def test_window_of_a_chart_opens_its_months_only(now):
    ensure_partitions(datetime(2026, 1, 1, tzinfo=UTC), now)
    with connection.cursor() as cursor:
        cursor.execute(
            "EXPLAIN SELECT * FROM stats_accountsnapshot"
            " WHERE account_id = 1 AND taken_at >= '2026-03-01' AND taken_at < '2026-04-01'"
        )
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "stats_accountsnapshot_202603" in plan
    assert "stats_accountsnapshot_202602" not in plan
