"""Two of the office or of a brand answer one thing at once, on real connections: one answer holds, none is lost."""

import pytest

from campaigns import actions
from campaigns.actions.decisions import set_key
from campaigns.models import Application, Booking, Deliverable, Review, Score, ShortlistAnswer
from campaigns.shortlists import choice_of
from outbox.models import Message
from tests.campaigns import steps
from tests.campaigns.test_races import at_once
from tests.factories import NOW, CampaignFactory, TalentFactory, booker, brand_person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


def refusals(results):
    return sorted(result for result in results if isinstance(result, str))


def test_two_of_the_office_pass_a_draft_on_once():
    draft = steps.submit()
    brand_person(draft.deliverable.booking.campaign.brand)
    said = {"draft": draft, "side": "office", "approved": True, "comment": "", "now": NOW}
    results = at_once([lambda by=by: actions.review_draft(by=by, **said) for by in (booker(), booker(), booker())])
    assert [why.startswith("This draft is not waiting for that answer") for why in refusals(results)] == [True, True]
    assert (Review.objects.count(), Message.objects.filter(kind="draft_waits").count()) == (1, 1)


def test_two_of_a_brand_say_yes_and_no_to_a_draft_and_one_of_it_holds():
    draft = steps.submit()
    steps.answer(draft)
    brand = draft.deliverable.booking.campaign.brand
    said = {"draft": draft, "side": "client", "now": NOW}
    one, other = brand_person(brand), brand_person(brand)
    results = at_once([
        lambda: actions.review_draft(approved=True, comment="", by=one, **said),
        lambda: actions.review_draft(approved=False, comment="Brighter.", by=other, **said),
    ])  # fmt: skip
    review = Review.objects.get(side="client")
    assert len(refusals(results)) == 1
    assert Deliverable.objects.get().state == ("approved" if review.approved else "changes")
    kinds = Message.objects.filter(kind__in=("draft_approved", "draft_changes")).values_list("kind", flat=True)
    assert list(kinds) == ["draft_approved" if review.approved else "draft_changes"]


def test_two_of_a_brand_answer_an_entry_at_once_and_both_stay_readable():
    entry = steps.proposed(CampaignFactory(), [TalentFactory()]).entries.get()
    people = [brand_person(entry.shortlist.campaign.brand) for _ in range(2)]
    at_once([
        lambda by=by, choice=choice: actions.answer_entry(entry=entry, choice=choice, by=by, now=NOW)
        for by, choice in zip(people, ("yes", "no"), strict=True)
    ])  # fmt: skip
    kept = list(ShortlistAnswer.objects.order_by("said_at", "pk"))
    assert sorted((row.choice, row.said_by_id) for row in kept) == sorted(
        zip(("yes", "no"), (one.pk for one in people), strict=True)
    )
    assert choice_of(kept) == kept[-1]


def test_one_answer_pressed_often_is_kept_once():
    entry = steps.proposed(CampaignFactory(), [TalentFactory()]).entries.get()
    by = brand_person(entry.shortlist.campaign.brand)
    at_once([lambda: actions.answer_entry(entry=entry, choice="yes", by=by, now=NOW)] * 5)
    assert ShortlistAnswer.objects.count() == 1


def test_answers_are_sent_once_however_many_send_them():
    entry = steps.proposed(CampaignFactory(), [TalentFactory()]).entries.get()
    people = [brand_person(entry.shortlist.campaign.brand) for _ in range(3)]
    actions.answer_entry(entry=entry, choice="yes", by=people[0], now=NOW)
    results = at_once([
        lambda by=by: actions.send_shortlist_answers(shortlist=entry.shortlist, by=by, now=NOW) for by in people
    ])  # fmt: skip
    assert refusals(results) == ["Everything you said is with the office already."] * 2
    assert Message.objects.filter(kind="shortlist_answered").count() == 1


def screen(application, by, **said):
    points = {one.public_id: 4 for one in application.campaign.criteria.all()}
    asked = {"points": points, "note": "", "choice": "", "seen_choice": "", "answer": "", "now": NOW, **said}
    return actions.screen_application(application=application, by=by, **asked)


def test_reviewers_score_one_applicant_at_once_and_each_score_is_kept_once():
    by, other = booker(), booker()
    campaign = CampaignFactory(manager=by)
    application = steps.apply(campaign)
    actions.set_criteria(campaign=campaign, criteria=[("Fits", 100)], blind=False, by=by, now=NOW)
    at_once([lambda who=who: screen(application, who) for who in (by, by, other, other)])
    assert sorted(Score.objects.values_list("created_by", flat=True)) == sorted([by.pk, other.pk])


def test_reviewers_decide_on_one_applicant_at_once_and_one_is_told_of_the_other():
    campaign = CampaignFactory()
    application = steps.apply(campaign)
    results = at_once([
        lambda by=by, choice=choice: screen(application, by, points={}, choice=choice)
        for by, choice in ((booker(name="Sora"), "yes"), (booker(name="Rin"), "no"))
    ])  # fmt: skip
    application.refresh_from_db()
    who, meant = ("Sora", "yes") if application.choice == "yes" else ("Rin", "no")
    assert refusals(results) == [f"{who} marked this one {meant} meanwhile. Look again."]
    assert application.chosen_by.name == who


def marked(choice, count=3):
    by, campaign = booker(), CampaignFactory(brief__places=count)
    rows = [steps.apply(campaign) for _ in range(count)]
    actions.mark_decisions(campaign=campaign, applications=rows, choice=choice, answer="", by=by, now=NOW)
    return campaign, set_key(Application.objects.all())


@pytest.mark.parametrize(
    ("choice", "kind", "held"), [("yes", "application_accepted", 3), ("no", "application_declined", 0)]
)
def test_a_set_is_applied_once_however_many_apply_it(choice, kind, held):
    campaign, seen = marked(choice)
    results = at_once([
        lambda by=by: actions.apply_decisions(campaign=campaign, seen=seen, by=by, now=NOW)
        for by in (booker(), booker(), booker())
    ])  # fmt: skip
    assert refusals(results) == ["No decision waits. They may have been applied already."] * 2
    assert (Message.objects.filter(kind=kind).count(), Booking.objects.count()) == (3, held)


def test_a_set_is_applied_as_it_was_read_or_not_at_all_while_a_colleague_marks():
    campaign, seen = marked("no")
    row = Application.objects.order_by("pk")[0]
    sora, rin = booker(name="Sora"), booker(name="Rin")
    results = at_once([
        lambda: actions.apply_decisions(campaign=campaign, seen=seen, by=sora, now=NOW),
        lambda: actions.mark_decisions(
            campaign=campaign, applications=[row], choice="yes", answer="", by=rin, now=NOW
        ),
    ])  # fmt: skip
    row.refresh_from_db()
    states = set(Application.objects.values_list("state", flat=True))
    assert len(refusals(results)) == 1
    if row.state == "declined":
        assert (states, row.choice) == ({"declined"}, "")
    else:
        assert (states, row.choice, row.chosen_by) == ({"applied"}, "yes", rin)
