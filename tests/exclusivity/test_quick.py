"""What a check leaves out to be quick is clear, and the rest is said word by word."""

from itertools import product
from random import Random

import pytest

from exclusivity.pairs import Beside
from exclusivity.rules import Verdict, as_bound, check
from tests.exclusivity.offices import NOW, case


@pytest.mark.parametrize("seed", range(40))
def test_check_quick_leaves_out_only_what_is_clear(seed):
    made = case(Random(seed))
    for one, other in product((made.one, made.other), repeat=2):
        for mine in (one, as_bound(one, NOW)):
            whole = check(mine, other, made.office, NOW)
            quick = check(mine, other, made.office, NOW, whole=False)
            assert [hit for hit in whole if hit in quick] == quick
            assert {hit.verdict for hit in whole if hit not in quick} <= {Verdict.CLEAR}


@pytest.mark.parametrize("seed", range(40))
def test_pairs_quick_have_the_same_verdict_and_fingerprint(seed):
    made = case(Random(seed))
    around = Beside(made.one, (made.other,), made.office)
    for whole, quick in zip(around.pairs(NOW), around.pairs(NOW, whole=False), strict=True):
        assert (quick.verdict, quick.is_definite) == (whole.verdict, whole.is_definite)
        assert quick.fingerprint == whole.fingerprint
