"""CSV that a spreadsheet cannot be tricked with."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

# A cell that begins so is a formula to a spreadsheet (OWASP, CSV injection).
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def cell(value: Any) -> str:
    """The value as text; text that a spreadsheet would run gets an apostrophe before it. Numbers stay numbers."""
    if value is None:
        return ""
    text = str(value)
    if isinstance(value, str) and text.lstrip(" ").startswith(RISKY):
        return f"'{text}"
    return text


def bare(text: str) -> str:
    """A cell as it was before its apostrophe, so that a file of ours can be corrected and read again."""
    return text[1:] if text.startswith("'") and text[1:].lstrip(" ").startswith(RISKY) else text


def lines(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterable[str]:
    """A file line by line, with the mark by which Excel knows UTF-8."""
    yield "\ufeff" + _line([cell(head) for head in heads])
    for row in rows:
        yield _line([cell(value) for value in row])


def _line(values: Sequence[Any]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(values)
    return out.getvalue()
