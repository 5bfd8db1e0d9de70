"""The office asks by name: yes, no, a counter-offer, or nothing until the deadline."""

import pytest
from djmoney.money import Money

from campaigns import actions
from campaigns.asking import standings_for
from campaigns.models import Application, Booking, Campaign, Nomination, Offer
from campaigns.queries.projects import open_projects
from exclusivity.actions import propose_override, second_override
from exclusivity.models import Finding
from lib.refusals import Refused
from outbox.models import Message
from tests.campaigns import steps
from tests.campaigns.asking import DAY, DUE, YEN, ask, asked, countered, letters, refusal
from tests.campaigns.rivals import bind_to_rival
from tests.factories import (
    NOW,
    CampaignFactory,
    TalentFactory,
    manager,
    owner,
)

__all__ = ["asked", "countered"]


def test_nominate_asks_each_of_them_and_tells_them_what_it_pays_and_until_when(campaign, talent, by):
    other = TalentFactory(name="Ren", email="ren@talents.example")
    ask(campaign, talent, other, by=by)
    rows = Nomination.objects.order_by("talent__name")
    assert [(row.talent.name, row.state, row.fee, row.reply_by) for row in rows] == [
        ("Aoi", "asked", YEN, DUE), ("Ren", "asked", YEN, DUE),
    ]  # fmt: skip
    assert list(Offer.objects.values_list("side", "words")) == [("office", "You came to mind first.")] * 2
    body = Message.objects.get(to_address="aoi@talents.example").body
    for words in ("“Summer” for Kirei", "¥ 150,000, before the office’s share", "You came to mind first.", "17 Apr"):
        assert words in body
    assert Message.objects.count() == 2


def test_nominate_without_a_fee_offers_what_the_brief_pays(campaign, talent):
    assert ask(campaign, talent, fee=None)[0].fee == Money(120_000, "JPY")
    bare = CampaignFactory(brief__fee=None, brief__gift="A crate of soda")
    assert ask(bare, talent, fee=None)[0].fee is None
    assert "You are given: A crate of soda." in Message.objects.latest("pk").body


def test_nominate_goes_round_what_an_open_call_asks(talent, tiers):
    campaign = CampaignFactory(
        brief__min_stage="headliner", brief__min_tier="Micro", brief__reach="some", brief__open_countries=["FR"]
    )
    assert ask(campaign, talent)[0].state == "asked"
    assert ask(CampaignFactory(brief__reach="named", state="running"), talent)[0].state == "asked"


@pytest.mark.parametrize(
    ("state", "words"),
    [("draft", "still a draft"), ("reporting", "reporting"), ("closed", "closed"), ("cancelled", "cancelled")],
)
def test_nominate_refused_unless_the_campaign_takes_talents(talent, state, words):
    campaign = CampaignFactory(name="Old", state=state)
    with pytest.raises(Refused, match=f"Old is {words} and takes no talents."):
        ask(campaign, talent)


def test_nominate_refused_for_whom_it_cannot_be(campaign, talent, by, now):
    booked, applied, held = (TalentFactory(name=name) for name in ("Booked", "Applied", "Held"))
    steps.apply(campaign, applied)
    steps.book(campaign, booked)
    steps.hold(campaign, held)
    ask(campaign, talent, by=by)
    cases = [
        ([TalentFactory(name="Gone", stage="alumni")], "Gone is not on the roster."),
        ([TalentFactory(name="Away", archived_at=now, archived_by=by)], "Away is not on the roster."),
        ([booked], "Booked is booked already."),
        ([applied], "Applied has applied. Answer the application."),
        ([talent], "Aoi has been asked already. Their answer comes first."),
        ([], "Choose whom to ask."),
    ]
    for talents, why in cases:
        with pytest.raises(Refused) as refused:
            ask(campaign, *talents)
        assert str(refused.value) == why
    # One who cannot be asked keeps the others from being asked, so that nobody is told of half of it.
    with pytest.raises(Refused):
        ask(campaign, held, booked)
    assert Nomination.objects.get().talent == talent
    assert ask(campaign, held)[0].talent == held
    with pytest.raises(Refused, match="The brief has no days yet."):
        ask(CampaignFactory(brief__days=None), talent)


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"fee": Money(-1, "JPY")}, "The fee is 0 or more."),
        ({"reply_by": NOW}, "The answer is due after the question."),
    ],
)
def test_nominate_refused_on_terms_that_cannot_be(campaign, talent, values, why):
    with pytest.raises(Refused, match=why):
        ask(campaign, talent, **values)


def test_nominate_asks_the_exclusivity_door_and_a_block_is_not_asked(campaign, talent, soda):
    bind_to_rival(talent, soda, name="Lumeya")
    assert standings_for(campaign, [talent], NOW)[talent.pk].verdict.name == "BLOCK"
    with pytest.raises(Refused) as refused:
        ask(campaign, talent)
    denied = refused.value.denied
    assert ("Lumeya" in denied.reason, denied.for_outside, denied.code) == (
        True, "Not possible in this period.", "block",
    )  # fmt: skip
    assert not Nomination.objects.exists()


def test_nominate_goes_through_where_two_people_let_the_clash_of_its_hold_stand(campaign, talent, soda, by):
    bind_to_rival(talent, soda, name="Lumeya")
    held = steps.hold(campaign, talent)
    assert "Lumeya" in refusal(lambda: ask(campaign, talent))
    finding = Finding.objects.get(talent=talent)
    proposed = propose_override(finding=finding, reason="Both brands agreed in writing.", by=owner(), now=NOW)
    second_override(override=proposed, reason="So it is.", by=manager(), now=NOW)
    asked = ask(campaign, talent)[0]
    actions.accept_nomination(nomination=asked, by=talent.access.get().user, now=NOW)
    held.refresh_from_db()
    assert (held.state, held.price, held.application) == ("hold", YEN, Application.objects.get())
    assert Booking.objects.count() == 1


def test_yes_makes_an_accepted_application_with_its_fee_and_holds_a_place(asked, talent, aoi, by, tiers):
    row = actions.accept_nomination(nomination=asked, by=aoi, now=NOW + DAY)
    application, booking = Application.objects.get(), Booking.objects.get()
    assert (row.state, row.application, row.ended_by) == ("agreed", application, aoi)
    assert (application.state, application.agreed_fee, application.tier, application.decided_by) == (
        "accepted", YEN, "Micro", by,
    )  # fmt: skip
    assert (booking.state, booking.application, booking.price) == ("hold", application, YEN)
    assert letters("aoi@talents.example") == ["A place in “Summer” is held for you"]


def test_yes_is_told_to_the_manager(asked, aoi, by):
    actions.accept_nomination(nomination=asked, by=aoi, now=NOW)
    assert letters(by.email) == ["Aoi says yes to “Summer”"]


@pytest.mark.parametrize("before", ["withdrawn", "declined"])
def test_yes_after_an_application_that_came_to_nothing_takes_it_up(campaign, talent, aoi, by, before):
    first = steps.apply(campaign, talent)
    if before == "withdrawn":
        actions.withdraw_application(application=first, by=aoi, now=NOW)
    else:
        actions.decline_application(application=first, answer="No", by=by, now=NOW)
    asked = ask(campaign, talent)[0]
    actions.accept_nomination(nomination=asked, by=aoi, now=NOW)
    first.refresh_from_db()
    assert (first.state, first.agreed_fee, first.answer) == ("accepted", YEN, "")
    assert Application.objects.count() == 1


def test_asked_again_after_the_place_lapsed_leads_to_the_same_application(campaign, asked, talent, aoi, by):
    actions.accept_nomination(nomination=asked, by=aoi, now=NOW)
    actions.release_hold(booking=Booking.objects.get(), reason="Lapsed", by=by, now=NOW)
    again = ask(campaign, talent, fee=Money(90_000, "JPY"))[0]
    actions.accept_nomination(nomination=again, by=aoi, now=NOW)
    application = Application.objects.get()
    assert (application.agreed_fee, application.nominations.count()) == (Money(90_000, "JPY"), 2)
    assert sorted(Booking.objects.values_list("state", flat=True)) == ["hold", "released"]


def test_yes_refused_where_a_clash_came_between_without_a_word_of_it(asked, talent, aoi, soda):
    bind_to_rival(talent, soda, name="Lumeya")
    with pytest.raises(Refused) as refused:
        actions.accept_nomination(nomination=asked, by=aoi, now=NOW)
    assert refused.value.denied.for_outside == "Not possible in this period."
    asked.refresh_from_db()
    assert (asked.state, Application.objects.count()) == ("asked", 0)


def test_yes_refused_once_booked_or_once_the_campaign_takes_nobody(campaign, asked, talent, aoi):
    steps.book(campaign, talent)
    assert refusal(actions.accept_nomination, nomination=asked, by=aoi, now=NOW) == (
        "This talent has a place in the campaign already."
    )
    Campaign.objects.filter(pk=campaign.pk).update(state="reporting")
    assert "takes no talents" in refusal(actions.accept_nomination, nomination=asked, by=aoi, now=NOW)


@pytest.mark.parametrize("words", ["", " I am away. "])
def test_no_with_or_without_a_reason_reaches_the_manager(asked, aoi, by, words):
    row = actions.decline_nomination(nomination=asked, words=words, by=aoi, now=NOW)
    assert (row.state, row.words, Application.objects.count()) == ("declined", words.strip(), 0)
    body = Message.objects.get(to_address=by.email).body
    assert ("Aoi says no to" in body, "I am away." in body) == (True, bool(words))


def test_counter_offer_is_the_offices_turn(countered, aoi, by):
    assert (countered.state, countered.fee, countered.counter_fee, countered.words) == (
        "countered", YEN, Money(200_000, "JPY"), "Two days.",
    )  # fmt: skip
    assert list(Offer.objects.values_list("side", "fee")) == [("office", YEN.amount), ("talent", 200_000)]
    assert "¥ 200,000" in Message.objects.get(to_address=by.email).body
    said = "Your counter-offer is with the office. Their answer comes here."
    assert refusal(actions.accept_nomination, nomination=countered, by=aoi, now=NOW) == said
    assert refusal(actions.counter_nomination, nomination=countered, fee=YEN, words="x", by=aoi, now=NOW) == said


def test_counter_offer_of_the_same_without_a_word_is_refused(asked, aoi):
    assert refusal(actions.counter_nomination, nomination=asked, fee=YEN, words=" ", by=aoi, now=NOW) == (
        "That is what is offered. Say yes, or what else you would like."
    )
    assert refusal(
        actions.counter_nomination, nomination=asked, fee=Money(-1, "JPY"), words="", by=aoi, now=NOW
    ) == "The fee is 0 or more."  # fmt: skip
    assert refusal(
        actions.counter_nomination, nomination=asked, fee=YEN - Money(1, "JPY"), words="", by=aoi, now=NOW
    ).startswith("That is less than the ¥ "), "a slip, or the net for the gross"
    row = actions.counter_nomination(nomination=asked, fee=YEN, words="In May instead", by=aoi, now=NOW)
    assert row.state == "countered"


def test_counter_offer_accepted_holds_a_place_at_its_fee(countered, by):
    # The talent's deadline does not run while it is the office's turn.
    row = actions.accept_counter(nomination=countered, by=by, now=DUE + DAY)
    assert (row.state, row.application.agreed_fee, Booking.objects.get().price) == (
        "agreed", Money(200_000, "JPY"), Money(200_000, "JPY"),
    )  # fmt: skip
    assert "¥ 200,000" in Message.objects.get(kind="nomination_agreed").body


def test_counter_offer_declined_is_the_end_with_words(countered, by):
    row = actions.decline_counter(nomination=countered, words=" Beyond the budget. ", by=by, now=NOW)
    assert (row.state, row.words) == ("refused", "Beyond the budget.")
    assert "Beyond the budget." in Message.objects.get(kind="nomination_over").body


def test_counter_offer_answered_with_a_new_offer_is_the_talents_turn_again(countered, aoi, by):
    row = actions.offer_again(
        nomination=countered, fee=Money(180_000, "JPY"), words="Halfway?", reply_by=DUE + DAY, by=by, now=NOW
    )
    assert (row.state, row.fee, row.words, row.reply_by) == ("asked", Money(180_000, "JPY"), "", DUE + DAY)
    assert Offer.objects.count() == 3
    agreed = actions.accept_nomination(nomination=row, by=aoi, now=DUE)
    assert agreed.application.agreed_fee == Money(180_000, "JPY")


def test_counter_offer_can_be_taken_back_by_saying_no(countered, aoi):
    assert actions.decline_nomination(nomination=countered, words="", by=aoi, now=DUE + DAY).state == "declined"


def test_the_office_has_nothing_to_answer_before_the_talent_did(asked, by):
    said = "The talent has not answered yet."
    assert refusal(actions.accept_counter, nomination=asked, by=by, now=NOW) == said
    assert refusal(actions.decline_counter, nomination=asked, words="", by=by, now=NOW) == said
    again = {"nomination": asked, "fee": YEN, "words": "", "reply_by": DUE, "by": by, "now": NOW}
    assert refusal(actions.offer_again, **again) == said
    assert refusal(actions.offer_again, **{**again, "reply_by": NOW}) == "The answer is due after the question."


def test_counter_offer_is_not_taken_into_a_clash(countered, talent, soda, by):
    bind_to_rival(talent, soda, name="Lumeya")
    assert "Lumeya" in refusal(actions.accept_counter, nomination=countered, by=by, now=NOW)


@pytest.mark.parametrize("turn", ["asked", "countered"])
def test_withdrawn_by_the_office_in_either_turn(turn, request, by):
    row = request.getfixturevalue(turn)
    Message.objects.all().delete()
    row = actions.withdraw_nomination(nomination=row, words="The launch moved.", by=by, now=NOW)
    assert (row.state, row.words) == ("withdrawn", "The launch moved.")
    assert letters("aoi@talents.example") == ["You need not answer about “Summer” any more"]


def test_a_project_for_which_they_are_asked_is_no_open_call_until_that_is_over(talent, aoi, now):
    campaign = CampaignFactory()
    asked = steps.nominate(campaign, talent)
    assert open_projects(talent, now) == []
    actions.decline_nomination(nomination=asked, words="", by=aoi, now=now)
    assert [project.campaign for project in open_projects(talent, now)] == [campaign]
