"""An account among its own kind, and the days on which it got another name."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from stats.actions import compute_numbers
from stats.actions.numbers import days_of_new_names
from stats.cohorts import ratios, tier_of
from stats.models import AccountNumbers
from talent.models import TierScheme
from tests.factories import AccountNumbersFactory, PostFactory, SocialAccountFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)


@pytest.mark.parametrize(("count", "is_cohort"), [(29, False), (30, True)])
def test_the_cohort_is_of_the_same_platform_and_tier(count, is_cohort):
    scheme = TierScheme.objects.get(in_use=True)
    lower, upper = list(scheme.bounds.order_by("from_followers").values_list("from_followers", flat=True))[1:3]
    for number in range(count):
        account = SocialAccountFactory(platform="instagram", followers=upper - 1 - number)
        AccountNumbersFactory(account=account, ratio=number)
    for platform, followers in (("instagram", upper), ("tiktok", lower), ("instagram", lower - 1)):
        account = SocialAccountFactory(platform=platform, followers=followers)
        AccountNumbersFactory(account=account, ratio=900)
    peers, bounds = ratios({"instagram"})
    cohort = peers.get(("instagram", tier_of(lower, bounds)))
    assert (cohort is not None) is is_cohort
    if cohort:
        assert (cohort.count, cohort.low, cohort.high) == (30, pytest.approx(1.45), pytest.approx(27.55))


def test_a_roster_is_looked_through_once_an_hour(django_assert_num_queries):
    for number in range(30):
        account = SocialAccountFactory(platform="instagram", followers=20_000)
        AccountNumbersFactory(account=account, ratio=number)
    with django_assert_num_queries(2):
        before = ratios({"instagram"})
    AccountNumbers.objects.update(ratio=7)
    with django_assert_num_queries(1):
        assert ratios({"instagram"}) == before != ({}, before[1])
    with django_assert_num_queries(2):
        assert ratios({"instagram", "tiktok"}) == before
    bound = TierScheme.objects.get(in_use=True).bounds.latest("from_followers")
    bound.from_followers += 1
    bound.save()
    assert ratios({"instagram"}) != before, "other tiers are other cohorts"


def test_an_account_of_another_name_keeps_the_day_of_it_and_its_ratio_is_stored():
    account = SocialAccountFactory(platform="instagram", handle="before", followers=20_000)
    for number in range(12):
        PostFactory(
            account=account, published_at=NOW - timedelta(days=4 + number), measured_at=NOW, likes=200, comments=5
        )
    account.handle = "after"
    account.save(update_fields=["handle"])
    today = datetime.now(UTC).date()
    renamed = days_of_new_names([account.pk], today - timedelta(days=9))
    assert renamed == {account.pk: {today, today + timedelta(days=1)}}
    assert days_of_new_names([account.pk], today + timedelta(days=1)) == {}
    compute_numbers([account.pk], now=NOW)
    assert AccountNumbers.objects.get().ratio == Decimal("2.500")
