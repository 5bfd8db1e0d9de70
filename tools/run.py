"""`make run`: a working office on this machine, from an empty checkout to a page that can be opened."""

import fcntl
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from types import FrameType
from typing import IO

from honcho.manager import Manager

from tools import check, services
from tools.office import common, parts, platforms_from
from tools.places import LOCAL, ROOT, give_up, local, say
from tools.ports import free_port

LOCK = LOCAL / "run.lock"
READY_WITHIN = 60.0


def only_one() -> IO[str]:
    """Hold the checkout's lock for as long as the office is open; the process id in it is for `make stop`."""
    local()
    lock = LOCK.open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        give_up(f"the office is already open here (process {lock.read().strip()}). make stop closes it.")
    lock.truncate(0)
    lock.write(str(os.getpid()))
    lock.flush()
    return lock


def manage(env: dict[str, str], *arguments: str, quiet: bool = False) -> str:
    """Run one of the site's commands; what it printed, where that is wanted instead of shown."""
    out = subprocess.PIPE if quiet else None
    done = subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=env, text=True, stdout=out)
    if done.returncode:
        give_up(f"manage.py {' '.join(arguments)} failed; what it said is above.")
    return done.stdout or ""


def announce(site: str, logins: str) -> None:
    """Say where the office is, once a page really comes."""
    end = time.monotonic() + READY_WITHIN
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(site, timeout=5).close()  # noqa: S310 (our own address)
            break
        except urllib.error.HTTPError as error:
            if error.code < 500:
                break
            say(f"The office answers with an error {error.code} at {site}; the lines of `web` say why.")
            return
        except OSError:
            time.sleep(0.2)
    else:
        say(f"No page came from {site} within {READY_WITHIN:.0f} seconds; the lines of `web` say why.")
        return
    lines = ["", f"  The office is open: {site}", *(f"  {line}".rstrip() for line in logins.splitlines())]
    say("\n".join([*lines, "", "  Ctrl-C closes it.", ""]))


def _interrupted(signum: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + signum)


def run_office(addresses: dict[str, str], port: int) -> int:
    """Migrate, fill an empty office, keep its processes until somebody ends them."""
    platforms_port = free_port(platforms_from(port))
    env = common(addresses, port=port, platforms_port=platforms_port)
    patience = threading.Timer(6.0, say, ["Preparing the office; the first time takes a minute"])
    patience.daemon = True
    patience.start()
    manage(env, "migrate", "--noinput", "--verbosity", "0")
    logins = ""
    if env["DEMO"] == "1":
        manage(env, "demo", "--if-empty", quiet=True)
        logins = manage(env, "demo", "--logins", quiet=True)
    patience.cancel()
    manager = Manager()
    for part in parts(port=port, platforms_port=platforms_port):
        manager.add_process(part.name, part.line, env={**env, **part.env}, cwd=str(ROOT))
    # A closed terminal closes the office too.
    signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
    threading.Thread(target=announce, args=[env["SITE_URL"], logins], daemon=True).start()
    manager.loop()
    return int(manager.returncode or 0)


def main() -> int:
    try:
        port = int(os.environ.get("PORT") or 8000)
    except ValueError:
        give_up(f"PORT is no number: {os.environ['PORT']}")
    lock = only_one()
    check.port(port)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupted)
    with services.at_hand() as addresses:
        try:
            check.database(addresses["DATABASE_URL"])
            check.broker(addresses["REDIS_URL"])
            code = run_office(addresses, port)
        except KeyboardInterrupt:
            code = 130
        finally:  # a second Ctrl-C does not leave half of it behind
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, signal.SIG_IGN)
    lock.close()
    # Closing it is how it is meant to end.
    return 0 if code in {130, 143} else code


if __name__ == "__main__":
    sys.exit(main())
