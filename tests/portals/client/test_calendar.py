"""The brand's calendar: their own dates alone, and the address for the phone."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from campaigns import actions
from tests.campaigns import steps
from tests.factories import NOW, CampaignFactory, TalentFactory, manager
from tests.portals.outside import text

URL = "/client/calendar/"
TOKYO = ZoneInfo("Asia/Tokyo")


def test_it_has_the_brands_dates_and_nobody_elses(portal, stranger, booking, petra):
    start = datetime(2026, 5, 5, 9, tzinfo=TOKYO)
    said = {"starts_at": start, "ends_at": start + timedelta(hours=3), "timezone": "Asia/Tokyo", "by": manager()}
    for what, reads in (("Fitting", True), ("Zxprivate", False)):
        actions.plan_appointment(
            booking=booking, what=what, place="Studio 4", note="Zxnote", brand_reads=reads, now=NOW, **said
        )
    steps.book(CampaignFactory(name="Zxrival"), booking.talent)
    page = text(portal.get(URL))
    for words in ("Fitting, Aoi", "Studio 4", "Reel live, Aoi", "Aoi shows Kirei", "Summer"):
        assert words in page, words
    assert "Zx" not in page
    assert "Summer" not in text(stranger.get(URL))
    other = CampaignFactory(brand=booking.campaign.brand, name="Autumn")
    steps.book(other, TalentFactory(name="Mio"))
    narrow = text(portal.get(f"{URL}?campaign={other.public_id}"))
    assert ("Mio" in narrow, "Fitting" in narrow) == (True, False)
    assert stranger.get(f"{URL}?campaign={other.public_id}").status_code == 404


def test_the_address_tells_a_phone_the_same_and_is_withdrawn(portal, booking):
    page = portal.post(URL).content.decode()
    address = page.split('id="fresh-feed" value="')[1].split('"')[0]
    file = Client().get(address)
    titles = {str(event["summary"]) for event in Calendar.from_ical(file.content).walk("VEVENT")}
    assert titles == {"Kirei, Aoi", "Draft of reel, Aoi", "Reel live, Aoi"}
    assert portal.post(reverse("client:calendar-withdraw")).status_code == 302
    assert Client().get(address).status_code == 410


def test_queries_do_not_grow(portal, booking, django_assert_num_queries):
    portal.get(URL)
    with django_assert_num_queries(10):
        portal.get(URL)
    for name in ("Mio", "Rin"):
        steps.book(CampaignFactory(brand=booking.campaign.brand), TalentFactory(name=name))
    with django_assert_num_queries(10):
        portal.get(URL)
