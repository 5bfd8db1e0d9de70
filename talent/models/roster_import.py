"""A roster file on its way in."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from lib.history import tracked
from lib.ids import PublicIdField
from lib.stamps import happened, made, together
from talent.models.account import Platform


class ImportState(models.TextChoices):
    PREVIEW = "preview", "Being looked at"
    DONE = "done", "Imported"
    DROPPED = "dropped", "Dropped"


@tracked(exclude=("content",))
class RosterImport(models.Model):
    """A file that somebody uploaded, how it is to be read, and what came of it.

    Nothing is written to the roster before `apply_import`.
    """

    State: ClassVar = ImportState
    MOVES: ClassVar[dict[str, set[str]]] = {
        ImportState.PREVIEW: {ImportState.DONE, ImportState.DROPPED},
        ImportState.DONE: set(),
        ImportState.DROPPED: set(),
    }

    public_id = PublicIdField()
    filename = models.CharField(max_length=200)
    content = models.BinaryField()
    encoding = models.CharField(max_length=40, blank=True)
    delimiter = models.CharField(max_length=4, blank=True)
    sheet = models.CharField(max_length=80, blank=True)
    platform = models.CharField(max_length=10, choices=Platform.choices, default=Platform.INSTAGRAM)
    mapping = models.JSONField(default=dict, help_text="column heading to field name, empty string to leave out")
    figures_as_of = models.DateTimeField(help_text="the instant that the file's figures are from")
    state = models.CharField(max_length=8, choices=ImportState.choices, default=ImportState.PREVIEW)
    outcome = models.JSONField(default=dict, help_text="counts, and the refused rows with number and reason")
    created_at, created_by = made()
    applied_at, applied_by = happened()

    class Meta:
        ordering = ("-created_at",)
        constraints = (
            together("applied"),
            models.CheckConstraint(
                condition=Q(state="done", applied_at__isnull=False) | (~Q(state="done") & Q(applied_at=None)),
                name="talent_rosterimport_done_is_applied",
                violation_error_message="An import is done when it was applied.",
            ),
        )

    def __str__(self) -> str:
        return self.filename
