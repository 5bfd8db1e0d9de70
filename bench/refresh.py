"""How many accounts one worker refreshes in a second, how much of that is the database, and what it adds to memory."""

import resource
import subprocess
import sys
import time
import urllib.request
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
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
from talent.models import SocialAccount, Talent
from tools.ports import free_port

LOT = 1_000
COUNTS = (1_000, 10_000, 100_000)
MEGABYTE = 1024 * (1024 if sys.platform == "darwin" else 1)  # of what the system counts memory in
BARE = """COPY stats_accountsnapshot (account_id, taken_at, followers, posts, views, source, is_rounded) FROM STDIN"""
# What the refresh writes beside the snapshots, and tables with the same columns, rows and indexes to copy it into.
BESIDE = {"talent_socialaccount": "bench_accounts", "talent_talent": "bench_talents"}


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


@dataclass(slots=True)
class Spent:
    """Seconds for the platform, for the database, and for COPY of the snapshots alone and of all rows written."""

    asked: float = 0.0
    written: float = 0.0
    snapshots: float = 0.0
    bare: float = 0.0
    talents: int = 0


@contextmanager
def beside() -> Iterator[None]:
    """The tables to copy into, filled as those of the office are."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        for table, like in BESIDE.items():
            cursor.execute(f"DROP TABLE IF EXISTS {like}")
            cursor.execute(f"CREATE TABLE {like} (LIKE {table} INCLUDING ALL EXCLUDING GENERATED)")
            cursor.execute(f"INSERT INTO {like} SELECT * FROM {table}")
        yield
        for like in BESIDE.values():
            cursor.execute(f"DROP TABLE {like}")
        cursor.execute("RESET statement_timeout")


def copied(table: str, ids: Collection[int]) -> float:
    """Seconds that PostgreSQL takes to write rows as they are now, by COPY alone. Their places are empty by then."""
    like = BESIDE[table]
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {like} WHERE id = ANY(%s)", [list(ids)])
        with cursor.copy(f"COPY (SELECT * FROM {table} WHERE id = ANY(%s)) TO STDOUT", [list(ids)]) as out:
            rows = b"".join(out)
        began = time.perf_counter()
        with transaction.atomic(), cursor.copy(f"COPY {like} FROM STDIN") as copy:
            copy.write(rows)
        return time.perf_counter() - began


def snapshots_copied(ids: Collection[int]) -> float:
    """The same for a snapshot of each account."""
    at = timezone.now() + timedelta(seconds=1)
    began = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor, cursor.copy(BARE) as copy:
        for pk in ids:
            copy.write_row((pk, at, 1, 1, 1, "measured", False))
    return time.perf_counter() - began


def foreground(ids: list[int]) -> Spent:
    """In lots as `refresh_accounts` takes them; each is copied right after it was written, in the same weather."""
    spent = Spent()
    for lot in batched(ids, LOT):
        accounts = list(SocialAccount.objects.filter(pk__in=lot))
        talents = Talent.objects.filter(accounts__in=lot)
        before = set(talents.values_list("pk", "followers"))
        now = timezone.now()
        began = time.perf_counter()
        measured = measure("youtube", accounts, now=now)
        between = time.perf_counter()
        record_measured(measured, accounts)
        spent.asked += between - began
        spent.written += time.perf_counter() - between
        assert len(measured.readings) == len(lot), measured.until or measured.errors
        changed = {pk for pk, _ in before ^ set(talents.values_list("pk", "followers"))}
        snapshots = snapshots_copied(lot)
        spent.snapshots += snapshots
        spent.bare += snapshots + copied("talent_socialaccount", lot) + copied("talent_talent", changed)
        spent.talents += len(changed)
    return spent


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
    with platforms() as url, beside():
        settings.PLATFORM_BASE_URLS = {"youtube": f"{url}/youtube/v3"}
        settings.PLATFORM_KEYS = {"youtube": {"key": "bench"}}
        settings.PLATFORM_DAILY_UNITS = {"youtube": 1_000_000}
        known = SocialAccount.objects.filter(platform="youtube").order_by("pk").values_list("pk", flat=True)
        every = list(known[: max(COUNTS)])
        for count in COUNTS:
            ids = list(islice(cycle(every), count))  # an office of 100,000 talents has fewer: some are read again
            held = most_memory()
            foreground(ids[:LOT])
            spent = foreground(ids)
            took = spent.asked + spent.written
            label = f"{len(ids):,} accounts"
            report.add(Line(f"refresh in the foreground, {label}", len(ids) / took, "accounts/s", least=5_000))
            report.add(
                Line(f"refresh by one worker's jobs, {label}", len(ids) / by_jobs(ids), "accounts/s", least=5_000)
            )
            report.add(Line(f"memory that they add, {label}", most_memory() - held, "MB", most=40))
            report.add(Line(f"share of the database, {label}", 100 * spent.written / took, "%"))
            note = f"a snapshot and an account each, {spent.talents:,} talents: COPY {spent.bare * 1000:.0f} ms, "
            note += f"all {spent.written * 1000:.0f} ms"
            report.add(
                Line(
                    f"database against COPY of all it writes, {label}",
                    spent.written / spent.bare,
                    "×",
                    most=2,
                    note=note,
                )
            )
            alone = spent.written / spent.snapshots
            report.add(Line(f"database against COPY of the snapshots alone, {label}", alone, "×"))
