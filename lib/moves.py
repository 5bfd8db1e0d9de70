"""One door per state: a model names its `MOVES`, and `move()` is the only way through."""

from typing import Any

from django.db import models

from lib.refusals import Answer, Denied, require


def can_move(thing: models.Model, to: str, *, field: str = "state") -> Answer:
    """Whether `thing.MOVES` leads from where it stands to `to`."""
    now = getattr(thing, field)
    if to in thing.MOVES.get(now, ()):  # type: ignore[attr-defined]
        return True
    labels: dict[str, Any] = dict(type(thing)._meta.get_field(field).flatchoices)  # type: ignore[union-attr]
    name = type(thing)._meta.verbose_name
    return Denied(
        f"This {name} is {str(labels.get(now, now)).lower()} and cannot become {str(labels.get(to, to)).lower()}.",
        code="move",
    )


def move(thing: models.Model, to: str, *, field: str = "state", **facts: Any) -> None:
    """Change the state and the facts that come with it, in one UPDATE. The caller holds the row's lock.

    Raises `Refused` where `MOVES` has no such move.
    """
    require(can_move(thing, to, field=field))
    setattr(thing, field, to)
    for name, value in facts.items():
        setattr(thing, name, value)
    thing.save(update_fields=[field, *facts])
