"""The way in to a talent's media kit for who has no account here."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q

from accounts.models import User
from accounts.roles import Kind
from lib.history import tracked
from lib.ids import PublicIdField
from lib.stamps import happened, made, together
from talent.models.talent import Talent


class KitLinkQuerySet(models.QuerySet["KitLink"]):
    def visible_to(self, user: User) -> "KitLinkQuerySet":
        """Staff see all; everybody else has the link or has it not."""
        return self if user.is_authenticated and user.is_active and user.kind == Kind.STAFF else self.none()

    def open(self, now: datetime) -> "KitLinkQuerySet":
        """Those that still lead somewhere."""
        return self.filter(revoked_at=None, expires_at__gt=now, talent__archived_at=None)


@tracked(exclude=("token_hash", "looks", "looked_at"))
class KitLink(models.Model):
    """A guest link to a talent's media kit: good until `expires_at` or until it is withdrawn. Only the hash of its
    token is kept. `looks` counts how often the page was opened, and of whom nothing is kept.

    Made by `talent.actions.make_kit_link`, withdrawn by `revoke_kit_link`.
    """

    objects: ClassVar[KitLinkQuerySet] = KitLinkQuerySet.as_manager()  # type: ignore[assignment]

    public_id = PublicIdField()
    talent = models.ForeignKey(Talent, models.PROTECT, related_name="kit_links")
    label = models.CharField("for whom", max_length=80)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField()
    looks = models.PositiveIntegerField(default=0)
    looked_at = models.DateTimeField(null=True)
    created_at, created_by = made()
    revoked_at, revoked_by = happened()

    class Meta:
        ordering = ("-created_at", "-id")
        constraints = (
            together("revoked"),
            models.CheckConstraint(
                condition=Q(looks=0, looked_at=None) | Q(looks__gt=0, looked_at__isnull=False),
                name="talent_kitlink_looks_have_a_time",
                violation_error_message="Looks and when the last one was belong together.",
            ),
        )

    def __str__(self) -> str:
        return f"Media kit for {self.label}"
