"""A worker that is killed half-way: the sweeper finds the row and another worker finishes it, once."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
import redis
from django.db import connection
from django.utils import timezone

from clients.models import Company
from outbox.actions import enqueue
from outbox.models import Job
from outbox.sweeper import sweep
from tests.factories import somebody

ROOT = Path(__file__).resolve().parents[2]


def until(true, seconds: float, what: str) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"after {seconds} s still not: {what}"
        time.sleep(0.05)


@pytest.fixture
def worker(tmp_path, broker, real_broker):
    """`worker()` starts a real Celery worker on the test's own database and a queue that no other test uses."""
    queue = urlunsplit(urlsplit(real_broker)._replace(path="/15"))
    with redis.Redis.from_url(queue) as client:
        client.flushdb()
    broker(queue)
    url = urlsplit(os.environ["DATABASE_URL"])
    database = urlunsplit(url._replace(path="/" + connection.settings_dict["NAME"]))
    if "?" not in database and url.query:
        database += f"?{url.query}"
    env = {**os.environ, "DATABASE_URL": database, "REDIS_URL": queue, "SLOW_DIARY": str(tmp_path / "diary")}
    started: list[subprocess.Popen] = []

    def start() -> subprocess.Popen:
        command = [sys.executable, "-m", "celery", "-A", "agency.celery", "worker", "-I", "tests.outbox.slow_handlers"]
        options = [
            "-c",
            "1",
            "-Q",
            "default",
            "--without-gossip",
            "--without-mingle",
            "--without-heartbeat",
            "-l",
            "WARNING",
        ]
        with (tmp_path / f"worker{len(started)}.log").open("w") as log:
            process = subprocess.Popen(
                command + options, cwd=ROOT, env=env, stdout=log, stderr=log, start_new_session=True
            )
        started.append(process)
        return process

    start.diary = tmp_path / "diary"
    start.diary.touch()
    yield start
    for process in started:
        kill(process)


def kill(process: subprocess.Popen) -> None:
    """The whole tree at once, as the kernel does it when memory runs out."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(10)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_job_whose_worker_is_killed_half_way_is_done_once_by_the_next(worker):
    somebody()
    job = enqueue("tests.slow", title="Slow", args={"name": "Solenne"})
    first = worker()
    until(lambda: worker.diary.read_text(), 120, "the first worker began")
    kill(first)
    job.refresh_from_db()
    assert (job.state, job.attempts, Company.objects.count()) == ("pending", 1, 0)
    assert sweep() == 0, "while the lease runs nobody else is told"
    Job.objects.filter(pk=job.pk).update(
        lease_until=timezone.now() - timedelta(seconds=1), dispatched=timezone.now() - timedelta(minutes=1)
    )
    assert sweep() == 1
    worker()
    # The work and its end are one transaction; what came of it is written down right after.
    until(lambda: Job.objects.filter(state="done").exclude(result="").exists(), 120, "the second worker finished")
    job.refresh_from_db()
    assert (job.attempts, job.result, job.lease_until) == (2, "Solenne written", None)
    assert list(Company.objects.values_list("name", flat=True)) == ["Solenne"]
    assert len({line.split()[1] for line in worker.diary.read_text().splitlines()}) == 2, "two processes held it"
