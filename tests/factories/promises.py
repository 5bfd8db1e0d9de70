"""Bare promises: what guards is made by actions."""

from datetime import datetime
from typing import Any

import factory
from factory.django import DjangoModelFactory

from exclusivity.models import BINDING, Clause, Commitment, CommitmentKind, Decision, Exposure, Finding, Status
from tests.factories.base import NOW, Made, days, somebody
from tests.factories.clients import BrandFactory
from tests.factories.talents import TalentFactory


def _bound_at(o: Any) -> datetime | None:
    return NOW if o.status in BINDING else None


class CommitmentFactory(Made):
    """A bare promise: no clause, no exposure and no box. What must guard is made with `exclusivity.actions`."""

    class Meta:
        model = Commitment
        skip_postgeneration_save = True

    kind = CommitmentKind.ONE_OFF
    status = Status.HOLD
    brand = factory.SubFactory(BrandFactory)
    timezone = "Asia/Tokyo"
    term = factory.LazyFunction(lambda: days("2026-05-01", "2026-06-01"))
    bound_at = factory.LazyAttribute(_bound_at)
    bound_by = factory.LazyAttribute(lambda o: somebody() if o.bound_at else None)

    @factory.post_generation
    def talents(self, create: bool, extracted: Any, **_: Any) -> None:
        if create and extracted:
            self.talents.set(extracted)


class ClauseFactory(Made):
    class Meta:
        model = Clause
        skip_postgeneration_save = True

    commitment = factory.SubFactory(CommitmentFactory)
    number = factory.Sequence(lambda n: str(n + 1))

    @factory.post_generation
    def categories(self, create: bool, extracted: Any, **_: Any) -> None:
        if create and extracted:
            self.categories.set(extracted)


class ExposureFactory(Made):
    class Meta:
        model = Exposure

    commitment = factory.SubFactory(CommitmentFactory)
    channels = factory.LazyFunction(lambda: ["instagram"])
    territories = factory.LazyFunction(lambda: ["JP"])
    days = factory.LazyFunction(lambda: days("2026-05-01", "2026-06-01"))


class FindingFactory(DjangoModelFactory):
    class Meta:
        model = Finding

    talent = factory.SubFactory(TalentFactory)
    one = factory.SubFactory(CommitmentFactory)
    other = factory.SubFactory(CommitmentFactory)
    verdict = "REVIEW"
    because = "The territory is not said."
    raised_at = NOW
    raised_by = factory.LazyFunction(somebody)


class DecisionFactory(DjangoModelFactory):
    class Meta:
        model = Decision

    finding = factory.SubFactory(FindingFactory)
    accepted = True
    reason = "Asked the brand; Japan only."
    made_at = NOW
    made_by = factory.LazyFunction(somebody)
