"""A person's calendar for the calendar on their phone."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import User
from lib.history import tracked
from lib.ids import PublicIdField
from lib.stamps import happened, made, together


class FeedQuerySet(models.QuerySet["Feed"]):
    def visible_to(self, user: User) -> "FeedQuerySet":
        """Everybody their own."""
        known = user.is_authenticated and user.is_active and user.pk is not None
        return self.filter(user=user) if known else self.none()

    def open(self) -> "FeedQuerySet":
        """Those that still lead somewhere: not withdrawn, and their person may still sign in."""
        return self.filter(revoked_at=None, user__is_active=True)


@tracked(exclude=("token_hash", "reads", "read_at"))
class Feed(models.Model):
    """A secret address at which a calendar reads what concerns one person. Only the hash of its token is kept.

    Each has one at a time: a new one (`open_feed`) withdraws the one before, `revoke_feed` leaves none.
    """

    public_id = PublicIdField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="feeds")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    reads = models.PositiveIntegerField(default=0)
    read_at = models.DateTimeField(null=True)
    created_at, created_by = made()
    revoked_at, revoked_by = happened()

    objects = FeedQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(revoked_at=None),
                name="campaigns_feed_one_open",
                violation_error_message="A person has one calendar address at a time.",
            ),
            together("revoked"),
        )

    def __str__(self) -> str:
        return f"Calendar of {self.user}"
