"""What stands in a calendar, what of it meets in time, and moving it."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import AnonymousUser
from icalendar import Calendar
from psycopg.types.range import DateRange

from accounts.models import User
from campaigns import actions
from campaigns.calendar import (
    AWAY,
    DRAFT,
    LIVE,
    SHOOT,
    WINDOW,
    Wanted,
    away_words,
    happenings,
    span,
)
from campaigns.ics import written
from campaigns.models import Appointment, Deliverable, Feed
from campaigns.papers import draw_up
from campaigns.usage import UsageTerms, as_json
from lib.refusals import Refused
from outbox.models import Message
from talent.actions import add_away, drop_away
from talent.models import Away
from tests.campaigns import steps
from tests.campaigns.test_queues import count
from tests.factories import CampaignFactory, TalentFactory, booker, brand_person, reader, talent_user

TOKYO, PARIS = ZoneInfo("Asia/Tokyo"), ZoneInfo("Europe/Paris")
FIRST, LAST = date(2026, 4, 1), date(2026, 6, 30)


def at(day, hour, minute=0, zone=TOKYO):
    return datetime(2026, 5, day, hour, minute, tzinfo=zone)


@pytest.fixture
def booking(campaign, talent):
    booking = steps.book(campaign, talent)
    Message.objects.all().delete()
    return booking


def plan(booking, by, now, start=None, hours=3, **values):
    start = start or at(5, 9)
    said = {
        "what": "Shoot", "starts_at": start, "ends_at": start + timedelta(hours=hours), "timezone": "Asia/Tokyo",
        "place": "Studio 4", "note": "Bring boots.", **values,
    }  # fmt: skip
    return actions.plan_appointment(booking=booking, by=by, now=now, **said)


def letters():
    return list(Message.objects.order_by("pk").values_list("to_name", "kind"))


def seen(user, wanted=None, zone=TOKYO):
    return [(one.kind, one.first, one.title) for one in happenings(user, FIRST, LAST, zone, wanted)]


def test_a_shoot_is_planned_changed_and_called_off_and_the_talent_told(booking, by, now):
    row = plan(booking, by, now)
    again = actions.change_appointment(
        appointment=row, what="Shoot", starts_at=at(6, 9), ends_at=at(6, 12), timezone="Asia/Tokyo",
        place="Studio 4", note="Bring boots.", by=by, now=now,
    )  # fmt: skip
    assert again.starts_at == at(6, 9)
    actions.cancel_appointment(appointment=row, by=by, now=now)
    assert letters() == [
        ("Aoi", "appointment_planned"), ("Aoi", "appointment_changed"), ("Aoi", "appointment_cancelled"),
    ]  # fmt: skip
    assert "6 May 2026, 09:00 to 12:00 (Asia/Tokyo), Studio 4." in Message.objects.get(kind="appointment_changed").body
    with pytest.raises(Refused, match="It was called off"):
        actions.cancel_appointment(appointment=row, by=by, now=now)


def test_a_change_that_changes_nothing_tells_nobody(booking, by, now):
    row = plan(booking, by, now)
    actions.change_appointment(
        appointment=row, what="Shoot", starts_at=row.starts_at, ends_at=row.ends_at, timezone="Asia/Tokyo",
        place=" Studio 4", note="Bring boots.", by=by, now=now,
    )  # fmt: skip
    assert letters() == [("Aoi", "appointment_planned")]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"what": " "}, "Say what it is, such as Shoot."),
        ({"timezone": "Mars/Base"}, "Choose on whose clock it is."),
        ({"ends_at": at(5, 9)}, "It ends after it begins."),
        ({"ends_at": at(6, 9, 1)}, "At most a day at once. Plan each day by itself."),
    ],
    ids=["nameless", "no clock", "no length", "too long"],
)
def test_a_shoot_that_cannot_be_is_refused(booking, by, now, values, sentence):
    with pytest.raises(Refused) as refused:
        plan(booking, by, now, **values)
    assert str(refused.value) == sentence


def test_a_shoot_is_not_put_on_a_day_that_is_over_but_its_note_still_changes(booking, by, now):
    row = plan(booking, by, now)
    later = now + timedelta(days=60)
    said = {"what": "Shoot", "starts_at": row.starts_at, "ends_at": row.ends_at, "timezone": "Asia/Tokyo", "note": "N"}
    assert actions.change_appointment(appointment=row, **said, by=by, now=later).note == "N"
    moved = {"starts_at": at(6, 9), "ends_at": at(6, 12)}
    with pytest.raises(Refused, match="^6 May 2026 is over.$"):
        actions.change_appointment(appointment=row, **{**said, **moved}, by=by, now=later)
    with pytest.raises(Refused, match="^5 May 2026 is over.$"):
        plan(booking, by, later)


def test_shoots_are_planned_by_who_runs_campaigns_while_the_booking_stands(booking, by, now):
    with pytest.raises(Refused, match="Only "):
        plan(booking, reader(), now)
    actions.cancel_booking(booking=booking, reason="Rain", by=by, now=now)
    with pytest.raises(Refused, match="for a hold or a confirmed booking"):
        plan(booking, by, now)


def test_days_away_are_said_by_the_talent_or_staff_and_taken_back(talent, aoi, by, now):
    row = add_away(talent=talent, first=date(2026, 5, 4), last=date(2026, 5, 6), words=" Home ", by=aoi, now=now)
    assert (row.days, row.words) == (DateRange(date(2026, 5, 4), date(2026, 5, 7)), "Home")
    assert away_words(talent, (date(2026, 5, 6), date(2026, 5, 9))) == "Aoi is away 4 May 2026 to 6 May 2026."
    assert away_words(talent, (date(2026, 5, 7), date(2026, 5, 9))) == ""
    assert (away_words(talent, None), away_words(talent, (None, None))) == ("", "")
    drop_away(away=row, by=by, now=now)
    drop_away(away=row, by=aoi, now=now + timedelta(days=1))
    assert (Away.objects.get().dropped_by, Away.objects.standing().count()) == (by, 0)
    with pytest.raises(Refused, match="another talent"):
        add_away(talent=talent, first=FIRST, last=LAST, by=talent_user(TalentFactory(name="Ren"), name="Ren"), now=now)
    with pytest.raises(Refused, match="Only "):
        add_away(talent=talent, first=FIRST, last=LAST, by=reader(), now=now)
    with pytest.raises(Refused, match="The last day comes before the first"):
        add_away(talent=talent, first=LAST, last=FIRST, by=aoi, now=now)
    with pytest.raises(Refused, match="At most a year"):
        add_away(talent=talent, first=FIRST, last=date(2028, 1, 1), by=aoi, now=now)


def away_letters():
    rows = Message.objects.filter(kind="away_meets").order_by("pk")
    return [(row.to_name, row.body.split("\n\n")[2].split("\n")) for row in rows]


def test_managers_read_what_of_theirs_falls_into_days_away(booking, talent, aoi, by, now):
    plan(booking, by, now)
    steps.book(CampaignFactory(name="Snow", manager=booker(name="Nils")), TalentFactory(name="Ren"))
    said = {"talent": talent, "words": "Home", "by": aoi, "now": now}
    row = actions.say_away(first=date(2026, 5, 20), last=date(2026, 5, 21), **said)
    assert away_letters() == [], "nothing of theirs is on those days"
    row = actions.say_away(away=row, first=date(2026, 5, 5), last=date(2026, 5, 8), **said)
    assert away_letters() == [("Sora", [
        "- Shoot, Aoi for Summer falls into it, on 5 May 2026.",
        "- Draft of reel, Aoi for Summer falls into it, on 8 May 2026.",
    ])]  # fmt: skip
    letter = Message.objects.get(kind="away_meets")
    assert (letter.subject, letter.thing) == ("Aoi is away, 5 May 2026 to 8 May 2026", f"talent:{talent.public_id}")
    assert "Home" not in letter.body
    actions.say_away(away=row, first=date(2026, 5, 5), last=date(2026, 5, 8), **{**said, "words": "Osaka"})
    actions.say_away(away=row, first=date(2026, 5, 5), last=date(2026, 5, 9), **{**said, "by": by})
    assert len(away_letters()) == 1, "the days stay; who says it knows"
    assert (Away.objects.get().words, Away.objects.get().last) == ("Home", date(2026, 5, 9))
    drop_away(away=row, by=aoi, now=now)
    with pytest.raises(Refused, match="It was taken back meanwhile. Say it anew."):
        actions.say_away(away=row, first=date(2026, 5, 5), last=date(2026, 5, 8), **said)


def test_the_calendar_has_shoots_days_due_dates_and_days_away(booking, aoi, by, now):
    plan(booking, by, now)
    add_away(talent=booking.talent, first=date(2026, 5, 20), last=date(2026, 5, 21), by=aoi, now=now)
    assert {kind for kind, _, _ in seen(by)} == {SHOOT, WINDOW, DRAFT, LIVE, AWAY}
    assert seen(by) == seen(aoi)
    assert (SHOOT, date(2026, 5, 5), "Shoot, Aoi") in seen(by)
    assert (DRAFT, date(2026, 5, 8), "Draft of reel, Aoi") in seen(by)
    assert (LIVE, date(2026, 5, 15), "Reel live, Aoi") in seen(by)


def test_a_shoot_falls_on_the_readers_own_day(booking, by, now):
    plan(booking, by, now, start=at(5, 3))
    assert [day for kind, day, _ in seen(by, zone=PARIS) if kind == SHOOT] == [date(2026, 5, 4)]


def test_the_calendar_is_narrowed(booking, by, aoi, now):
    other = steps.book(CampaignFactory(name="Snow"), TalentFactory(name="Ren"))
    add_away(talent=booking.talent, first=date(2026, 5, 20), last=date(2026, 5, 21), by=aoi, now=now)
    for wanted in (
        Wanted(talent=booking.talent.public_id), Wanted(campaign=booking.campaign.public_id),
        Wanted(brand=booking.campaign.brand.public_id), Wanted(manager=by),
    ):  # fmt: skip
        found = happenings(by, FIRST, LAST, TOKYO, wanted)
        assert {one.talent.name for one in found} == {"Aoi"}
        assert AWAY in {one.kind for one in found}
    assert {kind for kind, _, _ in seen(by, Wanted(kinds=(DRAFT,)))} == {DRAFT}
    assert {one.talent.name for one in happenings(by, FIRST, LAST, TOKYO)} == {"Aoi", other.talent.name}


def test_outsiders_see_only_their_own(booking, aoi, approver, by, now):
    plan(booking, by, now)
    steps.hold(CampaignFactory(name="Secret"), booking.talent)
    ren = talent_user(TalentFactory(name="Ren"), name="Ren")
    assert [one.campaign for one in happenings(aoi, FIRST, LAST, TOKYO) if one.campaign == "Secret"] == []
    assert seen(ren) == []
    assert {kind for kind, _, _ in seen(approver)} == {WINDOW, DRAFT, LIVE}
    assert not Appointment.objects.visible_to(AnonymousUser()).exists()
    assert not Away.objects.visible_to(AnonymousUser()).exists()
    assert not Away.objects.visible_to(approver).exists()


def test_a_brand_reads_the_shoots_that_are_shared_and_when_to_answer(booking, approver, by, now):
    mine = plan(booking, by, now, place="Studio 4", note="Zxnote")
    stranger = brand_person(steps.book(CampaignFactory(), booking.talent).campaign.brand)
    add_away(talent=booking.talent, first=date(2026, 5, 5), last=date(2026, 5, 6), words="Zxclinic", by=by, now=now)
    assert SHOOT not in {kind for kind, _, _ in seen(approver)}
    Message.objects.all().delete()
    shared = {"what": mine.what, "starts_at": mine.starts_at, "ends_at": mine.ends_at, "timezone": mine.timezone}
    shared |= {"place": mine.place, "note": mine.note, "brand_reads": True, "by": by, "now": now}
    actions.change_appointment(appointment=mine, **shared)
    assert letters() == []  # nothing changed for the talent
    steps.answer(steps.submit(steps.piece(booking)))
    Deliverable.objects.update(turn_due_on=date(2026, 5, 12))
    assert seen(approver) == [
        (WINDOW, date(2026, 5, 1), "Kirei, Aoi"), (SHOOT, date(2026, 5, 5), "Shoot, Aoi"),
        (DRAFT, date(2026, 5, 12), "Answer the draft of reel, Aoi"), (LIVE, date(2026, 5, 15), "Reel live, Aoi"),
    ]  # fmt: skip
    assert [kind for kind, _, _ in seen(stranger) if kind == SHOOT] == []
    assert DRAFT not in {kind for kind, _, _ in seen(by, Wanted(campaign=booking.campaign.public_id))}
    file = written(happenings(approver, FIRST, LAST, TOKYO), "Kirei", now).decode()
    assert ("Studio 4" in file, "Zx" in file, "away" in file.lower()) == (True, False, False)


def test_the_calendar_asks_as_often_for_three_as_for_one(by, now):
    def fill():
        booking = steps.book(CampaignFactory(), TalentFactory())
        plan(booking, by, now)
        add_away(talent=booking.talent, first=date(2026, 5, 20), last=date(2026, 5, 21), by=by, now=now)

    fill()
    one = count(lambda: happenings(by, FIRST, LAST, TOKYO))
    fill()
    fill()
    assert (one, count(lambda: happenings(by, FIRST, LAST, TOKYO))) == (4, 4)


def test_shoots_that_overlap_and_what_is_due_while_away_are_said(booking, by, now):
    snow = steps.book(CampaignFactory(name="Snow"), booking.talent)
    plan(booking, by, now)
    plan(snow, by, now, start=at(5, 11), what="Fitting")
    plan(snow, by, now, start=at(5, 14))
    add_away(talent=booking.talent, first=date(2026, 5, 7), last=date(2026, 5, 9), by=by, now=now)
    found = {(one.title, one.campaign): one.meets for one in happenings(by, FIRST, LAST, TOKYO)}
    assert found["Shoot, Aoi", "Summer"] == ("Fitting, Aoi for Snow is at the same time, 11:00 to 14:00.",)
    assert found["Fitting, Aoi", "Snow"] == ("Shoot, Aoi for Summer is at the same time, 09:00 to 12:00.",)
    assert found["Shoot, Aoi", "Snow"] == ()
    assert found["Draft of reel, Aoi", "Summer"] == ("Aoi is away, 7 May 2026 to 9 May 2026.",)
    assert set(found["Away, Aoi", ""]) == {
        "Draft of reel, Aoi for Summer falls into it, on 8 May 2026.",
        "Draft of reel, Aoi for Snow falls into it, on 8 May 2026.",
    }  # fmt: skip
    assert found["Reel live, Aoi", "Summer"] == ()


def test_a_piece_gets_other_days_and_its_confirmation_is_outdated(booking, by, now):
    paper = draw_up(booking=booking, by=by, now=now)
    Message.objects.all().delete()
    piece = steps.piece(booking)
    row = actions.redate_piece(
        deliverable=piece, draft_due_on=date(2026, 5, 9), live_on=date(2026, 5, 16), by=by, now=now
    )
    assert (row.draft_due_on, row.live_on) == (date(2026, 5, 9), date(2026, 5, 16))
    paper.refresh_from_db()
    assert (paper.outdated_at, letters()) == (now, [("Aoi", "piece_redated")])
    again = actions.redate_piece(deliverable=piece, draft_due_on=row.draft_due_on, live_on=row.live_on, by=by, now=now)
    assert (again.pk, letters()) == (piece.pk, [("Aoi", "piece_redated")])


def test_paid_usage_begins_with_the_first_piece_that_goes_live(campaign, talent, by, now):
    campaign.brief.usage = as_json([UsageTerms("ads", 30)])
    campaign.brief.save()
    booking = steps.book(campaign, talent)
    actions.redate_piece(
        deliverable=steps.piece(booking), draft_due_on=date(2026, 5, 8), live_on=date(2026, 5, 12), by=by, now=now
    )
    usage = booking.commitment.exposures.get(activity="PAID_USAGE")
    assert usage.days.lower == date(2026, 5, 12)


@pytest.mark.parametrize(
    ("due", "live", "sentence"),
    [
        (date(2026, 5, 8), date(2027, 1, 1), "1 Jan 2027 is not among the days of the booking. Move the booking."),
        (date(2026, 5, 17), date(2026, 5, 16), "The draft would be due after the day on which it goes live."),
        (date(2026, 4, 1), date(2026, 5, 15), "1 Apr 2026 is over."),
    ],
    ids=["outside", "draft after live", "past"],
)
def test_days_that_cannot_be_are_refused(booking, by, now, due, live, sentence):
    with pytest.raises(Refused) as refused:
        actions.redate_piece(deliverable=steps.piece(booking), draft_due_on=due, live_on=live, by=by, now=now)
    assert str(refused.value) == sentence


def test_the_days_of_what_is_live_stand(booking, by, now):
    piece = steps.publish(steps.piece(booking))
    with pytest.raises(Refused, match="Its days stand"):
        actions.redate_piece(deliverable=piece, draft_due_on=None, live_on=date(2026, 5, 16), by=by, now=now)


def test_a_person_has_one_address_and_withdraws_it(by, aoi, now):
    first = actions.open_feed(by=by, now=now)
    second = actions.open_feed(by=by, now=now)
    assert actions.find_feed(first, now) is None
    feed = actions.find_feed(second, now)
    assert feed.user == by
    counted = [actions.count_read(feed=feed, by=User.objects.system(), now=now) for _ in range(2)]
    feed.refresh_from_db()
    assert (counted, feed.reads, feed.read_at) == ([True, False], 1, now)
    assert (Feed.objects.visible_to(aoi).count(), Feed.objects.visible_to(AnonymousUser()).count()) == (0, 0)
    actions.revoke_feed(by=by, now=now)
    assert actions.find_feed(second, now) is None


def test_the_address_of_who_left_leads_nowhere(by, now):
    token = actions.open_feed(by=by, now=now)
    User.objects.filter(pk=by.pk).update(is_active=False)
    assert actions.find_feed(token, now) is None


def test_the_file_has_clocks_whole_days_and_lasting_names(booking, by, now):
    row = plan(booking, by, now, place="Studio 4, Meguro")
    add_away(talent=booking.talent, first=date(2026, 5, 20), last=date(2026, 5, 21), words="Surgery", by=by, now=now)
    found = happenings(by, FIRST, LAST, TOKYO)
    text = written(found, "Our office, Sora", now)
    assert b"Surgery" not in text
    assert b"Bring boots" not in text
    events = {str(e["uid"]): e for e in Calendar.from_ical(text).walk("VEVENT")}
    shoot = events[f"shoot-{row.public_id}@127.0.0.1"]
    assert (shoot.decoded("dtstart"), shoot["dtstart"].params["TZID"]) == (at(5, 9), "Asia/Tokyo")
    assert (str(shoot["location"]), str(shoot["description"])) == ("Studio 4, Meguro", "Summer for Kirei")
    away = next(e for uid, e in events.items() if uid.startswith("away-"))
    assert (away.decoded("dtstart"), away.decoded("dtend")) == (date(2026, 5, 20), date(2026, 5, 22))
    assert [str(zone["tzid"]) for zone in Calendar.from_ical(text).walk("VTIMEZONE")] == ["Asia/Tokyo"]
    moved = actions.change_appointment(
        appointment=row, what="Shoot", starts_at=at(7, 9), ends_at=at(7, 12), timezone="Asia/Tokyo", by=by, now=now
    )
    again = written(happenings(by, FIRST, LAST, TOKYO), "Our office, Sora", now)
    assert f"shoot-{moved.public_id}@127.0.0.1".encode() in again


def test_a_day_or_several_in_words():
    assert (span(FIRST, FIRST), span(FIRST, LAST)) == ("1 Apr 2026", "1 Apr 2026 to 30 Jun 2026")


def test_a_draft_that_was_sent_back_stands_on_its_new_day_until_the_office_says_another(booking, by, now):
    piece = steps.piece(booking)
    steps.answer(steps.submit(piece), approved=False, comment="Softer light")
    Deliverable.objects.update(turn_due_on=date(2026, 5, 12))

    def drafts():
        return [day for kind, day, _ in seen(by) if kind == DRAFT]

    assert (Deliverable.objects.get().draft_due_on, drafts()) == (date(2026, 5, 8), [date(2026, 5, 12)])
    actions.redate_piece(deliverable=piece, draft_due_on=date(2026, 5, 10), live_on=date(2026, 5, 15), by=by, now=now)
    assert (Deliverable.objects.get().draft_by, drafts()) == (date(2026, 5, 10), [date(2026, 5, 10)])
