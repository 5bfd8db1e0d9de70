"""Finding out how a file's bytes become text."""

import codecs
import io
from collections.abc import Iterator

from charset_normalizer import from_bytes

from lib.refusals import Refused
from talent.importing.columns import known_words

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What offices' files come in, likeliest first; the page offers these.
ENCODINGS = {
    "utf-8": "Unicode (UTF-8)",
    "cp1252": "Western Europe (Windows-1252)",
    "cp932": "Japanese (Shift_JIS)",
    "gb18030": "Chinese, simplified (GBK)",
    "big5": "Chinese, traditional (Big5)",
    "cp949": "Korean (EUC-KR)",
    "euc_jp": "Japanese (EUC-JP)",
    "cp1250": "Central Europe (Windows-1250)",
    "cp1251": "Cyrillic (Windows-1251)",
    "cp1254": "Turkish (Windows-1254)",
    "cp1253": "Greek (Windows-1253)",
    "cp1256": "Arabic (Windows-1256)",
    "cp874": "Thai (Windows-874)",
    "utf-16": "Unicode (UTF-16)",
    "utf-16-le": "Unicode (UTF-16, little-endian)",
    "utf-16-be": "Unicode (UTF-16, big-endian)",
    "utf-8-sig": "Unicode (UTF-8 with mark)",
    "utf-32": "Unicode (UTF-32)",
    "mac_roman": "Western Europe (Mac)",
}
SAMPLE = 200_000


def encoding_of(content: bytes, encoding: str = "") -> str:
    """The encoding to read it in: the given one, or the likeliest. Raises `Refused` where it does not fit."""
    chosen = encoding or detect(content)
    try:
        fits = _fits(content, chosen)
    except LookupError as error:
        raise Refused(f"{chosen} is not an encoding that we know.") from error
    if not fits:
        raise Refused(f"The file cannot be read as {ENCODINGS.get(chosen, chosen)}. Choose another encoding.")
    return chosen


def lines_of(content: bytes, encoding: str) -> Iterator[str]:
    """The file's lines with their ends, one at a time: a long file is never in memory as text."""
    first = True
    for line in io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline=""):
        yield (line.removeprefix("\ufeff") if first else line).replace("\x00", "")
        first = False


def beginning(content: bytes, encoding: str) -> str:
    """The text of the first bytes."""
    return codecs.getincrementaldecoder(encoding)().decode(content[:SAMPLE])


def _fits(content: bytes, encoding: str) -> bool:
    """Whether all of it can be read so. Raises `LookupError` for an encoding that nobody knows."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for start in range(0, len(content), SAMPLE):
            decoder.decode(content[start : start + SAMPLE])
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def detect(content: bytes) -> str:
    """The likeliest encoding: a mark at the start, then UTF-8 where it fits, then what gives the most known words."""
    for mark, name in _MARKS:
        if content.startswith(mark):
            return name
    zeros = content[:2000].count(0)
    if zeros > len(content[:2000]) // 5:
        return "utf-16-le" if content[1:2000:2].count(0) >= content[:2000:2].count(0) else "utf-16-be"
    return "utf-8" if _fits(content, "utf-8") else _guess(content)


def _guess(content: bytes) -> str:
    sample = content[:SAMPLE]
    found = {}
    for match in from_bytes(sample, cp_isolation=[name for name in ENCODINGS if not name.startswith("utf")]):
        for name in match.could_be_from_charset:
            if name in ENCODINGS:
                found[name] = (match.chaos, -match.coherence)
    # A short file says little: what is in use here and decodes is a candidate too, after those that look right.
    candidates = []
    for place, name in enumerate(ENCODINGS):
        if name.startswith("utf") or not _fits(content, name):
            continue
        text = beginning(content, name)
        chaos, coherence = found.get(name, (1.0, 0.0))
        odd = sum(
            "\uff61" <= c <= "\uff9f" or c in "\ufffd" or "\x80" <= c <= "\x9f" or "\ue000" <= c <= "\uf8ff"
            for c in text
        )
        first = "\n".join(text.splitlines()[:5])
        candidates.append(((odd > len(text) // 50, -known_words(first), round(chaos, 1), coherence, place), name))
    return min(candidates)[1] if candidates else "cp1252"
