"""A shortlist behind a guest link: who looks, who answers, and nothing else."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from campaigns import actions
from campaigns.models import ShortlistAnswer, ShortlistGuest, ShortlistLink, ShortlistPost
from campaigns.shortlists import Plan, PostShown
from tests.campaigns import steps
from tests.factories import NOW, BrandFactory, CampaignFactory, TalentFactory, booker, manager
from tests.portals.outside import status, text

pytestmark = pytest.mark.django_db
WHO = {"name": "Marc", "email": "marc@agence.example"}


@pytest.fixture(autouse=True)
def still_clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def campaign():
    return CampaignFactory(brand=BrandFactory(name="Kirei"), name="Summer", manager=booker(name="Sora"))


@pytest.fixture
def sent(campaign):
    draft = steps.drafted(campaign, [TalentFactory(name="Aoi"), TalentFactory(name="Ren")])
    entry = draft.entries.all()[0]
    shown = [PostShown("https://www.instagram.com/p/1/", "Reel", 41_200, ContentFile(b"\xff\xd8", name="a.jpg"))]
    actions.write_entry(entry=entry, why="Daylight", price=entry.price, posts=shown, by=booker(), now=NOW)
    return actions.send_shortlist(shortlist=draft, figures={}, plan=Plan(), by=booker(), now=NOW)


def opened(shortlist):
    token = actions.make_shortlist_link(shortlist=shortlist, label="Zxlabel", days=7, by=booker(), now=NOW)
    return token, reverse("shortlist", args=[token])


def test_a_guest_looks_says_who_they_are_and_answers(sent):
    _, url = opened(sent)
    guest = Client()
    entry = sent.entries.all()[0]
    first = text(guest.get(url))
    assert "Who is looking?" in first and "Summer" in first and "Zxlabel" not in first
    assert [word for word in ("Aoi", "Ren", "Daylight", "¥") if word in first] == []
    guest.post(f"{url}/answer", {"entry": entry.public_id, "choice": "yes"})
    guest.post(f"{url}/send", {"shortlist": sent.public_id})
    assert not ShortlistAnswer.objects.exists(), "nobody answers without a name"
    assert guest.post(f"{url}/name", {"name": "", "email": "nowhere"}).status_code == 422
    named = text(guest.post(f"{url}/name", WHO, follow=True))
    assert "You answer as Marc, marc@agence.example." in named and "Two people for Summer" in named
    assert "Aoi" in text(guest.get(url)) and "Who is looking?" in text(Client().get(url)), "once on each browser"
    guest.post(f"{url}/answer", {"entry": entry.public_id, "choice": "yes", "comment": "In May?"})
    page = text(guest.post(f"{url}/send", {"shortlist": sent.public_id}, follow=True))
    assert "“In May?” Marc" in page and "The office has all you said." in page
    answer = ShortlistAnswer.objects.get()
    assert (answer.who, answer.said_by.kind, answer.sent_at) == ("Marc", "system", NOW)
    link, row = ShortlistLink.objects.get(), ShortlistGuest.objects.get()
    assert (link.looks, row.looks) == (5, 4)
    client = Client()
    client.force_login(manager())
    desk = text(client.get(reverse("desk:campaign-shortlist", args=[sent.campaign.public_id])))
    assert "Zxlabel" in desk and "marc@agence.example: said 1 thing" in desk and "Marc, guest" in desk


def test_the_token_is_kept_as_a_hash_and_no_link_of_the_page_passes_it_on(sent):
    token, url = opened(sent)
    answer = Client().get(url)
    assert token not in str(ShortlistLink.objects.values())
    assert (answer["X-Robots-Tag"], answer["Referrer-Policy"]) == ("noindex, nofollow", "same-origin")
    assert "no-store" in answer["Cache-Control"]


def test_a_form_of_a_guest_passes_the_check_against_forgery(sent):
    _, url = opened(sent)
    guest = Client(enforce_csrf_checks=True)
    page = guest.get(url).content.decode()
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    assert guest.post(f"{url}/name", WHO).status_code == 403
    assert guest.post(f"{url}/name", {**WHO, "csrfmiddlewaretoken": token}).status_code == 302


def test_over_withdrawn_and_unknown_are_one_answer_everywhere(sent):
    token, url = opened(sent)
    post = ShortlistPost.objects.get()
    pages = ["", f"/pictures/{post.public_id}", f"/portraits/{sent.entries.all()[0].public_id}"]
    guest = Client()
    assert [status(guest, url + more) for more in pages] == [200, 404, 404], "no picture before a name"
    guest.post(f"{url}/name", WHO)
    assert [status(guest, url + more) for more in pages] == [200, 200, 404]
    link = ShortlistLink.objects.get()
    gone = [url.replace(token, "unknown")]
    actions.revoke_shortlist_link(link=link, by=booker(), now=NOW)
    gone.append(url)
    later, fresh = NOW + timedelta(days=8), opened(sent)[1]
    for where in gone:
        assert {Client().get(where + more).status_code for more in pages} == {410}
        assert {Client().post(f"{where}/{verb}", WHO).status_code for verb in ("name", "answer", "send")} == {410}
    with time_machine.travel(later, tick=False):
        assert Client().get(fresh).status_code == 410


def test_nothing_of_another_list_is_behind_a_link(sent, campaign):
    _, url = opened(sent)
    other = steps.proposed(CampaignFactory(brand=BrandFactory(name="Zxbrand"), name="Zxcampaign"))
    entry, post = other.entries.get(), ShortlistPost.objects.get()
    guest = Client()
    guest.post(f"{url}/name", WHO)
    assert guest.post(f"{url}/answer", {"entry": entry.public_id, "choice": "yes"}).status_code == 404
    assert guest.get(f"{url}/portraits/{entry.public_id}").status_code == 404
    theirs = opened(other)[1]
    assert guest.get(f"{theirs}/pictures/{post.public_id}").status_code == 404
    assert "You answer as" not in text(guest.get(theirs)), "a name is given for each link"
    page = guest.get(url).content.decode()
    assert "Zxbrand" not in page and "Zxcampaign" not in page


def test_a_replaced_list_is_read_and_answered_no_more(sent, campaign):
    _, url = opened(sent)
    guest = Client()
    guest.post(f"{url}/name", WHO)
    actions.send_shortlist(
        shortlist=actions.draft_shortlist(campaign=campaign, by=booker(), now=NOW), figures={}, plan=Plan(),
        by=booker(), now=NOW,
    )  # fmt: skip
    for browser, reads in ((Client(), False), (guest, True)):
        page = text(browser.get(url))
        assert ("This link opens only shortlist 1: ask Sora" in page, "Aoi" in page) == (True, reads)
    page = guest.post(f"{url}/answer", {"entry": sent.entries.all()[0].public_id, "choice": "yes"}, follow=True)
    assert "A newer shortlist was sent. Answer that one." in text(page)


def test_a_link_that_goes_along_shows_the_newest_and_an_old_page_is_told(sent, campaign):
    token = actions.make_shortlist_link(
        shortlist=sent, label="Zxlabel", days=7, follows=True, by=booker(), now=NOW
    )  # fmt: skip
    url, guest, old = reverse("shortlist", args=[token]), Client(), sent.entries.all()[0]
    guest.post(f"{url}/name", WHO)
    guest.post(f"{url}/answer", {"entry": old.public_id, "choice": "backup"})
    draft = actions.draft_shortlist(campaign=campaign, by=booker(), now=NOW)
    actions.drop_entry(entry=draft.entries.get(talent=old.talent), by=booker(), now=NOW)
    actions.send_shortlist(shortlist=draft, figures={}, plan=Plan(), by=booker(), now=NOW)
    page = text(guest.get(url))
    assert "Shortlist 2 of 2" in page and "You answer as Marc" in page
    assert "No longer proposed: Aoi (your backup in shortlist 1 ends with that)." in page
    pressed = {"entry": old.public_id, "choice": "yes"}
    said = guest.post(f"{url}/answer", {**pressed, "comment": "Zxloud"}, headers={"HX-Request": "true"})
    assert (said.status_code, said["HX-Retarget"]) == (422, f"#refused-{old.public_id}")
    assert "A newer shortlist was sent. Answer that one." in text(said) and f'href="{url}"' in said.content.decode()
    page = guest.post(f"{url}/answer", {**pressed, "comment": "Zxloud"}, follow=True)
    assert "Answer that one. You wrote: “Zxloud”" in text(page), "without JavaScript nothing typed is lost"
    assert ShortlistAnswer.objects.count() == 1


def test_answers_to_a_list_that_the_guest_has_not_seen_stay_until_they_have(sent, campaign):
    token = actions.make_shortlist_link(
        shortlist=sent, label="Zxlabel", days=7, follows=True, by=booker(), now=NOW
    )  # fmt: skip
    url, guest, old = reverse("shortlist", args=[token]), Client(), sent.entries.all()[0]
    guest.post(f"{url}/name", WHO)
    guest.post(f"{url}/answer", {"entry": old.public_id, "choice": "yes"})
    assert f'name="shortlist" value="{sent.public_id}"' in guest.get(url).content.decode()
    draft = actions.draft_shortlist(campaign=campaign, by=booker(), now=NOW)
    newer = actions.send_shortlist(shortlist=draft, figures={}, plan=Plan(), by=booker(), now=NOW)
    for seen in ({"shortlist": sent.public_id}, {}):
        page = text(guest.post(f"{url}/send", seen, follow=True))
        assert "Nothing was sent: this shortlist is newer than the page you had open." in page
        assert "Send 1 answer" in page
    assert not ShortlistAnswer.objects.filter(entry__shortlist=newer, sent_at__isnull=False).exists()
    seen = {"shortlist": newer.public_id}
    assert "Sora has your answers." in text(guest.post(f"{url}/send", seen, follow=True))
    User.objects.filter(pk=campaign.manager_id).update(is_active=False)
    guest.post(f"{url}/answer", {"entry": newer.entries.all()[0].public_id, "choice": "no"})
    assert "The office has your answers." in text(guest.post(f"{url}/send", seen, follow=True))
