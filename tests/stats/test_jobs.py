"""Planning and doing: which accounts, in which order, once each."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from lib.refusals import Refused
from outbox import work
from outbox.actions import enqueue
from outbox.models import Job
from stats import jobs
from stats.actions import request_refresh
from stats.due import LEASE, claim
from stats.models import AccountSnapshot
from talent.models import SocialAccount
from tests.factories import (
    BookingFactory,
    CampaignFactory,
    CommitmentFactory,
    SocialAccountFactory,
    booker,
    days,
    reader,
)
from tests.stats.conftest import channel

pytestmark = pytest.mark.django_db


def due(number: int = 0, *, minutes: int = 1, **more) -> SocialAccount:
    more = {"next_refresh_at": timezone.now() - timedelta(minutes=minutes), "external_id": channel(number), **more}
    return SocialAccountFactory(**more)


def run(kind: str) -> list[Job]:
    """Do the waiting jobs of a kind, as a worker would."""
    done = [job for job in Job.objects.filter(kind=kind, state="pending") if work.run(job.pk) or True]
    return [Job.objects.get(pk=job.pk) for job in done]


def plan() -> Job:
    enqueue("stats.plan_refresh", title="Plan")
    return run("stats.plan_refresh")[-1]


def test_due_accounts_are_planned_then_measured(platform):
    first, second = due(1), due(2)
    later = due(3, minutes=-60)
    assert plan().result == "2 accounts are due"
    [job] = run("stats.refresh_batch")
    assert (job.state, job.result, job.progress_done, job.progress_total) == ("done", "2 measured", 2, 2)
    assert job.title == "New figures of 2 accounts on YouTube"
    assert set(AccountSnapshot.objects.values_list("account", flat=True)) == {first.pk, second.pk}
    later.refresh_from_db()
    assert later.measured_at is None
    assert plan().result == "Nothing is due"


def test_account_that_nobody_planned_is_adopted(platform):
    due(1, next_refresh_at=None)
    due(2, next_refresh_at=None, platform="instagram")
    archived = due(3)
    SocialAccount.objects.filter(pk=archived.pk).update(archived_at=timezone.now(), archived_by=archived.created_by)
    assert plan().result == "1 account is due"


def test_nothing_is_planned_without_a_key(platform, settings):
    settings.PLATFORM_KEYS = {"youtube": {"key": ""}}
    due(1)
    assert plan().result == "Nothing is due"


def test_large_plan_becomes_several_jobs(platform, monkeypatch):
    monkeypatch.setattr(jobs, "ACCOUNTS_A_JOB", 2)
    for number in range(5):
        due(number)
    plan()
    assert sorted(len(job.args["account_ids"]) for job in Job.objects.filter(kind="stats.refresh_batch")) == [1, 2, 2]


def test_a_job_has_no_more_accounts_than_a_hundred_calls_tell_of(platform, monkeypatch, settings):
    settings.PLATFORM_KEYS |= {"instagram": {"user_id": "1784", "token": "test-token"}}
    monkeypatch.setattr(jobs, "CALLS_A_JOB", 2)
    for number in range(5):
        due(number)
        due(10 + number, platform="instagram")
    plan()
    batches = Job.objects.filter(kind="stats.refresh_batch").values_list("args__platform", "args__account_ids")
    sizes = sorted((platform, len(ids)) for platform, ids in batches)
    assert sizes == [("instagram", 1), ("instagram", 2), ("instagram", 2), ("youtube", 5)]


def test_queue_that_is_full_gets_no_more(platform, monkeypatch):
    monkeypatch.setattr(jobs, "WAITING", 1)
    due(1)
    plan()
    due(2)
    assert plan().result == "1 jobs wait already"


def test_bound_and_booked_talents_come_first(platform):
    now = timezone.now()
    plain = due(1, minutes=90)
    bound, past, booked = due(2), due(3, minutes=30), due(4, minutes=2)
    facts = {"bound_at": now, "bound_by": plain.created_by, "status": "signed"}
    year = str(now.year - 1)
    running = CommitmentFactory(**facts, term=days(f"{year}-01-01"))
    running.talents.set([bound.talent])
    ended = CommitmentFactory(**facts, term=days(f"{year}-01-01", f"{year}-02-01"))
    ended.talents.set([past.talent])
    BookingFactory(
        talent=booked.talent, campaign=CampaignFactory(state="running"), state="confirmed", confirmed_at=now,
        confirmed_by=plain.created_by,
    )  # fmt: skip
    assert [pk for _, pk in claim(9, now=now)] == [booked.pk, bound.pk, plain.pk, past.pk]


def test_claimed_account_is_due_again_only_after_its_lease(platform):
    account = due(1)
    now = timezone.now()
    assert claim(9, now=now) == [("youtube", account.pk)]
    assert claim(9, now=now) == []
    assert claim(9, now=now + LEASE) == [("youtube", account.pk)]


def test_job_leaves_out_what_was_measured_meanwhile(platform):
    account = due(1)
    plan()
    SocialAccount.objects.filter(pk=account.pk).update(attempted_at=timezone.now() + timedelta(seconds=1))
    [job] = run("stats.refresh_batch")
    assert (job.result, platform.counts["requests"]) == ("0 measured", 0)


def test_job_says_what_failed_and_what_waits(platform):
    platform.control("channels", {channel(1): {"missing": True}})
    for number in range(60):
        due(number, minutes=100 - number)
    plan()
    platform.fail("429", times=2, contains=channel(55))
    [job] = run("stats.refresh_batch")
    assert job.result == "49 measured, 1 failed: Not found on YouTube, 10 wait: YouTube asks us to wait."
    assert job.state == "done"


def ask(account, by) -> Job:
    return request_refresh(account=account, by=by, now=timezone.now())


def test_asking_twice_gives_the_same_job_until_it_is_done(platform):
    account, by = SocialAccountFactory(handle="mia"), booker()
    first = ask(account, by)
    assert ask(account, booker()) == first
    assert (first.title, first.wanted_by) == ("New figures for @mia on YouTube", by.public_id)
    [done] = run("stats.refresh_account")
    assert (done.state, done.result, done.progress_done, done.progress_total) == ("done", "Measured", 2, 2)
    assert ask(account, by) != first
    account.refresh_from_db()
    assert account.followers > 0


def test_asking_for_a_channel_that_is_gone_says_so(platform):
    platform.control("channels", {channel(1): {"missing": True}})
    ask(SocialAccountFactory(external_id=channel(1)), booker())
    [job] = run("stats.refresh_account")
    assert (job.state, job.result) == ("done", "Not found on the platform, 1 of 3 times")


def test_asking_while_the_quota_is_used_up_waits_for_it(platform):
    account = SocialAccountFactory(external_id=channel(1))
    platform.fail("quotaExceeded")
    ask(account, booker())
    [job] = run("stats.refresh_account")
    assert (job.state, job.attempts, job.last_error) == ("pending", 0, "YouTube's quota for today is used up.")
    account.refresh_from_db()
    assert abs(job.run_after - account.next_refresh_at) < timedelta(seconds=5)
    assert ask(account, booker()) == job


@pytest.mark.parametrize(
    ("make", "who", "sentence"),
    [
        ({}, reader, "Only owners, managers and bookers may ask a platform for new figures now."),
        ({"platform": "tiktok"}, booker, "TikTok cannot be read yet; its figures are typed in or imported."),
    ],
)
def test_asking_in_vain_is_refused_with_the_reason(platform, make, who, sentence):
    with pytest.raises(Refused, match=sentence):
        ask(SocialAccountFactory(**make), who())
    assert Job.objects.count() == 0


def test_asking_without_a_key_says_which_is_missing(platform, settings):
    settings.PLATFORM_KEYS = {}
    with pytest.raises(Refused, match="There is no key for YouTube: enter it under Office, Platforms."):
        ask(SocialAccountFactory(), booker())


def test_asking_for_an_archived_account_is_refused(platform):
    by = booker()
    with pytest.raises(Refused, match="This account is archived"):
        ask(SocialAccountFactory(archived_at=timezone.now(), archived_by=by), by)


def test_command_measures_what_is_due(platform, capsys):
    account, later = due(1), due(2, minutes=-60)
    call_command("refresh_accounts", verbosity=0)
    account.refresh_from_db()
    later.refresh_from_db()
    assert account.followers is not None
    assert later.followers is None
    assert capsys.readouterr().out == "1 of 1 accounts have new figures.\n"


def test_command_measures_all_and_shows_how_far_it_is(platform, capsys):
    due(1)
    due(2, minutes=-60)
    call_command("refresh_accounts", platform="youtube", all=True)
    out = capsys.readouterr()
    assert out.out == "2 of 2 accounts have new figures.\n"
    assert "2/2" in out.err


def test_command_names_what_failed(platform):
    platform.control("channels", {channel(1): {"missing": True}})
    due(1, handle="ghost")
    due(2, handle="mia")
    with pytest.raises(CommandError, match=r"1 accounts failed:\n  @ghost on YouTube: Not found on YouTube\.$"):
        call_command("refresh_accounts", verbosity=0)
    assert AccountSnapshot.objects.count() == 1


def test_command_without_a_key_says_so(settings):
    settings.PLATFORM_KEYS = {"youtube": {"key": ""}}
    with pytest.raises(CommandError, match="no key for YouTube"):
        call_command("refresh_accounts", platform="youtube")


def test_next_months_are_made_ahead(monkeypatch):
    enqueue("stats.make_partitions", title="Make room")
    [job] = run("stats.make_partitions")
    assert job.state == "done", job.last_error
    enqueue("stats.make_partitions", title="Make room")
    assert run("stats.make_partitions")[-1].result == "All there"
