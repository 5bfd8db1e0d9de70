"""Files of drafts: which may come in, and what makes one the same as another."""

import hashlib
import os
import secrets
from pathlib import Path, PurePath

import filetype
from django.core.files.base import File
from django.core.files.storage import default_storage

MEGABYTE = 1024 * 1024
LARGEST_FILM = 500 * MEGABYTE
MOST_FILES = 10
HEAD = 4096  # bytes by which a film's container is known
FILMS = {"video/mp4": "MP4", "video/quicktime": "MOV", "video/webm": "WebM", "video/x-m4v": "M4V"}
NO_FILM = "This is not an MP4, MOV or WebM film. Save it as MP4 and send it again."
TOO_LARGE = "A film has at most 500 MB. Make it smaller, or send a link to it."


def film_type(head: bytes) -> str:
    """The content type by a film's first `HEAD` bytes; empty where it is no film that browsers show."""
    kind = filetype.guess(head)
    return kind.mime if kind is not None and kind.mime in FILMS else ""


def sha256_of(file: File) -> str:  # type: ignore[type-arg]
    """Of all bytes, read in pieces; the file stands at its start afterwards."""
    digest = hashlib.sha256()
    file.seek(0)
    for chunk in file.chunks(MEGABYTE):
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def new_film_name(name: str) -> str:
    """A place that nobody can guess for a film on its way in."""
    return f"films/{secrets.token_urlsafe(24)}{PurePath(name).suffix.lower()[:8]}"


def place_of(name: str) -> Path:
    """Where the storage keeps a file; films come in in pieces, so it must be a file system."""
    return Path(default_storage.path(name))


def write_at(name: str, offset: int, data: bytes) -> None:
    """Put bytes where they belong and on the disk. What was behind `offset` is gone."""
    place = place_of(name)
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("r+b" if place.exists() else "w+b") as file:
        file.seek(offset)
        file.truncate()
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
