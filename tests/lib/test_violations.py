"""A lost race becomes the constraint's own sentence."""

import pytest
from django.db import IntegrityError, connection

from clients.models import Company
from lib.refusals import Refused
from lib.violations import broken_constraint, violation
from tests.crowd import crowd
from tests.factories import NOW, CompanyFactory, somebody


@pytest.mark.django_db
def test_violation_raises_the_sentence_with_the_constraints_name():
    CompanyFactory(name="Solenne")
    with pytest.raises(Refused) as refused, violation():
        CompanyFactory(name="Solenne")
    assert str(refused.value) == "There is a company of this name."
    assert refused.value.denied.code == "clients_company_name"
    assert isinstance(refused.value.__cause__, IntegrityError)


@pytest.mark.django_db
def test_violation_has_other_words_for_outside():
    CompanyFactory(name="Solenne")
    with pytest.raises(Refused) as refused, violation(clients_company_name="That name is taken."):
        CompanyFactory(name="Solenne")
    assert refused.value.denied.for_outside == "That name is taken."


@pytest.mark.django_db
def test_the_transaction_goes_on_after_a_violation():
    CompanyFactory(name="Solenne")
    with pytest.raises(Refused), violation():
        CompanyFactory(name="Solenne")
    CompanyFactory(name="Velora")
    assert set(Company.objects.values_list("name", flat=True)) == {"Solenne", "Velora"}


@pytest.mark.django_db
def test_a_constraint_without_a_sentence_is_raised_as_it_is():
    company = CompanyFactory()
    with pytest.raises(IntegrityError) as error, violation():
        CompanyFactory(public_id=company.public_id)
    assert broken_constraint(error.value) == "clients_company_public_id_key"


@pytest.mark.django_db
def test_other_errors_pass_through_untouched():
    with pytest.raises(ZeroDivisionError), violation():
        raise ZeroDivisionError


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_lost_race_over_two_connections_reads_as_the_sentence():
    by = somebody()

    def add() -> str:
        with violation():
            Company.objects.create(name="Solenne", created_at=NOW, created_by=by)
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_sleep(0.05)")  # both have read that the name is free
        return "made"

    outcomes = crowd(add, add)
    assert sorted(map(str, outcomes)) == ["There is a company of this name.", "made"]
    assert Company.objects.count() == 1
