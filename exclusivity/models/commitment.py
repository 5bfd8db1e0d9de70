"""What a booking or an ambassador contract promises: the thing that can clash."""

from typing import ClassVar

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q

from clients.models import Brand
from lib.history import tracked
from lib.ids import PublicIdField
from lib.stamps import happened, made, together
from talent.models import Talent


class CommitmentKind(models.TextChoices):
    ONE_OFF = "one_off", "Booking"
    AMBASSADOR = "ambassador", "Ambassador contract"


class Status(models.TextChoices):
    """How far the promise goes (DOMAIN R5)."""

    ENQUIRY = "enquiry", "Enquiry"
    HOLD = "hold", "Hold"
    DRAFT = "draft", "Draft"
    CONFIRMED = "confirmed", "Confirmed"
    SIGNED = "signed", "Signed"
    SUSPENDED = "suspended", "Suspended"
    EXPIRED = "expired", "Expired"
    TERMINATED = "terminated", "Ended early"
    CANCELLED = "cancelled", "Cancelled"
    VOID = "void", "Void"


PROSPECTIVE = (Status.HOLD, Status.DRAFT)
BINDING = (Status.CONFIRMED, Status.SIGNED, Status.SUSPENDED, Status.EXPIRED, Status.TERMINATED)


@tracked()
class Commitment(models.Model):
    """Who promises what to which brand, and when. Owned by one booking or one ambassador contract.

    `term` are half-open days in `timezone`; no upper bound is until further notice, null is not yet said. `ended_on` is
    the last day on which it stood. Its `clauses` say what it forbids, its `exposures` where the talent shows. Changed
    by `exclusivity.actions` only, which keep its `boxes` with it.
    """

    MOVES: ClassVar[dict[str, set[str]]] = {
        Status.ENQUIRY: {Status.HOLD, Status.DRAFT, Status.CONFIRMED, Status.CANCELLED},
        Status.HOLD: {Status.CONFIRMED, Status.CANCELLED},
        Status.DRAFT: {Status.SIGNED, Status.CANCELLED},
        Status.CONFIRMED: {Status.EXPIRED, Status.CANCELLED, Status.VOID},
        Status.SIGNED: {Status.SUSPENDED, Status.EXPIRED, Status.TERMINATED, Status.VOID},
        Status.SUSPENDED: {Status.SIGNED, Status.TERMINATED, Status.VOID},
        Status.EXPIRED: set(),
        Status.TERMINATED: set(),
        Status.CANCELLED: set(),
        Status.VOID: set(),
    }

    public_id = PublicIdField()
    kind = models.CharField(max_length=10, choices=CommitmentKind.choices)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ENQUIRY)
    brand = models.ForeignKey(Brand, models.PROTECT, related_name="commitments")
    talents = models.ManyToManyField(Talent, related_name="commitments")
    family = models.CharField(max_length=60, blank=True, help_text="papers of one engagement carry one name")
    timezone = models.CharField(max_length=50, blank=True, help_text="the contract's clock; empty where it is silent")
    term = DateRangeField(null=True, blank=True)
    effective_from = models.DateField(null=True, blank=True)
    renewal_months = models.PositiveSmallIntegerField(null=True, blank=True, help_text="renews itself by so many")
    notice_days = models.PositiveSmallIntegerField(default=0, help_text="how long before its end notice is due")
    notice_given = models.DateField(null=True, blank=True)
    bound_at, bound_by = happened()
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(
        max_length=12,
        blank=True,
        choices=[
            ("expiry", "It ran out"),
            ("brand_fault", "The brand's fault"),
            ("talent_fault", "The talent's fault"),
            ("mutual", "Both agreed"),
            ("convenience", "One side gave notice"),
        ],
    )
    created_at, created_by = made()

    class Meta:
        constraints = (
            together("bound"),
            models.CheckConstraint(
                condition=~Q(status__in=[str(s) for s in BINDING]) | Q(bound_at__isnull=False),
                name="exclusivity_commitment_binding_is_bound",
                violation_error_message="What binds says since when and by whom.",
            ),
            models.CheckConstraint(
                condition=Q(status="terminated", ended_on__isnull=False) | ~Q(status="terminated"),
                name="exclusivity_commitment_ended_has_day",
                violation_error_message="What ended early says its last day.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} for {self.brand}"

    @property
    def is_binding(self) -> bool:
        return self.status in BINDING
