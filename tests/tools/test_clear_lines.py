"""What goes wrong on a new machine is said in one clear line, which names the remedy."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing

import pytest

from tools import check
from tools.places import ROOT

NOBODY = "postgres://nobody:word@127.0.0.1:1/none"


def run(*command: str, **env: str) -> tuple[int, list[str]]:
    """Exit code and the lines on stderr."""
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **env}, capture_output=True, text=True, timeout=60, check=False
    )
    return done.returncode, done.stderr.splitlines()


@pytest.fixture
def taken_port() -> Iterator[int]:
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_database_url_that_does_not_answer_is_one_line_without_the_password():
    code, lines = run(sys.executable, "-m", "tools.check", DATABASE_URL=NOBODY, REDIS_URL="redis://127.0.0.1:1/0")
    assert (code, len(lines)) == (1, 1)
    assert lines[0].startswith("Jimusho: DATABASE_URL does not answer at 127.0.0.1:1/none: ")
    assert "word" not in lines[0]


def test_redis_url_that_does_not_answer_is_one_line():
    database = os.environ.get("DATABASE_URL") or check.services.known()["DATABASE_URL"]
    code, lines = run(sys.executable, "-m", "tools.check", DATABASE_URL=database, REDIS_URL="redis://127.0.0.1:1/0")
    assert (code, len(lines)) == (1, 1)
    assert lines[0].startswith("Jimusho: REDIS_URL does not answer at 127.0.0.1:1/0: ")


def test_database_of_another_kind_is_one_line():
    code, lines = run(sys.executable, "-m", "tools.check", DATABASE_URL="mysql://a:b@127.0.0.1/x", REDIS_URL="redis://")
    assert (code, len(lines)) == (1, 1)
    assert lines[0].startswith("Jimusho: DATABASE_URL is no PostgreSQL address")


def test_port_that_is_taken_is_one_line_and_names_another(taken_port, office_dir):
    code, lines = run(sys.executable, "-m", "tools.run", PORT=str(taken_port), JIMUSHO_LOCAL=str(office_dir))
    said = f"Jimusho: Port {taken_port} is taken. Stop what listens there, or take another: make run PORT="
    assert (code, lines) == (1, [f"{said}{taken_port + 1}"])


def test_port_that_is_no_number_is_one_line(office_dir):
    code, lines = run(sys.executable, "-m", "tools.run", PORT="eight", JIMUSHO_LOCAL=str(office_dir))
    assert (code, lines) == (1, ["Jimusho: PORT is no number: eight"])


def test_python_that_is_too_old_is_one_line(tmp_path):
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\ncase $2 in *sys.exit*) exit 1;; *) echo 3.9 at /usr/bin/python3;; esac\n")
    old.chmod(0o755)
    code, lines = run("sh", "tools/python.sh", PYTHON=str(old))
    assert (code, len(lines)) == (1, 1)
    assert lines[0].startswith("Jimusho: needs Python 3.12 or newer; found 3.9 at /usr/bin/python3. Install one (")


def test_python_that_is_new_enough_is_found():
    env = {**os.environ, "PYTHON": sys.executable}
    done = subprocess.run(["sh", "tools/python.sh"], cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == sys.executable


@pytest.fixture
def database_url() -> str:
    return os.environ.get("DATABASE_URL") or check.services.known()["DATABASE_URL"]


def test_database_with_all_that_is_needed_passes_in_silence(database_url, capsys):
    check.database(database_url)
    assert capsys.readouterr().err == ""


def test_database_without_an_extension_is_one_line(database_url, capsys, monkeypatch):
    monkeypatch.setattr(check, "EXTENSIONS", ("btree_gist", "no_such_thing"))
    with pytest.raises(SystemExit, match="1"):
        check.database(database_url)
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1
    assert " lacks no_such_thing. Install its contrib package" in said[0]


def test_database_that_is_too_old_is_one_line(database_url, capsys, monkeypatch):
    monkeypatch.setattr(check, "OLDEST_POSTGRES", 99)
    with pytest.raises(SystemExit, match="1"):
        check.database(database_url)
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1
    assert said[0].endswith("99 or newer is needed.")
