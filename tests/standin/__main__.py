"""`python -m tests.standin --port 8790 [--host 127.0.0.1] [--seed FILE]`."""

import argparse
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

from tests.standin.server import StandIn


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests.standin", description="Answers in place of the platforms.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8790)
    parser.add_argument("--seed", type=Path, default=Path(os.environ.get("STANDIN_SEED", ".local/standin.json")))
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    standin = StandIn(host=options.host, port=options.port, seed=options.seed)
    print(f"The stand-in platforms answer at {standin.url}", flush=True)
    with suppress(KeyboardInterrupt):
        standin.serve()
    return 0


if __name__ == "__main__":
    sys.exit(main())
