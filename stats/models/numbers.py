"""The latest numbers of each account, stored so that lists can sort and filter by them."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from stats.models.benchmark import Band, Benchmark
from stats.numbers.engagement import reckoned
from talent.models import SocialAccount


class AccountNumbers(models.Model):
    """What `stats.numbers` says of an account, computed at `computed_at` by a job after each refresh.

    Null is always *unknown*, never zero. An account has no row before its first computing.

    - `engagement_rate` (percent): no formula for the platform, fewer than `numbers.engagement.FEWEST` posts that count
      (old enough, not pinned, nothing hidden), or followers unknown where they are the denominator.
      `posts_counted` of `posts_seen` says how many it rests on: "17 of 20 posts".
    - `rate_by_views` of `posts_by_views` posts: the same by impressions, where the platform tells both (X).
    - `band`, `benchmark`: empty and null where no benchmark fits the platform, the formula and the followers.
      `band_rate` is the rate by the benchmark's own formula, which may differ from the headline's.
    - Nothing is computed where the platform's terms forbid it (`stats.terms`).
    - `growth_7`, `growth_30`, `growth_90` (percent): nobody measured near that day, or followers are hidden.
    - `posts_a_week`, `median_views`: posts were never read, or none of them tells its views.
    - `signals` counts what is open in *Worth a look*: 0 is really none, null is too few days to say so.
    """

    Band: ClassVar = Band

    account = models.OneToOneField(SocialAccount, models.CASCADE, primary_key=True, related_name="numbers")
    engagement_rate = models.DecimalField(max_digits=9, decimal_places=3, null=True, blank=True, help_text="percent")
    formula = models.CharField(max_length=40, blank=True, help_text="by_followers, by_views; empty where none applies")
    formula_version = models.PositiveSmallIntegerField(default=0)
    posts_counted = models.PositiveSmallIntegerField(default=0)
    posts_seen = models.PositiveSmallIntegerField(default=0)
    rate_by_views = models.DecimalField(max_digits=9, decimal_places=3, null=True, blank=True, help_text="percent")
    posts_by_views = models.PositiveSmallIntegerField(default=0)
    band = models.CharField(max_length=8, choices=Band.choices, blank=True)
    band_rate = models.DecimalField(max_digits=9, decimal_places=3, null=True, blank=True)
    benchmark = models.ForeignKey(Benchmark, models.SET_NULL, null=True, blank=True, related_name="+")
    ratio = models.DecimalField(
        max_digits=9, decimal_places=3, null=True, blank=True, help_text="comments for 100 likes, the median"
    )
    growth_7 = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    growth_30 = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    growth_90 = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    posts_a_week = models.DecimalField(max_digits=6, decimal_places=1, null=True, blank=True)
    median_views = models.BigIntegerField(null=True, blank=True)
    best_posts = ArrayField(
        models.BigIntegerField(), default=list, blank=True, help_text="ids of the posts that did best"
    )
    signals = models.PositiveSmallIntegerField(null=True, blank=True)
    computed_at = models.DateTimeField()

    class Meta:
        ordering = ("account",)
        verbose_name_plural = "account numbers"
        constraints = (
            models.CheckConstraint(
                condition=Q(posts_counted__lte=models.F("posts_seen")),
                name="stats_accountnumbers_coverage",
                violation_error_message="A rate cannot rest on more posts than were seen.",
            ),
            models.CheckConstraint(
                condition=Q(engagement_rate=None) | ~Q(formula=""),
                name="stats_accountnumbers_rate_names_formula",
                violation_error_message="A rate says by which formula.",
            ),
        )
        indexes = (
            models.Index(fields=["engagement_rate"], name="stats_numbers_rate"),
            models.Index(fields=["growth_30"], name="stats_numbers_growth"),
        )

    def __str__(self) -> str:
        return f"numbers of {self.account_id}"

    def reckoned(self, platform: str) -> str:
        """By which formula the rate of this account of that platform is, and on how many posts it rests."""
        if self.engagement_rate is None:
            return ""
        return reckoned(platform, self.formula, self.formula_version, self.posts_counted, self.posts_seen)
