"""The next stage on the desk: on a talent's page, on Today, among the office's pages."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.formats import date_format

from accounts.models import User
from campaigns.models import Booking
from outbox.models import Message
from stats.models import StageReview
from stats.stages import criteria
from talent.models import Talent
from tests.campaigns import steps
from tests.factories import NOW, CampaignFactory, TalentFactory, finance, owner, talent_user
from tests.portals.desk.reading import text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
CRITERIA = "/desk/office/stages/"


@pytest.fixture
def ready(sora: User) -> Talent:
    """A registered talent with one completed booking, all live on time."""
    talent = TalentFactory(name="Mei", stage="registered", manager=sora)
    booking = steps.book(CampaignFactory(), talent)
    steps.publish(steps.piece(booking))
    Booking.objects.filter(pk=booking.pk).update(state="completed")
    return talent


def url(talent: Talent) -> str:
    return f"/desk/talents/{talent.public_id}/next-stage"


def test_who_has_all_of_it_is_on_today_until_a_person_said_so(desk: Client, client: Client, ready: Talent) -> None:
    other = TalentFactory(name="Nao", stage="registered")
    page = text(desk.get("/desk/?of=mine"))
    assert "Decide whether Mei becomes affiliated" in page and "Nao" not in page
    assert "Completed bookings 1, pieces live on time 100 %" in page
    assert "at least 80 %" in page
    overview = text(desk.get(f"/desk/talents/{ready.public_id}/"))
    assert "To affiliated" in overview and ">Decide</a>" in overview
    assert ">Look</a>" in text(desk.get(f"/desk/talents/{other.public_id}/"))
    assert "Registered to Affiliated" in text(desk.get(url(ready)))
    until = (NOW + timedelta(days=20)).date()
    assert desk.post(url(ready), {"moves": "no", "reason": "Too soon"}).status_code == 422
    assert desk.post(url(ready), {"moves": "no", "reason": "Too soon", "until": "2026-01-01"}).status_code == 422
    desk.post(url(ready), {"moves": "no", "reason": "Too soon", "until": f"{until}"})
    assert "becomes affiliated" not in text(desk.get("/desk/"))
    page = text(desk.get(url(ready)))
    assert "Not affiliated before" in page and "Too soon" in page and date_format(until, "j M Y") in page
    desk.post(url(ready), {"moves": "yes", "reason": "A good winter"})
    ready.refresh_from_db()
    assert ready.stage == "affiliated"
    page = text(desk.get(url(ready)))
    assert "Affiliated to Exclusive" in page and "A good winter" in page
    assert StageReview.objects.count() == 2
    client.force_login(finance())
    assert "becomes" not in text(client.get("/desk/"))
    assert client.post(url(ready), {"moves": "yes", "reason": "Me too"}).status_code == 422
    ready.refresh_from_db()
    assert ready.stage == "affiliated"


def test_no_criteria_lead_on_from_the_last_stage(desk: Client) -> None:
    headliner = TalentFactory(stage="headliner")
    assert "No criteria lead on from here." in text(desk.get(url(headliner)))
    assert desk.post(url(headliner), {"moves": "yes", "reason": "Up"}).status_code == 200
    assert "To headliner" not in text(desk.get(f"/desk/talents/{headliner.public_id}/"))


def test_the_owner_changes_the_criteria_and_others_read_them(client: Client, desk: Client, ready: Talent) -> None:
    page = text(desk.get(CRITERIA))
    assert "not asked" in page and "Mei" in page and "Registered to affiliated: completed bookings 1" in page
    assert desk.post(CRITERIA, {"affiliated-bookings": "9"}).status_code == 422
    client.force_login(owner())
    assert client.post(CRITERIA, {"affiliated-on_time": "101"}).status_code == 422
    client.post(CRITERIA, {"affiliated-bookings": "2", "exclusive-followers": "5000", "reason": "We grew"})
    assert criteria() == {"affiliated": {"bookings": 2}, "exclusive": {"followers": 5000}, "headliner": {}}
    assert "Nobody waits for a decision." in text(client.get(CRITERIA))
    client.post(CRITERIA, {"reason": ""})
    assert criteria() == {"affiliated": {}, "exclusive": {}, "headliner": {}}
    assert "This stage has no criteria" in text(client.get(url(ready)))


def test_pages_of_stages_take_the_same_queries_however_many_have_all_of_it(
    desk: Client, ready: Talent, django_assert_num_queries
) -> None:
    for _ in range(2):
        for page, count in ((CRITERIA, 7), (url(ready), 10)):
            desk.get(page)
            with django_assert_num_queries(count):
                desk.get(page)
        for _ in range(2):
            booking = steps.book(CampaignFactory(), TalentFactory(stage="registered"))
            steps.publish(steps.piece(booking))
            Booking.objects.filter(pk=booking.pk).update(state="completed")


def test_who_is_moved_from_the_talents_page_is_told_once_without_the_reason(desk: Client, ready: Talent) -> None:
    user = talent_user(ready)
    for reason in ("Zxreason", "Pressed again"):
        desk.post(f"/desk/talents/{ready.public_id}/stage", {"stage-stage": "exclusive", "stage-reason": reason})
    letter = Message.objects.get(reader=user.public_id)
    assert (letter.kind, letter.subject) == ("stage_changed", "Your stage with the office: exclusive")
    assert "it was registered" in letter.body and "Zxreason" not in letter.body
    assert "changed the stage" in text(desk.get(f"/desk/talents/{ready.public_id}/history/"))
