"""The market that a new office begins with."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clients.models import Category

FILE = Path(__file__).with_name("categories.txt")
INDENT = 2


@dataclass(frozen=True, slots=True)
class Line:
    """A category of the file; `parent` is the key of the one above it, empty at the top."""

    key: str
    name: str
    note: str
    parent: str


def read(text: str) -> list[Line]:
    """The lines of a tree file, each after what stands above it. Raises ValueError for an indent that leads nowhere."""
    path: list[str] = []
    lines = []
    for number, raw in enumerate(text.splitlines(), 1):
        if not raw.strip() or raw.lstrip().startswith("#"):
            continue
        depth, rest = divmod(len(raw) - len(raw.lstrip(" ")), INDENT)
        key, colon, words = raw.strip().partition(":")
        if rest or depth > len(path) or not colon:
            raise ValueError(f"line {number} of the categories: {raw.strip()}")
        name, _, note = words.partition("|")
        del path[depth:]
        lines.append(Line(key.strip(), name.strip(), note.strip(), path[-1] if path else ""))
        path.append(key.strip())
    return lines


def load_starter_categories(model: "type[Category] | None" = None) -> int:
    """Write the categories whose key is not there yet, and touch no other. Returns how many were written.

    `model` is the historical model where a migration calls. What an office renamed or moved stays as it has it.
    """
    if model is None:
        from clients.models import Category as model
    known = dict(model.objects.values_list("key", "pk"))
    names = set(model.objects.values_list("parent_id", "name"))
    written = 0
    for line in read(FILE.read_text(encoding="utf-8")):
        parent = known.get(line.parent) if line.parent else None
        if line.key in known or (parent, line.name) in names:
            continue
        known[line.key] = model.objects.create(key=line.key, name=line.name, note=line.note, parent_id=parent).pk
        written += 1
    return written
