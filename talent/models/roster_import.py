"""A roster file on its way in."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from lib.history import tracked
from lib.ids import PublicIdField
from lib.stamps import happened, made, together
from talent.models.account import Platform
from talent.models.talent import Talent


class ImportState(models.TextChoices):
    PREVIEW = "preview", "Being looked at"
    RUNNING = "running", "Being written"
    DONE = "done", "Imported"
    STOPPED = "stopped", "Stopped"
    DROPPED = "dropped", "Dropped"


@tracked(exclude=("content", "rows_done", "shape"))
class RosterImport(models.Model):
    """A file that somebody uploaded, how it is to be read, and what came of it.

    Nothing is written to the roster before `apply_import`, which writes a short file at once. A long one is written by
    a job, some rows a transaction: `rows_done` is the number of the last that is written, so that a job that was killed
    goes on there. Stopped, what was written stays. `shape` tells files with the same headings; `read_like` is the
    import of such a file whose columns this one took over.
    """

    State: ClassVar = ImportState
    MOVES: ClassVar[dict[str, set[str]]] = {
        ImportState.PREVIEW: {ImportState.RUNNING, ImportState.DONE, ImportState.DROPPED},
        ImportState.RUNNING: {ImportState.DONE, ImportState.STOPPED},
        ImportState.DONE: set(),
        ImportState.STOPPED: set(),
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
    shape = models.CharField(max_length=64, blank=True, db_index=True, help_text="digest of the headings")
    read_like = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    total_rows = models.PositiveIntegerField(default=0, help_text="about how many rows the file has")
    rows_done = models.PositiveIntegerField(default=0, help_text="number of the last row that a job has written")
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
                condition=Q(state__in=["preview", "dropped"], applied_at=None)
                | (~Q(state__in=["preview", "dropped"]) & Q(applied_at__isnull=False)),
                name="talent_rosterimport_written_is_applied",
                violation_error_message="What is written of an import, somebody applied.",
            ),
        )

    def __str__(self) -> str:
        return self.filename


class ImportLine(models.Model):
    """What became of a row: the talent that it went to, or why it was refused. Once each, whoever writes it.

    `key` and `facts` (a digest) tell later rows whether they say the same of the same account; `other_keys` are the
    further accounts of the row.
    """

    roster_import = models.ForeignKey(RosterImport, models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField(help_text="as a spreadsheet shows it beside the row")
    fate = models.CharField(max_length=9, help_text="new, updated, unchanged, refused")
    name = models.CharField(max_length=120, blank=True)
    key = models.CharField(max_length=140, blank=True, help_text="platform and handle")
    other_keys = ArrayField(models.CharField(max_length=140), default=list, blank=True)
    facts = models.CharField(max_length=64, blank=True)
    talent = models.ForeignKey(Talent, models.CASCADE, null=True, blank=True, related_name="+")
    refusal = models.CharField(max_length=400, blank=True)
    remarks = models.JSONField(default=list)

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(
                fields=["roster_import", "number"],
                name="talent_importline_once",
                violation_error_message="This row is written already.",
            ),
            models.CheckConstraint(
                condition=Q(fate="refused", talent=None) & ~Q(refusal="")
                | Q(talent__isnull=False, refusal="") & ~Q(fate="refused"),
                name="talent_importline_refused_says_why",
                violation_error_message="A row that was refused says why; any other has its talent.",
            ),
        )
        indexes = (
            models.Index("roster_import", "key", name="talent_importline_key"),
            GinIndex(fields=["other_keys"], name="talent_importline_others"),
            models.Index("roster_import", Lower("name"), name="talent_importline_name"),
        )

    def __str__(self) -> str:
        return f"Row {self.number} of {self.roster_import_id}"
