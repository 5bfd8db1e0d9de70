"""Companies, and who owns whom from when until when."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q

from lib.history import tracked
from lib.ids import PublicIdField
from lib.stamps import happened, made, together


@tracked()
class Company(models.Model):
    """A legal group's member that makes or sells something; owns brands."""

    public_id = PublicIdField()
    name = models.CharField(max_length=120)
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1 alpha-2")
    website = models.URLField(blank=True)
    notes = models.TextField(blank=True)
    created_at, created_by = made()
    archived_at, archived_by = happened()

    class Meta:
        ordering = ("name",)
        verbose_name_plural = "companies"
        constraints = (
            models.UniqueConstraint(
                fields=["name"], name="clients_company_name", violation_error_message="There is a company of this name."
            ),
            together("archived"),
        )

    def __str__(self) -> str:
        return self.name


@tracked()
class Ownership(models.Model):
    """`parent` owns `child` in a half-open period of days; an open end is until further notice."""

    child = models.ForeignKey(Company, models.PROTECT, related_name="owned_by")
    parent = models.ForeignKey(Company, models.PROTECT, related_name="owns")
    period = DateRangeField()
    created_at, created_by = made()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(child=F("parent")),
                name="clients_ownership_not_itself",
                violation_error_message="A company does not own itself.",
            ),
            ExclusionConstraint(
                name="clients_ownership_no_overlap",
                expressions=[
                    ("child", RangeOperators.EQUAL),
                    ("parent", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                violation_error_message="This ownership is written down for some of these days already.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.parent} owns {self.child}"
