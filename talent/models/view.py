"""How people look at the roster: views with a name, and each person's own choice."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F
from django.db.models.functions import Lower

from accounts.models import User
from accounts.roles import Kind
from lib.history import tracked
from lib.ids import PublicIdField
from lib.stamps import made


class RosterViewQuerySet(models.QuerySet["RosterView"]):
    def visible_to(self, user: User) -> "RosterViewQuerySet":
        """Staff see their own and what colleagues share; nobody else any."""
        if not user.is_authenticated or not user.is_active or user.kind != Kind.STAFF:
            return self.none()
        return self.filter(models.Q(created_by=user) | models.Q(is_shared=True))


@tracked()
class RosterView(models.Model):
    """A question to the roster, kept under a name: filters and order as in the address, and the columns to show.

    It belongs to who made it, and where it is shared, colleagues see it too. Made by `talent.actions.save_view`,
    changed by `edit_view`, thrown away by `drop_view`: nothing refers to it.
    """

    public_id = PublicIdField()
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=2000, blank=True, help_text="as in the address, without ?")
    columns = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    is_shared = models.BooleanField(default=False)
    created_at, created_by = made()

    objects = RosterViewQuerySet.as_manager()

    class Meta:
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(
                F("created_by"),
                Lower("name"),
                name="talent_rosterview_name",
                violation_error_message="You have a view of this name already.",
            ),
        )

    def __str__(self) -> str:
        return self.name


@tracked()
class RosterChoice(models.Model):
    """What one person chose for the roster: its columns, and the view that it opens with."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="roster_choice")
    columns = ArrayField(models.CharField(max_length=20), default=list, blank=True, help_text="empty: the usual ones")
    opens_with = models.ForeignKey(RosterView, models.SET_NULL, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return f"the roster of {self.user_id}"
