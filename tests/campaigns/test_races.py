"""Many real connections at once: places are never oversold, a booking is confirmed once."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.forms import Form
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts.models import User
from campaigns import actions
from campaigns.actions.shared import lock_booking, lock_people
from campaigns.models import Application, Booking, Campaign, Challenge, Deliverable
from exclusivity.actions import locks
from lib.refusals import Refused
from portals.stale import BUSY, StaleGuard
from tests.campaigns import steps
from tests.factories import (
    NOW,
    BrandFactory,
    CampaignFactory,
    CategoryFactory,
    TalentFactory,
    WantedDeliverableFactory,
    booker,
    talent_user,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


def waiting(cursor):
    """How many connections to this database wait for a lock."""
    cursor.execute("SELECT pg_stat_clear_snapshot()")
    cursor.execute(
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    )
    return cursor.fetchone()[0]


def at_once(calls):
    """Each call on a connection of its own, all let go together; what each returned or was refused with."""
    gate = threading.Barrier(len(calls))

    def run(call):
        try:
            gate.wait(10)
            return call()
        except Refused as refused:
            return str(refused)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_confirm_never_oversells_the_places():
    by = booker()
    campaign = CampaignFactory(brief__places=2)
    holds = [steps.hold(campaign, TalentFactory()) for _ in range(8)]
    calls = [lambda booking=booking: actions.confirm_booking(booking=booking, by=by, now=NOW) for booking in holds]
    results = at_once(calls)
    assert Booking.objects.filter(state="confirmed").count() == 2
    assert [r for r in results if isinstance(r, str)] == ["All 2 places are taken."] * 6


def test_confirm_of_one_hold_by_many_wins_once():
    by = booker()
    booking = steps.hold(CampaignFactory(), TalentFactory(name="Aoi"))
    results = at_once([lambda: actions.confirm_booking(booking=booking, by=by, now=NOW)] * 6)
    assert sorted(r for r in results if isinstance(r, str)) == ["Aoi is booked already."] * 5
    assert Deliverable.objects.count() == 1


def test_apply_twice_at_once_leaves_one():
    talent = TalentFactory()
    user = talent_user(talent)
    campaign = CampaignFactory()
    said = {"campaign": campaign, "talent": talent, "idea": "", "proposed_fee": None, "by": user, "now": NOW}
    results = at_once([lambda: actions.apply(**said)] * 5)
    assert Application.objects.count() == 1
    assert [r for r in results if isinstance(r, str)] == ["You have applied to this project already."] * 4


def test_last_two_pieces_live_at_once_take_the_campaign_to_reporting():
    campaign = CampaignFactory(brief__places=1)
    WantedDeliverableFactory(brief=campaign.brief, kind="story")
    booking = steps.book(campaign, TalentFactory())
    talent_user(booking.talent)
    pieces = [steps.approve(piece) for piece in booking.deliverables.order_by("pk")]
    by = booker()
    url = "https://instagram.com/p/1"
    at_once([lambda p=p: actions.give_post_address(deliverable=p, url=url, by=by, now=NOW) for p in pieces])
    booking.refresh_from_db()
    campaign.refresh_from_db()
    assert (booking.state, campaign.state) == ("completed", "reporting")


def test_close_and_apply_at_once_answer_whoever_got_in():
    by = booker()
    campaign = CampaignFactory()
    talents = [TalentFactory() for _ in range(4)]
    for talent in talents:
        talent_user(talent)
    calls = [lambda t=t: steps.apply(campaign, t) for t in talents]
    calls.append(lambda: actions.cancel_campaign(campaign=campaign, reason="Called off", by=by, now=NOW))
    at_once(calls)
    assert set(Application.objects.values_list("state", flat=True)) <= {"declined"}


def rivals(count: int):
    """Holds of rivals on one talent, in the order of their rank."""
    soda = CategoryFactory(name="Soda")
    talent = TalentFactory(name="Aoi")
    found = []
    for _ in range(count):
        campaign = CampaignFactory(brand=BrandFactory(categories=[soda]))
        campaign.brief.exclusive_categories.set([soda])
        found.append((campaign, talent))
    return found


def test_holds_placed_at_once_have_ranks_of_their_own():
    by = booker()
    at_once([
        lambda c=campaign, t=talent: actions.place_hold(campaign=c, talent=t, by=by, now=NOW)
        for campaign, talent in rivals(5)
    ])  # fmt: skip
    assert sorted(Booking.objects.values_list("rank", flat=True)) == [1, 2, 3, 4, 5]


def test_ranked_holds_confirmed_at_once_book_the_first_alone():
    by = booker()
    holds = [steps.hold(campaign, talent) for campaign, talent in rivals(4)]
    calls = [lambda b=booking: actions.confirm_booking(booking=b, by=by, now=NOW) for booking in reversed(holds)]
    refused = [result for result in at_once(calls) if isinstance(result, str)]
    assert list(Booking.objects.filter(state="confirmed")) == [holds[0]]
    assert len(refused) == 3
    assert sorted(Booking.objects.filter(state="hold").values_list("rank", flat=True)) == [1, 2, 3]


def test_a_challenge_is_answered_or_lapses_and_never_both():
    by = booker()
    first, second = [steps.hold(campaign, talent) for campaign, talent in rivals(2)]
    challenge = actions.challenge_hold(booking=second, by=by, now=NOW)
    due, system = challenge.deadline, User.objects.system()
    at_once([
        lambda: actions.confirm_booking(booking=first, by=by, now=due),
        lambda: actions.lapse_challenged(challenge=challenge, by=system, now=due),
    ])  # fmt: skip
    first.refresh_from_db()
    challenge.refresh_from_db()
    assert (first.state, challenge.state) in {("confirmed", "kept"), ("released", "lapsed")}
    assert Booking.objects.filter(state="hold").get().rank == 1


def test_a_challenge_is_asked_once_by_whoever_is_faster():
    by = booker()
    holds = [steps.hold(campaign, talent) for campaign, talent in rivals(3)]
    calls = [lambda b=booking: actions.challenge_hold(booking=b, by=by, now=NOW) for booking in holds[1:]]
    at_once(calls)
    assert list(Challenge.objects.values_list("hold", flat=True)) == [holds[0].pk]


def test_a_form_waits_for_the_talents_before_it_holds_the_campaign():
    booking = steps.hold(CampaignFactory(), TalentFactory())
    campaign, talent, by = booking.campaign, booking.talent, booker()
    pages = [
        reverse("desk:campaign-edit", args=[campaign.public_id]),
        reverse("desk:hold-move", args=[booking.public_id]),
    ]

    def send(page):
        client = Client()
        client.force_login(by)
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '14s'")  # both are to wait at once, however slow the machine is
            answer = client.post(page, {"form_key": page})
            return answer.status_code, BUSY in answer.content.decode()
        finally:
            connection.close()

    def guarded():
        """What a form says that has waited for long, and whether its transaction can go on."""
        form, post = Form({}), RequestFactory().post("/", {"version": "0"})
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '50ms'")
                guards = [StaleGuard(post, booking, first=lambda: lock_booking(booking)), StaleGuard(post, talent)]
                assert not any(guard.passes(form) for guard in guards)
                assert {guard.version for guard in guards} == {"0"}, "the next press says who saved meanwhile"
                return form.non_field_errors(), Booking.objects.count()
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool, transaction.atomic():
        lock_people([booking.talent_id])
        answers = [pool.submit(send, page) for page in pages]
        deadline = time.monotonic() + 10
        with connection.cursor() as cursor:
            while waiting(cursor) < len(pages) and time.monotonic() < deadline:
                time.sleep(0.02)
            assert waiting(cursor) == len(pages)
        assert list(Campaign.objects.select_for_update(nowait=True)) == [campaign]
        assert list(Booking.objects.select_for_update(nowait=True)) == [booking]
        said, count = pool.submit(guarded).result(10)
        transaction.set_rollback(True)
    assert (said, count) == ([locks.BUSY, BUSY], 1)
    assert [answer.result() for answer in answers] == [(422, False)] * 2
