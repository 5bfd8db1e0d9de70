"""Published ranges of engagement, to hold a rate against."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from lib.history import tracked
from lib.ids import PublicIdField
from talent.models import Platform


class Band(models.TextChoices):
    """Where a rate lies in a published range. Words about a number, never about a person."""

    LOW = "low", "Low"
    BELOW = "below", "Below average"
    AVERAGE = "average", "Average"
    ABOVE = "above", "Above average"
    HIGH = "high", "High"


class Basis(models.TextChoices):
    """What engagement is divided by."""

    FOLLOWERS = "by_followers", "by followers"
    VIEWS = "by_views", "by views"


@tracked()
class Benchmark(models.Model):
    """One source's range for one platform and size of account, in percent. The office may change it.

    Each border belongs to the upper band. Sources differ several-fold: pages name `source` and `as_of`.
    """

    Band: ClassVar = Band

    public_id = PublicIdField()
    platform = models.CharField(max_length=10, choices=Platform.choices)
    basis = models.CharField(max_length=12, choices=Basis.choices)
    from_followers = models.BigIntegerField(default=0)
    below_from = models.DecimalField("below average from", max_digits=6, decimal_places=2, help_text="less is low")
    average_from = models.DecimalField("average from", max_digits=6, decimal_places=2)
    above_from = models.DecimalField("above average from", max_digits=6, decimal_places=2)
    high_from = models.DecimalField("high from", max_digits=6, decimal_places=2)
    source = models.CharField(max_length=80)
    source_url = models.URLField("address of the source", blank=True)
    as_of = models.DateField("as of")

    class Meta:
        ordering = ("platform", "from_followers")
        constraints = (
            models.UniqueConstraint(
                fields=["platform", "from_followers"],
                name="stats_benchmark_once",
                violation_error_message="This platform has a range from that number of followers already.",
            ),
            models.CheckConstraint(
                condition=Q(
                    from_followers__gte=0,
                    below_from__gte=0,
                    below_from__lt=F("average_from"),
                    average_from__lt=F("above_from"),
                    above_from__lt=F("high_from"),
                ),
                name="stats_benchmark_borders_rise",
                violation_error_message="The borders rise from band to band, and none is below zero.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_platform_display()} from {self.from_followers:,}"
