"""An open call: whom it reaches, who is far enough, what it asks, and the brand that it keeps back."""

import pytest
from django.db import IntegrityError, transaction
from djmoney.money import Money

from campaigns import actions, decision_letters
from campaigns.actions import AskedQuestion, WantedLine
from campaigns.calls import answers_call, knows_brand
from campaigns.models import Application, Brief, Campaign, Question
from campaigns.queries import open_projects
from campaigns.queries.budget import budget_of
from clients.actions import add_name
from lib.refusals import Refused
from outbox.models import Message
from talent.actions import add_to_segment, archive_segment, make_segment
from tests.campaigns import steps
from tests.factories import NOW, CampaignFactory, GenreFactory, TalentFactory, talent_user


def said(answer) -> str:
    return "" if answer is True else answer.reason


def seen(user) -> set[str]:
    return {campaign.name for campaign in Campaign.objects.visible_to(user)}


def rewrite(campaign, by, questions=None, **fields):
    return actions.write_brief(
        campaign=campaign, fields=fields, categories=campaign.brief.categories.all(), exclusive_categories=[],
        wanted=[WantedLine("reel", "instagram")], questions=questions, by=by, now=NOW,
    )  # fmt: skip


SEGMENTS = [
    ({}, True),
    ({"open_stages": ["exclusive", "registered"]}, True),
    ({"open_stages": ["exclusive"]}, False),
    ({"open_tiers": ["Micro"]}, True),
    ({"open_tiers": ["Nano", "Unrated"]}, False),
    ({"open_genres": ["tea", "running"]}, True),
    ({"open_genres": ["running"]}, False),
    ({"open_countries": ["JP"]}, True),
    ({"open_countries": ["FR", "KR"]}, False),
    ({"open_countries": ["JP"], "open_stages": ["headliner"]}, False),
    ({"open_countries": ["JP"], "open_stages": ["registered"]}, True),
]


@pytest.mark.parametrize(("fields", "theirs"), SEGMENTS)
def test_a_call_to_some_is_seen_and_answered_by_those_alone(talent, aoi, tiers, fields, theirs):
    talent.genres.add(GenreFactory(key="tea", name="Tea"))
    talent.country, talent.stage = "JP", "registered"
    talent.save()
    campaign = CampaignFactory(
        name="Call", brief__reach="some", **{f"brief__{name}": value for name, value in fields.items()}
    )
    assert [project.campaign for project in open_projects(talent, NOW)] == ([campaign] if theirs else [])
    assert seen(aoi) == ({"Call"} if theirs else set())
    assert said(answers_call(campaign, talent)) == ("" if theirs else "This project is for other talents.")


def test_a_call_to_a_segment_is_for_who_is_in_it_when_they_look(talent, aoi, by):
    segment = make_segment(name="Japan", query="country=JP&stage=registered", talents=[], by=by, now=NOW)
    picked = make_segment(name="Picked", query="", talents=[TalentFactory()], by=by, now=NOW)
    campaign = CampaignFactory(name="Call", brief__reach="segment", brief__segment=segment)
    CampaignFactory(name="Others", brief__reach="segment", brief__segment=picked)

    def shown():
        return (
            [project.campaign.name for project in open_projects(talent, NOW)],
            seen(aoi),
            said(answers_call(campaign, talent)),
        )

    talent.country, talent.stage = "FR", "registered"
    talent.save()
    assert shown() == ([], set(), "This project is for other talents.")
    talent.country = "JP"
    talent.save()
    assert shown() == (["Call"], {"Call"}, "")
    archive_segment(segment=segment, by=by, now=NOW)
    assert shown() == (["Call"], {"Call"}, "")  # what it was given for stands
    add_to_segment(segment=picked, talents=[talent], by=by, now=NOW)
    assert shown()[1] == {"Call", "Others"}


def test_a_call_says_which_segment(campaign, by):
    with pytest.raises(Refused, match="Say which segment"):
        rewrite(campaign, by, reach="segment")


def test_a_call_to_the_unrated_reaches_whose_followers_nobody_knows(tiers):
    unknown = TalentFactory(followers=None)
    campaign = CampaignFactory(brief__reach="some", brief__open_tiers=["Unrated"])
    assert answers_call(campaign, unknown) is True


def test_a_call_reaches_a_guardian_through_any_of_their_talents(talent, aoi):
    other = TalentFactory(country="FR")
    other.access.create(user=aoi, created_at=NOW, created_by=aoi)
    CampaignFactory(name="Paris", brief__reach="some", brief__open_countries=["FR"])
    assert seen(aoi) == {"Paris"}


def test_who_applied_goes_on_seeing_a_call_that_no_longer_reaches_them(campaign, talent, aoi, by):
    steps.apply(campaign, talent)
    rewrite(campaign, by, reach="some", open_stages=["headliner"])
    assert seen(aoi) == {"Summer"}
    assert seen(talent_user()) == set()


def test_a_project_by_name_only_takes_no_applications_and_needs_no_last_day(brand, talent, aoi, by):
    campaign = CampaignFactory(brand=brand, state="draft", brief__reach="named", brief__apply_until=None)
    actions.open_campaign(campaign=campaign, by=by, now=NOW)
    assert seen(aoi) == set()
    with pytest.raises(Refused, match="For this project the office asks talents by name."):
        steps.apply(campaign, talent)


FAR = [
    ("exclusive", "affiliated", "", "This project is for talents who are exclusive or further. You are affiliated."),
    ("exclusive", "headliner", "", ""),
    ("", "registered", "Micro", ""),
    ("", "registered", "Mega", "This project is for the tier Mega and up, from 1,000,000 followers. "
     "You have 12,000, which is Micro."),
    ("", "registered", "Huge", "The office has to say anew from which tier on this project is. Ask them."),
]  # fmt: skip


@pytest.mark.parametrize(("stage", "theirs", "tier", "why"), FAR)
def test_who_is_not_far_enough_is_told_in_words(talent, tiers, stage, theirs, tier, why):
    tiers.bounds.create(name="Mega", from_followers=1_000_000)
    talent.stage = theirs
    talent.save()
    campaign = CampaignFactory(brief__min_stage=stage, brief__min_tier=tier)
    assert said(answers_call(campaign, talent)) == why
    if why:
        with pytest.raises(Refused) as refused:
            steps.apply(campaign, talent)
        assert refused.value.denied.for_outside == why


def test_unknown_followers_are_never_enough(tiers):
    why = "This project is for the tier Nano and up. Your followers are not known yet."
    assert said(answers_call(CampaignFactory(brief__min_tier="Nano"), TalentFactory(followers=None))) == why


def ask(campaign, by, *questions):
    rewrite(campaign, by, questions)
    return list(campaign.brief.questions.all())


def test_answers_are_kept_as_they_were_asked(campaign, talent, by):
    shoot, why = ask(
        campaign, by, AskedQuestion("Can you shoot in March?", "yes_no", (), True), AskedQuestion(" Why? ", "words")
    )
    steps.apply(campaign, talent, answers={shoot.pk: "Partly", why.pk: " I run. "})
    ask(campaign, by, AskedQuestion("Something else", "words"))
    assert Application.objects.get().answers == [
        {"question": "Can you shoot in March?", "answer": "Partly"}, {"question": "Why?", "answer": "I run."},
    ]  # fmt: skip


def test_answers_that_are_owed_or_cannot_be_chosen_are_refused(campaign, talent, by):
    (where,) = ask(campaign, by, AskedQuestion("Where?", "choice", ("Studio", "Home"), True))
    for answers, why in (
        ({}, "Answer this first: Where?"),
        ({where.pk: "Roof"}, "Choose one of the answers to: Where?"),
    ):
        with pytest.raises(Refused, match=why.replace("?", r"\?")):
            steps.apply(campaign, talent, answers=answers)
    # The office may write down an application that came by telephone.
    actions.apply(campaign=campaign, talent=talent, idea="", proposed_fee=None, by=by, now=NOW)
    assert Application.objects.get().answers == []


def test_a_brief_that_says_nothing_of_questions_leaves_them(campaign, by):
    ask(campaign, by, AskedQuestion("Why?", "words"))
    rewrite(campaign, by, goal="Other")
    assert [str(question) for question in Question.objects.all()] == ["Why?"]
    rewrite(campaign, by, [])
    assert not Question.objects.exists()


@pytest.mark.parametrize("question", [AskedQuestion("  ", "words"), AskedQuestion("Where?", "choice", ("Home",))])
def test_a_question_without_words_or_choice_is_refused(campaign, by, question):
    with pytest.raises(Refused):
        rewrite(campaign, by, [question])


def hidden(**values):
    return CampaignFactory(brief__brand_hidden=True, brief__brand_words="a soda maker", **values)


def test_a_hidden_brand_needs_words_in_its_place(campaign, by):
    with pytest.raises(Refused, match="Say what talents read in the brand’s place"):
        rewrite(campaign, by, brand_hidden=True, brand_words=" ")
    with transaction.atomic(), pytest.raises(IntegrityError):
        Brief.objects.filter(campaign=campaign).update(brand_hidden=True)


def test_a_hidden_brand_is_in_no_letter_to_who_is_not_booked(brand, talent, aoi, by):
    campaign = hidden(brand=brand, name="Summer", manager=by)
    application = steps.apply(campaign, talent)
    actions.accept_application(application=application, answer="", by=by, now=NOW)
    actions.decline_application(application=application, answer="", by=by, now=NOW)
    other = steps.apply(campaign, TalentFactory(name="Ren"))
    actions.cancel_campaign(campaign=campaign, reason="Off", by=by, now=NOW)
    assert other.talent.access.exists()
    letters = Message.objects.exclude(to_address__in=(by.email, campaign.manager.email))
    told = {letter.kind: "Kirei" in f"{letter.subject} {letter.body}" for letter in letters}
    assert told == dict.fromkeys(["application_received", "application_accepted", "application_declined"], False)
    assert all("a soda maker" in letter.body for letter in letters)


def test_a_hidden_brand_is_told_with_the_booking(brand, talent, aoi):
    campaign = hidden(brand=brand)
    assert knows_brand(campaign, talent) is False
    steps.book(campaign, talent)
    assert knows_brand(campaign, talent) is True
    assert "Kirei" in Message.objects.get(to_address=aoi.email).body


LEAKS = [
    ({"name": "A summer with kirei"}, "name"),
    ({"brief__goal": "Love Kirei."}, "goal"),
    ({"brief__dos": "Tag @kirei_soda first", "brief__product": "KIREI yuzu"}, "product and things to do"),
    ({"brief__goal": "Kireimono is another word."}, ""),
    ({"brief__tags": "#ad @kirei_soda"}, ""),
]


@pytest.mark.parametrize(("fields", "where"), LEAKS)
def test_a_brief_that_would_tell_a_hidden_brand_does_not_open(brand, by, fields, where):
    add_name(brand=brand, kind="handle", platform="instagram", value="@kirei_soda", by=by, now=NOW)
    campaign = hidden(**{"brand": brand, "name": "Summer", "state": "draft", **fields})
    if not where:
        assert actions.open_campaign(campaign=campaign, by=by, now=NOW).state == "open"
        return
    why = f"Talents are not to read the brand’s name. The project’s {where} would tell them."
    with pytest.raises(Refused) as refused:
        actions.open_campaign(campaign=campaign, by=by, now=NOW)
    assert str(refused.value) == why


def test_an_open_brief_with_a_hidden_brand_does_not_come_to_tell_it(brand, by):
    campaign = hidden(brand=brand, name="Summer", manager=by)
    asked = [AskedQuestion("Where do you drink?", "choice", ("At home", "At Kirei"))]
    with pytest.raises(Refused, match="The project’s questions would tell them."):
        rewrite(campaign, by, asked)
    with pytest.raises(Refused, match="The project’s name would tell them."):
        actions.edit_campaign(campaign=campaign, name="Kirei summer", manager=by, by=by, now=NOW)
    assert not Question.objects.exists()


def test_a_budget_is_told_beside_what_is_promised(campaign):
    assert budget_of(campaign) is None
    Brief.objects.filter(campaign=campaign).update(budget=300_000, budget_currency="JPY")
    campaign = Campaign.objects.select_related("brief").get(pk=campaign.pk)
    steps.book(campaign, price=Money(200_000, "JPY"))
    steps.hold(campaign, price=Money(150_000, "JPY"))
    steps.hold(campaign, price=Money(900, "EUR"))
    found = budget_of(campaign)
    assert (found.booked, found.held, found.left, found.apart) == (
        Money(200_000, "JPY"), Money(150_000, "JPY"), Money(100_000, "JPY"), 1,
    )  # fmt: skip
    assert (found.is_over, found.would_be_over) == (False, True)


def test_a_hidden_brand_is_in_no_letter_to_who_is_kept_in_reserve(brand, talent, aoi, by):
    campaign = hidden(brand=brand, name="Summer", manager=by)
    application = steps.apply(campaign, talent)
    letter = decision_letters.reserve(application)
    assert ("Kirei" in str(letter), "a soda maker" in str(letter)) == (False, True)
