"""Products that go to talents."""

from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from djmoney.models.fields import MoneyField

from accounts.models import User
from accounts.roles import Kind
from campaigns.models.booking import Booking
from campaigns.models.campaign import Campaign
from campaigns.models.deliverable import Deliverable
from clients.models import Brand
from lib.history import tracked
from lib.ids import PublicIdField
from lib.stamps import happened, made, together
from talent.models import Talent


class GiftState(models.TextChoices):
    PROPOSED = "proposed", "Proposed"
    ACCEPTED = "accepted", "To be shipped"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"
    SHIPPED = "shipped", "On its way"
    RECEIVED = "received", "Received"
    POSTED = "posted", "Shown in a post"
    NOT_POSTED = "not_posted", "Not shown"
    RETURNED = "returned", "Sent back"


KEPT = (GiftState.RECEIVED, GiftState.POSTED, GiftState.NOT_POSTED)
"""The talent has it."""
UNDER_WAY = (GiftState.PROPOSED, GiftState.ACCEPTED, GiftState.SHIPPED)
ADDRESS = ("ship_to", "ship_address", "ship_phone")
"""Where it goes: kept from the yes until it has arrived or is off, and in no history."""


class ShippedBy(models.TextChoices):
    OFFICE = "office", "The office"
    BRAND = "brand", "The brand"


class GiftQuerySet(models.QuerySet["Gift"]):
    def visible_to(self, user: User) -> Any:
        """Staff see all, a brand's person their brand's, a talent their own."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.kind == Kind.STAFF:
            return self
        if user.kind == Kind.CLIENT:
            return self.filter(brand__in=Brand.objects.visible_to(user))
        if user.kind == Kind.TALENT:
            return self.filter(talent__access__user=user)
        return self.none()

    def counting(self) -> Any:
        """Those whose value is a cost: they arrived, and stay with the talent."""
        return self.filter(state__in=KEPT, is_lent=False, value__isnull=False)


@tracked(exclude=ADDRESS)
class Gift(models.Model):
    """A product that a brand gives a talent, for a booking, a campaign, or without either.

    `is_lent`: it goes back afterwards, and is no cost. `value` is what the shop asks for it; certain once it has
    arrived. A gift obliges to nothing by itself: what is owed is what a booking says. Changed by the actions in
    `campaigns.actions.gifts`.
    """

    State: ClassVar = GiftState
    MOVES: ClassVar[dict[str, set[str]]] = {
        GiftState.PROPOSED: {GiftState.ACCEPTED, GiftState.DECLINED, GiftState.WITHDRAWN},
        GiftState.ACCEPTED: {GiftState.SHIPPED, GiftState.DECLINED, GiftState.WITHDRAWN},
        GiftState.DECLINED: set(),
        GiftState.WITHDRAWN: set(),
        GiftState.SHIPPED: {GiftState.RECEIVED, GiftState.RETURNED},
        GiftState.RECEIVED: {GiftState.POSTED, GiftState.NOT_POSTED, GiftState.RETURNED},
        GiftState.POSTED: {GiftState.RETURNED},
        GiftState.NOT_POSTED: {GiftState.POSTED, GiftState.RETURNED},
        GiftState.RETURNED: set(),
    }

    public_id = PublicIdField()
    talent = models.ForeignKey(Talent, models.PROTECT, related_name="gifts")
    brand = models.ForeignKey(Brand, models.PROTECT, related_name="gifts")
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, blank=True, related_name="gifts")
    booking = models.ForeignKey(Booking, models.PROTECT, null=True, blank=True, related_name="gifts")
    state = models.CharField(max_length=10, choices=GiftState.choices, default=GiftState.PROPOSED)
    product = models.CharField(max_length=160)
    words = models.TextField("words to the talent", blank=True)
    value = MoneyField(max_digits=14, decimal_places=2, null=True, blank=True, default_currency="JPY")
    is_lent = models.BooleanField("lent, not given", default=False)
    shipped_from = models.CharField("who ships", max_length=6, choices=ShippedBy.choices, default=ShippedBy.OFFICE)
    answer = models.CharField(max_length=600, blank=True, help_text="why it was declined or withdrawn")
    ship_to = models.CharField("name on the parcel", max_length=120, blank=True)
    ship_address = models.TextField("delivery address", blank=True)
    ship_phone = models.CharField("phone for the carrier", max_length=40, blank=True)
    carrier = models.CharField(max_length=60, blank=True)
    tracking = models.CharField("tracking number", max_length=80, blank=True)
    tracking_url = models.URLField("tracking page", max_length=500, blank=True)
    received_on = models.DateField(null=True, blank=True)
    piece = models.ForeignKey(Deliverable, models.PROTECT, null=True, blank=True, related_name="gifts")
    post_url = models.URLField(max_length=500, blank=True)
    created_at, created_by = made()
    answered_at, answered_by = happened()
    shipped_at, shipped_by = happened()
    received_at, received_by = happened()
    closed_at, closed_by = happened()
    returned_at, returned_by = happened()

    objects = GiftQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(product=""),
                name="campaigns_gift_is_something",
                violation_error_message="Say what is given.",
            ),
            models.CheckConstraint(
                condition=Q(value=None) | Q(value__gt=0),
                name="campaigns_gift_value_above_nothing",
                violation_error_message="A gift is worth more than 0.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["received", "posted", "not_posted"])
                | Q(value__isnull=False, received_on__isnull=False, received_at__isnull=False),
                name="campaigns_gift_received_with_value",
                violation_error_message="What has arrived has a day and a value.",
            ),
            models.CheckConstraint(
                condition=~Q(state="posted") | Q(piece__isnull=False) | ~Q(post_url=""),
                name="campaigns_gift_shown_somewhere",
                violation_error_message="Say in which post it is shown.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["accepted", "shipped"]) | Q(ship_to="", ship_address="", ship_phone=""),
                name="campaigns_gift_address_only_on_its_way",
                violation_error_message="An address is kept only until the parcel has arrived.",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | (~Q(ship_to="") & ~Q(ship_address="")),
                name="campaigns_gift_accepted_goes_somewhere",
                violation_error_message="Say where to send it.",
            ),
            models.CheckConstraint(
                condition=Q(booking=None) | Q(campaign__isnull=False),
                name="campaigns_gift_of_booking_is_of_campaign",
                violation_error_message="A booking’s gift is its campaign’s.",
            ),
            *(together(fact) for fact in ("answered", "shipped", "received", "closed", "returned")),
        )
        indexes = (models.Index(fields=["state", "-created_at"], name="campaigns_gift_state"),)

    def __str__(self) -> str:
        return self.product

    @property
    def address_mark(self) -> str:
        """Which address this is, without a word of it: when it was given or last corrected."""
        return self.answered_at.isoformat() if self.answered_at is not None else ""

    @property
    def since(self) -> datetime:
        """When it came to where it stands."""
        told = (self.returned_at, self.closed_at, self.received_at, self.shipped_at, self.answered_at)
        return next((at for at in told if at is not None), self.created_at)
