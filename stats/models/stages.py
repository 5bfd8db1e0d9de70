"""What leads from one stage to the next, and what a person decided when it was reached (DOMAIN 6.3)."""

from django.db import models
from django.db.models import Q

from lib.history import tracked
from lib.ids import PublicIdField
from lib.stamps import made
from talent.models import Talent
from talent.models.talent import Stage


class Measure(models.TextChoices):
    """What a stage may ask for."""

    BOOKINGS = "bookings", "Completed bookings"
    ON_TIME = "on_time", "Pieces live on time, in percent"
    UNCHANGED = "unchanged", "Pieces that the brand took without changes, in percent"
    LABELLED = "labelled", "Pieces with the label right the first time, in percent"
    RATED = "rated", "Ratings of 4 or 5 from brands, in percent"
    BRANDS = "brands", "Brands that booked again"
    FOLLOWERS = "followers", "Followers"


PERCENTS = (Measure.ON_TIME, Measure.UNCHANGED, Measure.LABELLED, Measure.RATED)


@tracked()
class StageCriterion(models.Model):
    """How much of a measure a stage asks for; null asks nothing. Where there is no row, `stats.stages.SHIPPED` stands.

    Written by `set_stage_criteria`.
    """

    stage = models.CharField(max_length=10, choices=Stage.choices)
    measure = models.CharField(max_length=12, choices=Measure.choices)
    least = models.PositiveBigIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("stage", "pk")
        verbose_name_plural = "stage criteria"
        constraints = (
            models.UniqueConstraint(
                fields=["stage", "measure"],
                name="stats_stagecriterion_once",
                violation_error_message="Somebody changed the criteria at the same moment. Look again.",
            ),
            models.CheckConstraint(
                condition=~Q(measure__in=[str(measure) for measure in PERCENTS]) | Q(least=None) | Q(least__lte=100),
                name="stats_stagecriterion_percent",
                violation_error_message="A share is at most 100 percent.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_stage_display()}: {self.get_measure_display()} {self.least}"


@tracked()
class StageReview(models.Model):
    """What somebody decided about a talent's next stage, with its figures as they were then. Never changed.

    Either they `moved`, or it is not now, `until` a day on which it is looked at again. Written by `decide_stage` and
    `change_stages`.
    """

    public_id = PublicIdField()
    talent = models.ForeignKey(Talent, models.PROTECT, related_name="stage_reviews")
    from_stage = models.CharField(max_length=10, choices=Stage.choices)
    to_stage = models.CharField(max_length=10, choices=Stage.choices)
    moved = models.BooleanField()
    until = models.DateField(null=True, blank=True)
    reason = models.TextField()
    figures = models.JSONField(default=list, help_text="pairs of a criterion and its figure, in words")
    created_at, created_by = made()

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(moved=True, until=None) | Q(moved=False, until__isnull=False),
                name="stats_stagereview_moved_or_until",
                violation_error_message="Either they move, or it is looked at again on a day.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="stats_stagereview_has_reason",
                violation_error_message="Say why.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.talent} to {self.get_to_stage_display()}: {'moved' if self.moved else 'not now'}"
