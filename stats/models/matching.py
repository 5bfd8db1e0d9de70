"""What counts when the roster is ranked for a brief, and how much."""

from django.db import models
from django.db.models import Q

from campaigns.models import Campaign
from lib.history import tracked

MOST_WEIGHT = 50


class MatchReason(models.TextChoices):
    """What may speak for or against a talent, in the order in which it is read."""

    VERDICT = "verdict", "Exclusivity"
    REFUSED = "refused", "What they refuse"
    GENRE = "genre", "Genre"
    CATEGORY = "category", "Work in this category"
    PUNCTUAL = "punctual", "On time in this category"
    RESULTS = "results", "Results in this category"
    ENGAGEMENT = "engagement", "Engagement in its range"
    TIER = "tier", "Tier"
    GROWTH = "growth", "Growth in 30 days"
    HOME = "home", "Lives where it aims"
    AUDIENCE = "audience", "Audience"
    PRICE = "price", "Price against the fee"
    FREE = "free", "Other work in these days"
    AWAY = "away", "Away in these days"
    STAGE = "stage", "Stage"
    BRAND = "brand", "Known to the brand"
    LOVED = "loved", "What they would love to do"
    RESTED = "rested", "Chances lately"


@tracked()
class MatchWeight(models.Model):
    """How much a reason counts for a campaign; without a campaign, for all that have no word of their own.

    Where nobody wrote one, `stats.matching.weights.SHIPPED` stands. Written by `keep_weights` and `drop_weights`.
    """

    campaign = models.ForeignKey(Campaign, models.CASCADE, null=True, blank=True, related_name="match_weights")
    reason = models.CharField(max_length=12, choices=MatchReason.choices)
    weight = models.PositiveSmallIntegerField(help_text="the most points that it gives or takes")

    class Meta:
        ordering = ("campaign", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["campaign", "reason"],
                nulls_distinct=False,
                name="stats_matchweight_once",
                violation_error_message="Somebody kept other weights at the same moment. Look again.",
            ),
            models.CheckConstraint(
                condition=Q(weight__lte=MOST_WEIGHT),
                name="stats_matchweight_bound",
                violation_error_message=f"A weight is between 0 and {MOST_WEIGHT}.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_reason_display()}: {self.weight}"
