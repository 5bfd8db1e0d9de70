"""`make stop`: the office of this checkout, then its servers."""

import fcntl
import os
import signal
import sys
import time

from tools import services
from tools.places import LOCAL, say
from tools.run import LOCK


def close_office() -> bool:
    """End a `make run` of this checkout; whether there was one. Who holds the lock is alive."""
    if not LOCK.exists():
        return False
    told = False
    with LOCK.open("r+") as lock:
        for _ in range(300):
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return told
            except BlockingIOError:
                if not told and (holder := lock.read().strip()).isdigit():
                    os.kill(int(holder), signal.SIGTERM)
                    told = True
                time.sleep(0.1)
    say("The office did not close within 30 seconds.")
    return told


def main() -> int:
    if not LOCAL.exists():
        say("Nothing ran.")
        return 0
    closed = close_office()
    stopped = services.down()
    ended = (["the office"] if closed else []) + stopped
    say(f"Stopped {', '.join(ended)}." if ended else "Nothing ran.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
