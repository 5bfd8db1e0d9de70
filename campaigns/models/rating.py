"""What a brand says of working with a talent, for the office alone."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from accounts.roles import Kind
from campaigns.models.booking import Booking
from lib.history import tracked
from lib.stamps import made


class Stars(models.IntegerChoices):
    """From 1 to 5."""

    NEVER = 1, "1: not again"
    WORSE = 2, "2: less than expected"
    FAIR = 3, "3: as expected"
    BETTER = 4, "4: more than expected"
    GLADLY = 5, "5: gladly again"


class RatingQuerySet(models.QuerySet["Rating"]):
    def visible_to(self, user: User) -> "RatingQuerySet":
        """Staff see all, a brand's person their brand's, a talent none."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.kind == Kind.STAFF:
            return self
        if user.kind == Kind.CLIENT:
            return self.filter(booking__in=Booking.objects.visible_to(user))
        return self.none()


@tracked()
class Rating(models.Model):
    """A brand's word on one booking, said by `rate_talent`; said again, the new one counts. No talent reads it."""

    booking = models.OneToOneField(Booking, models.PROTECT, related_name="rating")
    stars = models.PositiveSmallIntegerField(choices=Stars.choices)
    words = models.CharField(max_length=300, blank=True)
    rated_at, rated_by = made()

    objects = RatingQuerySet.as_manager()

    class Meta:
        ordering = ("rated_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(stars__gte=1, stars__lte=5),
                name="campaigns_rating_stars",
                violation_error_message="A rating is from 1 to 5.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.stars} of 5"
