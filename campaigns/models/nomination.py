"""The office asks a talent by name."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from djmoney.models.fields import MoneyField

from accounts.models import User
from accounts.roles import Kind
from campaigns.models.application import Application
from campaigns.models.campaign import Campaign
from lib.history import tracked
from lib.ids import PublicIdField
from lib.stamps import happened, made, together
from talent.models import Talent


class NominationState(models.TextChoices):
    ASKED = "asked", "Asked"
    COUNTERED = "countered", "Counter-offer"
    AGREED = "agreed", "Agreed"
    DECLINED = "declined", "Said no"
    REFUSED = "refused", "Counter-offer declined"
    LAPSED = "lapsed", "Not answered in time"
    WITHDRAWN = "withdrawn", "Withdrawn"


UNDER_WAY = (NominationState.ASKED, NominationState.COUNTERED)


class NominationQuerySet(models.QuerySet["Nomination"]):
    def visible_to(self, user: User) -> "NominationQuerySet":
        """Staff see all, a talent their own. A client sees shortlists, never whom the office asked."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.kind == Kind.STAFF:
            return self
        if user.kind == Kind.TALENT:
            return self.filter(talent__access__user=user)
        return self.none()


@tracked()
class Nomination(models.Model):
    """A talent is asked for a campaign by name, and answers yes, no or with a counter-offer by `reply_by`.

    `fee` is what the office last offered, before its share, `counter_fee` what the talent last asked for; each step is
    kept as an `Offer`. `words` are the reason with which it ended, for the other side to read. Agreed, it leads to the
    `application` that carries the agreed fee and needs no screening. Made by `nominate`; changed by the actions in
    `campaigns.actions.nominations`.
    """

    State: ClassVar = NominationState
    MOVES: ClassVar[dict[str, set[str]]] = {
        NominationState.ASKED: {
            NominationState.AGREED,
            NominationState.DECLINED,
            NominationState.COUNTERED,
            NominationState.LAPSED,
            NominationState.WITHDRAWN,
        },
        NominationState.COUNTERED: {
            NominationState.AGREED,
            NominationState.DECLINED,
            NominationState.REFUSED,
            NominationState.ASKED,
            NominationState.WITHDRAWN,
        },
        NominationState.AGREED: set(),
        NominationState.DECLINED: set(),
        NominationState.REFUSED: set(),
        NominationState.LAPSED: set(),
        NominationState.WITHDRAWN: set(),
    }

    public_id = PublicIdField()
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="nominations")
    talent = models.ForeignKey(Talent, models.PROTECT, related_name="nominations")
    application = models.ForeignKey(
        Application, models.PROTECT, null=True, blank=True, editable=False, related_name="nominations"
    )
    state = models.CharField(max_length=9, choices=NominationState.choices, default=NominationState.ASKED)
    fee = MoneyField(max_digits=14, decimal_places=2, null=True, blank=True, default_currency="JPY")
    counter_fee = MoneyField(
        "what they ask for", max_digits=14, decimal_places=2, null=True, blank=True, default_currency="JPY"
    )
    reply_by = models.DateTimeField(help_text="when it lapses unanswered")
    words = models.TextField(blank=True)
    created_at, created_by = made()
    countered_at, countered_by = happened()
    ended_at, ended_by = happened()

    objects = NominationQuerySet.as_manager()

    class Meta:
        ordering = ("created_at",)
        constraints = (
            models.UniqueConstraint(
                fields=["campaign", "talent"],
                condition=Q(state__in=["asked", "countered"]),
                name="campaigns_nomination_one_at_a_time",
                violation_error_message="This talent has been asked already. Their answer comes first.",
            ),
            models.CheckConstraint(
                condition=(Q(fee=None) | Q(fee__gte=0)) & (Q(counter_fee=None) | Q(counter_fee__gte=0)),
                name="campaigns_nomination_fees_not_negative",
                violation_error_message="The fee is 0 or more.",
            ),
            models.CheckConstraint(
                condition=Q(reply_by__gt=F("created_at")),
                name="campaigns_nomination_leaves_time",
                violation_error_message="The answer is due after the question.",
            ),
            models.CheckConstraint(
                condition=Q(state="agreed", application__isnull=False) | ~Q(state="agreed"),
                name="campaigns_nomination_agreed_has_application",
                violation_error_message="A yes leads to an application.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "countered"], ended_at__isnull=True)
                | (~Q(state__in=["asked", "countered"]) & Q(ended_at__isnull=False)),
                name="campaigns_nomination_ended_when_over",
                violation_error_message="A request that is over says when and by whom.",
            ),
            together("countered"),
            together("ended"),
        )

    def __str__(self) -> str:
        return f"{self.talent} asked for {self.campaign}"


class OfferSide(models.TextChoices):
    OFFICE = "office", "The office"
    TALENT = "talent", "The talent"


@tracked()
class Offer(models.Model):
    """A step of a nomination: what one side offered and said to the other. Never changed."""

    Side: ClassVar = OfferSide

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="offers")
    side = models.CharField(max_length=6, choices=OfferSide.choices)
    fee = MoneyField(max_digits=14, decimal_places=2, null=True, blank=True, default_currency="JPY")
    words = models.TextField(blank=True)
    created_at, created_by = made()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.get_side_display()} on {self.nomination}"
