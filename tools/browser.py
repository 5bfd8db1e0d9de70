"""The browser of the journeys and of the benchmark: the system's Chromium, which reaches this machine only."""

import os
import shutil

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> str | None:
    """Where it is, as `make test` installs it: at best the one without windows, which works half as much."""
    return next((path for path in map(shutil.which, NAMES) if path), None)


def flags() -> list[str]:
    outside = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"
    return [outside, "--disable-dev-shm-usage", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
