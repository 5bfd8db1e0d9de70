"""Companies, and who owns whom."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from clients.actions import (
    add_company,
    archive_company,
    edit_company,
    end_ownership,
    restore_company,
    set_owner,
)
from clients.models import Ownership
from lib.refusals import Refused
from tests.factories import BrandFactory, CompanyFactory, OwnershipFactory, booker, days, reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return booker()


def test_add_company_keeps_who_and_when(by, now):
    company = add_company(name="  Lumeya Group ", country="JP", by=by, now=now)
    company.refresh_from_db()
    assert (company.name, company.country, company.created_at, company.created_by) == ("Lumeya Group", "JP", now, by)


def test_add_company_of_a_taken_name_is_refused_with_the_sentence(by, now):
    CompanyFactory(name="Lumeya Group")
    with pytest.raises(Refused) as refused:
        add_company(name="Lumeya Group", by=by, now=now)
    assert str(refused.value) == "There is a company of this name."


def test_add_company_without_a_name_is_refused(by, now):
    with pytest.raises(Refused, match="Name: This field cannot be blank."):
        add_company(name=" ", by=by, now=now)


def test_add_company_by_a_reader_is_refused(now):
    with pytest.raises(Refused) as refused:
        add_company(name="Lumeya Group", by=reader(), now=now)
    assert refused.value.denied.code == "role:edit_clients"


def test_edit_company_changes_only_what_is_given(by, now):
    company = CompanyFactory(name="Old", notes="kept")
    edit_company(company=company, fields={"name": "New"}, by=by, now=now)
    company.refresh_from_db()
    assert (company.name, company.notes) == ("New", "kept")


def test_edit_company_refuses_a_field_that_is_not_for_people(by, now):
    with pytest.raises(TypeError, match="created_at"):
        edit_company(company=CompanyFactory(), fields={"created_at": now}, by=by, now=now)


def test_archive_company_waits_for_its_brands(by, now):
    brand = BrandFactory()
    with pytest.raises(Refused) as refused:
        archive_company(company=brand.company, by=by, now=now)
    assert str(refused.value) == f"{brand.company} has 1 brand. Archive it first."


def test_archive_and_restore_company(by, now):
    company = archive_company(company=CompanyFactory(), by=by, now=now)
    company.refresh_from_db()
    assert (company.archived_at, company.archived_by) == (now, by)
    restore_company(company=company, by=by, now=now)
    company.refresh_from_db()
    assert (company.archived_at, company.archived_by) == (None, None)


def test_set_owner_writes_half_open_days(by, now):
    child, parent = CompanyFactory.create_batch(2)
    tie = set_owner(child=child, parent=parent, since=date(2026, 1, 1), until=date(2027, 1, 1), by=by, now=now)
    tie.refresh_from_db()
    assert (tie.child, tie.parent, tie.period) == (child, parent, days("2026-01-01", "2027-01-01"))


def test_set_owner_twice_for_the_same_days_is_refused(by, now):
    tie = OwnershipFactory(period=days("2026-01-01", "2027-01-01"))
    with pytest.raises(Refused) as refused:
        set_owner(child=tie.child, parent=tie.parent, since=date(2026, 12, 31), by=by, now=now)
    assert str(refused.value) == "This ownership is written down for some of these days already."
    set_owner(child=tie.child, parent=tie.parent, since=date(2027, 1, 1), by=by, now=now)
    assert Ownership.objects.count() == 2


def test_set_owner_of_itself_and_of_no_days_is_refused(by, now):
    one, two = CompanyFactory.create_batch(2)
    with pytest.raises(Refused, match="A company does not own itself."):
        set_owner(child=one, parent=one, since=date(2026, 1, 1), by=by, now=now)
    with pytest.raises(Refused, match="The ownership ends before it begins."):
        set_owner(child=one, parent=two, since=date(2026, 1, 1), until=date(2026, 1, 1), by=by, now=now)


def test_set_owner_that_closes_a_ring_is_refused(by, now):
    top, middle, bottom = CompanyFactory.create_batch(3)
    OwnershipFactory(parent=top, child=middle, period=days("2026-01-01"))
    OwnershipFactory(parent=middle, child=bottom, period=days("2026-06-01"))
    with pytest.raises(Refused) as refused:
        set_owner(child=top, parent=bottom, since=date(2026, 2, 1), by=by, now=now)
    assert refused.value.denied.code == "ring"
    # Before the chain is whole there is no ring.
    set_owner(child=top, parent=bottom, since=date(2026, 2, 1), until=date(2026, 6, 1), by=by, now=now)


def test_end_ownership_keeps_its_last_day(by, now):
    tie = OwnershipFactory(period=days("2026-01-01"))
    end_ownership(ownership=tie, on=date(2026, 4, 30), by=by, now=now)
    tie.refresh_from_db()
    assert tie.period == days("2026-01-01", "2026-05-01")


@pytest.mark.parametrize(
    ("on", "sentence"), [("2025-12-31", "not before that"), ("2026-07-01", "ends on 30 June 2026")]
)
def test_end_ownership_outside_its_days_is_refused(by, now, on, sentence):
    tie = OwnershipFactory(period=days("2026-01-01", "2026-07-01"))
    with pytest.raises(Refused, match=sentence):
        end_ownership(ownership=tie, on=date.fromisoformat(on), by=by, now=now)


def test_plain_sql_cannot_write_an_overlap():
    tie = OwnershipFactory(period=days("2026-01-01"))
    with pytest.raises(IntegrityError, match="clients_ownership_no_overlap"), transaction.atomic():
        OwnershipFactory(child=tie.child, parent=tie.parent, period=days("2026-02-01"))
