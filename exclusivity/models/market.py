"""What exclusivity knows of the market beyond its tree."""

from django.db import models
from django.db.models import F, Q

from clients.models import Category, Company
from lib.history import tracked


@tracked()
class CategoryClash(models.Model):
    """Two parts of the market that do not compete but sit badly together. A remark, never a refusal."""

    one = models.ForeignKey(Category, models.CASCADE, related_name="+")
    other = models.ForeignKey(Category, models.CASCADE, related_name="+")

    class Meta:
        verbose_name_plural = "category clashes"
        constraints = (
            models.UniqueConstraint(
                fields=["one", "other"],
                name="exclusivity_clash_once",
                violation_error_message="These two are written down already.",
            ),
            models.CheckConstraint(
                condition=~Q(one=F("other")),
                name="exclusivity_clash_of_two",
                violation_error_message="A category does not clash with itself.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.one} beside {self.other}"


@tracked()
class CompanyTrade(models.Model):
    """A trade in which a company is, where its brands' categories do not tell it all."""

    company = models.ForeignKey(Company, models.CASCADE, related_name="trades")
    category = models.ForeignKey(Category, models.CASCADE, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["company", "category"],
                name="exclusivity_trade_once",
                violation_error_message="This trade is written down already.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.company}: {self.category}"
