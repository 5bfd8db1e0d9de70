"""Reminders about pieces that are due."""

from typing import ClassVar

from django.db import models

from campaigns.models.deliverable import Deliverable
from lib.history import tracked
from lib.stamps import made


class NudgeKind(models.TextChoices):
    DRAFT_SOON = "draft_soon", "Draft due soon"
    DRAFT_LATE = "draft_late", "Draft overdue"
    POST_LATE = "post_late", "Post overdue"


@tracked()
class Nudge(models.Model):
    """A reminder that went out: each kind once for a piece. Written by `nudge`."""

    Kind: ClassVar = NudgeKind

    deliverable = models.ForeignKey(Deliverable, models.PROTECT, related_name="nudges")
    kind = models.CharField(max_length=10, choices=NudgeKind.choices)
    sent_at, sent_by = made()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["deliverable", "kind"],
                name="campaigns_nudge_once",
                violation_error_message="This reminder went out already.",
            ),
        )

    def __str__(self) -> str:
        return self.get_kind_display()
