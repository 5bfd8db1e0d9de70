"""What a campaign cost beside the fees, and what it is to reach."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from djmoney.models.fields import MoneyField

from accounts.models import User
from accounts.roles import Kind
from campaigns.models.campaign import Campaign
from lib.history import tracked
from lib.ids import PublicIdField
from lib.money_words import money_text
from lib.stamps import happened, made, together


class CostKind(models.TextChoices):
    PRODUCT = "product", "Product"
    BOOST = "boost", "Boost"
    PRODUCTION = "production", "Production"
    OFFICE = "office", "Office"
    OTHER = "other", "Other"


class PaidBy(models.TextChoices):
    BRAND = "brand", "The brand"
    OFFICE = "office", "The office"


class CostQuerySet(models.QuerySet["Cost"]):
    def visible_to(self, user: User) -> "CostQuerySet":
        """Staff see all, a brand's person what the brand paid; a talent none."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.kind == Kind.STAFF:
            return self
        if user.kind == Kind.CLIENT:
            return self.filter(paid_by=PaidBy.BRAND, campaign__in=Campaign.objects.visible_to(user))
        return self.none()


@tracked()
class Cost(models.Model):
    """A part of what a campaign cost beside the talents' fees. Written by `add_cost`, taken back by `drop_cost`."""

    Kind: ClassVar = CostKind

    public_id = PublicIdField()
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="costs")
    kind = models.CharField(max_length=10, choices=CostKind.choices)
    paid_by = models.CharField("paid by", max_length=6, choices=PaidBy.choices, default=PaidBy.BRAND)
    amount = MoneyField(max_digits=14, decimal_places=2, default_currency="JPY")
    note = models.CharField(max_length=200, blank=True)
    added_at, added_by = made()
    dropped_at, dropped_by = happened()

    objects = CostQuerySet.as_manager()

    class Meta:
        ordering = ("added_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="campaigns_cost_above_nothing",
                violation_error_message="A cost is more than 0.",
            ),
            together("dropped"),
        )

    def __str__(self) -> str:
        return self.note or self.get_kind_display()


class Measure(models.TextChoices):
    VIEWS = "views", "Views"
    REACH = "reach", "Reach"
    ENGAGEMENTS = "engagements", "Engagements"
    POSTS = "posts", "Live posts"
    CLICKS = "clicks", "Clicks"
    ORDERS = "orders", "Orders"
    REVENUE = "revenue", "Revenue"
    ROI = "roi", "ROI, per cent"


def goal_words(measure: str, target: int, currency: str = "") -> str:
    """`100,000 views`, `revenue of ¥ 1,000,000`, `ROI of 120 %`."""
    if measure == Measure.REVENUE:
        return f"revenue of {money_text(target, currency)}"
    if measure == Measure.ROI:
        return f"ROI of {target:,} %"
    return f"{target:,} {Measure(measure).label.lower()}"


@tracked()
class Goal(models.Model):
    """A number that the brief wants to see. One a measure; set by `set_goals`."""

    Measure: ClassVar = Measure

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="goals")
    measure = models.CharField(max_length=12, choices=Measure.choices)
    target = models.PositiveBigIntegerField()
    currency = models.CharField(max_length=3, blank=True, help_text="of a revenue")

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["campaign", "measure"],
                name="campaigns_goal_once",
                violation_error_message="Each measure has one goal.",
            ),
            models.CheckConstraint(
                condition=Q(target__gt=0),
                name="campaigns_goal_above_nothing",
                violation_error_message="A goal is more than 0.",
            ),
            models.CheckConstraint(
                condition=Q(measure="revenue") & ~Q(currency="") | ~Q(measure="revenue") & Q(currency=""),
                name="campaigns_goal_revenue_has_currency",
                violation_error_message="A revenue is in a currency.",
            ),
        )

    def __str__(self) -> str:
        return goal_words(self.measure, self.target, self.currency)
