"""What a beneficiary lets be, and what was offered to it first."""

from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.db import models
from django.db.models import F, Q

from clients.models import Brand
from exclusivity.axes import Activity, Channel
from exclusivity.models.clause import Clause
from exclusivity.models.commitment import Commitment
from lib.history import tracked
from lib.ids import PublicIdField
from lib.stamps import made


class WaiverState(models.TextChoices):
    REQUESTED = "REQUESTED", "Asked for"
    VERBAL = "VERBAL", "Promised by word"
    GRANTED = "GRANTED", "Granted in writing"
    REFUSED = "REFUSED", "Refused"
    REVOKED = "REVOKED", "Revoked"
    EXPIRED = "EXPIRED", "Expired"


@tracked()
class Waiver(models.Model):
    """The beneficiary's written consent to what its clause forbids. An empty part of the scope is all of it.

    Covers what lies inside its scope, also what was published before it was granted; a revocation never reaches back.
    """

    public_id = PublicIdField()
    clause = models.ForeignKey(Clause, models.CASCADE, related_name="waivers")
    state = models.CharField(max_length=9, choices=WaiverState.choices, default=WaiverState.REQUESTED)
    commitment = models.ForeignKey(Commitment, models.CASCADE, null=True, blank=True, related_name="waivers")
    brand = models.ForeignKey(Brand, models.PROTECT, null=True, blank=True, related_name="+")
    channels = ArrayField(models.CharField(max_length=12, choices=Channel.choices), default=list, blank=True)
    activities = ArrayField(models.CharField(max_length=14, choices=Activity.choices), default=list, blank=True)
    days = DateRangeField(null=True, blank=True)
    granted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    created_at, created_by = made()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(state="GRANTED") | Q(granted_at__isnull=False),
                name="exclusivity_waiver_granted_has_instant",
                violation_error_message="A waiver that is granted says when.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_state_display()}: {self.clause}"


@tracked()
class Offer(models.Model):
    """A rival's offer that was laid before the holder of a first refusal."""

    clause = models.ForeignKey(Clause, models.CASCADE, related_name="offers")
    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="offers")
    offered_at = models.DateTimeField()
    declined_at = models.DateTimeField(null=True, blank=True)
    created_at, created_by = made()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(declined_at=None) | Q(declined_at__gte=F("offered_at")),
                name="exclusivity_offer_answered_after",
                violation_error_message="The answer comes after the offer.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.commitment} before the holder of {self.clause}"
