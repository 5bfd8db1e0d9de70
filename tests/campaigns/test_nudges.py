"""Deadlines remind, then tell the manager."""

from datetime import date, timedelta

import pytest
from django.conf import settings

from accounts.models import User
from accounts.roles import Role
from campaigns import actions, jobs
from campaigns.models import Booking, Deliverable, Nudge, NudgeKind, ReviewSide
from campaigns.papers import draw_up
from campaigns.queries import desk_queue, talent_todo, waiting_for_client
from campaigns.queries.due import nudge_due, papers_to_remind
from campaigns.rules import day_words, turn_due
from lib.refusals import Refused
from outbox.models import Message
from tests.campaigns import steps
from tests.campaigns.test_jobs import run
from tests.factories import CampaignFactory, TalentFactory, brand_person, owner, talent_user

DAY = timedelta(days=1)


@pytest.fixture
def piece(campaign, talent, now):
    piece = steps.piece(steps.book(campaign, talent))
    Deliverable.objects.filter(pk=piece.pk).update(draft_due_on=now.date() + 10 * DAY, live_on=now.date() + 20 * DAY)
    Message.objects.all().delete()
    return piece


def letters():
    return list(Message.objects.order_by("pk").values_list("to_name", "kind"))


@pytest.mark.parametrize(
    ("day", "kinds"),
    [(7, []), (8, ["draft_soon"]), (10, ["draft_soon"]), (11, ["draft_late"])],
    ids=["three days before", "two days before", "on the day", "the day after"],
)
def test_a_draft_is_asked_for_from_two_days_before(piece, now, day, kinds):
    at = now + day * DAY
    assert [kind for kind in NudgeKind if nudge_due(kind, at).exists()] == kinds


def test_the_talent_is_reminded_once_and_the_manager_hears_of_what_is_late(piece, now):
    for day in (8, 9, 11, 12):
        run("campaigns.nudge", now + day * DAY)
    assert letters() == [("Aoi", "draft_soon"), ("Aoi", "draft_late"), ("Sora", "draft_late_manager")]
    late = Message.objects.get(kind="draft_late_manager")
    assert "Reel by Aoi for “Summer” for Kirei was due on" in late.body
    assert f"{settings.SITE_URL}/desk/pieces/{piece.public_id}/" in late.body
    asked = Message.objects.get(kind="draft_late")
    assert f"Your manager knows.\n{settings.SITE_URL}/talent/work/{piece.public_id}/" in asked.body
    assert list(Nudge.objects.values_list("kind", flat=True)) == ["draft_soon", "draft_late"]


def test_an_approved_piece_that_is_not_live_is_asked_for_its_address(piece, now):
    steps.approve(piece)
    Message.objects.all().delete()
    assert run("campaigns.nudge", now + 18 * DAY) == ("done", "0 reminders sent")
    assert run("campaigns.nudge", now + 21 * DAY) == ("done", "1 reminders sent")
    assert letters() == [("Aoi", "post_late"), ("Sora", "post_late_manager")]


def test_pieces_of_one_booking_are_asked_for_in_one_letter(campaign, talent, now):
    line = campaign.brief.wanted.get()
    line.count = 3
    line.save()
    booking = steps.book(campaign, talent)
    for piece, days in zip(booking.deliverables.order_by("pk"), (11, 10, 10), strict=True):
        Deliverable.objects.filter(pk=piece.pk).update(draft_due_on=now.date() + days * DAY, live_on=None)
    Message.objects.all().delete()
    assert run("campaigns.nudge", now + 9 * DAY) == ("done", "1 reminders sent")
    asked = Message.objects.get()
    first, then = now.date() + 10 * DAY, now.date() + 11 * DAY
    assert asked.subject == f"3 drafts for “Summer” are due, the first on {day_words(first)}"
    lines = (f"- Reel 2 of 3, {day_words(first)}", f"- Reel 3 of 3, {day_words(first)}")
    assert "\n".join((*lines, f"- Reel 1 of 3, {day_words(then)}")) in asked.body
    assert (asked.thing, f"\n{settings.SITE_URL}/talent/work/\n" in asked.body) == (
        f"booking:{booking.public_id}",
        True,
    )
    assert run("campaigns.nudge", now + 10 * DAY) == ("done", "0 reminders sent")
    assert run("campaigns.nudge", now + 11 * DAY) == ("done", "1 reminders sent")
    assert letters() == [("Aoi", "draft_soon"), ("Aoi", "draft_late"), ("Sora", "draft_late_manager")]
    late = Message.objects.get(kind="draft_late_manager")
    assert late.subject == "Aoi is late with 2 pieces"
    assert f"{settings.SITE_URL}/desk/bookings/{booking.public_id}/" in late.body
    assert "\n".join(lines) in late.body and "Reel 1 of 3" not in late.body


def test_drafts_that_are_due_on_one_day_name_it(campaign, talent, now):
    campaign.brief.wanted.update(count=2)
    booking = steps.book(campaign, talent)
    booking.deliverables.update(draft_due_on=now.date() + 10 * DAY, live_on=None)
    Message.objects.all().delete()
    run("campaigns.nudge", now + 9 * DAY)
    assert Message.objects.get().subject == f"2 drafts for “Summer” are due on {day_words(now.date() + 10 * DAY)}"


def test_what_was_sent_meanwhile_is_not_asked_for(piece, by, now):
    steps.submit(piece)
    with pytest.raises(Refused, match="Nothing is due here any more"):
        actions.nudge(booking=piece.booking, kind=NudgeKind.DRAFT_LATE, by=by, now=now + 12 * DAY)


def test_a_talent_sends_no_reminders(piece, aoi, now):
    with pytest.raises(Refused):
        actions.nudge(booking=piece.booking, kind=NudgeKind.DRAFT_SOON, by=aoi, now=now + 9 * DAY)
    assert not Nudge.objects.exists()


@pytest.mark.parametrize(
    ("live_in", "due_in"),
    [(None, 3), (20, 3), (4, 3), (3, 2), (1, 1), (-5, 1)],
    ids=["no day", "far", "in four days", "in three days", "tomorrow", "gone by"],
)
def test_who_has_a_draft_has_three_days_and_less_before_it_goes_live(now, live_in, due_in):
    today = now.date()
    assert turn_due(today, None if live_in is None else today + live_in * DAY) == today + due_in * DAY


def sent_back(piece, now, *, day, comment="Softer light"):
    steps.answer(steps.submit(piece, now=now + day * DAY), approved=False, comment=comment, now=now + day * DAY)
    Message.objects.exclude(kind="draft_changes").delete()
    return Deliverable.objects.get(pk=piece.pk)


def test_a_draft_that_was_sent_back_is_asked_for_again_and_then_the_manager_hears_of_it(piece, now, aoi):
    piece = sent_back(piece, now, day=9)
    due = now.date() + 12 * DAY
    assert (piece.draft_by, piece.draft_due_on) == (due, now.date() + 10 * DAY)
    assert f"Send the next draft in your portal, by {day_words(due)}." in Message.objects.get().body
    assert [entry.due for entry in talent_todo(aoi, now)] == [due]
    Message.objects.all().delete()
    for day in (9, 10, 11, 12, 13, 14):
        run("campaigns.nudge", now + day * DAY)
    assert letters() == [("Aoi", "redo_soon"), ("Aoi", "redo_late"), ("Sora", "redo_late_manager")]
    soon, late, told = Message.objects.order_by("pk")
    assert soon.subject == f"Your next draft for “Summer” is due on {day_words(due)}"
    assert f"The next draft was due on {day_words(due)} and is not here yet." in late.body
    assert "has no draft with the changes asked for." in told.body


def test_each_draft_that_was_sent_back_is_asked_for_anew(piece, now):
    for day in (8, 12):
        piece = sent_back(piece, now, day=day)
        run("campaigns.nudge", now + (day + 2) * DAY)
    assert list(Nudge.objects.order_by("pk").values_list("kind", "draft__version")) == [
        ("redo_soon", 1), ("redo_soon", 2),
    ]  # fmt: skip


def test_who_still_has_time_for_the_first_draft_has_it_for_the_next(piece, now):
    piece = sent_back(piece, now, day=0)
    assert piece.draft_by == piece.draft_due_on == now.date() + 10 * DAY
    assert [day for day in range(13) if nudge_due(NudgeKind.REDO_SOON, now + day * DAY)] == [9, 10]


def test_a_draft_that_was_sent_again_is_asked_for_no_more(piece, now):
    piece = sent_back(piece, now, day=9)
    steps.submit(piece, now=now + 10 * DAY)
    assert [kind for kind in NudgeKind if nudge_due(kind, now + 20 * DAY)] == [NudgeKind.OWN_LATE]
    assert not [kind for kind in NudgeKind if nudge_due(kind, now + 30 * DAY)]
    piece.refresh_from_db()
    assert piece.turn_due_on is None


def passed(piece, now, *, day):
    steps.answer(steps.submit(piece, now=now + day * DAY), ReviewSide.OFFICE, now=now + day * DAY)


def test_a_brand_is_reminded_once_of_a_draft_and_it_is_the_offices_turn_then(piece, by, approver, now):
    passed(piece, now, day=5)
    due = now.date() + 8 * DAY
    waits = Message.objects.get(kind="draft_waits")
    assert f"Approve it or say what should change by {day_words(due)}, in your portal." in waits.body
    assert [(entry.due, entry.late) for entry in waiting_for_client(approver, now)] == [(due, False)]
    queue = desk_queue(by, now + 8 * DAY)
    assert ([e.title for e in queue.todo], [e.title for e in queue.waiting]) == ([], ["Draft 1 from Aoi at Kirei"])
    Message.objects.all().delete()
    for day in (8, 9, 10):
        run("campaigns.nudge", now + day * DAY)
    assert letters() == [("Petra", "brand_late"), ("Sora", "brand_late_manager")]
    asked, told = Message.objects.order_by("pk")
    draft = piece.drafts.get()
    assert asked.subject == "A draft from Aoi still waits for your answer"
    assert f"\n{settings.SITE_URL}/client/drafts/{draft.public_id}/" in asked.body
    assert "Kirei has not answered for “Summer”:\n\n- Reel by Aoi, draft 1, to go live" in told.body
    assert f"/desk/brands/{piece.booking.campaign.brand.public_id}/" in told.body
    assert f"/desk/bookings/{piece.booking.public_id}/move" in told.body
    queue = desk_queue(by, now + 9 * DAY)
    assert [(e.title, e.late, e.action_label) for e in queue.todo] == [
        ("Ask Kirei about draft 1 from Aoi", True, "Look")
    ]
    steps.answer(draft, "client", by=approver, now=now + 10 * DAY)
    assert not desk_queue(by, now + 10 * DAY).todo


def test_a_brand_reads_of_all_of_a_campaigns_drafts_in_one_letter(campaign, approver, now):
    for name in ("Aoi", "Ren", "Yui"):
        one = steps.piece(steps.book(campaign, TalentFactory(name=name)))
        passed(one, now, day=5)
    Message.objects.all().delete()
    assert run("campaigns.nudge", now + 9 * DAY) == ("done", "1 reminders sent")
    asked = Message.objects.get(kind="brand_late")
    assert asked.subject == "3 drafts for “Summer” still wait for your answer"
    assert [line.split(",")[0] for line in asked.body.splitlines() if line.startswith("- ")] == [
        "- Reel by Aoi", "- Reel by Ren", "- Reel by Yui",
    ]  # fmt: skip


def test_where_nobody_of_a_brand_has_a_way_in_the_office_answers_and_nobody_is_reminded(piece, by, now):
    passed(piece, now, day=5)
    assert [e.title for e in desk_queue(by, now + 5 * DAY).todo] == ["Answer draft 1 from Aoi for Kirei"]
    assert run("campaigns.nudge", now + 9 * DAY) == ("done", "0 reminders sent")
    assert not Nudge.objects.exists()


def test_a_brand_without_a_way_in_stands_before_no_other(piece, campaign, now, monkeypatch):
    monkeypatch.setattr(jobs, "AT_ONCE", 1)
    other = CampaignFactory()
    brand_person(other.brand, name="Petra")
    for one in (piece, steps.piece(steps.book(other))):
        passed(one, now, day=5)
    run("campaigns.nudge", now + 9 * DAY)
    assert ("Petra", "brand_late") in letters()


def test_a_brands_reminder_is_of_a_campaign(piece, by, aoi, now):
    passed(piece, now, day=5)
    with pytest.raises(Refused, match="together"):
        actions.nudge(booking=piece.booking, kind=NudgeKind.BRAND_LATE, by=by, now=now + 9 * DAY)
    with pytest.raises(Refused):
        actions.nudge_brand(campaign=piece.booking.campaign, by=aoi, now=now + 9 * DAY)


@pytest.mark.parametrize(
    ("live", "day", "kinds"),
    [
        ((20, None), 18, []), ((20, None), 19, ["post_soon"]), ((20, None), 20, ["post_soon"]),
        ((20, None), 21, ["post_late"]), ((20, 24), 19, ["post_soon"]), ((20, 24), 24, ["post_soon"]),
        ((20, 24), 25, ["post_late"]),
    ],
)  # fmt: skip
def test_an_approved_piece_is_spoken_of_from_the_day_before_its_window(piece, now, live, day, kinds):
    steps.approve(piece)
    first, last = (now.date() + at * DAY if at else None for at in live)
    Deliverable.objects.filter(pk=piece.pk).update(live_on=first, live_until=last)
    assert [kind for kind in NudgeKind if nudge_due(kind, now + day * DAY).exists()] == kinds


def test_the_talent_reads_before_the_day_that_their_piece_goes_live(piece, now):
    steps.approve(piece)
    Message.objects.all().delete()
    for day in (18, 19, 20):
        run("campaigns.nudge", now + day * DAY)
    assert letters() == [("Aoi", "post_soon")]
    told = Message.objects.get()
    assert told.subject == f"Your post for “Summer” goes live on {day_words(now.date() + 20 * DAY)}"
    assert f"{settings.SITE_URL}/talent/work/{piece.public_id}/" in told.body


def test_the_offices_own_late_review_is_told_to_the_manager_then_to_the_owner(piece, now):
    owner(name="Ono")
    draft = steps.submit(piece)
    Message.objects.all().delete()
    for day in (1, 2, 3, 4, 5):
        run("campaigns.nudge", now + day * DAY)
    assert letters() == [("Sora", "own_late"), ("Ono", "own_over")]
    first, then = Message.objects.order_by("pk")
    assert "Sora looks after it and was told before." in then.body and "told before" not in first.body
    assert f"{settings.SITE_URL}/desk/drafts/{draft.public_id}/" in first.body
    assert then.thing == f"draft:{draft.public_id}"


def test_a_review_that_was_made_is_not_asked_for(piece, by, now):
    owner(name="Ono")
    steps.answer(steps.submit(piece), "office")
    with pytest.raises(Refused, match="Nothing is due here any more"):
        actions.nudge_office(campaign=piece.booking.campaign, kind=NudgeKind.OWN_LATE, by=by, now=now + 9 * DAY)
    with pytest.raises(Refused, match="Of that the talent or the brand is reminded"):
        actions.nudge_office(campaign=piece.booking.campaign, kind=NudgeKind.DRAFT_LATE, by=by, now=now + 9 * DAY)


def test_a_confirmation_without_an_answer_is_asked_for_once_more_a_version(piece, by, now):
    booking = piece.booking
    draw_up(booking=booking, by=by, now=now)
    Message.objects.all().delete()
    for days in (1, 2, 3):
        run("campaigns.nudge", now + days * DAY)
    paper = booking.confirmations.get()
    assert letters() == [("Aoi", "confirmation_waits")]
    told = Message.objects.get()
    assert (told.thing, told.to_name) == (f"terms:{paper.public_id}", "Aoi")
    assert f"{settings.SITE_URL}/talent/terms/{paper.public_id}/" in told.body
    with pytest.raises(Refused, match="The clock reminds"):
        actions.remind_confirmation(confirmation=paper, by=by, now=now + 9 * DAY)


def test_papers_of_long_ago_and_of_what_is_done_are_not_asked_for(piece, by, now):
    draw_up(booking=piece.booking, by=by, now=now)
    assert [papers_to_remind(now + days * DAY).exists() for days in (1, 2, 13, 14)] == [False, True, True, False]
    Booking.objects.filter(pk=piece.booking.pk).update(state="completed")
    assert not papers_to_remind(now + 2 * DAY).exists()


def drawn(campaign, by, now, email="", role="", born_on=None, name="Ren"):
    """A confirmation of somebody with this address, and a user in this role where one is said."""
    talent = TalentFactory(name=name, email=email, born_on=born_on)
    if role:
        talent_user(talent, name=f"{name}’s {role}", role=role)
    paper = draw_up(booking=steps.book(campaign, talent), by=by, now=now)
    Message.objects.all().delete()
    return paper


def test_a_letter_asks_only_who_may_accept_and_nobody_out_of_reach_stands_before_others(campaign, by, now, monkeypatch):
    monkeypatch.setattr(jobs, "AT_ONCE", 1)
    campaign.brief.places = 4
    campaign.brief.save()
    child = date(now.year - 15, 1, 1)
    drawn(campaign, by, now)
    drawn(campaign, by, now, email="child@talents.example", role=Role.TALENT, born_on=child)
    drawn(campaign, by, now, email="ren@talents.example", role=Role.GUARDIAN, born_on=child)
    drawn(campaign, by, now, email="yui@talents.example", name="Yui")
    for hours in range(5):
        run("campaigns.nudge", now + 2 * DAY + timedelta(hours=hours))
    guarded, outside = Message.objects.filter(kind="confirmation_waits").order_by("pk")
    assert (guarded.to_name, outside.to_name) == ("Ren’s guardian", "Yui")
    assert "The confirmation of the booking of Ren for “Summer” for Kirei has been in your portal since" in guarded.body
    assert "a guardian reads it and accepts it there by typing the guardian’s own name" in guarded.body
    assert "Ask the office for your way in" in outside.body
    assert "your portal" not in outside.body and "/talent/" not in outside.body


def test_the_office_starts_with_no_reminders_of_reviews_long_forgotten(piece, now):
    owner(name="Ono")
    steps.submit(piece)
    assert [days for days in (1, 2, 13, 14, 60) if nudge_due(NudgeKind.OWN_LATE, now + days * DAY)] == [2, 13]
    run("campaigns.nudge", now + 13 * DAY)
    assert nudge_due(NudgeKind.OWN_OVER, now + 60 * DAY)


@pytest.mark.parametrize("lost", [{"is_active": False}, {"role": Role.FINANCE}], ids=["left", "does something else"])
def test_where_the_manager_can_act_no_more_another_who_can_hears_of_what_is_late(campaign, approver, by, now, lost):
    office = owner(name="Ono")
    pieces = [steps.piece(steps.book(campaign, TalentFactory(name=name))) for name in ("Aoi", "Ren", "Yui")]
    User.objects.exclude(pk__in=(by.pk, office.pk)).filter(kind="staff").update(is_active=False)
    User.objects.filter(pk=by.pk).update(**lost)
    Deliverable.objects.filter(pk=pieces[0].pk).update(draft_due_on=now.date() + 6 * DAY)
    Deliverable.objects.exclude(pk=pieces[0].pk).update(draft_due_on=now.date() + 30 * DAY)
    passed(pieces[1], now, day=3)
    steps.submit(pieces[2], now=now + 5 * DAY)
    Message.objects.all().delete()
    for day in (7, 9):
        run("campaigns.nudge", now + day * DAY)
    rows = Message.objects.filter(to_name__in=("Sora", "Ono")).order_by("pk")
    assert [(row.to_name, row.kind) for row in rows] == [
        ("Ono", "draft_late_manager"), ("Ono", "brand_late_manager"), ("Ono", "own_late"), ("Ono", "own_over"),
    ]  # fmt: skip
    assert "was told before" not in rows[3].body


def test_an_owner_who_manages_the_campaign_reads_nothing_of_herself_as_another(campaign, piece, now):
    ono, mio = owner(name="Ono"), owner(name="Mio")
    type(campaign).objects.filter(pk=campaign.pk).update(manager=ono)
    steps.submit(piece)
    for day in (2, 4):
        run("campaigns.nudge", now + day * DAY)
    over = Message.objects.filter(kind="own_over", to_name__in=(ono.name, mio.name))
    assert {row.to_name: "Ono looks after it and was told before." in row.body for row in over} == {
        "Ono": False, "Mio": True,
    }  # fmt: skip


def test_several_posts_and_several_bookings_are_each_told_with_what_is_theirs(campaign, talent, approver, now):
    campaign.brief.wanted.update(count=2)
    booking = steps.book(campaign, talent)
    pieces = list(booking.deliverables.order_by("pk"))
    for each, opens, closes in zip(pieces, (18, 20), (22, 20), strict=True):
        steps.approve(each)
        days = {"live_on": now.date() + opens * DAY, "live_until": now.date() + closes * DAY}
        Deliverable.objects.filter(pk=each.pk).update(**days)
    others = [steps.book(campaign, TalentFactory(name=name)) for name in ("Ren", "Yui")]
    for one in others:
        talent_user(one.talent)
        passed(one.deliverables.order_by("pk")[0], now, day=5)
    Message.objects.all().delete()
    run("campaigns.nudge", now + 19 * DAY)
    first, last, single = (day_words(now.date() + day * DAY) for day in (18, 22, 20))
    soon = Message.objects.get(kind="post_soon").body
    assert f"- Reel 1 of 2, from {first} to {last}\n- Reel 2 of 2, on {single}\n" in soon
    moves = Message.objects.get(kind="brand_late_manager").body
    for one in others:
        assert f"\n{one.talent.name}: {settings.SITE_URL}/desk/bookings/{one.public_id}/move" in moves
