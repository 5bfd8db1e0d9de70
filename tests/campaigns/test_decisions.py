"""Decisions wait as a set, are applied together, and nobody is left without a letter."""

import pytest
from djmoney.money import Money

from campaigns import actions
from campaigns.actions.decisions import set_key
from campaigns.models import Application, Booking
from lib.refusals import Refused
from outbox.models import Job, Message
from tests.campaigns import steps
from tests.factories import ApplicationFactory, TalentFactory, booker, office, reader, talent_user


@pytest.fixture
def three(campaign):
    """Aoi, Ben and Chie applied."""
    rows = []
    for name in ("Aoi", "Ben", "Chie"):
        talent = TalentFactory(name=name)
        talent_user(talent, name=name, email=f"{name.lower()}@talents.example")
        rows.append(ApplicationFactory(campaign=campaign, talent=talent))
    return rows


def mark(rows, choice, by, answer=""):
    return actions.mark_decisions(
        campaign=rows[0].campaign, applications=rows, choice=choice, answer=answer, by=by, now=steps.NOW
    )


def apply_all(campaign, by, seen=None):
    key = set_key(Application.objects.filter(campaign=campaign)) if seen is None else seen
    return actions.apply_decisions(campaign=campaign, seen=key, by=by, now=steps.NOW)


def letters():
    return {(m.to_name, m.kind, m.state) for m in Message.objects.all()}


def test_apply_decisions_answers_all_and_writes_a_draft_to_each(campaign, three, by):
    office(decline_words="Not this time.")
    freya = booker(name="Freya")
    mark(three[:1], "yes", by, "We like the river.")
    mark(three[1:2], "backup", freya)
    mark(three[2:], "no", by)
    assert Message.objects.count() == 0
    apply_all(campaign, freya)
    told = {a.talent.name: (a.state, a.answer, a.decided_by, a.choice) for a in Application.objects.all()}
    assert told == {
        "Aoi": ("accepted", "We like the river.", by, ""),
        "Ben": ("backup", "", freya, ""),
        "Chie": ("declined", "Not this time.", by, ""),
    }
    assert Booking.objects.get().talent.name == "Aoi"
    assert letters() == {
        ("Aoi", "application_accepted", "draft"),
        ("Ben", "application_backup", "draft"),
        ("Chie", "application_declined", "draft"),
    }
    assert "Not this time." in Message.objects.get(to_name="Chie").body
    assert Job.objects.filter(kind="outbox.send_message").count() == 0


def test_send_answers_lets_what_still_waits_go_once(campaign, three, by, now):
    mark(three, "no", by, "Full.")
    apply_all(campaign, by)
    Message.objects.filter(to_name="Ben").update(state="dropped")
    assert len(actions.send_answers(campaign=campaign, by=by, now=now)) == 2
    assert Job.objects.filter(kind="outbox.send_message").count() == 2
    with pytest.raises(Refused, match="No letter waits. They may have gone already."):
        actions.send_answers(campaign=campaign, by=by, now=now)


def test_apply_decisions_refused_where_the_set_is_another_now(campaign, three, by):
    mark(three[:1], "no", by, "Full.")
    seen = set_key(Application.objects.all())
    mark(three[:1], "no", by, "Other words.")
    with pytest.raises(Refused, match="The decisions changed while you looked."):
        apply_all(campaign, by, seen)
    apply_all(campaign, by)
    with pytest.raises(Refused, match="No decision waits. They may have been applied already."):
        apply_all(campaign, by)
    assert Message.objects.count() == 1


def test_apply_decisions_does_all_or_nothing(campaign, three, by, now):
    mark(three, "yes", by)
    actions.place_hold(campaign=campaign, talent=three[1].talent, by=by, now=now)
    with pytest.raises(Refused, match="Ben: This talent has a place in the campaign already."):
        apply_all(campaign, by)
    assert set(Application.objects.values_list("state", "choice")) == {("applied", "yes")}
    assert (Message.objects.count(), Booking.objects.count()) == (0, 1)


def test_apply_decisions_refused_in_the_blind_pass_and_after_the_end(campaign, three, by):
    mark(three, "no", by)
    campaign.blind_first = True
    campaign.save()
    with pytest.raises(Refused, match="End the blind pass first"):
        apply_all(campaign, by)
    campaign.blind_first, campaign.state = False, "closed"
    campaign.closed_at, campaign.closed_by = steps.NOW, by
    campaign.save()
    with pytest.raises(Refused, match="Summer is closed."):
        apply_all(campaign, by)


@pytest.mark.parametrize("verb", ["mark", "apply", "send"])
def test_decisions_refused_without_the_right(campaign, three, verb):
    with pytest.raises(Refused) as refused:
        if verb == "mark":
            mark(three, "no", reader())
        elif verb == "apply":
            apply_all(campaign, reader())
        else:
            actions.send_answers(campaign=campaign, by=reader(), now=steps.NOW)
    assert refused.value.denied.code == "role:run_campaigns"


def test_mark_decisions_refused_for_what_is_no_decision(campaign, three, by):
    with pytest.raises(Refused, match="A decision is yes, backup or no."):
        mark(three, "maybe", by)
    with pytest.raises(Refused, match="Choose applicants first."):
        actions.mark_decisions(campaign=campaign, applications=[], choice="no", answer="", by=by, now=steps.NOW)


def test_a_reserve_becomes_a_yes_and_its_unsent_letter_is_dropped(campaign, three, by):
    mark(three[:1], "backup", by)
    apply_all(campaign, by)
    with pytest.raises(Refused, match="This applicant is in reserve already."):
        mark(three[:1], "backup", by)
    mark(three[:1], "yes", by)
    apply_all(campaign, by)
    assert letters() == {("Aoi", "application_backup", "dropped"), ("Aoi", "application_accepted", "draft")}


def test_a_reserve_is_answered_when_the_campaign_is_called_off(campaign, three, by, now):
    mark(three[:1], "backup", by)
    apply_all(campaign, by)
    actions.cancel_campaign(campaign=campaign, reason="Budget", by=by, now=now)
    states = set(Application.objects.values_list("state", flat=True))
    assert (states, Message.objects.get(kind="application_backup").state) == ({"declined"}, "dropped")


def test_withdrawing_takes_the_pending_decision_and_the_unsent_letter_along(campaign, three, by, now):
    mark(three[:2], "yes", by)
    actions.withdraw_application(application=three[1], by=by, now=now)
    apply_all(campaign, by)
    actions.withdraw_application(application=three[0], by=by, now=now)
    assert set(Application.objects.values_list("talent__name", "state", "choice")) == {
        ("Aoi", "withdrawn", ""), ("Ben", "withdrawn", ""), ("Chie", "applied", ""),
    }  # fmt: skip
    assert Message.objects.get(kind="application_accepted").state == "dropped"


def test_answering_one_at_once_clears_its_pending_decision(campaign, three, by, now):
    mark(three[:2], "backup", by, "Maybe later.")
    actions.accept_application(application=three[0], answer="Yes", by=by, now=now)
    actions.decline_application(application=three[1], answer="No", by=by, now=now)
    assert set(Application.objects.values_list("talent__name", "state", "choice")) == {
        ("Aoi", "accepted", ""), ("Ben", "declined", ""), ("Chie", "applied", ""),
    }  # fmt: skip
    assert {state for _, _, state in letters()} == {"queued"}


def test_a_yes_at_what_they_ask_holds_the_place_at_that_fee(campaign, three, by):
    Application.objects.filter(pk__in=[row.pk for row in three[:2]]).update(proposed_fee=Money(150_000, "JPY"))
    actions.mark_decisions(
        campaign=campaign,
        applications=three[:1] + three[2:],
        choice="yes",
        answer="",
        at_ask=True,
        by=by,
        now=steps.NOW,
    )
    mark(three[1:2], "yes", by)
    seen = set_key(Application.objects.all())
    Application.objects.filter(pk=three[0].pk).update(proposed_fee=Money(160_000, "JPY"))
    with pytest.raises(Refused, match="The decisions changed while you looked."):
        apply_all(campaign, by, seen)
    apply_all(campaign, by)
    held = dict(Booking.objects.values_list("talent__name", "price"))
    assert held == {"Aoi": 160_000, "Ben": 120_000, "Chie": 120_000}
    assert not Application.objects.filter(choice_at_ask=True).exists()


def test_a_yes_at_what_they_ask_stays_so_until_it_is_another_decision(campaign, three, by):
    Application.objects.filter(pk=three[0].pk).update(proposed_fee=Money(150_000, "JPY"))
    said = {"campaign": campaign, "applications": three[:1], "by": by, "now": steps.NOW}
    actions.mark_decisions(choice="yes", answer="", at_ask=True, **said)
    row = Application.objects.get(pk=three[0].pk)
    actions.screen_application(
        application=row, points={}, note="", choice="yes", seen_choice="yes", answer="Come!", by=by, now=steps.NOW
    )
    assert Application.objects.get(pk=row.pk).choice_at_ask
    actions.mark_decisions(choice="backup", answer="", **said)
    assert not Application.objects.get(pk=row.pk).choice_at_ask
