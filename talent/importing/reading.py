"""From a file to a table of texts."""

import csv
import io
from dataclasses import dataclass, field
from pathlib import PurePath

from lib.parse_figures import FigureError, parse_count
from lib.refusals import Refused
from talent.importing.columns import field_of
from talent.importing.encodings import decode
from talent.importing.sheets import read_sheet

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 100_000
MAX_COLUMNS = 200
TEXT_SUFFIXES = (".csv", ".tsv", ".txt")
DELIMITERS = {",": "Comma", ";": "Semicolon", "\t": "Tab", "|": "Bar"}
HEADINGS_WITHIN = 10


@dataclass(frozen=True, slots=True)
class Table:
    """What a file says: headings, and rows with the number that a spreadsheet shows beside them."""

    headings: list[str]
    rows: list[tuple[int, list[str]]]
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: list[str] = field(default_factory=list)


def check_file(filename: str, content: bytes) -> None:
    """Raise `Refused` for what is no roster file by its name or size."""
    if PurePath(filename).suffix.casefold() not in (*TEXT_SUFFIXES, ".xlsx"):
        raise Refused("A roster is read from a file ending in .csv, .tsv, .txt or .xlsx.")
    if len(content) > MAX_BYTES:
        raise Refused(f"{filename} has more than {MAX_BYTES // 1024 // 1024} MB. Split it.")
    if not content.strip():
        raise Refused(f"{filename} is empty.")


def read_table(filename: str, content: bytes, *, encoding: str = "", delimiter: str = "", sheet: str = "") -> Table:
    """Read a CSV or XLSX file. What is not given is found out. Raises `Refused` with one sentence."""
    check_file(filename, content)
    if PurePath(filename).suffix.casefold() == ".xlsx":
        lines, chosen, sheets = read_sheet(content, sheet, MAX_ROWS)
        headings, rows = _split(lines, filename)
        return Table(headings, rows, sheet=chosen, sheets=sheets)
    text, chosen = decode(content, encoding)
    text = text.removeprefix("\ufeff").replace("\x00", "")
    told = text[:6].casefold()
    if told.startswith("sep=") and len(told) > 4:  # Excel's own first line; the next is row 2
        delimiter = delimiter or text[4]
        text = "\n" + text.partition("\n")[2]
    delimiter = delimiter or detect_delimiter(text)
    if len(delimiter) != 1:
        raise Refused("A delimiter is one character.")
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except (csv.Error, ValueError, TypeError) as error:
        raise Refused(f"{filename} cannot be read as a table: {error}.") from error
    if len(lines) > MAX_ROWS + HEADINGS_WITHIN:
        raise Refused(f"{filename} has more than {MAX_ROWS:,} rows. Split it.")
    headings, rows = _split(lines, filename)
    return Table(headings, rows, encoding=chosen, delimiter=delimiter)


def detect_delimiter(text: str) -> str:
    """The delimiter under which the first lines have the most alike number of cells, and headings that we know."""
    sample = "\n".join(text.splitlines()[:50])
    best, best_score = ",", (0, 0.0, 0)
    for delimiter in DELIMITERS:
        try:
            lines = [line for line in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter) if any(line)]
        except csv.Error:
            continue
        widths = [len(line) for line in lines]
        if not widths or max(widths) == 1:
            continue
        usual = max(set(widths), key=widths.count)
        known = max(sum(bool(field_of(cell)) for cell in line) for line in lines[:HEADINGS_WITHIN])
        score = (known, widths.count(usual) / len(widths) if usual > 1 else 0.0, usual)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _split(lines: list[list[str]], filename: str) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Headings and numbered rows. Titles above the headings are passed over; without headings, columns have numbers."""
    numbered = [(number, line) for number, line in enumerate(lines, start=1) if any(cell.strip() for cell in line)]
    if not numbered:
        raise Refused(f"{filename} has no rows.")
    first = max(range(min(HEADINGS_WITHIN, len(numbered))), key=lambda i: (_known(numbered[i][1]), -i))
    if _known(numbered[first][1]):
        headings, rows = numbered[first][1], numbered[first + 1 :]
    elif _has_figures(numbered[0][1]):
        headings, rows = [""] * len(numbered[0][1]), numbered
    else:
        headings, rows = numbered[0][1], numbered[1:]
    if not rows:
        raise Refused(f"{filename} has headings and no rows.")
    while (
        headings
        and not headings[-1].strip()
        and all(len(line) < len(headings) or not line[len(headings) - 1].strip() for _, line in rows)
    ):
        headings = headings[:-1]
    if len(headings) > MAX_COLUMNS:
        raise Refused(f"{filename} has more than {MAX_COLUMNS} columns.")
    return _distinct(headings), rows


def _known(line: list[str]) -> int:
    return sum(bool(field_of(cell)) for cell in line)


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
