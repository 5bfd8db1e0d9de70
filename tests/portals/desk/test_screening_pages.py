"""Screening, decisions and the letters that come of them, page by page."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from djmoney.money import Money

from accounts.models import User
from campaigns import actions
from campaigns.models import Application, Campaign, Score
from outbox.models import Message
from stats.models import Audience
from talent.actions import keep_wishes
from tests.factories import (
    NOW,
    ActMemberFactory,
    ApplicationFactory,
    BookingFactory,
    DeliverableFactory,
    PostFactory,
    SocialAccountFactory,
    TalentFactory,
    booker,
    reader,
    talent_user,
)
from tests.portals.desk.reading import pressed_by_enter, text

pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture
def criteria(campaign: Campaign, sora: User) -> list[str]:
    """Runs, 60 percent, and craft, 40; the fields of the form."""
    rows = actions.set_criteria(
        campaign=campaign, criteria=[("Runs", 60), ("Craft", 40)], blind=False, by=sora, now=NOW
    )
    return [f"points-{row.public_id}" for row in rows]


def applicant(campaign: Campaign, name: str, **values: Any) -> Application:
    talent = TalentFactory(name=name, city="Kyōto", followers=12_000)
    talent_user(talent, name=name, email=f"{name.lower().replace(' ', '.')}@talents.example")
    account = SocialAccountFactory(
        talent=talent, platform="instagram", handle=f"{name.split()[0].lower()}.runs", followers=9000
    )
    PostFactory(account=account, text=f"{name} at night", url=f"https://www.instagram.com/p/{account.pk}/", likes=90)
    BookingFactory(talent=talent, state="confirmed", campaign__name=f"Earlier of {name}")
    said = {"idea": f"I am {name}.", "answers": [{"question": "Why?", "answer": f"{name} runs."}], **values}
    return ApplicationFactory(campaign=campaign, talent=talent, **said)


def url(name: str, of: Any) -> str:
    return reverse(f"desk:{name}", args=[of.public_id])


def test_screening_opens_with_the_fewest_scores_and_goes_on_to_the_next(
    desk: Client, campaign: Campaign, criteria: list[str], sora: User
) -> None:
    first, second = applicant(campaign, "Aoi Hara"), applicant(campaign, "Ben Ito")
    actions.screen_application(
        application=first, points={name.removeprefix("points-"): 2 for name in criteria}, note="Weak light", choice="",
        seen_choice="", answer="", by=booker(name="Freya"), now=NOW,
    )  # fmt: skip
    shown = text(desk.get(url("campaign-screening", campaign)))
    assert ("0 of 2 scored by you" in shown, "Ben Ito runs." in shown, "Aoi Hara runs." in shown) == (True, True, False)
    answer = desk.post(
        url("application-score", second),
        {criteria[0]: "5", criteria[1]: "4", "note": "Yes", "choice": "yes", "seen_choice": "", "answer": "Good",
         "following": first.public_id},
    )  # fmt: skip
    assert answer.url == f"{url('application-screen', first)}?show=left"
    second.refresh_from_db()
    total = Score.objects.get(created_by=sora).total
    assert (str(total), second.choice, second.choice_answer) == ("4.60", "yes", "Good")
    page = text(desk.get(answer.url))
    assert ("1 colleague scored. You see it after you save yours." in page, "Weak light" in page) == (True, False)
    last = desk.post(url("application-score", first), {criteria[0]: "1", criteria[1]: "1", "following": ""})
    assert last.url == f"{url('campaign-screening', campaign)}?show=left"
    assert "All scored" in text(desk.get(last.url))
    assert "Weak light" in text(desk.get(url("application-screen", first)))


def test_a_score_that_is_not_whole_keeps_what_was_typed(desk: Client, campaign: Campaign, criteria: list[str]) -> None:
    row = applicant(campaign, "Aoi Hara")
    answer = desk.post(url("application-score", row), {criteria[0]: "5", "note": "Typed words"})
    page = text(answer)
    assert (answer.status_code, "Craft has no points yet." in page, "Typed words" in page) == (422, True, True)
    assert f'name="{criteria[0]}" value="5" checked' in page


def test_stepping_back_leaves_the_rest_to_colleagues(desk: Client, campaign: Campaign, criteria: list[str]) -> None:
    row = applicant(campaign, "Aoi Hara")
    answer = desk.post(url("application-step-back", row), {"reason": "My cousin"})
    assert answer.url == url("campaign-screening", campaign)
    page = text(desk.get(url("application-screen", row)))
    assert ("You stepped back from this applicant." in page, "“My cousin”" in page, criteria[0] in page) == (
        True, True, False,
    )  # fmt: skip
    listed = text(desk.get(url("campaign-decisions", campaign)))
    assert f'value="{row.public_id}"' not in listed


def test_criteria_are_set_by_the_manager_and_say_what_does_not_add_up(
    client: Client, desk: Client, campaign: Campaign
) -> None:
    said = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-name": "Runs", "form-0-weight": "70",
            "form-1-name": "Craft", "form-1-weight": "20"}  # fmt: skip
    wrong = desk.post(url("campaign-criteria", campaign), said)
    assert (wrong.status_code, "The weights add up to 90 percent. Make them 100." in text(wrong)) == (422, True)
    right = desk.post(url("campaign-criteria", campaign), {**said, "form-1-weight": "30", "blind": "on"})
    campaign.refresh_from_db()
    assert (right.status_code, campaign.is_blind, campaign.criteria.count()) == (302, True, 2)
    client.force_login(booker())
    assert "Sora manages this campaign and sets the criteria." in text(client.get(url("campaign-criteria", campaign)))


def test_criteria_that_somebody_set_meanwhile_are_told_and_not_lost_silently(
    client: Client, desk: Client, campaign: Campaign, sora: User
) -> None:
    page = url("campaign-criteria", campaign)
    opened = desk.get(page).context["guard"].version
    lines = {"form-TOTAL_FORMS": "3", "form-INITIAL_FORMS": "1", "form-0-name": "Runs", "form-0-weight": "60",
             "form-1-name": "Craft", "form-1-weight": "40", "form-2-name": "", "version": opened}  # fmt: skip
    ends = [("Voice", 40), ("Runs", 60)]
    actions.set_criteria(campaign=campaign, criteria=ends, blind=True, by=sora, now=NOW)
    late = desk.post(page, lines)
    said = text(late)
    assert late.status_code == 422 and "saved this at" in said and "Voice 40 %, Runs 60 %" in said
    assert ('value="Craft"' in said, campaign.criteria.get(weight=40).name) == (True, "Voice")
    known = late.context["guard"].version
    actions.set_criteria(campaign=campaign, criteria=ends, blind=True, by=sora, now=NOW)  # the same again
    assert desk.post(page, {**lines, "version": known}).status_code == 302
    assert [(one.name, one.weight) for one in campaign.criteria.all()] == [("Runs", 60), ("Craft", 40)]


def test_a_criterion_that_equals_what_somebody_set_there_meanwhile_stays(
    desk: Client, campaign: Campaign, sora: User
) -> None:
    page = url("campaign-criteria", campaign)
    actions.set_criteria(campaign=campaign, criteria=[("Runs", 60), ("Craft", 40)], blind=False, by=sora, now=NOW)
    lines = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-name": "Voice", "form-0-weight": "60",
             "form-1-name": "Craft", "form-1-weight": "40"}  # fmt: skip
    assert desk.post(page, {**lines, "version": desk.get(page).context["guard"].version}).status_code == 302
    assert [one.name for one in campaign.criteria.all()] == ["Voice", "Craft"]


BLIND_PAGES = ("campaign-screening", "campaign-casting", "campaign-decisions", "campaign-history", "campaign")


def test_the_blind_pass_tells_no_name_wherever_a_screener_looks(desk: Client, campaign: Campaign, sora: User) -> None:
    actions.set_criteria(campaign=campaign, criteria=[("Runs", 100)], blind=True, by=sora, now=NOW)
    row = applicant(campaign, "Aoimizu Haratani")
    row.talent.portrait, row.talent.kind = "drawn/secret-seed", "act"
    row.talent.save()
    member = ActMemberFactory(act=row.talent, member__name="Mikazuki").member
    refused = {"refused_brands": [campaign.brand.name], "rates": {}, "currency": ""}
    keep_wishes(talent=member, **refused, by=sora, now=NOW)
    applicant(campaign, "Ben Ito")
    assert desk.get(url("application", row)).url == url("application-screen", row)
    pages = [desk.get(url(name, campaign)) for name in BLIND_PAGES]
    pages += [desk.get(f"{url('application-screen', row)}?show=all"), desk.get(reverse("desk:today"))]
    secrets = (
        "Aoimizu",
        "Haratani",
        "aoimizu.runs",
        "Kyōto",
        "/p/",
        "Ben Ito",
        row.talent.public_id,
        "Earlier of",
        "Mikazuki",
    )
    for shown in pages:
        page = text(shown)
        assert [secret for secret in secrets if secret in page] == [], shown.request["PATH_INFO"]
    code = f"Applicant {row.public_id[:4].upper()}"
    page = text(pages[5])
    told = (code in page, f"<title>{code}" in page, "… … at night" in page or "… at night" in page)
    assert told == (True, True, True)
    assert f"A member does not work with {campaign.brand.name}" in page
    desk.post(url("campaign-end-blind", campaign))
    page = text(desk.get(url("application-screen", row)))
    assert ("Aoimizu Haratani" in page, "A member, Mikazuki, does not work with" in page) == (True, True)


def test_a_yes_can_be_at_what_they_ask(desk: Client, campaign: Campaign) -> None:
    aoi, ben = applicant(campaign, "Aoi Hara"), applicant(campaign, "Ben Ito")
    page = url("campaign-decisions", campaign)
    assert 'value="at-ask"' not in desk.get(page).text
    Application.objects.filter(pk=aoi.pk).update(proposed_fee=Money(150_000, "JPY"))
    assert 'value="at-ask"' in desk.get(page).text
    desk.post(
        url("campaign-decisions-mark", campaign),
        {"application": [aoi.public_id, ben.public_id], "choice": "at-ask", "answer": ""},
    )
    shown = desk.get(page)
    assert "held at it" in text(shown)
    assert shown.context["costs"] == Money(150_000, "JPY") + campaign.brief.fee
    Application.objects.filter(pk=aoi.pk).update(proposed_fee=Money(0, "JPY"))
    shown = desk.get(page)
    assert 'value="at-ask"' in shown.text
    assert shown.context["costs"] == campaign.brief.fee
    desk.post(url("campaign-decisions-mark", campaign), {"application": [aoi.public_id], "choice": "yes", "answer": ""})
    assert desk.get(page).context["costs"] == campaign.brief.fee * 2


def test_decisions_are_marked_applied_and_sent_as_a_set(desk: Client, campaign: Campaign) -> None:
    aoi, ben = applicant(campaign, "Aoi Hara"), applicant(campaign, "Ben Ito")
    empty = text(desk.get(url("campaign-decisions", campaign)))
    assert "Nobody is marked yet." in empty
    assert [f'id="group-{key}"' in empty for key in ("yes", "backup", "no", "undecided")] == [False, False, False, True]
    marked = desk.post(
        url("campaign-decisions-mark", campaign),
        {"application": [aoi.public_id, ben.public_id], "choice": "no", "answer": "Too far away."},
    )
    assert marked.url == f"{url('campaign-decisions', campaign)}#group-no"
    again = {"application": [ben.public_id], "choice": "undecided"}
    assert desk.post(url("campaign-decisions-mark", campaign), again).url.endswith("#group-undecided")
    assert '<h2 id="group-undecided" tabindex="-1">' in text(desk.get(url("campaign-decisions", campaign)))
    shown = desk.get(marked.url)
    assert (shown.context["total"], [len(rows) for _, _, rows in shown.context["groups"]]) == (2, [0, 0, 1, 1])
    stale = desk.post(url("campaign-decisions-apply", campaign), {"seen": "another"}, follow=True)
    assert "The decisions changed while you looked." in text(stale)
    desk.post(url("campaign-decisions-apply", campaign), {"seen": shown.context["set_key"]})
    letter = Message.objects.get()
    page = text(desk.get(marked.url))
    assert (letter.state, letter.to_name, url("message", letter) in page) == ("draft", "Aoi Hara", True)
    desk.post(url("campaign-answers-send", campaign))
    letter.refresh_from_db()
    assert letter.state == "queued"
    assert "No letter waits." in text(desk.get(marked.url))


def test_a_colleagues_decision_is_hidden_until_one_has_scored(
    desk: Client, campaign: Campaign, criteria: list[str]
) -> None:
    row, freya = applicant(campaign, "Aoi Hara"), booker(name="Freya")
    actions.mark_decisions(campaign=campaign, applications=[row], choice="no", answer="Too loud.", by=freya, now=NOW)
    at = url("application-screen", row)
    page = text(desk.get(at))
    assert ("Freya has decided. You see how" in page, "Too loud." in page, "Marked no" in page) == (True, False, False)
    assert 'name="choice"' not in page
    queue = url("campaign-screening", campaign)
    assert [list(desk.get(f"{queue}?show={show}").context["lines"]) == [] for show in ("no", "undecided")] == [
        True,
        False,
    ]
    page = text(desk.get(url("campaign-decisions", campaign)))
    assert ("decided by Freya" in page, "Too loud." in page, "Show those decisions first." in page) == (
        True,
        False,
        True,
    )
    page = text(desk.get(f"{url('campaign-decisions', campaign)}?all=on"))
    assert ("Too loud." in page, "Show those decisions first." in page) == (True, False)
    desk.post(url("application-score", row), {criteria[0]: "5", criteria[1]: "4", "note": "", "seen_choice": ""})
    row.refresh_from_db()
    assert (row.choice, row.choice_answer, row.chosen_by, Score.objects.count()) == ("no", "Too loud.", freya, 1)
    page = text(desk.get(at))
    assert ("Marked no by Freya" in page, "Too loud." in page) == (True, True)


def test_decisions_are_open_to_all_where_nobody_is_scored(desk: Client, campaign: Campaign) -> None:
    row = applicant(campaign, "Aoi Hara")
    said = {"choice": "no", "answer": "Too loud.", "by": booker(name="Freya"), "now": NOW}
    actions.mark_decisions(campaign=campaign, applications=[row], **said)
    assert "Too loud." in text(desk.get(url("campaign-decisions", campaign)))


def test_decisions_begin_with_the_highest_score_and_end_with_those_not_scored(
    desk: Client, campaign: Campaign, criteria: list[str], sora: User
) -> None:
    low, none, high = (applicant(campaign, name) for name in ("Aoi Hara", "Ben Ito", "Chie Mori"))
    for row, score in ((low, 2), (high, 5)):
        actions.screen_application(
            application=row, points={name.removeprefix("points-"): score for name in criteria}, note="", choice="",
            seen_choice="", answer="", by=sora, now=NOW,
        )  # fmt: skip
    shown = desk.get(url("campaign-decisions", campaign))
    undecided = next(rows for key, _, rows in shown.context["groups"] if key == "undecided")
    assert [line["row"] for line in undecided] == [high, low, none]
    assert "disabled" in pressed_by_enter(shown, url("campaign-decisions-mark", campaign))


def test_a_screener_reads_who_follows_the_largest_account_of_which_it_is_known(
    desk: Client, campaign: Campaign, criteria: list[str]
) -> None:
    row = applicant(campaign, "Aoi Hara")
    assert "not known" in text(desk.get(url("application-screen", row)))
    small, big = row.talent.accounts.get(), SocialAccountFactory(talent=row.talent, platform="x", followers=90_000)
    shares = {"JP": 60, "US": 20.5, "KR": 9, "FR": 3}
    said = {"as_of": NOW.date(), "entered_at": NOW, "entered_by": reader()}
    Audience.objects.create(account=small, countries=shares, ages={"18-24": 30, "25-34": 41}, women=70, **said)
    page = text(desk.get(url("application-screen", row)))
    for words in (
        "Japan 60 %, United States 20.5 %, Korea 9 %<",
        "41 % are 25-34",
        "women 70 %",
        "Instagram, reported",
    ):
        assert words in page
    Audience.objects.create(account=big, men=80, **said)
    page = text(desk.get(url("application-screen", row)))
    assert ("men 80 %" in page, "X, reported" in page, "Japan 60 %" in page) == (True, True, False)


def test_screening_says_when_the_applicant_is_away_and_was_late(desk: Client, campaign: Campaign, sora: User) -> None:
    row = applicant(campaign, "Aoi Hara")
    actions.say_away(talent=row.talent, first=date(2026, 5, 4), last=date(2026, 5, 8), by=sora, now=NOW)
    for day in (date(2026, 4, 2), date(2026, 4, 20)):
        booking = BookingFactory(talent=row.talent, state="completed", campaign__name=f"Due {day.day}")
        DeliverableFactory(
            booking=booking, state="published", live_on=day, post_url=f"https://www.instagram.com/p/{day.day}/"
        )
    page = text(desk.get(url("application-screen", row)))
    assert ", away" in page.split("In these days")[1].split("Worked with us")[0]
    earlier = page.split("Earlier with us")[1]
    assert ("1 of 1 live, 1 late" in earlier, "1 of 1 live, on time" in earlier) == (True, True)


def test_a_yes_that_cannot_be_held_says_so_before_it_is_applied(desk: Client, campaign: Campaign, sora: User) -> None:
    row = applicant(campaign, "Aoi Hara")
    actions.mark_decisions(campaign=campaign, applications=[row], choice="yes", answer="", by=sora, now=NOW)
    BookingFactory(campaign=campaign, talent=row.talent)
    page = text(desk.get(url("campaign-decisions", campaign)))
    assert "Aoi Hara: This talent has a place in the campaign already." in page


def test_today_tells_whom_to_answer_until_all_letters_have_gone(desk: Client, campaign: Campaign, sora: User) -> None:
    rows = [applicant(campaign, "Aoi Hara"), applicant(campaign, "Ben Ito")]
    today = reverse("desk:today")

    def says(words: str) -> bool:
        return words in text(desk.get(today))

    assert (says("Answer 2 applicants for Kirei"), says("2 undecided")) == (True, True)
    actions.mark_decisions(campaign=campaign, applications=rows[:1], choice="no", answer="", by=sora, now=NOW)
    assert says("1 undecided, 1 marked")
    actions.mark_decisions(campaign=campaign, applications=rows[1:], choice="no", answer="", by=sora, now=NOW)
    assert says("Apply 2 decisions for Kirei")
    key = desk.get(url("campaign-decisions", campaign)).context["set_key"]
    actions.apply_decisions(campaign=campaign, seen=key, by=sora, now=NOW)
    assert (says("Answer"), says("Send 2 letters about Kirei")) == (False, True)
    actions.send_answers(campaign=campaign, by=sora, now=NOW)
    assert not says("about Kirei")


def test_earlier_campaigns_say_what_they_brought_by_as_many_queries_for_three_as_for_one(
    desk: Client, campaign: Campaign, criteria: list[str], django_assert_num_queries: Any
) -> None:
    row = applicant(campaign, "Aoi Hara")
    account = row.talent.accounts.first() or SocialAccountFactory(talent=row.talent, platform="instagram")
    at = url("application-screen", row)
    for number in range(3):
        booking = BookingFactory(talent=row.talent, state="completed", confirmed_at=NOW, confirmed_by=booker())
        address = f"https://www.instagram.com/p/Before{number}/"
        DeliverableFactory(booking=booking, state="published", post_url=address, published_at=NOW)
        PostFactory(account=account, url=address, views=81_000 + number, likes=900, comments=100, published_at=NOW)
        if number in (0, 2):
            desk.get(at)
            with django_assert_num_queries(38):
                page = text(desk.get(at))
            assert page.split("Earlier with us")[1].count("views, measured") == number + 1


def test_stories_leave_the_last_posts_their_place(desk: Client, campaign: Campaign) -> None:
    row = applicant(campaign, "Aoi Hara")
    account = row.talent.accounts.get()
    for number in range(16):
        address = f"https://www.instagram.com/stories/aoi/{number}/"
        PostFactory(account=account, kind="story", text="Good morning", url=address, published_at=NOW)
    page = text(desk.get(url("application-screen", row)))
    assert ("Last 1 post<" in page, "Aoi Hara at night" in page, "/stories/" in page) == (True, True, False)


def test_a_reader_reads_scores_and_presses_nothing(client: Client, campaign: Campaign, criteria: list[str]) -> None:
    row = applicant(campaign, "Aoi Hara", proposed_fee=77_777)
    actions.screen_application(
        application=row, points={name.removeprefix("points-"): 2 for name in criteria}, note="Weak light", choice="",
        seen_choice="", answer="", by=booker(name="Freya"), now=NOW,
    )  # fmt: skip
    client.force_login(reader())
    page = text(client.get(url("application-screen", row)))
    assert ("Weak light" in page, "Save and next" in page, "77,777" in page) == (True, False, False)


@pytest.mark.parametrize(("name", "queries"), [("campaign-screening", 35), ("campaign-decisions", 23)])
def test_queries_do_not_grow(
    desk: Client, campaign: Campaign, criteria: list[str], name: str, queries: int, django_assert_num_queries: Any
) -> None:
    for number in range(3):
        applicant(campaign, f"Person{number} Ito")
        if number in (0, 2):
            desk.get(url(name, campaign))
            with django_assert_num_queries(queries):
                desk.get(url(name, campaign))
