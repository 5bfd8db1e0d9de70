"""Real Celery workers and a real clock, over real sockets; one of them dies."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import redis
from django.conf import settings
from django.db import connection, connections
from django.db.models import Count
from django.utils import timezone

from outbox import work
from outbox.models import Job
from stats.actions import request_refresh
from stats.due import claim
from stats.handing import hand
from stats.models import AccountSnapshot, Quota
from talent.models import SocialAccount
from tests.factories import TalentFactory, booker
from tests.stats.conftest import channel

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


def accounts(count: int) -> list[int]:
    """Due accounts with known ids, all of one talent."""
    talent = TalentFactory()
    now = timezone.now()
    rows = [
        SocialAccount(
            talent=talent, platform="youtube", handle=f"crowd{n}", external_id=channel(n), created_at=now,
            created_by=talent.created_by, next_refresh_at=now - timedelta(minutes=1),
        )
        for n in range(count)
    ]  # fmt: skip
    return [row.pk for row in SocialAccount.objects.bulk_create(rows)]


def until(met: Callable[[], bool], *, seconds: float, what: str) -> None:
    end = time.monotonic() + seconds
    while not met():
        if time.monotonic() > end:
            jobs = list(Job.objects.values_list("kind", "state", "attempts", "last_error", "result"))
            pytest.fail(f"{what} did not happen within {seconds:.0f} s: {jobs}")
        time.sleep(0.1)


class Office:
    """Worker and clock as processes of their own, on this test's database and queue."""

    def __init__(self, redis_url: str, youtube_url: str, log) -> None:
        database = connection.settings_dict
        host = database["HOST"] or database["OPTIONS"].get("host", "")
        port = database["PORT"] or database["OPTIONS"].get("port", 5432)
        login = f"{database['USER']}:{database['PASSWORD']}" if database["PASSWORD"] else database["USER"]
        where = (
            f"/{database['NAME']}?host={host}&port={port}"
            if host.startswith("/")
            else f"{host}:{port}/{database['NAME']}"
        )
        self.env = {
            **os.environ,
            "DATABASE_URL": f"postgres://{login}@{where}",
            "REDIS_URL": redis_url,
            "DATABASE_POOL": "0",
            "BROKER_SOCKET_TIMEOUT": "5",
            "PLATFORM_URL_YOUTUBE": youtube_url,
            "YOUTUBE_API_KEY": "test-key",
            "DJANGO_SETTINGS_MODULE": "agency.settings",
        }
        self.log = log
        self.running: list[subprocess.Popen] = []

    def start(self, *arguments: str) -> subprocess.Popen:
        command = [sys.executable, "-m", "celery", "-A", "agency", *arguments, "--loglevel", "warning"]
        process = subprocess.Popen(
            command, cwd=settings.BASE_DIR, env=self.env, stdout=self.log, stderr=self.log, start_new_session=True
        )
        self.running.append(process)
        return process

    def worker(self) -> subprocess.Popen:
        return self.start(
            "worker", "-Q", "default,platforms,mail", "--concurrency", "2", "--without-mingle", "--without-gossip"
        )

    def clock(self, schedule: str) -> subprocess.Popen:
        return self.start("beat", "--schedule", schedule, "--pidfile", "")

    @staticmethod
    def kill(process: subprocess.Popen) -> None:
        """kill -9 for the worker and its children."""
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def close(self) -> None:
        for process in self.running:
            if process.poll() is None:
                self.kill(process)


@pytest.fixture
def office(redis_url, platform, tmp_path) -> Iterator[Office]:
    with (tmp_path / "celery.log").open("w") as log:
        running = Office(redis_url, platform.youtube_url, log)
        yield running
        running.close()


def test_clock_and_worker_refresh_what_is_due(office, platform, tmp_path):
    ids = accounts(3)
    office.worker()
    office.clock(str(tmp_path / "beat"))
    until(lambda: AccountSnapshot.objects.count() == 3, seconds=40, what="the refresh")
    until(
        lambda: not Job.objects.filter(kind="stats.refresh_batch", state="pending").exists(), seconds=10, what="the end"
    )
    assert set(AccountSnapshot.objects.values_list("account", flat=True)) == set(ids)
    assert Job.objects.filter(kind="stats.plan_refresh").count() in (1, 2)  # once a minute, whatever the tick
    # Posts are read beside it: what was asked for is counted before it arrives.
    until(lambda: Quota.objects.get().used == platform.counts["units"], seconds=10, what="the same count of units")


def test_killed_worker_loses_and_doubles_nothing(office, platform, redis_url, tmp_path):
    ids = accounts(200)
    SocialAccount.objects.update(next_refresh_at=timezone.now() + timedelta(days=1))
    platform.fail("hang", times=10_000, seconds=0.25)
    for start in range(0, 200, 10):
        hand("stats.refresh_batch", "Figures of {count}", "youtube", ids[start : start + 10])
    jobs = Job.objects.filter(kind="stats.refresh_batch")
    worker = office.worker()
    office.clock(str(tmp_path / "beat"))
    until(lambda: jobs.filter(state="done").count() >= 4, seconds=40, what="the first jobs")
    office.kill(worker)
    held = jobs.filter(state="pending", lease_until__gt=timezone.now()).count()
    assert held > 0, "nobody died at work, so this would prove nothing"
    with redis.Redis.from_url(redis_url) as queue:
        queue.flushdb()
    # The leases of the dead run out, and the sweeper finds what the queue forgot.
    jobs.filter(state="pending").update(lease_until=timezone.now(), dispatched=None)
    office.worker()
    until(
        lambda: not jobs.exclude(state="done").exists(), seconds=150, what="the rest"
    )  # posts and numbers are read in between
    doubled = AccountSnapshot.objects.values("account").annotate(times=Count("taken_at")).filter(times__gt=1)
    assert AccountSnapshot.objects.count() == 200
    assert list(doubled) == []
    assert jobs.filter(attempts=2).count() == held


def at_once(count: int, do: Callable[[], object]) -> list:
    """The same from many threads with a connection each, in the same moment."""
    gate = Barrier(count)

    def one() -> object:
        try:
            gate.wait(10)
            return do()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return [future.result() for future in [pool.submit(one) for _ in range(count)]]


def test_rivals_never_claim_the_same_account(platform):
    ids = accounts(60)
    now = timezone.now()
    taken = [pk for rows in at_once(6, lambda: claim(10, now=now)) for _, pk in rows]
    assert sorted(taken) == sorted(set(taken))
    assert set(taken) <= set(ids)


def test_two_workers_at_one_job_measure_once(platform):
    hand("stats.refresh_batch", "Figures of {count}", "youtube", accounts(5))
    job = Job.objects.get()
    assert sorted(at_once(4, lambda: work.run(job.pk))) == [False, False, False, True]
    assert AccountSnapshot.objects.count() == 5
    assert platform.counts["requests"] == 1


def test_pressing_at_once_gives_one_job(platform):
    [pk] = accounts(1)
    by = booker()
    account = SocialAccount.objects.get(pk=pk)
    jobs = at_once(6, lambda: request_refresh(account=account, by=by, now=timezone.now()).pk)
    assert len(set(jobs)) == Job.objects.count() == 1
