"""Days as people write them. Pure."""

import re
from datetime import date, datetime

EARLIEST = date(2004, 1, 1)  # before the first of the platforms
_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?(?:[T ].*)?\Z")
_YEAR_LAST = re.compile(r"(\d{1,2})\s*([./-])\s*(\d{1,2})\s*\2\s*(\d{4})\Z")
_NAMED = ("%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%B %d %Y", "%b %d %Y")


class DayError(ValueError):
    """A text that is no day. `str()` is a sentence for people."""


def parse_day(text: str) -> date:
    """A day: 2026-03-04, 4.3.2026, 4 March 2026. One that can be read in two ways is refused. Raises `DayError`."""
    shown = " ".join(text.split())[:40]
    if not shown:
        raise DayError("There is no day in it.")
    try:
        day = _read(shown)
    except ValueError as error:
        if isinstance(error, DayError):
            raise
        raise DayError(f"{shown} is not a day. Write it as 2026-03-04.") from error
    if day < EARLIEST:
        raise DayError(f"{shown} is before the platforms began.")
    return day


def _read(text: str) -> date:
    if found := _YEAR_FIRST.match(text):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := _YEAR_LAST.match(text):
        one, other, year = int(found[1]), int(found[3]), int(found[4])
        if found[2] == "." or one > 12:
            return date(year, other, one)
        if other > 12 or one == other:
            return date(year, one, other)
        raise DayError(f"{text} can be two days. Write it as {year}-{other:02}-{one:02} or {year}-{one:02}-{other:02}.")
    for form in _NAMED:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise ValueError(text)
