"""What ends a request by name, who may answer it, and what is never told."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from djmoney.money import Money

from accounts.models import User
from campaigns import actions, applying
from campaigns.jobs import lapse_nominations
from campaigns.models import Campaign, Nomination
from lib.refusals import Refused
from outbox.handlers import PERIODIC
from outbox.models import Message
from tests.campaigns import steps
from tests.campaigns.asking import DAY, DUE, YEN, ask, asked, countered, refusal
from tests.campaigns.test_jobs import run
from tests.factories import (
    NOW,
    CampaignFactory,
    TalentFactory,
    brand_person,
    reader,
    talent_user,
)

__all__ = ["asked", "countered"]

OVER = {
    "agreed": "This request was answered with yes.",
    "declined": "This request was answered with no.",
    "refused": "The counter-offer was declined. The request is over.",
    "lapsed": "This request was not answered in time and is over.",
    "withdrawn": "This request was withdrawn.",
}


@pytest.mark.parametrize("state", OVER)
def test_what_is_over_stays_over(asked, talent, aoi, by, state):
    application = steps.apply(CampaignFactory(), talent)
    Nomination.objects.update(state=state, ended_at=NOW, ended_by=by, application=application)
    verbs = [
        (actions.accept_nomination, {"by": aoi}),
        (actions.decline_nomination, {"by": aoi, "words": ""}),
        (actions.counter_nomination, {"by": aoi, "fee": YEN, "words": "x"}),
        (actions.accept_counter, {"by": by}),
        (actions.decline_counter, {"by": by, "words": ""}),
        (actions.offer_again, {"by": by, "fee": YEN, "words": "", "reply_by": DUE}),
        (actions.withdraw_nomination, {"by": by, "words": ""}),
    ]
    assert {refusal(verb, nomination=asked, now=NOW, **values) for verb, values in verbs} == {OVER[state]}
    assert refusal(actions.lapse_nomination, nomination=asked, by=User.objects.system(), now=DUE) == (
        "The request was answered meanwhile."
    )


def test_answer_after_the_deadline_is_refused_before_the_clock_came_round(asked, aoi):
    said = "The time to answer was over on 17 Apr 2026, 18:30."
    for verb, values in (
        (actions.accept_nomination, {}),
        (actions.decline_nomination, {"words": ""}),
        (actions.counter_nomination, {"fee": Money(1, "JPY"), "words": ""}),
    ):
        assert refusal(verb, nomination=asked, by=aoi, now=DUE, **values) == said


def test_a_talent_is_reminded_once_a_day_before_the_deadline(asked, aoi, by, now):
    hour = timedelta(hours=1)
    Message.objects.all().delete()
    for at, said in (
        (DUE - DAY - hour, "0 talents reminded"), (DUE - DAY, "1 talents reminded"), (DUE - hour, "0 talents reminded"),
    ):  # fmt: skip
        assert run("campaigns.remind_requests", at) == ("done", said)
    letter = Message.objects.get()
    assert (letter.to_address, letter.thing) == (aoi.email, f"request:{asked.public_id}")
    assert "until 17 Apr 2026, 18:30" in letter.body
    assert f"/talent/requests/{asked.public_id}/" in letter.body
    assert refusal(actions.remind_nomination, nomination=asked, by=by, now=DUE - DAY) == (
        "The clock reminds of a request."
    )


def test_who_was_asked_just_now_or_answered_is_not_reminded(asked, aoi, by):
    late = steps.nominate(CampaignFactory(), TalentFactory(name="Ren"), now=DUE - DAY, reply_by=DUE)
    actions.counter_nomination(nomination=asked, fee=YEN * 2, words="", by=aoi, now=NOW)
    Message.objects.all().delete()
    assert run("campaigns.remind_requests", DUE - DAY / 2) == ("done", "0 talents reminded")
    actions.offer_again(nomination=asked, fee=YEN, words="", reply_by=DUE + DAY, by=by, now=DUE)
    Message.objects.all().delete()
    assert run("campaigns.remind_requests", DUE + DAY / 2) == ("done", "0 talents reminded")
    assert late.state == "asked"


def test_another_offer_after_a_reminder_is_reminded_of_once_too(asked, aoi, by):
    assert run("campaigns.remind_requests", DUE - DAY) == ("done", "1 talents reminded")
    actions.counter_nomination(nomination=asked, fee=YEN * 2, words="Two days", by=aoi, now=DUE - DAY / 2)
    actions.offer_again(nomination=asked, fee=YEN, words="", reply_by=DUE + 2 * DAY, by=by, now=DUE)
    told = [run("campaigns.remind_requests", DUE + DAY + hours * DAY / 24)[1] for hours in (0, 1)]
    assert told == ["1 talents reminded", "0 talents reminded"]
    assert Message.objects.filter(kind="nomination_soon").count() == 2


def test_lapse_is_the_clocks_and_told_to_both(asked, aoi, by, monkeypatch):
    system = User.objects.system()
    assert refusal(actions.lapse_nomination, nomination=asked, by=by, now=DUE) == "A request lapses by the clock."
    assert refusal(actions.lapse_nomination, nomination=asked, by=system, now=NOW) == (
        "The request was answered meanwhile."
    )

    class Work:
        def renew(self, **_):
            pass

    for at, said in ((NOW, "0 requests lapsed"), (DUE, "1 requests lapsed"), (DUE, "0 requests lapsed")):
        monkeypatch.setattr(timezone, "now", lambda at=at: at)
        assert lapse_nominations(Work()) == said
    asked.refresh_from_db()
    assert (asked.state, asked.ended_by) == ("lapsed", system)
    told = dict(Message.objects.values_list("to_address", "subject"))
    assert told == {
        aoi.email: "The time to answer about “Summer” is over", by.email: "Aoi did not answer about “Summer”",
    }  # fmt: skip
    assert PERIODIC["campaigns.lapse_nominations"].every == timedelta(minutes=10)


def test_a_counter_offer_does_not_lapse(countered):
    assert refusal(
        actions.lapse_nomination, nomination=countered, by=User.objects.system(), now=DUE + 9 * DAY
    ) == "The request was answered meanwhile."  # fmt: skip


def test_cancelling_ends_what_was_asked_and_tells_them(campaign, countered, by):
    other = TalentFactory(name="Ren", email="ren@talents.example")
    ask(campaign, other)
    Message.objects.all().delete()
    actions.cancel_campaign(campaign=campaign, reason="The budget went", by=by, now=NOW)
    assert set(Nomination.objects.values_list("state", "words")) == {("withdrawn", "The project was cancelled.")}
    bodies = Message.objects.filter(kind="nomination_over")
    assert {letter.to_address for letter in bodies} == {"aoi@talents.example", "ren@talents.example"}
    assert not any("The budget went" in letter.body for letter in bodies)


def test_who_was_asked_answers_that_and_does_not_apply(campaign, asked, talent, aoi):
    answer = applying.may_apply(campaign, talent, NOW)
    assert (bool(answer), str(answer)) == (False, "The office has asked you by name. Answer that.")
    actions.decline_nomination(nomination=asked, words="", by=aoi, now=NOW)
    assert applying.may_apply(campaign, talent, NOW) is True


def test_a_hidden_brand_is_in_no_letter_of_a_request(brand, talent, aoi, by):
    campaign = CampaignFactory(
        brand=brand, name="Summer", manager=by, brief__brand_hidden=True, brief__brand_words="a soda maker"
    )
    asked = ask(campaign, talent, by=by)[0]
    counter = actions.counter_nomination(nomination=asked, fee=Money(1, "JPY"), words="At home", by=aoi, now=NOW)
    again = actions.offer_again(nomination=counter, fee=YEN, words="", reply_by=DUE, by=by, now=NOW)
    actions.accept_nomination(nomination=again, by=aoi, now=NOW)
    mine = Message.objects.filter(to_address=aoi.email)
    assert ([letter.kind for letter in mine.order_by("pk")], "Kirei" in str([letter.body for letter in mine])) == (
        ["nomination_asked", "nomination_asked", "nomination_agreed"], False,
    )  # fmt: skip


def test_only_the_talent_and_those_who_run_campaigns_answer(asked, aoi, by):
    stranger = talent_user()
    for who in (stranger, reader(), brand_person(), talent_user(asked.talent, role="guardian")):
        with pytest.raises(Refused):
            actions.accept_nomination(nomination=asked, by=who, now=NOW)
        with pytest.raises(Refused):
            actions.withdraw_nomination(nomination=asked, words="", by=who, now=NOW)
    with pytest.raises(Refused):
        actions.withdraw_nomination(nomination=asked, words="", by=aoi, now=NOW)
    # The office may write down an answer that came by telephone.
    assert actions.accept_nomination(nomination=asked, by=by, now=NOW).state == "agreed"


def test_visible_to_the_talent_and_staff_alone(asked, aoi, approver, by):
    assert [Nomination.objects.visible_to(user).count() for user in (aoi, by, approver, talent_user())] == [1, 1, 0, 0]
    assert Campaign.objects.visible_to(aoi).get() == asked.campaign


def test_the_database_keeps_one_request_at_a_time_and_a_yes_with_its_application(asked, campaign, talent, by):
    facts = {"campaign": campaign, "talent": talent, "reply_by": DUE, "created_at": NOW, "created_by": by}
    with transaction.atomic(), pytest.raises(IntegrityError, match="campaigns_nomination_one_at_a_time"):
        Nomination.objects.create(**facts)
    for values, name in (
        ({"state": "agreed", "ended_at": NOW, "ended_by": by}, "agreed_has_application"),
        ({"state": "lapsed"}, "ended_when_over"),
        ({"reply_by": NOW}, "leaves_time"),
        ({"fee": -1}, "fees_not_negative"),
    ):
        with transaction.atomic(), pytest.raises(IntegrityError, match=name):
            Nomination.objects.filter(pk=asked.pk).update(**values)
