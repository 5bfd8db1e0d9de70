"""When and where a talent is wanted in person."""

from datetime import date
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from accounts.roles import Kind
from campaigns.models.booking import STANDING, Booking, BookingState
from lib.history import tracked
from lib.ids import PublicIdField
from lib.stamps import happened, made, together


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def visible_to(self, user: User) -> "AppointmentQuerySet":
        """Staff see all, a talent's user those of their bookings, a brand's those of theirs that it is to read."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.kind == Kind.STAFF:
            return self
        if user.kind == Kind.TALENT:
            return self.filter(booking__in=Booking.objects.visible_to(user))
        if user.kind == Kind.CLIENT:
            return self.filter(brand_reads=True, booking__in=Booking.objects.visible_to(user))
        return self.none()

    def planned(self) -> "AppointmentQuerySet":
        """Those that stand, and the options of holds."""
        return self.filter(cancelled_at=None, booking__state__in=(BookingState.HOLD, *STANDING))


@tracked()
class Appointment(models.Model):
    """A shoot, a fitting, an event: from when until when, where, on whose clock. The talent reads all of it.

    The brand reads what, when and where, and only where `brand_reads`; the note is never for it.

    Of a hold it is an option on those hours, which only the office reads: with the confirmation it becomes what it
    says, and it goes with the hold.

    Planned, moved and called off by staff (`campaigns.actions.appointments`). Two of one talent that meet are shown,
    and not refused: a person may be able to do both.
    """

    public_id = PublicIdField()
    booking = models.ForeignKey(Booking, models.PROTECT, related_name="appointments")
    what = models.CharField(max_length=60, default="Shoot")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    timezone = models.CharField(max_length=50, help_text="the clock of the place")
    place = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True, help_text="for the talent: what to bring, whom to ask for")
    brand_reads = models.BooleanField("the brand reads it too", default=False)
    created_at, created_by = made()
    cancelled_at, cancelled_by = happened()

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ("starts_at", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="campaigns_appointment_ends_later",
                violation_error_message="It ends after it begins.",
            ),
            together("cancelled"),
        )
        indexes = (models.Index(fields=["starts_at"], name="campaigns_appointment_start"),)

    def __str__(self) -> str:
        return self.what

    @property
    def is_option(self) -> bool:
        return self.booking.state == BookingState.HOLD

    @property
    def called(self) -> str:
        """Shoot, or Shoot (option)."""
        return f"{self.what} (option)" if self.is_option else self.what

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def starts_on(self) -> date:
        """The day, on the clock of the place."""
        return self.starts_at.astimezone(self.zone).date()
