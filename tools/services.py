"""The two servers of this checkout: `python -m tools.services up | down`.

Where `DATABASE_URL` or `REDIS_URL` is set to a server of your own, that one is used and none is started in its place.
`up` prints one line for the shell on stdout: `eval "$(make -s services)"`; settings read it from `.local/services.env`.
"""

import fcntl
import os
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tools import postgres, valkey
from tools.places import SERVICES_ENV, alone, local, say, write_private

ENGINES = {"DATABASE_URL": ("PostgreSQL", postgres), "REDIS_URL": ("Valkey", valkey)}


def known() -> dict[str, str]:
    """The addresses that were written down at the last start."""
    if not SERVICES_ENV.exists():
        return {}
    return dict(line.split("=", 1) for line in SERVICES_ENV.read_text().splitlines() if "=" in line)


def up() -> tuple[dict[str, str], list[str]]:
    """Both addresses, and the names of those that had to be started for it."""
    local()
    with alone("services.lock"):
        last, addresses, started = known(), {}, []
        for name, (title, engine) in ENGINES.items():
            given = os.environ.get(name, "")
            if given and given != last.get(name):
                addresses[name] = given
                continue
            url = last.get(name, "")
            if not url or not engine.answers(url):
                say(f"Starting {title}")
                url = engine.start(url)
                started.append(name)
            addresses[name] = last[name] = url
        if last != known():
            write_private(SERVICES_ENV, "".join(f"{name}={url}\n" for name, url in sorted(last.items())))
    return addresses, started


def down(names: list[str] | None = None) -> list[str]:
    """Stop the servers of this checkout (all, or those named); the titles of those that ran."""
    with alone("services.lock"):
        chosen = ENGINES if names is None else {name: ENGINES[name] for name in names}
        return [title for title, engine in chosen.values() if engine.stop()]


@contextmanager
def at_hand() -> Iterator[dict[str, str]]:
    """Both addresses, for as long as the block lasts.

    What had to be started for it is stopped after it, unless another run or test of this checkout uses it by then.
    """
    with open(local() / "services.users", "w") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        addresses, started = up()
        try:
            yield addresses
        finally:
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                started = []
            if started:
                down(started)


def main(arguments: list[str]) -> int:
    if arguments == ["up"]:
        addresses, _ = up()
        print("export " + " ".join(f"{name}={shlex.quote(url)}" for name, url in addresses.items()))
        return 0
    if arguments == ["down"]:
        stopped = down()
        say(f"Stopped {' and '.join(stopped)}." if stopped else "Nothing ran.")
        return 0
    say(__doc__ or "")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
