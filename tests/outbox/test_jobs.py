"""A job's row from the wish to the end."""

from datetime import timedelta

import pytest
from celery import current_app
from django.db import transaction
from django.utils import timezone

from clients.models import Company
from lib.refusals import Refused
from outbox.actions import cancel_job, enqueue, post_all, retry_job
from outbox.models import Job
from outbox.models.job import MAX_ATTEMPTS
from outbox.tasks import run_job
from outbox.work import BACKOFF, GoOn, LeaseLost, TryLater, claim, run
from tests.crowd import crowd
from tests.factories import CompanyFactory, JobFactory, somebody


def wish(kind="tests.kind", **args) -> Job:
    return enqueue(kind, title="A wish", args=args)


@pytest.mark.django_db(transaction=True)
def test_enqueue_tells_the_queue_after_the_commit_only(told):
    with transaction.atomic():
        job = wish()
        assert told == []
    assert told == [job.pk]
    job.refresh_from_db()
    assert job.dispatched is not None


@pytest.mark.django_db(transaction=True)
def test_letters_of_one_transaction_are_told_together_ten_a_message(monkeypatch, told):
    messages = []
    monkeypatch.setattr(
        current_app._get_current_object(), "send_task", lambda _, args, queue, **_o: messages.append((queue, len(args)))
    )
    said = {"subject": "Hello", "body": "Hello", "kind": "tests", "now": timezone.now()}
    post_all([{"to_address": f"a{number}@people.example", **said} for number in range(12)])
    assert (messages, Job.objects.exclude(dispatched=None).count()) == ([("mail", 10), ("mail", 2)], 12)


@pytest.mark.django_db(transaction=True)
def test_letters_that_the_queue_did_not_hear_of_are_noted_as_not_told(monkeypatch, told):
    def fails(*_, **__):
        raise OSError("Nobody listens.")

    monkeypatch.setattr(current_app._get_current_object(), "send_task", fails)
    post_all(
        [{"to_address": "a@people.example", "subject": "", "body": "", "kind": "tests", "now": timezone.now()}] * 12
    )
    assert list(Job.objects.values_list("dispatched", flat=True)) == [None] * 12


@pytest.mark.django_db(transaction=True)
def test_a_message_of_several_jobs_does_each(register, told):
    done = []
    register("tests.kind", lambda work: done.append(work.job.pk))
    jobs = [wish(), wish(), JobFactory(state="done")]
    assert (run_job(*(job.pk for job in jobs)), done) == (2, [jobs[0].pk, jobs[1].pk])


@pytest.mark.django_db(transaction=True)
def test_enqueue_in_a_transaction_that_is_undone_leaves_nothing(told):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        wish()
        raise ZeroDivisionError
    assert (told, Job.objects.count()) == ([], 0)


@pytest.mark.django_db(transaction=True)
def test_enqueue_for_later_waits_for_the_sweeper(told):
    enqueue("tests.kind", title="Later", run_after=timezone.now() + timedelta(minutes=5))
    assert told == []


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_enqueue_with_a_unique_key_is_once_for_eight_threads():
    outcomes = crowd(*[lambda: enqueue("tests.kind", title="Once", unique_key="slot").pk] * 8)
    assert (Job.objects.count(), len(set(outcomes))) == (1, 1)


@pytest.mark.django_db
def test_run_does_the_work_and_keeps_what_came_of_it(register):
    register("tests.kind", lambda work, *, number: f"{number} done")
    job = wish(number=3)
    assert run(job.pk) is True
    job.refresh_from_db()
    assert (job.state, job.result, job.attempts, job.lease_until) == ("done", "3 done", 1, None)
    assert job.finished is not None


@pytest.mark.django_db
def test_run_again_does_nothing(register):
    done = []
    register("tests.kind", lambda work: done.append(1))
    job = wish()
    assert [run(job.pk), run(job.pk), done] == [True, False, [1]]


@pytest.mark.django_db
def test_claim_before_its_time_or_of_nothing_is_none():
    later = enqueue("tests.kind", title="Later", run_after=timezone.now() + timedelta(minutes=5))
    assert [claim(later.pk), claim(later.pk + 1000)] == [None, None]


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_claim_has_one_winner_of_two_threads_fifty_times():
    winners = []
    for _ in range(50):
        job = JobFactory(kind="tests.kind")
        winners.append(sum(work is not None for work in crowd(lambda: claim(job.pk), lambda: claim(job.pk))))  # noqa: B023
    assert winners == [1] * 50
    assert set(Job.objects.values_list("attempts", flat=True)) == {1}


@pytest.mark.django_db
def test_a_lease_that_ran_out_can_be_claimed_and_the_first_worker_leaves_no_effect():
    job = JobFactory(kind="tests.kind")
    slow = claim(job.pk)
    assert claim(job.pk) is None
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    rival = claim(job.pk)
    somebody()
    with pytest.raises(LeaseLost), slow.finishing():
        CompanyFactory(name="By the slow one")
    with pytest.raises(LeaseLost):
        slow.renew()
    with rival.finishing("By the rival"):
        CompanyFactory(name="By the rival")
    job.refresh_from_db()
    assert (job.state, job.result, job.attempts) == ("done", "By the rival", 2)
    assert list(Company.objects.values_list("name", flat=True)) == ["By the rival"]


@pytest.mark.django_db
def test_the_lease_taken_during_the_effect_undoes_the_effect(register):
    def handler(work):
        Job.objects.filter(pk=work.job.pk).update(token="00000000-0000-4000-8000-000000000000")
        with work.finishing():
            CompanyFactory()

    register("tests.kind", handler)
    job = wish()
    assert run(job.pk) is False
    job.refresh_from_db()
    assert (Company.objects.count(), job.state, job.last_error) == (0, "pending", "")


@pytest.mark.django_db
def test_an_effect_that_fails_half_way_is_undone_with_its_done(register):
    def handler(work):
        with work.finishing():
            CompanyFactory()
            raise ZeroDivisionError("half-way")

    register("tests.kind", handler)
    job = wish()
    assert run(job.pk) is False
    job.refresh_from_db()
    assert (Company.objects.count(), job.state, job.last_error) == (0, "pending", "ZeroDivisionError: half-way")


@pytest.mark.django_db
def test_renew_moves_lease_and_progress(register):
    seen = []

    def handler(work):
        before = Job.objects.get(pk=work.job.pk).lease_until
        work.renew(done=2, total=5)
        after = Job.objects.get(pk=work.job.pk)
        seen.append((after.lease_until > before, after.progress_done, after.progress_total))

    register("tests.kind", handler)
    assert run(wish().pk) is True
    assert seen == [(True, 2, 5)]


@pytest.mark.django_db
def test_failures_wait_longer_each_time_and_the_fifth_is_stuck(register):
    def handler(work):
        raise ConnectionError("no answer")

    register("tests.kind", handler)
    job = wish()
    waits = []
    for attempt in range(1, MAX_ATTEMPTS + 1):
        before = timezone.now()
        assert run(job.pk) is False
        job.refresh_from_db()
        assert (job.attempts, job.lease_until, job.last_error) == (attempt, None, "ConnectionError: no answer")
        waits.append((job.state, round((job.run_after - before) / BACKOFF)))
        Job.objects.filter(pk=job.pk).update(run_after=before)
    assert waits[:4] == [("pending", 1), ("pending", 2), ("pending", 4), ("pending", 8)]
    assert job.state == "stuck"
    assert run(job.pk) is False


@pytest.mark.django_db
def test_try_later_does_not_count_as_an_attempt(register):
    def handler(work):
        raise TryLater(timedelta(minutes=7), "The quota is used up")

    register("tests.kind", handler)
    job = wish()
    for _ in range(MAX_ATTEMPTS + 2):
        before = timezone.now()
        assert run(job.pk) is False
        job.refresh_from_db()
        assert (job.state, job.attempts, job.last_error) == ("pending", 0, "The quota is used up")
        assert timedelta(minutes=6, seconds=50) < job.run_after - before < timedelta(minutes=7, seconds=10)
        Job.objects.filter(pk=job.pk).update(run_after=before)


@pytest.mark.django_db
def test_only_tries_that_came_to_nothing_are_counted(register):
    steps = iter(range(1, 100))

    def handler(work, *, fruitful):
        if fruitful:
            work.advance(done=next(steps))
        raise ConnectionError("no answer")

    register("tests.kind", handler)
    job = wish(fruitful=True)
    for done in range(1, MAX_ATTEMPTS + 3):
        before = timezone.now()
        run(job.pk)
        job.refresh_from_db()
        assert (job.state, job.attempts, job.progress_done) == ("pending", 1, done)
        assert round((job.run_after - before) / BACKOFF) == 1
        Job.objects.filter(pk=job.pk).update(run_after=before)
    Job.objects.filter(pk=job.pk).update(args={"fruitful": False})
    for _ in range(1, MAX_ATTEMPTS):
        run(job.pk)
        Job.objects.filter(pk=job.pk).update(run_after=before)
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("stuck", MAX_ATTEMPTS)


@pytest.mark.django_db
def test_advance_of_a_job_that_another_holds_is_lost_with_what_was_written():
    job = JobFactory(kind="tests.kind")
    slow = claim(job.pk)
    cancel_job(job)
    with pytest.raises(LeaseLost), transaction.atomic():
        CompanyFactory()
        slow.advance(done=1)
    assert Company.objects.count() == 0


@pytest.mark.django_db
def test_go_on_gives_way_and_is_told_to_the_queue_at_once(register, told):
    def handler(work):
        raise GoOn

    register("tests.kind", handler)
    job = JobFactory(kind="tests.kind", last_error="Its worker ended half-way.", attempts=3)
    for _ in range(MAX_ATTEMPTS + 1):
        assert run(job.pk) is False
    job.refresh_from_db()
    assert (job.state, job.attempts, job.lease_until) == ("pending", 0, None)
    assert job.last_error == "Its worker ended half-way." and job.run_after <= timezone.now()
    assert told == [job.pk] * (MAX_ATTEMPTS + 1)


@pytest.mark.django_db
def test_a_job_whose_worker_died_each_time_is_stuck_at_last(register):
    register("tests.kind", lambda work: "never")
    job = JobFactory(kind="tests.kind", attempts=MAX_ATTEMPTS)
    assert run(job.pk) is False
    job.refresh_from_db()
    assert (job.state, job.last_error) == ("stuck", "RuntimeError: The worker died each time it tried.")


@pytest.mark.django_db
def test_a_kind_that_nobody_handles_is_noted():
    job = wish("tests.unknown")
    assert run(job.pk) is False
    job.refresh_from_db()
    assert job.last_error == "LookupError: Nobody handles tests.unknown."


@pytest.mark.django_db(transaction=True)
def test_retry_lets_a_stuck_job_begin_again(told):
    job = JobFactory(state="stuck", attempts=MAX_ATTEMPTS, finished=timezone.now())
    retry_job(job)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.finished, told) == ("pending", 0, None, [job.pk])
    with pytest.raises(Refused, match="cannot become waiting"):
        retry_job(JobFactory(state="done", finished=timezone.now()))


@pytest.mark.django_db
def test_cancel_takes_the_job_from_the_worker_that_holds_it():
    job = JobFactory(kind="tests.kind")
    work = claim(job.pk)
    cancel_job(job)
    with pytest.raises(LeaseLost), work.finishing():
        CompanyFactory()
    job.refresh_from_db()
    assert (job.state, Company.objects.count()) == ("cancelled", 0)
