"""How many accounts one worker refreshes in a second, how much of that is the database, and what it adds to memory."""

import resource
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import batched, cycle, islice

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from bench.lines import Line, Report
from outbox import work
from outbox.models import Job
from stats.actions.outcomes import record_measured
from stats.handing import hand
from stats.jobs import ACCOUNTS_A_JOB, TITLE
from stats.measuring import measure
from talent.models import SocialAccount
from tools.ports import free_port

LOT = 1_000
COUNTS = (1_000, 10_000, 100_000)
MEGABYTE = 1024 * (1024 if sys.platform == "darwin" else 1)  # of what the system counts memory in
BARE = """COPY stats_accountsnapshot (account_id, taken_at, followers, posts, views, source, is_rounded) FROM STDIN"""


@contextmanager
def platforms() -> Iterator[str]:
    """The stand-in as a process of its own, so that it has a core of its own."""
    port = free_port(8890)
    process = subprocess.Popen([sys.executable, "-m", "tests.standin", "--port", str(port)], stdout=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(100):
            try:
                urllib.request.urlopen(f"{url}/_control/stats", timeout=1).close()
                break
            except OSError:
                time.sleep(0.05)
        yield url
    finally:
        process.terminate()
        process.wait()


def bare_copy(ids: list[int]) -> float:
    """Seconds that PostgreSQL takes for the same rows by COPY alone."""
    at = timezone.now() + timedelta(seconds=1)
    began = time.perf_counter()
    for number, lot in enumerate(batched(ids, LOT)):
        with transaction.atomic(), connection.cursor() as cursor, cursor.copy(BARE) as copy:
            for pk in lot:
                copy.write_row((pk, at + timedelta(microseconds=number), 1, 1, 1, "measured", False))
    return time.perf_counter() - began


def foreground(ids: list[int]) -> tuple[float, float]:
    """Seconds for the platform and for the database, in lots as `refresh_accounts` takes them."""
    asked = written = 0.0
    for lot in batched(ids, LOT):
        accounts = list(SocialAccount.objects.filter(pk__in=lot))
        now = timezone.now()
        began = time.perf_counter()
        measured = measure("youtube", accounts, now=now)
        between = time.perf_counter()
        record_measured(measured, accounts)
        asked, written = asked + between - began, written + time.perf_counter() - between
        assert len(measured.readings) == len(lot), measured.until or measured.errors
    return asked, written


def by_jobs(ids: list[int]) -> float:
    """Seconds of one worker with its jobs, rows and leases included."""
    Job.objects.all().delete()
    for lot in batched(ids, ACCOUNTS_A_JOB):
        hand("stats.refresh_batch", TITLE, "youtube", lot)
    jobs = list(Job.objects.filter(kind="stats.refresh_batch").values_list("pk", flat=True))
    began = time.perf_counter()
    done = [work.run(pk) for pk in jobs]
    took = time.perf_counter() - began
    assert all(done)
    return took


def most_memory() -> float:
    """Megabytes that this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE


def run(report: Report) -> None:
    with platforms() as url:
        settings.PLATFORM_BASE_URLS = {"youtube": f"{url}/youtube/v3"}
        settings.PLATFORM_KEYS = {"youtube": {"key": "bench"}}
        settings.PLATFORM_DAILY_UNITS = {"youtube": 1_000_000}
        known = SocialAccount.objects.filter(platform="youtube").order_by("pk").values_list("pk", flat=True)
        every = list(known[: max(COUNTS)])
        for count in COUNTS:
            ids = list(islice(cycle(every), count))  # an office of 100,000 talents has fewer: some are read again
            held = most_memory()
            foreground(ids[:LOT])
            bare = bare_copy(ids)
            asked, written = foreground(ids)
            rate = len(ids) / (asked + written)
            label = f"{len(ids):,} accounts"
            report.add(Line(f"refresh in the foreground, {label}", rate, "accounts/s", least=5_000))
            report.add(
                Line(f"refresh by one worker's jobs, {label}", len(ids) / by_jobs(ids), "accounts/s", least=5_000)
            )
            report.add(Line(f"memory that they add, {label}", most_memory() - held, "MB", most=40))
            report.add(Line(f"share of the database, {label}", 100 * written / (asked + written), "%"))
            note = f"COPY {bare * 1000:.0f} ms, all {written * 1000:.0f} ms"
            report.add(Line(f"database against bare COPY, {label}", written / bare, "×", most=2, note=note))
