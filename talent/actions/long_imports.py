"""A long file is written some rows at a time: what is written stays, whatever happens next."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from accounts.models import User
from lib.actions import action
from lib.moves import move
from lib.refusals import Refused, require
from outbox.actions import enqueue
from outbox.models import Job
from talent.checks import may_stop
from talent.importing.earlier import earlier_rows
from talent.importing.lines import counts_of, keep_lines
from talent.importing.plan import REFUSED, make_plan
from talent.importing.rows import read_rows
from talent.importing.writing import write
from talent.models import ImportState, RosterImport

ONE_AT_A_TIME = 731_204  # key of the advisory lock; any number, the same for all imports
SHOWN = 200  # refused rows that the page names; the file has all


def wait_for_turn(*, patient: bool = False) -> None:
    """Until the transaction ends, no other import writes. Raises `Refused` where one does and nobody waits."""
    with connection.cursor() as cursor:
        if patient:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
            return
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
        if not cursor.fetchone()[0]:
            raise Refused("Another import is being written. Try again in a moment.")


def ask_for_writing(roster_import: RosterImport) -> None:
    """Ask the job, once for each import, in the caller's transaction."""
    enqueue(
        "talent.write_import",
        title=f"Import of {roster_import.filename}",
        args={"import_id": roster_import.pk},
        unique_key=f"talent.write_import:{roster_import.pk}",
        total=roster_import.total_rows,
    )


def job_of(roster_import: RosterImport) -> Job | None:
    """The job that writes it."""
    return Job.objects.filter(unique_key=f"talent.write_import:{roster_import.pk}").first()


@action
def write_rows(
    *,
    roster_import: RosterImport,
    lines: Sequence[tuple[int, list[str]]],
    headings: Sequence[str],
    by: User,
    now: datetime,
) -> RosterImport:
    """Write these rows, unless they are written or somebody stopped it. Run by the job."""
    fresh = _locked(roster_import)
    todo = [line for line in lines if line[0] > fresh.rows_done]
    if fresh.state != ImportState.RUNNING or not todo:
        return fresh
    wait_for_turn(patient=True)
    rows = read_rows(todo, headings, fresh.mapping, fresh.platform)
    plan = make_plan(rows, as_of=fresh.figures_as_of, lock=True, earlier=earlier_rows(fresh, rows))
    fates = {row.number: plan.fate_of(row) for row in plan.rows}
    write(plan, by=by, now=now)
    keep_lines(fresh, plan, fates)
    fresh.rows_done = todo[-1][0]
    fresh.save(update_fields=["rows_done"])
    return fresh


@action
def end_import(*, roster_import: RosterImport, by: User, now: datetime, problem: str = "") -> RosterImport:
    """The file is through, or breaks off with a `problem`. Run by the job."""
    fresh = _locked(roster_import)
    if fresh.state == ImportState.RUNNING:
        _end(fresh, ImportState.STOPPED if problem else ImportState.DONE, problem)
    return fresh


@action
def stop_import(*, roster_import: RosterImport, by: User, now: datetime, reason: str = "") -> RosterImport:
    """Write no more of the file. What is written stays."""
    fresh = _locked(roster_import)
    require(may_stop(fresh, by))
    _end(fresh, ImportState.STOPPED, f"{by} stopped it.")
    return fresh


def _end(roster_import: RosterImport, state: str, problem: str) -> None:
    lines = roster_import.lines
    refused = lines.filter(fate=REFUSED)[:SHOWN].values_list("number", "name", "refusal")
    remarked = lines.exclude(remarks=[])
    remarks = [
        [number, remark] for number, said in remarked[:SHOWN].values_list("number", "remarks") for remark in said
    ]
    outcome = {**counts_of(roster_import), "refused_rows": [list(row) for row in refused], "remarks": remarks}
    outcome["remarked"] = remarked.count()
    move(roster_import, state, outcome=outcome | ({"problem": problem} if problem else {}))


def _locked(roster_import: RosterImport) -> RosterImport:
    found = RosterImport.objects.select_for_update(of=("self",)).defer("content")
    return found.get(pk=roster_import.pk)
