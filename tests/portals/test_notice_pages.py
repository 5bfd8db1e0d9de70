"""Notices, threads and letters to many as pages: who reads what, in the three portals, and what a press does."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.actions.notices import token_of
from campaigns import actions
from campaigns.models import Outreach, Thread
from outbox.models import Message, Way
from tests.campaigns import steps
from tests.factories import (
    NOW,
    CampaignFactory,
    MessageFactory,
    TalentFactory,
    booker,
    brand_person,
    finance,
    manager,
    talent_user,
)
from tests.portals.outside import signed_in, still_clock, text

__all__ = ["still_clock"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def booking():
    campaign = CampaignFactory(name="Summer", manager=booker(name="Sora"))
    campaign.brand.name = "Kirei"
    campaign.brand.save()
    booking = steps.book(campaign)
    booking.petra = brand_person(campaign.brand, name="Petra")
    booking.aoi = talent_user(booking.talent, name="Aoi")
    Message.objects.all().delete()
    return booking


def people(booking):
    return {"desk": booking.campaign.manager, "client": booking.petra, "talent": booking.aoi}


def begin(booking, audience, by):
    return actions.open_thread(
        campaign=booking.campaign,
        booking=booking,
        audience=audience,
        title="Shoot day",
        text="Thursday?",
        by=by,
        now=NOW,
    )


@pytest.mark.parametrize(("portal", "audience"), [("client", "brand"), ("talent", "talent")])
def test_a_thread_is_read_answered_and_marked_in_the_portal(booking, portal, audience):
    thread = begin(booking, audience, booking.campaign.manager)
    browser = signed_in(people(booking)[portal])
    url = reverse(f"{portal}:thread", args=[thread.public_id])
    assert "Read what was written: Shoot day" in text(browser.get(reverse(f"{portal}:home")))
    shown = text(browser.get(url))
    assert f"Read by: {thread.read_by}" in shown
    assert "New" in shown
    assert "Thursday?" in text(browser.get(reverse(f"{portal}:threads")))
    answer = browser.post(reverse(f"{portal}:thread-read", args=[thread.public_id]), headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Trigger"], answer.content) == (200, "notices-read", b"")
    assert "Read what was written" not in text(browser.get(reverse(f"{portal}:home")))
    assert browser.post(url, {"text": " "}).status_code == 422
    assert browser.post(url, {"text": "Friday."}).status_code == 302
    assert f"Answer {'Kirei' if portal == 'client' else booking.talent.name}: Shoot day" in text(
        signed_in(booking.campaign.manager).get(reverse("desk:today"))
    )


def test_an_answer_marks_what_the_page_showed_as_read_and_nothing_that_came_meanwhile(booking):
    thread, browser = begin(booking, "talent", booking.campaign.manager), signed_in(booking.aoi)
    url, todo = reverse("talent:thread", args=[thread.public_id]), "Read what was written: Shoot day"
    page = browser.get(url)
    assert f'name="seen" value="{NOW.isoformat()}"' in page.content.decode()
    later = {"by": booking.campaign.manager, "now": NOW + timedelta(seconds=1)}
    actions.write_message(thread=thread, text="Or Friday?", **later)
    browser.post(url, {"text": "Thursday.", "seen": NOW.isoformat()})
    read = Message.objects.told_to(booking.aoi.public_id).order_by("written").values_list("read", flat=True)
    assert [bool(one) for one in read] == [True, False]
    assert todo in text(browser.get(reverse("talent:home")))
    for nonsense in ("soon", "2026-01-01T00:00:00"):
        browser.post(url, {"text": "Friday.", "seen": nonsense})
        assert todo not in text(browser.get(reverse("talent:home")))


@pytest.mark.parametrize(("portal", "audience"), [("client", "brand"), ("talent", "talent")])
def test_outsiders_begin_a_thread_with_the_office(booking, portal, audience):
    browser = signed_in(people(booking)[portal])
    url = reverse(f"{portal}:thread-begin", args=[booking.campaign.public_id])
    assert url in browser.get(reverse(f"{portal}:{'campaign' if portal == 'client' else 'project'}",
                                      args=[booking.campaign.public_id])).content.decode()  # fmt: skip
    assert browser.post(url, {"title": "", "text": "Hello"}).status_code == 422
    assert browser.post(url, {"title": "Palette", "text": "Which shade?", "form_key": "k"}).status_code == 302
    browser.post(url, {"title": "Palette", "text": "Which shade?", "form_key": "k"})
    thread = Thread.objects.get()
    assert (thread.audience, thread.booking) == (audience, booking if portal == "talent" else None)
    stranger = signed_in(brand_person() if portal == "client" else talent_user())
    assert [stranger.get(u).status_code for u in (url, reverse(f"{portal}:thread", args=[thread.public_id]))] == [
        404,
        404,
    ]


def test_the_desk_begins_one_on_campaign_or_booking_and_settles_it(booking):
    browser = signed_in(booking.campaign.manager)
    for name, key in (("thread-begin", booking.campaign.public_id), ("booking-thread-begin", booking.public_id)):
        url = reverse(f"desk:{name}", args=[key])
        said = {"audience": booking.talent.public_id, "title": name, "text": "When?"}
        assert browser.post(url, {**said, "audience": "nobody"}).status_code == 422
        assert browser.post(url, said).status_code == 302
    on_campaign, on_booking = Thread.objects.order_by("pk")
    assert (on_campaign.booking, on_booking.booking, on_booking.talent) == (None, booking, booking.talent)
    assert "booking-thread-begin" in text(browser.get(reverse("desk:booking", args=[booking.public_id])))
    page = text(browser.get(reverse("desk:campaign-threads", args=[booking.campaign.public_id])))
    assert f"Read by: the office and {booking.talent.name}" in page
    actions.write_message(thread=on_booking, text="Noon.", by=booking.aoi, now=NOW)
    assert "Needs no answer" in text(browser.get(reverse("desk:thread", args=[on_booking.public_id])))
    browser.post(reverse("desk:thread-settle", args=[on_booking.public_id]))
    assert "Needs no answer" not in text(browser.get(reverse("desk:thread", args=[on_booking.public_id])))
    assert signed_in(finance()).get(reverse("desk:thread", args=[on_booking.public_id])).status_code == 200


@pytest.mark.parametrize("portal", ["desk", "client", "talent"])
def test_notices_are_listed_opened_and_read(booking, portal):
    user = people(booking)[portal]
    said = {"reader": user.public_id, "to_address": user.email, "written": NOW, "state": "shown", "way": Way.PAGE}
    about = f"campaign:{booking.campaign.public_id}"
    first = MessageFactory(subject="On the campaign", about=about, kind="draft_waits", **said)
    plain = MessageFactory(subject="Plain words", body="All of it.", **said)
    MessageFactory(subject="Gone", about=f"campaign:{CampaignFactory(state='draft').public_id}", **said)
    browser, home = signed_in(user), reverse(f"{portal}:notices")
    shown = text(browser.get(home))
    assert ("On the campaign" in shown, "Plain words" in shown, "Gone" in shown) == (True, True, portal == "desk")
    unread = 3 if portal == "desk" else 2
    assert text(browser.get(reverse(f"{portal}:notices-count"))).strip() == f"{unread} unread"
    alone = [browser.get(reverse(f"{portal}:notice", args=[row.public_id])) for row in (first, plain)]
    assert ["Go there" in text(page) for page in alone] == [True, False]
    assert ["Mark as read" in text(page) for page in alone] == [False, True]
    answer = browser.post(reverse(f"{portal}:notice-open", args=[first.public_id]))
    where = {"desk": "campaign", "client": "campaign", "talent": "project"}[portal]
    assert answer.headers["Location"] == reverse(f"{portal}:{where}", args=[booking.campaign.public_id])
    answer = browser.post(reverse(f"{portal}:notice-open", args=[plain.public_id]), follow=True)
    assert "All of it." in text(answer) and "Mark as read" not in text(answer)
    browser.post(reverse(f"{portal}:notices-read"))
    assert browser.get(reverse(f"{portal}:notices-count")).content == b""
    assert "All read" in text(browser.get(home))
    other = signed_in(manager() if portal == "desk" else brand_person() if portal == "client" else talent_user())
    assert other.post(reverse(f"{portal}:notice-open", args=[plain.public_id])).status_code == 404
    assert other.get(reverse(f"{portal}:notice", args=[plain.public_id])).status_code == 404


@pytest.mark.parametrize("portal", ["desk", "client", "talent"])
def test_each_chooses_how_they_are_told(booking, portal):
    user = people(booking)[portal]
    browser, url = signed_in(user), reverse(f"{portal}:notice-ways")
    page = browser.get(url)
    assert text(page).count("Always by mail at once") == (1 if portal == "desk" else 2)
    fields = {field.name: field.value() for field in page.context["form"]}
    assert browser.post(url, {**fields, "threads": "pigeon"}).status_code == 422
    assert browser.post(url, {**fields, "threads": "page"}).status_code == 302
    user.refresh_from_db()
    assert user.notices == ["threads:page"]


def test_notices_ask_no_more_for_three_than_for_one(booking, django_assert_num_queries):
    user = booking.campaign.manager
    browser = signed_in(user)
    for _ in range(2):
        MessageFactory(
            reader=user.public_id, state="shown", way=Way.PAGE, about=f"campaign:{booking.campaign.public_id}"
        )
        begin(booking, "office", manager())
        with django_assert_num_queries(7):
            browser.get(reverse("desk:notices"))
        with django_assert_num_queries(5):
            browser.get(reverse("desk:notices-count"))


def test_the_digest_is_stopped_from_the_mail_without_signing_in(client):
    user = manager()
    url = reverse("digest", args=[token_of(user)])
    assert "Stop the daily digest?" in text(client.get(url))
    user.refresh_from_db()
    assert user.notices == []
    assert "The digest has stopped" in text(client.post(url, {"List-Unsubscribe": "One-Click"}))
    user.refresh_from_db()
    assert sorted(user.notices) == [
        "applications:page",
        "connections:page",
        "deadlines:page",
        "drafts:page",
        "gifts:page",
        "holds:page",
        "live:page",
        "threads:page",
    ]
    assert client.get(reverse("digest", args=["nonsense"])).status_code == 410


def test_a_letter_to_many_is_looked_at_then_written_then_sent():
    campaign = CampaignFactory(name="Summer", manager=booker())
    browser = signed_in(campaign.manager)
    ren, mute = TalentFactory(name="Ren"), TalentFactory(name="Yui", email="")
    for talent in (ren, mute):
        steps.apply(campaign, talent)
    mute.access.all().delete()
    whom = {"campaign": campaign.public_id, "of": "applied"}
    words = {"do-subject": "About {campaign}", "do-body": "Hello {talent}", "do-campaign": campaign.public_id}
    url = reverse("desk:outreach-write")
    assert "Write to 2 talents" in text(browser.get(url, whom))
    shown = text(browser.post(reverse("desk:outreach-preview"), {**whom, **words}))
    assert "1 letter to 1 talent" in shown
    assert "About Summer" in shown
    assert "Hello Ren" in shown
    assert "1 does not get it" in shown
    assert "No account and no address." in shown
    assert not Outreach.objects.exists()
    wrong = browser.post(reverse("desk:outreach-preview"), {**whom, **words, "do-body": "{fee}"})
    assert (wrong.status_code, "There is no field {fee}" in text(wrong)) == (422, True)
    assert browser.post(url, {**whom, **words, "expected": "7", "form_key": "a"}).status_code == 422
    for _ in range(2):
        assert browser.post(url, {**whom, **words, "expected": "1", "form_key": "b"}).status_code == 302
    made = Outreach.objects.get()
    page = reverse("desk:outreach", args=[made.public_id])
    assert f"Read and send: About {campaign.name}" in text(browser.get(reverse("desk:today")))
    assert "1 wait" in text(browser.get(page))
    browser.post(reverse("desk:outreach-send", args=[made.public_id]))
    assert made.letters.get().message.state == "queued"
    assert "Send all letters" not in text(browser.get(page))
    assert f"About {campaign.name}" in text(browser.get(reverse("desk:outreach-list")))


def test_templates_are_written_used_and_archived():
    browser = signed_in(booker())
    said = {"name": "News", "subject": "News", "body": "Hello {nobody}"}
    wrong = browser.post(reverse("desk:letter-template-add"), said)
    assert (wrong.status_code, "There is no field {nobody}" in text(wrong)) == (422, True)
    assert browser.post(reverse("desk:letter-template-add"), {**said, "body": "Hello {talent}"}).status_code == 302
    talent = steps.apply().talent
    template = actions.add_letter_template(
        name="Other", subject="Other words", body="Hi {talent}", by=booker(), now=NOW
    )
    page = browser.get(reverse("desk:outreach-write"), {"talent": talent.public_id, "do-template": template.public_id})
    assert "Hi {talent}" in page.content.decode()
    edit = reverse("desk:letter-template-edit", args=[template.public_id])
    assert browser.post(edit, {"name": "News", "subject": "A", "body": "B"}).status_code == 422
    assert browser.post(edit, {"name": "Newer", "subject": "A", "body": "B"}).status_code == 302
    browser.post(reverse("desk:letter-template-archive", args=[template.public_id]))
    assert "Archived Newer" in text(browser.get(reverse("desk:letter-templates")))


def test_a_templates_words_are_taken_without_losing_what_was_chosen():
    campaign = CampaignFactory(name="Summer", manager=booker())
    talent = steps.apply(campaign).talent
    template = actions.add_letter_template(name="Usual", subject="Ours", body="Hi {talent}", by=booker(), now=NOW)
    browser = signed_in(campaign.manager)
    typed = {"talent": talent.public_id, "do-campaign": campaign.public_id, "do-subject": "Mine", "do-body": "Typed"}
    for chosen, words in (("", "Typed"), (template.public_id, "Hi {talent}")):
        page = browser.post(reverse("desk:outreach-preview"), {**typed, "do-template": chosen, "take": "1"})
        told = page.content.decode()
        assert (page.status_code, words in told) == (200, True)
        assert f'value="{campaign.public_id}" selected' in told
