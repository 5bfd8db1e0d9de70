"""Moving a booking on the desk, with the verdict beside the form."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from campaigns import actions
from campaigns.models import Booking, Campaign
from campaigns.usage import Length
from clients.models import Category
from talent.models import Talent
from tests.campaigns import steps
from tests.campaigns.rivals import bind_to_rival
from tests.factories import NOW, CampaignFactory, days, manager
from tests.portals.desk.reading import text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

FORM = {
    "first": "2026-06-01", "last": "2026-06-30", "channels": ["instagram"], "territories": ["JP"], "usage": "0",
}  # fmt: skip
HTMX = {"HX-Request": "true"}


def test_a_hold_is_moved_from_its_page(desk: Client, campaign: Campaign, talent: Talent) -> None:
    held = steps.hold(campaign, talent)
    url = f"/desk/bookings/{held.public_id}/move"
    assert f'href="{url}"' in text(desk.get(f"/desk/bookings/{held.public_id}/"))
    start = datetime(2026, 5, 5, 9, tzinfo=UTC)
    actions.plan_appointment(
        booking=held, what="Shoot", starts_at=start, ends_at=start + timedelta(hours=3), timezone="UTC",
        by=manager(), now=NOW,
    )  # fmt: skip
    page = text(desk.get(url))
    assert 'value="2026-05-01"' in page and "stays as it is." not in page
    stays = "Shoot (option), 5 May 2026, 09:00 to 12:00 (UTC), stays as it is."
    assert stays in text(desk.post(f"{url}/verdict", FORM))
    assert 'value="2026-05-31"' in page
    assert "Nothing stands against it." in page
    assert [desk.post(url, {**FORM, "form_key": "m1"}).status_code for _ in range(2)] == [302, 302]
    assert Booking.objects.get().own_days == days("2026-06-01", "2026-07-01")


def test_the_address_fills_the_form_and_the_verdict(
    desk: Client, campaign: Campaign, talent: Talent, soda: Category
) -> None:
    bind_to_rival(talent, soda, term=days("2026-06-01", "2026-07-01"))
    held = steps.hold(campaign, talent)
    url = f"/desk/bookings/{held.public_id}/move"
    page = text(desk.get(f"{url}?first=2026-06-05&last=2026-06-09&channels=tiktok,youtube&territories=KR"))
    assert 'value="2026-06-05"' in page
    assert [f'<option value="{one}" selected>' in page for one in ("tiktok", "youtube", "KR", "instagram")] == [
        True, True, True, False,
    ]  # fmt: skip
    assert "Not as the brief says: days, channels, countries." in page
    assert "Clear of 1" in page


def test_the_pane_says_what_the_hold_would_say_once_moved(
    desk: Client, campaign: Campaign, talent: Talent, soda: Category
) -> None:
    bind_to_rival(talent, soda, term=days("2026-06-01", "2026-07-01"))
    held = steps.hold(campaign, talent)
    pane = text(desk.post(f"/desk/bookings/{held.public_id}/move/verdict", FORM, headers=HTMX))
    assert "Conditional" in pane
    assert "Lumeya keeps soda to itself in Japan until 30 Jun 2026 (clause 4.2)." in pane
    assert Booking.objects.get().own_days is None
    desk.post(f"/desk/bookings/{held.public_id}/move", FORM)
    assert "Conditional" in text(desk.get(f"/desk/bookings/{held.public_id}/"))


def test_the_pane_says_which_place_in_line_the_hold_would_have(
    desk: Client, campaign: Campaign, talent: Talent
) -> None:
    held = steps.hold(campaign, talent)
    other = CampaignFactory(name="June", brief__days=days("2026-06-01", "2026-07-01"))
    steps.hold(other, talent)
    for first, said in (("2026-05-01", None), ("2026-06-01", "It would be option 2 of its days and is option 1 now.")):
        pane = text(
            desk.post(
                f"/desk/bookings/{held.public_id}/move/verdict",
                {**FORM, "first": first, "last": "2026-06-02" if said else "2026-05-30"},
                headers=HTMX,
            )
        )
        assert ("It would be option" in pane) == bool(said)
        assert said is None or f"{said} It goes behind the holds that it meets there." in pane
    desk.post(f"/desk/bookings/{held.public_id}/move", {**FORM, "last": "2026-06-02"})
    held.refresh_from_db()
    assert held.rank == 2
    pane = text(
        desk.post(
            f"/desk/bookings/{held.public_id}/move/verdict",
            {**FORM, "first": "2026-08-01", "last": "2026-08-02"},
            headers=HTMX,
        )
    )
    assert "It would be option 1 of its days and is option 2 now." in pane
    assert "It goes behind" not in pane


def test_the_pane_waits_until_the_form_can_be_read(desk: Client, campaign: Campaign, talent: Talent) -> None:
    held = steps.hold(campaign, talent)
    pane = text(desk.post(f"/desk/bookings/{held.public_id}/move/verdict", {**FORM, "first": ""}, headers=HTMX))
    assert "it is checked against every promise" in pane


def test_a_booking_into_a_clash_is_refused_on_the_form_and_keeps_what_was_typed(
    desk: Client, campaign: Campaign, talent: Talent, soda: Category
) -> None:
    bind_to_rival(talent, soda, term=days("2026-06-01", "2026-07-01"))
    booked = steps.book(campaign, talent)
    response = desk.post(f"/desk/bookings/{booked.public_id}/move", FORM)
    page = text(response)
    assert response.status_code == 422
    assert "Lumeya keeps soda to itself in Japan" in page.split("<form")[-1].split("</form")[0]
    assert 'value="2026-06-01"' in page
    assert "Blocked" in page
    assert Booking.objects.get().days == days("2026-05-01", "2026-06-01")


def test_a_last_day_before_the_first_is_said_beside_it(desk: Client, campaign: Campaign, talent: Talent) -> None:
    held = steps.hold(campaign, talent)
    response = desk.post(f"/desk/bookings/{held.public_id}/move", {**FORM, "last": "2026-05-01"})
    assert response.status_code == 422
    assert "The last day comes before the first." in text(response)


def test_who_saved_meanwhile_is_told(desk: Client, campaign: Campaign, talent: Talent) -> None:
    held = steps.hold(campaign, talent)
    url = f"/desk/bookings/{held.public_id}/move"
    version = text(desk.get(url)).split('name="version" value="')[1].split('"')[0]
    desk.post(url, {**FORM, "usage": "3"})
    response = desk.post(url, {**FORM, "version": version})
    assert response.status_code == 422
    assert "after you opened it" in text(response)
    assert Booking.objects.get().own_usage == Length(3)


def test_what_no_longer_stands_is_not_moved(desk: Client, campaign: Campaign, talent: Talent) -> None:
    held = steps.hold(campaign, talent)
    Booking.objects.update(state="released", released_at=held.created_at, released_by=held.created_by)
    assert desk.get(f"/desk/bookings/{held.public_id}/move").status_code == 302
    assert "/move" not in text(desk.get(f"/desk/bookings/{held.public_id}/")).split("History")[0]


def test_queries_do_not_grow(desk: Client, campaign: Campaign, talent: Talent, soda: Category) -> None:
    held = steps.hold(campaign, talent)
    bind_to_rival(talent, soda)
    url = f"/desk/bookings/{held.public_id}/move?last=2026-05-20"
    desk.get(url)
    with CaptureQueriesContext(connection) as one:
        desk.get(url)
    for name, month in (("Veloralune", "2027-02"), ("Kaskad", "2027-03")):
        bind_to_rival(talent, soda, name=name, term=days(f"{month}-01", f"{month}-20"))
    with CaptureQueriesContext(connection) as three:
        desk.get(url)
    assert [len(one), len(three)] == [32, 32]
