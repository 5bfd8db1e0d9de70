"""Files of messages: which may come in, and what they are called."""

import unicodedata
from pathlib import PurePath

import filetype
from django.core.files.base import File

from campaigns.media import MEGABYTE, sha256_of
from campaigns.models import ThreadFile
from lib.refusals import Refused

LARGEST = 20 * MEGABYTE
MOST_FILES = 5
ENDINGS = {"image/jpeg": ".jpg", "application/pdf": ".pdf", "text/plain": ".txt"}
WRONG = "Send a picture (JPEG, PNG or WebP), a PDF or a text file."
TOO_LARGE = "A file has at most 20 MB. Make it smaller, or send a link to it."
LONGEST_NAME = 100


def type_of(file: File) -> str:  # type: ignore[type-arg]
    """What it is by its bytes, a key of `ENDINGS`; empty for anything else. Pictures are JPEG by then."""
    file.seek(0)
    data = file.read()
    file.seek(0)
    known = filetype.guess(data[:4096])
    if known is not None:
        return known.mime if known.mime in ENDINGS else ""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    return "text/plain" if text.strip() and not any(_is_control(letter) for letter in set(text)) else ""


def _is_control(letter: str) -> bool:
    return unicodedata.category(letter) == "Cc" and letter not in "\t\r\n\f"


def tidy_name(name: str, content_type: str) -> str:
    """The name without folders and without letters that hide what it ends in; it ends as its type does."""
    bare = PurePath(name.replace("\\", "/")).name
    seen = "".join(letter for letter in bare if unicodedata.category(letter)[0] != "C")
    stem = " ".join(PurePath(seen).stem.split()).strip(". ")[:LONGEST_NAME] or "file"
    return stem + ENDINGS[content_type]


def attached(file: File) -> ThreadFile:  # type: ignore[type-arg]
    """A file as its message keeps it. Raises `Refused` where it may not come in."""
    if file.size > LARGEST:
        raise Refused(TOO_LARGE)
    content_type = type_of(file)
    if not content_type:
        raise Refused(f"{PurePath(str(file.name)).name[:LONGEST_NAME]} cannot be read. {WRONG}")
    name = tidy_name(str(file.name or ""), content_type)
    return ThreadFile(file=file, name=name, content_type=content_type, size=file.size, sha256=sha256_of(file))
