"""Reading XLSX workbooks, also hostile and broken ones."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import chain
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook

from lib.refusals import Refused

MAX_UNPACKED = 200 * 1024 * 1024
MAX_COLUMNS = 200
EMPTY_LINES = 1_000
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
    """The lines of a sheet as texts, its name, the names of all, and how many lines it claims to have.

    The first sheet with cells where none is chosen. Lines are read as they are asked for.
    """
    _check_size(content)
    try:
        workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        names = [ws.title for ws in workbook.worksheets]
    except _TROUBLE as error:
        raise Refused(BROKEN) from error
    if sheet and sheet not in names:
        workbook.close()
        raise Refused(f"The workbook has no sheet {sheet}.")
    for name in [sheet] if sheet else names:
        worksheet = workbook[name]
        claimed = getattr(worksheet, "max_row", None) or 0
        lines = _lines(worksheet)
        first = next(lines, None)
        if first is not None:
            return chain([first], lines), name, names, claimed
    workbook.close()
    raise Refused("The workbook has no rows.")


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


def _lines(worksheet: Any) -> Iterator[list[str]]:
    """Lines from the first to the last with cells; a thousand empty ones are the end."""
    empty = 0
    try:
        worksheet.reset_dimensions()  # what the file claims to be its size may be anything
        for row in worksheet.iter_rows(max_col=MAX_COLUMNS + 1):
            line = [_text(cell) for cell in row]
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
