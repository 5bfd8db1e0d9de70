"""Posts, the numbers of an account, published ranges, and what is worth a look."""

from datetime import date, timedelta
from decimal import Decimal

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from stats.leading import keep_leading
from stats.models import AccountNumbers, Benchmark, Post, PriceTable, Signal
from tests.factories.base import somebody
from tests.factories.talents import SocialAccountFactory


class PostFactory(DjangoModelFactory):
    class Meta:
        model = Post

    account = factory.SubFactory(SocialAccountFactory)
    external_id = factory.Sequence(lambda n: f"post{n}")
    kind = "video"
    url = factory.LazyAttribute(lambda o: f"https://www.youtube.com/watch?v={o.external_id}")
    text = "A day at the sea"
    published_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=10))
    first_seen_at = factory.LazyAttribute(lambda o: o.published_at)
    measured_at = factory.LazyFunction(timezone.now)
    views, likes, comments = 10_000, 500, 20


class BenchmarkFactory(DjangoModelFactory):
    class Meta:
        model = Benchmark

    platform = "x"
    basis = "by_followers"
    from_followers = factory.Sequence(lambda n: n * 1_000)
    below_from, average_from, above_from, high_from = (Decimal(n) for n in (1, 2, 3, 4))
    source = "A survey"
    source_url = "https://survey.example/2026"
    as_of = date(2026, 3, 1)


class PriceTableFactory(DjangoModelFactory):
    class Meta:
        model = PriceTable

    source = "A survey"
    valid_from = factory.Sequence(lambda n: date(2026, 1, 1) + timedelta(days=n))
    created_at = factory.LazyFunction(timezone.now)
    created_by = factory.LazyFunction(somebody)


class AccountNumbersFactory(DjangoModelFactory):
    class Meta:
        model = AccountNumbers
        skip_postgeneration_save = True

    account = factory.SubFactory(SocialAccountFactory)
    computed_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def leading(self, create: bool, extracted: object, **_: object) -> None:
        keep_leading([self.account.talent_id])


class SignalFactory(DjangoModelFactory):
    class Meta:
        model = Signal

    account = factory.SubFactory(SocialAccountFactory)
    kind = "drop"
    key = "2026-06-01"
    title = "Followers fell in a day"
    line = "−2,000 on 1 Jun (−2.0 %). Noted from −1.5 % in a day."
    since = date(2026, 6, 1)
    value = Decimal("-2.000")
    threshold = Decimal("-1.500")
    found_at = factory.LazyFunction(timezone.now)
    seen_at = factory.LazyFunction(timezone.now)
