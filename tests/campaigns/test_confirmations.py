"""A booking on paper: frozen words, accepted by name, replaced when the terms change."""

from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.utils import ProgrammingError
from djmoney.money import Money

from accounts.roles import Role
from campaigns import actions
from campaigns.actions.confirmations import CHANGED
from campaigns.confirming import paper_of
from campaigns.models import Booking, Confirmation
from campaigns.papers import draw_up
from campaigns.promises import agreed_for
from campaigns.queries import desk_queue, talent_todo
from campaigns.queries.confirmations import asked, to_draw, unaccepted
from campaigns.usage import UsageTerms, as_json
from exclusivity.sheet import printed
from exclusivity.terms import ClauseTerms, WindowTerms
from lib.refusals import Refused
from outbox.models import Message
from talent.models import Talent
from tests.campaigns import steps
from tests.campaigns.test_jobs import run
from tests.factories import booker, talent_user

DAY = timedelta(days=1)


@pytest.fixture
def booking(campaign, talent, tiers, now):
    booking = steps.book(campaign, talent, price=Money(100_000, "JPY"))
    Message.objects.all().delete()
    return booking


@pytest.fixture
def paper(booking, by, now):
    return draw_up(booking=booking, by=by, now=now)


def accept(paper, by, now, **values):
    said = {"name": "Aoi  Tanaka ", "pdf_hash": paper.pdf_hash, "address": "192.0.2.7", "says_of_age": True, **values}
    return actions.accept_confirmation(confirmation=paper, by=by, now=now, **said)


def move(booking, by, now, days=1):
    fresh = Booking.objects.get(pk=booking.pk)
    agreed = agreed_for(fresh)
    first, end = agreed.days
    actions.move_booking(
        booking=fresh, days=(first, end + days * DAY), channels=agreed.channels, territories=agreed.territories,
        usage=agreed.usage, by=by, now=now,
    )  # fmt: skip


def letters():
    return list(Message.objects.order_by("pk").values_list("to_name", "kind"))


def test_each_confirmed_booking_is_drawn_up_once_and_its_talent_asked(booking, now):
    assert run("campaigns.draw_confirmations", now) == ("done", "1 confirmations drawn up")
    assert run("campaigns.draw_confirmations", now) == ("done", "0 confirmations drawn up")
    paper = booking.confirmations.get()
    assert (paper.number, paper.accepted_at, letters()) == (1, None, [("Aoi", "confirmation_drawn")])
    assert sha256(bytes(paper.pdf)).hexdigest() == paper.pdf_hash


def test_a_hold_is_not_put_on_paper(campaign, talent, by, now):
    held = steps.hold(campaign, talent)
    assert not to_draw().exists()
    with pytest.raises(Refused, match="Only a confirmed booking"):
        actions.draw_confirmation(booking=held, number=1, sheet=None, pdf=b"", by=by, now=now)


def test_the_paper_says_what_was_frozen(paper, booking):
    said = dict(paper.terms["asked"])
    assert said["The talent receives"] == "¥ 80,000"
    assert "100,000" not in str(paper.terms)
    assert said["Tier on that day"] == f"Micro in the scheme “{booking.tier_scheme}”"
    assert booking.tier_scheme
    assert said["Project"] == "Summer"
    assert [row["name"] for row in paper.terms["answers"]] == [str(piece) for piece in booking.deliverables.all()]


def test_the_paper_names_the_world_where_a_booking_aims_everywhere(campaign, talent, tiers, by, now):
    campaign.brief.territories = ["*"]
    campaign.brief.save()
    drawn = draw_up(booking=steps.book(campaign, talent), by=by, now=now)
    assert dict(drawn.terms["asked"])["In"] == "the world"


def test_the_same_words_are_the_same_bytes(paper, booking, now):
    again = printed(paper_of(Booking.objects.get(pk=booking.pk), 1, now))
    assert sha256(again).hexdigest() == paper.pdf_hash


@pytest.mark.parametrize("field", ["pdf_hash", "number"])
def test_what_was_drawn_up_never_changes(paper, field):
    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        Confirmation.objects.filter(pk=paper.pk).update(**{field: 7})
    with pytest.raises(ProgrammingError, match="Cannot delete"), transaction.atomic():
        Confirmation.objects.filter(pk=paper.pk).delete()


def test_who_accepts_leaves_name_time_address_and_hash(paper, aoi, now):
    at = now + DAY
    row = accept(paper, aoi, at)
    assert (row.accepted_name, row.accepted_at, row.accepted_by, row.accepted_from, row.says_of_age) == (
        "Aoi Tanaka", at, aoi, "192.0.2.7", True,
    )  # fmt: skip
    assert letters()[1:] == [("Aoi", "confirmation_accepted"), ("Sora", "confirmation_accepted_manager")]
    assert paper.pdf_hash in Message.objects.get(to_name="Aoi", kind="confirmation_accepted").body


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"name": "  "}, "Type your full name to accept."),
        ({"name": "x."}, "Type your full name to accept."),
        ({"pdf_hash": "0" * 64}, "The document on your page is another one. Read it again."),
        ({"says_of_age": False}, "Say that you are 18 or older. A guardian accepts for who is younger."),
    ],
    ids=["no name", "a slip", "another document", "age not said"],
)
def test_what_is_missing_is_said(paper, aoi, now, said, sentence):
    with pytest.raises(Refused) as refused:
        accept(paper, aoi, now, **said)
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("born", "role", "refused"),
    [
        (date(2000, 1, 1), Role.TALENT, ""),
        (date(2000, 1, 1), Role.GUARDIAN, "Who is 18 or older accepts it themselves."),
        (None, Role.GUARDIAN, "Who is 18 or older accepts it themselves."),
        ("17", Role.TALENT, "Under 18, a guardian accepts it. The office gives a guardian access."),
        ("17", Role.GUARDIAN, ""),
    ],
    ids=["of age", "of age, guardian", "age unknown, guardian", "under age", "under age, guardian"],
)
def test_under_age_a_guardian_accepts(paper, aoi, now, born, role, refused):
    born = date(now.year - 17, 1, 1) if born == "17" else born
    Talent.objects.filter(pk=paper.booking.talent_id).update(born_on=born)
    user = aoi if role == Role.TALENT else talent_user(paper.booking.talent, name="Mother", role=role)
    if not refused:
        assert accept(paper, user, now, says_of_age=False).accepted_by == user
        return
    with pytest.raises(Refused) as told:
        accept(paper, user, now)
    assert str(told.value) == refused


def test_nobody_accepts_for_the_talent(paper, by, now):
    with pytest.raises(Refused, match="The talent accepts it themselves"):
        accept(paper, by, now)
    stranger = talent_user(steps.TalentFactory(name="Ren"), name="Ren")
    with pytest.raises(Refused, match="another talent"):
        accept(paper, stranger, now)


def test_other_terms_are_a_new_version_that_wants_a_new_yes(paper, booking, aoi, by, now):
    accept(paper, aoi, now)
    with pytest.raises(Refused, match="Accepted on"):
        accept(paper, aoi, now)
    move(booking, by, now)
    paper.refresh_from_db()
    assert paper.outdated_at == now
    assert run("campaigns.draw_confirmations", now) == ("done", "1 confirmations drawn up")
    newer = booking.confirmations.standing().get()
    assert (newer.number, newer.accepted_at, paper.accepted_name) == (2, None, "Aoi Tanaka")
    assert dict(newer.terms["asked"])["Days"] != dict(paper.terms["asked"])["Days"]
    assert accept(newer, aoi, now).number == 2


def test_a_version_that_was_replaced_is_not_accepted(paper, booking, aoi, by, now):
    move(booking, by, now)
    with pytest.raises(Refused, match="The terms changed"):
        accept(paper, aoi, now)


def test_a_cancelled_booking_is_not_accepted(paper, booking, aoi, by, now):
    actions.cancel_booking(booking=booking, reason="Called off.", by=by, now=now)
    with pytest.raises(Refused, match="The booking no longer stands"):
        accept(paper, aoi, now)
    assert not to_draw().exists()


def test_what_changed_while_it_was_printed_is_not_kept(booking, by, now):
    sheet = paper_of(booking, 1, now)
    move(booking, by, now)
    with pytest.raises(Refused) as refused:
        actions.draw_confirmation(booking=booking, number=1, sheet=sheet, pdf=b"", by=by, now=now)
    assert str(refused.value) == CHANGED


def test_it_is_drawn_up_once(paper, booking, by, now):
    with pytest.raises(Refused, match="It is on paper already"):
        draw_up(booking=booking, by=by, now=now)


def lines(user, at, **which):
    queue = desk_queue(user, at, **which)
    return tuple([e.title for e in part if "ccept" in e.title] for part in (queue.todo, queue.waiting))


def test_an_unaccepted_one_waits_and_is_the_offices_to_ask_after_three_days(paper, by, aoi, now):
    assert lines(by, now + 3 * DAY - timedelta(seconds=1)) == ([], ["Acceptance from Aoi"])
    assert lines(by, now + 3 * DAY) == (["Ask Aoi to accept the booking"], [])
    assert lines(booker(), now + 3 * DAY, mine=True) == ([], [])
    accept(paper, aoi, now)
    assert lines(by, now + 3 * DAY) == ([], [])


def test_under_age_without_a_guardian_is_the_offices_at_once(paper, by, now):
    talent = paper.booking.talent
    Talent.objects.filter(pk=talent.pk).update(born_on=date(now.year - 17, 1, 1))
    (entry,) = asked(by, now, mine=False)[0]
    assert entry.line == "Summer for Kirei, version 1. Under 18, and no guardian has access"
    talent_user(talent, name="Mother", role=Role.GUARDIAN)
    assert lines(by, now) == ([], ["Acceptance from Aoi"])


def test_the_talent_has_it_to_do_until_it_is_accepted(paper, aoi, now):
    (entry,) = [e for e in talent_todo(aoi, now) if e.url_name == "talent:terms"]
    assert (entry.title, entry.public_id) == ("Read your booking confirmation and accept it", paper.public_id)
    accept(paper, aoi, now)
    assert [e for e in talent_todo(aoi, now) if e.url_name == "talent:terms"] == []


def test_confirmations_are_seen_by_staff_and_their_talent(paper, aoi, by, approver):
    stranger = steps.book().talent
    seen = {user.name: Confirmation.objects.visible_to(user).count() for user in (by, aoi, approver)}
    assert seen == {"Sora": 1, "Aoi": 1, "Petra": 0}
    assert not Confirmation.objects.visible_to(talent_user(stranger)).exists()
    assert not Confirmation.objects.visible_to(AnonymousUser()).exists()


@pytest.mark.parametrize(("accepted", "stands"), [(False, 0), (True, 1)])
def test_a_piece_less_leaves_no_paper_to_accept_and_an_accepted_one_stands(paper, aoi, by, now, accepted, stands):
    if accepted:
        accept(paper, aoi, now)
    actions.waive_deliverable(deliverable=steps.piece(paper.booking), reason="Rain.", by=by, now=now)
    assert Confirmation.objects.standing().count() == stands


@pytest.mark.parametrize(
    ("brief", "until"),
    [
        ({"usage": as_json([UsageTerms("ads", 30)])}, date(2026, 6, 14)),
        ({"exclusive_tail": 30}, date(2026, 6, 30)),
        ({}, date(2026, 5, 2)),
    ],
    ids=["used as an ad", "rivals kept away", "nothing"],
)
def test_of_a_completed_booking_a_yes_is_asked_for_while_it_is_used_or_keeps_rivals_away(
    campaign, talent, aoi, soda, by, now, brief, until
):
    def waits(day):
        with time_machine.travel(datetime.combine(day, time(3), UTC), tick=False):
            return unaccepted().visible_to(aoi).count()

    for name, value in brief.items():
        setattr(campaign.brief, name, value)
    campaign.brief.save()
    if "exclusive_tail" in brief:
        campaign.brief.exclusive_categories.set([soda])
    booking = steps.book(campaign, talent)
    draw_up(booking=booking, by=by, now=now)
    assert waits(date(2027, 1, 1)) == 1, "still owed"
    Booking.objects.filter(pk=booking.pk).update(state="completed")
    assert [waits(until + days * DAY) for days in (-2, 2)] == ([1, 0] if brief else [0, 0])


SPRING = WindowTerms(anchor="FIXED", days=(date(2026, 5, 1), date(2026, 5, 20)))


@pytest.mark.parametrize(
    ("terms", "waits"),
    [
        ({"windows": (WindowTerms(anchor="USAGE_END", post=10),)}, [True, True]),
        ({"windows": (SPRING, WindowTerms(anchor="USAGE_END"))}, [True, True]),
        ({"windows": (SPRING, WindowTerms(anchor="FIRST_POST"))}, [False, False]),
        ({"attributes": {"form": "drink"}, "tail_length": 30}, [True, False]),
        ({"attributes": {"form": "drink"}, "term": (date(2026, 5, 1), None)}, [True, True]),
        ({"windows": (WindowTerms(anchor="USAGE_END"),), "strength": "NOTIFY"}, [False, False]),
    ],
    ids=[
        "until nobody knows when",
        "in part",
        "all over",
        "a product's form until its tail ends",
        "one without end",
        "it forbids nothing",
    ],
)
def test_a_yes_is_asked_for_while_nobody_can_say_that_rivals_are_free(
    campaign, talent, aoi, soda, by, now, terms, waits
):
    held = steps.hold(campaign, talent)
    actions.write_own_clause(booking=held, terms=ClauseTerms(category_ids=(soda.pk,), **terms), by=by, now=now)
    booking = actions.confirm_booking(booking=held, by=by, now=now)
    draw_up(booking=booking, by=by, now=now)
    Booking.objects.filter(pk=booking.pk).update(state="completed")
    said = []
    for day in (date(2026, 6, 29), date(2026, 7, 2)):
        with time_machine.travel(datetime.combine(day, time(3), UTC), tick=False):
            said.append(unaccepted().visible_to(aoi).exists())
    assert said == waits
