"""Talents under a name, for whom an open call or a letter is meant."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from accounts.models import User
from accounts.roles import Kind
from lib.history import tracked
from lib.ids import PublicIdField
from lib.stamps import happened, made, together
from talent.models.talent import Talent


class SegmentQuerySet(models.QuerySet["Segment"]):
    def visible_to(self, user: User) -> "SegmentQuerySet":
        """Staff see all; nobody else learns that there are any."""
        known = user.is_authenticated and user.is_active and user.kind == Kind.STAFF
        return self.all() if known else self.none()

    def in_use(self) -> "SegmentQuerySet":
        return self.filter(archived_at=None)


@tracked()
class Segment(models.Model):
    """Whoever the roster finds by `query`, now and later; or, where that is empty, those who were `picked`.

    `talent.segments.members` says who that is. Changed by the actions in `talent.actions.segments`.
    """

    public_id = PublicIdField()
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=2000, blank=True, help_text="filters as in the roster's address, without ?")
    picked = models.ManyToManyField(Talent, blank=True, related_name="segments")
    created_at, created_by = made()
    archived_at, archived_by = happened()

    objects = SegmentQuerySet.as_manager()

    class Meta:
        ordering = ("name", "pk")
        constraints = (
            together("archived"),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="talent_segment_has_name",
                violation_error_message="Give the segment a name.",
            ),
            models.UniqueConstraint(
                Lower("name"),
                condition=Q(archived_at=None),
                name="talent_segment_name",
                violation_error_message="There is a segment of this name already.",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_picked(self) -> bool:
        return not self.query


@tracked()
class SegmentTalent(Segment.picked.through):  # type: ignore[name-defined]
    """Who was picked, tie by tie, so that the history tells who changed it."""

    class Meta:
        proxy = True
