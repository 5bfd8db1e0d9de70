"""Own score first, who is too close steps back, names stay away while the pass is blind."""

from decimal import Decimal

import pytest

from campaigns import actions
from campaigns.models import Application, Points, Score, StepBack
from campaigns.rules import weighted
from campaigns.screening import code_of, masked, may_answer
from lib.refusals import Refused
from tests.campaigns import steps
from tests.factories import ApplicationFactory, TalentFactory, booker, reader

TWO = [("Runs", 60), ("Craft", 40)]


@pytest.fixture
def application(campaign, talent, by, now):
    actions.set_criteria(campaign=campaign, criteria=TWO, blind=False, by=by, now=now)
    return ApplicationFactory(campaign=campaign, talent=talent)


def points(application, *values):
    return {c.public_id: value for c, value in zip(application.campaign.criteria.all(), values, strict=False)}


def screen(application, by, *values, **said):
    asked = {"note": "", "choice": "", "seen_choice": "", "answer": "", "now": steps.NOW, **said}
    return actions.screen_application(application=application, points=points(application, *values), by=by, **asked)


def test_weighted_mean_goes_by_the_weights():
    assert weighted([(60, 5), (40, 2)]) == Decimal("3.80")
    assert weighted([(3, 1), (3, 2), (3, 2)]) == Decimal("1.67")


def test_set_criteria_replaces_them_until_somebody_scored(application, campaign, by, now):
    actions.set_criteria(campaign=campaign, criteria=[("Reach", 100)], blind=True, by=by, now=now)
    campaign.refresh_from_db()
    assert [(c.name, c.weight) for c in campaign.criteria.all()] == [("Reach", 100)]
    assert (campaign.blind_first, campaign.is_blind) == (True, True)
    screen(application, by, 4)
    with pytest.raises(Refused, match="Somebody has scored by these criteria, so they stand."):
        actions.set_criteria(campaign=campaign, criteria=TWO, blind=False, by=by, now=now)


@pytest.mark.parametrize(
    ("criteria", "why"),
    [
        ([], "Between 1 and 8 criteria."),
        ([(f"C{n}", 10) for n in range(9)], "Between 1 and 8 criteria."),
        ([(" ", 100)], "Each criterion has a name."),
        ([("A", 50), ("B", 40)], "The weights add up to 90 percent. Make them 100."),
        ([("A", 50), ("a", 50)], "Each criterion has a name of its own."),
        ([("A", 0), ("B", 100)], "A weight is between 1 and 100 percent."),
    ],
)
def test_set_criteria_refused_where_they_do_not_add_up(campaign, by, now, criteria, why):
    with pytest.raises(Refused, match=why):
        actions.set_criteria(campaign=campaign, criteria=criteria, blind=False, by=by, now=now)
    assert campaign.criteria.count() == 0


def test_criteria_and_the_blind_pass_are_the_managers(campaign, now):
    other = booker(name="Freya")
    with pytest.raises(Refused, match="Sora manages this campaign and sets the criteria."):
        actions.set_criteria(campaign=campaign, criteria=TWO, blind=False, by=other, now=now)
    with pytest.raises(Refused, match="Sora manages this campaign and ends the blind pass."):
        actions.end_blind_pass(campaign=campaign, by=other, now=now)
    for verb in (actions.set_criteria, actions.end_blind_pass):
        more = {"criteria": TWO, "blind": False} if verb is actions.set_criteria else {}
        with pytest.raises(Refused) as refused:
            verb(campaign=campaign, by=reader(), now=now, **more)
        assert refused.value.denied.code == "role:run_campaigns"


def test_score_is_ones_own_and_can_be_changed(application, by, now):
    other = booker(name="Freya")
    screen(application, by, 5, 2, note=" Real ")
    screen(application, other, 1, 1)
    screen(application, by, 4, 4, note="Better")
    assert [(s.created_by, s.total, s.note) for s in application.scores.all()] == [
        (by, Decimal("4.00"), "Better"), (other, Decimal("1.00"), ""),
    ]  # fmt: skip
    assert Points.objects.count() == 4


@pytest.mark.parametrize(
    ("values", "why"),
    [((5,), "Score every criterion. Craft has no points yet."), ((5, 6), "Points are 1, 2, 3, 4 or 5."),
     ((), "Score the criteria, or mark a decision.")],
)  # fmt: skip
def test_score_refused_unless_whole(application, by, values, why):
    with pytest.raises(Refused, match=why):
        screen(application, by, *values)
    assert Score.objects.count() == 0


def test_score_refused_without_criteria(campaign, by):
    application = ApplicationFactory(campaign=campaign)
    with pytest.raises(Refused, match="Sora sets the criteria first."):
        actions.screen_application(
            application=application, points={"x": 1}, note="", choice="", seen_choice="", answer="", by=by,
            now=steps.NOW,
        )  # fmt: skip


def test_score_refused_once_answered_and_without_the_right(campaign, application, by):
    with pytest.raises(Refused) as refused:
        screen(application, reader(), 1, 1)
    assert refused.value.denied.code == "role:run_campaigns"
    Application.objects.update(state="declined", decided_at=steps.NOW, decided_by=by)
    with pytest.raises(Refused, match="This application is declined, so it needs no score."):
        screen(application, by, 1, 1)


def test_decision_is_marked_with_the_score_and_not_over_a_colleagues(application, by):
    other = booker(name="Freya")
    marked = screen(application, by, 5, 5, choice="no", answer=" Too far away ")
    assert (marked.choice, marked.choice_answer, marked.chosen_by) == ("no", "Too far away", by)
    with pytest.raises(Refused, match="A colleague decided meanwhile. Save your score without a decision"):
        screen(application, other, 2, 2, choice="yes")
    assert application.scores.count() == 1
    kept = screen(application, other, 2, 2)
    assert (application.scores.count(), kept.choice, kept.choice_answer, kept.chosen_by) == (
        2,
        "no",
        "Too far away",
        by,
    )
    with pytest.raises(Refused, match="Sora marked this one no meanwhile. Look again."):
        screen(application, other, choice="yes")
    assert screen(application, other, 2, 2, choice="no", seen_choice="no", answer="Too far away").chosen_by == by
    assert screen(application, other, choice="no", seen_choice="no", answer="Other words").chosen_by == other
    assert screen(application, other, choice="", seen_choice="no").choice == ""


def test_words_for_the_talent_without_a_decision_are_not_dropped(application, by):
    said = "What the talent reads goes with a yes, a backup or a no."
    with pytest.raises(Refused, match=said):
        screen(application, by, 5, 5, answer="Too far away")
    assert application.scores.count() == 0
    with pytest.raises(Refused, match=said):
        actions.mark_decisions(
            campaign=application.campaign, applications=[application], choice="", answer="Too far", by=by, now=steps.NOW
        )
    screen(application, by, choice="no", answer="Too far away")
    # Opened again with the words that were there, both are taken back.
    opened = screen(application, by, choice="", seen_choice="no", answer="Too far away")
    assert (opened.choice, opened.choice_answer) == ("", "")


def test_step_back_takes_ones_score_and_mark_and_bars_the_rest(application, by, now):
    screen(application, by, 5, 5, choice="yes")
    actions.step_back(application=application, reason=" My cousin ", by=by, now=now)
    application.refresh_from_db()
    assert (Score.objects.count(), application.choice, StepBack.objects.get().reason) == (0, "", "My cousin")
    for verb in (
        lambda: screen(application, by, 5, 5),
        lambda: actions.mark_decisions(
            campaign=application.campaign, applications=[application], choice="no", answer="", by=by, now=now
        ),
        lambda: actions.accept_application(application=application, answer="", by=by, now=now),
        lambda: actions.decline_application(application=application, answer="x", by=by, now=now),
    ):
        with pytest.raises(Refused, match="You stepped back from this applicant. Colleagues score and decide."):
            verb()
    with pytest.raises(Refused, match="You have stepped back already."):
        actions.step_back(application=application, reason="Again", by=by, now=now)


def test_step_back_needs_its_reason_and_leaves_a_colleagues_mark(application, by, now):
    with pytest.raises(Refused, match="Say why you step back. Colleagues read it."):
        actions.step_back(application=application, reason=" ", by=by, now=now)
    screen(application, booker(), choice="yes")
    actions.step_back(application=application, reason="My cousin", by=by, now=now)
    application.refresh_from_db()
    assert application.choice == "yes"
    with pytest.raises(Refused):
        actions.step_back(application=application, reason="My cousin", by=reader(), now=now)


def test_nobody_is_answered_while_the_pass_is_blind(campaign, talent, by, now):
    actions.set_criteria(campaign=campaign, criteria=TWO, blind=True, by=by, now=now)
    application = steps.apply(campaign, talent)
    for verb in (actions.accept_application, actions.decline_application):
        with pytest.raises(Refused, match="End the blind pass first: answers go out by name."):
            verb(application=application, answer="x", by=by, now=now)
    ended = actions.end_blind_pass(campaign=campaign, by=by, now=now)
    assert (ended.is_blind, ended.named_by) == (False, by)
    application.campaign.refresh_from_db()
    assert may_answer(application, by) is True
    with pytest.raises(Refused, match="Names are shown already."):
        actions.end_blind_pass(campaign=campaign, by=by, now=now)


def test_code_and_masked_text_tell_no_name(db):
    talent = TalentFactory.build(name="Mia Tan-Okafor", native_name="美亜")
    application = ApplicationFactory.build(talent=talent, public_id="a7kQxxxxxxxx")
    assert code_of(application) == "Applicant A7KQ"
    words = "I am MIA tan-okafor, 美亜です, @mia.runs; okafor is my name, Tan too. Tanning is not."
    assert masked(words, talent, ["mia.runs"]) == "I am …, …です, …; … is my name, … too. Tanning is not."
