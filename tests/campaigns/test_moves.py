"""A booking's own days, channels, countries and usage."""

from datetime import date, timedelta

import pytest
from djmoney.money import Money

from campaigns import actions
from campaigns.models import Booking, Deliverable
from campaigns.rules import WantedLine
from campaigns.usage import Length, UsageTerms, as_json
from exclusivity.actions import set_clauses
from exclusivity.models import Clause, Exposure, Finding
from lib.refusals import Refused
from outbox.models import Message
from tests.campaigns import steps
from tests.campaigns.rivals import bind_to_rival, clause
from tests.factories import BookingFactory, CampaignFactory, CategoryFactory, days, reader

MAY = (date(2026, 5, 1), date(2026, 6, 1))
JUNE = (date(2026, 6, 1), date(2026, 7, 1))


def move(booking, by, now, **values):
    said = {"days": MAY, "channels": ["instagram"], "territories": ["JP"], "usage": Length(0), **values}
    return actions.move_booking(booking=booking, by=by, now=now, **said)


def refusal(booking, by, now, **values):
    with pytest.raises(Refused) as refused:
        move(booking, by, now, **values)
    return str(refused.value)


def shown(booking):
    return [
        (e.activity, e.channels, e.territories, e.days.lower, e.days.upper)
        for e in Exposure.objects.filter(commitment=booking.commitment_id).order_by("activity", "channels")
    ]


def test_move_booking_gives_a_hold_its_own_days_channels_countries_and_usage(campaign, talent, soda, by, now):
    brief = campaign.brief
    brief.channels = ["instagram", "tiktok"]
    brief.save()
    brief.exclusive_categories.set([soda])
    booking = steps.hold(campaign, talent)
    moved = move(booking, by, now, days=JUNE, territories=["KR"], usage=Length(10))
    fresh = Booking.objects.get(pk=booking.pk)
    assert moved == fresh
    assert (fresh.own_days, fresh.own_channels, fresh.own_territories, fresh.own_usage, fresh.days) == (
        days("2026-06-01", "2026-07-01"), ["instagram"], ["KR"], Length(10), days("2026-06-01", "2026-07-01"),
    )  # fmt: skip
    assert shown(fresh) == [
        ("PAID", ["instagram"], ["KR"], *JUNE),
        ("PAID_USAGE", ["instagram"], ["KR"], date(2026, 6, 15), date(2026, 6, 25)),
    ]
    assert (fresh.commitment.term, Clause.objects.get().territories) == (fresh.days, ["KR"])
    assert not Message.objects.exists()


def test_move_booking_to_what_the_brief_says_follows_the_brief_again(campaign, talent, by, now):
    booking = steps.hold(campaign, talent)
    move(booking, by, now, days=JUNE, usage=Length(30))
    back = move(booking, by, now)
    assert (back.own_days, back.own_channels, back.own_territories, back.own_usage) == (None, None, None, None)
    assert shown(back) == [("PAID", ["instagram"], ["JP"], *MAY)]


def test_write_brief_moves_only_what_has_no_own_value(campaign, talent, soda, by, now):
    booking = steps.hold(campaign, talent)
    move(booking, by, now, days=JUNE)
    actions.write_brief(
        campaign=campaign, fields={"days": days("2026-05-02", "2026-07-01"), "territories": ["KR"]}, categories=[soda],
        exclusive_categories=[], wanted=[WantedLine("reel", "instagram")], by=by, now=now,
    )  # fmt: skip
    assert shown(booking) == [("PAID", ["instagram"], ["KR"], *JUNE)]


def test_write_brief_leaves_clauses_that_were_written_by_hand(campaign, talent, soda, by, now):
    booking = steps.hold(campaign, talent)
    Booking.objects.update(own_clauses=True)
    set_clauses(commitment=booking.commitment, clauses=[clause(CategoryFactory(name="Tea"))], by=by, now=now)
    campaign.brief.exclusive_categories.set([soda])
    move(booking, by, now, days=JUNE, territories=["KR"])
    left = Clause.objects.get()
    assert (left.number, left.territories, [c.name for c in left.categories.all()]) == ("4.2", ["JP"], ["Tea"])


def test_move_booking_of_a_confirmed_one_tells_both_and_keeps_what_is_frozen(campaign, talent, approver, by, now):
    booking = steps.book(campaign, talent)
    frozen = ("price", "fee_percent", "tier", "confirmed_at")
    before = Booking.objects.values(*frozen).get()
    move(booking, by, now, days=JUNE, usage=Length(14))
    assert Booking.objects.values(*frozen).get() == before
    piece = Deliverable.objects.get()
    assert (piece.live_on, piece.draft_due_on) == (date(2026, 6, 15), date(2026, 6, 8))
    assert shown(booking) == [
        ("PAID", ["instagram"], ["JP"], *JUNE),
        ("PAID_USAGE", ["instagram"], ["JP"], date(2026, 6, 15), date(2026, 6, 29)),
    ]
    told = Message.objects.filter(kind="booking_moved")
    assert sorted(m.to_name for m in told) == ["Aoi", "Petra"]
    assert all(
        "1 Jun 2026 to 30 Jun 2026, on Instagram. The brand may run it as an ad for 14 days." in m.body for m in told
    )


def test_move_booking_shifts_only_pieces_that_fall_out_and_clamps_them(campaign, talent, by, now):
    booking = steps.book(campaign, talent)
    move(booking, by, now, days=(date(2026, 5, 10), date(2026, 5, 20)))
    assert Deliverable.objects.get().live_on == date(2026, 5, 15)
    move(booking, by, now, days=(date(2026, 5, 1), date(2026, 5, 6)))
    assert (Deliverable.objects.get().live_on, Deliverable.objects.get().draft_due_on) == (
        date(2026, 5, 5), date(2026, 4, 28),
    )  # fmt: skip


def test_move_booking_into_a_rivals_days_refused_with_its_sentence(campaign, talent, soda, by, now):
    booking = steps.book(campaign, talent)
    bind_to_rival(talent, soda, name="Lumeya", term=days("2026-06-10", "2026-07-01"))
    sentence = refusal(booking, by, now, days=(date(2026, 6, 12), date(2026, 7, 1)))
    assert "Lumeya" in sentence
    assert "Last day before: 9 Jun 2026." in sentence
    assert refusal(booking, by, now, days=JUNE).startswith("Needs a decision on the clash desk first. Lumeya")
    fresh = Booking.objects.get(pk=booking.pk)
    assert (fresh.own_days, fresh.days, shown(fresh)) == (
        None, days("2026-05-01", "2026-06-01"), [("PAID", ["instagram"], ["JP"], *MAY)],
    )  # fmt: skip
    assert not Message.objects.filter(kind="booking_moved").exists()
    move(booking, by, now, days=(date(2026, 6, 1), date(2026, 6, 10)))


def test_move_booking_out_of_one_clash_and_its_days_at_once_is_judged_as_it_ends(campaign, talent, soda, by, now):
    booking = steps.book(campaign, talent)
    bind_to_rival(talent, soda, name="Lumeya", term=days("2026-06-10", "2026-07-01"))
    campaign.brief.exclusive_categories.set([soda])
    moved = move(booking, by, now, days=JUNE, territories=["KR"])
    assert moved.own_territories == ["KR"]


def test_extend_usage_into_a_rivals_days_refused(campaign, talent, soda, by, now):
    booking = steps.book(campaign, talent)
    bind_to_rival(talent, soda, name="Lumeya", term=days("2026-06-10", "2026-07-01"))
    assert "Lumeya" in refusal(booking, by, now, usage=Length(60))
    move(booking, by, now, usage=Length(20))
    assert Exposure.objects.get(activity="PAID_USAGE", commitment=booking.commitment).days.upper == date(2026, 6, 4)


def test_move_hold_into_a_rivals_days_stands_and_goes_to_the_clash_desk(campaign, talent, soda, by, now):
    booking = steps.hold(campaign, talent)
    bind_to_rival(talent, soda, name="Lumeya", term=days("2026-06-10", "2026-07-01"))
    move(booking, by, now, days=(date(2026, 6, 12), date(2026, 7, 1)))
    assert [finding.verdict for finding in Finding.objects.filter(state="open")] == ["CONDITIONAL"]


def test_move_booking_keeps_what_is_published(campaign, talent, by, now):
    campaign.brief.usage = as_json([UsageTerms("ads", 10)])
    campaign.brief.save()
    booking = steps.book(campaign, talent)
    steps.hold(campaign)
    steps.publish(steps.piece(booking))
    booking.refresh_from_db()
    assert booking.state == "completed"
    published = Exposure.objects.get(commitment=booking.commitment, published_at__isnull=False)
    move(booking, by, now, usage=Length(40))
    assert shown(booking) == [
        ("PAID", ["instagram"], ["JP"], *MAY),
        ("PAID_USAGE", ["instagram"], ["JP"], date(2026, 5, 15), date(2026, 6, 24)),
    ]
    assert Exposure.objects.get(pk=published.pk).published_at == published.published_at
    assert refusal(booking, by, now, days=JUNE) == "All its pieces are live. Only the paid usage can still change."


def test_move_booking_with_a_piece_live_keeps_that_day_within(campaign, talent, by, now):
    campaign.brief.wanted.update(count=2)
    booking = steps.book(campaign, talent)
    steps.publish(steps.piece(booking))
    Deliverable.objects.filter(state="published").update(published_at=now.replace(month=5, day=3))
    assert refusal(booking, by, now, days=JUNE) == "Reel 1 of 2 went live on 3 May 2026. The days include it."
    move(booking, by, now, days=(date(2026, 5, 3), date(2026, 6, 10)))
    assert Deliverable.objects.get(state="planned").live_on == date(2026, 5, 15)


def test_confirm_of_a_hold_with_own_channels_owes_only_their_pieces(campaign, talent, by, now):
    brief = campaign.brief
    brief.channels = ["instagram", "tiktok"]
    brief.save()
    brief.wanted.create(kind="video", channel="tiktok", live_on=date(2026, 5, 20))
    booking = steps.hold(campaign, talent)
    move(booking, by, now, days=JUNE)
    actions.confirm_booking(booking=booking, by=by, now=now)
    assert [(d.channel, d.live_on) for d in Deliverable.objects.all()] == [("instagram", date(2026, 6, 15))]
    assert "1 Jun 2026 to 30 Jun 2026" in Message.objects.get(to_name="Aoi").body


def test_move_booking_refused_where_it_makes_no_sense(campaign, talent, by, now):
    booking = steps.hold(campaign, talent)
    assert refusal(booking, by, now, days=(date(2026, 6, 2), date(2026, 6, 2))) == (
        "The last day comes before the first."
    )
    assert refusal(booking, by, now, channels=[]) == "It shows on a channel and in a country."
    assert refusal(booking, by, now, territories=[]) == "It shows on a channel and in a country."
    assert refusal(booking, by, now, usage=Length(4000)) == "Paid usage is up to ten years, or for good."
    assert refusal(booking, by, now, channels=["youtube"]) == "No piece of the brief is for these channels."
    assert refusal(booking, by, now + timedelta(days=400), days=JUNE) == "Those days are over."
    assert refusal(BookingFactory(state="released"), by, now) == "This booking is released and stays as it was."
    undated = BookingFactory(campaign=CampaignFactory(brief__days=None))
    assert refusal(undated, by, now) == "The brief has no days yet."
    assert refusal(booking, reader(), now).startswith("Only owners, managers and bookers may create")
    booked = steps.book(CampaignFactory())
    assert refusal(booked, by, now, channels=["tiktok"]) == (
        "Reel on Instagram is owed or live. Keep Instagram, or waive the piece first."
    )


def test_move_booking_to_what_holds_already_changes_nothing(campaign, talent, approver, by, now):
    booking = steps.book(campaign, talent)
    Message.objects.all().delete()
    move(booking, by, now)
    assert not Message.objects.exists()


def test_moved_price_of_a_hold_stays(campaign, talent, by, now):
    booking = steps.hold(campaign, talent, price=Money(99000, "JPY"))
    assert move(booking, by, now, days=JUNE).price == Money(99000, "JPY")


def test_what_was_read_as_a_hold_stays_where_it_is_once_it_is_confirmed(campaign, talent, by, now):
    booking = steps.hold(campaign, talent)
    assert move(booking, by, now, days=JUNE, as_hold=True).days == days("2026-06-01", "2026-07-01")
    booked = steps.book(CampaignFactory(brand=campaign.brand), talent)
    said = refusal(booked, by, now, days=JUNE, as_hold=True)
    assert said.startswith("The hold was confirmed meanwhile")
    assert Booking.objects.get(pk=booked.pk).own_days is None
