"""Reading XLSX workbooks, also hostile and broken ones."""

import io
import zipfile
from datetime import date, datetime, time
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook

from lib.refusals import Refused

MAX_UNPACKED = 200 * 1024 * 1024
MAX_COLUMNS = 200
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
    NotImplementedError,
)


def read_sheet(content: bytes, sheet: str, most: int) -> tuple[list[list[str]], str, list[str]]:
    """The lines of a sheet as texts, its name, and the names of all. The first with cells where none is chosen."""
    _check_size(content)
    try:
        workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except _TROUBLE as error:
        raise Refused(BROKEN) from error
    try:
        names = [ws.title for ws in workbook.worksheets]
        if sheet and sheet not in names:
            raise Refused(f"The workbook has no sheet {sheet}.")
        for name in [sheet] if sheet else names:
            lines = _lines(workbook[name], most)
            if lines or sheet:
                return lines, name, names
        raise Refused("The workbook has no rows.")
    except _TROUBLE as error:
        raise Refused(BROKEN) from error
    finally:
        workbook.close()


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
    except (zipfile.BadZipFile, EOFError, OSError, RuntimeError, NotImplementedError, ValueError) as error:
        raise Refused(BROKEN) from error
    except Exception as error:
        if isinstance(error, Refused):
            raise
        raise Refused(BROKEN) from error  # zlib.error and the like


def _lines(worksheet: Any, most: int) -> list[list[str]]:
    worksheet.reset_dimensions()  # what the file claims to be its size may be anything
    lines: list[list[str]] = []
    empty = 0
    for row in worksheet.iter_rows(max_col=MAX_COLUMNS + 1):
        line = [_text(cell) for cell in row]
        while line and not line[-1].strip():
            line.pop()
        empty = 0 if line else empty + 1
        if empty > 1000:
            break
        lines.append(line)
        if len(lines) - empty > most:
            raise Refused(f"The sheet has more than {most:,} rows. Split it.")
    while lines and not lines[-1]:
        lines.pop()
    return lines


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
