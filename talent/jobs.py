"""The roster's jobs: a long file is written to it."""

import time
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice

from django.db import reset_queries, transaction
from django.utils import timezone

from lib.refusals import Refused
from outbox.handlers import handles
from outbox.work import GoOn, Work
from talent.actions.long_imports import end_import, write_rows
from talent.importing.preview import opened
from talent.models import ImportState, RosterImport

FIRST_ROWS = 100  # in the first transaction of a try; a quarter of that after each try that came to nothing
MOST_ROWS = 2_000
AIM = 1.0  # seconds a transaction: nobody waits longer for a talent that it holds, nor for *Stop*
STRETCH = 120.0  # seconds; then other jobs have their turn

type Numbered = Iterator[tuple[int, tuple[int, list[str]]]]


@handles("talent.write_import", lease=timedelta(minutes=5))
def write_import(work: Work, *, import_id: int) -> str:
    """Go on behind the last row that is written. A transaction holds some rows, the place, and how far it is."""
    found = RosterImport.objects.select_related("applied_by").get(pk=import_id)
    by, begun, behind = found.applied_by, time.monotonic(), found.rows_done
    if by is None or found.state != ImportState.RUNNING:
        return "Nothing to write"
    headings, rows = opened(found)
    found.content = b""
    todo = ((nth, line) for nth, line in enumerate(rows, start=1) if line[0] > behind)
    count, done, problem = max(1, FIRST_ROWS >> 2 * (work.job.attempts - 1)), work.job.progress_done, ""
    while not problem:
        lines, problem = _next(todo, count)
        if not lines:
            break
        done, started = lines[-1][0], time.monotonic()
        reset_queries()  # with DEBUG on, Django keeps each statement of the job, rows and all
        with transaction.atomic():
            work.advance(done=min(done, found.total_rows))
            found = write_rows(
                roster_import=found,
                lines=[line for _, line in lines],
                headings=headings,
                by=by,
                now=found.applied_at or timezone.now(),
            )
        if found.state != ImportState.RUNNING:
            return f"Stopped behind row {found.rows_done:,}"
        count = fitting(count, time.monotonic() - started)
        if time.monotonic() - begun > STRETCH:
            raise GoOn
    with work.finishing():
        end_import(roster_import=found, by=by, now=timezone.now(), problem=problem)
        work.renew(done=done, total=done)
    return problem or f"{done:,} rows"


def _next(todo: Numbered, count: int) -> tuple[list[tuple[int, tuple[int, list[str]]]], str]:
    """The next rows, each with its place, and why the file breaks off behind them where it does."""
    lines = []
    try:
        for line in islice(todo, count):
            lines.append(line)
    except Refused as refused:
        return lines, str(refused)
    return lines, ""


def fitting(count: int, seconds: float) -> int:
    """How many rows go into the next transaction, when these `count` took so long."""
    wanted = int(count * AIM / max(seconds, 0.001))
    return max(1, min(wanted, count * 2, MOST_ROWS))
