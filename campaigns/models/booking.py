"""A talent's place in a campaign."""

from collections.abc import Iterable
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import Deferrable, Q
from djmoney.models.fields import MoneyField
from djmoney.money import Money

from accounts.models import User
from accounts.roles import Kind
from campaigns.models.application import Application
from campaigns.models.campaign import Campaign
from campaigns.rules import talent_net
from campaigns.usage import Length, Unit
from clients.models import Brand
from exclusivity.axes import Channel
from exclusivity.models import Commitment
from lib.history import tracked
from lib.ids import PublicIdField
from lib.stamps import happened, made, together
from talent.models import Talent


class BookingState(models.TextChoices):
    HOLD = "hold", "Hold"
    CONFIRMED = "confirmed", "Confirmed"
    COMPLETED = "completed", "Completed"
    RELEASED = "released", "Released"
    CANCELLED = "cancelled", "Cancelled"


STANDING = (BookingState.CONFIRMED, BookingState.COMPLETED)
COUNTING = Q(state__in=STANDING) | Q(state=BookingState.CANCELLED, settled_price__gt=0)
"""Those that cost the brand something, and whose posts it has for that."""


class BookingQuerySet(models.QuerySet["Booking"]):
    def visible_to(self, user: User) -> "BookingQuerySet":
        """Staff see all; a brand's person and a talent see theirs once confirmed. A hold is the office's own affair."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.kind == Kind.STAFF:
            return self
        told = self.filter(Q(state__in=STANDING) | Q(state=BookingState.CANCELLED, confirmed_at__isnull=False))
        if user.kind == Kind.CLIENT:
            return told.filter(campaign__brand__in=Brand.objects.visible_to(user))
        if user.kind == Kind.TALENT:
            return told.filter(talent__access__user=user)
        return self.none()


@tracked()
class Booking(models.Model):
    """A hold (a ranked option that binds nobody yet) or, confirmed, the promise. Owns one `Commitment`.

    `price` is what the brand pays, `fee_percent` the office's share of it, both frozen when it is confirmed; the talent
    receives the rest (`campaigns.rules.talent_net`). `tier` is the talent's on that day, in the scheme then in use.

    What is agreed for this talent alone stands in `own_days`, `own_channels`, `own_territories` and `own_usage`;
    null is as the brief says. `own_clauses`: its clauses were written by hand, and the brief writes them over no more.
    `queue` is a hold's place in the talent's line, in the order of receipt unless somebody ranked by hand; `rank`
    follows from it (`campaigns.options`): no two holds of one talent that share a day have the same. `promoted` is when
    it last moved up.

    `settled_price` is what both sides agreed on for one that was cancelled; 0 is that nothing is paid.

    `days` are the half-open days that hold in the end, as its commitment promises them.
    """

    State: ClassVar = BookingState
    MOVES: ClassVar[dict[str, set[str]]] = {
        BookingState.HOLD: {BookingState.CONFIRMED, BookingState.RELEASED},
        BookingState.CONFIRMED: {BookingState.COMPLETED, BookingState.CANCELLED},
        BookingState.COMPLETED: set(),
        BookingState.RELEASED: set(),
        BookingState.CANCELLED: set(),
    }

    public_id = PublicIdField()
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="bookings")
    talent = models.ForeignKey(Talent, models.PROTECT, related_name="bookings")
    application = models.OneToOneField(Application, models.PROTECT, null=True, blank=True, related_name="booking")
    commitment = models.OneToOneField(Commitment, models.PROTECT, related_name="booking")
    state = models.CharField(max_length=10, choices=BookingState.choices, default=BookingState.HOLD)
    queue = models.PositiveSmallIntegerField(default=0, editable=False, help_text="place in the talent's line of holds")
    rank = models.PositiveSmallIntegerField(default=1, help_text="1 is the first hold")
    hold_until = models.DateTimeField(null=True, blank=True, help_text="when the hold lapses")
    days = DateRangeField(null=True, blank=True, editable=False)
    own_days = DateRangeField(null=True, blank=True)
    own_channels = ArrayField(models.CharField(max_length=12, choices=Channel.choices), null=True, blank=True)
    own_territories = ArrayField(models.CharField(max_length=2), null=True, blank=True)
    own_usage_length = models.PositiveSmallIntegerField("own paid usage", null=True, blank=True)
    own_usage_unit = models.CharField("of own paid usage", max_length=5, choices=Unit.choices, blank=True)
    own_clauses = models.BooleanField(default=False)
    price = MoneyField(max_digits=14, decimal_places=2, null=True, blank=True, default_currency="JPY")
    fee_percent = models.DecimalField(max_digits=5, decimal_places=2, default=20)
    settled_price = MoneyField(
        "agreed on cancellation", max_digits=14, decimal_places=2, null=True, blank=True, default_currency="JPY"
    )
    settled_words = models.CharField("what it is for", max_length=600, blank=True)
    tier = models.CharField(max_length=40, blank=True)
    tier_scheme = models.CharField(max_length=80, blank=True)
    created_at, created_by = made()
    promoted_at, promoted_by = happened()
    confirmed_at, confirmed_by = happened()
    released_at, released_by = happened()
    cancelled_at, cancelled_by = happened()
    settled_at, settled_by = happened()
    end_reason = models.TextField(blank=True)

    objects = BookingQuerySet.as_manager()

    class Meta:
        ordering = ("created_at",)
        constraints = (
            models.UniqueConstraint(
                fields=["campaign", "talent"],
                condition=Q(state__in=["hold", "confirmed", "completed"]),
                name="campaigns_booking_once",
                violation_error_message="This talent has a place in the campaign already.",
            ),
            models.CheckConstraint(
                condition=Q(own_days=None) | Q(own_days__isempty=False),
                name="campaigns_booking_own_days_not_empty",
                violation_error_message="The last day comes before the first.",
            ),
            models.CheckConstraint(
                condition=Q(own_usage_length=None, own_usage_unit="")
                | Q(own_usage_length__isnull=False, own_usage_unit__in=["day", "month"])
                | Q(own_usage_length=0, own_usage_unit="ever"),
                name="campaigns_booking_own_usage_whole",
                violation_error_message="Paid usage is so many days or months, or for good.",
            ),
            models.CheckConstraint(
                condition=(Q(own_channels=None) | Q(own_channels__len__gt=0))
                & (Q(own_territories=None) | Q(own_territories__len__gt=0)),
                name="campaigns_booking_own_places_said",
                violation_error_message="It shows on a channel and in a country.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["hold", "released"]) | Q(confirmed_at__isnull=False),
                name="campaigns_booking_confirmed_by_somebody",
                violation_error_message="A confirmed booking says when and by whom.",
            ),
            ExclusionConstraint(
                expressions=[("talent", "="), ("rank", "="), ("days", RangeOperators.OVERLAPS)],
                condition=Q(state="hold"),
                deferrable=Deferrable.DEFERRED,
                name="campaigns_booking_rank_once",
                violation_error_message="Two holds of these days would have one rank. Look at the line again.",
            ),
            together("promoted"),
            together("confirmed"),
            together("released"),
            together("cancelled"),
            together("settled"),
            models.CheckConstraint(
                condition=Q(settled_price=None, settled_at=None)
                | Q(state="cancelled", settled_price__gte=0, settled_at__isnull=False),
                name="campaigns_booking_settled_once_cancelled",
                violation_error_message="A sum is agreed for a booking that was cancelled, and is not less than 0.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.talent} in {self.campaign}"

    @property
    def own_usage(self) -> Length | None:
        """For how long it runs as an ad, as agreed for this talent alone."""
        return None if self.own_usage_length is None else Length(self.own_usage_length, self.own_usage_unit)

    @property
    def counts(self) -> bool:
        """The same of one as `COUNTING` asks the database."""
        settled = self.settled_price if self.state == BookingState.CANCELLED else None
        return self.state in STANDING or (settled is not None and settled.amount > 0)

    @property
    def paid(self) -> Money | None:
        """What the brand pays: the price, of a cancelled one what was agreed on that; None where nothing is."""
        return self.settled_price if self.state == BookingState.CANCELLED else self.price

    @property
    def net(self) -> Money | None:
        """What the talent receives of what is paid; None where nothing is."""
        return talent_net(self.paid, self.fee_percent) if self.paid is not None else None


def paid_for(bookings: Iterable[Booking]) -> Money | None:
    """What the brand pays for those that count; null for none, or in several currencies: no rate is reckoned with."""
    known = [booking.paid for booking in bookings if booking.counts and booking.paid is not None]
    if len({amount.currency for amount in known}) != 1:
        return None
    return sum(known[1:], known[0])
