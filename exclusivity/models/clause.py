"""What a commitment forbids."""

from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.db import models
from django.db.models import Q
from djmoney.models.fields import MoneyField

from clients.models import Brand, Category, Company
from exclusivity.axes import Activity, Channel
from exclusivity.models.commitment import Commitment
from lib.history import tracked
from lib.ids import PublicIdField
from lib.stamps import happened, made, together


class TargetMode(models.TextChoices):
    FULL = "FULL", "Everybody else"
    CATEGORY = "CATEGORY", "Rivals in a category"
    COMPANY_TRADE = "COMPANY_TRADE", "Any company of the trade"
    NAMED = "NAMED", "Named brands and companies"


class TerritoryBasis(models.TextChoices):
    TARGETED = "TARGETED", "Where it is aimed"
    ACCESSIBLE = "ACCESSIBLE", "Where it can be seen"


class TailUnit(models.TextChoices):
    DAY = "DAY", "days"
    MONTH = "MONTH", "months"


class TailOn(models.TextChoices):
    EXPIRY = "EXPIRY", "After it runs out"
    ANY_END = "ANY_END", "However it ends"
    TALENT_FAULT = "TALENT_FAULT", "If the talent ends it"


class BeneficiaryScope(models.TextChoices):
    BRAND = "BRAND", "The brand alone"
    COMPANY = "COMPANY", "All brands of its company"
    GROUP = "GROUP", "All brands of its group"


class BindsMembers(models.TextChoices):
    NONE = "NONE", "Not the members alone"
    EACH = "EACH", "Each member"
    JOINT_ONLY = "JOINT_ONLY", "The act as a whole"


class Closure(models.TextChoices):
    SELF = "SELF", "As listed"
    OWNED_BRANDS = "OWNED_BRANDS", "With all that it owns"
    WHOLE_GROUP = "WHOLE_GROUP", "With its whole group"


class OwnershipAsOf(models.TextChoices):
    SIGNING = "SIGNING", "As owned at signing"
    LIVE = "LIVE", "As owned on the day"


class Strength(models.TextChoices):
    PROHIBIT = "PROHIBIT", "Forbids"
    CONSENT_REQUIRED = "CONSENT_REQUIRED", "Forbids without its consent"
    FIRST_REFUSAL = "FIRST_REFUSAL", "May take it first"
    NOTIFY = "NOTIFY", "Wants to be told"


@tracked()
class Clause(models.Model):
    """One prohibition. Signed versions are frozen: a change is a new row with the same number and the next version.

    A null or empty value is *unsaid*, which is never read as allowed. `territories` null is the world less
    `territories_except`; `channels` null is all of them. `activities` maps an `Activity` to true or false; one that is
    left out takes the office's default (R12). `attributes` are what the product must be ({"form": "drink"}).

    `windows` are when it stands, empty the term (see `terms.WindowTerms`); `carve_outs` what it lets be (see
    `terms.CarveOutTerms`), both as plain values, since they are frozen with the version. `term` is this version's own,
    `in_force` its life, where an amendment said so. `fee` is its own price, where it has one.
    """

    public_id = PublicIdField()
    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="clauses")
    number = models.CharField(max_length=12, help_text="as on the paper")
    version = models.PositiveSmallIntegerField(default=1)
    words = models.TextField(blank=True, help_text="as written on the paper")
    mode = models.CharField(max_length=14, choices=TargetMode.choices, default=TargetMode.CATEGORY)
    categories = models.ManyToManyField(Category, blank=True, related_name="clauses")
    categories_except = models.ManyToManyField(Category, blank=True, related_name="clauses_except")
    brands = models.ManyToManyField(Brand, blank=True, related_name="named_in_clauses")
    companies = models.ManyToManyField(Company, blank=True, related_name="named_in_clauses")
    beneficiary_scope = models.CharField(max_length=8, choices=BeneficiaryScope.choices, default=BeneficiaryScope.BRAND)
    binds_members = models.CharField(max_length=10, choices=BindsMembers.choices, blank=True)
    binds_group_of_member = models.BooleanField(null=True, blank=True)
    activities = models.JSONField(default=dict, blank=True)
    territories = ArrayField(models.CharField(max_length=2), null=True, blank=True)
    territories_except = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    territory_basis = models.CharField(max_length=10, choices=TerritoryBasis.choices, blank=True)
    channels = ArrayField(models.CharField(max_length=12, choices=Channel.choices), null=True, blank=True)
    tail_length = models.PositiveSmallIntegerField(default=0)
    tail_unit = models.CharField(max_length=5, choices=TailUnit.choices, default=TailUnit.DAY)
    tail_on = models.CharField(max_length=12, choices=TailOn.choices, blank=True)
    attributes = models.JSONField(default=dict, blank=True)
    closure = models.CharField(max_length=12, choices=Closure.choices, default=Closure.OWNED_BRANDS)
    ownership_as_of = models.CharField(max_length=7, choices=OwnershipAsOf.choices, default=OwnershipAsOf.LIVE)
    open_list = models.BooleanField(default=False, help_text="the names are only examples")
    windows = models.JSONField(default=list, blank=True)
    term = DateRangeField(null=True, blank=True)
    lookback_months = models.PositiveSmallIntegerField(null=True, blank=True)
    in_force_from = models.DateTimeField(null=True, blank=True)
    in_force_until = models.DateTimeField(null=True, blank=True)
    carve_outs = models.JSONField(default=list, blank=True)
    strength = models.CharField(max_length=16, choices=Strength.choices, default=Strength.PROHIBIT)
    refusal_days = models.PositiveSmallIntegerField(default=0, help_text="the holder's time to answer an offer")
    fee = MoneyField(max_digits=14, decimal_places=2, null=True, blank=True, default_currency="JPY")
    created_at, created_by = made()
    superseded_at, superseded_by = happened()

    class Meta:
        ordering = ("commitment", "number", "-version")
        constraints = (
            models.UniqueConstraint(
                fields=["commitment", "number", "version"],
                name="exclusivity_clause_version",
                violation_error_message="This version of the clause is written already.",
            ),
            models.UniqueConstraint(
                fields=["commitment", "number"],
                condition=Q(superseded_at=None),
                name="exclusivity_clause_one_in_force",
                violation_error_message="One version of a clause is in force at a time.",
            ),
            together("superseded"),
        )

    def __str__(self) -> str:
        return f"Clause {self.number}"

    def says(self, activity: Activity | str) -> bool | None:
        """What the clause itself says of an activity; None where it is silent."""
        return self.activities.get(str(activity))
