"""Deadlines remind, then tell the manager."""

from datetime import timedelta

import pytest
from django.conf import settings

from campaigns import actions
from campaigns.models import Deliverable, Nudge, NudgeKind
from campaigns.queries.due import nudge_due
from campaigns.rules import day_words
from lib.refusals import Refused
from outbox.models import Message
from tests.campaigns import steps
from tests.campaigns.test_jobs import run

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
    assert run("campaigns.nudge", now + 20 * DAY) == ("done", "0 reminders sent")
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
