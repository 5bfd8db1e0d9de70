"""Holding a place, and making it the promise."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from djmoney.money import Money

from campaigns import actions, checks
from campaigns.models import Booking, Deliverable
from campaigns.rules import WantedLine
from campaigns.usage import UsageTerms, as_json
from exclusivity.models import Clause, Exposure, Finding
from lib.refusals import Refused
from outbox.models import Message
from tests.campaigns import steps
from tests.campaigns.rivals import bind_to_rival, draft_rival
from tests.factories import (
    ActMemberFactory,
    BookingFactory,
    BrandFactory,
    CampaignFactory,
    CategoryFactory,
    TalentFactory,
    brand_person,
    days,
    office,
    reader,
    talent_user,
)


def refusal(verb, **values):
    with pytest.raises(Refused) as refused:
        verb(**values)
    return str(refused.value)


def test_place_hold_writes_the_promise_of_the_brief(campaign, talent, soda, by, now):
    energy = CategoryFactory(name="Energy")
    brief = campaign.brief
    brief.channels, brief.exclusive_tail = ["instagram", "tiktok"], 14
    brief.usage = as_json([UsageTerms("ads", 30)])
    brief.save()
    brief.exclusive_categories.set([soda, energy])
    booking = actions.place_hold(campaign=campaign, talent=talent, by=by, now=now, price=Money(99000, "JPY"))
    commitment = booking.commitment
    assert (booking.state, booking.rank, booking.price, booking.hold_until) == (
        "hold", 1, Money(99000, "JPY"), datetime(2026, 4, 22, 9, tzinfo=UTC),
    )  # fmt: skip
    assert (commitment.kind, commitment.status, commitment.timezone, list(commitment.talents.all())) == (
        "one_off", "hold", "Asia/Tokyo", [talent],
    )  # fmt: skip
    assert [
        (e.activity, e.channels, e.territories, e.days.lower, e.days.upper)
        for e in Exposure.objects.filter(commitment=commitment).order_by("activity", "channels")
    ] == [
        ("PAID", ["instagram"], ["JP"], date(2026, 5, 1), date(2026, 6, 1)),
        ("PAID", ["tiktok"], ["JP"], date(2026, 5, 1), date(2026, 6, 1)),
        ("PAID_USAGE", ["instagram", "tiktok"], ["JP"], date(2026, 5, 15), date(2026, 6, 14)),
    ]
    clause = Clause.objects.get(commitment=commitment)
    assert (clause.mode, clause.tail_length, clause.tail_unit, clause.tail_on, clause.channels) == (
        "CATEGORY", 14, "DAY", "ANY_END", None,
    )  # fmt: skip
    assert set(clause.categories.all()) == {soda, energy}


def test_place_hold_for_a_product_alone_is_gifted(campaign, talent, by, now):
    campaign.brief.fee, campaign.brief.gift = None, "A crate of soda"
    campaign.brief.save()
    booking = actions.place_hold(campaign=campaign, talent=talent, by=by, now=now)
    assert [e.activity for e in booking.commitment.exposures.all()] == ["GIFTED"]
    assert (booking.price, booking.commitment.clauses.count()) == (None, 0)


def test_place_hold_on_the_world_claims_the_world(campaign, talent, soda, by, now):
    campaign.brief.territories = ["*"]
    campaign.brief.save()
    campaign.brief.exclusive_categories.set([soda])
    booking = actions.place_hold(campaign=campaign, talent=talent, by=by, now=now)
    assert booking.commitment.clauses.get().territories is None


def test_place_hold_ranks_behind_the_talents_other_holds_of_those_days(talent, by, now):
    first = steps.hold(CampaignFactory(), talent)
    second = steps.hold(CampaignFactory(), talent)
    elsewhere = steps.hold(CampaignFactory(brief__days=days("2026-07-01", "2026-08-01")), talent)
    assert (first.rank, second.rank, elsewhere.rank) == (1, 2, 1)
    actions.release_hold(booking=first, reason="", by=by, now=now)
    second.refresh_from_db()
    assert second.rank == 1


def test_place_hold_refused_where_it_cannot_stand(campaign, talent, by, now):
    steps.hold(campaign, talent)
    place = {"by": by, "now": now}
    assert refusal(actions.place_hold, campaign=campaign, talent=talent, **place) == (
        "This talent has a place in the campaign already."
    )
    assert refusal(
        actions.place_hold, campaign=campaign, talent=TalentFactory(name="Rin", stage="alumni"), **place
    ) == ("Rin is not on the roster.")
    assert refusal(
        actions.place_hold, campaign=CampaignFactory(state="closed", name="Old"), talent=talent, **place
    ) == ("Old is closed and takes no talents.")
    undated = CampaignFactory(brief__days=None)
    assert refusal(actions.place_hold, campaign=undated, talent=talent, **place) == "The brief has no days yet."
    late = {"hold_until": now, **place}
    assert refusal(actions.place_hold, campaign=campaign, talent=TalentFactory(), **late) == (
        "The hold would lapse before it begins."
    )
    cheap = {"price": Money(-1, "JPY"), **place}
    assert refusal(actions.place_hold, campaign=campaign, talent=TalentFactory(), **cheap) == "The price is 0 or more."
    assert refusal(actions.place_hold, campaign=campaign, talent=TalentFactory(), by=reader(), now=now).startswith(
        "Only owners, managers and bookers may create campaigns, decide applications, confirm bookings"
    )
    assert Booking.objects.count() == 1


def test_place_hold_takes_only_an_accepted_application_of_that_talent(campaign, talent, by, now):
    application = steps.apply(campaign, talent)
    assert refusal(actions.place_hold, campaign=campaign, talent=talent, application=application, by=by, now=now) == (
        "The application has not been accepted. Accept it, which holds a place."
    )
    other = steps.apply(campaign)
    assert refusal(actions.place_hold, campaign=campaign, talent=talent, application=other, by=by, now=now) == (
        "That application is another talent's or for another project."
    )


def test_confirm_booking_freezes_price_fee_and_tier_and_owes_the_brief(campaign, talent, aoi, approver, by, now):
    booking = steps.hold(campaign, talent)
    office(fee_percent=Decimal("25"))
    campaign.brief.fee = Decimal(5)
    campaign.brief.wanted.update(count=2)
    campaign.brief.save()
    confirmed = actions.confirm_booking(booking=booking, by=by, now=now)
    assert (confirmed.state, confirmed.price, confirmed.fee_percent, confirmed.confirmed_by, confirmed.hold_until) == (
        "confirmed", Money(120000, "JPY"), Decimal("25"), by, None,
    )  # fmt: skip
    assert confirmed.tier == checks_tier(talent)
    assert [str(d) for d in Deliverable.objects.order_by("pk")] == ["Reel 1 of 2", "Reel 2 of 2"]
    campaign.refresh_from_db()
    commitment = confirmed.commitment
    commitment.refresh_from_db()
    assert (campaign.state, commitment.status, commitment.bound_by) == ("running", "confirmed", by)
    letters = {m.to_name: m.body for m in Message.objects.filter(kind="booking_confirmed")}
    assert "You receive ¥ 90,000." in letters["Aoi"]
    assert "1 May 2026 to 31 May 2026" in letters["Aoi"]
    assert "The first draft is due on 8 May 2026." in letters["Aoi"]
    assert "120,000" not in letters["Aoi"]
    assert "90,000" not in letters["Petra"]


def checks_tier(talent):
    from talent.queries import tier_name

    return tier_name(talent)


def test_confirm_booking_twice_refused(campaign, talent, by, now):
    booking = steps.book(campaign, talent)
    assert refusal(actions.confirm_booking, booking=booking, by=by, now=now) == "Aoi is booked already."
    assert Deliverable.objects.count() == 1


def test_confirm_booking_refused_when_released_lapsed_archived_or_closed(campaign, talent, by, now):
    booking = steps.hold(campaign, talent, hold_until=now + timedelta(hours=1))
    late = now + timedelta(hours=1)
    assert refusal(actions.confirm_booking, booking=booking, by=by, now=late) == (
        "The hold has lapsed. Release it and place it again."
    )
    talent.archived_at, talent.archived_by = now, by
    talent.save()
    assert refusal(actions.confirm_booking, booking=booking, by=by, now=now) == "Aoi is archived."
    campaign.state = "reporting"
    campaign.save()
    assert refusal(actions.confirm_booking, booking=booking, by=by, now=now) == (
        "Summer is reporting and takes no talents."
    )
    released = BookingFactory(state="released")
    assert refusal(actions.confirm_booking, booking=released, by=by, now=now) == (
        "This booking is released and cannot become confirmed."
    )


def test_confirm_booking_refused_when_the_places_are_taken(campaign, talent, by, now):
    campaign.brief.places = 1
    campaign.brief.save()
    second = steps.hold(campaign)
    steps.book(campaign, talent)
    assert refusal(actions.confirm_booking, booking=second, by=by, now=now) == "The one place is taken."
    campaign.brief.places = 2
    campaign.brief.save()
    second.campaign.refresh_from_db()
    assert checks.may_confirm(Booking.objects.get(pk=second.pk), now) is True


def test_confirm_booking_of_a_rival_refused_with_the_reason_for_staff(campaign, talent, soda, by, now):
    booking = steps.hold(campaign, talent)
    bind_to_rival(talent, soda, name="Lumeya")
    answer = checks.may_confirm(Booking.objects.get(pk=booking.pk), now)
    sentence = refusal(actions.confirm_booking, booking=booking, by=by, now=now)
    assert sentence == str(answer)
    assert "Lumeya" in sentence
    assert answer.for_outside == "Not possible in this period."
    booking.refresh_from_db()
    assert (booking.state, Deliverable.objects.count()) == ("hold", 0)


def test_confirm_booking_beside_a_drafted_rival_binds_and_stays_on_the_clash_desk(campaign, talent, soda, by, now):
    draft_rival(talent, soda, name="Lumeya")
    steps.book(campaign, talent)
    assert Finding.objects.filter(state="open").count() == 1


def test_release_hold_tells_nobody_who_never_heard_of_it(campaign, talent, by, now):
    booking = steps.hold(campaign, talent)
    released = actions.release_hold(booking=booking, reason="Lumeya pays more", by=by, now=now)
    assert (released.state, released.end_reason, released.commitment.status) == (
        "released",
        "Lumeya pays more",
        "cancelled",
    )
    assert not Message.objects.exists()


def test_release_hold_answers_the_application_with_no(campaign, talent, by, now):
    application = steps.apply(campaign, talent)
    actions.accept_application(application=application, answer="", by=by, now=now)
    Message.objects.all().delete()
    actions.release_hold(booking=Booking.objects.get(), reason="Budget", by=by, now=now)
    application.refresh_from_db()
    assert (application.state, application.answer) == ("declined", "The place was not confirmed.")
    assert [m.kind for m in Message.objects.all()] == ["application_declined"]


def test_release_hold_of_a_booking_refused(campaign, talent, by, now):
    booking = steps.book(campaign, talent)
    assert refusal(actions.release_hold, booking=booking, reason="", by=by, now=now) == (
        "This booking is confirmed and cannot become released."
    )


def test_release_hold_moves_a_finished_campaign_on(campaign, talent, by, now):
    steps.end_call(campaign)
    other = steps.hold(campaign)
    steps.publish(steps.piece(steps.book(campaign, talent)))
    actions.release_hold(booking=other, reason="", by=by, now=now)
    campaign.refresh_from_db()
    assert campaign.state == "reporting"


def test_cancel_booking_frees_the_talent_and_tells_both(campaign, talent, approver, soda, by, now):
    campaign.brief.exclusive_categories.set([soda])
    booking = steps.book(campaign, talent)
    rival = CampaignFactory(brand=BrandFactory(categories=[soda]))
    hold = steps.hold(rival, talent)
    assert bool(checks.may_confirm(hold, now)) is False
    Message.objects.all().delete()
    actions.cancel_booking(booking=booking, reason="She is ill", by=by, now=now)
    booking.refresh_from_db()
    assert (booking.state, booking.cancelled_by, booking.end_reason) == ("cancelled", by, "She is ill")
    assert booking.deliverables.get().state == "waived"
    assert checks.may_confirm(hold, now) is True
    assert sorted(Message.objects.values_list("to_name", "kind")) == [
        ("Aoi", "booking_cancelled"), ("Petra", "booking_cancelled"),
    ]  # fmt: skip
    assert not Message.objects.filter(body__contains="ill").exists()


def test_cancel_booking_refused_without_a_reason_for_a_hold_and_for_finance(campaign, talent, by, now):
    booking = steps.hold(campaign, talent)
    assert refusal(actions.cancel_booking, booking=booking, reason="", by=by, now=now) == "Say why it is cancelled."
    assert refusal(actions.cancel_booking, booking=booking, reason="x", by=by, now=now) == (
        "This booking is hold and cannot become cancelled."
    )
    with pytest.raises(Refused):
        actions.cancel_booking(booking=booking, reason="x", by=reader(), now=now)


def test_cancel_booking_gives_the_place_back(campaign, talent, by, now):
    booking = steps.book(campaign, talent)
    assert checks.places_left(campaign) == 2
    actions.cancel_booking(booking=booking, reason="Ill", by=by, now=now)
    assert checks.places_left(campaign) == 3
    assert steps.hold(campaign, talent).state == "hold"


def test_visible_to_outside_only_when_confirmed(campaign, talent, aoi, approver, by):
    held = steps.hold(campaign, talent)
    other = steps.book(CampaignFactory())
    assert set(Booking.objects.visible_to(by)) == {held, other}
    assert set(Booking.objects.visible_to(aoi)) == set(Booking.objects.visible_to(approver)) == set()
    actions.confirm_booking(booking=held, by=by, now=steps.NOW)
    assert set(Booking.objects.visible_to(aoi)) == set(Booking.objects.visible_to(approver)) == {held}
    assert set(Booking.objects.visible_to(brand_person(other.campaign.brand))) == {other}
    assert set(Booking.objects.visible_to(talent_user(other.talent))) == {other}


def test_change_hold_until_it_is_confirmed(campaign, talent, by, now):
    booking = steps.hold(campaign, talent)
    until = now + timedelta(days=9)
    change = {"booking": booking, "price": Money(5000, "EUR"), "hold_until": until, "by": by, "now": now}
    actions.change_hold(**change)
    booking.refresh_from_db()
    assert (booking.price, booking.hold_until, booking.net) == (Money(5000, "EUR"), until, Money(4000, "EUR"))
    assert refusal(actions.change_hold, **{**change, "hold_until": now}) == "The hold would lapse before it begins."
    assert refusal(actions.change_hold, **{**change, "price": Money(-1, "EUR")}) == "The price is 0 or more."
    actions.confirm_booking(booking=booking, by=by, now=now)
    assert refusal(actions.change_hold, **change) == (
        "Price and days are fixed once the hold is confirmed or released."
    )


def test_net_of_a_booking_without_a_price_is_unknown():
    assert Booking(price=None).net is None


def test_place_hold_for_an_accepted_application_named_outright(campaign, talent, by, now):
    application = steps.apply(campaign, talent)
    actions.accept_application(application=application, answer="", by=by, now=now)
    Booking.objects.update(state="released", released_at=now, released_by=by)
    again = actions.place_hold(campaign=campaign, talent=talent, application=application, by=by, now=now)
    assert (again.application, Booking.objects.filter(application=None).count()) == (application, 1)


def test_write_brief_with_other_days_moves_the_holds_term(campaign, talent, soda, by, now):
    booking = steps.hold(campaign, talent)
    brief = campaign.brief
    actions.write_brief(
        campaign=campaign, fields={"days": days("2026-05-02", "2026-07-01")}, categories=[soda],
        exclusive_categories=[], wanted=[WantedLine("reel", "instagram")], by=by, now=now,
    )  # fmt: skip
    brief.refresh_from_db()
    booking.commitment.refresh_from_db()
    assert booking.commitment.term == brief.days == days("2026-05-02", "2026-07-01")


def test_confirm_booking_for_a_product_tells_what_is_given(campaign, talent, aoi, by, now):
    campaign.brief.fee, campaign.brief.gift = None, "A crate of soda"
    campaign.brief.save()
    campaign.brief.wanted.update(draft_due_on=None)
    booking = steps.book(campaign, talent)
    body = Message.objects.get(kind="booking_confirmed").body
    assert (booking.price, booking.net) == (None, None)
    assert "You are given: A crate of soda." in body
    assert "You receive" not in body
    assert "What you owe stands in your portal." in body


def test_confirm_booking_of_a_member_beside_the_acts_promise_refused(campaign, talent, soda, by, now):
    act = ActMemberFactory(member=talent, act=TalentFactory(name="Tsubame", kind="act")).act
    bind_to_rival(act, soda, name="Lumeya")
    booking = steps.hold(campaign, talent)
    assert "Lumeya" in refusal(actions.confirm_booking, booking=booking, by=by, now=now)
