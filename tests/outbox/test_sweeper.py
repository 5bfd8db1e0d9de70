"""What the queue forgot, what is due, what is old."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from outbox import sweeper, tasks
from outbox.models import FormKey, Job
from outbox.work import run
from tests.crowd import crowd
from tests.factories import JobFactory

AGO = timedelta(seconds=sweeper.FORGOTTEN_AFTER.seconds + 5)


@pytest.mark.django_db
def test_sweep_tells_the_queue_of_what_is_due_free_and_forgotten(told):
    now = timezone.now()
    never = JobFactory(run_after=now - AGO)
    forgotten = JobFactory(run_after=now - AGO, dispatched=now - AGO)
    died = JobFactory(run_after=now - AGO, dispatched=now - AGO, lease_until=now - timedelta(seconds=1))
    JobFactory(run_after=now - AGO, dispatched=now - timedelta(seconds=2))
    JobFactory(run_after=now + timedelta(minutes=1))
    JobFactory(run_after=now - AGO, dispatched=now - AGO, lease_until=now + timedelta(minutes=1))
    JobFactory(run_after=now - AGO, state="stuck")
    assert sweeper.sweep() == 3
    assert sorted(told) == [never.pk, forgotten.pk, died.pk]
    assert sweeper.sweep() == 0


@pytest.mark.django_db
def test_sweep_stops_at_the_first_when_the_queue_does_not_listen(monkeypatch):
    tries = []
    monkeypatch.setattr(sweeper, "publish", lambda job: tries.append(job.pk) or False)
    JobFactory.create_batch(3)
    assert (sweeper.sweep(), len(tries)) == (0, 1)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_sweepers_share_the_work(told):
    JobFactory.create_batch(40)
    outcomes = crowd(sweeper.sweep, sweeper.sweep)
    assert sum(outcomes) == 40
    assert sorted(told) == sorted(Job.objects.values_list("pk", flat=True))


@pytest.mark.parametrize(
    ("at", "start"),
    [("10:00:00", "10:00:00"), ("10:04:59", "10:00:00"), ("10:05:00", "10:05:00")],
)
def test_slot_begins_on_the_grid(at, start):
    day = datetime(2026, 4, 15, tzinfo=UTC)
    here = datetime.combine(day, datetime.strptime(at, "%H:%M:%S").time(), UTC)
    there = datetime.combine(day, datetime.strptime(start, "%H:%M:%S").time(), UTC)
    assert sweeper.slot(timedelta(minutes=5), here) == there


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_five_clocks_write_each_slot_once(register):
    register("tests.round", lambda work: None, every=timedelta(minutes=5))
    with time_machine.travel(datetime(2026, 4, 15, 10, 2, tzinfo=UTC), tick=False):
        assert crowd(*[sweeper.ring] * 5) == [None] * 5
        sweeper.ring()
    with time_machine.travel(datetime(2026, 4, 15, 10, 5, tzinfo=UTC), tick=False):
        assert crowd(*[sweeper.ring] * 5) == [None] * 5
    keys = Job.objects.filter(kind="tests.round").order_by("pk").values_list("unique_key", flat=True)
    assert list(keys) == ["tests.round@2026-04-15T10:00:00Z", "tests.round@2026-04-15T10:05:00Z"]


@pytest.mark.django_db
def test_tick_rings_and_sweeps(register, told):
    register("tests.round", lambda work: None, every=timedelta(minutes=5))
    forgotten = JobFactory(run_after=timezone.now() - AGO)
    assert tasks.tick() >= 1
    assert forgotten.pk in told
    assert Job.objects.filter(kind="tests.round").count() == 1


@pytest.mark.django_db
def test_tidy_throws_away_the_old_and_keeps_the_stuck():
    now = timezone.now()
    old = now - timedelta(days=8)
    JobFactory(state="done", finished=old)
    kept = [JobFactory(state="done", finished=now - timedelta(days=6)), JobFactory(state="stuck", finished=old)]
    FormKey.objects.create(actor="a", key="old", route="/", body_hash="x")
    FormKey.objects.update(created=now - timedelta(days=4))
    FormKey.objects.create(actor="a", key="new", route="/", body_hash="x")
    job = JobFactory(kind="outbox.tidy")
    assert run(job.pk) is True
    assert set(Job.objects.exclude(pk=job.pk)) == set(kept)
    assert [k.key for k in FormKey.objects.all()] == ["new"]
    job.refresh_from_db()
    assert job.result == "1 job and 1 form key thrown away"
