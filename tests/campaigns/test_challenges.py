"""Another client is ready to book: the first confirms or lets go."""

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.models import User
from campaigns import actions, checks
from campaigns.models import Booking, Challenge
from campaigns.usage import Length
from lib.refusals import Refused
from outbox.handlers import PERIODIC
from outbox.models import Message
from tests.campaigns import steps
from tests.campaigns.test_holds import JUNE, kaskad, refusal, standing, told
from tests.campaigns.test_jobs import run
from tests.factories import CampaignFactory, booker, reader

assert kaskad  # a fixture

NOON = datetime(2026, 4, 16, 3, tzinfo=UTC)


@pytest.fixture
def pair(campaign, kaskad, talent):
    """Kirei holds first, Kaskad second."""
    return steps.hold(campaign, talent), steps.hold(kaskad, talent)


def state():
    row = Challenge.objects.get()
    return row.state, row.answered_by


def test_challenge_asks_the_first_holds_manager_by_noon_of_the_next_working_day(pair, by, now):
    challenge = actions.challenge_hold(booking=pair[1], note="Kaskad signs today.", by=by, now=now)
    assert (challenge.hold, challenge.challenger, challenge.state, challenge.deadline, challenge.created_by) == (
        pair[0], pair[1], "open", NOON, by,
    )  # fmt: skip
    letter = Message.objects.get()
    assert (letter.to_name, letter.kind, letter.subject) == (
        "Sora", "hold_challenged", "Kaskad wants Aoi: confirm or release",
    )  # fmt: skip
    assert "Confirm it or release it by 16 Apr 2026, 12:00 (Asia/Tokyo)." in letter.body
    assert "Kaskad signs today." in letter.body
    assert str(checks.may_confirm(pair[1], now)) == (
        "Kirei holds Aoi first until 22 Apr 2026, 18:00 and is challenged: the answer is due by 16 Apr 2026, 12:00."
    )


def test_challenge_takes_a_deadline_of_its_own_and_never_outlasts_the_hold(campaign, kaskad, talent, by, now):
    first = steps.hold(campaign, talent, hold_until=now + timedelta(days=2))
    second = steps.hold(kaskad, talent)
    due = now + timedelta(hours=5)
    assert actions.challenge_hold(booking=second, deadline=due, by=by, now=now).deadline == due
    actions.withdraw_challenge(booking=second, by=by, now=now)
    late = actions.challenge_hold(booking=second, deadline=now + timedelta(days=5), by=by, now=now)
    assert late.deadline == first.hold_until


def test_challenge_refused_where_it_makes_no_sense(campaign, kaskad, talent, pair, by, now):
    first, second = pair
    said = {"by": by, "now": now}
    assert refusal(actions.challenge_hold, booking=first, **said) == "No hold stands in its way."
    assert refusal(actions.challenge_hold, booking=second, deadline=now, **said) == (
        "The answer is due after the question."
    )
    assert refusal(actions.challenge_hold, booking=second, by=reader(), now=now).startswith(
        "Only owners, managers and bookers may create"
    )
    actions.change_hold(booking=second, price=None, hold_until=now + timedelta(hours=2), **said)
    assert refusal(actions.challenge_hold, booking=second, **said) == (
        "This hold lapses on 15 Apr 2026, 20:30, before the answer is due. Extend it first."
    )
    assert refusal(actions.challenge_hold, booking=second, by=by, now=now + timedelta(hours=2)) == (
        "The hold has lapsed. Release it and place it again."
    )
    booked = steps.book(CampaignFactory())
    assert refusal(actions.challenge_hold, booking=booked, **said) == "This booking is confirmed, not held."


def test_challenge_one_at_a_time(campaign, kaskad, talent, pair, soda, by, now):
    actions.challenge_hold(booking=pair[1], by=by, now=now)
    third = CampaignFactory(manager=booker(name="Mei"), brand=campaign.brand.__class__.objects.get(name="Kaskad"))
    third.brief.exclusive_categories.set([soda])
    hold = steps.hold(third, talent)
    assert refusal(actions.challenge_hold, booking=hold, by=by, now=now) == (
        "Kirei is challenged already. The answer is due by 16 Apr 2026, 12:00."
    )


def test_confirming_answers_the_challenge_and_tells_who_asked(pair, by, now):
    actions.challenge_hold(booking=pair[1], by=by, now=now)
    Message.objects.all().delete()
    actions.confirm_booking(booking=pair[0], by=by, now=now)
    assert state() == ("kept", by)
    assert "They confirmed, so that Aoi is booked." in Message.objects.get(kind="challenge_answered").body
    assert Message.objects.get(kind="challenge_answered").to_name == "Ren"


def test_releasing_answers_the_challenge_and_promotes(pair, by, now):
    actions.challenge_hold(booking=pair[1], by=by, now=now)
    Message.objects.all().delete()
    actions.release_hold(booking=pair[0], reason="Kirei waits", by=by, now=now)
    assert (state(), standing(pair[1])) == (("released", by), [1])
    assert told() == [("Ren", "challenge_answered"), ("Ren", "hold_promoted")]
    assert actions.confirm_booking(booking=pair[1], by=by, now=now).state == "confirmed"


def test_an_unanswered_challenge_lapses_by_the_clock(pair, by, now):
    actions.challenge_hold(booking=pair[1], by=by, now=now)
    Message.objects.all().delete()
    assert run("campaigns.lapse_challenged", NOON - timedelta(minutes=1)) == ("done", "0 challenged holds let go")
    assert run("campaigns.lapse_challenged", NOON) == ("done", "1 challenged holds let go")
    assert run("campaigns.lapse_challenged", NOON) == ("done", "0 challenged holds let go")
    system = User.objects.system()
    first = Booking.objects.get(pk=pair[0].pk)
    assert (first.state, first.end_reason, first.released_by) == (
        "released", "The challenge was not answered in time.", system,
    )  # fmt: skip
    assert (state(), standing(pair[1])) == (("lapsed", system), [1])
    assert told() == [("Ren", "challenge_answered"), ("Ren", "hold_promoted"), ("Sora", "hold_lapsed")]


def test_a_challenge_lapses_only_by_the_clock_and_in_its_time(pair, by, now):
    challenge = actions.challenge_hold(booking=pair[1], by=by, now=now)
    assert refusal(actions.lapse_challenged, challenge=challenge, by=by, now=NOON) == "A challenge lapses by the clock."
    system = User.objects.system()
    assert refusal(actions.lapse_challenged, challenge=challenge, by=system, now=now) == (
        "The challenge was answered meanwhile."
    )


def test_an_answer_that_comes_first_keeps_the_clock_from_it(pair, by, now):
    challenge = actions.challenge_hold(booking=pair[1], by=by, now=now)
    actions.confirm_booking(booking=pair[0], by=by, now=now)
    with pytest.raises(Refused):
        actions.lapse_challenged(challenge=challenge, by=User.objects.system(), now=NOON)
    assert Booking.objects.get(pk=pair[0].pk).state == "confirmed"


def test_extending_the_hold_does_not_move_the_deadline(pair, by, now):
    actions.challenge_hold(booking=pair[1], by=by, now=now)
    actions.change_hold(booking=pair[0], price=None, hold_until=now + timedelta(days=20), by=by, now=now)
    assert run("campaigns.lapse_challenged", NOON)[1] == "1 challenged holds let go"


@pytest.mark.parametrize("end", ["withdrawn", "released", "moved", "first moved"])
def test_a_challenge_is_over_when_nobody_asks_any_longer(pair, by, now, end):
    actions.challenge_hold(booking=pair[1], by=by, now=now)
    Message.objects.all().delete()
    said = {"days": JUNE, "channels": ["instagram"], "territories": ["JP"], "usage": Length(0), "by": by, "now": now}
    if end == "withdrawn":
        actions.withdraw_challenge(booking=pair[1], by=by, now=now)
    elif end == "released":
        actions.release_hold(booking=pair[1], reason="", by=by, now=now)
    elif end == "moved":
        actions.move_booking(booking=pair[1], **said)
    else:
        actions.move_booking(booking=pair[0], **said)
    assert state() == ("over", by)
    assert ("Sora", "challenge_over") in told()
    assert run("campaigns.lapse_challenged", NOON)[1] == "0 challenged holds let go"


def test_a_challenge_stays_while_the_two_still_meet(pair, by, now):
    actions.challenge_hold(booking=pair[1], by=by, now=now)
    actions.move_booking(
        booking=pair[0], days=(date(2026, 5, 3), date(2026, 5, 20)), channels=["instagram"], territories=["JP"],
        usage=Length(0), by=by, now=now,
    )  # fmt: skip
    assert state() == ("open", None)


def test_withdraw_where_nothing_was_asked_refused(pair, by, now):
    assert refusal(actions.withdraw_challenge, booking=pair[1], by=by, now=now) == "This hold challenges nobody."


def test_the_third_challenges_whoever_is_first(campaign, talent, pair, soda, by, now):
    third = CampaignFactory(brand=campaign.brand.__class__.objects.get(name="Kirei"))
    third.brief.exclusive_categories.set([soda])
    hold = steps.hold(third, talent)
    challenge = actions.challenge_hold(booking=hold, by=by, now=now)
    assert challenge.hold == pair[1]  # Kirei is no rival of itself


def test_it_comes_round_by_the_clock():
    assert PERIODIC["campaigns.lapse_challenged"].every == timedelta(minutes=10)
