"""What the figures say over time."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from portals.desk.roster.known import accounts_in_use
from stats.actions import record_snapshots
from stats.actions.numbers import SPANS, compute_numbers
from stats.models import AccountNumbers
from stats.queries import account_sparklines, curve, curves_of, growth, sparklines, talent_growth
from stats.snapshots import SnapshotRow
from talent.actions import edit_account
from talent.models import SocialAccount
from tests.factories import SocialAccountFactory, TalentFactory, booker

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def measure(account, *counts, until, step=DAY):
    """Counts in the order of time, the last one at `until`."""
    last = len(counts) - 1
    record_snapshots([SnapshotRow(account.pk, until - (last - n) * step, count) for n, count in enumerate(counts)])


def test_curve_has_the_last_value_of_each_day(now):
    account = SocialAccountFactory()
    for hours, count in ((0, 10), (3, 12), (26, 20)):
        record_snapshots([SnapshotRow(account.pk, now + timedelta(hours=hours), count)])
    points = curve([account.pk], now.date(), now.date() + DAY)[account.pk]
    assert [(point.day, point.followers) for point in points] == [(date(2026, 4, 15), 12), (date(2026, 4, 16), 20)]


def test_curve_counts_days_in_the_readers_zone():
    account = SocialAccountFactory()
    record_snapshots([SnapshotRow(account.pk, datetime(2026, 4, 15, 16, tzinfo=UTC), 10)])
    day = date(2026, 4, 16)
    assert [p.day for p in curve([account.pk], day, day, zone="Asia/Tokyo")[account.pk]] == [day]
    assert curve([account.pk], day, day, zone="UTC")[account.pk] == []


def test_curve_of_an_account_without_measurements_is_empty(now):
    account = SocialAccountFactory()
    assert curve([account.pk], now.date(), now.date()) == {account.pk: []}


def test_curve_is_one_query_for_any_number_of_accounts(now, django_assert_num_queries):
    accounts = [SocialAccountFactory() for _ in range(3)]
    for account in accounts:
        measure(account, 1, 2, until=now)
    with django_assert_num_queries(1):
        assert [len(points) for points in curve([a.pk for a in accounts], now.date() - DAY, now.date()).values()] == [
            2
        ] * 3


def test_talents_lines_carry_values_over_gaps_and_add_up(now):
    talent = TalentFactory()
    large, small = (SocialAccountFactory(talent=talent, handle=name) for name in ("large", "small"))
    SocialAccountFactory(talent=talent)
    SocialAccountFactory(talent=talent, archived_at=now, archived_by=talent.created_by)
    measure(large, 100, 110, until=now, step=2 * DAY)
    measure(small, 5, until=now - DAY)
    since = now.date() - 3 * DAY
    curves = curves_of(accounts_in_use(talent.pk), since, now.date())
    assert curves.days == [since + n * DAY for n in range(4)]
    assert [(line.label, line.values) for line in curves.series] == [
        ("YouTube @large", [None, 100, 100, 110]),
        ("YouTube @small", [None, None, 5, 5]),
    ]
    assert curves.total == [None, 100, 105, 115]


def test_talent_without_figures_has_no_lines(now):
    curves = curves_of([], now.date() - DAY, now.date())
    assert (curves.series, curves.total) == ([], [None, None])


@pytest.mark.parametrize(
    ("counts", "days", "percent"),
    [
        ([100, *[0] * 6, 125], 7, Decimal("25.00")),
        ([300, *[0] * 6, 299], 7, Decimal("-0.33")),
        ([100, 125], 7, None),  # nobody measured then
        ([0, *[1] * 6, 5], 7, None),  # from nothing there is no percentage
    ],
)
def test_growth_compares_with_the_measurement_before(now, counts, days, percent):
    account = SocialAccountFactory(platform="tiktok")
    tube = SocialAccountFactory(platform="youtube")  # whose terms want nothing computed
    measure(account, *counts, until=now)
    measure(tube, *counts, until=now)
    assert growth([account.pk, tube.pk], days, now) == {account.pk: percent, tube.pk: None}


def test_growth_looks_back_two_weeks_and_no_further(now):
    near, far = SocialAccountFactory(platform="tiktok"), SocialAccountFactory(platform="tiktok")
    measure(near, 100, 110, until=now, step=40 * DAY)
    measure(far, 100, 110, until=now, step=44 * DAY)
    assert growth([near.pk, far.pk], 30, now) == {near.pk: Decimal("10.00"), far.pk: None}


def test_growth_is_unknown_where_nothing_was_measured_since(now):
    account = SocialAccountFactory(platform="tiktok")
    measure(account, 100, 110, until=now - 8 * DAY)
    assert growth([account.pk], 7, now) == {account.pk: None}


def test_talents_growth_is_that_of_the_largest_account(now, django_assert_num_queries):
    talent, other = TalentFactory(), TalentFactory()
    large, small = (
        SocialAccountFactory(talent=talent, platform="tiktok"),
        SocialAccountFactory(talent=talent, platform="tiktok"),
    )
    measure(large, 1_000, 1_100, until=now, step=30 * DAY)
    measure(small, 10, 100, until=now, step=30 * DAY)
    with django_assert_num_queries(2):
        assert talent_growth([talent.pk, other.pk], 30, now) == {talent.pk: Decimal("10.00"), other.pk: None}


def test_sparkline_carries_values_over_steps(now):
    account = SocialAccountFactory()
    measure(account, 10, 40, until=now, step=5 * DAY)
    assert account_sparklines([account.pk], now=now, days=10, points=10) == {account.pk: [10, 10, 10, 10, 10, 40]}


def test_sparkline_leaves_out_a_fall_that_nobody_confirmed(now):
    account = SocialAccountFactory()
    measure(account, 2_000, 100, 2_010, until=now, step=5 * DAY)
    assert 100 not in account_sparklines([account.pk], now=now, days=20, points=20)[account.pk]


def test_a_fall_at_the_end_of_a_sparkline_is_drawn_once_it_is_confirmed(now):
    account = SocialAccountFactory()
    measure(account, 2_000, 2_000, 100, until=now, step=5 * DAY)
    SocialAccount.objects.update(followers=2_000)
    assert account_sparklines([account.pk], now=now, days=20, points=20)[account.pk][-1] == 2_000
    SocialAccount.objects.update(followers=100)
    assert account_sparklines([account.pk], now=now, days=20, points=20)[account.pk][-1] == 100


def test_a_sparkline_asks_once_where_the_caller_has_read_what_accounts_have(now, django_assert_num_queries):
    account = SocialAccountFactory(followers=2_000)
    measure(account, 2_000, 2_000, 100, until=now, step=5 * DAY)
    for known, last in ((100, 100), (2_000, 2_000), (None, 2_000)):
        with django_assert_num_queries(1):
            lines = account_sparklines([account.pk], now=now, days=20, points=20, known_now={account.pk: known})
        assert lines[account.pk][-1] == last


def test_sparkline_ends_with_the_newest_and_leaves_out_what_is_older(now):
    account = SocialAccountFactory()
    measure(account, 1, 20, 30, until=now, step=60 * DAY)
    line = account_sparklines([account.pk], now=now)[account.pk]
    assert (line[0], line[-1], 1 in line) == (20, 30, False)


def test_sparkline_of_one_measurement_is_no_line(now):
    account = SocialAccountFactory()
    measure(account, 10, until=now)
    assert account_sparklines([account.pk], now=now) == {account.pk: []}


def test_talents_sparklines_are_two_queries(now, django_assert_num_queries):
    talents = [TalentFactory() for _ in range(3)]
    for talent in talents[:2]:
        measure(SocialAccountFactory(talent=talent), 5, 6, until=now)
        measure(SocialAccountFactory(talent=talent), 50, 60, until=now)
    with django_assert_num_queries(2):
        lines = sparklines([talent.pk for talent in talents], now=now, days=4, points=4)
    assert lines == {talents[0].pk: [50, 60], talents[1].pk: [50, 60], talents[2].pk: []}


def test_growth_is_never_reckoned_across_a_correction_also_where_the_base_is_older_than_the_span(now):
    """By hand, once a month: what was told of the account before is no base of what is told of this one."""
    account = SocialAccountFactory(platform="snapchat", handle="tpyo")
    record_snapshots([SnapshotRow(account.pk, now - 43 * DAY, 90_000, source="reported")])
    edit_account(account=account, fields={"handle": "typo"}, by=booker(), now=now - 31 * DAY)
    record_snapshots([SnapshotRow(account.pk, now - 12 * DAY, 12_000, source="reported")])
    account.refresh_from_db()
    assert (account.followers, growth([account.pk], 30, now)) == (12_000, {account.pk: None})
    compute_numbers([account.pk], now=now)
    numbers = AccountNumbers.objects.get()
    assert [getattr(numbers, f"growth_{span}") for span in SPANS] == [None, None, None]
    record_snapshots([SnapshotRow(account.pk, now - 40 * DAY, 11_000), SnapshotRow(account.pk, now, 12_100)])
    assert growth([account.pk], 10, now) == {account.pk: Decimal("0.83")}
    assert growth([account.pk], 30, now) == {account.pk: None}


def test_a_fall_of_another_account_before_a_correction_is_no_base(now):
    """Where a count was doubted, the one that stands for the day before is its own too."""
    account = SocialAccountFactory(platform="x", handle="tpyo")
    measure(account, 9_000, 9_000, until=now - 34 * DAY)
    edit_account(account=account, fields={"handle": "typo"}, by=booker(), now=now - 33 * DAY)
    record_snapshots([SnapshotRow(account.pk, now - 31 * DAY, 4_000), SnapshotRow(account.pk, now, 9_500)])
    assert growth([account.pk], 30, now) == {account.pk: Decimal("137.50")}


def test_the_curve_of_an_account_that_was_corrected_begins_on_the_day_after_it_on_the_asked_clock():
    account = SocialAccountFactory()
    other = SocialAccountFactory(talent=account.talent, followers=5)
    for pk in (account.pk, other.pk):
        for hours in range(0, 72, 6):
            record_snapshots([SnapshotRow(pk, datetime(2026, 6, 1, tzinfo=UTC) + hours * DAY / 24, 5)])
    SocialAccount.objects.filter(pk=account.pk).update(named_at=datetime(2026, 6, 1, 16, tzinfo=UTC))
    asked = ([account.pk, other.pk], date(2026, 6, 1), date(2026, 6, 3))
    assert {pk: [each.day.day for each in days] for pk, days in curve(*asked).items()} == {
        account.pk: [2, 3], other.pk: [1, 2, 3],
    }  # fmt: skip
    assert [each.day.day for each in curve(*asked, zone="Asia/Tokyo")[account.pk]] == [3]
    SocialAccount.objects.filter(pk=account.pk).update(named_at=datetime(2026, 6, 1, 14, tzinfo=UTC))
    assert [each.day.day for each in curve(*asked, zone="Asia/Tokyo")[account.pk]] == [2, 3]
