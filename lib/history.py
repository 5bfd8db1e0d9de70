"""History by triggers: append-only, so that a shell, an import and plain SQL leave a trace too."""

from typing import Any

import pghistory


def tracked(*, exclude: tuple[str, ...] = ()) -> Any:
    """Class decorator. Every insert, update and delete writes an event row that nobody can change."""
    return pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        append_only=True,
        exclude=list(exclude),
    )
