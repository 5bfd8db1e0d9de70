"""What the import's page shows before anything is written."""

from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any

from lib.refusals import Denied, Refused
from talent.importing.columns import FIELDS, grouped_fields, label_of, says_who
from talent.importing.encodings import ENCODINGS
from talent.importing.plan import FATES, REFUSED, Plan, make_plan
from talent.importing.reading import DELIMITERS, LOOKED_AT, Lines, Table, headings_of, open_source, read_table
from talent.importing.rows import Row, read_rows
from talent.models import Platform, RosterImport, SocialAccount, Talent

PER_PAGE = 50
SAMPLES = 3


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, the field it is read as (empty: left out), and some of what stands in it."""

    heading: str
    field: str
    label: str
    samples: list[str]


@dataclass(frozen=True, slots=True)
class Change:
    """One value that a row changes. `before` is empty for what is new."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A row, what it was read as, and its fate (`new`, `updated`, `unchanged`, `refused`) with the reason."""

    number: int
    name: str
    accounts: list[tuple[str, str]]
    values: dict[str, Any]
    fate: str
    reason: str
    remarks: list[str]
    changes: list[Change]
    talent: Talent | None


@dataclass(frozen=True, slots=True)
class Preview:
    """How a file is read and what it would do. `problem` says why it cannot be applied as it is.

    `long` is about how many rows a file has of which only the first `looked_at` are looked at; 0 for any other.
    """

    columns: list[Column] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FATES, 0))
    rows: list[PreviewRow] = field(default_factory=list)
    page: int = 1
    pages: int = 1
    total_rows: int = 0
    looked_at: int = 0
    long: int = 0
    fate: str = ""
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: list[str] = field(default_factory=list)
    problem: str = ""
    fields: list[tuple[str, dict[str, str]]] = field(default_factory=grouped_fields)
    encodings: dict[str, str] = field(default_factory=lambda: dict(ENCODINGS))
    delimiters: dict[str, str] = field(default_factory=lambda: dict(DELIMITERS))
    platforms: list[tuple[str, str]] = field(default_factory=lambda: [(p.value, str(p.label)) for p in Platform])

    @property
    def left_out(self) -> list[str]:
        """Headings of the columns that are not read."""
        return [column.heading for column in self.columns if not column.field]


def _how(roster_import: RosterImport) -> dict[str, str]:
    return {name: getattr(roster_import, name) for name in ("encoding", "delimiter", "sheet")}


def table_of(roster_import: RosterImport, *, most: int = 0) -> Table:
    """The first rows of the import's file, `LOOKED_AT` if not said, read as the import says. Raises `Refused`."""
    how = _how(roster_import)
    return read_table(roster_import.filename, bytes(roster_import.content), most=most or LOOKED_AT, **how)


def opened(roster_import: RosterImport) -> tuple[list[str], Lines]:
    """The headings of the import's file and all its rows, read once. Raises `Refused`, also while it is read."""
    source = open_source(roster_import.filename, bytes(roster_import.content), **_how(roster_import))
    head = list(islice(source.rows, LOOKED_AT + 1))
    return headings_of(source, head[:LOOKED_AT]), chain(head, source.rows)


def plan_of(roster_import: RosterImport, table: Table, *, lock: bool = False) -> Plan:
    """What the import would do with these rows now. Raises `Refused` where no column says who the talents are."""
    check_columns(roster_import)
    rows = read_rows(table.rows, table.headings, roster_import.mapping, roster_import.platform)
    return make_plan(rows, as_of=roster_import.figures_as_of, lock=lock)


def check_columns(roster_import: RosterImport) -> None:
    """Raise `Refused` where no column says who the talents are."""
    if not says_who(roster_import.mapping):
        raise Refused(
            Denied("No column says who the talents are. Choose the one with the handle or the name.", code="who")
        )


def preview(roster_import: RosterImport, *, page: int = 1, per_page: int = PER_PAGE, fate: str = "") -> Preview:
    """Read the file and say what would happen; writes nothing. `fate` shows only the rows of that fate."""
    how = _how(roster_import)
    try:
        table = table_of(roster_import)
    except Refused as refused:
        return Preview(problem=str(refused), **how)  # type: ignore[arg-type]
    how = {"encoding": table.encoding, "delimiter": table.delimiter, "sheet": table.sheet}
    columns = _columns(table, roster_import.mapping)
    try:
        plan = plan_of(roster_import, table)
    except Refused as refused:
        return Preview(columns=columns, problem=str(refused), sheets=table.sheets, **how)  # type: ignore[arg-type]
    chosen = [row for row in plan.rows if fate not in FATES or plan.fate_of(row) == fate]
    pages = max(1, -(-len(chosen) // per_page))
    page = min(max(1, page), pages)
    counts = plan.counts
    return Preview(
        columns=columns,
        counts=counts,
        rows=[_shown(plan, row) for row in chosen[(page - 1) * per_page : page * per_page]],
        page=page,
        pages=pages,
        total_rows=len(chosen),
        looked_at=len(table.rows),
        long=table.total if table.is_long else 0,
        fate=fate if fate in FATES else "",
        sheets=table.sheets,
        problem="" if len(plan.talents) else "No row can go in.",
        **how,  # type: ignore[arg-type]
    )


def _columns(table: Table, mapping: dict[str, str]) -> list[Column]:
    columns = []
    for place, heading in enumerate(table.headings):
        filled = (line[place].strip() for _, line in table.rows[:200] if place < len(line) and line[place].strip())
        samples = [text[:60] for text, _ in zip(filled, range(SAMPLES), strict=False)]
        chosen = mapping.get(heading, "")
        columns.append(Column(heading, chosen, label_of(chosen) if chosen else "Left out", samples))
    return columns


def _values(row: Row) -> dict[str, Any]:
    """What a row was read as, in the order of the fields; only what is known."""
    facts = {
        "name": row.name,
        "handle": row.handle,
        "url": row.url,
        "platform": Platform(row.platform).label if row.platform else "",
        **row.figures,
        "country": row.country,
        "language": ", ".join(row.languages),
        "genre": ", ".join(row.genres),
        "email": row.email,
        "phone": row.phone,
        "notes": "\n".join(row.notes),
    }
    return {name: facts[name] for name in FIELDS if facts.get(name) not in (None, "")}


def _shown(plan: Plan, row: Row) -> PreviewRow:
    talent = None if row.refusal else plan.of_row[row.number].talent
    accounts = [(each.handle, str(Platform(each.platform).label)) for each in row.accounts]
    fate = plan.fate_of(row)
    name = talent.name if talent and not row.name else row.shown_name
    changes = [] if fate in (REFUSED,) else _changes(plan, row)
    return PreviewRow(row.number, name, accounts, _values(row), fate, row.refusal, row.remarks, changes, talent)


_LABELS = {"languages": "Language", "url": "Address", "external_id": "Platform's id"}
_HIDDEN = {"measured_at", "source", "is_rounded"}


def _text(value: Any) -> str:
    if value is None:
        return ""
    return ", ".join(value) if isinstance(value, list) else str(value)


def _changes(plan: Plan, row: Row) -> list[Change]:
    """What an existing talent's row changes, before and after."""
    talent = plan.of_row[row.number]
    if talent.talent is None:
        return []
    changed: list[Change] = []

    def add(thing: Talent | SocialAccount, changes: dict[str, Any]) -> None:
        for name, after in changes.items():
            if name not in _HIDDEN:
                label = FIELDS.get(name) or _LABELS.get(name, name)
                changed.append(Change(label, _text(getattr(thing, name)), _text(after)))

    if row is talent.rows[0]:
        add(talent.talent, talent.changes)
        changed.extend(Change("Genre", "", name) for name in talent.new_genres)
    for planned in talent.accounts:
        if not any(planned.row is each for each in row.accounts):
            continue
        if planned.account is None:
            changed.append(Change("Account", "", f"{planned.row.handle} on {Platform(planned.row.platform).label}"))
        else:
            add(planned.account, planned.changes)
    return changed
