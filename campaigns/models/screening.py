"""What the office makes of an applicant: criteria with weights, each colleague's own score, who steps back."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from campaigns.models.application import Application
from campaigns.models.campaign import Campaign
from lib.history import tracked
from lib.ids import PublicIdField
from lib.stamps import made


@tracked()
class Criterion(models.Model):
    """What a campaign's applicants are scored by. Weights are relative; set by `set_criteria` until somebody scored."""

    public_id = PublicIdField()
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="criteria")
    name = models.CharField(max_length=80)
    weight = models.PositiveSmallIntegerField(help_text="percent")

    class Meta:
        ordering = ("id",)
        verbose_name_plural = "criteria"
        constraints = (
            models.CheckConstraint(
                condition=Q(weight__gte=1, weight__lte=100),
                name="campaigns_criterion_weight",
                violation_error_message="A weight is between 1 and 100 percent.",
            ),
            models.UniqueConstraint(
                "campaign",
                Lower("name"),
                name="campaigns_criterion_once",
                violation_error_message="Each criterion has a name of its own.",
            ),
        )

    def __str__(self) -> str:
        return self.name


@tracked()
class Score(models.Model):
    """One colleague's view of one applicant: points a criterion, `total` by their weights, a note for the others.

    Colleagues see it once they have scored the applicant themselves. Written by `screen_application`.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="scores")
    total = models.DecimalField(max_digits=3, decimal_places=2, help_text="1 to 5")
    note = models.TextField(blank=True)
    created_at, created_by = made()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=["application", "created_by"],
                name="campaigns_score_once",
                violation_error_message="You have scored this applicant already.",
            ),
            models.CheckConstraint(
                condition=Q(total__gte=1, total__lte=5),
                name="campaigns_score_total",
                violation_error_message="A score is between 1 and 5.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.total} by {self.created_by}"


@tracked()
class Points(models.Model):
    """What a score gives for one criterion."""

    score = models.ForeignKey(Score, models.CASCADE, related_name="points")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="points")
    value = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("criterion",)
        verbose_name_plural = "points"
        constraints = (
            models.UniqueConstraint(
                fields=["score", "criterion"],
                name="campaigns_points_once",
                violation_error_message="A criterion is scored once.",
            ),
            models.CheckConstraint(
                condition=Q(value__gte=1, value__lte=5),
                name="campaigns_points_value",
                violation_error_message="Points are 1, 2, 3, 4 or 5.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.value} for {self.criterion}"


@tracked()
class StepBack(models.Model):
    """Somebody at the office is too close to an applicant to judge them, and says why. It is not taken back."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="step_backs")
    reason = models.TextField()
    created_at, created_by = made()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=["application", "created_by"],
                name="campaigns_stepback_once",
                violation_error_message="You have stepped back already.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.created_by} steps back"
