"""The office of the benchmark is filled past the models, so a new column without a default breaks it alone."""

import pytest

from bench import offices, pages
from clients.models import Category
from stats.models import AccountNumbers
from stats.models.signal import SignalKind
from talent.models import SocialAccount, Talent


@pytest.mark.django_db(transaction=True)
def test_office_of_the_benchmark_is_filled_and_its_roster_opens() -> None:
    made = offices.measured(talents=200, snapshots=500, commitments=120, promised=False, paged=False)
    assert made.office["commitments"] == 120
    assert Talent.objects.count() == 200
    assert SocialAccount.objects.exclude(followers=None).count() == 500
    assert AccountNumbers.objects.exists() and Category.objects.count() == 150
    answer = pages.reader().get("/desk/talents/")
    assert answer.status_code == 200 and b"Osaka" in answer.content
    known = {kind for kinds in Talent.objects.values_list("signal_kinds", flat=True) for kind in kinds.split()}
    assert known == set(SignalKind.values)
    assert {"?signal=drop", "?sort=growth_90"} <= set(pages.ROSTER)
