"""A long-term contract."""

from typing import ClassVar

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from djmoney.models.fields import MoneyField
from djmoney.money import Money

from accounts.models import User
from accounts.roles import Kind
from campaigns.rules import talent_net
from clients.models import Brand
from exclusivity.models import Commitment
from lib.history import tracked
from lib.ids import PublicIdField
from lib.stamps import happened, made, together
from talent.models import Talent


class ContractState(models.TextChoices):
    DRAFT = "draft", "Draft"
    SIGNED = "signed", "Signed"
    ENDED = "ended", "Ended"
    WITHDRAWN = "withdrawn", "Withdrawn"


class ContractQuerySet(models.QuerySet["AmbassadorContract"]):
    def visible_to(self, user: User) -> "ContractQuerySet":
        """Staff see all; a brand's person and a talent see theirs once signed."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.kind == Kind.STAFF:
            return self
        told = self.filter(state__in=(ContractState.SIGNED, ContractState.ENDED))
        if user.kind == Kind.CLIENT:
            return told.filter(brand__in=Brand.objects.visible_to(user))
        if user.kind == Kind.TALENT:
            return told.filter(talent__access__user=user)
        return self.none()


@tracked()
class AmbassadorContract(models.Model):
    """A talent stands for a brand over months or years, and for no rival.

    Owns one `Commitment`, whose clauses say what it forbids. Drafted, then signed (from then on its words are frozen),
    then ended or run out.
    """

    State: ClassVar = ContractState
    MOVES: ClassVar[dict[str, set[str]]] = {
        ContractState.DRAFT: {ContractState.SIGNED, ContractState.WITHDRAWN},
        ContractState.SIGNED: {ContractState.ENDED},
        ContractState.ENDED: set(),
        ContractState.WITHDRAWN: set(),
    }

    public_id = PublicIdField()
    brand = models.ForeignKey(Brand, models.PROTECT, related_name="contracts")
    talent = models.ForeignKey(Talent, models.PROTECT, related_name="contracts")
    commitment = models.OneToOneField(Commitment, models.PROTECT, related_name="contract")
    title = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=ContractState.choices, default=ContractState.DRAFT)
    days = DateRangeField(help_text="half-open; no upper bound is until further notice")
    fee = MoneyField(max_digits=14, decimal_places=2, null=True, blank=True, default_currency="JPY")
    fee_percent = models.DecimalField(max_digits=5, decimal_places=2, default=20)
    duties = models.TextField(blank=True, help_text="what the talent does for the brand")
    created_at, created_by = made()
    signed_at, signed_by = happened()
    ended_at, ended_by = happened()
    ended_on = models.DateField(null=True, blank=True, help_text="the last day on which it stood")
    end_reason = models.TextField(blank=True)

    objects = ContractQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(days__isempty=False),
                name="campaigns_contract_days_not_empty",
                violation_error_message="The last day comes before the first.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"]) | Q(signed_at__isnull=False),
                name="campaigns_contract_signed_by_somebody",
                violation_error_message="A signed contract says when and by whom.",
            ),
            models.CheckConstraint(
                condition=Q(fee=None) | Q(fee__gte=0),
                name="campaigns_contract_fee_not_negative",
                violation_error_message="The fee is 0 or more.",
            ),
            together("signed"),
            together("ended"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def net(self) -> Money | None:
        """What the talent receives; None where no fee is set."""
        return talent_net(self.fee, self.fee_percent) if self.fee is not None else None
