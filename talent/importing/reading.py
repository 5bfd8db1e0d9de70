"""From a file to a table of texts."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import PurePath

from lib.csv_safe import bare
from lib.parse_figures import FigureError, parse_count
from lib.refusals import Refused
from talent.handles import platform_named
from talent.importing.columns import OF_ACCOUNT, field_of, known, platform_in
from talent.importing.encodings import beginning, encoding_of, lines_of
from talent.importing.sheets import HEADINGS_WITHIN, read_sheet

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 100_000
LOOKED_AT = 2_000  # rows: of a longer file the page shows so many, and a job writes it
MAX_COLUMNS = 200
SAMPLED = 50_000  # letters
TEXT_SUFFIXES = (".csv", ".tsv", ".txt")
DELIMITERS = {",": "Comma", ";": "Semicolon", "\t": "Tab", "|": "Bar"}


@dataclass(frozen=True, slots=True)
class Table:
    """What a file says: headings, and rows with the number that a spreadsheet shows beside them."""

    headings: list[str]
    rows: list[tuple[int, list[str]]]
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: list[str] = field(default_factory=list)
    total: int = 0

    @property
    def is_long(self) -> bool:
        """Whether the file goes on after these rows."""
        return self.total > len(self.rows)


type Lines = Iterator[tuple[int, list[str]]]


@dataclass(frozen=True, slots=True)
class Source:
    """A file that is read row by row: its headings as written, what follows them, and about how many rows."""

    headings: list[str]
    rows: Lines
    total: int
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: list[str] = field(default_factory=list)


def check_file(filename: str, content: bytes) -> None:
    """Raise `Refused` for what is no roster file by its name or size."""
    if PurePath(filename).suffix.casefold() not in (*TEXT_SUFFIXES, ".xlsx"):
        raise Refused("Only files ending in .csv, .tsv, .txt or .xlsx are read.")
    if len(content) > MAX_BYTES:
        raise Refused(f"{filename} has more than {MAX_BYTES // 1024 // 1024} MB. Split it.")
    if not content.strip():
        raise Refused(f"{filename} is empty.")


def read_table(
    filename: str, content: bytes, *, encoding: str = "", delimiter: str = "", sheet: str = "", most: int = MAX_ROWS
) -> Table:
    """Read a CSV or XLSX file, its first `most` rows. What is not given is found out. Raises `Refused`."""
    source = open_source(filename, content, encoding=encoding, delimiter=delimiter, sheet=sheet)
    rows = list(islice(source.rows, most + 1))
    if not rows:
        raise Refused(f"{filename} has headings and no rows.")
    total = len(rows) if len(rows) <= most else max(source.total, len(rows))
    del rows[most:]
    headings = headings_of(source, rows)
    if len(headings) > MAX_COLUMNS:
        raise Refused(f"{filename} has more than {MAX_COLUMNS} columns.")
    return Table(headings, rows, source.encoding, source.delimiter, source.sheet, source.sheets, min(total, MAX_ROWS))


def headings_of(source: Source, rows: list[tuple[int, list[str]]]) -> list[str]:
    """What the columns are called, as far as a heading or one of these rows goes; each name once."""
    headings = source.headings
    while headings and not headings[-1].strip() and not any(_filled(line, len(headings) - 1) for _, line in rows):
        headings = headings[:-1]
    return _distinct(headings)


def open_source(filename: str, content: bytes, *, encoding: str = "", delimiter: str = "", sheet: str = "") -> Source:
    """A file's headings, and its rows as somebody asks for them; they raise `Refused` where the file breaks off."""
    check_file(filename, content)
    if PurePath(filename).suffix.casefold() == ".xlsx":
        lines, chosen, sheets, claimed = read_sheet(content, sheet)
        headings, rows = _split(_bounded(lines, filename), filename)
        return Source(headings, rows, claimed, sheet=chosen, sheets=sheets)
    chosen = encoding_of(content, encoding)
    text, start = lines_of(content, chosen), beginning(content, chosen).removeprefix("\ufeff")
    told = start[:6].casefold()
    if told.startswith("sep=") and len(told) > 4:  # Excel's own first line; the next is row 2
        delimiter = delimiter or start[4]
        next(text)
        text = chain(["\n"], text)
        start = start.partition("\n")[2]
    delimiter = delimiter or detect_delimiter(start)
    if len(delimiter) != 1:
        raise Refused("A delimiter is one character.")
    headings, rows = _split(_bounded(_csv_lines(text, delimiter, filename), filename), filename)
    return Source(headings, rows, content.count(b"\n"), chosen, delimiter)


def _csv_lines(lines: Iterator[str], delimiter: str, filename: str) -> Iterator[list[str]]:
    try:
        for line in csv.reader(lines, delimiter=delimiter):
            yield [bare(cell) for cell in line]
    except (csv.Error, ValueError, TypeError) as error:
        raise Refused(f"{filename} cannot be read as a table: {error}.") from error


def _bounded(lines: Iterable[list[str]], filename: str) -> Lines:
    """The lines that say something, numbered; no more of them than `MAX_ROWS` and what stands above."""
    count = 0
    for number, line in enumerate(lines, start=1):
        if any(cell.strip() for cell in line):
            count += 1
            if count > MAX_ROWS + HEADINGS_WITHIN:
                raise Refused(f"{filename} has more than {MAX_ROWS:,} rows. Split it.")
            yield number, line


def detect_delimiter(text: str) -> str:
    """The delimiter under which the first lines have the most alike number of cells, and headings that we know."""
    sample = text[:SAMPLED].splitlines(keepends=True)[:50]
    best, best_score = ",", (0, 0.0, 0)
    for delimiter in DELIMITERS:
        try:
            lines = [line for line in csv.reader(sample, delimiter=delimiter) if any(line)]
        except csv.Error:
            continue
        widths = [len(line) for line in lines]
        if not widths or max(widths) == 1:
            continue
        usual = max(set(widths), key=widths.count)
        best_known = max(known(line) for line in lines[:HEADINGS_WITHIN])
        score = (best_known, widths.count(usual) / len(widths) if usual > 1 else 0.0, usual)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _split(numbered: Lines, filename: str) -> tuple[list[str], Lines]:
    """Headings and numbered rows. Titles above the headings are passed over; without headings, columns have numbers."""
    head = list(islice(numbered, HEADINGS_WITHIN))
    if not head:
        raise Refused(f"{filename} has no rows.")
    first = max(range(len(head)), key=lambda i: (known(head[i][1]), -i))
    below = [cell for cell in head[first + 1][1] if cell.strip()] if first + 1 < len(head) else []
    if any(platform_named(cell) for cell in head[first][1]) and len(below) > 1 and known(below) == len(below):
        first += 1  # the platforms stand over the headings
    if known(head[first][1]):
        above = head[first - 1][1] if first else []
        headings, head = _under(above, head[first][1]), head[first + 1 :]
    elif _has_figures(head[0][1]):
        headings = [""] * len(head[0][1])
    else:
        headings, head = head[0][1], head[1:]
    return headings, chain(head, numbered)


def _under(above: list[str], headings: list[str]) -> list[str]:
    """Headings with the platform that stands over some of them, as one merged cell: *Instagram* over *Handle*.

    Where the line above names none it is a title, and says nothing.
    """
    if not any(platform_named(cell) for cell in above):
        return headings
    told, over = [], ""
    for place, heading in enumerate(headings):
        stands = above[place].strip() if place < len(above) else ""
        over = stands if stands else over
        name = heading.strip() or (stands if not platform_named(stands) else "")
        ours = platform_named(over) and field_of(name) in OF_ACCOUNT
        told.append(f"{over} {name}" if ours and not platform_in(name) else name)
    return told


def _filled(line: list[str], place: int) -> bool:
    return len(line) > place and bool(line[place].strip())


def _has_figures(line: list[str]) -> bool:
    for cell in line:
        try:
            if parse_count(cell).value is not None:
                return True
        except FigureError:
            continue
    return False


def _distinct(headings: list[str]) -> list[str]:
    """Headings that can be told apart: empty ones get a number, repeated ones too."""
    seen: dict[str, int] = {}
    distinct = []
    for place, heading in enumerate(headings, start=1):
        name = " ".join(heading.split())[:80] or f"Column {place}"
        seen[name] = seen.get(name, 0) + 1
        distinct.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return distinct
