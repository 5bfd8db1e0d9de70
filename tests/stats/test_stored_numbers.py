"""The numbers that are stored beside an account: what they are, when they are unknown, what they take."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from stats.actions import compute_numbers
from stats.models import AccountNumbers
from tests.factories import AccountSnapshotFactory, PostFactory, SocialAccountFactory

NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def test_numbers_are_computed_and_stored():
    account = SocialAccountFactory(
        platform="instagram", followers=20_000, source="measured", measured_at=NOW, external_id="7"
    )
    for ago, followers in ((0, 20_000), (7, 19_000), (30, 16_000)):
        AccountSnapshotFactory(account=account, taken_at=NOW - timedelta(days=ago), followers=followers)
    for number in range(6):
        PostFactory(
            account=account, published_at=NOW - timedelta(days=1 + number), measured_at=NOW,
            likes=180 + number * 20, comments=20, views=None, untold=["likes"] if number == 5 else [],
        )  # fmt: skip
    assert compute_numbers([account.pk], now=NOW) == 1
    compute_numbers([account.pk], now=NOW)
    numbers = AccountNumbers.objects.get()
    assert (numbers.engagement_rate, numbers.formula, numbers.formula_version) == (Decimal("1.284"), "by_followers", 1)
    assert (numbers.posts_counted, numbers.posts_seen) == (4, 5)
    assert (numbers.growth_7, numbers.growth_30, numbers.growth_90) == (Decimal("5.26"), Decimal("25.00"), None)
    assert (numbers.band, numbers.band_rate, numbers.benchmark.source) == ("above", Decimal("1.284"), "Modash")
    assert (numbers.posts_a_week, numbers.median_views, numbers.signals) == (Decimal("0.5"), None, None)


def test_x_has_a_rate_by_impressions_beside_that_by_followers():
    account = SocialAccountFactory(platform="x", followers=1_000, source="measured", measured_at=NOW)
    AccountSnapshotFactory(account=account, taken_at=NOW, followers=1_000)
    for number in range(4):
        PostFactory(
            account=account, published_at=NOW - timedelta(days=5 + number), measured_at=NOW,
            likes=10, comments=5, shares=5, views=None if number == 3 else 4_000,
        )  # fmt: skip
    compute_numbers([account.pk], now=NOW)
    numbers = AccountNumbers.objects.get()
    assert (numbers.engagement_rate, numbers.posts_counted) == (Decimal("2.000"), 4)
    assert (numbers.rate_by_views, numbers.posts_by_views) == (Decimal("0.500"), 3)


def test_account_of_which_nothing_is_known_has_unknown_numbers():
    account = SocialAccountFactory(platform="tiktok")
    compute_numbers([account.pk], now=NOW)
    numbers = AccountNumbers.objects.get()
    assert (numbers.engagement_rate, numbers.band, numbers.posts_a_week, numbers.growth_7) == (None, "", None, None)
    assert (numbers.posts_counted, numbers.posts_seen) == (0, 0)


@pytest.mark.parametrize(("accepted", "rate"), [(True, Decimal("5.200")), (False, None)])
def test_youtube_is_computed_under_its_terms_alone(accepted, rate, settings):
    settings.YOUTUBE_DERIVED_METRICS_ACCEPTED = accepted
    account = SocialAccountFactory(platform="youtube", followers=20_000, source="measured", measured_at=NOW)
    for days, followers in ((0, 20_000), (8, 18_000), (31, 16_000), (91, 10_000)):
        AccountSnapshotFactory(account=account, taken_at=NOW - timedelta(days=days), followers=followers)
    for number in range(5):
        PostFactory(account=account, published_at=NOW - timedelta(days=5 + number), measured_at=NOW)
    compute_numbers([account.pk], now=NOW)
    numbers = AccountNumbers.objects.get()
    assert numbers.engagement_rate == rate
    assert numbers.band == ("high" if accepted else "")
    computed = (numbers.median_views, numbers.posts_a_week, numbers.growth_7, numbers.growth_30, numbers.growth_90)
    grown = (10_000, Decimal("0.4"), Decimal("11.11"), Decimal("25.00"), Decimal("100.00"))
    assert computed == (grown if accepted else (None,) * 5)
    assert len(numbers.best_posts) == (3 if accepted else 0)


@pytest.mark.parametrize("accounts", [1, 3])
def test_numbers_of_many_take_as_many_queries(accounts, django_assert_num_queries):
    ids = [SocialAccountFactory(platform="instagram").pk for _ in range(accounts)]
    for pk in ids:
        PostFactory(account_id=pk, published_at=NOW - timedelta(days=5), measured_at=NOW)
    with django_assert_num_queries(19):
        compute_numbers(ids, now=NOW)
