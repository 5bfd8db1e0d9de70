"""The roster's jobs: a long file is written to it."""

from datetime import timedelta
from itertools import batched

from django.db import reset_queries, transaction
from django.utils import timezone

from lib.refusals import Refused
from outbox.handlers import handles
from outbox.work import Work
from talent.actions.long_imports import end_import, write_rows
from talent.importing.preview import opened
from talent.models import ImportState, RosterImport

ROWS_AT_ONCE = 500
LEASE = timedelta(minutes=5)


@handles("talent.write_import", lease=LEASE)
def write_import(work: Work, *, import_id: int) -> str:
    """Go on behind the last row that is written. A transaction holds some rows, the place, and how far it is."""
    found = RosterImport.objects.select_related("applied_by").get(pk=import_id)
    by, done = found.applied_by, 0
    if by is None or found.state != ImportState.RUNNING:
        return "Nothing to write"
    headings, rows = opened(found)
    chunks, problem = batched(rows, ROWS_AT_ONCE), ""
    found.content = b""
    while True:
        try:
            lines = next(chunks, None)
        except Refused as refused:
            lines, problem = None, str(refused)
        if lines is None:
            break
        done += len(lines)
        if lines[-1][0] <= found.rows_done:
            continue
        reset_queries()  # with DEBUG on, Django keeps each statement of the job, rows and all
        with transaction.atomic():
            work.renew(done=min(done, found.total_rows))
            found = write_rows(
                roster_import=found, lines=lines, headings=headings, by=by, now=found.applied_at or timezone.now()
            )
        if found.state != ImportState.RUNNING:
            return f"Stopped behind row {found.rows_done:,}"
    with work.finishing():
        end_import(roster_import=found, by=by, now=timezone.now(), problem=problem)
        work.renew(done=done, total=done)
    return problem or f"{done:,} rows"
