"""What an office takes a view or a like to be worth: prices of earned media, in tables that begin on a day."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from lib.history import tracked
from lib.ids import PublicIdField
from lib.stamps import made
from talent.models import Platform


class Counted(models.TextChoices):
    """What has a price. Views are by the thousand."""

    VIEWS = "views", "1,000 views"
    LIKES = "likes", "A like"
    COMMENTS = "comments", "A comment"
    SHARES = "shares", "A share"
    SAVES = "saves", "A save"


@tracked()
class PriceTable(models.Model):
    """Prices for the posts that went live from a day on, until the next table begins.

    Written by `add_price_table`; never changed, so that what was reported stays as it was.
    """

    public_id = PublicIdField()
    currency = models.CharField(max_length=3, default=settings.DEFAULT_CURRENCY)
    source = models.CharField(max_length=120, help_text="whose prices these are")
    source_url = models.URLField("address of the source", blank=True)
    valid_from = models.DateField("for posts live from")
    created_at, created_by = made()

    class Meta:
        ordering = ("-valid_from",)
        constraints = (
            models.UniqueConstraint(
                fields=["valid_from"],
                name="stats_pricetable_once_a_day",
                violation_error_message="A table begins on that day already.",
            ),
            models.CheckConstraint(
                condition=~Q(source=""),
                name="stats_pricetable_has_source",
                violation_error_message="Say whose prices these are.",
            ),
        )

    def __str__(self) -> str:
        return f"Prices from {self.valid_from:%-d %b %Y}"


@tracked()
class UnitPrice(models.Model):
    """One price of a table; what has none is not counted."""

    table = models.ForeignKey(PriceTable, models.CASCADE, related_name="prices")
    platform = models.CharField(max_length=10, choices=Platform.choices)
    counted = models.CharField(max_length=10, choices=Counted.choices)
    amount = models.DecimalField(max_digits=12, decimal_places=4)

    class Meta:
        ordering = ("platform", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["table", "platform", "counted"],
                name="stats_unitprice_once",
                violation_error_message="This is priced already.",
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="stats_unitprice_above_zero",
                violation_error_message="A price is above zero; what has none stays empty.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_platform_display()}, {self.get_counted_display().lower()}: {self.amount}"
