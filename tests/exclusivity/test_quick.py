"""What a check leaves out to be quick is clear, and the rest is said word by word."""

from datetime import UTC, datetime
from itertools import product

from hypothesis import HealthCheck, given, settings

from exclusivity.pairs import Beside
from exclusivity.rules import Verdict, as_bound, check
from tests.exclusivity.offices import offices

AT = datetime(2025, 12, 31, tzinfo=UTC)


@given(case=offices())
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
def test_check_quick_leaves_out_only_what_is_clear(case):
    office, *both = case
    for one, other in product(both, both):
        for mine in (one, as_bound(one, AT)):
            whole, quick = check(mine, other, office, AT), check(mine, other, office, AT, whole=False)
            left_out = [hit for hit in whole if hit not in quick]
            assert [hit for hit in whole if hit in quick] == quick
            assert {hit.verdict for hit in left_out} <= {Verdict.CLEAR}


@given(case=offices())
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
def test_pairs_quick_have_the_same_verdict_and_fingerprint(case):
    office, one, other = case
    around = Beside(one, (other,), office)
    for whole, quick in zip(around.pairs(AT), around.pairs(AT, whole=False), strict=True):
        assert (quick.verdict, quick.is_definite, quick.fingerprint) == (
            whole.verdict,
            whole.is_definite,
            whole.fingerprint,
        )
