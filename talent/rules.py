"""Pure rules of the roster: tiers, folded text, handles."""

import unicodedata
from collections.abc import Sequence
from datetime import date

UNRATED = "Unrated"
OF_AGE = 18  # years

# Letters that Unicode does not take apart.
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})
_VOICED = "\u3099\u309a"  # が is not か
_KATAKANA, _HIRAGANA = 0x30A1, 0x3041
_KANA = {_KATAKANA + i: _HIRAGANA + i for i in range(0x56)}


def tier_of(followers: int | None, bounds: Sequence[tuple[int, str]]) -> str:
    """Name of the tier for a count, given (lower bound, name) pairs in any order (DOMAIN 6.2).

    Exactly the bound belongs to the upper tier; unknown is unrated, and so is what lies below the lowest bound.
    """
    if followers is None:
        return UNRATED
    reached = [bound for bound in bounds if bound[0] <= followers]
    return max(reached)[1] if reached else UNRATED


def is_of_age(born_on: date | None, day: date) -> bool | None:
    """Whether somebody is 18 by that day (DOMAIN 7); None where the date of birth is not known."""
    if born_on is None:
        return None
    years = day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))
    return years >= OF_AGE


def grown_up_since(day: date) -> date:
    """Who was born by then is 18 by that day: `is_of_age` for queries."""
    leap = (day.month, day.day) == (2, 29)  # no year 18 before a leap year is one
    return day.replace(year=day.year - OF_AGE, day=28 if leap else day.day)


def fold(text: str) -> str:
    """Text as the roster's search sees it: no case, no accents, full width as half, katakana as hiragana."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c for c in parts if c in _VOICED or not unicodedata.combining(c))
    return " ".join(unicodedata.normalize("NFC", kept).translate(_PLAIN).translate(_KANA).split())
