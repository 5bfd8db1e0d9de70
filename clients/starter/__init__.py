"""The market that a new office begins with."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

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


def load_starter_categories(model: Any = None) -> int:
    """Write the categories whose key is not there yet, and touch no other. Returns how many were written.

    `model` is the historical model while migrations run. What an office renamed, moved or archived stays as it has it.
    """
    if model is None:
        from clients.models import Category

        model = Category
    known = dict(model.objects.values_list("key", "pk"))
    names = set(model.objects.values_list("parent_id", "name"))
    written = 0
    waiting = [line for line in read(FILE.read_text(encoding="utf-8")) if line.key not in known]
    while waiting:  # a level a round
        ready = [line for line in waiting if not line.parent or line.parent in known]
        places = [(line, known[line.parent] if line.parent else None) for line in ready]
        rows = [
            model(key=line.key, name=line.name, note=line.note, parent_id=parent)
            for line, parent in places
            if (parent, line.name) not in names
        ]
        if not rows:
            break
        known |= {row.key: row.pk for row in model.objects.bulk_create(rows)}
        written += len(rows)
        waiting = [line for line in waiting if line not in ready]
    return written
