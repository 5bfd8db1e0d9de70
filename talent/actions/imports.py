"""Bringing a roster in from a file."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection

from accounts.models import User
from lib.actions import action
from lib.moves import move
from lib.refusals import Refused, require
from talent.checks import may_apply, may_import
from talent.importing.columns import fit, guess, platform_of
from talent.importing.plan import REFUSED
from talent.importing.preview import plan_of, table_of
from talent.importing.reading import check_file
from talent.importing.writing import write
from talent.models import ImportState, Platform, RosterImport

ONE_AT_A_TIME = 731_204  # key of the advisory lock; any number, the same for all imports


@action
def start_import(
    *,
    filename: str,
    content: bytes,
    by: User,
    now: datetime,
    platform: str = "",
    figures_as_of: datetime | None = None,
    encoding: str = "",
    delimiter: str = "",
    sheet: str = "",
) -> RosterImport:
    """Keep a file and find out how it is to be read. Raises `Refused` for what is no roster file."""
    require(may_import(by))
    check_file(filename, content)
    _check_platform(platform)
    as_of = _not_in_future(figures_as_of or now, now)
    roster_import = RosterImport(
        filename=filename[-200:], content=content, figures_as_of=as_of, created_at=now, created_by=by,
        encoding=encoding, delimiter=delimiter, sheet=sheet,
    )  # fmt: skip
    table = table_of(roster_import)
    roster_import.encoding, roster_import.delimiter = table.encoding, table.delimiter
    roster_import.sheet = table.sheet
    roster_import.mapping = guess(table.headings)
    roster_import.platform = platform or platform_of(roster_import.mapping) or Platform.INSTAGRAM
    roster_import.save()
    return roster_import


@action
def remap_import(
    *,
    roster_import: RosterImport,
    by: User,
    now: datetime,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
    platform: str | None = None,
    mapping: Mapping[str, str] | None = None,
    figures_as_of: datetime | None = None,
) -> RosterImport:
    """Read the file in another way. What is None stays; an empty encoding, delimiter or sheet is found out again.

    Columns that appear by another encoding, delimiter or sheet are guessed afresh.
    """
    fresh = _lock(roster_import)
    require(may_apply(fresh, by))
    before = table_of(fresh).headings
    for name, value in {"encoding": encoding, "delimiter": delimiter, "sheet": sheet}.items():
        if value is not None:
            setattr(fresh, name, value)
    table = table_of(fresh)
    fresh.encoding, fresh.delimiter, fresh.sheet = table.encoding, table.delimiter, table.sheet
    chosen = dict(fresh.mapping if mapping is None else mapping)
    if table.headings != before:
        chosen = guess(table.headings) | {h: f for h, f in chosen.items() if h in before and h in table.headings}
    fresh.mapping = fit(table.headings, chosen)
    if platform is not None:
        _check_platform(platform)
        fresh.platform = platform or Platform.INSTAGRAM
    if figures_as_of is not None:
        fresh.figures_as_of = _not_in_future(figures_as_of, now)
    fresh.save(update_fields=["encoding", "delimiter", "sheet", "platform", "mapping", "figures_as_of"])
    return fresh


@action
def apply_import(*, roster_import: RosterImport, by: User, now: datetime, reason: str = "") -> RosterImport:
    """Write the good rows to the roster. The refused ones stand in `outcome` with number and reason."""
    fresh = _lock(roster_import)
    require(may_apply(fresh, by))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
        if not cursor.fetchone()[0]:
            raise Refused("Another import is being written. Try again in a moment.")
    plan = plan_of(fresh, lock=True)
    outcome: dict[str, Any] = dict(plan.counts)
    outcome["accounts"] = sum(a.account is None for talent in plan.talents for a in talent.accounts)
    outcome["refused_rows"] = [[row.number, row.shown_name, row.refusal] for row in plan.rows if row.refusal]
    outcome["remarks"] = [[row.number, remark] for row in plan.rows for remark in row.remarks]
    write(plan, by=by, now=now)
    move(fresh, ImportState.DONE, applied_at=now, applied_by=by, outcome=outcome)
    return fresh


@action
def drop_import(*, roster_import: RosterImport, by: User, now: datetime, reason: str = "") -> RosterImport:
    """Put an import aside without writing anything."""
    fresh = _lock(roster_import)
    require(may_apply(fresh, by))
    move(fresh, ImportState.DROPPED)
    return fresh


def summary(outcome: Mapping[str, Any]) -> str:
    """The counts in one line, in talents."""
    return ", ".join(f"{fate} {outcome.get(fate, 0)}" for fate in ("new", "updated", "unchanged", REFUSED))


def _lock(roster_import: RosterImport) -> RosterImport:
    return RosterImport.objects.select_for_update(of=("self",)).get(pk=roster_import.pk)


def _check_platform(platform: str) -> None:
    if platform and platform not in Platform.values:
        raise Refused(f"{platform} is not a platform that we know.")


def _not_in_future(as_of: datetime, now: datetime) -> datetime:
    if as_of > now:
        raise Refused("Figures cannot be from the future.")
    return as_of
