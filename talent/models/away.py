"""When a talent is not to be had."""

from datetime import date, timedelta

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q

from accounts.models import User
from accounts.roles import Kind
from lib.history import tracked
from lib.ids import PublicIdField
from lib.stamps import happened, made, together
from talent.models.talent import Talent


class AwayQuerySet(models.QuerySet["Away"]):
    def visible_to(self, user: User) -> "AwayQuerySet":
        """Staff see all, a talent's user their own, a brand's person none."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.kind == Kind.STAFF:
            return self
        if user.kind == Kind.TALENT:
            return self.filter(talent__access__user=user)
        return self.none()

    def standing(self) -> "AwayQuerySet":
        """Those that were not taken back."""
        return self.filter(dropped_at=None)


@tracked()
class Away(models.Model):
    """Half-open days on which a talent is away. It warns wherever somebody plans with them, and forbids nothing.

    Said by the talent or by staff (`add_away`), changed by `change_away`, taken back by `drop_away`.
    """

    public_id = PublicIdField()
    talent = models.ForeignKey(Talent, models.PROTECT, related_name="away")
    days = DateRangeField()
    words = models.CharField(max_length=120, blank=True, help_text="for the office and the talent only")
    created_at, created_by = made()
    dropped_at, dropped_by = happened()

    objects = AwayQuerySet.as_manager()

    class Meta:
        ordering = ("days", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(days__isempty=False, days__lower_inf=False, days__upper_inf=False),
                name="talent_away_has_days",
                violation_error_message="Say the first and the last day.",
            ),
            together("dropped"),
        )

    def __str__(self) -> str:
        return f"{self.talent} is away"

    @property
    def first(self) -> date:
        return self.days.lower  # type: ignore[no-any-return]

    @property
    def last(self) -> date:
        return self.days.upper - timedelta(days=1)  # type: ignore[no-any-return]
