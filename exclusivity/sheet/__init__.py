"""The clean sheet as a document: plain words in, a PDF out. The same words give the same bytes.

All that it prints comes in as data, so that what must not be on it can be looked for before it is printed. Its fonts
lie beside it: it looks the same on every machine, and needs nothing from outside.
"""

import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from lib.typeset import typeset

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Answered:
    """One talent's line, in the client's words."""

    name: str
    native: str
    result: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Every word of a clean sheet."""

    office: str
    title: str
    lead: str
    reference: str
    day: date
    asked: tuple[tuple[str, str], ...]
    answers: tuple[Answered, ...]
    how: tuple[str, ...]
    signed: str
    asked_title: str = "What was asked"
    answers_title: str = "What the answer was"
    how_title: str = "How it was checked"

    def as_json(self) -> str:
        said = asdict(self)
        said["date"] = [self.day.year, self.day.month, self.day.day]
        del said["day"]
        return json.dumps(said, ensure_ascii=False)


def printed(sheet: Sheet) -> bytes:
    """The PDF."""
    return typeset(HERE / "sheet.typ", HERE / "fonts", sheet=sheet.as_json())


def can_print(text: str) -> bool:
    """Whether the fonts have every letter: Latin, Greek, Cyrillic, Japanese, Korean. Others have their Latin name."""
    return all(_has(letter) for letter in text)


def _has(letter: str) -> bool:
    code = ord(letter)
    if code < 0x500 or 0x1E00 <= code < 0x1F00 or 0x2010 <= code < 0x203B or 0x3000 <= code < 0x3100:
        return letter.isprintable()
    for table in ("euc_jp", "euc_kr"):
        try:
            return len(letter.encode(table)) == 2
        except UnicodeEncodeError:
            continue
    return False
