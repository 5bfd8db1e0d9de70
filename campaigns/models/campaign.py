"""A one-off project for a brand."""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models import User
from accounts.roles import Kind
from campaigns.models.reach import reaches
from clients.models import Brand
from lib.history import tracked
from lib.ids import PublicIdField
from lib.stamps import happened, made, together
from talent.models import Talent


class CampaignState(models.TextChoices):
    DRAFT = "draft", "Draft"
    OPEN = "open", "Open"
    RUNNING = "running", "Running"
    REPORTING = "reporting", "Reporting"
    CLOSED = "closed", "Closed"
    CANCELLED = "cancelled", "Cancelled"


TAKING = (CampaignState.OPEN, CampaignState.RUNNING)
"""In these a campaign takes talents; whether its open call takes applications says `campaigns.applying`."""


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def visible_to(self, user: User) -> "CampaignQuerySet":
        """Staff see all. A brand's person sees their brands' campaigns once they left the drawer.

        A talent sees open calls that reach them and those for which they applied, were asked or are booked.
        """
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.kind == Kind.STAFF:
            return self
        shown = self.exclude(state=CampaignState.DRAFT)
        if user.kind == Kind.CLIENT:
            return shown.filter(brand__in=Brand.objects.visible_to(user))
        if user.kind == Kind.TALENT:
            # Each in a query of its own: joined, every application would meet every booking and every request.
            mine = models.Q()
            for theirs in (
                {"applications__talent__access__user": user},
                {"bookings__talent__access__user": user, "bookings__state__in": ("confirmed", "completed")},
                {"nominations__talent__access__user": user},
            ):
                mine |= models.Q(pk__in=Campaign.objects.filter(**theirs).order_by().values("pk"))
            # A day's grace: whose clock says that the last day is over, the page knows.
            since = (timezone.now() - timedelta(days=1)).date()
            goes_on = models.Q(state=CampaignState.RUNNING, call_closed_at=None, brief__apply_until__gte=since)
            called = models.Q(state=CampaignState.OPEN) | goes_on
            return shown.filter(called & reaches(Talent.objects.visible_to(user)) | mine)
        return self.none()


@tracked()
class Campaign(models.Model):
    """A project from brief to result.

    Talents apply from when it opens until the last day of its call, until all places are taken, or until somebody
    closes the call (`call_closed_at`); the first booking makes it running; it closes when all is delivered. Changed by
    `campaigns.actions`: `create_campaign`, `open_campaign`, `close_call`, `start_reporting`, `close_campaign`,
    `cancel_campaign`. `named_at` is when its blind pass was ended.
    """

    State: ClassVar = CampaignState
    MOVES: ClassVar[dict[str, set[str]]] = {
        CampaignState.DRAFT: {CampaignState.OPEN, CampaignState.CANCELLED},
        CampaignState.OPEN: {CampaignState.RUNNING, CampaignState.CANCELLED},
        CampaignState.RUNNING: {CampaignState.REPORTING, CampaignState.CANCELLED},
        CampaignState.REPORTING: {CampaignState.CLOSED, CampaignState.RUNNING},
        CampaignState.CLOSED: set(),
        CampaignState.CANCELLED: set(),
    }

    public_id = PublicIdField()
    brand = models.ForeignKey(Brand, models.PROTECT, related_name="campaigns")
    name = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=CampaignState.choices, default=CampaignState.DRAFT)
    manager = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="campaigns", limit_choices_to={"kind": "staff"}
    )
    blind_first = models.BooleanField(
        "blind first pass", default=False, help_text="names are hidden from who screens until the pass is ended"
    )
    created_at, created_by = made()
    named_at, named_by = happened()
    opened_at, opened_by = happened()
    call_closed_at, call_closed_by = happened()
    closed_at, closed_by = happened()
    cancelled_at, cancelled_by = happened()
    cancel_reason = models.TextField(blank=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at",)
        constraints = (
            together("named"), together("opened"), together("call_closed"), together("closed"), together("cancelled"),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def is_blind(self) -> bool:
        """Whether applicants are screened without their names now."""
        return self.blind_first and self.named_at is None
