"""Secrets at rest: the database holds them sealed, with keys that can be changed.

    token = SealedField(blank=True)      # in a model that is tracked(), exclude it from the history
    connection.token = seal("…")         # what a row, a form or a log line can hold: never the secret itself
    unseal(connection.token)             # only where it is handed to a platform

`SEALING_KEYS` has the keys, newest first: the first seals, all of them open. `manage.py reseal` seals everything anew.
"""

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.apps import apps
from django.conf import settings
from django.db import models

MARK = "gAAAAA"  # how each Fernet token of this age begins
SHORTEST = 32  # characters of a key


class Unopenable(Exception):
    """None of the keys opens it. The message names no secret."""


class Unusable(Exception):
    """A key that is too short to be one."""


def seal(text: str) -> str:
    """The secret, sealed with the newest key; empty stays empty."""
    return _ring().encrypt(text.encode()).decode() if text else ""


def unseal(sealed: str) -> str:
    """The secret itself; empty stays empty. Raises `Unopenable` where no key fits."""
    if not sealed:
        return ""
    try:
        return _ring().decrypt(sealed).decode()
    except InvalidToken:
        raise Unopenable("No key of SEALING_KEYS opens this secret. Put back the key that sealed it.") from None


class SealedField(models.TextField):  # type: ignore[type-arg]
    """Holds a sealed secret, or nothing. What is not sealed is not written."""

    def get_prep_value(self, value: Any) -> Any:
        if value and not str(value).startswith(MARK):
            raise ValueError(f"{self.model.__name__}.{self.name} takes what seal() gave back, not the secret.")
        return super().get_prep_value(value)


@dataclass(slots=True)
class Resealed:
    """What `reseal` did: how many it sealed anew, and which rows no key opens."""

    done: int = 0
    unopenable: list[str] = field(default_factory=list)


def reseal(of: Iterable[type[models.Model]] | None = None) -> Resealed:
    """Seal every secret of the office with the newest key. A secret that is replaced meanwhile stays replaced."""
    resealed = Resealed()
    ring = _ring()
    for model in of or apps.get_models():
        for sealed in [each for each in model._meta.local_fields if isinstance(each, SealedField)]:
            rows = model._base_manager.exclude(**{sealed.name: ""}).values_list("pk", sealed.name)
            for pk, old in rows.order_by("pk").iterator():
                try:
                    new = ring.rotate(old).decode()
                except InvalidToken:
                    resealed.unopenable.append(f"{model._meta.label} {pk}, {sealed.name}")
                    continue
                same = model._base_manager.filter(pk=pk, **{sealed.name: old})
                resealed.done += same.update(**{sealed.name: new})
    return resealed


def _ring() -> MultiFernet:
    """The keys, newest first. The one made from SECRET_KEY comes last: it is the only one until there are others."""
    texts = [*settings.SEALING_KEYS, f"sealing {settings.SECRET_KEY}"]
    if any(len(text) < SHORTEST for text in settings.SEALING_KEYS):
        raise Unusable(f"A key of SEALING_KEYS is shorter than {SHORTEST} characters.")
    return MultiFernet([Fernet(base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest())) for text in texts])
