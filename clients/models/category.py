"""The market, as a tree."""

from django.db import models
from django.db.models import F, Q

from lib.history import tracked
from lib.stamps import happened, together


@tracked()
class Category(models.Model):
    """A part of the market in which brands compete. A clause against a category reaches everything below it."""

    key = models.SlugField(max_length=60, unique=True, help_text="stable name for files and cases")
    name = models.CharField(max_length=80)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    note = models.CharField(max_length=200, blank=True, help_text="what belongs in it, where the name does not say")
    archived_at, archived_by = happened()

    class Meta:
        ordering = ("name",)
        verbose_name_plural = "categories"
        constraints = (
            models.UniqueConstraint(
                fields=["parent", "name"],
                nulls_distinct=False,
                name="clients_category_name",
                violation_error_message="There is a category of this name here.",
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")),
                name="clients_category_not_below_itself",
                violation_error_message="A category does not stand below itself.",
            ),
            together("archived"),
        )

    def __str__(self) -> str:
        return self.name
