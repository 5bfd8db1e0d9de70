"""A campaign from drawer to archive."""

from datetime import date, timedelta

import pytest
from djmoney.money import Money

from campaigns import actions
from campaigns.actions import WantedLine
from campaigns.models import Booking, Brief, Campaign, CampaignState, WantedDeliverable
from exclusivity.models import Clause, Exposure
from lib.refusals import Refused
from lib.violations import violation
from outbox.models import Message
from tests.campaigns import steps
from tests.factories import (
    BrandFactory,
    CampaignFactory,
    TalentFactory,
    booker,
    brand_person,
    days,
    reader,
    talent_user,
)

REEL = WantedLine("reel", "instagram", 2, date(2026, 5, 8), date(2026, 5, 15))


def brief_fields(**values):
    return {
        "goal": " Show the new flavour. ",
        "channels": ["instagram"],
        "territories": ["JP"],
        "days": days("2026-05-01", "2026-06-01"),
        "apply_until": date(2026, 4, 25),
        "fee": 120000,
        **values,
    }


def write(campaign, soda, by, now, *, wanted=(REEL,), exclusive=(), **values):
    return actions.write_brief(
        campaign=campaign,
        fields=brief_fields(**values),
        categories=[soda],
        exclusive_categories=exclusive,
        wanted=list(wanted),
        by=by,
        now=now,
    )


def letters(kind):
    return sorted(Message.objects.filter(kind=kind).values_list("to_name", flat=True))


def test_create_campaign_lies_in_the_drawer_with_an_empty_brief(brand, soda, by, now):
    campaign = actions.create_campaign(brand=brand, name=" Summer ", manager=by, by=by, now=now)
    assert (campaign.name, campaign.state, campaign.created_by, campaign.created_at) == ("Summer", "draft", by, now)
    assert campaign.brief.days is None
    assert list(campaign.brief.categories.all()) == [soda]


@pytest.mark.parametrize(
    ("name", "archived", "sentence"), [("  ", False, "A project has a name."), ("Summer", True, "Kirei is archived.")]
)
def test_create_campaign_refused(brand, by, now, name, archived, sentence):
    if archived:
        brand.archived_at, brand.archived_by = now, by
        brand.save()
    with pytest.raises(Refused, match=sentence):
        actions.create_campaign(brand=brand, name=name, manager=by, by=by, now=now)
    assert Campaign.objects.count() == 0


def test_create_campaign_with_a_manager_from_outside_refused(brand, approver, by, now):
    with pytest.raises(Refused, match="Petra does not work at the office."):
        actions.create_campaign(brand=brand, name="Summer", manager=approver, by=by, now=now)


def test_edit_campaign_changes_name_and_manager(campaign, by, now):
    other = booker()
    actions.edit_campaign(campaign=campaign, name=" Winter ", manager=other, by=by, now=now)
    campaign.refresh_from_db()
    assert (campaign.name, campaign.manager) == ("Winter", other)


def test_create_campaign_by_a_reader_refused(brand, by, now):
    with pytest.raises(Refused) as refused:
        actions.create_campaign(brand=brand, name="Summer", manager=by, by=reader(), now=now)
    assert refused.value.denied.code == "role:run_campaigns"


def test_write_brief_replaces_lines_and_categories(brand, soda, by, now):
    campaign = actions.create_campaign(brand=brand, name="Summer", manager=by, by=by, now=now)
    write(campaign, soda, by, now)
    brief = write(campaign, soda, by, now, wanted=[WantedLine("story", "instagram", 3)], exclusive=[soda])
    assert brief.goal == "Show the new flavour."
    assert list(WantedDeliverable.objects.values_list("kind", "count")) == [("story", 3)]
    assert list(brief.exclusive_categories.all()) == [soda]
    assert (brief.days.lower, brief.days.upper, brief.fee.amount) == (date(2026, 5, 1), date(2026, 6, 1), 120000)


@pytest.mark.parametrize(
    ("line", "values", "sentence"),
    [
        (WantedLine("reel", "tiktok"), {}, "A piece is wanted on TikTok, which is not among the channels."),
        (
            WantedLine("reel", "instagram", live_on=date(2026, 6, 1)),
            {},
            "A piece goes live on 1 Jun 2026, outside the days of the brief.",
        ),
        (
            WantedLine("reel", "instagram", live_on=date(2026, 4, 30)),
            {},
            "A piece goes live on 30 Apr 2026, outside the days of the brief.",
        ),
        (
            WantedLine("reel", "instagram", 1, date(2026, 5, 16), date(2026, 5, 15)),
            {},
            "A draft is due on 16 May 2026, after its piece goes live.",
        ),
        (
            WantedLine("reel", "instagram", 1, date(2026, 5, 20), date(2026, 5, 15), date(2026, 5, 19)),
            {},
            "A draft is due on 20 May 2026, after its piece goes live.",
        ),
        (
            WantedLine("reel", "instagram", live_on=date(2026, 5, 15), live_until=date(2026, 6, 1)),
            {},
            "A piece goes live until 1 Jun 2026, outside the days of the brief.",
        ),
        (
            WantedLine("reel", "instagram", live_on=date(2026, 5, 15), live_until=date(2026, 5, 14)),
            {},
            "The window of a piece begins with its first day. Say that one too.",
        ),
        (
            WantedLine("reel", "instagram", live_until=date(2026, 5, 14)),
            {},
            "The window of a piece begins with its first day. Say that one too.",
        ),
        (
            WantedLine("reel", "instagram", 2, fee=Money(50000, "JPY")),
            {},
            "The pieces add up to ¥ 100,000, not to ¥ 120,000. Leave the fee of the talent empty, "
            "or change the pieces.",
        ),
        (WantedLine("reel", "instagram", fee=Money(-1, "JPY")), {"fee": None}, "The fee is 0 or more."),
        (REEL, {"audience_from": 40, "audience_to": 20}, "The youngest age comes first."),
        (REEL, {"apply_until": date(2026, 6, 1)}, "The last day to apply lies after the days of the brief."),
        (WantedLine("reel", "instagram", 0), {}, "Between 1 and 50 pieces."),
        (REEL, {"places": 0}, "There is at least one place."),
        (REEL, {"fee": -1}, "The fee is 0 or more."),
    ],
)
def test_write_brief_refused_and_nothing_written(brand, soda, by, now, line, values, sentence):
    campaign = actions.create_campaign(brand=brand, name="Summer", manager=by, by=by, now=now)
    with pytest.raises(Refused) as refused:
        write(campaign, soda, by, now, wanted=[line], **values)
    assert str(refused.value) == sentence
    campaign.brief.refresh_from_db()
    assert (campaign.brief.goal, campaign.brief.wanted.count()) == ("", 0)


def test_write_brief_with_an_unknown_field_is_a_bug(campaign, soda, by, now):
    with pytest.raises(TypeError, match="a brief has no colour"):
        write(campaign, soda, by, now, colour="red")


def test_write_brief_lets_a_hold_promise_the_new_words(campaign, talent, soda, by, now):
    booking = steps.hold(campaign, talent)
    write(campaign, soda, by, now, territories=["KR"], exclusive=[soda], exclusive_tail=2, exclusive_tail_unit="MONTH")
    assert [e.territories for e in Exposure.objects.filter(commitment=booking.commitment)] == [["KR"]]
    clause = Clause.objects.get(commitment=booking.commitment, superseded_at=None)
    tail = (clause.tail_length, clause.tail_unit)
    assert (clause.territories, tail, list(clause.categories.all())) == (["KR"], (2, "MONTH"), [soda])
    campaign.brief.refresh_from_db()
    assert campaign.brief.tail.span == "2 months"


@pytest.mark.parametrize(("tail", "unit"), [(3651, "DAY"), (121, "MONTH")])
def test_write_brief_keeps_nothing_to_a_brand_for_more_than_ten_years(campaign, soda, by, now, tail, unit):
    with pytest.raises(Refused, match="Ten years is the longest"):
        write(campaign, soda, by, now, exclusive=[soda], exclusive_tail=tail, exclusive_tail_unit=unit)


@pytest.mark.parametrize(("tail", "unit"), [(3651, "DAY"), (121, "MONTH"), (1, "YEAR")])
def test_the_database_knows_how_long_a_tail_can_be(campaign, tail, unit):
    with pytest.raises(Refused, match="by days or by months, for ten years at most."), violation():
        Brief.objects.filter(campaign=campaign).update(exclusive_tail=tail, exclusive_tail_unit=unit)


def test_write_brief_refused_where_somebody_is_booked(campaign, talent, soda, by, now):
    steps.book(campaign, talent)
    with pytest.raises(Refused, match="Talents are booked on this brief"):
        write(campaign, soda, by, now)


def test_open_campaign_with_a_whole_brief(brand, by, now):
    campaign = CampaignFactory(state="draft", brand=brand)
    opened = actions.open_campaign(campaign=campaign, by=by, now=now)
    assert (opened.state, opened.opened_at, opened.opened_by) == ("open", now, by)


def test_open_campaign_names_what_the_brief_lacks(brand, by, now):
    campaign = actions.create_campaign(brand=brand, name="Summer", manager=by, by=by, now=now)
    with pytest.raises(Refused) as refused:
        actions.open_campaign(campaign=campaign, by=by, now=now)
    assert str(refused.value) == (
        "Before it opens, the brief needs a channel, a country, its days, a last day to apply, "
        "a fee or a product and a deliverable."
    )


def test_open_campaign_refused_after_the_last_day_to_apply(brand, by):
    campaign = CampaignFactory(state="draft", brand=brand)
    after = steps.NOW + timedelta(days=30)
    with pytest.raises(Refused, match="The last day to apply, 25 Apr 2026, has passed."):
        actions.open_campaign(campaign=campaign, by=by, now=after)


def test_open_campaign_twice_refused(campaign, by, now):
    with pytest.raises(Refused, match="This campaign is open and cannot become open."):
        actions.open_campaign(campaign=campaign, by=by, now=now)


def test_start_reporting_refused_while_pieces_are_owed(campaign, talent, by, now):
    steps.book(campaign, talent)
    with pytest.raises(Refused, match="One piece is still owed."):
        actions.start_reporting(campaign=campaign, by=by, now=now)


def test_start_reporting_by_hand_where_a_hold_kept_it_running(campaign, talent, by, now):
    steps.hold(campaign)
    steps.publish(steps.piece(steps.book(campaign, talent)))
    campaign.refresh_from_db()
    assert campaign.state == "running"
    assert actions.start_reporting(campaign=campaign, by=by, now=now).state == "reporting"


def test_reopen_campaign_from_reporting_runs_again(campaign, talent, by, now):
    steps.end_call(campaign)
    steps.publish(steps.piece(steps.book(campaign, talent)))
    assert actions.reopen_campaign(campaign=campaign, by=by, now=now).state == "running"


def test_reopen_campaign_refused_where_nobody_is_booked(campaign, by, now):
    with pytest.raises(Refused, match="A campaign starts to run with its first booking."):
        actions.reopen_campaign(campaign=campaign, by=by, now=now)


def test_close_campaign_answers_everybody_who_waits(campaign, talent, by, now):
    waiting = steps.apply(campaign, TalentFactory(name="Mio"))
    steps.apply(campaign, talent)
    steps.end_call(campaign)
    steps.publish(steps.piece(steps.book(campaign, talent)))
    closed = actions.close_campaign(campaign=campaign, by=by, now=now)
    waiting.refresh_from_db()
    assert (closed.state, closed.closed_by) == ("closed", by)
    assert (waiting.state, waiting.answer, waiting.decided_at) == (
        "declined",
        "The project is done, with other talents.",
        now,
    )
    told = Message.objects.filter(kind="application_declined")
    assert [m.to_address for m in told] == [waiting.talent.access.get().user.email]


def test_close_campaign_refused_before_reporting_and_while_owed(campaign, talent, by, now):
    with pytest.raises(Refused, match="This campaign is open and cannot become closed."):
        actions.close_campaign(campaign=campaign, by=by, now=now)
    booking = steps.book(campaign, talent)
    Campaign.objects.filter(pk=campaign.pk).update(state=CampaignState.REPORTING)
    with pytest.raises(Refused, match="One piece is still owed."):
        actions.close_campaign(campaign=campaign, by=by, now=now)
    booking.refresh_from_db()
    assert booking.state == "confirmed"


def test_cancel_campaign_undoes_all_and_tells_all(campaign, talent, approver, by, now):
    applied = steps.apply(campaign, TalentFactory())
    accepted = steps.apply(campaign, TalentFactory())
    actions.accept_application(application=accepted, answer="", by=by, now=now)
    named = TalentFactory(email="named@talents.example")
    held = steps.hold(campaign, named)
    booking = steps.book(campaign, talent)
    Message.objects.all().delete()
    actions.cancel_campaign(campaign=campaign, reason="Lumeya paid more", by=by, now=now)
    campaign.refresh_from_db()
    for row in (applied, accepted, held, booking):
        row.refresh_from_db()
    assert (campaign.state, campaign.cancel_reason, campaign.cancelled_by) == ("cancelled", "Lumeya paid more", by)
    assert (applied.state, accepted.state, held.state, booking.state) == (
        "declined",
        "declined",
        "released",
        "cancelled",
    )
    assert list(booking.deliverables.values_list("state", flat=True)) == ["waived"]
    booking.commitment.refresh_from_db()
    assert (booking.commitment.status, booking.commitment.is_binding) == ("cancelled", False)
    assert sorted(Message.objects.values_list("kind", flat=True)) == [
        "application_declined", "application_declined", "booking_cancelled", "campaign_cancelled",
    ]  # fmt: skip
    assert not Message.objects.filter(body__contains="Lumeya").exists()
    assert "named@talents.example" not in Message.objects.values_list("to_address", flat=True)


def test_the_letters_of_a_cancelled_campaign_say_what_ends_and_who_says_what_is_paid(campaign, talent, approver, now):
    by, ren = campaign.manager, TalentFactory(name="Ren", email="ren@talents.example")
    steps.publish(steps.piece(steps.book(campaign, talent)))
    Campaign.objects.filter(pk=campaign.pk).update(state=CampaignState.RUNNING)
    booking = steps.book(campaign, ren)
    Booking.objects.update(state="confirmed")
    said = {"ends_at": now + timedelta(days=20, hours=3), "timezone": "Asia/Tokyo", "by": by, "now": now}
    start = now + timedelta(days=20)
    actions.plan_appointment(booking=booking, what="Shoot", starts_at=start, place="Secret studio", **said)
    fitting = actions.plan_appointment(booking=booking, what="Fitting", starts_at=start, **said)
    actions.cancel_appointment(appointment=fitting, by=by, now=now)
    Message.objects.all().delete()
    actions.cancel_campaign(campaign=campaign, reason="Lumeya paid more", by=by, now=now)
    told = Message.objects.exclude(to_address__endswith="@people.example")
    letters = {row.to_address: row.body.split("\n\n")[1:-1] for row in told}
    paid = "Sora tells you what is paid for what was done."
    first = "The booking of {} for “Summer” for Kirei no longer stands. No draft and no post is owed for it any more."
    assert letters == {
        "aoi@talents.example": [first.format("Aoi"), "Live already: Reel.", paid],
        "ren@talents.example": [
            first.format("Ren"),
            "Called off with it:\n- Shoot, 5 May 2026, 18:30 to 21:30 (Asia/Tokyo)",
            paid,
        ],
        "petra@kirei.example": [
            "“Summer” is cancelled. Everybody who applied or whose booking ended has been told.",
            "These bookings no longer stand:\n- Aoi, live already: Reel\n- Ren",
            paid,
        ],
    }


def test_who_was_done_before_a_campaign_was_cancelled_is_not_among_those_the_brand_reads_of(
    campaign, talent, approver, now
):
    steps.publish(steps.piece(steps.book(campaign, talent)))
    Campaign.objects.filter(pk=campaign.pk).update(state=CampaignState.RUNNING)
    Message.objects.all().delete()
    actions.cancel_campaign(campaign=campaign, reason="Too late", by=campaign.manager, now=now)
    assert set(Message.objects.values_list("kind", flat=True)) == {"campaign_cancelled"}
    letter = Message.objects.get(to_address="petra@kirei.example")
    assert letter.body.split("\n\n")[1:-1] == [
        "“Summer” is cancelled. Everybody who applied or whose booking ended has been told."
    ]


def test_cancel_campaign_from_the_drawer_tells_nobody(brand, approver, by, now):
    campaign = CampaignFactory(state="draft", brand=brand)
    actions.cancel_campaign(campaign=campaign, reason="Withdrawn", by=by, now=now)
    assert Message.objects.count() == 0


def test_cancel_campaign_refused_without_a_reason_or_when_closed(campaign, by, now):
    with pytest.raises(Refused, match="Say why it is cancelled."):
        actions.cancel_campaign(campaign=campaign, reason=" ", by=by, now=now)
    closed = CampaignFactory(state="closed")
    with pytest.raises(Refused, match="This campaign is closed and cannot become cancelled."):
        actions.cancel_campaign(campaign=closed, reason="Too late", by=by, now=now)


def test_visible_to_each_kind(campaign, talent, aoi, approver, by):
    drawer = CampaignFactory(state="draft", brand=campaign.brand)
    other = CampaignFactory(state="closed", brand=BrandFactory())
    stranger = brand_person(other.brand)
    assert set(Campaign.objects.visible_to(by)) == {campaign, drawer, other}
    assert set(Campaign.objects.visible_to(approver)) == {campaign}
    assert set(Campaign.objects.visible_to(stranger)) == {other}
    assert set(Campaign.objects.visible_to(aoi)) == {campaign}
    steps.book(campaign, talent)
    assert set(Campaign.objects.visible_to(aoi)) == {campaign}
    assert set(Campaign.objects.visible_to(talent_user(TalentFactory()))) == set()
