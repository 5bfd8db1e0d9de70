"""Shortlists in the brand's portal: choose, comment, send some now and others later."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from djmoney.money import Money

from accounts.models import User
from campaigns import actions
from campaigns.models import Brief, Campaign, ShortlistAnswer, ShortlistPost
from campaigns.shortlists import Measured, MeasuredAccount, Plan, PostShown
from tests.campaigns import steps
from tests.factories import NOW, CampaignFactory, TalentFactory, booker, brand_person, days
from tests.portals.outside import signed_in, status, text


def proposed(campaign, *names):
    return steps.proposed(campaign, [TalentFactory(name=name) for name in names])


def address(shortlist, name="shortlist"):
    return reverse(f"client:{name}", args=[shortlist.public_id])


def press(portal, shortlist, place, **data):
    entry = list(shortlist.entries.all())[place]
    return portal.post(address(shortlist, "shortlist-answer"), {"entry": entry.public_id, **data}, follow=True)


def test_a_list_waits_on_the_first_page_until_all_is_answered_and_sent(portal, campaign):
    sent = proposed(campaign, "Aoi", "Ren")
    home = text(portal.get(reverse("client:home")))
    assert "1 shortlist to answer" in home and "0 of 2 answered" in home
    press(portal, sent, 0, choice="yes")
    press(portal, sent, 1, choice="no")
    assert "2 of 2 answered" in text(portal.get(reverse("client:home")))
    portal.post(address(sent, "shortlist-send"))
    assert "Nothing waits for you." in text(portal.get(reverse("client:home")))
    assert "with the office" in text(portal.get(reverse("client:shortlists")))


@pytest.mark.parametrize(
    ("source", "days", "aloud"),
    [("measured", 2, False), ("measured", 6, False), ("measured", 7, True), ("reported", 2, True)],
)
def test_figures_say_where_they_are_from_and_aloud_where_nobody_measured_them_lately(
    portal, campaign, source, days, aloud
):
    day = timezone.localdate(NOW) - timedelta(days=days)
    account = MeasuredAccount("tiktok", "aoi", followers=9_000, rate=Decimal("4.6"), formula="likes ÷ views",
                              counted=17, seen=20, source=source, as_of=day.isoformat(), version=1)  # fmt: skip
    aoi = TalentFactory(name="Aoi")
    sent = steps.proposed(campaign, [aoi], figures={aoi.pk: Measured(followers=9_000, accounts=(account,))})
    page = portal.get(address(sent)).content.decode()
    words = f"{source.capitalize()}, {day.day} {day:%b %Y}"
    assert f'title="9,000. {words}"' in page and (f">{words}</small>" in page) is aloud
    assert 'title="17 of 20 posts, likes ÷ views, version 1"' in page


def test_followers_that_nobody_knows_are_from_nowhere(portal, campaign):
    day = timezone.localdate(NOW) - timedelta(days=40)
    account = MeasuredAccount("tiktok", "aoi", rate=Decimal("4.6"), source="measured", as_of=day.isoformat())
    aoi = TalentFactory(name="Aoi")
    sent = steps.proposed(campaign, [aoi], figures={aoi.pk: Measured(accounts=(account,))})
    figures = portal.get(address(sent)).content.decode().partition("<dt>Followers</dt>")[2].partition("</dd>")[0]
    assert "unknown" in figures and "Measured" not in figures


def test_the_page_sums_what_was_chosen_and_shows_who_said_what(portal, campaign):
    sent = proposed(campaign, "Aoi", "Ren", "Mio")
    nadia = signed_in(brand_person(campaign.brand, name="Nadia"))
    assert "Three people for Summer" in text(portal.get(address(sent)))
    press(portal, sent, 0, choice="no", comment="Too loud")
    press(nadia, sent, 0, choice="yes")
    page = press(nadia, sent, 1, choice="backup")
    said = text(page)
    for words in (
        "2 of 3, kept as you go", "1 of 3 places", "“Too loud” Petra Lind", "Yes: Nadia", "Before: no, Petra Lind.",
        "All three can work for you", "Send 2 answers", "You can send the other one later.", "2 of 3 answered",
    ):  # fmt: skip
        assert words in said, words
    assert len(re.findall(r'aria-pressed="true"', page.content.decode())) == 2
    done = text(nadia.post(address(sent, "shortlist-send"), follow=True))
    assert "Sora has your answers." in done and "The office has all you said." in done


def test_answers_are_the_offices_where_the_manager_left(portal, campaign):
    sent = proposed(campaign, "Aoi")
    press(portal, sent, 0, choice="yes")
    User.objects.filter(pk=campaign.manager_id).update(is_active=False)
    assert "The office has your answers." in text(portal.post(address(sent, "shortlist-send"), follow=True))


def test_a_reader_looks_and_cannot_answer(reader, campaign):
    sent = proposed(campaign, "Aoi")
    page = text(reader.get(address(sent)))
    assert "No answer yet" in page and "Send answers" in page and "Only approvers may" in page
    assert press(reader, sent, 0, choice="yes").status_code == 403
    assert reader.post(address(sent, "shortlist-send")).status_code == 403
    assert not ShortlistAnswer.objects.exists()


def test_another_brand_finds_nothing_and_a_draft_is_not_there(portal, stranger, campaign):
    draft = steps.drafted(campaign, [TalentFactory()])
    assert portal.get(address(draft)).status_code == 404
    sent = actions.send_shortlist(shortlist=draft, figures={}, plan=Plan(), by=booker(), now=NOW)
    for url in (address(sent),):
        assert (portal.get(url).status_code, stranger.get(url).status_code) == (200, 404)
    assert press(stranger, sent, 0, choice="yes").status_code == 404
    other = steps.proposed(CampaignFactory())
    wrong = {"entry": other.entries.get().public_id, "choice": "yes"}
    assert portal.post(address(sent, "shortlist-answer"), wrong).status_code == 404
    nothing = portal.post(address(sent, "shortlist-answer"), {"entry": sent.entries.get().public_id}, follow=True)
    assert "Choose yes, backup or no" in text(nothing)


def test_an_older_version_leads_to_the_newer_which_says_what_changed(portal, campaign):
    first = proposed(campaign, "Aoi", "Ren")
    draft = actions.draft_shortlist(campaign=campaign, by=booker(), now=NOW)
    aoi, ren = draft.entries.all()
    actions.write_entry(entry=aoi, why="Still", price=Money(7_000, "JPY"), posts=[], by=booker(), now=NOW)
    actions.drop_entry(entry=ren, by=booker(), now=NOW)
    (mio,) = actions.add_entries(shortlist=draft, talents=[TalentFactory(name="Mio")], by=booker(), now=NOW)
    actions.write_entry(entry=mio, why="New", price=mio.price, posts=[], by=booker(), now=NOW)
    second = actions.send_shortlist(shortlist=draft, figures={}, plan=Plan(), by=booker(), now=NOW)
    old, new = text(portal.get(address(first))), text(portal.get(address(second)))
    assert "Open shortlist 2" in old and "answer-set" not in portal.get(address(first)).content.decode()
    assert "Shortlist 2 of 2" in new and "No longer proposed: Ren." in new
    assert "New since shortlist 1" in new and "In shortlist 1: price ¥ " in new


def test_a_refused_answer_stands_beside_it_and_the_page_stays(portal, campaign):
    sent = proposed(campaign, "Aoi")
    entry = sent.entries.get()
    assert f'id="refused-{entry.public_id}"' in portal.get(address(sent)).content.decode()

    def keep(**data):
        url = address(sent, "shortlist-answer")
        return portal.post(url, {"entry": entry.public_id, **data}, headers={"HX-Request": "true"})

    for data, words in (({}, "Choose yes, backup or no"), ({"comment": "x" * 2001}, "At most 2000 characters")):
        page = keep(**data)
        assert (page.status_code, "HX-Refresh" in page.headers) == (422, False)
        assert page["HX-Retarget"] == f"#refused-{entry.public_id}" and words in text(page)
        assert "Open it" not in text(page)
    newer = proposed(campaign)
    page = keep(comment="Zxloud")
    assert "A newer shortlist was sent." in text(page) and "What you wrote stays here." in text(page)
    assert f'href="{address(newer)}"' in page.content.decode()
    assert not ShortlistAnswer.objects.exists()


def test_what_was_written_about_who_is_gone_or_costs_more_stays_readable(portal, campaign):
    first = proposed(campaign, "Aoi", "Ren")
    press(portal, first, 0, choice="yes", comment="Zxlovely")
    press(portal, first, 1, comment="Zxloud")
    draft = actions.draft_shortlist(campaign=campaign, by=booker(), now=NOW)
    aoi, ren = draft.entries.all()
    actions.write_entry(entry=aoi, why="Still", price=Money(7_000, "JPY"), posts=[], by=booker(), now=NOW)
    actions.drop_entry(entry=ren, by=booker(), now=NOW)
    second = actions.send_shortlist(shortlist=draft, figures={}, plan=Plan(), by=booker(), now=NOW)
    page = text(portal.get(address(second)))
    assert "About Ren: “Zxloud” Petra Lind" in page and "It does not count at the new price; say it again." in page
    page = text(press(portal, second, 0, choice="no"))
    assert "“Zxlovely” Petra Lind" in page and "say it again" not in page and "not sent" in page
    preview = text(signed_in(booker()).get(reverse("desk:shortlist-preview", args=[second.public_id])))
    assert "No longer proposed: Ren." in preview and "Zx" not in preview, "what was not sent is not the office's"


def next_version(campaign, price=None, without=()):
    draft = actions.draft_shortlist(campaign=Campaign.objects.get(pk=campaign.pk), by=booker(), now=NOW)
    for entry in draft.entries.all():
        if entry.talent.name in without:
            actions.drop_entry(entry=entry, by=booker(), now=NOW)
        elif price is not None:
            actions.write_entry(entry=entry, why="Still", price=Money(price, "JPY"), posts=[], by=booker(), now=NOW)
    return actions.send_shortlist(shortlist=draft, figures={}, plan=Plan(), by=booker(), now=NOW)


def test_an_answer_that_lapsed_two_lists_ago_is_still_told_until_it_is_said_again(portal, campaign):
    first = proposed(campaign, "Aoi", "Ren")
    press(portal, first, 0, choice="yes")
    press(portal, first, 1, comment="Zxloud")
    portal.post(address(first, "shortlist-send"))
    next_version(campaign, 7_000)
    third = next_version(campaign)
    lapsed = "Said to shortlist 1 at ¥ 120,000 . It does not count at the new price; say it again. Yes, Petra Lind"
    said = " ".join(text(portal.get(address(third))).split())
    assert lapsed in said
    assert "Said to shortlist 1" not in text(press(portal, third, 0, choice="backup"))
    fourth = next_version(campaign)
    page = text(portal.get(address(fourth)))
    assert ("Said to shortlist" in page, "1 as backup" in page) == (False, True)


def test_an_older_list_says_with_which_later_one_each_answer_ended(portal, campaign):
    first = proposed(campaign, "Aoi", "Ren", "Mio")
    for place in range(3):
        press(portal, first, place, choice="yes")
    second = next_version(campaign, without=("Ren",))
    said = text(portal.get(address(first)))
    assert (said.count("Ended with shortlist 2: not proposed any more."), said.count("Ended with")) == (1, 1)
    assert "Ended with" not in text(portal.get(address(second)))
    next_version(campaign, 7_000)
    said = text(portal.get(address(first)))
    assert said.count("Ended with shortlist 3: another price.") == 2
    assert said.count("Ended with shortlist 2: not proposed any more.") == 1
    Brief.objects.update(days=days("2026-06-01", "2026-07-01"))
    next_version(campaign)
    assert "Ended with shortlist 3: another price." in text(portal.get(address(second)))
    steps.hold(campaign, TalentFactory._meta.model.objects.get(name="Ren"))
    assert "not proposed any more" not in text(portal.get(address(first)))


def test_a_picture_is_for_who_sees_the_list(portal, stranger, campaign):
    draft = steps.drafted(campaign, [TalentFactory()])
    shown = [PostShown("https://www.instagram.com/p/1/", "Reel", 41_200, ContentFile(b"\xff\xd8", name="a.jpg"))]
    shown.append(PostShown("https://www.instagram.com/p/2/"))
    entry = draft.entries.get()
    actions.write_entry(entry=entry, why="Why", price=entry.price, posts=shown, by=booker(), now=NOW)
    sent = actions.send_shortlist(shortlist=draft, figures={}, plan=Plan(), by=booker(), now=NOW)
    with_one, without = ShortlistPost.objects.order_by("place")
    url = reverse("client:shortlist-picture", args=[with_one.public_id])
    assert url in portal.get(address(sent)).content.decode()
    assert (status(portal, url), status(stranger, url)) == (200, 404)
    assert portal.get(reverse("client:shortlist-picture", args=[without.public_id])).status_code == 404


@pytest.mark.parametrize("name", ["home", "shortlists", "shortlist"])
def test_as_many_queries_for_three_as_for_one(portal, campaign, name):
    counts = []
    for names in (("Aoi",), ("Ren", "Mio", "Kai")):
        draft = steps.drafted(CampaignFactory(brand=campaign.brand), [TalentFactory(name=each) for each in names])
        sent = actions.send_shortlist(shortlist=draft, figures={}, plan=Plan(), by=booker(), now=NOW)
        for place in range(len(names)):
            press(portal, sent, place, choice="yes", comment="Good")
        url = address(sent) if name == "shortlist" else reverse(f"client:{name}")
        portal.get(url)
        with CaptureQueriesContext(connection) as asked:
            portal.get(url)
        counts.append(len(asked))
    assert counts == [LITERAL[name]] * 2


LITERAL = {"home": 15, "shortlists": 8, "shortlist": 13}


@pytest.mark.parametrize(("answered", "repriced", "stay"), [(1, 0, True), (0, 0, False), (2, 1, False)])
def test_a_list_with_more_places_says_that_answers_stay_only_where_all_of_them_do(
    portal, campaign, answered, repriced, stay
):
    people = [TalentFactory(name=name) for name in ("Aoi", "Ren")]
    type(campaign.brief).objects.filter(campaign=campaign).update(places=2)
    first = steps.proposed(Campaign.objects.get(), people)
    for place in range(answered):
        press(portal, first, place, choice="yes")
    type(campaign.brief).objects.filter(campaign=campaign).update(places=3)
    draft = actions.draft_shortlist(campaign=Campaign.objects.get(), by=booker(), now=NOW)
    for entry in list(draft.entries.all())[:repriced]:
        type(entry).objects.filter(pk=entry.pk).update(price=Money(77_000, "JPY"), price_currency="JPY")
    second = actions.send_shortlist(shortlist=draft, figures={}, plan=Plan(), by=booker(), now=NOW)
    said = text(portal.get(address(second)))
    assert "In shortlist 1 there were two" in said
    assert ("your answers stay" in said) is stay
