"""What a beneficiary lets be, and what was offered to it first."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.db import models
from django.db.models import F, Q

from clients.models import Brand
from exclusivity.axes import Activity, Channel
from exclusivity.models.clause import Clause
from exclusivity.models.commitment import Commitment
from lib.history import tracked
from lib.ids import PublicIdField
from lib.stamps import happened, made, together


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

    `granted_by` and the like are who of the office wrote it down.

    Covers what lies inside its scope, also what was published before it was granted; a revocation never reaches back.
    """

    MOVES: ClassVar[dict[str, set[str]]] = {
        WaiverState.REQUESTED: {WaiverState.VERBAL, WaiverState.GRANTED, WaiverState.REFUSED},
        WaiverState.VERBAL: {WaiverState.GRANTED, WaiverState.REFUSED},
        WaiverState.GRANTED: {WaiverState.REVOKED, WaiverState.EXPIRED},
        WaiverState.REFUSED: set(),
        WaiverState.REVOKED: set(),
        WaiverState.EXPIRED: set(),
    }

    public_id = PublicIdField()
    clause = models.ForeignKey(Clause, models.CASCADE, related_name="waivers")
    state = models.CharField(max_length=9, choices=WaiverState.choices, default=WaiverState.REQUESTED)
    commitment = models.ForeignKey(Commitment, models.CASCADE, null=True, blank=True, related_name="waivers")
    brand = models.ForeignKey(Brand, models.PROTECT, null=True, blank=True, related_name="+")
    channels = ArrayField(models.CharField(max_length=12, choices=Channel.choices), default=list, blank=True)
    activities = ArrayField(models.CharField(max_length=14, choices=Activity.choices), default=list, blank=True)
    days = DateRangeField(null=True, blank=True)
    expires = models.DateTimeField(null=True, blank=True, help_text="the first instant without it")
    created_at, created_by = made()
    granted_at, granted_by = happened()
    revoked_at, revoked_by = happened()

    class Meta:
        constraints = (
            together("granted"),
            together("revoked"),
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
    created_at, created_by = made()
    offered_at, offered_by = made()
    declined_at, declined_by = happened()

    class Meta:
        constraints = (
            together("declined"),
            models.CheckConstraint(
                condition=Q(declined_at=None) | Q(declined_at__gte=F("offered_at")),
                name="exclusivity_offer_answered_after",
                violation_error_message="The answer comes after the offer.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.commitment} before the holder of {self.clause}"
