"""Talents who have all that their next stage asks for: a line each, until somebody decides."""

from datetime import datetime
from typing import Any

from accounts.roles import Permission, can
from campaigns.queries import Entry
from stats.stages import reached

LINES = 10


def stages_reached(user: Any, now: datetime, *, mine: bool) -> list[Entry]:
    """The busiest of them, for those who may decide. Three queries."""
    if not can(user, Permission.EDIT_ROSTER):
        return []
    return [
        Entry(
            icon="ribbon-health",
            title=f"Decide whether {person.name} becomes {path.label.lower()}",
            line=", ".join(f"{step.label.lower()} {step.figure}" for step in path.steps).capitalize(),
            url_name="desk:talent-next-stage",
            public_id=person.public_id,
            action_label="Decide stage",
            face=person,
        )
        for person, path in reached(now, most=LINES, manager=user.pk if mine else None)
    ]
