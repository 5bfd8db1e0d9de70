"""A definite clash is let stand by two people or not at all (DOMAIN R24)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from exclusivity.actions import (
    bind,
    decide,
    differences,
    propose_override,
    release,
    second_override,
    set_exposures,
    withdraw_override,
)
from exclusivity.models import Decision, Finding
from exclusivity.overrides import may_propose, may_second, pair_of, risk, standing_override
from exclusivity.queries import may_bind, standing
from exclusivity.rules import Verdict
from lib.refusals import Refused
from tests.factories import booker, manager, owner


@pytest.fixture
def boss(db):
    return owner(name="Mariko")


@pytest.fixture
def clash(market):
    """Lumeya's signed contract and a hold of Nordhaus."""
    bind(commitment=market.ambassador(), by=market.by, now=market.now)
    market.booking()
    return Finding.objects.get()


def proposed(market, clash, by):
    return propose_override(finding=clash, reason="Lumeya will not mind.", by=by, now=market.now)


def test_propose_override_changes_nothing_yet(market, clash, boss):
    made = proposed(market, clash, boss)
    assert (made.kind, made.accepted, made.waits_for_second) == ("override", True, True)
    assert may_bind(clash.other, market.now).code == "clash"
    clash.refresh_from_db()
    assert (clash.state, standing_override(clash)) == ("open", None)
    assert list(Finding.objects.letting_through()) == []
    assert list(Decision.objects.to_second()) == [made]


def test_second_override_lets_both_stand(market, clash, boss):
    made = proposed(market, clash, boss)
    second_override(override=made, reason="I asked their lawyer.", by=market.by, now=market.now)
    assert (made.seconded_by, made.second_reason, made.waits_for_second) == (market.by, "I asked their lawyer.", False)
    clash.refresh_from_db()
    assert (clash.state, standing_override(clash)) == ("decided", made)
    assert standing(clash.other, market.now).verdict is Verdict.WAIVED
    bind(commitment=clash.other, by=market.by, now=market.now)
    assert differences(market.now) == []


def test_propose_override_is_the_owners(market, clash):
    for somebody in (booker(), manager()):
        with pytest.raises(Refused, match="Only owners may"):
            proposed(market, clash, somebody)


def test_propose_override_needs_a_reason(market, clash, boss):
    with pytest.raises(Refused, match="Say why"):
        propose_override(finding=clash, reason=" ", by=boss, now=market.now)


def test_propose_override_twice_is_refused(market, clash, boss):
    proposed(market, clash, boss)
    with pytest.raises(Refused, match="waits for a second person"):
        proposed(market, clash, owner())


def test_propose_override_of_a_doubt_is_refused(market, boss):
    bind(commitment=market.ambassador(), by=market.by, now=market.now)
    market.booking(market.shows(date(2026, 6, 10), date(2026, 6, 11), channels=None, category_ids=None))
    with pytest.raises(Refused, match="a decision is enough"):
        proposed(market, Finding.objects.get(), boss)


def test_propose_override_of_what_is_gone_is_refused(market, clash, boss):
    release(commitment=clash.other, by=market.by, now=market.now)
    with pytest.raises(Refused, match="nothing is left to override"):
        proposed(market, clash, boss)
    assert pair_of(clash, market.now) is None


def test_propose_override_again_is_refused_once_it_stands(market, clash, boss):
    made = proposed(market, clash, boss)
    second_override(override=made, reason="Yes.", by=market.by, now=market.now)
    with pytest.raises(Refused, match="overridden already"):
        proposed(market, clash, boss)


def test_second_override_by_the_proposer_is_refused(market, clash, boss):
    made = proposed(market, clash, boss)
    with pytest.raises(Refused, match="Somebody else confirms it"):
        second_override(override=made, reason="Me again.", by=boss, now=market.now)
    with pytest.raises(IntegrityError, match="second_is_another"), transaction.atomic():
        Decision.objects.filter(pk=made.pk).update(seconded_by=boss, seconded_at=market.now)


def test_second_override_by_a_booker_is_refused(market, clash, boss):
    made = proposed(market, clash, boss)
    assert may_second(made, booker()).code == "role:decide_clashes"
    with pytest.raises(Refused, match="Only owners and managers may"):
        second_override(override=made, reason="Yes.", by=booker(), now=market.now)


def test_second_override_needs_a_reason_of_its_own(market, clash, boss):
    made = proposed(market, clash, boss)
    with pytest.raises(Refused, match="Say why"):
        second_override(override=made, reason="", by=market.by, now=market.now)


def test_second_override_by_a_third_person_comes_too_late(market, clash, boss):
    made = proposed(market, clash, boss)
    second_override(override=made, reason="Yes.", by=market.by, now=market.now)
    with pytest.raises(Refused, match="confirmed already"):
        second_override(override=made, reason="Me too.", by=manager(), now=market.now)


def test_withdraw_override_by_either_ends_it(market, clash, boss):
    made = proposed(market, clash, boss)
    with pytest.raises(Refused, match="Only owners and managers may"):
        withdraw_override(override=made, by=booker(), now=market.now)
    withdraw_override(override=made, by=boss, now=market.now)
    assert (made.withdrawn_by, made.waits_for_second) == (boss, False)
    with pytest.raises(Refused, match="withdrawn"):
        second_override(override=made, reason="Yes.", by=market.by, now=market.now)
    with pytest.raises(Refused, match="waits for nobody"):
        withdraw_override(override=made, by=boss, now=market.now)
    again = proposed(market, clash, boss)
    withdraw_override(override=again, by=market.by, now=market.now)
    assert again.withdrawn_by == market.by


def test_withdrawn_and_seconded_at_once_is_refused_by_the_database(market, clash, boss):
    made = proposed(market, clash, boss)
    withdraw_override(override=made, by=boss, now=market.now)
    with pytest.raises(IntegrityError, match="seconded_stands"), transaction.atomic():
        Decision.objects.filter(pk=made.pk).update(seconded_by=market.by, seconded_at=market.now)


def test_a_decision_takes_no_second_person(market, clash, boss):
    upheld = decide(finding=clash, accepted=False, reason="Rivals", by=market.by, now=market.now)
    with pytest.raises(IntegrityError, match="override_is_seconded"), transaction.atomic():
        Decision.objects.filter(pk=upheld.pk).update(seconded_by=boss, seconded_at=market.now)


def test_upholding_the_clash_ends_the_proposal(market, clash, boss):
    made = proposed(market, clash, boss)
    decide(finding=clash, accepted=False, reason="No.", by=market.by, now=market.now)
    made.refresh_from_db()
    assert made.withdrawn_by == market.by
    with pytest.raises(Refused, match="withdrawn"):
        second_override(override=made, reason="Yes.", by=market.by, now=market.now)


def test_upholding_the_clash_ends_an_override_that_stood(market, clash, boss):
    made = proposed(market, clash, boss)
    second_override(override=made, reason="Yes.", by=market.by, now=market.now)
    decide(finding=clash, accepted=False, reason="No.", by=boss, now=market.now + timedelta(hours=1))
    clash.refresh_from_db()
    assert standing_override(clash) is None
    assert may_bind(clash.other, market.now).code == "clash"


def test_override_ends_with_the_facts_that_it_was_made_on(market, clash, boss):
    made = proposed(market, clash, boss)
    moved = [market.shows(date(2026, 6, 1), date(2026, 6, 2))]
    set_exposures(commitment=clash.other, exposures=moved, by=market.by, now=market.now)
    made.refresh_from_db()
    assert made.withdrawn_at == market.now
    again = proposed(market, clash, boss)
    second_override(override=again, reason="Yes.", by=market.by, now=market.now)
    moved = [market.shows(date(2026, 6, 3), date(2026, 6, 4))]
    set_exposures(commitment=clash.other, exposures=moved, by=market.by, now=market.now)
    clash.refresh_from_db()
    assert (clash.state, standing_override(clash)) == ("open", None)
    assert may_bind(clash.other, market.now).code == "clash"


def test_second_override_is_refused_where_the_facts_moved_unnoticed(market, clash, boss):
    made = proposed(market, clash, boss)
    clash.other.exposures.update(channels=["tiktok", "instagram"])
    with pytest.raises(Refused, match="The facts changed"):
        second_override(override=made, reason="Yes.", by=market.by, now=market.now)
    made.refresh_from_db()
    assert made.waits_for_second


def test_an_admitted_clash_takes_a_decision_only(market, clash, boss):
    Finding.objects.update(admitted=True)
    clash.refresh_from_db()
    assert may_propose(clash, pair_of(clash, market.now), boss).code == "doubt"


def test_risk_names_both_contracts(market, clash):
    assert risk(clash) == (
        "Confirming breaks two contracts: that with Lumeya and that with Nordhaus. "
        "To Nordhaus the talent promises that nothing stands against it."
    )
    clash.other.kind, clash.other.status = "ambassador", "draft"
    assert risk(clash).startswith("Signing breaks two contracts")
    clash.other.status = "signed"
    assert risk(clash).startswith("Both promises are made.")
