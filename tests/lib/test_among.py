"""Many rows by their ids."""

import pytest

from lib.among import among
from talent.models import Talent
from tests.factories import TalentFactory

pytestmark = pytest.mark.django_db


def test_those_and_no_others_are_found_as_one_value() -> None:
    first, _, third = (TalentFactory(name=name) for name in ("Mia", "Ren", "Ken"))
    found = Talent.objects.filter(pk__in=among([third.pk, first.pk])).order_by("pk")
    assert list(found) == [first, third]
    assert found.query.sql_with_params()[1] == ([third.pk, first.pk],)


def test_of_nobody_nobody_is_found() -> None:
    TalentFactory()
    assert not Talent.objects.filter(pk__in=among([])).exists()
