"""Figures of a live piece that no platform tells us."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from accounts.models import User
from campaigns.models import Deliverable
from lib.history import tracked
from lib.ids import PublicIdField
from lib.stamps import made
from stats.models.post import COUNTS


class HandFiguresQuerySet(models.QuerySet["HandFigures"]):
    def visible_to(self, user: User) -> "HandFiguresQuerySet":
        """Who sees the piece sees its figures."""
        return self.filter(deliverable__in=Deliverable.objects.visible_to(user))


@tracked()
class HandFigures(models.Model):
    """A live piece's figures as somebody read them on `as_of`, with a picture of the screen as evidence.

    *Reported*, never measured. Never changed: the newest stand, as long as the piece has that address. Written by
    `enter_figures`.
    """

    counts: ClassVar = COUNTS

    public_id = PublicIdField()
    deliverable = models.ForeignKey(Deliverable, models.PROTECT, related_name="hand_figures")
    post_url = models.URLField("address", max_length=500, blank=True, editable=False, help_text="of the post then")
    as_of = models.DateField("as of")
    views, likes, comments, shares, saves, reach = (
        models.PositiveBigIntegerField(null=True, blank=True) for _ in COUNTS
    )
    evidence = models.ImageField(upload_to="evidence/", blank=True)
    entered_at, entered_by = made()

    objects = HandFiguresQuerySet.as_manager()

    class Meta:
        ordering = ("-as_of", "-pk")
        verbose_name_plural = "hand figures"
        constraints = (
            models.CheckConstraint(
                condition=Q(views__isnull=False)
                | Q(likes__isnull=False)
                | Q(comments__isnull=False)
                | Q(shares__isnull=False)
                | Q(saves__isnull=False)
                | Q(reach__isnull=False),
                name="stats_handfigures_says_something",
                violation_error_message="Enter at least one figure.",
            ),
        )

    def __str__(self) -> str:
        return f"Figures of {self.deliverable} as of {self.as_of}"
