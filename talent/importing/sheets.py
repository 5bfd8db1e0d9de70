"""Reading XLSX workbooks, also hostile and broken ones."""

import io
import re
import zipfile
from array import array
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from itertools import chain, islice
from typing import IO, Any
from xml.etree.ElementTree import ParseError

from openpyxl.cell.text import Text
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils import range_boundaries
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from lib.refusals import Refused
from talent.importing.columns import known

MAX_UNPACKED = 200 * 1024 * 1024
MAX_COLUMNS = 200
EMPTY_LINES = 1_000
HEADINGS_WITHIN = 10  # lines
TAIL = 4 << 20
ROW = re.compile(rb"<(?:\w+:)?row[ />]")
_TEXT = f"{{{SHEET_MAIN_NS}}}si"
BROKEN = "The workbook cannot be read. Open it in a spreadsheet program and save it again as .xlsx."
# What openpyxl raises on broken files, as far as seen.
_TROUBLE = (
    zipfile.BadZipFile,
    ParseError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    OSError,
    EOFError,
    RuntimeError,
)


def read_sheet(content: bytes, sheet: str) -> tuple[Iterator[list[str]], str, list[str], int]:
    """The lines of a sheet as texts, its name, the names of all, and about how many lines it has.

    Where none is chosen, the first that begins like a table: two headings that we know; else the first with cells.
    Lines are read as they are asked for.
    """
    _check_size(content)
    try:
        workbook = _open(content)
        names = [ws.title for ws in workbook.worksheets]
    except _TROUBLE as error:
        raise Refused(BROKEN) from error
    if sheet and sheet not in names:
        workbook.close()
        raise Refused(f"The workbook has no sheet {sheet}.")
    chosen = sheet or _likeliest(workbook, names)
    if chosen:
        worksheet = workbook[chosen]
        try:
            merged, rows = merged_down(content, worksheet)
            lines = _lines(worksheet, merged)
        except _TROUBLE as error:
            raise Refused(BROKEN) from error
        first = next(lines, None)
        if first is not None:
            return chain([first], lines), chosen, names, rows
    workbook.close()
    raise Refused("The workbook has no rows.")


def _open(content: bytes) -> Any:
    """As `openpyxl.load_workbook`, with the texts of the cells in little memory."""
    reader = _Reader(io.BytesIO(content), read_only=True, data_only=True)
    reader.read()
    return reader.wb


class _Reader(ExcelReader):
    """openpyxl keeps each text of a workbook as an object and its emptied element: 100,000 rows take 100 MB.

    And it reads through sheets that do not claim a size, to find none.
    """

    def read_worksheets(self) -> None:
        for sheet, rel in self.parser.find_sheets():
            if rel.target in self.valid_files and "chartsheet" not in rel.Type:
                self.wb._sheets.append(_Sheet(self.wb, sheet.name, rel.target, self.shared_strings))

    def read_strings(self) -> None:
        part = self.package.find(SHARED_STRINGS)
        if part is not None:
            with self.archive.open(part.PartName[1:]) as stream:
                self.shared_strings = Texts(stream)


class _Sheet(ReadOnlyWorksheet):
    def _get_size(self) -> None:
        """What a sheet claims to be its size may be anything."""


class Texts:
    """The shared texts of a workbook, behind one another as bytes."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._bytes = bytearray()
        self._ends = array("Q")
        parsed = iterparse(stream, events=("start", "end"))
        _, root = next(parsed)
        for event, node in parsed:
            if event == "end" and node.tag == _TEXT:
                plain = len(node) == 1 and node[0].tag.endswith("}t")
                text = node[0].text or "" if plain else str(Text.from_tree(node).content)
                self._bytes += text.replace("x005F_", "").encode("utf-8", "replace")
                self._ends.append(len(self._bytes))
                root.clear()

    def __getitem__(self, place: int) -> str:
        end = self._ends[place]
        return self._bytes[self._ends[place - 1] if place else 0 : end].decode()


def _likeliest(workbook: Any, names: list[str]) -> str:
    """The sheet that begins like a table, else the first with cells, else none."""
    filled = ""
    for name in names:
        head = list(islice(_lines(workbook[name]), HEADINGS_WITHIN))
        if any(known(line) > 1 for line in head):
            return name
        filled = filled or (name if head else "")
    return filled


def merged_down(content: bytes, worksheet: Any) -> tuple[dict[int, list[tuple[int, int]]], int]:
    """First row to the columns that are one cell down to a last row: whose text is that of each row; and how many rows.

    They stand behind the rows, in the last bytes of the sheet.
    """
    merged: dict[int, list[tuple[int, int]]] = {}
    tail, rows = b"", 0
    with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(worksheet._worksheet_path) as stream:
        while chunk := stream.read(1 << 20):
            tail = tail[-TAIL:] + chunk
            rows += len(ROW.findall(chunk))  # one that is cut by the end of a chunk may be missed
    for found in re.findall(rb'<(?:\w+:)?mergeCell ref="([A-Z]+\d+:[A-Z]+\d+)"', tail):
        left, top, _, bottom = range_boundaries(found.decode())
        if bottom > top:
            merged.setdefault(top, []).append((left, bottom))
    return merged, rows


def _check_size(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
            if unpacked > MAX_UNPACKED:
                raise Refused(f"Unpacked, the workbook has more than {MAX_UNPACKED // 1024 // 1024} MB. Split it.")
            for part in archive.infolist():  # the sizes in the directory are only claims
                with archive.open(part) as stream:
                    left = part.file_size
                    while chunk := stream.read(1 << 20):
                        left -= len(chunk)
                        if left < 0:
                            raise Refused(BROKEN)
    except (zipfile.BadZipFile, EOFError, OSError, RuntimeError, ValueError) as error:
        raise Refused(BROKEN) from error
    except Exception as error:
        if isinstance(error, Refused):
            raise
        raise Refused(BROKEN) from error  # zlib.error and the like


def _lines(worksheet: Any, merged: Mapping[int, list[tuple[int, int]]] | None = None) -> Iterator[list[str]]:
    """Lines from the first to the last with cells; a thousand empty ones are the end."""
    empty = 0
    down: dict[int, tuple[str, int]] = {}  # column to the text that goes on below, and until which row
    try:
        for number, row in enumerate(worksheet.iter_rows(max_col=MAX_COLUMNS + 1), start=1):
            line = [_text(cell) for cell in row]
            _carry_down(line, number, merged or {}, down)
            while line and not line[-1].strip():
                line.pop()
            if not line:
                empty += 1
                if empty > EMPTY_LINES:
                    break
                continue
            yield from ([] for _ in range(empty))
            empty = 0
            yield line
    except _TROUBLE as error:
        raise Refused(BROKEN) from error


def _carry_down(
    line: list[str], number: int, merged: Mapping[int, list[tuple[int, int]]], down: dict[int, tuple[str, int]]
) -> None:
    """Give a line the texts of the cells that are merged into it from above."""
    for column, (text, last) in list(down.items()):
        if number > last:
            del down[column]
        elif column <= len(line) and not line[column - 1]:
            line[column - 1] = text
    for column, last in merged.get(number, ()):
        if column <= len(line) and line[column - 1]:
            down[column] = (line[column - 1], last)


def _text(cell: Any) -> str:
    """A cell as somebody would have typed it. A number never looks like grouped thousands."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        if "%" in (cell.number_format or ""):
            return f"{value * 100:.6f}".rstrip("0").rstrip(".") + "%"
        if value == int(value) and abs(value) < 1e16:
            return str(int(value))
        text = f"{value:.10f}".rstrip("0")
        return text + "0" if len(text.partition(".")[2]) == 3 else text
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value).replace("\x00", "")
