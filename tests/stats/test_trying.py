"""What a platform closed until somebody mends it stays said, and opens with the first *Try* that is answered."""

import uuid
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from outbox import work
from outbox.models import Job
from stats.actions import enter_key, request_refresh, try_key
from stats.actions.outcomes import record_measured
from stats.alarms import alarms
from stats.due import LEASE
from stats.jobs import try_key as handler
from stats.measuring import Measured
from stats.models import PostWatch, Quota
from stats.platforms.errors import Kind, PlatformError
from stats.quota import Meter
from stats.standing import Standing, standings
from stats.trying import tried
from talent.models import SocialAccount
from tests.factories import SocialAccountFactory, owner

pytestmark = pytest.mark.django_db
CAP = "X's cap for this month is reached."


@pytest.fixture
def now() -> datetime:
    return timezone.now()  # by which a try asks


def close(accounts, now, *, days_ago=4, lasts=20, words=CAP) -> datetime:
    """X refused the office's key some days ago, for some days to come; what waits for it has this said of it."""
    at, until = now - timedelta(days=days_ago), now + timedelta(days=lasts)
    error = PlatformError(Kind.QUOTA_EXHAUSTED, words, until, alarm=True)
    Meter("x", at).note(error)
    record_measured(Measured(at, left={account.pk: error for account in accounts}), accounts)
    PostWatch.objects.bulk_create(
        PostWatch(account=account, next_at=until, last_error=words) for account in accounts[:1]
    )
    return until


def on_x(handle="mia", **facts):
    return SocialAccountFactory(platform="x", handle=handle, **facts)


def press(now) -> str:
    job = try_key(platform="x", by=owner(), now=now)
    work.run(job.pk)
    job.refresh_from_db()
    assert job.state == "done", job.last_error
    return job.result


def of_x(now) -> Standing:
    return next(standing for standing in standings(now) if standing.platform == "x")


def are_due(accounts) -> list[bool]:
    for account in accounts:
        account.refresh_from_db()
    return [account.next_refresh_at <= timezone.now() for account in accounts]


def test_what_was_closed_days_ago_is_said_until_it_answers(platforms, now):
    until = close([on_x(followers=900)], now)
    assert (of_x(now).words, of_x(now).paused_until, of_x(now).spent) == (CAP, until, 0)
    assert [(line.title, line.line) for line in alarms(now)] == [
        ("Look after the office’s access to X", f"{CAP} Nothing is lost; the last figures stay.")
    ]
    Meter("x", now)  # somebody would ask
    assert (of_x(now).words, len(alarms(now))) == (CAP, 1)
    assert alarms(now)[0].since == now - timedelta(days=4)
    assert press(now).startswith("Works: @mia on X has ")
    assert (of_x(now).paused_until, of_x(now).words[:6], alarms(now)) == (None, "Works:", [])


@pytest.mark.parametrize("key", ["test-token", "another-token"])
def test_a_try_days_later_makes_due_what_waits(platforms, now, settings, key):
    day = timedelta(days=1)
    fine, failing = on_x("mia"), on_x("ben", failures=1, last_error="X has trouble (error 500).")
    missed = on_x("lea", failures=1, last_error="Not found on the platform, 1 of 3 times")
    waiting = [fine, failing, missed]
    for account in waiting:
        account.attempted_at = now - 5 * day
        account.save()
    read = on_x("zoe", attempted_at=now, next_refresh_at=now + day)
    fell = on_x("tim", attempted_at=now, next_refresh_at=now + day / 24, last_error="Dropped by 62 %, looking again")
    struck = on_x(
        "eva", attempted_at=now, next_refresh_at=now + day, failures=2,
        last_error="Not found on the platform, 2 of 3 times",
    )  # fmt: skip
    elsewhere = SocialAccountFactory(platform="facebook", next_refresh_at=now + 20 * day, last_error=CAP)
    close(waiting, now)
    assert are_due(waiting) == [False, False, False]
    settings.PLATFORM_KEYS = {**settings.PLATFORM_KEYS, "x": {"token": key}}
    press(now)
    assert are_due(waiting) == [True, True, True]
    assert PostWatch.objects.get().next_at <= timezone.now()
    assert are_due([read, fell, struck, elsewhere]) == [False] * 4, "they were asked, or wait for another"


def test_a_key_that_is_entered_while_the_one_before_is_tried_is_tried_too(platforms, now):
    accounts, by = [on_x()], owner()
    close(accounts, now)
    first = try_key(platform="x", by=by, now=now)
    assert work.claim(first.pk)
    enter_key(platform="x", keys={"token": "another-token"}, by=by, now=now)
    platforms.fail("403", times=3, platform="x")
    assert tried("x", {"token": "test-token"}) == "Does not work: X does not let us read this."
    second = try_key(platform="x", by=by, now=now)
    assert (second.pk > first.pk, Job.objects.filter(kind="stats.try_key").count()) == (True, 2)
    platforms.faults.clear()
    assert work.run(second.pk)
    assert are_due(accounts) == [True]
    third = try_key(platform="x", by=by, now=now)
    assert third.pk > second.pk, "though the first is still open"


def test_a_pressed_refresh_that_was_put_off_comes_forward(platforms, now):
    account, by = on_x(), owner()
    until = close([account], now)
    job = request_refresh(account=account, by=by, now=now)
    work.run(job.pk)
    job.refresh_from_db()
    assert abs(job.run_after - until) < timedelta(minutes=1), "X is not asked before"
    press(now)
    assert request_refresh(account=account, by=by, now=now) == job
    work.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result) == ("done", "Measured")


def test_a_try_whose_worker_was_lost_is_done_by_the_next(platforms, now):
    accounts = [on_x()]
    until = close(accounts, now)
    job = try_key(platform="x", by=owner(), now=now)
    held = work.claim(job.pk)
    Job.objects.update(token=uuid.uuid4())  # another took over
    with pytest.raises(work.LeaseLost):
        handler(held, platform="x")
    assert (are_due(accounts), of_x(now).paused_until, len(alarms(now))) == ([False], until, 1)
    Job.objects.update(lease_until=None)
    assert work.run(job.pk)
    assert (are_due(accounts), of_x(now).paused_until, alarms(now)) == ([True], None, [])


@pytest.mark.parametrize(
    ("fault", "said"),
    [("500", "X has trouble (error 500)."), ("limited", "X asks us to wait."), ("403", "X does not let us read this.")],
)
def test_a_try_without_an_answer_leaves_what_it_was_to_lift(platforms, now, fault, said):
    accounts = [on_x()]
    until = close(accounts, now)
    platforms.fail(fault, times=3, platform="x")
    assert press(now) == f"Does not work: {said}"
    assert (of_x(now).paused_until, are_due(accounts)) == (until, [False])
    assert of_x(now).words == f"{CAP} Tried since: Does not work: {said}"
    platforms.faults.clear()
    assert press(now).startswith("Works: ")
    assert (of_x(now).paused_until, are_due(accounts)) == (None, [True])


def test_a_try_with_a_key_that_is_accepted_lifts_it_though_the_account_is_gone(platforms, now):
    accounts = [on_x(followers=900)]
    close(accounts, now)
    platforms.control("people", {"x": {"mia": {"missing": True}}})
    assert press(now) == "The key is accepted, but the account was not found: Not found on X."
    assert (of_x(now).paused_until, are_due(accounts), alarms(now)) == (None, [True], [])


def test_an_answer_that_was_under_way_does_not_undo_a_refusal(platforms, now):
    quick, slow = Meter("x", now), Meter("x", now)
    quick.note(PlatformError(Kind.QUOTA_EXHAUSTED, CAP, now + timedelta(days=20), alarm=True))
    slow.answered()
    assert (of_x(now).words, of_x(now).answered_at, len(alarms(now))) == (CAP, now, 1)


def test_a_platform_that_is_down_is_left_in_peace_by_a_try_too(platforms, now):
    Meter("x", now).trip(PlatformError(Kind.TRANSIENT, "X has trouble (error 500)."))
    assert press(now) == "Does not work: X has trouble (error 500)."
    assert (platforms.counts["x"], Quota.objects.latest("day").trips) == (0, 1)


def test_a_pause_goes_on_over_midnight_and_ends_when_it_was_told_to(platforms, now):
    meter = Meter("x", now)
    meter.note(PlatformError(Kind.RATE_LIMITED, "X asks us to wait.", now + timedelta(days=1, minutes=5)))
    with pytest.raises(PlatformError, match="X asks us to wait"):
        Meter("x", now + timedelta(days=1)).spend(1)
    Meter("x", now + timedelta(days=2)).spend(1)
    assert of_x(now + timedelta(days=2)).words == "No answer yet today"


def test_a_day_whose_units_were_used_up_is_over_with_it(platforms, now):
    Meter("youtube", now).note(PlatformError(Kind.QUOTA_EXHAUSTED, "YouTube's quota for today is used up."))
    later = now + timedelta(days=2)
    Meter("youtube", later).spend(1)
    youtube = next(standing for standing in standings(later) if standing.platform == "youtube")
    assert (youtube.words, youtube.spent) == ("No answer yet today", 1)


def test_what_is_in_a_job_already_is_not_handed_out_again_by_a_second_try(platforms, now):
    waiting, claimed = on_x("mia"), on_x("ben")
    close([waiting, claimed], now)
    SocialAccount.objects.filter(pk=claimed.pk).update(next_refresh_at=now + LEASE)
    press(now)
    assert are_due([waiting, claimed]) == [True, False]
