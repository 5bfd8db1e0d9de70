"""A talent asks, the office answers, and everybody hears."""

from datetime import UTC, datetime, timedelta

import pytest
from djmoney.money import Money

from campaigns import actions, applying, checks
from campaigns.models import Application, Booking
from campaigns.promises import sketch_of
from exclusivity.queries import standing_of_sketch
from lib.refusals import Refused
from outbox.models import Message
from tests.campaigns import steps
from tests.campaigns.rivals import bind_to_rival
from tests.factories import (
    CampaignFactory,
    TalentFactory,
    booker,
    brand_person,
    office,
    reader,
    talent_user,
)


def test_apply_keeps_tier_and_followers_of_the_day_and_says_when(campaign, talent, aoi, tiers, now):
    application = actions.apply(
        campaign=campaign, talent=talent, idea=" Picnic ", proposed_fee=Money(90000, "JPY"), by=aoi, now=now
    )
    talent.followers = 5
    talent.save()
    application.refresh_from_db()
    assert (application.state, application.idea, application.tier, application.followers) == (
        "applied", "Picnic", "Micro", 12_000,
    )  # fmt: skip
    assert application.proposed_fee == Money(90000, "JPY")
    letter = Message.objects.get()
    assert (letter.to_address, letter.kind, letter.about) == (
        "aoi@talents.example", "application_received", f"campaign:{campaign.public_id}",
    )  # fmt: skip
    assert "Applications close on 25 Apr 2026. You hear the outcome by letter" in letter.body


@pytest.mark.parametrize("state", ["draft", "reporting", "closed", "cancelled"])
def test_apply_refused_unless_it_takes_talents(talent, aoi, now, state):
    with pytest.raises(Refused, match="This project takes no applications."):
        steps.apply(CampaignFactory(state=state), talent)
    assert Application.objects.count() == 0


def test_apply_counts_the_last_day_on_the_offices_clock(campaign, talent):
    office(timezone="Asia/Tokyo")
    last = datetime(2026, 4, 25, 14, 59, tzinfo=UTC)  # 23:59 in Tokyo
    assert applying.may_apply(campaign, talent, last) is True
    answer = applying.may_apply(campaign, talent, last + timedelta(minutes=1))
    assert (bool(answer), str(answer)) == (False, "Applications closed on 25 Apr 2026.")


@pytest.mark.parametrize("stage", ["applicant", "alumni"])
def test_apply_refused_off_the_roster(campaign, stage):
    with pytest.raises(Refused, match="Only talents on the roster apply."):
        steps.apply(campaign, TalentFactory(stage=stage))


def test_apply_refused_for_an_archived_talent(campaign, now, by):
    with pytest.raises(Refused, match="Only talents on the roster apply."):
        steps.apply(campaign, TalentFactory(archived_at=now, archived_by=by))


def test_apply_twice_refused(campaign, talent):
    steps.apply(campaign, talent)
    with pytest.raises(Refused, match="You have applied to this project already."):
        steps.apply(campaign, talent)
    assert Application.objects.count() == 1


def test_apply_again_after_withdrawing(campaign, talent, aoi, now):
    first = steps.apply(campaign, talent)
    actions.withdraw_application(application=first, by=aoi, now=now)
    again = steps.apply(campaign, talent, idea="Better")
    assert (again.pk, again.state, again.idea) == (first.pk, "applied", "Better")


def test_change_application_keeps_its_day_and_is_refused_after_the_last_one_and_to_others(campaign, talent, aoi, now):
    first = steps.apply(campaign, talent, answers={})
    stranger = talent_user(TalentFactory())
    said = {"application": first, "idea": " Better ", "proposed_fee": Money(5, "JPY"), "by": aoi, "now": now}
    changed = actions.change_application(**said)
    assert (changed.idea, changed.proposed_fee, changed.created_at) == ("Better", Money(5, "JPY"), first.created_at)
    with pytest.raises(Refused):
        actions.change_application(**said | {"by": getattr(stranger, "user", stranger)})
    with pytest.raises(Refused, match="Applications closed on"):
        actions.change_application(**said | {"now": now + timedelta(days=400)})
    actions.withdraw_application(application=first, by=aoi, now=now)
    with pytest.raises(Refused, match="^You withdrew it.$"):
        actions.change_application(**said)
    Application.objects.update(state="declined")
    with pytest.raises(Refused, match="The office has answered it"):
        actions.change_application(**said)


def test_apply_refused_below_zero(campaign, talent):
    with pytest.raises(Refused, match="The fee is 0 or more."):
        steps.apply(campaign, talent, proposed_fee=Money(-1, "JPY"))


def test_apply_blocked_by_a_rival_says_nothing_of_it_to_the_talent(campaign, talent, aoi, soda, now):
    rival = bind_to_rival(talent, soda, name="Lumeya")
    with pytest.raises(Refused) as refused:
        steps.apply(campaign, talent)
    denied = refused.value.denied
    assert denied.for_outside == "Not possible in this period."
    assert "Lumeya" in denied.reason
    assert rival.state == "signed"
    assert Application.objects.count() == 0


def test_apply_allowed_where_a_verdict_only_asks(campaign, talent, soda):
    bind_to_rival(talent, soda, name="Lumeya")
    campaign.brief.categories.clear()
    assert standing_of_sketch(sketch_of(campaign, talent), steps.NOW).verdict.name == "REVIEW"
    assert steps.apply(campaign, talent).state == "applied"


def test_apply_for_another_talent_refused(campaign, talent):
    with pytest.raises(Refused, match="This is another talent's work."):
        actions.apply(campaign=campaign, talent=talent, idea="", proposed_fee=None, by=talent_user(), now=steps.NOW)


@pytest.mark.parametrize(
    "who", [lambda talent: talent_user(talent, role="guardian"), lambda _: reader(), lambda _: brand_person()]
)
def test_apply_refused_without_the_permission(campaign, talent, who):
    with pytest.raises(Refused) as refused:
        actions.apply(campaign=campaign, talent=talent, idea="", proposed_fee=None, by=who(talent), now=steps.NOW)
    assert refused.value.denied.code.startswith("role:")


def test_apply_by_staff_for_a_talent(campaign, talent, by, now):
    application = actions.apply(campaign=campaign, talent=talent, idea="", proposed_fee=None, by=by, now=now)
    assert (application.talent, application.created_by) == (talent, by)


def test_accept_application_holds_a_place_and_says_until_when(campaign, talent, by, now):
    application = steps.apply(campaign, talent)
    Message.objects.all().delete()
    accepted = actions.accept_application(application=application, answer=" We like the river. ", by=by, now=now)
    booking = Booking.objects.get()
    assert (accepted.state, accepted.answer, accepted.decided_by) == ("accepted", "We like the river.", by)
    assert (booking.state, booking.application, booking.rank, booking.hold_until) == (
        "hold", accepted, 1, datetime(2026, 4, 22, 9, tzinfo=UTC),
    )  # fmt: skip
    assert booking.price == Money(120000, "JPY")
    letter = Message.objects.get()
    assert letter.kind == "application_accepted"
    assert "held for you until 22 Apr 2026, 18:00 (Asia/Tokyo)." in letter.body
    assert "We like the river." in letter.body
    assert "For it you receive ¥ 96,000." in letter.body


@pytest.mark.parametrize(
    ("price", "says"),
    [
        (None, "For it you receive ¥ 96,000. That is not the fee you asked for: where it is too little, withdraw"),
        (Money(150_000, "JPY"), "For it you receive ¥ 120,000. That is the fee you asked for."),
        (Money(200_000, "JPY"), "For it you receive ¥ 160,000. That is more than you asked for."),
        (Money(1_000, "EUR"), "For it you receive € 800.00. That is not the fee you asked for: where it is too little"),
    ],
)
def test_the_letter_of_a_yes_says_whether_it_pays_what_was_asked_for(campaign, talent, by, now, price, says):
    application = steps.apply(campaign, talent, proposed_fee=Money(150_000, "JPY"))
    actions.accept_application(application=application, answer="", price=price, by=by, now=now)
    assert says in Message.objects.get(kind="application_accepted").body


def test_accept_application_twice_refused(campaign, talent, by, now):
    application = steps.apply(campaign, talent)
    actions.accept_application(application=application, answer="", by=by, now=now)
    with pytest.raises(Refused, match="This application is accepted and cannot become accepted."):
        actions.accept_application(application=application, answer="", by=by, now=now)
    assert Booking.objects.count() == 1


def test_accept_application_beside_a_rival_holds_what_cannot_be_confirmed(campaign, talent, soda, by, now):
    application = steps.apply(campaign, talent)
    bind_to_rival(talent, soda, name="Lumeya")
    actions.accept_application(application=application, answer="", by=by, now=now)
    booking = Booking.objects.get()
    answer = checks.may_confirm(booking, now)
    assert (booking.state, bool(answer), answer.for_outside) == ("hold", False, "Not possible in this period.")
    assert "Lumeya" not in Message.objects.get(kind="application_accepted").body


def test_accept_application_refused_when_the_campaign_is_closed(talent, by, now):
    campaign = CampaignFactory(name="Old")
    application = steps.apply(campaign, talent)
    campaign.state = "closed"
    campaign.save()
    with pytest.raises(Refused, match="Old is closed and takes no talents."):
        actions.accept_application(application=application, answer="", by=by, now=now)


def test_decline_application_tells_the_talent_why_in_the_words_meant_for_them(campaign, talent, by, now):
    application = steps.apply(campaign, talent)
    Message.objects.all().delete()
    actions.decline_application(application=application, answer="We looked for somebody in Osaka.", by=by, now=now)
    application.refresh_from_db()
    letter = Message.objects.get()
    assert (application.state, application.decided_at, letter.kind) == ("declined", now, "application_declined")
    assert "We looked for somebody in Osaka." in letter.body


def test_decline_application_after_a_yes_gives_the_place_up(campaign, talent, by, now):
    application = steps.apply(campaign, talent)
    actions.accept_application(application=application, answer="", by=by, now=now)
    actions.decline_application(application=application, answer="", by=by, now=now)
    booking = Booking.objects.get()
    assert (booking.state, booking.released_by, booking.commitment.status) == ("released", by, "cancelled")


def test_decline_then_accept_holds_anew(campaign, talent, by, now):
    application = steps.apply(campaign, talent)
    for _ in range(2):
        actions.accept_application(application=application, answer="", by=by, now=now)
        actions.decline_application(application=application, answer="", by=by, now=now)
    actions.accept_application(application=application, answer="", by=by, now=now)
    assert sorted(Booking.objects.values_list("state", flat=True)) == ["hold", "released", "released"]
    assert Booking.objects.get(state="hold").application == application


def test_decline_and_withdraw_refused_once_booked(campaign, talent, aoi, by, now):
    application = steps.apply(campaign, talent)
    actions.accept_application(application=application, answer="", by=by, now=now)
    actions.confirm_booking(booking=Booking.objects.get(), by=by, now=now)
    with pytest.raises(Refused, match="The talent is booked. Cancel the booking instead."):
        actions.decline_application(application=application, answer="", by=by, now=now)
    with pytest.raises(Refused, match="The booking is confirmed. Talk to the office about it."):
        actions.withdraw_application(application=application, by=aoi, now=now)


def test_withdraw_application_frees_the_place_and_tells_the_manager(campaign, talent, aoi, by, now):
    application = steps.apply(campaign, talent)
    actions.accept_application(application=application, answer="", by=by, now=now)
    Message.objects.all().delete()
    actions.withdraw_application(application=application, by=aoi, now=now)
    application.refresh_from_db()
    letter = Message.objects.get()
    assert (application.state, Booking.objects.get().state) == ("withdrawn", "released")
    assert (letter.to_address, letter.subject) == (by.email, "Aoi withdrew from “Summer”")


def test_withdraw_application_of_another_talent_refused(campaign, talent, now):
    application = steps.apply(campaign, talent)
    stranger = talent_user()
    steps.apply(campaign, stranger.talent_access.get().talent)
    with pytest.raises(Refused, match="This is another talent's work."):
        actions.withdraw_application(application=application, by=stranger, now=now)


def test_decisions_by_a_reader_refused(campaign, talent, now):
    application = steps.apply(campaign, talent)
    for verb in (actions.accept_application, actions.decline_application):
        with pytest.raises(Refused):
            verb(application=application, answer="", by=reader(), now=now)
    application.refresh_from_db()
    assert application.state == "applied"


def test_letters_go_to_the_talents_address_where_nobody_signs_in(campaign, by, now):
    talent = TalentFactory(email="own@talents.example")
    actions.apply(campaign=campaign, talent=talent, idea="", proposed_fee=None, by=by, now=now)
    assert Message.objects.get().to_address == "own@talents.example"


def test_visible_to_own_talent_and_staff_only(campaign, talent, aoi, approver):
    application = steps.apply(campaign, talent)
    other = steps.apply(campaign)
    assert set(Application.objects.visible_to(aoi)) == {application}
    assert set(Application.objects.visible_to(booker())) == {application, other}
    assert set(Application.objects.visible_to(approver)) == set()
