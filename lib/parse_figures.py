"""Figures as people write them: `475.8m`, `1.234.567`, `10万`, `1.39%`, `NaN`.

Unknown is None, never zero. What is not a figure, or could be two, raises `FigureError` with a sentence. Where
writing is ambiguous: a lone separator before exactly three digits groups thousands (`1.234` is 1234), unless it
follows a bare 0 or a unit comes after (`1.234m` is a decimal); `1,234k` could be either and is refused. With two
different separators the last is the decimal one. A percentage has no thousands, and a bare `1.39` is 1.39 %.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

UNKNOWN = frozenset({
    "", "-", "--", "---", "–", "—", "ー", "−", "?", "??", ".", "...", "/", "nan", "na", "n/a", "n.a.", "n.a",
    "#n/a", "none", "null", "nil", "unknown", "hidden", "private", "tbd", "tba", "missing", "not available",
    "not known", "undisclosed", "k.a.", "s/d", "n/d", "nd", "n.v.", "unbekannt", "desconocido", "desconhecido",
    "oculto", "inconnu", "masqué", "非公開", "不明", "未公開", "未知", "なし", "無し", "비공개", "알 수 없음",
    "#ref!", "#value!", "#div/0!", "#name?", "#null!", "#num!", "<na>", "undefined",
})  # fmt: skip

_K, _M, _B = 10**3, 10**6, 10**9
UNITS: dict[str, int] = {
    **dict.fromkeys(("k", "thousand", "tsd", "тыс", "тысяч", "mil", "rb", "ribu", "tys", "千", "천"), _K),
    **dict.fromkeys(("w", "wan", "万", "萬", "만"), 10**4),
    **dict.fromkeys(("lakh", "lakhs", "lac"), 10**5),
    **dict.fromkeys(("m", "mm", "mn", "mi", "mio", "mln", "млн", "jt", "juta", "million", "millions", "millionen"), _M),
    **dict.fromkeys(("millón", "millones", "milhão", "milhões", "milioni", "milione", "百万", "百萬"), _M),
    **dict.fromkeys(("cr", "crore", "crores", "千万", "千萬"), 10**7),
    **dict.fromkeys(("億", "亿", "억"), 10**8),
    **dict.fromkeys(("b", "bn", "mrd", "md", "mld", "mia", "млрд", "billion", "billions", "milliarden"), _B),
    **dict.fromkeys(("tn", "trillion", "兆", "조"), 10**12),
}
LARGEST = 10**15
LONGEST = 60

_ABOUT = re.compile(r"^(?:~|≈|>=?|≥|ca\.?|about|approx\.?|over|約|약|around)\s*", re.IGNORECASE)
_COUNTED = re.compile(
    r"\s*(?:followers?|subscribers?|subs|fans|likes?|posts?|views?|フォロワー|登録者|人|名|回|件|seguidores|abonnés|abonnenten|명|粉丝|粉絲)$",
    re.IGNORECASE,
)
_NUMBER = r"\d[\d.,' ]*"
_PLAIN = re.compile(rf"({_NUMBER})\s*([^\W\d_]+)?\.?")
_STEPPED = re.compile(rf"(?:{_NUMBER}\s*[千万萬億亿兆천만억조]\s*)+\d*")
_STEP = re.compile(rf"({_NUMBER})\s*([千万萬億亿兆천만억조])?")
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d{1,15})?e\+?\d{1,2}")
_SPACES = dict.fromkeys(map(ord, "\u00a0\u202f\u2009\u2007\u2002\u2003\u3000\t_"), " ")
_MARKS = str.maketrans({"’": "'", "`": "'", "´": "'", "٬": ",", "٫": ".", "，": ",", "．": ".", "−": "-", "﹣": "-"})
_MARKS |= dict.fromkeys(map(ord, "⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉"), "^")  # of a footnote: it would be read as one more digit


class FigureError(ValueError):
    """A text that is not a figure. `str()` is a sentence for people."""


@dataclass(frozen=True, slots=True)
class Count:
    """A whole number, None where nobody knows it. `is_rounded` where it was written with a unit or about."""

    value: int | None
    is_rounded: bool = False


def tidied(text: str) -> str:
    """One way of writing digits, spaces and marks."""
    text = unicodedata.normalize("NFKC", text.translate(_SPACES).translate(_MARKS)).translate(_MARKS)
    digits = "".join(str(unicodedata.decimal(c)) if unicodedata.category(c) == "Nd" else c for c in text)
    return " ".join(digits.casefold().split()).strip("\"'")


def is_unknown(text: str) -> bool:
    """Whether the text says that nobody knows."""
    return tidied(text).removesuffix("%").strip() in UNKNOWN


def _grouped(text: str, mark: str, shown: str) -> str:
    """Digits without their group marks. Groups of three, or of two above three as in India."""
    escaped = re.escape(mark)
    if re.fullmatch(rf"\d{{1,3}}(?:{escaped}\d{{3}})+|\d{{1,2}}(?:{escaped}\d{{2}})+{escaped}\d{{3}}", text):
        return text.replace(mark, "")
    raise FigureError(f"{shown} is not a number: its groups of digits do not fit.")


def decimal_of(text: str, shown: str, *, has_unit: bool = False) -> Decimal:
    """Digits with their group and decimal marks, as the head of this module says. Raises `FigureError`."""
    text = text.strip()
    for mark in (" ", "'"):  # these only ever group
        if mark in text:
            head, point, tail = text, "", ""
            found = re.search(r"[.,]\d*$", text)
            if found and text.count(found[0][0]) == 1:
                head, point, tail = text[: found.start()], ".", found[0][1:]
            whole = _grouped(head, mark, shown)
            return Decimal(f"{whole}{point}{tail}" if tail else whole)
    marks = [c for c in text if c in ".,"]
    if not marks:
        return Decimal(text)
    last = marks[-1]
    other = "," if last == "." else "."
    head, _, tail = text.rpartition(last)
    if not tail:
        raise FigureError(f"{shown} is not a number.")
    if other in marks:
        if marks.count(last) > 1:
            raise FigureError(f"{shown} is not a number: it has points and commas mixed.")
        return Decimal(f"{_grouped(head, other, shown)}.{tail}")
    if len(marks) > 1:
        return Decimal(_grouped(text, last, shown))
    groups = len(tail) == 3 and len(head) <= 3 and head.lstrip("0") == head != ""
    if groups and has_unit and last == ",":
        raise FigureError(f"{shown} can be read in two ways. Write it out in digits.")
    if groups and not has_unit:
        return Decimal(head + tail)
    return Decimal(f"{head or '0'}.{tail}")


def _whole(value: Decimal, shown: str) -> int:
    if value > LARGEST:
        raise FigureError(f"{shown} is more than anybody has.")
    return int(value.to_integral_value(ROUND_HALF_UP))


def parse_count(text: str) -> Count:
    """Read a count of people, posts or likes. Raises `FigureError`."""
    shown = " ".join(text.split())[:LONGEST]
    if is_unknown(text):
        return Count(None)
    tidy = tidied(text)
    if len(tidy) > LONGEST:
        raise FigureError(f"{shown}… is not a number.")
    if re.match(r"[-(]\s*\d", tidy):
        raise FigureError(f"{shown} is negative.")
    bare = _COUNTED.sub("", _ABOUT.sub("", tidy)).removesuffix("+").strip().removeprefix("+").strip()
    about = bare != tidy and (bool(_ABOUT.match(tidy)) or tidy.endswith("+") or "+ " in tidy)
    if _SCIENTIFIC.fullmatch(bare):
        return Count(_whole(Decimal(bare.replace(",", ".")), shown), True)
    if _STEPPED.fullmatch(bare):
        return _stepped(bare, shown, about=about)
    found = _PLAIN.fullmatch(bare)
    if not found:
        raise FigureError(f"{shown} is not a number.")
    digits, unit = found[1], found[2] or ""
    if unit and unit not in UNITS:
        raise FigureError(f"{shown} is not a number: {unit} is not a unit that we know.")
    value = decimal_of(digits, shown, has_unit=bool(unit))
    whole = _whole(value * UNITS.get(unit, 1), shown)
    return Count(whole, about or bool(unit) or value != value.to_integral_value())


def _stepped(text: str, shown: str, *, about: bool) -> Count:
    """`1億2000万`, `3万5千`, `1万2345`: each unit smaller than the one before it."""
    total, above, unit = Decimal(0), LARGEST * 10, 1
    for digits, mark in _STEP.findall(text):
        unit = UNITS.get(mark, 1)
        if unit >= above:
            raise FigureError(f"{shown} is not a number: its units are out of order.")
        total, above = total + decimal_of(digits, shown, has_unit=bool(mark)) * unit, unit
    return Count(_whole(total, shown), about or unit > 1)


def parse_percent(text: str) -> Decimal | None:
    """Read a percentage, to three places: `1.39%` and `1,39` are 1.390. None where unknown. Raises `FigureError`."""
    shown = " ".join(text.split())[:LONGEST]
    if is_unknown(text):
        return None
    tidy = _ABOUT.sub("", tidied(text)).removesuffix("%").strip()
    if re.match(r"[-(]\s*\d", tidy):
        raise FigureError(f"{shown} is negative.")
    if not re.fullmatch(r"\d{1,6}(?:[.,]\d{1,20})?|[.,]\d{1,20}", tidy):
        raise FigureError(f"{shown} is not a percentage.")
    value = Decimal(tidy.replace(",", ".")).quantize(Decimal("0.001"))
    if value > 9999:
        raise FigureError(f"{shown} is more than a rate can be.")
    return value
