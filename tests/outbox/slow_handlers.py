"""What the worker of `test_worker_killed` does: it says that it began, takes its time, and writes once."""

import os
import time
from datetime import timedelta
from pathlib import Path

from outbox.handlers import handles
from outbox.work import Work


@handles("tests.slow", lease=timedelta(seconds=3))
def slow(work: Work, *, name: str) -> str:
    from tests.factories import CompanyFactory

    with Path(os.environ["SLOW_DIARY"]).open("a") as diary:
        diary.write(f"{name} {os.getpid()}\n")
    if work.job.attempts == 1:
        time.sleep(60)  # long enough to be killed in
    with work.finishing():
        CompanyFactory(name=name)
    return f"{name} written"
