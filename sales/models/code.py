"""Discount codes."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper

from campaigns.models import Booking
from clients.models import Brand
from lib.history import tracked
from lib.ids import PublicIdField
from lib.stamps import happened, made, together
from sales.models.link import OfBooking


@tracked()
class DiscountCode(models.Model):
    """A code that a talent gives their people, and what it is worth in the brand's shop. In capitals.

    `days` are the half-open days on which it is valid; without an end it goes on. Made by `make_code`; `end_code` ends
    its days with today.
    """

    public_id = PublicIdField()
    booking = models.ForeignKey(Booking, models.PROTECT, related_name="codes")
    brand = models.ForeignKey(Brand, models.PROTECT, related_name="codes", editable=False)
    code = models.CharField(max_length=40)
    terms = models.CharField(max_length=200, help_text="what it is worth, such as 10 % off the first order")
    days = DateRangeField()
    made_at, made_by = made()
    ended_at, ended_by = happened()

    objects = OfBooking.as_manager()

    class Meta:
        ordering = ("made_at", "pk")
        constraints = (
            ExclusionConstraint(
                expressions=[("brand", "="), (Upper("code"), "="), ("days", RangeOperators.OVERLAPS)],
                name="sales_discountcode_once",
                violation_error_message="This brand has a code of that name in these days.",
            ),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[A-Z0-9][A-Z0-9_.-]{2,39}$"),
                name="sales_discountcode_plain",
                violation_error_message="A code has 3 to 40 letters, digits, points, dashes or underscores.",
            ),
            models.CheckConstraint(
                condition=~Q(terms=""),
                name="sales_discountcode_has_terms",
                violation_error_message="Say what the code is worth.",
            ),
            together("ended"),
        )

    def __str__(self) -> str:
        return self.code
