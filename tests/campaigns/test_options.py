"""A shoot that a hold options: the office's alone, until the hold is confirmed."""

from datetime import date, timedelta

import pytest

from accounts.models import User
from campaigns import actions
from campaigns.calendar import SHOOT, happenings, shoot_words
from campaigns.models import Appointment
from lib.refusals import Refused
from outbox.models import Message
from talent.actions import add_away
from tests.campaigns import steps
from tests.campaigns.test_calendar import FIRST, LAST, TOKYO, at, away_letters, booking, letters, plan, seen
from tests.campaigns.test_queues import count
from tests.factories import CampaignFactory, booker, brand_person

__all__ = ["booking"]


@pytest.fixture
def held(talent):
    held = steps.hold(CampaignFactory(name="Snow"), talent)
    Message.objects.all().delete()
    return held


def moved(row, by, now, **values):
    said = {name: getattr(row, name) for name in ("what", "starts_at", "ends_at", "timezone", "place", "note")}
    said |= {"brand_reads": row.brand_reads, **values}
    return actions.change_appointment(appointment=row, by=by, now=now, **said)


def test_of_an_option_on_a_shoot_only_the_office_reads_and_nobody_is_told(held, aoi, by, now):
    client = brand_person(held.campaign.brand)
    row = plan(held, by, now, brand_reads=True)
    assert (SHOOT, date(2026, 5, 5), "Shoot (option), Aoi") in seen(by)
    assert seen(aoi) == seen(client) == []
    assert not Appointment.objects.visible_to(aoi).exists() and not Appointment.objects.visible_to(client).exists()
    moved(row, by, now, place="Studio 5")
    moved(row, by, now, brand_reads=False)
    actions.cancel_appointment(appointment=row, by=by, now=now)
    assert (letters(), [kind for kind, _, _ in seen(by) if kind == SHOOT]) == ([], [])


def test_an_option_meets_other_shoots_and_days_away(booking, held, by, now):
    plan(booking, by, now)
    plan(held, by, now, start=at(5, 11))
    add_away(talent=booking.talent, first=date(2026, 5, 5), last=date(2026, 5, 5), by=by, now=now)
    found = {(one.title, one.campaign): one.meets for one in happenings(by, FIRST, LAST, TOKYO)}
    assert found["Shoot, Aoi", "Summer"] == (
        "Shoot (option), Aoi for Snow is at the same time, 11:00 to 14:00.", "Aoi is away, 5 May 2026.",
    )  # fmt: skip
    assert found["Shoot (option), Aoi", "Snow"] == (
        "Shoot, Aoi for Summer is at the same time, 09:00 to 12:00.", "Aoi is away, 5 May 2026.",
    )  # fmt: skip
    assert shoot_words(booking.talent, (date(2026, 5, 5), date(2026, 5, 6))) == [
        "Shoot for Summer, 5 May 2026, 09:00 to 12:00 (Asia/Tokyo).",
        "Shoot (option) for Snow, 5 May 2026, 11:00 to 14:00 (Asia/Tokyo).",
    ]
    for none in (None, (None, None), (date(2026, 5, 6), date(2026, 5, 9))):
        assert shoot_words(booking.talent, none) == []


def test_a_confirmed_hold_turns_its_options_into_shoots_but_for_those_that_are_over(held, aoi, by, now):
    plan(held, by, now - timedelta(days=2), start=now - timedelta(days=1))
    begun = plan(held, by, now - timedelta(hours=1), start=now - timedelta(minutes=30))
    row = plan(held, by, now)
    actions.confirm_booking(booking=held, by=by, now=now)
    shown = [one.public_id for one in happenings(aoi, FIRST, LAST, TOKYO) if one.kind == SHOOT]
    assert shown == [begun.public_id, row.public_id]
    assert Message.objects.filter(kind="appointment_planned").count() == 2
    planned = Message.objects.filter(kind="appointment_planned").latest("pk")
    assert planned.to_name == "Aoi" and "5 May 2026, 09:00 to 12:00 (Asia/Tokyo), Studio 4." in planned.body
    assert Appointment.objects.exclude(cancelled_at=None).get().cancelled_at == now


def test_what_was_meant_as_an_option_is_not_done_to_a_shoot_that_the_talent_reads(held, by, now):
    row = plan(held, by, now, option=True)
    actions.confirm_booking(booking=held, by=by, now=now)
    Message.objects.all().delete()
    for press in (
        lambda: plan(held, by, now, option=True),
        lambda: moved(row, by, now, place="Pier", option=True),
        lambda: actions.cancel_appointment(appointment=row, option=True, by=by, now=now),
    ):
        with pytest.raises(Refused, match="The hold was confirmed meanwhile: Aoi is told of this."):
            press()
    kept = Appointment.objects.get()
    assert (kept.place, kept.cancelled_at, letters()) == ("Studio 4", None, [])


def test_of_very_many_shoots_the_first_are_named_and_that_there_are_more(booking, by, now):
    days = (date(2026, 5, 5), date(2026, 5, 6))
    for hour in range(8):
        plan(booking, by, now, start=at(5, 9 + hour), hours=1)
    assert (len(shoot_words(booking.talent, days)), "more" in shoot_words(booking.talent, days)[-1]) == (8, False)
    plan(booking, by, now, start=at(5, 18), hours=1)
    assert shoot_words(booking.talent, days)[7:] == [
        "Shoot for Summer, 5 May 2026, 16:00 to 17:00 (Asia/Tokyo).", "There is more: the calendar has all of it.",
    ]  # fmt: skip


def test_a_released_hold_lets_its_options_go(held, by, now):
    plan(held, by, now)
    actions.release_hold(booking=held, reason="", by=by, now=now)
    assert [kind for kind, _, _ in seen(by) if kind == SHOOT] == []
    assert shoot_words(held.talent, (FIRST, LAST)) == []
    assert letters() == []


def test_managers_of_options_read_of_days_away_too_and_where_one_left_who_can_act(held, talent, aoi, by, now):
    plan(held, by, now)
    gone = held.campaign.manager
    said = {"talent": talent, "first": date(2026, 5, 5), "last": date(2026, 5, 5), "by": aoi, "now": now}
    row = actions.say_away(**said)
    assert away_letters() == [(gone.name, ["- Shoot (option), Aoi for Snow falls into it, on 5 May 2026."])]
    User.objects.filter(pk=gone.pk).update(is_active=False)
    Message.objects.all().delete()
    actions.say_away(**{**said, "away": row, "last": date(2026, 5, 6)})
    told = {name for name, _ in away_letters()}
    assert (gone.name in told, by.name in told) == (False, True)


def test_of_managers_who_left_each_colleague_of_the_brand_gets_one_letter_with_all(booking, held, talent, aoi, by, now):
    plan(booking, by, now)
    plan(held, by, now, start=at(5, 14))
    User.objects.filter(pk__in=(booking.campaign.manager_id, held.campaign.manager_id)).update(is_active=False)
    CampaignFactory(brand=booking.campaign.brand, manager=booker(name="Nils"))
    CampaignFactory(brand=held.campaign.brand, manager=User.objects.get(name="Nils"))
    Message.objects.all().delete()
    actions.say_away(talent=talent, first=date(2026, 5, 5), last=date(2026, 5, 5), by=aoi, now=now)
    assert away_letters() == [("Nils", [
        "- Shoot, Aoi for Summer falls into it, on 5 May 2026.",
        "- Shoot (option), Aoi for Snow falls into it, on 5 May 2026.",
    ])]  # fmt: skip


def test_whoever_once_planned_with_a_talent_is_not_asked_of_for_other_days_away(booking, talent, aoi, by, now):
    said = {"talent": talent, "first": date(2026, 6, 10), "last": date(2026, 6, 12), "by": aoi, "now": now}
    once = count(lambda: actions.say_away(**said))
    for name in ("Snow", "Rain"):
        row = steps.book(CampaignFactory(name=name), talent)
        plan(row, by, now)
    assert count(lambda: actions.say_away(**{**said, "first": date(2026, 6, 20), "last": date(2026, 6, 22)})) == once
