"""The talent's calendar: their own and nobody's else; days away; the address for the phone."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from accounts.models import User
from campaigns import actions
from campaigns.models import Feed
from talent.actions import add_away
from talent.models import Away
from tests.campaigns import steps
from tests.factories import NOW, CampaignFactory, TalentFactory, booker, manager, talent_user
from tests.portals.outside import signed_in, still_clock, text

__all__ = ["still_clock"]
TOKYO = ZoneInfo("Asia/Tokyo")
HOME = "talent:calendar"


@pytest.fixture
def aoi(db):
    return talent_user(TalentFactory(name="Aoi"), name="Aoi", timezone="Asia/Tokyo")


@pytest.fixture
def shoot(aoi):
    start = datetime(2026, 5, 5, 9, tzinfo=TOKYO)
    return actions.plan_appointment(
        booking=steps.book(CampaignFactory(name="Summer"), aoi.talent_access.get().talent), what="Shoot",
        starts_at=start, ends_at=start + timedelta(hours=3), timezone="Asia/Tokyo", place="Studio 4",
        note="Bring boots.", by=manager(), now=NOW,
    )  # fmt: skip


@pytest.fixture
def portal(aoi):
    return signed_in(aoi)


def test_it_shows_when_where_and_what_to_bring(portal, shoot):
    said = " ".join(text(portal.get(reverse(HOME))).split())
    assert "09:00–12:00, Studio 4. Summer Bring boots." in said
    ren = signed_in(talent_user(TalentFactory(name="Ren"), name="Ren"))
    assert "Nothing in the next months." in text(ren.get(reverse(HOME)))


def test_queries_do_not_grow(portal, shoot, django_assert_num_queries):
    url = reverse(HOME)
    portal.get(url)
    with django_assert_num_queries(11):
        portal.get(url)
    for _ in range(2):
        steps.book(CampaignFactory(), shoot.booking.talent)
        add_away(talent=shoot.booking.talent, first=date(2026, 5, 3), last=date(2026, 5, 4), by=manager(), now=NOW)
    with django_assert_num_queries(11):
        portal.get(url)


def test_days_away_are_said_and_taken_back(portal, aoi):
    url = reverse("talent:away")
    assert "Say the last day." in text(portal.post(url, {"first": "2026-05-08"}))
    assert portal.post(url, {"first": "2026-05-08", "last": "2026-05-01"}).status_code == 422
    assert portal.post(url, {"first": "2026-05-08", "last": "2026-05-09", "words": "Home"}).status_code == 302
    row = Away.objects.get()
    assert (row.talent, row.created_by, row.words) == (aoi.talent_access.get().talent, aoi, "Home")
    stranger = signed_in(talent_user(TalentFactory(name="Ren"), name="Ren"))
    assert stranger.post(reverse("talent:away-drop", args=[row.public_id])).status_code == 404
    portal.post(reverse("talent:away-drop", args=[row.public_id]))
    assert not Away.objects.standing().exists()


@pytest.mark.parametrize("last", ["9999-12-31", "0001-01-01"])
def test_a_year_that_is_a_slip_is_said(portal, aoi, last):
    said = text(portal.post(reverse("talent:away"), {"first": last, "last": last, "words": "Home"}))
    assert "Look at the year" in said and "Home" in said
    assert not Away.objects.exists()


def test_days_away_are_changed(portal, aoi):
    talent = aoi.talent_access.get().talent
    row = add_away(talent=talent, first=date(2026, 5, 8), last=date(2026, 5, 9), words="Home", by=aoi, now=NOW)
    url = reverse("talent:away-change", args=[row.public_id])
    assert f'href="{url}"' in portal.get(reverse(HOME)).content.decode()
    page = portal.get(url).content.decode()
    assert [f'value="{one}"' in page for one in ("2026-05-08", "2026-05-09", "Home")] == [True] * 3
    refused = portal.post(url, {"first": "2026-05-10", "last": "2026-05-09", "words": "Osaka"})
    assert (refused.status_code, "The last day comes before the first." in text(refused)) == (422, True)
    assert 'value="Osaka"' in refused.content.decode()
    assert portal.post(url, {"first": "2026-05-10", "last": "2026-05-12"}).status_code == 302
    fresh = Away.objects.get()
    assert (fresh.first, fresh.last, fresh.words) == (date(2026, 5, 10), date(2026, 5, 12), "")
    stranger = signed_in(talent_user(TalentFactory(name="Ren"), name="Ren"))
    assert stranger.get(url).status_code == 404
    portal.post(reverse("talent:away-drop", args=[row.public_id]))
    assert portal.get(url).status_code == 404


def test_the_address_gives_the_calendar_without_signing_in_until_it_is_withdrawn(portal, shoot):
    page = portal.post(reverse(HOME)).content.decode()
    address = page.split('id="fresh-feed" value="')[1].split('"')[0]
    answer = Client().get(address)
    assert (answer.status_code, answer["Content-Type"], answer["X-Robots-Tag"]) == (
        200, "text/calendar; charset=utf-8", "noindex, nofollow",
    )  # fmt: skip
    titles = {str(event["summary"]) for event in Calendar.from_ical(answer.content).walk("VEVENT")}
    assert titles >= {"Shoot, Aoi", "Reel live, Aoi"}
    feed = Feed.objects.get()
    assert (feed.reads, feed.read_at) == (1, NOW)
    assert Client().head(address).status_code == 200
    assert Feed.objects.get().reads == 1
    assert "It was last read 15 Apr 2026" in " ".join(text(portal.get(reverse(HOME))).split())
    portal.post(reverse("talent:calendar-withdraw"))
    gone = Client().get(address)
    assert (gone.status_code, "This address is over" in text(gone)) == (410, True)


def test_the_address_is_not_read_all_the_time(aoi):
    url = reverse("feed", args=[actions.open_feed(by=aoi, now=NOW)])
    first, second = Client().get(url), Client().get(url)
    assert (first.status_code, second.status_code, second["Retry-After"]) == (200, 429, "5")
    Feed.objects.update(read_at=NOW - timedelta(seconds=5))
    assert Client().get(url).status_code == 200


def test_staff_are_given_what_they_manage(aoi):
    sora, other = booker(name="Sora"), booker(name="Kenta")
    talent = aoi.talent_access.get().talent
    steps.book(CampaignFactory(name="Summer", manager=sora), talent)
    url = reverse("feed", args=[actions.open_feed(by=sora, now=NOW)])
    assert b"Summer" in Client().get(url).content
    empty = reverse("feed", args=[actions.open_feed(by=other, now=NOW)])
    assert b"VEVENT" not in Client().get(empty).content
    User.objects.filter(pk=sora.pk).update(is_active=False)
    assert Client().get(url).status_code == 410
