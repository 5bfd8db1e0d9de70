"""Bringing a roster in from a file."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accounts.models import User
from lib.actions import action
from lib.moves import move
from lib.refusals import Refused, require
from talent.actions.long_imports import ask_for_writing, wait_for_turn
from talent.checks import may_apply, may_import
from talent.handles import platform_named
from talent.importing.columns import fit, guess, platform_of, shape_of
from talent.importing.lines import keep_lines
from talent.importing.plan import REFUSED
from talent.importing.preview import check_columns, plan_of, table_of
from talent.importing.reading import MAX_ROWS, check_file
from talent.importing.writing import write
from talent.models import ImportState, Platform, RosterImport


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
    roster_import.sheet, roster_import.total_rows = table.sheet, table.total
    roster_import.shape = shape_of(table.headings)
    roster_import.read_like = like = _like(roster_import.shape)
    roster_import.mapping = fit(table.headings, like.mapping) if like else guess(table.headings)
    told = platform or (like.platform if like else "") or platform_of(roster_import.mapping)
    told = told or platform_named(roster_import.sheet)
    roster_import.platform = told or Platform.INSTAGRAM
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
    fresh.total_rows, fresh.shape = table.total, shape_of(table.headings)
    chosen = dict(fresh.mapping if mapping is None else mapping)
    if table.headings != before:
        chosen = guess(table.headings) | {h: f for h, f in chosen.items() if h in before and h in table.headings}
    fresh.mapping = fit(table.headings, chosen)
    if platform is not None:
        _check_platform(platform)
        fresh.platform = platform or Platform.INSTAGRAM
    if figures_as_of is not None:
        fresh.figures_as_of = _not_in_future(figures_as_of, now)
    fresh.save(
        update_fields=["encoding", "delimiter", "sheet", "platform", "mapping", "figures_as_of", "total_rows", "shape"]
    )
    return fresh


@action
def apply_import(
    *, roster_import: RosterImport, by: User, now: datetime, reason: str = "", at_once: bool = False
) -> RosterImport:
    """Write the good rows to the roster. The refused ones stand in `outcome` with number and reason.

    A long file is left to a job, unless it is wanted `at_once`, in this transaction.
    """
    fresh = _lock(roster_import)
    require(may_apply(fresh, by))
    table = table_of(fresh, most=MAX_ROWS if at_once else 0)
    if table.is_long:
        check_columns(fresh)
        move(fresh, ImportState.RUNNING, applied_at=now, applied_by=by, total_rows=table.total)
        ask_for_writing(fresh)
        return fresh
    wait_for_turn()
    plan = plan_of(fresh, table, lock=True)
    outcome: dict[str, Any] = dict(plan.counts)
    outcome["accounts"] = sum(a.account is None for talent in plan.talents for a in talent.accounts)
    outcome["refused_rows"] = [[row.number, row.shown_name, row.refusal] for row in plan.rows if row.refusal]
    outcome["remarks"] = [[row.number, remark] for row in plan.rows for remark in row.remarks]
    fates = {row.number: plan.fate_of(row) for row in plan.rows}
    write(plan, by=by, now=now)
    keep_lines(fresh, plan, fates)
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


def _like(shape: str) -> RosterImport | None:
    """The latest import of a file with these headings that somebody wrote to the roster."""
    return (
        RosterImport.objects.defer("content")
        .filter(shape=shape)
        .exclude(applied_at=None)
        .order_by("-applied_at")
        .first()
    )


def _check_platform(platform: str) -> None:
    if platform and platform not in Platform.values:
        raise Refused(f"{platform} is not a platform that we know.")


def _not_in_future(as_of: datetime, now: datetime) -> datetime:
    if as_of > now:
        raise Refused("Figures cannot be from the future.")
    return as_of
