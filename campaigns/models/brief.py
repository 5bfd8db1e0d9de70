"""What the brand wants."""

from datetime import date
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.db import models
from django.db.models import Q
from djmoney.models.fields import MoneyField
from djmoney.money import Money

from campaigns.models.campaign import Campaign
from campaigns.models.reach import Reach
from campaigns.usage import LONGEST, LONGEST_MONTHS, Length, UsageTerms, ads_last, from_json
from clients.models import Category
from exclusivity.axes import Channel
from exclusivity.models.clause import TailUnit
from lib.history import tracked
from talent.models.segment import Segment
from talent.models.talent import Stage
from talent.models.wishes import DeliverableKind


class Mix(models.TextChoices):
    """Whom of a public the brief is after, by gender."""

    WOMEN = "women", "Mostly women"
    MEN = "men", "Mostly men"
    BOTH = "both", "Women and men alike"


@tracked()
class Brief(models.Model):
    """What a campaign is to do, where, when, and what it pays. One per campaign; complete before it opens.

    `days` are half-open days in which content goes live. `fee` is what the brand pays for one talent; what the talent
    receives is less the office's share. `exclusive_categories` with `exclusive_tail` is the clause that a booking
    will carry; none: it forbids nothing.

    `reach` says who sees the open call; with `Reach.SOME` those who have one of the words of each `open_…` list (stage,
    tier, genre's key, country), an empty list asking nothing; with `Reach.SEGMENT` whoever is in `segment` when they
    look. `min_stage` and `min_tier` are for those who apply, not for those asked by name. Where `brand_hidden`, talents
    read `brand_words` instead of its name until they are booked. `budget` is what the brand pays for all talents
    together; no talent reads it.

    `attributes` are what the product is ({"form": "drink"}), in the words of the clauses that forbid such products;
    `usage` what the brand may do with the content (`campaigns.usage.UsageTerms`); `audience…` whom it is to reach.
    Where pieces have a fee of their own, `fee` is their sum.
    """

    Reach: ClassVar = Reach
    Mix: ClassVar = Mix

    campaign = models.OneToOneField(Campaign, models.CASCADE, related_name="brief")
    goal = models.TextField(blank=True)
    product = models.CharField(max_length=200, blank=True, help_text="what is shown, in words")
    categories = models.ManyToManyField(Category, blank=True, related_name="briefs")
    attributes = models.JSONField("what the product is", default=dict, blank=True)
    audience = models.TextField("whom it is to reach", blank=True)
    audience_countries = ArrayField(
        models.CharField(max_length=2), verbose_name="where they live", default=list, blank=True
    )
    audience_from = models.PositiveSmallIntegerField("from the age of", null=True, blank=True)
    audience_to = models.PositiveSmallIntegerField("to the age of", null=True, blank=True)
    audience_mix = models.CharField("their gender", max_length=5, choices=Mix.choices, blank=True)
    channels = ArrayField(models.CharField(max_length=12, choices=Channel.choices), default=list, blank=True)
    territories = ArrayField(
        models.CharField(max_length=2), default=list, blank=True, help_text="ISO 3166-1 alpha-2, * is the world"
    )
    days = DateRangeField(null=True, blank=True)
    apply_until = models.DateField("last day to apply", null=True, blank=True, help_text="last day to apply")
    places = models.PositiveSmallIntegerField(default=1, help_text="how many talents")
    fee = MoneyField(max_digits=14, decimal_places=2, null=True, blank=True, default_currency="JPY")
    gift = models.CharField("product given", max_length=200, blank=True)
    gift_value = MoneyField(max_digits=14, decimal_places=2, null=True, blank=True, default_currency="JPY")
    dos = models.TextField("to do", blank=True)
    donts = models.TextField("not to do", blank=True)
    tags = models.CharField("required tags", max_length=200, blank=True)
    label = models.CharField("disclosure label", max_length=40, blank=True, default="#PR")
    rounds = models.PositiveSmallIntegerField(
        "rounds of changes", default=2, help_text="how often the brand may ask for changes to a piece"
    )
    usage = models.JSONField("usage rights", default=list, blank=True)
    exclusive_categories = models.ManyToManyField(Category, blank=True, related_name="exclusive_briefs")
    exclusive_tail = models.PositiveSmallIntegerField("kept longer by", default=0)
    exclusive_tail_unit = models.CharField(
        "kept longer, counted in", max_length=5, choices=TailUnit.choices, default=TailUnit.DAY
    )
    budget = MoneyField(max_digits=14, decimal_places=2, null=True, blank=True, default_currency="JPY")
    brand_hidden = models.BooleanField("brand’s name hidden", default=False)
    brand_words = models.CharField(
        "read in the brand’s place",
        max_length=80,
        blank=True,
        help_text="what talents read in the brand's place, such as: a skincare brand",
    )
    reach = models.CharField("who sees it", max_length=8, choices=Reach.choices, default=Reach.ALL)
    segment = models.ForeignKey(Segment, models.PROTECT, null=True, blank=True, related_name="briefs")
    open_stages = ArrayField(
        models.CharField(max_length=10, choices=Stage.choices),
        verbose_name="only these stages",
        default=list,
        blank=True,
    )
    open_tiers = ArrayField(models.CharField(max_length=40), verbose_name="only these tiers", default=list, blank=True)
    open_genres = ArrayField(
        models.CharField(max_length=40), verbose_name="only these genres", default=list, blank=True
    )
    open_countries = ArrayField(
        models.CharField(max_length=2), verbose_name="only who lives in", default=list, blank=True
    )
    min_stage = models.CharField("from this stage on", max_length=10, choices=Stage.choices, blank=True)
    min_tier = models.CharField("from this tier on", max_length=40, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(budget=None) | Q(budget__gte=0),
                name="campaigns_brief_budget_not_negative",
                violation_error_message="The budget is 0 or more.",
            ),
            models.CheckConstraint(
                condition=Q(brand_hidden=False) | ~Q(brand_words=""),
                name="campaigns_brief_hidden_brand_has_words",
                violation_error_message="Say what talents read in the brand’s place, such as: a skincare brand.",
            ),
            models.CheckConstraint(
                condition=~Q(reach="segment") | Q(segment__isnull=False),
                name="campaigns_brief_segment_said",
                violation_error_message="Say which segment sees it.",
            ),
            models.CheckConstraint(
                condition=Q(places__gte=1),
                name="campaigns_brief_places",
                violation_error_message="There is at least one place.",
            ),
            models.CheckConstraint(
                condition=Q(fee=None) | Q(fee__gte=0),
                name="campaigns_brief_fee_not_negative",
                violation_error_message="The fee is 0 or more.",
            ),
            models.CheckConstraint(
                condition=Q(days=None) | Q(days__isempty=False),
                name="campaigns_brief_days_not_empty",
                violation_error_message="The last day comes before the first.",
            ),
            models.CheckConstraint(
                condition=Q(audience_from=None) | Q(audience_to=None) | Q(audience_to__gte=models.F("audience_from")),
                name="campaigns_brief_ages",
                violation_error_message="The youngest age comes first.",
            ),
            models.CheckConstraint(
                condition=Q(exclusive_tail_unit=TailUnit.DAY, exclusive_tail__lte=LONGEST)
                | Q(exclusive_tail_unit=TailUnit.MONTH, exclusive_tail__lte=LONGEST_MONTHS),
                name="campaigns_brief_tail",
                violation_error_message="It is kept longer by days or by months, for ten years at most.",
            ),
        )

    def __str__(self) -> str:
        return f"Brief of {self.campaign}"

    @property
    def usages(self) -> tuple[UsageTerms, ...]:
        """What the brand may do with the content."""
        return from_json(self.usage)

    @property
    def tail(self) -> Length:
        """How much longer its categories are kept to the brand."""
        return Length(self.exclusive_tail, self.exclusive_tail_unit.lower())

    @property
    def ads_last(self) -> Length:
        """For how long the brand may run it as an ad."""
        return ads_last(self.usages)


@tracked()
class BriefCategory(Brief.categories.through):  # type: ignore[name-defined]
    """What the brief promotes, tie by tie, so that the history tells who changed it."""

    class Meta:
        proxy = True


@tracked()
class BriefExclusiveCategory(Brief.exclusive_categories.through):  # type: ignore[name-defined]
    """What the brief keeps to the brand, tie by tie, so that the history tells who changed it."""

    class Meta:
        proxy = True


@tracked()
class WantedDeliverable(models.Model):
    """A line of the brief: how many of what, on which channel, when drafts are due, and what each of them pays.

    It goes live from `live_on` to `live_until`, both included; without the second on that one day.
    """

    Kind: ClassVar = DeliverableKind

    brief = models.ForeignKey(Brief, models.CASCADE, related_name="wanted")
    kind = models.CharField(max_length=10, choices=DeliverableKind.choices)
    channel = models.CharField(max_length=12, choices=Channel.choices)
    count = models.PositiveSmallIntegerField(default=1)
    draft_due_on = models.DateField(null=True, blank=True)
    live_on = models.DateField(null=True, blank=True)
    live_until = models.DateField(null=True, blank=True)
    fee = MoneyField(max_digits=14, decimal_places=2, null=True, blank=True, default_currency="JPY")

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(fee=None) | Q(fee__gte=0),
                name="campaigns_wanted_fee_not_negative",
                violation_error_message="The fee is 0 or more.",
            ),
            models.CheckConstraint(
                condition=Q(live_until=None) | Q(live_on__isnull=False, live_until__gte=models.F("live_on")),
                name="campaigns_wanted_window",
                violation_error_message="The last day to go live comes after the first.",
            ),
            models.CheckConstraint(
                condition=Q(count__gte=1, count__lte=50),
                name="campaigns_wanted_count",
                violation_error_message="Between 1 and 50 pieces.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.count} × {self.get_kind_display()} on {self.get_channel_display()}"

    @property
    def live_by(self) -> date | None:
        """The last day on which it goes live in time."""
        return self.live_until or self.live_on

    @property
    def fees(self) -> Money | None:
        """What all pieces of the line pay; None where they have no fee of their own."""
        return self.fee * self.count if self.fee is not None else None
