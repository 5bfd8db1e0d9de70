"""Facts come in pairs."""

import pytest
from django.db import IntegrityError, transaction

from clients.models import Company
from tests.factories import NOW, CompanyFactory, somebody


@pytest.mark.django_db
@pytest.mark.parametrize("half", [{"archived_at": NOW}, {"archived_by": "somebody"}])
def test_half_a_pair_is_refused_by_the_database(half):
    company = CompanyFactory()
    values = {name: somebody() if value == "somebody" else value for name, value in half.items()}
    with pytest.raises(IntegrityError, match="clients_company_archived_pair"), transaction.atomic():
        Company.objects.filter(pk=company.pk).update(**values)


@pytest.mark.django_db
def test_a_whole_pair_and_none_are_taken():
    company = CompanyFactory(archived_at=NOW, archived_by=somebody())
    Company.objects.filter(pk=company.pk).update(archived_at=None, archived_by=None)
    company.refresh_from_db()
    assert (company.archived_at, company.archived_by) == (None, None)


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["created_at", "created_by"])
def test_nothing_is_made_by_nobody(field):
    with pytest.raises(IntegrityError, match="null value"), transaction.atomic():
        CompanyFactory(**{field: None})


def test_the_pair_says_so_in_words():
    sentences = {c.name: c.violation_error_message for c in Company._meta.constraints}
    assert sentences["clients_company_archived_pair"] == "When and by whom it was archived belong together."
