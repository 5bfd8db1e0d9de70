"""What leads to the next stage: criteria with figures, who has all of it, and a person's word."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.notices import still_theirs
from accounts.topics import topic_of
from campaigns import actions as work
from campaigns.checks import label_missing
from campaigns.models import Booking, Deliverable, Review
from lib.refusals import Refused
from outbox.models import Message
from stats import actions
from stats.models import Measure, StageCriterion, StageReview
from stats.stages import SHIPPED, Step, criteria, path_of, reached
from talent.actions import set_stage
from talent.models import Stage, Talent
from tests.campaigns import steps
from tests.factories import (
    NOW,
    BrandFactory,
    CampaignFactory,
    TalentFactory,
    booker,
    brand_person,
    manager,
    owner,
    reader,
    talent_user,
)

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
M = Measure


def done(talent: Talent, *, brand=None, late: bool = False, changed: bool = False) -> None:
    """A completed booking of one piece, live."""
    booking = steps.book(CampaignFactory(brand=brand or BrandFactory()), talent)
    piece = steps.piece(booking)
    if changed:
        draft = steps.submit(piece)
        steps.answer(draft)
        steps.answer(draft, "client", approved=False, comment="Brighter")
        piece.refresh_from_db()
    steps.publish(piece)
    if late:
        Deliverable.objects.filter(pk=piece.pk).update(live_on=TODAY - timedelta(days=1), published_at=NOW)
    Booking.objects.filter(pk=booking.pk).update(state="completed")


def figures(talent: Talent) -> dict[str, int | None]:
    path = path_of(talent)
    return {step.measure: step.has for step in path.steps}


def everything(stage: str = Stage.EXCLUSIVE, **least: int) -> None:
    """Ask for all measures, so that each figure can be read."""
    asked = {(stage, str(measure)): least.get(measure, 1) for measure in Measure}
    actions.set_stage_criteria(asked=asked, by=owner(), now=NOW)


def test_figures_are_of_completed_bookings_and_live_pieces_and_nothing_is_unknown() -> None:
    everything()
    kirei = BrandFactory()
    talent = TalentFactory(followers=12_000)
    nothing = {"bookings": 0, "on_time": None, "unchanged": None, "labelled": None, "rated": None, "brands": 0}
    assert figures(talent) == nothing | {"followers": 12_000}
    done(talent, brand=kirei)
    done(talent, brand=kirei, late=True)
    done(talent, changed=True)
    steps.book(CampaignFactory(), talent)
    assert Review.objects.filter(approved=False, side="client").count() == 1
    worked = {"bookings": 3, "on_time": 66, "unchanged": 66, "labelled": 100, "rated": None, "brands": 1}
    assert figures(talent) == worked | {"followers": 12_000}
    assert path_of(TalentFactory()).steps[6] == Step("followers", 1, None)


def test_a_label_counts_where_it_stood_in_the_first_draft_as_a_word_of_its_own() -> None:
    everything()
    talent = TalentFactory()
    for label, caption, own in (
        ("#PR", "Sea #pr", ""), ("#PR", "Sea", "#PR"), ("#PR", "Sea #PRetty", ""), ("a.d", "an aXd", ""),
        ("広告", "【広告】 sea", ""), ("[ad] (paid)", "Sea [AD] (paid).", ""), ("", "Sea", ""),
    ):  # fmt: skip
        campaign = CampaignFactory(brief__label=label)
        draft = steps.submit(steps.piece(steps.book(campaign, talent)), caption=caption, label=own)
        assert label_missing(draft) == (caption in ("Sea #PRetty", "an aXd"))
    assert figures(talent)["labelled"] == 100 * 4 // 6


def test_ratings_are_a_share_once_three_brands_have_spoken() -> None:
    everything()
    talent = TalentFactory()
    shares = []
    for stars in (4, 3, 5, 1):
        campaign = CampaignFactory(brand=BrandFactory())
        booking = steps.publish(steps.piece(steps.book(campaign, talent))).booking
        by = brand_person(campaign.brand)
        work.rate_talent(booking=booking, stars=stars, words="", by=by, now=NOW)
        shares.append(figures(talent)["rated"])
    assert shares == [None, None, 66, 50]


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (Step("on_time", 90, 89), ("Pieces live on time", "at least 90 %", "89 %", False)),
        (Step("on_time", 90, 90), ("Pieces live on time", "at least 90 %", "90 %", True)),
        (Step("followers", 100_000, 99_999), ("Followers", "at least 100 k", "100 k", False)),
        (Step("bookings", 0, None), ("Completed bookings", "at least 0", "nothing yet", False)),
    ],
)
def test_a_step_says_what_it_asks_and_what_is_there(step: Step, words) -> None:
    assert (step.label, step.asks, step.figure, step.is_met) == words


def test_the_path_leads_to_the_next_stage_alone_and_ends_at_the_last() -> None:
    for stage, to in (("registered", "affiliated"), ("affiliated", "exclusive"), ("exclusive", "headliner")):
        path = path_of(TalentFactory(stage=stage))
        assert (path.to, {step.measure: step.least for step in path.steps}) == (to, SHIPPED[to])
    assert [path_of(TalentFactory(stage=stage)) for stage in ("headliner", "applicant", "alumni")] == [None] * 3
    assert path_of(TalentFactory(archived_at=NOW, archived_by=booker())) is None


def test_who_has_all_of_it_is_told_until_somebody_decides() -> None:
    maya, sora = manager(), TalentFactory(stage="registered")
    talent = TalentFactory(stage="registered", manager=maya)
    assert reached(NOW, most=5) == []
    done(talent)
    ((who, path),) = reached(NOW, most=5)
    assert (who, path.to, path.is_reached, path.met) == (talent, "affiliated", True, 2)
    assert reached(NOW, most=5, manager=booker().pk) == []
    assert [row[0] for row in reached(NOW, most=5, manager=maya.pk)] == [talent]
    done(sora)
    done(sora)
    assert [row[0] for row in reached(NOW, most=5)] == [sora, talent]
    assert [row[0] for row in reached(NOW, most=1)] == [sora]
    until = TODAY + timedelta(days=30)
    review = actions.decide_stage(
        talent=talent, to="affiliated", moves=False, until=until, reason="Too soon", by=maya, now=NOW
    )
    assert [row[0] for row in reached(NOW, most=5)] == [sora]
    assert [row[0] for row in reached(NOW + timedelta(days=30), most=5)] == [sora, talent]
    assert review.figures == [
        ["Completed bookings", "at least 1", "1", True], ["Pieces live on time", "at least 80 %", "100 %", True]
    ]  # fmt: skip
    assert (str(review), review.until, review.moved) == (f"{talent} to Affiliated: not now", until, False)


def test_the_newest_word_on_a_stage_counts() -> None:
    maya = manager()
    talent = TalentFactory(stage="registered", manager=maya)
    done(talent)
    said = {"talent": talent, "to": "affiliated", "moves": False, "reason": "Too soon", "by": maya}
    for days, later in ((90, 0), (10, 1)):
        actions.decide_stage(**said, until=TODAY + timedelta(days=days), now=NOW + timedelta(hours=later))
    assert [reached(NOW + timedelta(days=days), most=5) == [] for days in (9, 10)] == [True, False]


def test_the_number_of_queries_does_not_grow_with_those_who_have_all_of_it() -> None:
    counts = []
    for many in (1, 2):
        for _ in range(many):
            done(TalentFactory(stage="registered"))
        with CaptureQueriesContext(connection) as queries:
            assert len(reached(NOW, most=5)) == sum(range(many + 1))
        counts.append(len(queries))
    assert counts == [3, 3]


def test_a_person_moves_them_with_a_reason_also_before_all_is_met() -> None:
    talent = TalentFactory(stage="affiliated")
    review = actions.decide_stage(talent=talent, to="exclusive", moves=True, reason=" Signed ", by=booker(), now=NOW)
    talent.refresh_from_db()
    assert (talent.stage, review.reason, review.until) == ("exclusive", "Signed", None)
    context = talent.events.order_by("pgh_id").last().pgh_context.metadata
    assert (context["action"], context["reason"]) == ("stats.decide_stage", " Signed ")


def test_who_moves_is_told_without_the_reason_and_who_does_not_is_not_written_to() -> None:
    talent = TalentFactory(stage="affiliated", name="Mei")
    user = talent_user(talent)
    said = {"talent": talent, "reason": "Zxreason", "by": booker(), "now": NOW}
    actions.decide_stage(to="exclusive", moves=False, until=TODAY + timedelta(days=9), **said)
    assert not Message.objects.exists()
    actions.decide_stage(to="exclusive", moves=True, **said)
    letter = Message.objects.get(reader=user.public_id)
    assert (letter.kind, letter.subject) == ("stage_changed", "Your stage with the office: exclusive")
    assert (
        "From now on your stage is exclusive; it was affiliated." in letter.body and "/talent/results/" in letter.body
    )
    assert "Zxreason" not in letter.body
    assert topic_of(letter.kind).key == "stages" and still_theirs(user, [letter]) == [letter]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"reason": " "}, "Say why. The history keeps it."),
        ({"to": "headliner"}, "is affiliated by now. Look again."),
        ({"moves": False}, "Say on which day to come"),
        ({"moves": False, "until": TODAY}, "Say on which day to come"),
        ({"by": reader}, "may add and change talents and their accounts"),
    ],
)
def test_a_decision_is_refused(values, words) -> None:
    talent = TalentFactory(stage="affiliated")
    said = {"to": "exclusive", "moves": True, "reason": "Signed", "by": booker, **values}
    with pytest.raises(Refused, match=words):
        actions.decide_stage(talent=talent, now=NOW, **{**said, "by": said["by"]()})
    assert not StageReview.objects.exists()
    assert Talent.objects.get().stage == "affiliated"


def test_criteria_are_the_offices_and_none_leaves_it_to_people() -> None:
    asked = {("affiliated", M.BOOKINGS): None, ("affiliated", M.ON_TIME): None, ("exclusive", M.BOOKINGS): 5}
    actions.set_stage_criteria(asked=asked, by=owner(), now=NOW)
    assert criteria() == {
        **{stage: {str(m): n for m, n in least.items()} for stage, least in SHIPPED.items()},
        "affiliated": {},
        "exclusive": {"bookings": 5, "on_time": 90, "unchanged": 50},
    }
    path = path_of(TalentFactory(stage="registered"))
    assert (path.steps, path.is_reached) == ((), False)
    actions.set_stage_criteria(asked={("affiliated", M.BOOKINGS): 2}, by=owner(), now=NOW)
    assert criteria()["affiliated"] == {"bookings": 2}
    assert str(StageCriterion.objects.get(stage="exclusive")) == "Exclusive: Completed bookings 5"
    nothing = {(stage, str(measure)): None for stage in SHIPPED for measure in Measure}
    actions.set_stage_criteria(asked=nothing, by=owner(), now=NOW)
    assert reached(NOW, most=5) == []


@pytest.mark.parametrize(
    ("asked", "by", "words"),
    [
        ({("alumni", M.BOOKINGS): 1}, owner, "Nobody comes to Alumni by criteria."),
        ({("exclusive", M.ON_TIME): 101}, owner, "between 0 and 100"),
        ({("exclusive", M.BOOKINGS): -1}, owner, "Completed bookings: 0 or more."),
        ({("exclusive", M.BOOKINGS): 1}, booker, "Only owners may"),
    ],
)
def test_criteria_are_refused(asked, by, words) -> None:
    with pytest.raises(Refused, match=words):
        actions.set_stage_criteria(asked=asked, by=by(), now=NOW)
    assert not StageCriterion.objects.exists()


def test_nobody_goes_to_a_lower_stage_without_a_reason() -> None:
    talent = TalentFactory(stage="exclusive")
    with pytest.raises(Refused, match="Say why .* goes from exclusive to a lower stage."):
        set_stage(talent=talent, stage="registered", by=booker(), now=NOW)
    set_stage(talent=talent, stage="registered", by=booker(), now=NOW, reason="Asked for a pause")
    set_stage(talent=talent, stage="affiliated", by=booker(), now=NOW)
    talent.refresh_from_db()
    assert talent.stage == "affiliated"


def test_many_move_at_once_each_with_the_figures_of_today_and_a_letter_without_the_reason() -> None:
    everything(Stage.AFFILIATED)
    stages = {"Mia": "registered", "Ken": "registered", "Ren": "affiliated", "Gone": "alumni"}
    mia, ken, ren, gone = (TalentFactory(name=name, stage=stage, followers=50) for name, stage in stages.items())
    talent_user(mia)
    before = Message.objects.count()
    asked = [each.pk for each in (mia, ken, ren, gone)]
    by = booker()
    outcome = actions.change_stages(talent_ids=asked, stage="affiliated", by=by, now=NOW, reason=" Zxreason ")
    assert ({t.name for t in outcome.changed}, [t.name for t in outcome.same]) == ({"Mia", "Ken", "Gone"}, ["Ren"])
    assert set(Talent.objects.values_list("stage", flat=True)) == {"affiliated"}
    kept = {row.talent.name: row for row in StageReview.objects.all()}
    assert set(kept) == {"Mia", "Ken", "Gone"} and kept["Gone"].from_stage == "alumni"
    assert (kept["Mia"].reason, kept["Mia"].from_stage, kept["Mia"].moved) == ("Zxreason", "registered", True)
    assert ["Followers", "at least 1", "50", True] in kept["Mia"].figures and len(kept["Mia"].figures) == 7
    [letter] = Message.objects.order_by("pk")[before:]
    assert letter.kind == "stage_changed" and "it was registered" in letter.body and "Zxreason" not in letter.body


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"reason": "  "}, "Say why"),
        ({"seen": []}, "Somebody was quicker: Mia stood elsewhere when you looked."),
        ({"seen": ["MIA:registered", "KEN:registered"]}, "Somebody was quicker: somebody no longer moves."),
        ({"seen": ["MIA:exclusive"]}, "Mia stood elsewhere"),
        ({"by": reader}, "add and change talents"),
    ],
)
def test_many_do_not_move_without_a_reason_a_right_and_those_who_were_looked_at(more, words) -> None:
    talent = TalentFactory(name="Mia", stage="registered", public_id="MIA")
    asked = {"reason": "Grown", "seen": ["MIA:registered"], "by": booker} | more
    with pytest.raises(Refused, match=words):
        actions.change_stages(talent_ids=[talent.pk], stage="affiliated", now=NOW, **{**asked, "by": asked["by"]()})
    talent.refresh_from_db()
    assert (talent.stage, StageReview.objects.count()) == ("registered", 0)


@pytest.mark.parametrize("count", [1, 3])
def test_many_move_by_as_many_queries_as_one(count, django_assert_num_queries) -> None:
    talents = [TalentFactory(stage="registered") for _ in range(count)]
    for talent in talents:
        talent_user(talent)
    by = booker()
    with django_assert_num_queries(17):
        actions.change_stages(
            talent_ids=[talent.pk for talent in talents], stage="affiliated", by=by, now=NOW, reason="Grown"
        )
    assert Message.objects.filter(kind="stage_changed").count() == StageReview.objects.count() == count


def test_who_skips_a_stage_keeps_figures_and_who_goes_down_the_reason_alone() -> None:
    up, down = TalentFactory(stage="registered"), TalentFactory(stage="headliner")
    actions.change_stages(talent_ids=[up.pk, down.pk], stage="exclusive", by=booker(), now=NOW, reason="Signed")
    review = StageReview.objects.get()
    assert (review.talent, review.from_stage, review.to_stage) == (up, "registered", "exclusive")
    assert ["Completed bookings", "at least 3", "0", False] in review.figures
    assert down.events.order_by("pgh_id").last().pgh_context.metadata["reason"] == "Signed"
