"""Questions whose SQL is written once."""

from typing import Any

import pytest
from django.db.models import Q, QuerySet

from clients.models import Company
from lib.asked import asked
from tests.factories import CompanyFactory

written: list[tuple[int, ...]] = []


@asked
def either(one: int, other: int) -> QuerySet[Company, Any]:
    written.append((one, other))
    return Company.objects.filter(Q(pk=other) | Q(pk=one), ~Q(name="Hidden")).order_by("name").values_list("pk", "name")


@pytest.mark.django_db
def test_asked_answers_each_time_for_its_own_keys(django_assert_num_queries):
    ids = {name: CompanyFactory(name=name).pk for name in ("Aoi", "Ban", "Cho", "Hidden")}
    pairs = [("Ban", "Aoi"), ("Cho", "Hidden"), ("Hidden", "Hidden"), ("Aoi", "Cho")]
    with django_assert_num_queries(len(pairs)):
        answers = [either(ids[one], ids[other]) for one, other in pairs]
    assert answers == [
        [(ids["Aoi"], "Aoi"), (ids["Ban"], "Ban")],
        [(ids["Cho"], "Cho")],
        [],
        [(ids["Aoi"], "Aoi"), (ids["Cho"], "Cho")],
    ]
    assert len(written) == 1, "the SQL is written once"


@pytest.mark.django_db
def test_asked_with_too_few_keys_is_a_mistake():
    with pytest.raises(ValueError, match="shorter"):
        either(1)
