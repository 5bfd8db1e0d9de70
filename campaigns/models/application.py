"""A talent asks to take part."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from djmoney.models.fields import MoneyField

from accounts.models import User
from accounts.roles import Kind
from campaigns.models.campaign import Campaign
from lib.history import tracked
from lib.ids import PublicIdField
from lib.stamps import happened, made, together
from talent.models import Talent


class ApplicationState(models.TextChoices):
    APPLIED = "applied", "Waiting for an answer"
    ACCEPTED = "accepted", "Accepted"
    BACKUP = "backup", "In reserve"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"


UNDECIDED = (ApplicationState.APPLIED, ApplicationState.BACKUP)


class Choice(models.TextChoices):
    """What the office means to answer."""

    YES = "yes", "Yes"
    BACKUP = "backup", "Backup"
    NO = "no", "No"


UNCHOSEN: dict[str, Any] = {
    "choice": "", "choice_answer": "", "choice_at_ask": False, "chosen_at": None, "chosen_by": None,
}  # fmt: skip


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, user: User) -> "ApplicationQuerySet":
        """Staff see all, a talent their own. A client sees shortlists, never applications."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.kind == Kind.STAFF:
            return self
        if user.kind == Kind.TALENT:
            return self.filter(talent__access__user=user)
        return self.none()


@tracked()
class Application(models.Model):
    """A talent's wish to be in a campaign, and the office's answer, which always comes.

    Whom the office asked by name has one too, once both agreed: accepted, with `agreed_fee`, and linked from its
    `nominations`.

    `tier` and `followers` are as of the application. `answers` are to the brief's questions, each beside its question.
    `answer` is the office's reason, in words that the talent may read.
    `choice`, with its words and whether a yes is at their fee, waits until the set is applied
    (`campaigns.actions.apply_decisions`); empty is none.
    """

    State: ClassVar = ApplicationState
    MOVES: ClassVar[dict[str, set[str]]] = {
        ApplicationState.APPLIED: {
            ApplicationState.ACCEPTED,
            ApplicationState.BACKUP,
            ApplicationState.DECLINED,
            ApplicationState.WITHDRAWN,
        },
        ApplicationState.BACKUP: {ApplicationState.ACCEPTED, ApplicationState.DECLINED, ApplicationState.WITHDRAWN},
        ApplicationState.ACCEPTED: {ApplicationState.DECLINED, ApplicationState.WITHDRAWN},
        ApplicationState.DECLINED: {ApplicationState.ACCEPTED},
        ApplicationState.WITHDRAWN: {ApplicationState.APPLIED},
    }

    public_id = PublicIdField()
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="applications")
    talent = models.ForeignKey(Talent, models.PROTECT, related_name="applications")
    state = models.CharField(max_length=10, choices=ApplicationState.choices, default=ApplicationState.APPLIED)
    idea = models.TextField(blank=True)
    proposed_fee = MoneyField(max_digits=14, decimal_places=2, null=True, blank=True, default_currency="JPY")
    agreed_fee = MoneyField(
        max_digits=14, decimal_places=2, null=True, blank=True, editable=False, default_currency="JPY"
    )
    answers = models.JSONField(default=list, blank=True)
    tier = models.CharField(max_length=40, blank=True)
    followers = models.BigIntegerField(null=True, blank=True)
    answer = models.TextField(blank=True)
    choice = models.CharField("pending decision", max_length=6, choices=Choice.choices, blank=True)
    choice_answer = models.TextField("its words for the talent", blank=True)
    choice_at_ask = models.BooleanField("a yes at the fee that they ask for", default=False)
    created_at, created_by = made()
    chosen_at, chosen_by = happened()
    decided_at, decided_by = happened()

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ("created_at",)
        constraints = (
            models.UniqueConstraint(
                fields=["campaign", "talent"],
                name="campaigns_application_once",
                violation_error_message="You have applied to this project already.",
            ),
            models.CheckConstraint(
                condition=Q(choice="", choice_answer="", chosen_at=None)
                | (Q(state__in=["applied", "backup"], chosen_at__isnull=False) & ~Q(choice="")),
                name="campaigns_application_choice_waits",
                violation_error_message="A decision is pending only while the application waits for it.",
            ),
            models.CheckConstraint(
                condition=Q(choice_at_ask=False) | Q(choice="yes"),
                name="campaigns_application_fee_of_a_yes",
                violation_error_message="Only a yes is at the fee that they ask for.",
            ),
            together("chosen"),
            together("decided"),
        )

    def __str__(self) -> str:
        return f"{self.talent} for {self.campaign}"
