"""The desk's calendar: month, week and agenda; a thing checked on another day, and moved there."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from campaigns import actions
from campaigns.models import Appointment, Booking, Deliverable, Feed
from talent.actions import add_away
from talent.models import Away
from tests.campaigns import steps
from tests.campaigns.rivals import bind_to_rival
from tests.factories import (
    NOW,
    BrandFactory,
    CampaignFactory,
    CategoryFactory,
    TalentFactory,
    booker,
    days,
    manager,
    reader,
)
from tests.portals.outside import signed_in, still_clock, text

__all__ = ["still_clock"]
TOKYO = ZoneInfo("Asia/Tokyo")


@pytest.fixture
def booking(db):
    return steps.book(CampaignFactory(name="Summer"), TalentFactory(name="Aoi"))


@pytest.fixture
def shoot(booking):
    return plan(booking)


@pytest.fixture
def desk(db):
    return signed_in(booker(timezone="Asia/Tokyo"))


def plan(booking, day=5, hour=9):
    start = datetime(2026, 5, day, hour, tzinfo=TOKYO)
    return actions.plan_appointment(
        booking=booking, what="Shoot", starts_at=start, ends_at=start + timedelta(hours=3), timezone="Asia/Tokyo",
        place="Studio 4", by=manager(), now=NOW,
    )  # fmt: skip


def at(kind, row):
    return reverse("desk:calendar-thing", args=[kind, row.public_id])


@pytest.mark.parametrize("view", ["month", "week", "agenda"])
def test_each_view_shows_what_is_there(desk, shoot, view):
    said = text(desk.get(reverse("desk:calendar"), {"view": view, "on": "2026-05-04"}))
    assert ("Shoot, Aoi" in said, "Draft of reel, Aoi" in said) == (True, True)


def test_a_phone_begins_this_month_today(desk, booking):
    talent = booking.talent
    for first, last in ((1, 2), (13, 16), (20, 21)):
        add_away(talent=talent, first=date(2026, 4, first), last=date(2026, 4, last), by=manager(), now=NOW)
    url = reverse("desk:calendar")
    shown = {
        on: [(row.day.day, len(row.items)) for row in desk.get(url, {"kind": "away", "on": on}).context["agenda"]]
        for on in ("", "2026-04-15")
    }
    assert shown == {"": [(15, 1), (20, 1)], "2026-04-15": [(1, 1), (13, 1), (20, 1)]}


@pytest.mark.parametrize("day", ["2026-02-30", "words", "9999-12-31", "0001-01-01"])
def test_a_day_that_is_none_is_today(desk, day):
    assert "April 2026" in text(desk.get(reverse("desk:calendar"), {"on": day}))


def test_it_is_narrowed_and_says_how_to_widen_it(desk, shoot):
    url = reverse("desk:calendar")
    said = text(desk.get(url, {"on": "2026-05-04", "kind": "draft", "talent": shoot.booking.talent.public_id}))
    assert ("Shoot, Aoi" in said, "Draft of reel, Aoi" in said) == (False, True)
    nothing = text(desk.get(url, {"on": "2026-05-04", "view": "agenda", "of": "mine"}))
    assert "What it is narrowed to leaves nothing." in nothing


def test_what_meets_in_time_is_counted_and_said(desk, shoot):
    plan(steps.book(CampaignFactory(name="Snow"), shoot.booking.talent), hour=10)
    said = " ".join(text(desk.get(reverse("desk:calendar"), {"view": "agenda", "on": "2026-05-04"})).split())
    assert "2 overlap in time: Shoot, Aoi ( 5 May ), Shoot, Aoi ( 5 May )." in said
    assert "Shoot, Aoi for Snow is at the same time, 10:00 to 13:00." in said


def test_queries_do_not_grow(desk, shoot, django_assert_num_queries):
    url = f"{reverse('desk:calendar')}?on=2026-05-04"
    desk.get(url)
    with django_assert_num_queries(8):
        desk.get(url)
    for _ in range(2):
        other = plan(steps.book(CampaignFactory(), TalentFactory()))
        add_away(talent=other.booking.talent, first=date(2026, 5, 3), last=date(2026, 5, 4), by=manager(), now=NOW)
    with django_assert_num_queries(8):
        desk.get(url)


def test_a_campaign_has_a_calendar_of_its_own_which_opens_where_it_is(desk, shoot):
    campaign = shoot.booking.campaign
    steps.book(CampaignFactory(name="Snow"), TalentFactory(name="Ren"))
    url = f"/desk/campaigns/{campaign.public_id}/calendar"
    page = text(desk.get(url))
    assert ("May 2026" in page, "Aoi" in page, "Ren" in page) == (True, True, False)
    for view in ("week", "agenda"):
        assert desk.get(f"{url}?view={view}&on=2026-05-05").status_code == 200
    campaign.brief.days = None
    campaign.brief.save()
    assert "April 2026" in text(desk.get(url))


def test_a_shoot_is_checked_on_another_day_and_moved_there(desk, shoot):
    add_away(talent=shoot.booking.talent, first=date(2026, 5, 6), last=date(2026, 5, 7), by=manager(), now=NOW)
    said = text(desk.get(at("shoot", shoot), {"to": "2026-05-06"}))
    assert "Aoi is away, 6 May 2026 to 7 May 2026." in said
    answer = desk.post(at("shoot", shoot), {"to": "2026-05-08"})
    assert answer.url == "/desk/calendar/?on=2026-05-08"
    assert Appointment.objects.get().starts_at == datetime(2026, 5, 8, 9, tzinfo=TOKYO)


def test_what_was_moved_is_shown_in_the_calendar_that_one_came_from(desk, shoot):
    campaign = reverse("desk:campaign-calendar", args=[shoot.booking.campaign.public_id])
    came = f"{campaign}?view=week&kind=shoot&on=2026-05-04"
    page = desk.get(at("shoot", shoot), {"to": "2026-05-18"}, headers={"Referer": f"http://testserver{came}"})
    back = page.context["back"]
    assert (back, page.content.decode().count(f'value="{came.replace("&", "&amp;")}"')) == (came, 2)
    answer = desk.post(at("shoot", shoot), {"to": "2026-05-18", "back": back})
    assert answer.url == f"{campaign}?view=week&kind=shoot&on=2026-05-18"


@pytest.mark.parametrize("back", ["https://elsewhere.example/desk/talents/", "//elsewhere.example", "http://[", "x"])
def test_a_way_back_that_is_no_calendar_leads_to_the_offices(desk, shoot, back):
    answer = desk.post(at("shoot", shoot), {"to": "2026-05-18", "back": back})
    assert answer.url == "/desk/calendar/?on=2026-05-18"


def test_who_came_from_no_calendar_is_led_to_the_day_of_the_thing(desk, shoot):
    booking = reverse("desk:booking", args=[shoot.booking.public_id])
    page = desk.get(at("shoot", shoot), {"to": "2026-05-18"}, headers={"Referer": f"http://testserver{booking}"})
    assert page.content.decode().count('href="/desk/calendar/?on=2026-05-05"') == 2, "the crumb and Leave it"
    again = desk.get(at("shoot", shoot), {"to": "2026-05-19", "back": page.context["back"]})
    assert again.context["back"] == "/desk/calendar/?on=2026-05-05"


def test_nothing_is_moved_to_days_that_are_over(desk, shoot):
    for kind, row, words in (
        ("shoot", shoot, "14 Apr 2026 is over."), ("window", shoot.booking, "Those days are over."),
    ):  # fmt: skip
        to = "2026-04-14" if kind == "shoot" else "2026-01-01"
        said = text(desk.get(at(kind, row), {"to": to}))
        assert (words in said, "Move it there" in said) == (True, False)
        desk.post(at(kind, row), {"to": to})
    assert Appointment.objects.get().starts_at == shoot.starts_at
    assert Booking.objects.get().days == shoot.booking.days


def test_a_promise_in_the_way_is_said_instead_of_the_button(desk):
    soda = CategoryFactory(name="Soda", key="test-soda")
    booking = steps.book(CampaignFactory(brand=BrandFactory(name="Kirei", categories=[soda])), TalentFactory())
    bind_to_rival(booking.talent, soda, term=days("2026-08-01", "2027-01-01"))
    said = text(desk.get(at("window", booking), {"to": "2026-08-03"}))
    assert "It would break a promise." in said
    assert "Leave it" not in said
    held = steps.hold(CampaignFactory(brand=booking.campaign.brand), booking.talent)
    assert "Move it there" in text(desk.get(at("window", held), {"to": "2026-08-03"})), "it binds nobody"


@pytest.mark.parametrize("words", ["2026-02-31", "tomorrow"])
def test_a_day_that_is_none_is_said_and_nothing_moves(desk, shoot, words):
    assert "Say a day, such as 2026-05-05." in text(desk.get(at("shoot", shoot), {"to": words}))
    answer = desk.post(at("shoot", shoot), {"to": words})
    assert "Moved" not in text(answer)
    assert Appointment.objects.get().starts_at == shoot.starts_at


def test_the_pane_alone_comes_for_htmx(desk, shoot):
    part = desk.get(at("shoot", shoot), {"to": "2026-05-08"}, headers={"HX-Request": "true"}).content.decode()
    assert ("<html" in part, "Move it there" in part) == (False, True)


def test_a_draft_and_a_post_are_moved_within_the_booking(desk, booking):
    piece = steps.piece(booking)
    assert desk.post(at("draft", piece), {"to": "2026-05-10"}).status_code == 302
    assert desk.post(at("live", piece), {"to": "2026-05-16"}).status_code == 302
    fresh = Deliverable.objects.get()
    assert (fresh.draft_due_on, fresh.live_on) == (date(2026, 5, 10), date(2026, 5, 16))
    said = text(desk.get(at("live", piece), {"to": "2027-01-01"}))
    assert "1 Jan 2027 is not among the days of the booking. Move the booking." in said
    assert "Move it there" not in said


def test_a_bookings_days_are_moved_with_the_verdict_beside(desk, booking):
    first = booking.days.lower
    to = first + timedelta(days=7)
    said = text(desk.get(at("window", booking), {"to": to.isoformat()}))
    assert "Nothing stands against it." in said
    assert desk.post(at("window", booking), {"to": to.isoformat()}).status_code == 302
    fresh = Booking.objects.get()
    assert (fresh.days.lower, fresh.days.upper - fresh.days.lower) == (to, booking.days.upper - first)


def test_what_came_between_refuses_the_move_and_says_so(desk, shoot):
    actions.cancel_appointment(appointment=shoot, by=manager(), now=NOW)
    assert "It was called off." in text(desk.get(at("shoot", shoot), {"to": "2026-05-08"}))
    desk.post(at("shoot", shoot), {"to": "2026-05-08"})
    assert Appointment.objects.get().starts_at == shoot.starts_at
    assert desk.get(reverse("desk:calendar-thing", args=["away", shoot.public_id])).status_code == 404


def test_a_reader_looks_and_moves_nothing(shoot):
    looking = signed_in(reader())
    page = looking.get(at("shoot", shoot), {"to": "2026-05-08"})
    assert "Move it there" not in text(page)
    looking.post(at("shoot", shoot), {"to": "2026-05-08"})
    assert Appointment.objects.get().starts_at == shoot.starts_at


FORM = {
    "what": "Shoot", "day": "2026-05-07", "begins": "22:00", "ends": "01:00", "timezone": "Europe/Paris",
    "place": "Pier", "note": "",
}  # fmt: skip


def test_a_shoot_is_planned_over_midnight_on_the_clock_of_its_place(desk, booking):
    add_away(talent=booking.talent, first=date(2026, 5, 6), last=date(2026, 5, 7), by=manager(), now=NOW)
    url = reverse("desk:appointment-add", args=[booking.public_id])
    assert "Aoi is away 6 May 2026 to 7 May 2026." in text(desk.get(url))
    away = "Aoi is away, 6 May 2026 to 7 May 2026."
    assert desk.post(url, {**FORM, "known": away}).status_code == 302
    row = Appointment.objects.get()
    paris = ZoneInfo("Europe/Paris")
    assert (row.starts_at, row.ends_at) == (
        datetime(2026, 5, 7, 22, tzinfo=paris), datetime(2026, 5, 8, 1, tzinfo=paris),
    )  # fmt: skip
    page = text(desk.get(reverse("desk:booking", args=[booking.public_id])))
    assert "22:00–01:00 (Europe/Paris), Pier" in page


def test_a_shoot_is_changed_and_called_off(desk, shoot):
    url = reverse("desk:appointment", args=[shoot.public_id])
    assert 'value="09:00"' in desk.get(url).content.decode()
    assert desk.post(url, FORM).status_code == 302
    assert Appointment.objects.get().place == "Pier"
    desk.post(reverse("desk:appointment-cancel", args=[shoot.public_id]))
    assert desk.post(url, FORM).status_code == 422
    assert not Appointment.objects.planned().exists()


def test_what_is_at_the_same_time_is_said_before_a_shoot_is_planned(desk, shoot):
    other = steps.book(CampaignFactory(name="Snow"), shoot.booking.talent)
    url = reverse("desk:appointment-add", args=[other.public_id])
    said = {**FORM, "day": "2026-05-05", "begins": "10:00", "ends": "11:00", "timezone": "Asia/Tokyo"}
    page = desk.post(url, {**said, "form_key": "k"})
    line = "Shoot, Aoi for Summer is at the same time, 09:00 to 12:00."
    assert (line in text(page), Appointment.objects.count()) == (True, 1)
    assert 'value="10:00"' in page.content.decode() and "Plan it all the same" in text(page)
    assert [desk.post(url, {**said, "known": line, "form_key": "k"}).status_code for _ in range(2)] == [302, 302]
    planned = Appointment.objects.get(booking=other)
    change = reverse("desk:appointment", args=[planned.public_id])
    assert "Save all the same" in text(desk.post(change, {**said, "begins": "09:30"}))
    assert desk.post(change, {**said, "begins": "13:00", "ends": "14:00"}).status_code == 302
    planned.refresh_from_db()
    assert planned.starts_at == datetime(2026, 5, 5, 13, tzinfo=TOKYO)


def test_a_hold_that_was_released_has_no_shoot(desk):
    held = steps.hold(CampaignFactory(), TalentFactory())
    actions.release_hold(booking=held, reason="", by=manager(), now=NOW)
    assert desk.get(reverse("desk:appointment-add", args=[held.public_id])).status_code == 302


def test_staff_write_down_when_a_talent_is_away_and_take_it_back(desk, booking):
    url = reverse("desk:away-add", args=[booking.talent.public_id])
    assert desk.post(url, {"first": "2026-05-09", "last": "2026-05-08"}).status_code == 422
    assert desk.post(url, {"first": "2026-05-08", "last": "2026-05-09", "words": "Home"}).status_code == 302
    row = Away.objects.get()
    change = reverse("desk:away", args=[row.public_id])
    agenda = desk.get(f"{reverse('desk:calendar')}?view=agenda&on=2026-05-08").content.decode()
    assert (f'href="{change}"' in agenda, "Home" in agenda) == (True, True)
    assert 'value="2026-05-09"' in desk.get(change).content.decode()
    answer = desk.post(change, {"first": "2026-05-10", "last": "2026-05-11", "words": "Osaka"})
    assert answer.url.endswith(f"?talent={booking.talent.public_id}&on=2026-05-10")
    assert (Away.objects.get().first, Away.objects.get().words) == (date(2026, 5, 10), "Osaka")
    desk.post(reverse("desk:away-drop", args=[row.public_id]))
    assert not Away.objects.standing().exists()


def test_one_makes_and_withdraws_ones_address(desk):
    url = reverse("desk:calendar-feed")
    page = desk.post(url, {"form_key": "pressed"}).content.decode()
    assert "/calendar/" in page.split('id="fresh-feed" value="')[1].split('"')[0]
    keys = page.split('name="form_key" value="')[1:]
    assert len(keys) >= 2 and not any(key.startswith("pressed") for key in keys), "used up: its forms have their own"
    assert "Nobody has read it yet." in text(desk.get(url))
    desk.post(reverse("desk:calendar-feed-withdraw"), {"form_key": keys[-1].split('"')[0]})
    assert Feed.objects.get().revoked_at == NOW


def test_a_hold_is_placed_with_an_option_on_a_shoot_which_stands_there_with_what_it_meets(desk, shoot):
    talent, campaign = shoot.booking.talent, CampaignFactory(name="Snow")
    place = reverse("desk:hold-add", args=[campaign.public_id])
    went = desk.post(place, {"talent": talent.public_id, "price": "", "currency": "JPY", "option": "1"})
    held = Booking.objects.get(campaign=campaign)
    assert went["Location"] == reverse("desk:appointment-add", args=[held.public_id])
    asked = text(desk.get(went["Location"]))
    assert "Option a shoot" in asked and "only the office reads it until the hold is confirmed" in asked
    said = {"what": "Shoot", "day": "2026-05-05", "begins": "10:00", "ends": "11:00", "timezone": "Asia/Tokyo"}
    told = desk.post(went["Location"], said)
    assert (told.status_code, "Option it all the same" in text(told)) == (422, True)
    known = told.context["meets"]
    assert known == ["Shoot, Aoi for Summer is at the same time, 09:00 to 12:00."]
    page = text(desk.post(went["Location"], {**said, "known": " ".join(known)}, follow=True))
    assert "Optioned. Only the office reads it." in page and "Option, binds nobody" in page
    page = text(desk.get(reverse("desk:booking", args=[held.public_id])))
    assert "Optioned in person" in page and known[0] in page
    option = Appointment.objects.get(booking=held)
    moved = text(desk.post(at("shoot", option), {"to": "2026-05-07"}, follow=True))
    assert "Moved." in moved and "is told" not in moved
    Booking.objects.filter(pk=held.pk).update(own_days=days("2026-05-01", "2026-06-01"))
    stays = "Shoot (option), 7 May 2026, 10:00 to 11:00 (Asia/Tokyo), stays as it is."
    assert stays in text(desk.get(at("window", held), {"to": "2026-06-01"}))
    assert stays not in text(desk.get(at("window", held), {"to": "2026-05-02"}))
    assert f"Moved. {stays}" in text(desk.post(at("window", held), {"to": "2026-06-01", "loose": "1"}, follow=True))
    own = reverse("desk:appointment", args=[option.public_id])
    assert "Let this option go?" in text(desk.get(own))
    gone = text(desk.post(reverse("desk:appointment-cancel", args=[option.public_id]), follow=True))
    assert "Let go. The hold stays." in gone and "Optioned in person" not in gone


def test_what_one_read_as_an_option_is_not_done_where_a_colleague_confirmed_meanwhile(desk):
    held = steps.hold(CampaignFactory(name="Snow"), TalentFactory(name="Aoi"))
    add, row = reverse("desk:appointment-add", args=[held.public_id]), plan(held)
    change, cancel = (reverse(f"desk:{name}", args=[row.public_id]) for name in ("appointment", "appointment-cancel"))
    field = '<input type="hidden" name="option" value="1">'
    assert [desk.get(url).content.decode().count(field) for url in (add, change)] == [1, 2]
    assert 'name="loose" value="1"' in desk.get(at("shoot", row), {"to": "2026-05-08"}).content.decode()
    actions.confirm_booking(booking=held, by=manager(), now=NOW)
    read, words = {"option": "1"}, "The hold was confirmed meanwhile"
    for url in (add, change):
        again = desk.post(url, {**FORM, **read})
        assert words in text(again) and field not in again.content.decode() and 'value="Pier"' in again.content.decode()
    assert words in text(desk.post(cancel, read, follow=True))
    for kind, thing in (("shoot", row), ("window", held)):
        again = desk.post(at(kind, thing), {"to": "2026-05-08", "loose": "1"})
        told = "both sides are told of this." if kind == "window" else "Aoi is told of this."
        assert f"{words}: {told}" in text(again)
        assert 'name="loose"' not in again.content.decode()
    kept = Appointment.objects.get()
    assert (kept.place, kept.starts_at, kept.cancelled_at) == ("Studio 4", row.starts_at, None)
    assert desk.post(change, FORM).status_code == 302


def test_a_hold_that_is_confirmed_while_one_moves_it_is_shown_as_it_is_then(desk, monkeypatch):
    held = steps.hold(CampaignFactory(name="Snow"), TalentFactory(name="Aoi"))
    move = actions.move_booking

    def confirmed_before(**said):
        if Booking.objects.get(pk=held.pk).state == "hold":
            actions.confirm_booking(booking=held, by=manager(), now=NOW)
        return move(**said)

    monkeypatch.setattr("portals.desk.calendar.things.actions.move_booking", confirmed_before)
    again = desk.post(at("window", held), {"to": "2026-05-08", "loose": "1"})
    assert "The hold was confirmed meanwhile: both sides are told of this." in text(again)
    assert 'name="loose"' not in again.content.decode()
    assert "The confirmation is drawn up anew." in text(again)


def test_the_option_of_a_hold_that_was_released_is_changed_and_called_off_no_more(desk):
    held = steps.hold(CampaignFactory(name="Snow"), TalentFactory(name="Aoi"))
    row = plan(held)
    actions.release_hold(booking=held, reason="", by=manager(), now=NOW)
    page = text(desk.get(reverse("desk:appointment", args=[row.public_id]), follow=True))
    assert "Appointments are planned for a hold or a confirmed booking." in page and "Call off" not in page
    assert "Open booking" in text(desk.get(at("shoot", row)))


def test_who_confirms_reads_which_options_are_over_by_then(desk):
    held = steps.hold(CampaignFactory(name="Snow"), TalentFactory(name="Aoi"))
    start = NOW - timedelta(hours=3)
    actions.plan_appointment(
        booking=held, what="Fitting", starts_at=start, ends_at=start + timedelta(hours=1), timezone="Asia/Tokyo",
        by=manager(), now=start,
    )  # fmt: skip
    page = text(desk.post(reverse("desk:booking-confirm", args=[held.public_id]), follow=True))
    assert "Fitting (option), 15 Apr 2026, 15:30 to 16:30 (Asia/Tokyo), is over and was let go." in page
