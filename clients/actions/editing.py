"""What the edit actions share."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from lib.refusals import Refused
from lib.violations import violation


def changed(row: models.Model, fields: dict[str, Any], allowed: frozenset[str]) -> list[str]:
    """Set the fields that differ and name them. Raises `Refused` for a value that its field does not take."""
    unknown = sorted(set(fields) - allowed)
    if unknown:
        raise TypeError(f"{type(row).__name__} has no field for people named {', '.join(unknown)}")
    names = []
    for name, value in fields.items():
        value = value.strip() if isinstance(value, str) else value
        if row._state.adding or getattr(row, name) != value:
            setattr(row, name, value)
            names.append(name)
    try:
        row.clean_fields(exclude={f.name for f in row._meta.fields} - set(names))
    except ValidationError as error:
        raise Refused(
            "; ".join(f"{_label(row, name)}: {' '.join(said)}" for name, said in error.message_dict.items())
        ) from error
    return names


def _label(row: models.Model, name: str) -> str:
    return str(row._meta.get_field(name).verbose_name).capitalize()  # type: ignore[union-attr]


def save(row: models.Model, names: list[str] | None = None) -> None:
    """Write the row, or only these fields of it; a name that is taken becomes the constraint's sentence."""
    if names == []:
        return
    with violation():
        row.save(update_fields=names)
