"""What a web worker and a queue worker hold, as processes of their own: after many pages, after many hours' refresh."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import batched
from pathlib import Path

import httpx
from django.conf import settings
from django.urls import reverse

from bench.lines import Line, Report
from bench.pages import ROSTER, reader
from bench.refresh import platforms
from campaigns.models import Campaign
from outbox.models import Job
from stats.handing import hand
from stats.jobs import ACCOUNTS_A_JOB, TITLE
from talent.models import SocialAccount, Talent
from tools.office import parts
from tools.ports import free_port

MOST = 200  # MB
FLAT = 20  # MB that it may grow by after the first tenth
ROUNDS = 5
ACCOUNTS = 100_000  # a day's refresh of 250,000 accounts is 10,000 an hour


@contextmanager
def running(name: str, *, port: int, env: dict[str, str]) -> Iterator[int]:
    """One part of the office as `make run` starts it; the id of its process."""
    part = next(part for part in parts(port=port, platforms_port=0) if part.name == name)
    process = subprocess.Popen(part.command, env={**os.environ, **part.env, **env}, start_new_session=True)
    try:
        yield process.pid
    finally:
        process.terminate()
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)  # with its children


@contextmanager
def site() -> Iterator[tuple[str, int]]:
    """The web server beside; its address and the id of its process."""
    port = free_port(8870)
    address = f"http://127.0.0.1:{port}"
    with running("web", port=port, env={"ALLOWED_HOSTS": "127.0.0.1", "SITE_URL": address}) as pid:
        yield address, pid


def held(pid: int) -> float:
    """Megabytes that the largest of a process and its children held so far, of those that live."""
    lines = []
    for each in (str(pid), *Path(f"/proc/{pid}/task/{pid}/children").read_text().split()):
        with suppress(FileNotFoundError):  # it was replaced just now
            lines += Path(f"/proc/{each}/status").read_text().splitlines()
    return max(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:"))


def of_pages() -> tuple[float, float]:
    """After one round of pages, and after all."""
    client = reader()
    talents = Talent.objects.filter(accounts__pieces__isnull=False).values_list("public_id", flat=True)[:20]
    campaign = Campaign.objects.order_by("pk")[0]
    pages = [reverse("desk:talents") + filters for filters in ROSTER]
    pages += [reverse("desk:talent", args=[public_id]) for public_id in talents]
    pages += [reverse("desk:today"), reverse("desk:campaign-matching", args=[campaign.public_id])]
    cookies = {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}
    with (
        site() as (address, pid),
        httpx.Client(
            base_url=address, cookies=cookies, timeout=30, transport=httpx.HTTPTransport(retries=8)
        ) as browser,
    ):
        found = []
        for _ in range(ROUNDS):
            for page in pages:
                answer = browser.get(page)
                assert answer.status_code == 200, f"{page}: {answer.status_code}"
            found.append(held(pid))
    return found[0], found[-1]


def of_refresh() -> tuple[float, float]:
    """After a tenth of the accounts, and after all."""
    ids = list(SocialAccount.objects.filter(platform="youtube").order_by("pk").values_list("pk", flat=True)[:ACCOUNTS])
    Job.objects.all().delete()
    with platforms() as url:
        there = {"PLATFORM_URL_YOUTUBE": f"{url}/youtube/v3", "YOUTUBE_API_KEY": "bench"}
        with running("worker", port=0, env={**there, "YOUTUBE_DAILY_UNITS": "1000000"}) as pid:
            first = len(ids) // 10
            return _refreshed(ids[:first], pid), _refreshed(ids[first:], pid)


def _refreshed(ids: list[int], pid: int) -> float:
    for lot in batched(ids, ACCOUNTS_A_JOB):
        hand("stats.refresh_batch", TITLE, "youtube", lot)
    waiting = Job.objects.exclude(state=Job.State.DONE)  # what is computed of the figures too
    end, most = time.monotonic() + 600, 0.0
    while waiting.exists():
        assert time.monotonic() < end, waiting.values_list("state", "last_error")[:3]
        time.sleep(0.2)
        most = max(most, held(pid))  # a child that grows too large is replaced
    return most


def run(report: Report) -> None:
    if not Path("/proc/self/status").exists():
        print("What the processes hold is told by Linux alone.", flush=True)
        return
    for name, (early, late) in (("web worker", of_pages()), ("queue worker", of_refresh())):
        report.add(Line(f"memory of a {name}", late, "MB", most=MOST))
        report.add(Line(f"memory that a {name} goes on to take", late - early, "MB", most=FLAT))
