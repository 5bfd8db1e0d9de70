"""The office opens, says where, and Ctrl-C closes all that it opened."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tools import services
from tools.office import platforms_from
from tools.places import ROOT
from tools.ports import free_port, is_free

WITHIN = 400.0  # seconds; a busy machine migrates slowly


def test_offices_side_by_side_look_for_the_stand_ins_port_at_different_places():
    assert [platforms_from(port) for port in (8000, 8001, 65_535)] == [28_000, 28_001, 25_535]


def wait_for(words: str, log: Path, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + WITHIN
    while words not in log.read_text():
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < end, log.read_text()
        time.sleep(0.1)


def test_office_opens_and_ctrl_c_closes_all_that_it_opened(office_dir):
    port, log = free_port(18_000), office_dir / "run.out"
    shell = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    env = {**shell, "JIMUSHO_LOCAL": str(office_dir), "PORT": str(port), "DEMO": "0", "TEST_DATABASE": ""}
    with log.open("wb") as out:
        office = subprocess.Popen(
            [sys.executable, "-m", "tools.run"], cwd=ROOT, env=env, stdout=out, stderr=out, start_new_session=True
        )
    try:
        wait_for(f"The office is open: http://127.0.0.1:{port}", log, office)
        with pytest.raises(urllib.error.HTTPError) as wrong:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/nothing/here", timeout=10)
        assert (wrong.value.code, "To the start" in wrong.value.read().decode()) == (404, True)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/static/css/forms.css", timeout=10) as styles:
            assert styles.read() == (ROOT / "static/css/forms.css").read_bytes()
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10) as answer:
            assert answer.status == 200
        addresses = dict(line.split("=", 1) for line in (office_dir / "services.env").read_text().splitlines())
        assert [engine.answers(addresses[name]) for name, (_, engine) in services.ENGINES.items()] == [True, True]
    finally:
        office.send_signal(signal.SIGINT)
        code = office.wait(timeout=60)
    assert (code, is_free(port)) == (0, True), log.read_text()
    assert [engine.answers(addresses[name]) for name, (_, engine) in services.ENGINES.items()] == [False, False]
