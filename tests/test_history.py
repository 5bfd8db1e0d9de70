"""Nothing is lost: whoever changes a row, by whatever door, leaves a trace that nobody can change."""

import pghistory
import pytest
from django.db import DatabaseError, connection, transaction

from clients.actions import add_company, archive_company, edit_brand
from clients.models import BrandCategory, Company
from tests.factories import BrandFactory, CategoryFactory, CompanyFactory, booker

pytestmark = pytest.mark.django_db(transaction=True)
CompanyEvent = Company.pgh_event_model


def sql(statement: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def trace(company_id: int) -> list[tuple[str, str]]:
    return list(CompanyEvent.objects.filter(pgh_obj_id=company_id).order_by("pgh_id").values_list("pgh_label", "name"))


def by_save(company):
    company.name = "New"
    company.save()


def by_query(company):
    Company.objects.filter(pk=company.pk).update(name="New")


def by_bulk(company):
    company.name = "New"
    Company.objects.bulk_update([company], ["name"])


def by_sql(company):
    sql("UPDATE clients_company SET name = 'New' WHERE id = %s", company.pk)


@pytest.mark.parametrize("door", [by_save, by_query, by_bulk, by_sql])
def test_a_change_leaves_a_trace_by_whatever_door(door):
    company = CompanyFactory(name="Old")
    door(company)
    assert trace(company.pk) == [("insert", "Old"), ("update", "New")]


def test_a_row_that_plain_sql_deletes_is_still_told():
    company = CompanyFactory(name="Old")
    sql("DELETE FROM clients_company WHERE id = %s", company.pk)
    assert Company.objects.count() == 0
    assert trace(company.pk) == [("insert", "Old"), ("delete", "Old")]


def test_an_update_that_changes_nothing_leaves_no_trace():
    company = CompanyFactory(name="Same")
    sql("UPDATE clients_company SET name = 'Same' WHERE id = %s", company.pk)
    assert trace(company.pk) == [("insert", "Same")]


@pytest.mark.parametrize(
    "statement",
    ["UPDATE clients_companyevent SET name = 'Rewritten'", "DELETE FROM clients_companyevent"],
    ids=["update", "delete"],
)
def test_the_past_is_neither_rewritten_nor_deleted(statement):
    company = CompanyFactory(name="Old")
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
        sql(statement)
    assert trace(company.pk) == [("insert", "Old")]


def test_an_action_is_told_with_actor_and_reason(now):
    by = booker(name="Mia")
    company = add_company(name="Solenne", by=by, now=now)
    archive_company(company=company, by=by, now=now, reason="Closed its doors")
    events = CompanyEvent.objects.filter(pgh_obj_id=company.pk).order_by("pgh_id").select_related("pgh_context")
    assert [event.pgh_context.metadata for event in events] == [
        {"action": "clients.add_company", "user": by.pk, "who": "Mia"},
        {"action": "clients.archive_company", "user": by.pk, "who": "Mia", "reason": "Closed its doors"},
    ]


def test_plain_sql_is_told_without_an_actor():
    company = CompanyFactory()
    by_sql(company)
    assert [event.pgh_context for event in CompanyEvent.objects.filter(pgh_obj_id=company.pk)] == [None, None]


def test_an_action_that_is_undone_leaves_no_trace(now):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        add_company(name="Solenne", by=booker(), now=now)
        raise ZeroDivisionError
    assert (CompanyEvent.objects.count(), pghistory.models.Context.objects.count()) == (0, 0)


def test_the_categories_of_a_brand_leave_a_trace(now):
    beer, wine, by = CategoryFactory(), CategoryFactory(), booker(name="Mia")
    brand = BrandFactory(categories=[beer])
    edit_brand(brand=brand, fields={}, categories=[wine], by=by, now=now, reason="Sold the brewery")
    events = BrandCategory.pgh_event_model.objects.order_by("pgh_id").select_related("pgh_context")
    told = [
        (e.pgh_label, e.category_id, (e.pgh_context.metadata if e.pgh_context else {}).get("reason")) for e in events
    ]
    assert told == [
        ("insert", beer.pk, None),
        ("delete", beer.pk, "Sold the brewery"),
        ("insert", wine.pk, "Sold the brewery"),
    ]
