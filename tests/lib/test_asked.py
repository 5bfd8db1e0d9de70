"""Questions whose SQL is written once."""

from typing import Any

import pghistory
import pytest
from django.db import connection
from django.db.models import Q, QuerySet

from clients.models import Brand, Company
from exclusivity import reading
from lib.among import among
from lib.asked import Keys, asked, asked_one, asked_whole
from tests.factories import BrandFactory, CompanyFactory

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
    with pytest.raises(ValueError, match="1 keys for a question of 2"):
        either(1)


@asked
def named_among(brands: Keys, company: int, others: Keys) -> QuerySet[Brand, Any]:
    some = Brand.objects.filter(company=company, pk__in=among(brands)).exclude(pk__in=among(others))
    return some.order_by("name").values_list("name", flat=True)


@pytest.mark.django_db
def test_asked_looks_among_any_number_of_keys(django_assert_num_queries):
    company, other = CompanyFactory(name="Kirei"), CompanyFactory()
    aoi, ban, cho = (BrandFactory(company=company, name=name).pk for name in ("Aoi", "Ban", "Cho"))
    foreign = BrandFactory(company=other, name="Dai").pk
    with django_assert_num_queries(4):
        assert named_among([aoi, cho, foreign], company.pk, [cho]) == [("Aoi",)]
        assert named_among([aoi, ban, cho], company.pk, []) == [("Aoi",), ("Ban",), ("Cho",)]
        assert named_among([], company.pk, [aoi]) == []
        assert named_among([foreign, 2**40], other.pk, [aoi, ban]) == [("Dai",)]


@asked_whole
def of(company: int) -> QuerySet[Brand]:
    return Brand.objects.filter(company=company).select_related("company", "created_by").order_by("name")


@asked_one
def locked(brand: int) -> QuerySet[Brand]:
    return Brand.objects.select_for_update(of=("self",)).filter(pk=brand)


@pytest.mark.django_db
def test_asked_whole_answers_with_models_and_what_they_hang_on(django_assert_num_queries):
    company, other = CompanyFactory(name="Kirei"), CompanyFactory()
    brands = [BrandFactory(company=company, name=name) for name in ("Aoi", "Ban")]
    with django_assert_num_queries(3):
        found = [of(key) for key in (company.pk, other.pk, company.pk)]
        assert [[(one, one.company, one.created_by) for one in some] for some in found] == [
            [(brand, company, brand.created_by) for brand in brands], [], [(b, company, b.created_by) for b in brands],
        ]  # fmt: skip
    for read, brand in zip(found[0], brands, strict=True):
        fresh = Brand.objects.get(pk=brand.pk)
        assert {f.attname: getattr(read, f.attname) for f in Brand._meta.fields} == {
            f.attname: getattr(fresh, f.attname) for f in Brand._meta.fields
        }
    found[0][0].name = "Chie"
    found[0][0].save()
    assert Brand.objects.get(pk=brands[0].pk).name == "Chie"


@pytest.mark.django_db
def test_asked_one_is_the_row_or_says_that_there_is_none():
    brand = BrandFactory()
    assert [locked(brand.pk), locked(brand.pk)] == [brand, brand]
    with pytest.raises(Brand.DoesNotExist):
        locked(brand.pk + 1)


@pytest.mark.django_db
def test_the_second_time_postgresql_keeps_the_plan():
    brand = BrandFactory()
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    for _ in range(3):
        locked(brand.pk)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans, custom_plans FROM pg_prepared_statements WHERE statement LIKE '%FOR UPDATE%'"
        )
        assert cursor.fetchall() == [(2, 0)]


@pytest.mark.django_db
def test_what_is_asked_carries_no_facts_of_the_history():
    """They cannot stand before it: a prepared statement is one."""
    brand = BrandFactory()
    with pghistory.context(user=1):
        assert reading.rows(reading.LOCK, talents=[1]) == []
        assert locked(brand.pk) == brand
