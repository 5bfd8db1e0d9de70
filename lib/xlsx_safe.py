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
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

LONGEST = 32_767  # characters that a cell holds
WIDEST = 80  # characters of a fitted column; longer words go on below
DAY, INSTANT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"


type Sheet = tuple[str, Sequence[str], Iterable[Sequence[Any]]]


def book(
    title: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    formats: dict[int, str] | None = None,
) -> IO[bytes]:
    """A file that stands at its beginning. Only one row is in memory at a time; instants are on the reader's clock.

    `formats` maps a column's place (from 0) to the way its numbers are shown.
    """
    made = Workbook(write_only=True)
    _fill(made, (title, heads, rows), formats or {})
    return _kept(made)


def fitted(sheets: Sequence[Sheet]) -> IO[bytes]:
    """Small sheets to be read as they are: columns as wide as what they hold, addresses that can be followed."""
    made = Workbook(write_only=True)
    for title, heads, rows in sheets:
        kept = [list(row) for row in rows]
        _fill(made, (title, heads, kept), {}, widths=[_width(heads, kept, place) for place in range(len(heads))])
    return _kept(made)


def _width(heads: Sequence[str], rows: Sequence[Sequence[Any]], place: int) -> int:
    values = [row[place] for row in rows if place < len(row) and row[place] is not None]
    said = [f"{value:,}" if isinstance(value, int | Decimal) else str(value) for value in values]
    return max(8, min(WIDEST, 3 + max(map(len, [heads[place], *said]))))


def _kept(made: Workbook) -> IO[bytes]:
    file: IO[bytes] = TemporaryFile()  # noqa: SIM115 whoever sends it closes it
    made.save(file)
    file.seek(0)
    return file


def _fill(made: Workbook, said: Sheet, formats: dict[int, str], widths: Sequence[int] = ()) -> None:
    """`widths` of a fitted sheet, whose numbers are shown as each of them needs it."""
    title, heads, rows = said
    sheet = made.create_sheet(title[:31])
    sheet.freeze_panes = "B2"
    for place, head in enumerate(heads, 1):
        sheet.column_dimensions[get_column_letter(place)].width = (
            widths[place - 1] if widths else max(12, min(40, len(head) + 6))
        )
    sheet.append([_head(sheet, head) for head in heads])
    for row in rows:
        if widths:
            sheet.append([_fitted(sheet, value) for value in row])
        else:
            sheet.append([_cell(sheet, value, formats.get(place)) for place, value in enumerate(row)])


def _head(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, text)
    cell.font = Font(bold=True)
    return cell


def _fitted(sheet: Any, value: Any) -> Any:
    if isinstance(value, int | float | Decimal):
        return _shown(sheet, value, "#,##0" if value == int(value) else "#,##0.00")
    cell = _cell(sheet, value, None)
    if isinstance(value, str) and value.startswith("https://"):
        cell.hyperlink = value
        cell.font = Font(underline="single")
    elif isinstance(value, str) and len(value) > WIDEST:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
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
