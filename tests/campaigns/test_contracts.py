"""Ambassador contracts: drafted, signed, ended."""

from datetime import date, timedelta

import pytest
from djmoney.money import Money

from campaigns import actions, checks
from campaigns.models import AmbassadorContract
from clients.models import Brand
from exclusivity.axes import Channel
from exclusivity.models import Clause, Commitment, Exposure
from exclusivity.queries import bound_now
from lib.refusals import Refused
from outbox.models import Message
from tests.campaigns import steps
from tests.campaigns.rivals import clause, draft_rival
from tests.factories import BrandFactory, TalentFactory, booker, brand_person, days, manager, talent_user


@pytest.fixture
def signer(db):
    return manager()


@pytest.fixture
def contract(brand, talent, soda, by, now):
    return draft(brand, talent, soda, by, now)


def draft(brand, talent, soda, by, now, **values):
    said = {
        "title": " Face of Kirei ",
        "days": (date(2026, 4, 1), date(2027, 4, 1)),
        "fee": Money(3_000_000, "JPY"),
        "duties": "Two reels a month",
        "clauses": [clause(soda, channels=("instagram", "youtube"), tail_length=30)],
    }
    return actions.draft_contract(brand=brand, talent=talent, by=by, now=now, **{**said, **values})


def refusal(verb, **values):
    with pytest.raises(Refused) as refused:
        verb(**values)
    return str(refused.value)


def test_draft_contract_promises_its_clauses_and_its_own_showing(contract, brand, talent, soda, by):
    commitment = contract.commitment
    assert (contract.title, contract.state, contract.days.upper, contract.created_by) == (
        "Face of Kirei", "draft", date(2027, 4, 1), by,
    )  # fmt: skip
    assert (commitment.kind, commitment.status, commitment.brand, list(commitment.talents.all())) == (
        "ambassador", "draft", brand, [talent],
    )  # fmt: skip
    shown = Exposure.objects.get(commitment=commitment)
    assert (shown.activity, shown.channels, shown.territories, shown.days, list(shown.categories.all())) == (
        "PAID", ["instagram", "youtube"], ["JP"], contract.days, [soda],
    )  # fmt: skip
    assert Clause.objects.get(commitment=commitment).tail_length == 30


def test_draft_contract_without_clauses_says_nothing_of_where(brand, talent, soda, by, now):
    bare = draft(brand, talent, soda, by, now, clauses=[])
    shown = Exposure.objects.get(commitment=bare.commitment)
    assert (shown.channels, shown.territories) == (None, None)


def test_draft_contract_of_an_unlimited_clause_shows_everywhere(brand, talent, soda, by, now):
    clauses = [clause(soda), clause(soda, number="5", territories=None, channels=("x",))]
    wide = draft(brand, talent, soda, by, now, clauses=clauses, days=days("2026-04-01"))
    shown = Exposure.objects.get(commitment=wide.commitment)
    assert (set(shown.channels), shown.territories, shown.days.upper) == ({str(c) for c in Channel}, ["*"], None)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"title": " "}, "A contract has a title."),
        ({"days": (date(2026, 4, 1), date(2026, 4, 1))}, "The last day comes before the first."),
        ({"days": (None, date(2026, 4, 1))}, "A contract has a first day."),
        ({"fee": Money(-1, "JPY")}, "The fee is 0 or more."),
    ],
)
def test_draft_contract_refused_and_nothing_written(brand, talent, soda, by, now, values, sentence):
    assert refusal(draft, brand=brand, talent=talent, soda=soda, by=by, now=now, **values) == sentence
    assert AmbassadorContract.objects.count() == Commitment.objects.count() == 0


def test_draft_contract_refused_with_an_archived_side(talent, soda, by, now):
    gone = BrandFactory(name="Gone", archived_at=now, archived_by=by)
    assert refusal(draft, brand=gone, talent=talent, soda=soda, by=by, now=now) == "Gone is archived."


def test_edit_contract_writes_the_draft_anew(contract, soda, by, now):
    edited = actions.edit_contract(
        contract=contract, title="Voice of Kirei", days=(date(2026, 5, 1), None), fee=None, duties="",
        clauses=[clause(soda, number="9", territories=("KR",))], by=by, now=now,
    )  # fmt: skip
    assert (edited.title, edited.days.lower, edited.days.upper, edited.fee) == (
        "Voice of Kirei", date(2026, 5, 1), None, None,
    )  # fmt: skip
    edited.commitment.refresh_from_db()
    assert edited.commitment.term.lower == date(2026, 5, 1)
    assert list(Clause.objects.values_list("number", "territories")) == [("9", ["KR"])]
    assert list(Exposure.objects.values_list("territories", flat=True)) == [["KR"]]


def test_edit_contract_refused_once_signed(contract, signer, soda, by, now):
    actions.sign_contract(contract=contract, by=signer, now=now)
    said = {"title": "New", "days": (date(2026, 5, 1), None), "fee": None, "duties": "", "clauses": []}
    assert refusal(actions.edit_contract, contract=contract, by=by, now=now, **said) == (
        "Only a draft can be changed. A signed contract stands as it was signed."
    )
    assert refusal(actions.edit_contract, contract=contract, by=by, now=now, **{**said, "title": ""}) == (
        "A contract has a title."
    )


def test_sign_contract_binds_and_tells_both(contract, approver, talent, signer, now):
    signed = actions.sign_contract(contract=contract, by=signer, now=now)
    signed.commitment.refresh_from_db()
    assert (signed.state, signed.signed_by, signed.commitment.status) == ("signed", signer, "signed")
    assert sorted(Message.objects.values_list("to_name", "kind")) == [
        ("Aoi", "contract_signed"), ("Petra", "contract_signed"),
    ]  # fmt: skip
    assert "1 Apr 2026 to 31 Mar 2027" in Message.objects.first().body
    assert len(bound_now([talent.pk], date(2026, 6, 1))[talent.pk]) == 1


def test_sign_contract_by_a_booker_refused(contract, by, now):
    assert refusal(actions.sign_contract, contract=contract, by=by, now=now).startswith(
        "Only owners and managers may sign and end ambassador contracts."
    )


def test_sign_contract_twice_over_or_archived_refused(contract, talent, signer, now):
    over = now + timedelta(days=400)
    assert refusal(actions.sign_contract, contract=contract, by=signer, now=over) == (
        "The term of this contract is over."
    )
    talent.archived_at, talent.archived_by = now, signer
    talent.save()
    assert refusal(actions.sign_contract, contract=contract, by=signer, now=now) == "Aoi is archived."
    talent.archived_at = talent.archived_by = None
    talent.save()
    actions.sign_contract(contract=contract, by=signer, now=now)
    assert refusal(actions.sign_contract, contract=contract, by=signer, now=now) == "This contract is signed already."


def test_sign_contract_beside_a_rivals_refused_with_the_reason(contract, talent, soda, signer, now):
    rival = draft_rival(talent, soda, name="Lumeya")
    actions.sign_contract(contract=contract, by=signer, now=now)
    answer = checks.may_sign(rival, now)
    sentence = refusal(actions.sign_contract, contract=rival, by=signer, now=now)
    assert (sentence, answer.for_outside) == (str(answer), "Not possible in this period.")
    assert "Kirei" in sentence


def test_end_contract_early_frees_the_rest(contract, approver, signer, now):
    actions.sign_contract(contract=contract, by=signer, now=now)
    Message.objects.all().delete()
    ended = actions.end_contract(
        contract=contract, on=date(2026, 4, 15), end_reason="mutual", reason="Lumeya bought them", by=signer, now=now
    )
    ended.commitment.refresh_from_db()
    assert (ended.state, ended.ended_on, ended.ended_by, ended.end_reason) == (
        "ended", date(2026, 4, 15), signer, "Lumeya bought them",
    )  # fmt: skip
    assert (ended.commitment.status, ended.commitment.ended_on, ended.commitment.end_reason) == (
        "terminated", date(2026, 4, 15), "mutual",
    )  # fmt: skip
    assert sorted(Message.objects.values_list("to_name", flat=True)) == ["Aoi", "Petra"]
    assert "Its last day is 15 Apr 2026." in Message.objects.first().body
    assert not Message.objects.filter(body__contains="Lumeya").exists()


@pytest.mark.parametrize(
    ("on", "reason", "sentence"),
    [
        (date(2026, 4, 15), " ", "Say why it ends."),
        (date(2027, 4, 1), "x", "It runs out before 1 Apr 2027."),
        (date(2026, 3, 31), "x", "It begins on 1 Apr 2026."),
    ],
)
def test_end_contract_refused(contract, signer, now, on, reason, sentence):
    actions.sign_contract(contract=contract, by=signer, now=now)
    said = {"on": on, "end_reason": "mutual", "reason": reason}
    assert refusal(actions.end_contract, contract=contract, by=signer, now=now, **said) == sentence


def test_end_contract_of_a_draft_refused(contract, signer, now):
    said = {"on": date(2026, 4, 15), "end_reason": "mutual", "reason": "x"}
    assert refusal(actions.end_contract, contract=contract, by=signer, now=now, **said) == (
        "This ambassador contract is draft and cannot become ended."
    )


def test_expire_contract_refused_while_it_runs_or_by_a_booker(contract, signer, by, now):
    actions.sign_contract(contract=contract, by=signer, now=now)
    assert refusal(actions.expire_contract, contract=contract, by=signer, now=now) == "The term is not over."
    with pytest.raises(Refused):
        actions.expire_contract(contract=contract, by=by, now=now + timedelta(days=400))


def test_withdraw_contract_lets_the_draft_go_and_tells_nobody(contract, approver, by, now):
    withdrawn = actions.withdraw_contract(contract=contract, reason="No budget", by=by, now=now)
    assert (withdrawn.state, withdrawn.end_reason) == ("withdrawn", "No budget")
    assert (Commitment.objects.get().status, Message.objects.count()) == ("cancelled", 0)
    assert refusal(actions.withdraw_contract, contract=contract, reason="", by=by, now=now) == (
        "This ambassador contract is withdrawn and cannot become withdrawn."
    )


def test_visible_to_both_sides_once_signed(contract, talent, aoi, approver, signer, now):
    stranger = talent_user(TalentFactory())
    rival = brand_person(BrandFactory())
    seen = AmbassadorContract.objects.visible_to
    assert set(seen(booker())) == {contract}
    assert set(seen(aoi)) == set(seen(approver)) == set()
    actions.sign_contract(contract=contract, by=signer, now=now)
    assert set(seen(aoi)) == set(seen(approver)) == {contract}
    assert set(seen(stranger)) == set(seen(rival)) == set()


def test_a_booking_is_refused_while_a_rivals_contract_binds_and_possible_after(campaign, talent, soda, signer, by, now):
    rival = draft_rival(talent, soda, name="Lumeya", term=days("2026-01-01", "2026-05-01"))
    actions.sign_contract(contract=rival, by=signer, now=now)
    assert Brand.objects.filter(name="Lumeya").exists()
    assert steps.book(campaign, talent).state == "confirmed"
    for name, until, code in (("Solenne", "2026-05-02", "needs_decision"), ("Orbyte", "2026-06-01", "clash")):
        other = TalentFactory()
        hold = steps.hold(campaign, other)
        longer = draft_rival(other, soda, name=name, term=days("2026-01-01", until))
        actions.sign_contract(contract=longer, by=signer, now=now)
        with pytest.raises(Refused, match=name) as refused:
            actions.confirm_booking(booking=hold, by=by, now=now)
        assert refused.value.denied.code == code


def test_sign_contract_withdrawn_refused(contract, signer, by, now):
    actions.withdraw_contract(contract=contract, reason="", by=by, now=now)
    assert refusal(actions.sign_contract, contract=contract, by=signer, now=now) == (
        "This ambassador contract is withdrawn and cannot become signed."
    )


def test_net_of_a_contract(contract):
    assert contract.net == Money(2_400_000, "JPY")
    assert AmbassadorContract(fee=None).net is None
