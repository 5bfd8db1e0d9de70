"""The office itself."""

from django.db import models
from django.db.models import Q

from lib.asked import asked_whole
from lib.history import tracked


class OfficeManager(models.Manager["Office"]):
    def known(self) -> "Office | None":
        """The one office; None where nobody has set it up."""
        return next(iter(_current()), None)

    def current(self) -> "Office":
        """The one office; made with its defaults where nobody has set it up."""
        return self.known() or self.get_or_create(pk=1)[0]


@tracked()
class Office(models.Model):
    """The agency: its name, its clock, its currency, its share. One row, changed on *Office*."""

    name = models.CharField(max_length=80, default="Our office")
    country = models.CharField(max_length=2, default="JP", help_text="ISO 3166-1 alpha-2")
    timezone = models.CharField(max_length=50, default="Asia/Tokyo")
    currency = models.CharField(max_length=3, default="JPY")
    fee_percent = models.DecimalField(
        "office fee", max_digits=5, decimal_places=2, default=20, help_text="percent of the fee"
    )
    postal_address = models.TextField(blank=True)
    decline_words = models.TextField(
        "words of a no", default="We chose others whose work is closer to this brief.",
        help_text="what a talent reads where nobody wrote a reason",
    )  # fmt: skip

    talents_see_sales = models.BooleanField(
        default=False, help_text="whether talents read the orders and the revenue that came by their links and codes"
    )
    earned_media = models.BooleanField(
        default=False, help_text="whether results tell the earned media value, an estimate by the office's price table"
    )
    clients_see_earned_media = models.BooleanField(default=False, help_text="whether brands read it too")

    objects = OfficeManager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(pk=1), name="accounts_office_only_one", violation_error_message="There is one office."
            ),
            models.CheckConstraint(
                condition=Q(fee_percent__gte=0, fee_percent__lte=100),
                name="accounts_office_fee_in_range",
                violation_error_message="The office fee is between 0 and 100 percent.",
            ),
            models.CheckConstraint(
                condition=Q(earned_media=True) | Q(clients_see_earned_media=False),
                name="accounts_office_brands_read_what_is_on",
                violation_error_message="Brands read the earned media value only where it is switched on.",
            ),
        )

    def __str__(self) -> str:
        return self.name


@asked_whole
def _current() -> models.QuerySet[Office]:
    return Office.objects.filter(pk=1)
