"""Making a promise, and what stands in its way."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection

from exclusivity.actions import bind, decide, end, mark_published, release, set_clauses, set_exposures, set_term
from exclusivity.models import Box, Finding, Status
from exclusivity.queries import may_bind, standing
from exclusivity.rules import OUTSIDE, Verdict
from lib.refusals import Refused
from tests.factories import booker


def test_bind_signed_ambassador_refuses_rival(market):
    signed, rival = market.ambassador(territories=("JP", "KR")), market.booking()
    bind(commitment=signed, by=market.by, now=market.now)
    with pytest.raises(Refused) as refusal:
        bind(commitment=rival, by=market.by, now=market.now)
    assert str(refusal.value) == (
        "Lumeya keeps skincare to itself in Japan and Korea until 30 Jun 2027 (clause 4.2). "
        "Nordhaus: paid post for skincare, 10 Jun 2026. First clear day: 1 Jul 2027."
    )
    assert refusal.value.denied.for_outside == OUTSIDE
    rival.refresh_from_db()
    assert rival.status == Status.HOLD


@pytest.mark.parametrize(("hour", "is_named"), [(14, True), (16, False)])
def test_a_refusal_names_no_clear_day_that_is_over_where_it_is_promised(market, hour, is_named):
    signed, rival = market.ambassador(), market.booking()
    bind(commitment=signed, by=market.by, now=market.now)
    said = str(may_bind(rival, datetime(2027, 7, 1, hour, tzinfo=UTC)))  # in Tokyo 2 July begins at 15:00
    assert ("clause 4.2" in said, "First clear day: 1 Jul 2027." in said) == (True, is_named)


def test_bind_order_turned_round_refuses_the_ambassador(market):
    signed, rival = market.ambassador(), market.booking()
    bind(commitment=rival, by=market.by, now=market.now)
    assert standing(signed, market.now).verdict is Verdict.CONDITIONAL
    assert may_bind(signed, market.now).code == "clash"
    with pytest.raises(Refused):
        bind(commitment=signed, by=market.by, now=market.now)


def test_bind_writes_boxes_that_bind(market):
    signed = market.ambassador()
    assert list(Box.objects.values_list("binding", flat=True)) == [False]
    bind(commitment=signed, by=market.by, now=market.now)
    box = Box.objects.get()
    assert (box.binding, box.talent, box.clause.number) == (True, market.mika, "4.2")


def test_bind_leaves_a_conditional_hold_on_the_clash_desk(market):
    signed, rival = market.ambassador(), market.booking()
    assert Finding.objects.count() == 0
    bind(commitment=signed, by=market.by, now=market.now)
    finding = Finding.objects.get()
    assert (finding.verdict, finding.talent, finding.state) == ("CONDITIONAL", market.mika, "open")
    assert standing(rival, market.now).verdict is Verdict.CONDITIONAL
    assert standing(signed, market.now).verdict is Verdict.ADVISORY
    release(commitment=rival, by=market.by, now=market.now)
    finding.refresh_from_db()
    assert finding.state == "gone"
    assert not Box.objects.filter(commitment=rival).exists()


@pytest.mark.parametrize(
    ("exposure", "verdict"),
    [
        ({}, Verdict.BLOCK),
        ({"category_ids": None}, Verdict.REVIEW),
        ({"channels": None}, Verdict.REVIEW),
        ({"channels": ("tiktok",)}, Verdict.CLEAR),
        ({"territories": ("DE",)}, Verdict.CLEAR),
        ({"territories": None}, Verdict.REVIEW),
        ({"activity": "GIFTED"}, Verdict.REVIEW),
        ({"days": (date(2027, 6, 20), date(2027, 7, 5))}, Verdict.REVIEW),
        ({"days": (date(2027, 7, 1), date(2027, 7, 5))}, Verdict.CLEAR),
        ({"days": None}, Verdict.REVIEW),
    ],
)
def test_bind_depends_on_each_dimension(market, exposure, verdict):
    signed = market.ambassador(territories=("JP",), territory_basis="TARGETED", channels=("instagram",))
    bind(commitment=signed, by=market.by, now=market.now)
    rival = market.booking(market.shows(date(2026, 6, 10), date(2026, 6, 11), **exposure))
    answer = may_bind(rival, market.now)
    assert (answer is True) == (verdict is Verdict.CLEAR)
    if verdict is not Verdict.CLEAR:
        assert answer.code == {"BLOCK": "clash", "REVIEW": "needs_decision"}[verdict.name]
    else:
        bind(commitment=rival, by=market.by, now=market.now)


def test_decide_doubt_accepted_lets_both_stand(market):
    bind(commitment=market.ambassador(), by=market.by, now=market.now)
    rival = market.booking(market.shows(date(2027, 6, 20), date(2027, 7, 5)))
    finding = Finding.objects.get()
    assert finding.verdict == "REVIEW"
    with pytest.raises(Refused, match="Needs a decision"):
        bind(commitment=rival, by=market.by, now=market.now)
    decide(finding=finding, accepted=True, reason="Goes live in July.", by=market.by, now=market.now)
    assert standing(rival, market.now).verdict is Verdict.WAIVED
    bind(commitment=rival, by=market.by, now=market.now)
    assert Box.objects.filter(binding=True).count() == 2


def test_decision_ends_with_the_facts_that_it_was_taken_on(market):
    bind(commitment=market.ambassador(), by=market.by, now=market.now)
    rival = market.booking(market.shows(date(2027, 6, 20), date(2027, 7, 5)))
    finding = Finding.objects.get()
    decide(finding=finding, accepted=True, reason="Goes live in July.", by=market.by, now=market.now)
    set_exposures(
        commitment=rival, exposures=[market.shows(date(2027, 6, 1), date(2027, 6, 2))], by=market.by, now=market.now
    )
    finding.refresh_from_db()
    assert finding.state == "open"
    with pytest.raises(Refused, match="Lumeya keeps skincare"):
        bind(commitment=rival, by=market.by, now=market.now)


def test_decide_definite_clash_is_refused(market):
    bind(commitment=market.ambassador(), by=market.by, now=market.now)
    market.booking()
    with pytest.raises(Refused, match="a clash, not a doubt"):
        decide(finding=Finding.objects.get(), accepted=True, reason="Never mind.", by=market.by, now=market.now)


def test_decide_upheld_still_refuses(market):
    bind(commitment=market.ambassador(), by=market.by, now=market.now)
    rival = market.booking(market.shows(date(2026, 6, 10), date(2026, 6, 11), category_ids=None))
    decide(finding=Finding.objects.get(), accepted=False, reason="It is a serum.", by=market.by, now=market.now)
    assert may_bind(rival, market.now).code == "needs_decision"


def test_decide_by_a_booker_is_refused(market):
    bind(commitment=market.ambassador(), by=market.by, now=market.now)
    market.booking()
    with pytest.raises(Refused, match="decide what is on the clash desk"):
        decide(finding=Finding.objects.get(), accepted=False, reason="No.", by=booker(), now=market.now)


def test_set_clauses_on_a_bound_promise_is_a_new_version_and_may_be_refused(market):
    signed = market.ambassador(category_ids=(market.beer.pk,))
    bind(commitment=signed, by=market.by, now=market.now)
    bind(commitment=market.booking(), by=market.by, now=market.now)
    with pytest.raises(Refused, match="Lumeya keeps skincare"):
        set_clauses(commitment=signed, clauses=[market.clause()], by=market.by, now=market.now)
    set_clauses(commitment=signed, clauses=[market.clause(channels=("tiktok",))], by=market.by, now=market.now)
    assert list(signed.clauses.order_by("version").values_list("version", "superseded_at")) == [
        (1, market.now),
        (2, None),
    ]


def test_set_term_longer_into_a_promise_is_refused(market):
    signed = market.ambassador(term=(date(2026, 1, 1), date(2026, 6, 1)))
    bind(commitment=signed, by=market.by, now=market.now)
    bind(commitment=market.booking(), by=market.by, now=market.now)
    with pytest.raises(Refused):
        set_term(commitment=signed, term=(date(2026, 1, 1), date(2026, 7, 1)), by=market.by, now=market.now)
    signed.refresh_from_db()
    assert signed.term.upper == date(2026, 6, 1)


def test_end_early_moves_the_tail_and_admits_what_it_meets(market):
    """The tail follows only if the talent ends it: it reaches a booking that was sold in good faith."""
    signed = market.ambassador(
        term=(date(2026, 1, 1), date(2026, 6, 1)), tail_length=3, tail_unit="MONTH", tail_on="TALENT_FAULT"
    )
    bind(commitment=signed, by=market.by, now=market.now)
    rival = market.booking()
    bind(commitment=rival, by=market.by, now=market.now)
    end(commitment=signed, on=date(2026, 5, 10), end_reason="talent_fault", by=market.by, now=market.now)
    finding = Finding.objects.get()
    assert (finding.admitted, finding.verdict, finding.state) == (True, "BLOCK", "open")
    assert standing(rival, market.now).verdict is Verdict.BLOCK


def test_mark_published_is_never_refused_and_shows_the_breach(market):
    rival = market.booking()
    bind(commitment=market.ambassador(), by=market.by, now=market.now)
    exposure = rival.exposures.get()
    mark_published(exposure=exposure, by=market.by, now=market.now.replace(day=20))
    assert Finding.objects.get().verdict == "BREACH_SUSPECTED"
    assert list(Box.objects.filter(commitment=rival).values_list("binding", flat=True)) == [False]


def test_set_exposures_unchanged_keeps_the_rows(market):
    booking = market.booking()
    before = list(booking.exposures.values_list("pk", flat=True))
    set_exposures(
        commitment=booking, exposures=[market.shows(date(2026, 6, 10), date(2026, 6, 11))], by=market.by, now=market.now
    )
    assert list(booking.exposures.values_list("pk", flat=True)) == before


def test_plain_sql_is_refused_by_the_constraint(market):
    from django.db import IntegrityError, transaction

    bind(commitment=market.ambassador(), by=market.by, now=market.now)
    rival = market.booking()
    insert = "UPDATE exclusivity_box SET binding = true WHERE commitment_id = %s"
    with pytest.raises(IntegrityError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(insert, [rival.pk])
    assert error.value.__cause__.diag.constraint_name == "exclusivity_box_no_clash"
    axes = "period, markets, brands, commitments, territories, channels, activities"
    copied = f"""INSERT INTO exclusivity_box (side, talent_id, commitment_id, exposure_id, binding, {axes})
        SELECT side, talent_id, commitment_id, exposure_id, true, {axes} FROM exclusivity_box
        WHERE commitment_id = %s"""
    with pytest.raises(IntegrityError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(copied, [rival.pk])
    assert error.value.__cause__.diag.constraint_name == "exclusivity_box_no_clash"


def test_end_early_plans_nothing_beyond_the_last_day(market):
    contract = market.ambassador(term=(date(2026, 1, 1), None))
    shown = [
        market.shows(date(2026, 1, 1), None),
        market.shows(date(2026, 9, 1), date(2026, 9, 2), channels=("youtube",)),
        market.shows(date(2026, 1, 1), date(2027, 1, 1), activity="PAID_USAGE"),
    ]
    set_exposures(commitment=contract, exposures=shown, by=market.by, now=market.now)
    bind(commitment=contract, by=market.by, now=market.now)
    end(commitment=contract, on=date(2026, 6, 30), end_reason="mutual", by=market.by, now=market.now)
    left = contract.exposures.order_by("pk").values_list("activity", "days")
    assert [(activity, days.lower, days.upper) for activity, days in left] == [
        ("PAID", date(2026, 1, 1), date(2026, 7, 1)),
        ("PAID_USAGE", date(2026, 1, 1), date(2027, 1, 1)),
    ]
