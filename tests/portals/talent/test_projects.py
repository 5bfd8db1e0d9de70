"""Open projects: what they pay, whether they are possible, applying, hearing back."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from djmoney.money import Money

from campaigns import actions
from campaigns.models import Application, Booking, Brief
from campaigns.usage import UsageTerms, as_json
from outbox.models import Message
from tests.campaigns import steps
from tests.campaigns.rivals import bind_to_rival
from tests.factories import (
    NOW,
    ApplicationFactory,
    BrandFactory,
    CampaignFactory,
    SocialAccountFactory,
    booker,
    office,
)
from tests.portals.outside import text

IDEA = {"idea": "A picnic by the river.", "proposed_fee": "", "form_key": "one-key"}


def address(campaign, name="project"):
    return reverse(f"talent:{name}", args=[campaign.public_id])


@pytest.mark.parametrize(
    ("tail", "unit", "said"),
    [(0, "DAY", "in that time"), (1, "DAY", "until 1 day after"), (2, "MONTH", "until 2 months after")],
)
def test_a_project_says_for_how_long_it_keeps_its_categories(portal, campaign, soda, tail, unit, said):
    campaign.brief.exclusive_categories.set([soda])
    campaign.brief.exclusive_tail, campaign.brief.exclusive_tail_unit = tail, unit
    campaign.brief.save()
    assert f"No other soda {said}" in text(portal.get(address(campaign)))


def test_projects_show_what_the_talent_receives(portal, campaign):
    said = text(portal.get(reverse("talent:projects")))
    assert "Summer" in said
    assert "¥ 96,000" in said
    assert "closes 25 Apr" in said
    assert "120,000" not in said


def test_who_was_booked_for_nothing_reads_no_fee_of_the_brief(portal, campaign, talent):
    steps.book(campaign, talent, price=Money(0, "JPY"))
    for gift, receives in (("", "No fee"), ("Six bottles", "The product")):
        Brief.objects.filter(campaign=campaign).update(gift=gift)
        said = text(portal.get(address(campaign)))
        pay = said[said.index("You receive") : said.index("What it takes")]
        assert (receives in pay, "96,000" in pay, ", yours to keep" in pay) == (True, False, bool(gift)), gift


def test_project_that_a_promise_stands_against_says_only_that_it_is_not_possible(portal, campaign, talent, soda):
    bind_to_rival(talent, soda, "Lumeya")
    said = text(portal.get(reverse("talent:projects")))
    assert "Not possible in this period." in said
    assert "Lumeya" not in said
    said = text(portal.get(address(campaign)))
    assert "Not possible in this period." in said
    assert "Lumeya" not in said


def test_home_shows_only_what_fits(portal, campaign, talent, soda):
    CampaignFactory(brand=BrandFactory(name="Nordlund"), name="Two cities")
    bind_to_rival(talent, soda, "Lumeya")
    said = text(portal.get(reverse("talent:home")))
    assert "Two cities" in said
    assert "Summer" not in said
    assert "1 fits you" in said
    assert "All 2" in said


def test_project_says_pay_dates_and_what_it_takes(portal, campaign):
    said = text(portal.get(address(campaign)))
    for words in (
        "You receive ¥ 96,000",
        "after the office’s 20 %",
        "Closes 25 Apr",
        "1 reel on Instagram",
        "Yuzu soda",
        "The place pays ¥ 120,000 Office’s share, 20 % − ¥ 24,000 Yours ¥ 96,000",
    ):
        assert words in said


def test_project_says_what_the_brand_may_do_when_it_goes_live_and_what_each_piece_pays(portal, campaign, talent):
    brief = campaign.brief
    assert "do nothing with it beyond your own post" in text(portal.get(address(campaign)))
    brief.usage = as_json([UsageTerms("ads", 60), UsageTerms("whitelist", 30, ("tiktok",), ("JP",))])
    brief.audience, brief.audience_mix, brief.budget = "Who cook at home", "women", 9_876_543
    brief.save()
    brief.wanted.update(fee=120000, live_until=date(2026, 5, 20))
    said = text(portal.get(address(campaign)))
    for words in (
        "The brand may run it as an ad for 60 days from the first post",
        "run ads from your account for 30 days from the first post, on TikTok, in Japan",
        "It is for Mostly women Who cook at home",
        "live 15 – 20 May 2026",
        "1 reel on Instagram ¥ 120,000 The place pays ¥ 120,000",
    ):
        assert words in said, words
    assert "9,876,543" not in said
    booking = steps.book(campaign, talent)
    Booking.objects.filter(pk=booking.pk).update(own_usage_length=0, own_usage_unit="day")
    said = text(portal.get(address(campaign)))
    assert ("run it as an ad" in said, "run ads from your account" in said) == (False, True)


def test_a_piece_says_its_days_without_a_comma_for_those_that_nobody_said(portal, campaign):
    line = campaign.brief.wanted.first()
    for draft_due_on, said in ((None, "live 15 May 2026"), (date(2026, 5, 8), "draft by 8 May , live 15 May 2026")):
        type(line).objects.filter(pk=line.pk).update(draft_due_on=draft_due_on, live_on=date(2026, 5, 15))
        page = text(portal.get(address(campaign)))
        assert said in page and f", {said}" not in page, said


def test_the_offices_share_is_as_the_office_says(portal, campaign):
    office(fee_percent="12.5")
    said = text(portal.get(address(campaign)))
    assert "¥ 105,000" in said
    assert "after the office’s 12.5 %" in said


def test_applying_writes_the_application_and_a_letter(portal, campaign, talent):
    response = portal.post(address(campaign, "apply"), IDEA)
    assert response.url == reverse("talent:applications")
    application = Application.objects.get()
    assert (application.talent, application.idea, application.proposed_fee) == (talent, IDEA["idea"], None)
    assert Message.objects.filter(to_address="aoi@talents.example").count() == 1
    assert "You applied to Summer." in text(portal.get(response.url))


def test_applying_for_another_fee_keeps_it(portal, campaign):
    portal.post(address(campaign, "apply"), {**IDEA, "proposed_fee": "150000"})
    assert Application.objects.get().proposed_fee == Money(150_000, "JPY")


def test_nothing_written_is_sent_only_where_the_talent_says_so(portal, campaign, talent):
    SocialAccountFactory(talent=talent)
    once = portal.post(address(campaign, "apply"), {"idea": " ", "proposed_fee": ""})
    assert (once.status_code, Application.objects.exists()) == (422, False)
    said = text(once)
    for words in ("You wrote nothing yet.", "Send it as it is", "your name, and the figures of your account."):
        assert words in said, words
    assert portal.post(address(campaign, "apply"), {"idea": "", "bare": "on"}).status_code == 302
    assert Application.objects.get().idea == ""


def test_what_was_sent_stands_on_the_project(portal, campaign, talent):
    campaign.brief.questions.create(words="Where?")
    question = campaign.brief.questions.get()
    portal.post(address(campaign, "apply"), {**IDEA, "proposed_fee": "150000", f"q{question.pk}": "On the roof"})
    said = text(portal.get(address(campaign)))
    for words in (IDEA["idea"], "Where? On the roof", "Your fee ¥ 150,000"):
        assert words in said, words


def test_who_is_accepted_reads_at_what_the_place_is_held_beside_what_they_asked_for(portal, campaign, talent):
    row = steps.apply(campaign, talent, proposed_fee=Money(150_000, "JPY"))
    actions.accept_application(application=row, answer="", by=booker(), now=NOW)
    for words in ("is held for you until 22 Apr 2026", "at ¥ 96,000 for you", "You asked for ¥ 150,000"):
        assert words in text(portal.get(address(campaign))), words


def test_what_was_sent_is_changed_until_the_office_answers(portal, campaign, talent):
    question = campaign.brief.questions.create(words="Where?", required=True)
    portal.post(address(campaign, "apply"), {**IDEA, "proposed_fee": "150000", f"q{question.pk}": "On the roof"})
    page = portal.get(address(campaign)).content.decode()
    for typed in (f">{IDEA['idea']}</textarea>", 'value="150000"', ">On the roof</textarea>"):
        assert typed in page, typed
    assert "Your fee ¥ 150,000 before the office’s 20 %; yours ¥ 120,000" in text(portal.get(address(campaign)))
    said = {"idea": "A boat.", "proposed_fee": "¥", f"q{question.pk}": "On the river", "change": "on", "form_key": "a"}
    slipped = portal.post(address(campaign, "apply"), said)
    assert (slipped.status_code, "A boat.</textarea>" in slipped.content.decode()) == (422, True)
    assert portal.post(address(campaign, "apply"), said | {"proposed_fee": "140,000"}).status_code == 302
    application = Application.objects.get()
    assert (application.idea, application.proposed_fee, application.answers) == (
        "A boat.", Money(140_000, "JPY"), [{"question": "Where?", "answer": "On the river"}],
    )  # fmt: skip
    Application.objects.update(state="backup")
    late = portal.post(
        address(campaign, "apply"), said | {"idea": "A kite.", "proposed_fee": "130,000", "form_key": "b"}
    )
    assert late.status_code == 422
    told = text(late)
    for words in (
        "The office has answered it. Write to the office about it.",
        "What you wrote was not sent: A kite. Where? On the river Another fee 130,000",
    ):
        assert words in told, words
    assert "Change what you sent" not in text(portal.get(address(campaign)))


@pytest.mark.parametrize("fee", [Money(900, "EUR"), None])
def test_a_fee_asked_for_is_not_told_in_another_currency_nor_lost_with_its_field(portal, campaign, talent, fee):
    steps.apply(campaign, talent, proposed_fee=Money(150_000, "JPY"))
    Brief.objects.update(fee=fee, fee_currency="EUR")
    page = str(portal.get(address(campaign)).content)
    assert ('name="proposed_fee"' in page, 'value="150000"' in page) == (fee is not None, False)
    typed = {"idea": "A boat.", "change": "on", "form_key": "a"} | ({"proposed_fee": ""} if fee else {})
    assert portal.post(address(campaign, "apply"), typed).status_code == 302
    assert Application.objects.values_list("idea").get() == ("A boat.",)
    assert Application.objects.get().proposed_fee == (None if fee else Money(150_000, "JPY"))


def test_an_old_page_changes_nothing_of_what_was_sent(portal, campaign, talent):
    portal.post(address(campaign, "apply"), IDEA)
    again = portal.post(address(campaign, "apply"), {"idea": "Another", "proposed_fee": "", "form_key": "other"})
    assert (again.status_code, "You have applied to this project already." in text(again)) == (422, True)
    assert Application.objects.get().idea == IDEA["idea"]


def test_who_withdrew_finds_what_they_wrote(portal, campaign, talent):
    application = steps.apply(campaign, talent, idea="A picnic", proposed_fee=Money(90_000, "JPY"))
    portal.post(reverse("talent:application-withdraw", args=[application.public_id]))
    page = portal.get(address(campaign)).content.decode()
    assert ">A picnic</textarea>" in page and 'value="90000"' in page


def test_applying_pressed_twice_applies_once(portal, campaign):
    for _ in range(2):
        assert portal.post(address(campaign, "apply"), IDEA).status_code == 302
    assert Application.objects.count() == 1


def test_the_same_form_with_another_idea_is_shown_again_to_be_sent_as_a_change(portal, campaign):
    said = {"idea": "A boat", "form_key": "k"}
    first = portal.post(address(campaign, "apply"), said)
    again = portal.post(address(campaign, "apply"), {**said, "idea": "A boat on the river", "proposed_fee": "150000"})
    page, words = again.content.decode(), " ".join(text(again).split())
    assert again.status_code == 422
    assert "You sent this form before, and what it said then is saved. What it says now is not" in words
    assert (f'<a href="{first.url}">' in page, 'value="150000"' in page, "Save the change" in words) == (True,) * 3
    assert "A boat on the river" in page and 'name="form_key" value="k"' not in page
    assert (Application.objects.get().idea, Message.objects.count()) == ("A boat", 1)
    change = {"idea": "A boat on the river", "proposed_fee": "150000", "change": "on", "form_key": "k2"}
    portal.post(address(campaign, "apply"), change)
    assert Application.objects.get().idea == "A boat on the river"


def test_applying_with_words_for_a_fee_keeps_what_was_typed(portal, campaign):
    response = portal.post(address(campaign, "apply"), {**IDEA, "proposed_fee": "a lot"})
    assert response.status_code == 422
    body = response.content.decode()
    assert "Write it in figures" in body
    assert "A picnic by the river." in body
    assert 'value="a lot"' in body
    assert 'value="one-key"' in body
    assert not Application.objects.exists()


def test_applying_to_what_is_not_possible_is_refused_without_why(portal, campaign, talent, soda):
    bind_to_rival(talent, soda, "Lumeya")
    response = portal.post(address(campaign, "apply"), IDEA)
    assert response.status_code == 422
    said = text(response)
    assert "Not possible in this period." in said
    assert "Lumeya" not in said
    assert not Application.objects.exists()


def test_applying_after_the_last_day_is_refused(portal, campaign, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + timedelta(days=11))
    response = portal.post(address(campaign, "apply"), IDEA)
    assert response.status_code == 422
    assert "Applications closed on" in text(response) and IDEA["idea"] in text(response)
    assert not Application.objects.exists()


def test_project_applied_to_shows_the_application(portal, campaign, talent):
    steps.apply(campaign, talent)
    said = text(portal.get(address(campaign)))
    assert "Your application" in said
    assert "Apply for" not in said


def test_project_in_which_the_talent_has_a_place_says_so_and_what_it_pays_them(portal, campaign, talent):
    steps.book(campaign, talent, price=Money(150_000, "JPY"))
    said = text(portal.get(address(campaign)))
    assert "You have a place" in said
    assert "You receive ¥ 120,000" in said
    assert "Apply for" not in said


@pytest.mark.parametrize("cancelled", [False, True])
def test_who_is_done_owes_nothing_any_more_and_keeps_the_booking_of_a_cancelled_campaign(
    portal, campaign, talent, cancelled
):
    steps.book(campaign)  # somebody else, who is not done
    steps.publish(steps.piece(steps.book(campaign, talent)))
    if cancelled:
        actions.cancel_campaign(campaign=campaign, reason="Budget", by=booker(), now=NOW)
    said = text(portal.get(address(campaign)))
    assert Booking.objects.get(talent=talent).state == "completed"
    assert ("You are done" in said, "What you owe" in said) == (True, False)
    assert ("cancelled after that. Your booking stays as it is." in said) == cancelled


def test_answer_is_shown_with_its_words(portal, campaign, talent):
    ApplicationFactory(campaign=campaign, talent=talent, state="declined", answer="We looked for a runner.")
    said = text(portal.get(reverse("talent:applications")))
    assert "Declined" in said
    assert "We looked for a runner." in said


def test_withdrawing_steps_back(portal, campaign, talent):
    application = steps.apply(campaign, talent)
    assert "Withdraw" in text(portal.get(reverse("talent:applications")))
    portal.post(reverse("talent:application-withdraw", args=[application.public_id]))
    application.refresh_from_db()
    assert application.state == "withdrawn"
    assert "Apply for ¥ 96,000" in text(portal.get(address(campaign)))


def test_withdrawing_once_booked_is_refused_in_words(portal, campaign, talent):
    application = steps.apply(campaign, talent)
    steps.book(campaign, talent)
    said = "The booking is confirmed. Talk to the office about it."
    assert said in text(portal.get(reverse("talent:applications")))
    response = portal.post(reverse("talent:application-withdraw", args=[application.public_id]), follow=True)
    assert text(response).count(said) == 2
    application.refresh_from_db()
    assert application.state == "applied"


def test_guardian_reads_and_may_not_apply(guardian, campaign):
    said = text(guardian.get(address(campaign)))
    assert "Only talents may" in said
    assert "Apply for" not in said
    assert guardian.post(address(campaign, "apply"), IDEA).status_code == 403
    assert not Application.objects.exists()


def test_a_stranger_cannot_withdraw_for_somebody(stranger, campaign, talent):
    application = steps.apply(campaign, talent)
    response = stranger.post(reverse("talent:application-withdraw", args=[application.public_id]))
    assert response.status_code == 404
    application.refresh_from_db()
    assert application.state == "applied"


def test_project_that_is_not_open_is_not_there(portal):
    draft = CampaignFactory(state="draft")
    assert portal.get(address(draft)).status_code == 404
    assert portal.post(address(draft, "apply"), IDEA).status_code == 404


def test_an_address_that_only_takes_what_is_sent_leads_a_reader_to_its_page(portal, campaign):
    gone = portal.get(address(campaign, "apply"))
    assert (gone.status_code, gone.url) == (302, address(campaign))


def test_a_hidden_brand_is_on_no_page_of_the_talent_until_they_are_booked(portal, brand, talent):
    campaign = CampaignFactory(
        brand=brand, name="Summer", brief__brand_hidden=True, brief__brand_words="a soda maker", brief__goal="Drink it",
        brief__tags="#ad @Kirei_soda",
    )  # fmt: skip
    pages = [reverse("talent:home"), reverse("talent:projects"), address(campaign)]
    for url in pages:
        body = portal.get(url).content.decode()
        assert ("Kirei" in body, "soda maker" in body) == (False, True), url
    steps.apply(campaign, talent)
    for url in (address(campaign), reverse("talent:applications")):
        body = portal.get(url).content.decode()
        assert ("Kirei" in body, "soda maker" in body) == (False, True), url
    steps.book(campaign, talent)
    for url in (address(campaign), reverse("talent:applications")):
        assert "Kirei" in portal.get(url).content.decode(), url
    assert "@Kirei_soda" in portal.get(address(campaign)).content.decode()


def test_the_briefs_questions_are_asked_and_kept(portal, campaign):
    where = campaign.brief.questions.create(words="Where?", kind="choice", options=["Home", "Roof"], required=True)
    why = campaign.brief.questions.create(words="Why you?")
    said = text(portal.get(address(campaign)))
    assert ("Where?" in said, "Why you? if you like" in said) == (True, True)
    missing = portal.post(address(campaign, "apply"), {**IDEA, f"q{why.pk}": "I know the roof"})
    assert (missing.status_code, "Choose one of the answers." in text(missing)) == (422, True)
    assert "I know the roof" in text(missing)
    assert (
        portal.post(address(campaign, "apply"), {**IDEA, f"q{where.pk}": "Roof", f"q{why.pk}": ""}).status_code == 302
    )
    assert Application.objects.get().answers == [{"question": "Where?", "answer": "Roof"}]


def test_who_is_not_far_enough_reads_why(portal, campaign, talent):
    campaign.brief.min_stage = "headliner"
    campaign.brief.save()
    why = f"This project is for talents who are headliner or further. You are {talent.get_stage_display().lower()}."
    assert why in text(portal.get(reverse("talent:projects")))
    assert why in text(portal.get(address(campaign)))
    assert why in text(portal.post(address(campaign, "apply"), IDEA))
