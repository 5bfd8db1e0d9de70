"""The way in to a talent's media kit for who has no account here."""

from datetime import datetime
from typing import ClassVar

from django.db import models

from accounts.guest_links import GuestLink
from accounts.models import User
from accounts.roles import Kind
from lib.history import tracked
from talent.models.talent import Talent


class KitLinkQuerySet(models.QuerySet["KitLink"]):
    def visible_to(self, user: User) -> "KitLinkQuerySet":
        """Staff see all; everybody else has the link or has it not."""
        return self if user.is_authenticated and user.is_active and user.kind == Kind.STAFF else self.none()

    def open(self, now: datetime) -> "KitLinkQuerySet":
        """Those that still lead somewhere."""
        return self.filter(revoked_at=None, expires_at__gt=now, talent__archived_at=None)


@tracked(exclude=("token_hash", "looks", "looked_at", "kit"))
class KitLink(GuestLink):
    """A guest link to a talent's media kit: good until `expires_at` or until it is withdrawn. Only the hash of its
    token is kept. `looks` counts how often the page was opened, and of whom nothing is kept. `kit` is what was sent
    (`stats.kits.kept`), so that it is the same tomorrow; null where the link shows the figures of each day.

    Made by `talent.actions.make_kit_link`, withdrawn by `revoke_kit_link`.
    """

    objects: ClassVar[KitLinkQuerySet] = KitLinkQuerySet.as_manager()  # type: ignore[assignment]

    talent = models.ForeignKey(Talent, models.PROTECT, related_name="kit_links")
    kit = models.JSONField(null=True, blank=True, editable=False)

    class Meta(GuestLink.Meta):
        pass

    def __str__(self) -> str:
        return f"Media kit for {self.label}"
