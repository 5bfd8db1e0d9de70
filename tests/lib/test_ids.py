"""URLs carry random ids, never counters."""

import pytest

import lib.ids
from clients.models import Company
from lib.ids import LENGTH, PublicIdField, new_public_id
from tests.factories import CompanyFactory
from tests.unspelled import ALPHABET


def test_new_public_id_has_no_look_alikes_and_does_not_repeat(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lib.ids, "ALPHABET", ALPHABET)
    ids = [new_public_id() for _ in range(2000)]
    assert len(set(ids)) == 2000
    assert {len(one) for one in ids} == {LENGTH}
    assert set("".join(ids)) == set(ALPHABET)
    assert not set("0O1Il") & set(ALPHABET)


@pytest.mark.django_db
def test_each_row_has_one_and_keeps_it():
    company = CompanyFactory()
    first = company.public_id
    company.name = "New"
    company.save()
    assert Company.objects.get().public_id == first


def test_a_migration_and_the_history_see_a_plain_field():
    _, path, _, options = PublicIdField().deconstruct()
    assert (path, options) == (
        "django.db.models.CharField",
        {"max_length": 12, "unique": True, "editable": False, "default": new_public_id},
    )
    assert Company.pgh_event_model._meta.get_field("public_id").unique is False
