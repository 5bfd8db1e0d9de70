"""Random public ids: URLs carry these, never counters."""

import secrets
from typing import Any

from django.db import models

# Without look-alikes (0 O, 1 I l), so that an id can be read out on the phone.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
LENGTH = 12


def new_public_id() -> str:
    """Twelve random characters, about 69 bits."""
    left, letters = secrets.randbelow(len(ALPHABET) ** LENGTH), ""
    for _ in range(LENGTH):
        left, place = divmod(left, len(ALPHABET))
        letters += ALPHABET[place]
    return letters


class PublicIdField(models.CharField):
    """The random id that a row shows to the world."""

    def __init__(self, **options: object) -> None:
        super().__init__(
            **{"max_length": LENGTH, "unique": True, "editable": False, "default": new_public_id, **options}  # type: ignore[arg-type]
        )

    def deconstruct(self) -> Any:
        """As the plain field that it is: a migration needs no more, and the history's copy must not be unique."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs
