"""Ranked options: who is first over which days, and what moves whom."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, transaction

from campaigns import actions, checks
from campaigns.models import Booking
from campaigns.options import default_deadline, default_hold_end, in_the_way, meet, ranks
from campaigns.rules import WantedLine
from campaigns.usage import Length
from exclusivity.actions import decide
from exclusivity.models import Finding
from lib.refusals import Refused
from outbox.models import Message
from tests.campaigns import steps
from tests.factories import (
    BookingFactory,
    BrandFactory,
    CampaignFactory,
    CategoryFactory,
    booker,
    days,
    manager,
    reader,
)

JUNE = (date(2026, 6, 1), date(2026, 7, 1))


@pytest.fixture
def kaskad(soda):
    """A rival who keeps the category to itself, with a manager of its own."""
    campaign = CampaignFactory(
        brand=BrandFactory(name="Kaskad", categories=[soda]), name="Cold", manager=booker(name="Ren")
    )
    campaign.brief.exclusive_categories.set([soda])
    return campaign


def refusal(verb, **values):
    with pytest.raises(Refused) as refused:
        verb(**values)
    return str(refused.value)


def standing(*bookings):
    return [Booking.objects.get(pk=booking.pk).rank for booking in bookings]


def told():
    return sorted(Message.objects.values_list("to_name", "kind"))


def d(first, last):
    return (date(2026, 5, first), date(2026, 5, last))


def test_ranks_are_distinct_wherever_days_meet():
    line = [(1, d(1, 10)), (2, d(5, 15)), (3, d(12, 20)), (4, d(20, 25)), (5, d(1, 31)), (6, None)]
    assert ranks(line) == {1: 1, 2: 2, 3: 3, 4: 1, 5: 4, 6: 1}


@pytest.mark.parametrize(
    ("one", "other", "met"),
    [
        (d(1, 10), d(10, 12), False),
        (d(1, 10), d(9, 12), True),
        ((date(2026, 5, 1), None), d(20, 21), True),
        (d(1, 10), (date(2026, 5, 9), None), True),
        (d(1, 10), (date(2026, 5, 10), None), False),
        (None, d(1, 10), False),
    ],
)
def test_days_meet_either_way_round(one, other, met):
    assert (meet(one, other), meet(other, one)) == (met, met)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("now", "due"),
    [
        (datetime(2026, 4, 15, 9, 30, tzinfo=UTC), datetime(2026, 4, 16, 3, tzinfo=UTC)),  # a Wednesday
        (datetime(2026, 4, 17, 9, 30, tzinfo=UTC), datetime(2026, 4, 20, 3, tzinfo=UTC)),  # a Friday
        (datetime(2026, 4, 16, 16, 0, tzinfo=UTC), datetime(2026, 4, 20, 3, tzinfo=UTC)),  # Friday in Tokyo already
    ],
)
def test_an_answer_is_due_at_noon_of_the_next_working_day_at_the_office(now, due):
    assert default_deadline(now) == due


@pytest.mark.django_db
def test_a_hold_ends_in_the_evening_of_the_seventh_day_at_the_office():
    assert default_hold_end(datetime(2026, 4, 15, 16, 0, tzinfo=UTC)) == datetime(2026, 4, 23, 9, tzinfo=UTC)


def test_holds_rank_by_receipt_and_close_up_with_a_letter(campaign, kaskad, talent, by, now):
    third = CampaignFactory(manager=booker(name="Mei"))
    holds = [steps.hold(each, talent) for each in (campaign, kaskad, third)]
    assert standing(*holds) == [1, 2, 3]
    actions.release_hold(booking=holds[0], reason="", by=by, now=now)
    assert standing(*holds[1:]) == [1, 2]
    assert told() == [("Mei", "hold_promoted"), ("Ren", "hold_promoted")]
    moved = Booking.objects.get(pk=holds[1].pk)
    assert (moved.promoted_at, moved.promoted_by) == (now, by)
    assert "is now the 1st of its days. It stands until 22 Apr 2026, 18:00 (Asia/Tokyo)." in (
        Message.objects.get(to_name="Ren").body
    )


def test_a_hold_that_lapsed_by_the_clock_promotes_the_next(campaign, kaskad, talent, by, now):
    from tests.campaigns.test_jobs import run

    steps.hold(campaign, talent, hold_until=now + timedelta(hours=1))
    second = steps.hold(kaskad, talent)
    run("campaigns.lapse_holds", now + timedelta(hours=1))
    assert standing(second) == [1]
    assert told() == [("Ren", "hold_promoted"), ("Sora", "hold_lapsed")]


def test_a_hold_moved_away_promotes_the_next_and_goes_behind_whom_it_meets(campaign, kaskad, talent, by, now):
    first, second = steps.hold(campaign, talent), steps.hold(kaskad, talent)
    june = steps.hold(CampaignFactory(brief__days=days(*map(str, JUNE))), talent)
    said = {"channels": ["instagram"], "territories": ["JP"], "usage": Length(0), "by": by, "now": now}
    actions.move_booking(booking=first, days=(date(2026, 5, 5), date(2026, 5, 20)), **said)
    assert standing(first, second, june) == [1, 2, 1]
    actions.move_booking(booking=first, days=JUNE, **said)
    assert standing(first, second, june) == [2, 1, 1]
    assert told() == [("Ren", "hold_promoted")]


def test_write_brief_to_other_days_ranks_its_holds_anew(campaign, kaskad, talent, soda, by, now):
    first, second = steps.hold(campaign, talent), steps.hold(kaskad, talent)
    actions.write_brief(
        campaign=campaign, fields={"days": days("2026-06-01", "2026-07-01")}, categories=[soda],
        exclusive_categories=[], wanted=[WantedLine("reel", "instagram")], by=by, now=now,
    )  # fmt: skip
    assert standing(first, second) == [1, 1]
    assert told() == [("Ren", "hold_promoted")]


def test_no_two_holds_of_one_day_have_one_rank_whoever_writes_it(campaign, kaskad, talent):
    steps.hold(campaign, talent)
    second = steps.hold(kaskad, talent)
    with pytest.raises(Exception, match="campaigns_booking_rank_once"), transaction.atomic():
        Booking.objects.filter(pk=second.pk).update(rank=1)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS campaigns_booking_rank_once IMMEDIATE")


def test_confirm_of_a_second_hold_waits_for_a_first_that_it_cannot_be_kept_beside(campaign, kaskad, talent, by, now):
    steps.hold(campaign, talent)
    second = steps.hold(kaskad, talent)
    sentence = "Kirei holds Aoi first until 22 Apr 2026, 18:00. Challenge it or wait."
    answer = checks.may_confirm(second, now)
    assert (str(answer), answer.for_outside) == (sentence, "Not possible in this period.")
    assert refusal(actions.confirm_booking, booking=second, by=by, now=now) == sentence


def test_confirm_of_a_second_hold_passes_a_first_that_it_can_be_kept_beside(campaign, talent, by, now):
    steps.hold(campaign, talent)
    tea = CampaignFactory(brand=BrandFactory(name="Cha", categories=[CategoryFactory(name="Tea")]))
    assert actions.confirm_booking(booking=steps.hold(tea, talent), by=by, now=now).state == "confirmed"


def test_confirm_of_a_second_hold_passes_a_first_that_has_lapsed(campaign, kaskad, talent, by, now):
    steps.hold(campaign, talent, hold_until=now + timedelta(hours=1))
    second = steps.hold(kaskad, talent)
    assert bool(checks.may_confirm(second, now)) is False
    assert checks.may_confirm(second, now + timedelta(hours=1)) is True


def test_two_appearances_on_one_day_stand_in_each_others_way(campaign, talent, by, now):
    tea = CampaignFactory(brand=BrandFactory(name="Cha", categories=[CategoryFactory(name="Tea")]))
    for each in (campaign, tea):
        each.brief.wanted.update(kind="appearance")
    first, second = steps.hold(campaign, talent), steps.hold(tea, talent)
    assert in_the_way(second, now) == [first]
    tea.brief.wanted.update(live_on=date(2026, 5, 16))
    assert in_the_way(second, now) == []


def test_a_decision_that_lets_both_stand_takes_neither_out_of_line(campaign, kaskad, talent, by, now):
    kaskad.brief.categories.clear()
    kaskad.brief.exclusive_categories.clear()
    campaign.brief.exclusive_categories.set(campaign.brand.categories.all())
    first, second = steps.hold(campaign, talent), steps.hold(kaskad, talent)
    assert in_the_way(second, now) == [first]
    decide(finding=Finding.objects.get(), accepted=True, reason="Another product", by=manager(), now=now)
    assert (standing(first, second), in_the_way(second, now)) == ([1, 2], [])


def test_confirm_of_the_first_makes_the_rest_conditional_and_tells_their_managers(campaign, kaskad, talent, by, now):
    first, second = steps.hold(campaign, talent), steps.hold(kaskad, talent)
    actions.confirm_booking(booking=first, by=by, now=now)
    assert standing(second) == [1]
    assert [f.verdict for f in Finding.objects.filter(state="open")] == ["CONDITIONAL"]
    letters = Message.objects.filter(to_name="Ren")
    assert sorted(m.kind for m in letters) == ["hold_overtaken", "hold_promoted"]
    assert "cannot be confirmed beside it as both stand" in letters.get(kind="hold_overtaken").body
    assert str(checks.may_confirm(Booking.objects.get(pk=second.pk), now)).startswith("Kaskad keeps soda to itself")


def test_rank_by_hand_takes_the_place_and_tells_all(campaign, kaskad, talent, by, now):
    third = CampaignFactory(manager=booker(name="Mei"))
    holds = [steps.hold(each, talent) for each in (campaign, kaskad, third)]
    actions.rank_hold(booking=holds[2], rank=1, reason="Promised in March", by=by, now=now)
    assert standing(*holds) == [2, 3, 1]
    assert told() == [("Mei", "hold_ranked"), ("Ren", "hold_demoted"), ("Sora", "hold_demoted")]
    actions.rank_hold(booking=holds[2], rank=3, reason="Asked again", by=by, now=now)
    assert standing(*holds) == [1, 2, 3]
    actions.release_hold(booking=holds[0], reason="", by=by, now=now)
    assert standing(*holds[1:]) == [1, 2]


def test_rank_by_hand_refused_where_it_makes_no_sense(campaign, kaskad, talent, by, now):
    first, second = steps.hold(campaign, talent), steps.hold(kaskad, talent)
    said = {"booking": second, "by": by, "now": now}
    assert refusal(actions.rank_hold, rank=1, reason=" ", **said) == "Say why the order changes."
    assert refusal(actions.rank_hold, rank=3, reason="x", **said) == "There is no 3rd hold in these days."
    assert refusal(actions.rank_hold, rank=1, reason="x", booking=BookingFactory(state="released"), by=by, now=now) == (
        "Only holds have a rank."
    )
    wrong = refusal(actions.rank_hold, rank=1, reason="x", booking=second, by=reader(), now=now)
    assert wrong.startswith("Only owners, managers and bookers may ")
    actions.challenge_hold(booking=second, by=by, now=now)
    assert refusal(actions.rank_hold, rank=1, reason="x", **said) == (
        "A challenge is running over these days. It is answered first."
    )
    assert standing(first, second) == [1, 2]
