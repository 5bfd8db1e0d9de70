"""The law: for complete facts PostgreSQL refuses exactly what the truth calls BLOCK, and both are right."""

import os
from dataclasses import replace

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from exclusivity.boxes import boxes
from exclusivity.rules import CommitmentFacts, OfficeFacts, Verdict, check, worst
from tests.exclusivity.offices import NOW, case
from tests.exclusivity.oracle import Oracle

OFFICES = int(os.environ.get("OFFICES", "250"))
AXES = "period, markets, brands, commitments, territories, channels, activities"
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def guard(django_db_setup, django_db_blocker):
    """The table's own constraint, on a copy without the references to rows."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'exclusivity_box_no_clash'")
        definition = cursor.fetchone()[0]
        cursor.execute("CREATE TEMPORARY TABLE guard_copy (LIKE exclusivity_box INCLUDING IDENTITY)")
        cursor.execute(f"ALTER TABLE guard_copy ADD CONSTRAINT copied {definition}")
        yield
        cursor.execute("DROP TABLE IF EXISTS guard_copy")


def refused(one: CommitmentFacts, other: CommitmentFacts, office: OfficeFacts) -> bool:
    """Whether PostgreSQL takes the boxes of both."""
    rows = [
        (box.side, box.talent, box.commitment, box.binding, box.range, box.markets, box.brands, box.commitments,
         box.territories, box.channels, box.activities)
        for commitment in (one, other)
        for box in boxes(commitment, office, NOW)
    ]  # fmt: skip
    marks = "(" + ", ".join(["%s"] * 11) + ")"
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("TRUNCATE guard_copy")
            if rows:
                cursor.execute(
                    f"INSERT INTO guard_copy (side, talent_id, commitment_id, binding, {AXES}) VALUES "
                    + ", ".join([marks] * len(rows)),
                    [cell for row in rows for cell in row],
                )
    except IntegrityError as error:
        assert error.__cause__.diag.constraint_name == "copied"
        return True
    return False


def guarded(promise: CommitmentFacts) -> CommitmentFacts:
    """Without what the boxes leave to the lock: a product's form is no axis of theirs."""
    return replace(promise, clauses=tuple(clause for clause in promise.clauses if not clause.attributes))


@given(pick=st.randoms(use_true_random=True))
@settings(
    max_examples=OFFICES,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_guard_refuses_exactly_what_the_truth_blocks(guard, pick):
    """Of what binds. What waits is never refused; what was admitted stands though it clashes."""
    made = case(pick, binding=pick.randrange(5) > 0)
    one, other = guarded(made.one), guarded(made.other)
    office = replace(made.office, families={"one paper": frozenset(p.id for p in (one, other) if p.family)})
    verdict = worst([hit for hit in check(one, other, office, NOW) if not hit.advisory])
    event(verdict.name)
    assert verdict.name == Oracle(office).verdict(one, other)
    bare = [replace(promise, admitted=frozenset()) for promise in (one, other)]
    assert refused(*bare, office) == (verdict is Verdict.BLOCK)
    if one.admitted and other.admitted:
        assert not refused(one, other, office)
