"""A brand writes down what it wants."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.db import models
from django.db.models import Q
from djmoney.models.fields import MoneyField

from accounts.models import User
from accounts.roles import Kind
from campaigns.models.campaign import Campaign
from campaigns.pieces import WantedLine, lines_from
from campaigns.usage import LONGEST_MONTHS, UsageTerms, from_json
from clients.models import Brand
from exclusivity.axes import Channel
from lib.history import tracked
from lib.ids import PublicIdField
from lib.stamps import happened, made, together


class ClientBriefState(models.TextChoices):
    DRAFT = "draft", "Not sent yet"
    SENT = "sent", "With the office"
    TAKEN = "taken", "Taken up"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"


class ClientBriefQuerySet(models.QuerySet["ClientBrief"]):
    def visible_to(self, user: User) -> "ClientBriefQuerySet":
        """A brand's people see their brands', staff what was sent, talents none."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.kind == Kind.STAFF:
            return self.filter(sent_at__isnull=False)
        if user.kind == Kind.CLIENT:
            return self.filter(brand__in=Brand.objects.visible_to(user))
        return self.none()


@tracked()
class ClientBrief(models.Model):
    """What a brand asks the office for, in its own words; the office completes it and opens the campaign.

    Written by `write_client_brief`, sent by `send_client_brief`, taken back by `withdraw_client_brief`. The office
    answers it: `take_client_brief` makes the `campaign` of it, `decline_client_brief` says no with an `answer` that the
    brand reads. `goals` are numbers by `Measure`, `uses` its uses as a brief has them, `usage` what it says of them in
    words. `budget` is the brand's own word, and no talent reads it. Both kinds of categories are keys of the market;
    `exclusive_tail` is in months. `pieces` are what is to be made, line by line, with windows (`campaigns.pieces`),
    where it does more than say it in words (`wanted`); `fee` is what it pays for one talent.
    """

    State: ClassVar = ClientBriefState
    MOVES: ClassVar[dict[str, set[str]]] = {
        ClientBriefState.DRAFT: {ClientBriefState.SENT, ClientBriefState.WITHDRAWN},
        ClientBriefState.SENT: {ClientBriefState.TAKEN, ClientBriefState.DECLINED, ClientBriefState.WITHDRAWN},
        ClientBriefState.TAKEN: set(),
        ClientBriefState.DECLINED: set(),
        ClientBriefState.WITHDRAWN: set(),
    }

    public_id = PublicIdField()
    brand = models.ForeignKey(Brand, models.PROTECT, related_name="client_briefs")
    campaign = models.OneToOneField(
        Campaign, models.PROTECT, null=True, blank=True, editable=False, related_name="client_brief"
    )
    state = models.CharField(max_length=9, choices=ClientBriefState.choices, default=ClientBriefState.DRAFT)
    name = models.CharField(max_length=120)
    goal = models.TextField(blank=True)
    product = models.CharField(max_length=200, blank=True)
    audience = models.TextField(blank=True)
    channels = ArrayField(models.CharField(max_length=12, choices=Channel.choices), default=list, blank=True)
    territories = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    days = DateRangeField(null=True, blank=True)
    places = models.PositiveSmallIntegerField(null=True, blank=True, help_text="how many talents")
    wanted = models.TextField("what is to be made", blank=True)
    uses = models.JSONField("usage rights", default=list, blank=True)
    usage = models.TextField("what it is to be used for", blank=True)
    dos = models.TextField("to do", blank=True)
    donts = models.TextField("not to do", blank=True)
    goals = models.JSONField("goals in numbers", default=dict, blank=True)
    goals_currency = models.CharField(max_length=3, blank=True, help_text="of a revenue among them")
    budget = MoneyField(max_digits=14, decimal_places=2, null=True, blank=True, default_currency="JPY")
    words = models.TextField("anything else", blank=True)
    categories = ArrayField(models.CharField(max_length=60), verbose_name="what it promotes", default=list, blank=True)
    attributes = models.JSONField("what the product is", default=dict, blank=True)
    tags = models.CharField("required tags", max_length=200, blank=True)
    label = models.CharField("disclosure label", max_length=40, blank=True)
    fee = MoneyField(max_digits=14, decimal_places=2, null=True, blank=True, default_currency="JPY")
    gift = models.CharField("product given", max_length=200, blank=True)
    gift_value = MoneyField(max_digits=14, decimal_places=2, null=True, blank=True, default_currency="JPY")
    exclusive_categories = ArrayField(
        models.CharField(max_length=60), verbose_name="what talents do for no rival", default=list, blank=True
    )
    exclusive_tail = models.PositiveSmallIntegerField("kept longer by", null=True, blank=True, help_text="months")
    pieces = models.JSONField(default=list, blank=True)
    answer = models.TextField(blank=True)
    created_at, created_by = made()
    sent_at, sent_by = happened()
    answered_at, answered_by = happened()
    withdrawn_at, withdrawn_by = happened()

    objects = ClientBriefQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(budget=None) | Q(budget__gte=0),
                name="campaigns_clientbrief_budget_not_negative",
                violation_error_message="The budget is 0 or more.",
            ),
            models.CheckConstraint(
                condition=(Q(fee=None) | Q(fee__gte=0)) & (Q(gift_value=None) | Q(gift_value__gte=0)),
                name="campaigns_clientbrief_pay_not_negative",
                violation_error_message="What is paid is 0 or more.",
            ),
            models.CheckConstraint(
                condition=Q(exclusive_tail=None) | Q(exclusive_tail__lte=LONGEST_MONTHS),
                name="campaigns_clientbrief_tail",
                violation_error_message="It is kept longer for ten years at most.",
            ),
            models.CheckConstraint(
                condition=Q(days=None) | Q(days__isempty=False),
                name="campaigns_clientbrief_days_not_empty",
                violation_error_message="The last day comes before the first.",
            ),
            models.CheckConstraint(
                condition=Q(state="taken", campaign__isnull=False) | (~Q(state="taken") & Q(campaign=None)),
                name="campaigns_clientbrief_taken_has_campaign",
                violation_error_message="A brief that was taken up leads to its campaign.",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(answer=""),
                name="campaigns_clientbrief_declined_says_why",
                violation_error_message="Say why. The brand reads it.",
            ),
            together("sent"),
            together("answered"),
            together("withdrawn"),
        )

    def __str__(self) -> str:
        return f"{self.name} for {self.brand}"

    @property
    def usages(self) -> tuple[UsageTerms, ...]:
        """What the brand wants to do with the content."""
        return from_json(self.uses)

    @property
    def lines(self) -> tuple[WantedLine, ...]:
        """What it wants to have made, line by line."""
        return lines_from(self.pieces)
