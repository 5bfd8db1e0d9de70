"""From where on the office wants a figure looked at."""

from django.db import models
from django.db.models import Q

from lib.history import tracked


class Limit(models.TextChoices):
    """The thresholds of *Worth a look*, named as in `stats.numbers.limits.Limits`."""

    JUMP = "jump", "A rise from one reading to the next, more than %"
    SPIKE_SHARE = "spike_share", "A rise in a day, % of the followers"
    SPIKE_Z = "spike_z", "A rise in a day, times the usual spread"
    TAKEN_BACK = "taken_back", "Of a rise gone again in 30 days, %"
    DROP_DAY = "drop_day", "A fall in a day, %"
    DROP_WEEK = "drop_week", "A fall in a week, %"
    HOLLOW_GROWTH = "hollow_growth", "Growth in 90 days while engagement falls, %"
    HOLLOW_FALL = "hollow_fall", "The fall of engagement meanwhile, %"
    FAR_ABOVE = "far_above", "Engagement above its range, times where high begins"
    RATIO_LOW = "ratio_low", "Comments for 100 likes, fewer than"
    RATIO_HIGH = "ratio_high", "Comments for 100 likes, more than"
    EVEN = "even", "Likes that differ by less than, % of their mean"
    REACH_LOW = "reach_low", "Median views, less than % of the followers"
    REACH_HIGH = "reach_high", "Median views, more than % of the followers"
    CHURN = "churn", "Accounts followed or left in a day"
    CHURN_RATIO = "churn_ratio", "Followers for each account followed, fewer than"


@tracked()
class SignalLimit(models.Model):
    """One threshold as the office wants it. Where there is no row, `numbers.limits.Limits` stands.

    Written by `set_signal_limits`.
    """

    name = models.CharField(max_length=13, choices=Limit.choices)
    value = models.DecimalField(max_digits=9, decimal_places=2)

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(
                fields=["name"],
                name="stats_signallimit_once",
                violation_error_message="Somebody changed the thresholds at the same moment. Look again.",
            ),
            models.CheckConstraint(
                condition=Q(value__gt=0),
                name="stats_signallimit_above_zero",
                violation_error_message="A threshold is above zero.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_name_display()}: {self.value}"
