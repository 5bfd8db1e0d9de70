"""Where the tools keep things: everything of this checkout under `.local/`, which may be thrown away."""

import fcntl
import os
import pwd
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
LOCAL = Path(os.environ.get("JIMUSHO_LOCAL") or ROOT / ".local").resolve()
SERVICES_ENV = LOCAL / "services.env"


def say(line: str) -> None:
    """A line for the person at the keyboard; stdout is kept for what a shell reads."""
    print(line, file=sys.stderr, flush=True)


def give_up(line: str) -> NoReturn:
    """End with one clear line: what is wrong, and what to do."""
    say(f"Jimusho: {line}")
    raise SystemExit(1)


def local() -> Path:
    """The directory `.local`, made where it is missing."""
    try:
        LOCAL.mkdir(exist_ok=True, mode=0o755)
        if not os.access(LOCAL, os.W_OK | os.X_OK):
            raise PermissionError
    except PermissionError:
        holder = LOCAL if LOCAL.exists() else LOCAL.parent
        owner = pwd.getpwuid(holder.stat().st_uid).pw_name
        give_up(f"{holder} belongs to {owner} and you may not write there. Work as {owner}, or clone afresh.")
    return LOCAL


def secret(name: str) -> str:
    """A random secret of this checkout, made once and readable by its owner only."""
    path = local() / name
    if not path.exists():
        write_private(path, secrets.token_urlsafe(48))
    return path.read_text().strip()


def write_private(path: Path, text: str) -> None:
    """Write a file that nobody else can read, whole or not at all."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    draft.replace(path)


@contextmanager
def alone(name: str) -> Iterator[None]:
    """Only one process of this checkout at a time; the next one waits."""
    with open(local() / name, "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
