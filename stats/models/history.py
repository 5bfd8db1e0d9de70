"""A file with figures of the past, and what came of it."""

from django.db import models

from lib.history import tracked
from lib.ids import PublicIdField
from lib.stamps import made
from talent.models import SocialAccount


@tracked()
class HistoryImport(models.Model):
    """Who brought figures of the past in, from which file. The figures themselves are snapshots, as reported.

    `refused` holds the lines that were left out: number and words, the first thousand of them.
    """

    public_id = PublicIdField()
    filename = models.CharField(max_length=200)
    account = models.ForeignKey(
        SocialAccount, models.PROTECT, null=True, blank=True, related_name="histories",
        help_text="whose alone the file was; null where it named many",
    )  # fmt: skip
    new = models.PositiveIntegerField()
    known = models.PositiveIntegerField(help_text="days that were there already")
    left_out = models.PositiveIntegerField()
    refused = models.JSONField(default=list, blank=True)
    created_at, created_by = made()

    class Meta:
        ordering = ("-created_at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(filename=""),
                name="stats_historyimport_has_file",
                violation_error_message="An import says from which file it is.",
            ),
        )

    def __str__(self) -> str:
        return self.filename
