"""Links that count who follows them."""

import secrets
from typing import Any

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from accounts.roles import Kind
from campaigns.models import Booking, Deliverable
from lib.history import tracked
from lib.ids import ALPHABET, PublicIdField
from lib.stamps import happened, made, together

CODE_LENGTH = 8


def new_code() -> str:
    """Eight characters without look-alikes, about 46 bits: short enough to be said, too many to be tried."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


class OfBooking(models.QuerySet[Any]):
    """Rows that are seen by whom their booking is."""

    def visible_to(self, user: User) -> Any:
        """Staff see all; a brand's person and a talent those of bookings that they see."""
        if user.is_authenticated and user.is_active and user.kind == Kind.STAFF:
            return self
        return self.filter(booking__in=Booking.objects.visible_to(user))


@tracked()
class TrackedLink(models.Model):
    """A short address for one booking, or one piece of it, that leads to the shop and counts who comes by it.

    Made by `make_link`, ended by `end_link`. `target` is complete, with its UTM parameters where they are wanted.
    """

    public_id = PublicIdField()
    booking = models.ForeignKey(Booking, models.PROTECT, related_name="links")
    piece = models.ForeignKey(Deliverable, models.PROTECT, null=True, blank=True, related_name="links")
    code = models.CharField(max_length=16, unique=True, editable=False, default=new_code)
    target = models.URLField("leads to", max_length=1000)
    label = models.CharField("what for", max_length=80, blank=True)
    made_at, made_by = made()
    ended_at, ended_by = happened()

    objects = OfBooking.as_manager()

    class Meta:
        ordering = ("made_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(target__startswith="https://"),
                name="sales_trackedlink_https",
                violation_error_message="A link leads to an address that begins with https://.",
            ),
            together("ended"),
        )

    def __str__(self) -> str:
        return self.label or self.code


class LinkDay(models.Model):
    """How often a link was followed on a day of the office. Of who followed it nothing is kept.

    `clicks` are people's, `visitors` are those of them who had not come by this link that day; `machines` is what was
    counted apart: robots, previews, prefetching, and the many clicks of one visitor.
    """

    link = models.ForeignKey(TrackedLink, models.CASCADE, related_name="days")
    day = models.DateField()
    clicks = models.PositiveIntegerField(default=0)
    visitors = models.PositiveIntegerField(default=0)
    machines = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("day",)
        constraints = (
            models.UniqueConstraint(
                fields=["link", "day"], name="sales_linkday_once", violation_error_message="A day is counted once."
            ),
            models.CheckConstraint(
                condition=Q(visitors__lte=F("clicks")),
                name="sales_linkday_visitors_click",
                violation_error_message="Every visitor clicked.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.link} on {self.day}"
