"""The clauses of a contract and of a hold: written, written over, taken out, amended."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from campaigns import actions
from exclusivity.actions import record_offer, record_waiver, terms_of
from exclusivity.models import Box, Clause, Exposure
from exclusivity.naming import in_force
from exclusivity.queries import standing
from exclusivity.rules import Verdict
from exclusivity.terms import CarveOutTerms
from lib.refusals import Refused
from outbox.models import Message
from tests.campaigns import steps
from tests.campaigns.rivals import bind_to_rival, clause, draft_rival
from tests.factories import manager

TOKYO = ZoneInfo("Asia/Tokyo")


@pytest.fixture
def signer(db):
    return manager()


@pytest.fixture
def draft(talent, soda):
    return draft_rival(talent, soda)


@pytest.fixture
def signed(talent, soda):
    return bind_to_rival(talent, soda, territories=("SE",))


def only(paper) -> Clause:
    return paper.commitment.clauses.get(superseded_at=None)


def refusal(verb, **values):
    with pytest.raises(Refused) as refused:
        verb(**values)
    return str(refused.value)


def test_write_clause_adds_one_and_shows_where_both_reach(draft, soda, by, now):
    made = actions.write_clause(contract=draft, terms=clause(soda, number="5", territories=("KR",)), by=by, now=now)
    assert [(c.number, c.version) for c in draft.commitment.clauses.all()] == [("4.2", 1), ("5", 1)]
    assert made.created_by == by
    assert Exposure.objects.get(commitment=draft.commitment).territories == ["JP", "KR"]


def test_write_clause_over_keeps_the_row(draft, soda, by, now):
    row, said = only(draft), clause(soda, number="7", territories=("KR",))
    actions.write_clause(contract=draft, clause=row, terms=said, by=by, now=now)
    assert (only(draft).pk, only(draft).number, only(draft).version) == (row.pk, "7", 1)
    assert Exposure.objects.get(commitment=draft.commitment).territories == ["KR"]


def test_write_clause_of_a_number_that_is_there_refused(draft, soda, by, now):
    said = {"contract": draft, "terms": clause(soda), "by": by, "now": now}
    assert refusal(actions.write_clause, **said) == "Another clause of this contract has that number."


def test_write_clause_of_a_signed_contract_refused(signed, soda, by, now):
    said = {"contract": signed, "clause": only(signed), "terms": clause(soda), "by": by, "now": now}
    assert refusal(actions.write_clause, **said).startswith("Only a draft can be changed.")
    assert refusal(actions.drop_clause, contract=signed, clause=only(signed), by=by, now=now).startswith("Only a draft")


def test_drop_clause_takes_it_out(draft, by, now):
    actions.drop_clause(contract=draft, clause=only(draft), by=by, now=now)
    assert Clause.objects.count() == 0
    assert Exposure.objects.get(commitment=draft.commitment).territories is None


def amend(contract, terms, signer, now, **values):
    said = {"since": date(2026, 6, 1), "reason": "Agreed by mail", **values}
    if "clause" not in said:
        said["clause"] = only(contract)
    return actions.amend_clause(contract=contract, terms=terms, by=signer, now=now, **said)


def test_amend_clause_writes_the_next_version_from_its_day(signed, soda, approver, signer, now):
    before = only(signed)
    after = amend(signed, clause(soda, territories=("SE", "FI")), signer, now)
    before.refresh_from_db()
    june = datetime(2026, 6, 1, tzinfo=TOKYO)
    assert (before.version, before.territories, before.in_force_until, before.superseded_by) == (
        1, ["SE"], june, signer,
    )  # fmt: skip
    assert (after.version, after.territories, after.in_force_from, after.superseded_at) == (2, ["SE", "FI"], june, None)
    held = {box.clause_id: box.period for box in Box.objects.filter(side=Box.objects.filter(clause=after)[0].side)}
    assert (held[before.pk].upper, held[after.pk].lower) == (june, june)
    assert sorted(Message.objects.filter(kind="contract_amended").values_list("to_name", flat=True)) == ["Aoi"]


def test_in_force_is_the_version_that_holds_now(signed, soda, signer, now):
    before = only(signed)
    after = amend(signed, clause(soda, territories=("FI",)), signer, now)
    rows = signed.commitment.clauses.all()
    assert list(in_force(rows, now)) == [before]
    assert list(in_force(rows, after.in_force_from)) == [after]


def test_amend_clause_today_holds_from_now(signed, soda, signer, now):
    after = amend(signed, clause(soda, territories=("FI",)), signer, now, since=now.astimezone(TOKYO).date())
    assert after.in_force_from == now


def test_amend_clause_reaches_back_where_it_says_so(signed, soda, signer, now):
    after = amend(signed, clause(soda, territories=("FI",)), signer, now, since=date(2026, 3, 1))
    assert after.in_force_from == datetime(2026, 3, 1, tzinfo=TOKYO)


def test_amend_clause_adds_one_more(signed, soda, signer, now):
    made = amend(signed, clause(soda, number="9", territories=("FI",)), signer, now, clause=None)
    assert (made.version, made.number, made.in_force_from) == (1, "9", datetime(2026, 6, 1, tzinfo=TOKYO))
    again = {"terms": clause(soda, number="9"), "since": date(2026, 6, 1), "reason": "Twice", "by": signer, "now": now}
    assert refusal(actions.amend_clause, contract=signed, clause=None, **again) == (
        "Another clause of this contract has that number."
    )


def test_amend_clause_that_clashes_refused_and_possible_with_a_carve_out(signed, campaign, talent, soda, signer, now):
    booking = steps.book(campaign, talent)
    wider = clause(soda, territories=("SE", "JP"))
    sentence = refusal(amend, contract=signed, terms=wider, signer=signer, now=now, since=date(2026, 4, 15))
    assert "Kirei: paid post for soda" in sentence
    assert (only(signed).version, only(signed).in_force_until) == (1, None)
    out = CarveOutTerms(commitment_ids=(booking.commitment_id,))
    amend(signed, replace(wider, carve_outs=(out,)), signer, now, since=date(2026, 4, 15))
    assert only(signed).version == 2
    assert standing(signed.commitment, now).verdict is Verdict.CLEAR


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"reason": " "}, "Say why it changes."),
        ({"since": date(2027, 1, 1)}, "The contract runs out before 1 Jan 2027."),
        ({"since": date(2025, 12, 31)}, "The contract begins on 1 Jan 2026."),
    ],
)
def test_amend_clause_refused(signed, soda, signer, now, values, sentence):
    assert refusal(amend, contract=signed, terms=clause(soda), signer=signer, now=now, **values) == sentence


def test_amend_clause_without_a_difference_refused(signed, signer, now):
    same = terms_of(only(signed))
    assert refusal(amend, contract=signed, terms=same, signer=signer, now=now) == (
        "Nothing differs from the version before."
    )


def test_amend_clause_by_a_booker_or_of_a_draft_or_an_ended_one_refused(signed, draft, soda, by, signer, now):
    assert refusal(amend, contract=signed, terms=clause(soda), signer=by, now=now).startswith(
        "Only owners and managers may sign and end"
    )
    assert refusal(amend, contract=draft, terms=clause(soda), signer=signer, now=now).startswith("Only a signed")
    actions.end_contract(
        contract=signed, on=date(2026, 4, 30), end_reason="mutual", reason="Agreed", by=signer, now=now
    )
    assert refusal(amend, contract=signed, terms=clause(soda), signer=signer, now=now).startswith("Only a signed")


def test_amend_clause_of_an_old_version_or_before_the_last_one_refused(signed, soda, signer, now):
    first = only(signed)
    amend(signed, clause(soda, territories=("FI",)), signer, now)
    late = {"contract": signed, "terms": clause(soda), "signer": signer, "now": now}
    assert refusal(amend, clause=first, **late).startswith("A newer version of this clause was written meanwhile.")
    assert refusal(amend, since=date(2026, 5, 1), **late) == "The version before takes effect later than that."


def test_amend_clause_carries_over_what_was_agreed(signed, campaign, talent, soda, signer, now):
    other = steps.hold(campaign, talent).commitment
    before = only(signed)
    granted = record_waiver(clause=before, commitment=other, granted_at=now, state="GRANTED", by=signer, now=now)
    record_offer(clause=before, commitment=other, by=signer, now=now)
    after = amend(signed, clause(soda, territories=("FI",)), signer, now)
    assert [(w.state, w.commitment_id) for w in after.waivers.all()] == [("GRANTED", other.pk)]
    assert [w.pk for w in before.waivers.all()] == [granted.pk]
    assert (after.offers.count(), before.offers.count()) == (1, 1)
    last = amend(signed, clause(soda, territories=("NO",)), signer, now, since=date(2026, 7, 1), keep_waivers=False)
    assert (last.waivers.count(), last.offers.count()) == (0, 0)


@pytest.fixture
def held(campaign, talent, soda):
    campaign.brief.exclusive_categories.add(soda)
    return steps.hold(campaign, talent)


def test_write_own_clause_leaves_the_brief(held, soda, by, now):
    actions.write_own_clause(
        booking=held, clause=only(held), terms=clause(soda, number="1", territories=("KR",)), by=by, now=now
    )
    held.refresh_from_db()
    assert (held.own_clauses, only(held).territories) == (True, ["KR"])
    again = actions.follow_brief(booking=held, by=by, now=now + timedelta(hours=1))
    assert (again.own_clauses, only(held).territories) == (False, ["JP"])


def test_drop_own_clause_leaves_nothing_to_it(held, by, now):
    actions.drop_own_clause(booking=held, clause=only(held), by=by, now=now)
    held.refresh_from_db()
    assert (held.own_clauses, held.commitment.clauses.count()) == (True, 0)


def test_write_own_clause_of_a_booking_refused(held, soda, by, now):
    booked = actions.confirm_booking(booking=held, by=by, now=now)
    said = {"booking": booked, "terms": clause(soda, number="2"), "by": by, "now": now}
    assert refusal(actions.write_own_clause, **said) == ("This booking is confirmed, so its words stay as they are.")
