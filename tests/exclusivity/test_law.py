"""The law: for complete facts PostgreSQL refuses exactly what the truth calls BLOCK, and both are right."""

import os
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, event, given, settings

from exclusivity.boxes import boxes
from exclusivity.rules import CommitmentFacts, OfficeFacts, Verdict, check, worst
from tests.exclusivity.offices import Oracle, offices

OFFICES = int(os.environ.get("OFFICES", "300"))
NOW = datetime(2026, 1, 1, tzinfo=UTC)
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


@given(case=offices())
@settings(
    max_examples=OFFICES,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_guard_refuses_exactly_what_the_truth_blocks(guard, case):
    office, one, other = case
    verdict = worst(check(one, other, office, NOW))
    event(verdict.name)
    assert verdict in (Verdict.CLEAR, Verdict.WAIVED, Verdict.BLOCK)
    assert (verdict is Verdict.BLOCK) == Oracle(office).clash(one, other)
    assert (verdict is Verdict.BLOCK) == refused(one, other, office)


@given(case=offices())
@settings(max_examples=OFFICES // 3, suppress_health_check=[HealthCheck.too_slow])
def test_truth_is_the_same_from_both_sides(case):
    office, one, other = case
    assert worst(check(one, other, office, NOW)) == worst(check(other, one, office, NOW))


@given(case=offices())
@settings(max_examples=OFFICES // 3, suppress_health_check=[HealthCheck.too_slow])
def test_a_waiver_never_raises_a_verdict(case):
    office, one, other = case
    bare = replace(one, clauses=tuple(replace(clause, waivers=()) for clause in one.clauses))
    assert worst(check(one, other, office, NOW)) <= worst(check(bare, other, office, NOW))


@given(case=offices())
@settings(max_examples=OFFICES // 3, suppress_health_check=[HealthCheck.too_slow])
def test_a_fact_that_is_missing_never_clears_what_was_blocked(case):
    office, one, other = case
    before = worst(check(one, other, office, NOW))
    for name in ("channels", "territories", "categories", "days"):
        unsaid = replace(other, exposures=tuple(replace(shown, **{name: None}) for shown in other.exposures))
        after = worst(check(one, unsaid, office, NOW))
        assert after >= min(before, Verdict.REVIEW), name
