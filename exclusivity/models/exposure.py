"""Where and when the talent shows for a brand."""

from django.contrib.postgres.fields import ArrayField, DateRangeField, DateTimeRangeField
from django.db import models

from clients.models import Brand, Category
from exclusivity.axes import Activity, Channel
from exclusivity.models.commitment import Commitment
from lib.history import tracked
from lib.ids import PublicIdField
from lib.stamps import happened, made, together
from talent.models import Talent


@tracked()
class Exposure(models.Model):
    """One stretch or instant of showing. Null is *nobody said*, and asks for a decision.

    `days` are half-open days in the commitment's zone. `territories` are the countries at which it aims, `["*"]` the
    world. `talents` who shows in it, where not all do; `attributes` what the product is ({"form": "drink"}). `brand`
    where it is not the commitment's own. No categories: nobody said what it promotes.
    """

    public_id = PublicIdField()
    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="exposures")
    activity = models.CharField(max_length=14, choices=Activity.choices, default=Activity.PAID)
    brand = models.ForeignKey(Brand, models.PROTECT, null=True, blank=True, related_name="+")
    categories = models.ManyToManyField(Category, blank=True, related_name="exposures")
    channels = ArrayField(models.CharField(max_length=12, choices=Channel.choices), null=True, blank=True)
    territories = ArrayField(models.CharField(max_length=2), null=True, blank=True)
    days = DateRangeField(null=True, blank=True)
    span = DateTimeRangeField(null=True, blank=True, help_text="half-open instants, instead of days")
    attributes = models.JSONField(null=True, blank=True)
    talents = models.ManyToManyField(Talent, blank=True, related_name="exposures")
    created_at, created_by = made()
    published_at, published_by = happened()

    class Meta:
        constraints = (together("published"),)

    def __str__(self) -> str:
        return f"{self.get_activity_display()} for {self.brand or self.commitment.brand}"
