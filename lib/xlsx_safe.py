"""XLSX written row by row: numbers are numbers, days are days, and no text is ever a formula."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from tempfile import TemporaryFile
from typing import IO, Any

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

LONGEST = 32_767  # characters that a cell holds
DAY, INSTANT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"


type Sheet = tuple[str, Sequence[str], Iterable[Sequence[Any]]]


def book(
    title: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    formats: dict[int, str] | None = None,
    also: Sequence[Sheet] = (),
) -> IO[bytes]:
    """A file that stands at its beginning. Only one row is in memory at a time; instants are on the reader's clock.

    `formats` maps a column's place (from 0) to the way its numbers are shown. `also` are more sheets behind the first.
    """
    made = Workbook(write_only=True)
    _fill(made, (title, heads, rows), formats or {})
    for sheet in also:
        _fill(made, sheet, {})
    file: IO[bytes] = TemporaryFile()  # noqa: SIM115 whoever sends it closes it
    made.save(file)
    file.seek(0)
    return file


def _fill(made: Workbook, said: Sheet, formats: dict[int, str]) -> None:
    title, heads, rows = said
    sheet = made.create_sheet(title[:31])
    sheet.freeze_panes = "B2"
    for place, head in enumerate(heads, 1):
        sheet.column_dimensions[get_column_letter(place)].width = max(12, min(40, len(head) + 6))
    sheet.append([_head(sheet, head) for head in heads])
    for row in rows:
        sheet.append([_cell(sheet, value, formats.get(place)) for place, value in enumerate(row)])


def _head(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, text)
    cell.font = Font(bold=True)
    return cell


def _cell(sheet: Any, value: Any, how: str | None) -> Any:
    if isinstance(value, datetime):
        return _shown(sheet, timezone.localtime(value).replace(tzinfo=None), INSTANT)
    if isinstance(value, date):
        return _shown(sheet, value, DAY)
    if value is None or isinstance(value, int | float | Decimal):
        return _shown(sheet, value, how) if how and value is not None else value
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", str(value))[:LONGEST])
    # A text that begins with = would be taken for a formula.
    cell.data_type = "s"
    return cell


def _shown(sheet: Any, value: Any, how: str) -> Any:
    cell = WriteOnlyCell(sheet, value)
    cell.number_format = how
    return cell
