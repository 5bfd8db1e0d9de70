"""Reminders about pieces that are due."""

from typing import ClassVar

from django.db import models

from campaigns.models.deliverable import Deliverable, Draft
from lib.history import tracked
from lib.stamps import made


class NudgeKind(models.TextChoices):
    DRAFT_SOON = "draft_soon", "Draft due soon"
    DRAFT_LATE = "draft_late", "Draft overdue"
    POST_SOON = "post_soon", "Goes live soon"
    POST_LATE = "post_late", "Post overdue"
    REDO_SOON = "redo_soon", "Next draft due soon"
    REDO_LATE = "redo_late", "Next draft overdue"
    BRAND_LATE = "brand_late", "Brand’s answer overdue"
    OWN_LATE = "own_late", "The office’s review overdue"
    OWN_OVER = "own_over", "The office’s review long overdue"


OF_DRAFT = (
    NudgeKind.REDO_SOON, NudgeKind.REDO_LATE, NudgeKind.BRAND_LATE, NudgeKind.OWN_LATE, NudgeKind.OWN_OVER,
)  # fmt: skip
"""Those that a draft brings about: each draft's once."""


@tracked()
class Nudge(models.Model):
    """A reminder that went out: each kind once for a piece, or for a `draft` that was sent back or waits for the brand.

    Written by `nudge`, `nudge_brand` and `nudge_office`.
    """

    Kind: ClassVar = NudgeKind

    deliverable = models.ForeignKey(Deliverable, models.PROTECT, related_name="nudges")
    draft = models.ForeignKey(Draft, models.PROTECT, null=True, blank=True, related_name="nudges")
    kind = models.CharField(max_length=10, choices=NudgeKind.choices)
    sent_at, sent_by = made()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["deliverable", "kind", "draft"],
                name="campaigns_nudge_once",
                nulls_distinct=False,
                violation_error_message="This reminder went out already.",
            ),
        )

    def __str__(self) -> str:
        return self.get_kind_display()
