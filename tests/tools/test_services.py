"""The private servers: started once, found again, left alone where others are named, and ended."""

import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from tools import valkey
from tools.places import ROOT


class Services:
    """`python -m tools.services` on a directory of its own."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def __call__(self, command: str, **env: str) -> subprocess.CompletedProcess[str]:
        shell = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
        return subprocess.run(
            [sys.executable, "-m", "tools.services", command],
            cwd=ROOT,
            env={**shell, "JIMUSHO_LOCAL": str(self.place), **env},
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        )

    def up(self, **env: str) -> dict[str, str]:
        words = shlex.split(self("up", **env).stdout)
        assert words[0] == "export"
        return dict(word.split("=", 1) for word in words[1:])


@pytest.fixture
def services(office_dir) -> Iterator[Services]:
    services = Services(office_dir)
    yield services
    services("down")


def test_services_start_keep_their_data_and_end(services):
    addresses = services.up()
    assert (services.place / "services.env").read_text() == "".join(
        f"{name}={url}\n" for name, url in sorted(addresses.items())
    )
    with psycopg.connect(addresses["DATABASE_URL"]) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS figure")
        assert connection.execute("SHOW max_connections").fetchone() == ("200",)
        assert connection.execute("SHOW synchronous_commit").fetchone() == ("on",)
    with redis.Redis.from_url(addresses["REDIS_URL"]) as broker:
        broker.set("kept", "7")
        broker.execute_command("WAITAOF", 1, 0, 5000)
        wanted = {"appendonly": "yes", "appendfsync": "everysec", "maxmemory-policy": "noeviction"}
        assert {name: broker.config_get(name)[name] for name in wanted} == wanted
    assert services("down").stderr == "Stopped PostgreSQL and Valkey.\n"
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(addresses["DATABASE_URL"], connect_timeout=2)
    assert services.up() == addresses
    with psycopg.connect(addresses["DATABASE_URL"]) as connection:
        assert connection.execute("SELECT figure FROM kept").fetchone() == (7,)
    with redis.Redis.from_url(addresses["REDIS_URL"]) as broker:
        assert broker.get("kept") == b"7"


def test_services_that_run_are_found_again_in_silence(services):
    first = services.up()
    again = services("up")
    assert again.stderr == ""
    assert again.stdout == "export " + " ".join(f"{name}={shlex.quote(url)}" for name, url in first.items()) + "\n"


def test_servers_of_your_own_are_used_and_none_is_started(services):
    own = {"DATABASE_URL": "postgres://me@127.0.0.1:1/x", "REDIS_URL": "redis://127.0.0.1:1/0"}
    assert services.up(**own) == own
    assert services("down").stderr == "Nothing ran.\n"


def test_private_servers_ask_for_a_password_and_keep_it_to_their_owner(services):
    addresses = services.up()
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(addresses["DATABASE_URL"].replace("jimusho:", "jimusho:x"))
    with (
        redis.Redis.from_url(addresses["REDIS_URL"].replace("redis://:", "redis://:x")) as broker,
        pytest.raises(redis.AuthenticationError),
    ):
        broker.ping()
    modes = {path.name: oct(path.stat().st_mode & 0o777) for path in services.place.iterdir() if path.is_file()}
    assert {modes[name] for name in ("services.env", "postgres.secret", "valkey.secret")} == {"0o600"}


def test_servers_that_another_run_uses_outlive_the_one_that_started_them(services):
    hold = "from tools import services\nwith services.at_hand() as a:\n print(a['REDIS_URL'], flush=True)\n input()"

    def office() -> subprocess.Popen[str]:
        shell = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
        return subprocess.Popen(
            [sys.executable, "-c", hold],
            cwd=ROOT,
            env={**shell, "JIMUSHO_LOCAL": str(services.place)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def close(process: subprocess.Popen[str]) -> int:
        process.communicate("\n", timeout=30)
        return process.returncode

    first = office()
    url = first.stdout.readline().strip()
    second = office()
    assert second.stdout.readline().strip() == url
    assert close(first) == 0
    assert valkey.answers(url)
    assert close(second) == 0
    assert services("down").stderr == "Stopped PostgreSQL and Valkey.\n"

    third = office()
    url = third.stdout.readline().strip()
    assert close(third) == 0
    assert not valkey.answers(url)
