"""An office of real processes for tests: worker, clock and, where a test breaks them, servers of its own."""

import os
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

import psycopg
import pytest
import redis
from django.conf import settings
from django.utils import timezone

from outbox.models import Job
from stats.models import PostWatch
from talent.models import SocialAccount
from tests.factories import TalentFactory
from tests.standin import StandIn
from tests.standin.consents import APP, SECRET
from tests.standin.graph import OFFICE
from tests.stats.conftest import channel
from tools import postgres
from tools.places import ROOT

PATIENCE = 180.0  # seconds


def accounts(count: int, *, since: int = 0, due: bool = True, platform: str = "youtube", **figures: int) -> list[int]:
    """Accounts of one talent with known ids; their posts are not due, and their figures only where `due`."""
    talent = TalentFactory()
    now = timezone.now()
    rows = [
        SocialAccount(
            talent=talent, platform=platform, handle=f"crowd{n}", created_at=now,
            external_id=channel(n) if platform == "youtube" else f"{1_000 + n}", created_by=talent.created_by,
            next_refresh_at=now + timedelta(days=-1 if due else 1),
            **({"measured_at": now - timedelta(days=1), "source": "measured"} | figures if figures else {}),
        )
        for n in range(since, since + count)
    ]  # fmt: skip
    made = SocialAccount.objects.bulk_create(rows)
    PostWatch.objects.bulk_create(PostWatch(account=row, next_at=now + timedelta(days=1)) for row in made)
    return [row.pk for row in made]


def until(met: Callable[[], bool], *, what: str) -> None:
    """Long enough for a machine that does much beside; only who fails waits for all of it."""
    end = time.monotonic() + PATIENCE
    while not met():
        if time.monotonic() > end:
            jobs = list(Job.objects.values_list("kind", "state", "attempts", "last_error", "result")[:30])
            pytest.fail(f"{what} did not happen within {PATIENCE:.0f} s: {jobs}")
        time.sleep(0.05)


class Servers:
    """PostgreSQL with a copy of the test's database, and Valkey, which a test may break. Nobody else uses them."""

    def __init__(self, place: Path) -> None:
        self.place = place
        words = shlex.split(self._tools("up").stdout)
        self.urls = dict(word.split("=", 1) for word in words[1:])

    def _tools(self, command: str) -> subprocess.CompletedProcess[str]:
        shell = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
        return subprocess.run(
            [sys.executable, "-m", "tools.services", command],
            cwd=ROOT, env={**shell, "JIMUSHO_LOCAL": str(self.place)}, capture_output=True, text=True, timeout=60,
            check=True,
        )  # fmt: skip

    def copy(self, origin: Mapping[str, object]) -> None:
        """Fill the database with what is in the test's own."""
        source = psycopg.conninfo.make_conninfo(
            host=origin["HOST"], port=origin["PORT"], user=origin["USER"], password=origin["PASSWORD"],
            dbname=origin["NAME"],
        )  # fmt: skip
        dumped = subprocess.run(
            [postgres.program("pg_dump"), "--no-owner", "--no-privileges", source], capture_output=True, check=True
        )
        subprocess.run(
            [postgres.program("psql"), "--quiet", "--set=ON_ERROR_STOP=1", self.urls["DATABASE_URL"]],
            input=dumped.stdout, capture_output=True, check=True,
        )  # fmt: skip

    def _kill(self, pidfile: Path, how: signal.Signals) -> None:
        pid = int(pidfile.read_text().split()[0])
        os.kill(pid, how)
        until_gone(pid)

    def stop_database(self) -> None:
        """As `pg_ctl stop -m immediate`: every connection is cut, nothing is tidied up."""
        self._kill(self.place / "postgres" / "postmaster.pid", signal.SIGQUIT)

    def port_is_closed(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", urlsplit(self.urls["DATABASE_URL"]).port)) != 0

    def lose_queue(self) -> None:
        """kill -9 and the disk with it: whatever was queued is gone."""
        self._kill(self.place / "valkey" / "valkey.pid", signal.SIGKILL)
        shutil.rmtree(self.place / "valkey")

    def come_back(self) -> None:
        """Whichever is down, at its old address."""
        self._tools("up")

    def close(self) -> None:
        for pidfile in (self.place / "postgres" / "postmaster.pid", self.place / "valkey" / "valkey.pid"):
            if pidfile.exists():
                self._kill(pidfile, signal.SIGQUIT if pidfile.parent.name == "postgres" else signal.SIGKILL)


def until_gone(pid: int) -> None:
    end = time.monotonic() + PATIENCE
    while Path(f"/proc/{pid}/stat").exists() and " Z " not in Path(f"/proc/{pid}/stat").read_text():
        assert time.monotonic() < end, f"{pid} does not end"
        time.sleep(0.02)


class Office:
    """Worker and clock as processes of their own, which read the platforms at the stand-in."""

    def __init__(self, servers: Servers, standin: StandIn, place: Path) -> None:
        self.servers = servers
        self.standin = standin
        self.place = place
        self.env = {
            **os.environ,
            **servers.urls,
            "DATABASE_POOL": "0",
            "BROKER_SOCKET_TIMEOUT": "5",
            "WORKER_DEAF_AFTER": "15",
            "PLATFORM_URL_YOUTUBE": standin.youtube_url,
            "PLATFORM_TIMEOUT": "1",
            "PLATFORM_PAUSE": "0.01",
            "YOUTUBE_API_KEY": "test-key",
            "PLATFORM_URL_X": standin.url_of("x"),
            "X_BEARER_TOKEN": "test-token",
            "PLATFORM_URL_INSTAGRAM": standin.url_of("instagram"),
            "INSTAGRAM_USER_ID": OFFICE,
            "INSTAGRAM_TOKEN": "test-token",
            "PLATFORM_URL_TIKTOK": f"{standin.url}/open.tiktokapis.com/v2",
            "PLATFORM_JOB_SECONDS": "5",
            "TIKTOK_CLIENT_ID": APP,
            "TIKTOK_CLIENT_SECRET": SECRET,
            "TOKEN_URL_INSTAGRAM": f"{standin.url}/api.instagram.com/oauth/access_token",
            "GRAPH_URL_INSTAGRAM": f"{standin.url}/graph.instagram.com",
            "INSTAGRAM_CLIENT_ID": APP,
            "INSTAGRAM_CLIENT_SECRET": SECRET,
            "TOKEN_URL_YOUTUBE": f"{standin.url}/oauth2.googleapis.com",
            "ANALYTICS_URL_YOUTUBE": f"{standin.url}/youtubeanalytics.googleapis.com/v2",
            "YOUTUBE_CLIENT_ID": APP,
            "YOUTUBE_CLIENT_SECRET": SECRET,
            "PLATFORM_URL_FACEBOOK": standin.url_of("facebook"),
            "FACEBOOK_PAGE_TOKEN": "test-token",
            "PLATFORM_URL_TWITCH": standin.url_of("twitch"),
            "PLATFORM_TOKEN_URL_TWITCH": f"{standin.url}/id.twitch.tv/oauth2/token",
            "TWITCH_CLIENT_ID": "test-client",
            "TWITCH_CLIENT_SECRET": "test-secret",
            "FEEDS_FROM_PRIVATE_HOSTS": "1",
            "DJANGO_SETTINGS_MODULE": "agency.settings",
        }
        self.log: IO[str] = (place / "celery.log").open("w")
        self.running: list[subprocess.Popen[bytes]] = []
        self.worker = self.start_worker()
        self._start("beat", "--schedule", str(place / "beat"), "--pidfile", "")

    def _start(self, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "celery", "-A", "agency", *arguments, "--loglevel", "warning"]
        process = subprocess.Popen(
            command, cwd=settings.BASE_DIR, env=self.env, stdout=self.log, stderr=self.log, start_new_session=True
        )
        self.running.append(process)
        return process

    def start_worker(self) -> subprocess.Popen[bytes]:
        options = ("-Q", "default,platforms,mail", "--concurrency", "2", "--without-mingle", "--without-gossip")
        self.worker = self._start("worker", *options, "--include", "tests.stats.turned")
        return self.worker

    def kill_worker(self) -> None:
        """kill -9 for the worker and its children."""
        self._kill(self.worker)

    @staticmethod
    def _kill(process: subprocess.Popen[bytes]) -> None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def queued(self) -> int:
        """Messages that no worker has taken yet."""
        with redis.Redis.from_url(self.servers.urls["REDIS_URL"]) as queue:
            return int(queue.llen("platforms"))  # type: ignore[arg-type]

    def said(self) -> str:
        """What worker and clock wrote."""
        return (self.place / "celery.log").read_text()

    def close(self) -> None:
        for process in self.running:
            if process.poll() is None:
                self._kill(process)
        self.log.close()


def leases_run_out(*job_ids: int) -> None:
    """Four minutes pass for what a dead worker held, and fifteen seconds for what the queue lost."""
    Job.objects.filter(pk__in=job_ids, state="pending").update(lease_until=timezone.now(), dispatched=None)


def at(database_url: str) -> dict[str, object]:
    """Django's settings of a database by its address."""
    info = psycopg.conninfo.conninfo_to_dict(database_url)
    return {
        "HOST": info["host"], "PORT": info["port"], "USER": info["user"], "PASSWORD": info["password"],
        "NAME": info["dbname"],
    }  # fmt: skip
