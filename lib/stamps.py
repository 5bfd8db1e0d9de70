"""Facts come in pairs: when it happened and who did it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q


def happened(*, by_whom: bool = True) -> tuple[Any, Any]:
    """A pair of fields: `approved_at, approved_by = happened()`.

    Not indexed `by_whom` where nobody asks that way and rows are written often: each index makes a change dearer.
    """
    at = models.DateTimeField(null=True, blank=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+",
        db_index=by_whom,
    )  # fmt: skip
    return at, by


def made(*, by_whom: bool = True) -> tuple[Any, Any]:
    """`created_at, created_by = made()`: who brought the row into being. Never empty. `by_whom` as above."""
    at = models.DateTimeField(editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+", db_index=by_whom)
    return at, by


def together(fact: str) -> models.CheckConstraint:
    """The constraint that keeps a pair of `happened()` whole."""
    at, by = f"{fact}_at", f"{fact}_by"
    return models.CheckConstraint(
        condition=Q(**{f"{at}__isnull": True, f"{by}__isnull": True})
        | Q(**{f"{at}__isnull": False, f"{by}__isnull": False}),
        name=f"%(app_label)s_%(class)s_{fact}_pair",
        violation_error_message=f"When and by whom it was {fact.replace('_', ' ')} belong together.",
    )
