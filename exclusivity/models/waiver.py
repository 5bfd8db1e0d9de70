"""What a beneficiary lets be, and what was offered to it first."""

import secrets
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.db import models
from django.db.models import F, Q

from clients.models import Brand, Category
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
    EXPIRED = "EXPIRED", "Ran out"
    WITHDRAWN = "WITHDRAWN", "Asked no longer"


WAITING = (WaiverState.REQUESTED, WaiverState.VERBAL)
OVER = (WaiverState.REFUSED, WaiverState.REVOKED, WaiverState.EXPIRED, WaiverState.WITHDRAWN)
RUNS_OUT_IN = timedelta(days=30)


def kept_as(waiver: "Waiver", filename: str) -> str:
    """A name that nobody can guess; what the file is called outside is `document_name`."""
    return f"waivers/{secrets.token_urlsafe(24)}{PurePath(filename).suffix.lower()}"


class WaiverQuerySet(models.QuerySet["Waiver"]):
    def waiting(self) -> "WaiverQuerySet":
        """Asked for or promised by word: neither counts yet."""
        return self.filter(state__in=WAITING)

    def granted(self) -> "WaiverQuerySet":
        return self.filter(state=WaiverState.GRANTED)

    def running_out(self, now: datetime) -> "WaiverQuerySet":
        """Granted, and over within `RUNS_OUT_IN`."""
        return self.granted().filter(expires__gt=now, expires__lte=now + RUNS_OUT_IN)

    def over(self) -> "WaiverQuerySet":
        return self.filter(state__in=OVER)


@tracked()
class Waiver(models.Model):
    """The beneficiary's written consent to what its clause forbids. An empty part of the scope is all of it.

    `asked_of` is whom at the brand the office asked, `grantor` who said yes there and `authority` what lets them;
    `granted_by` and the like are who of the office wrote it down. `written_on` is the day on the paper, `document` the
    paper itself, `writing` where else it is written. `why` is the reason of a refusal or of taking it back.

    Covers what lies inside its scope, also what was published before it was granted; a revocation never reaches back.
    Changed by `exclusivity.actions` only: `ask_waiver`, `promise_waiver`, `grant_waiver`, `refuse_waiver`,
    `withdraw_waiver`, `revoke_waiver`, `expire_waivers`.
    """

    MOVES: ClassVar[dict[str, set[str]]] = {
        WaiverState.REQUESTED: {
            WaiverState.VERBAL, WaiverState.GRANTED, WaiverState.REFUSED, WaiverState.WITHDRAWN,
        },
        WaiverState.VERBAL: {WaiverState.GRANTED, WaiverState.REFUSED, WaiverState.WITHDRAWN},
        WaiverState.GRANTED: {WaiverState.REVOKED, WaiverState.EXPIRED},
        WaiverState.REFUSED: set(),
        WaiverState.REVOKED: set(),
        WaiverState.EXPIRED: set(),
        WaiverState.WITHDRAWN: set(),
    }  # fmt: skip
    State: ClassVar = WaiverState

    public_id = PublicIdField()
    clause = models.ForeignKey(Clause, models.CASCADE, related_name="waivers")
    state = models.CharField(max_length=9, choices=WaiverState.choices, default=WaiverState.REQUESTED)
    commitment = models.ForeignKey(Commitment, models.CASCADE, null=True, blank=True, related_name="waivers")
    brand = models.ForeignKey(Brand, models.PROTECT, null=True, blank=True, related_name="+")
    channels = ArrayField(models.CharField(max_length=12, choices=Channel.choices), default=list, blank=True)
    activities = ArrayField(models.CharField(max_length=14, choices=Activity.choices), default=list, blank=True)
    territories = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    category = models.ForeignKey(Category, models.PROTECT, null=True, blank=True, related_name="+")
    days = DateRangeField(null=True, blank=True)
    expires = models.DateTimeField(null=True, blank=True, help_text="the first instant without it")
    asked_of = models.CharField(max_length=120, blank=True)
    asked_address = models.EmailField("asked at", blank=True)
    names_brand = models.BooleanField(default=False, help_text="the letter says for which brand it is asked")
    grantor = models.CharField("granted by", max_length=120, blank=True)
    authority = models.CharField("as", max_length=120, blank=True, help_text="what lets them say yes")
    written_on = models.DateField("in writing on", null=True, blank=True)
    writing = models.TextField("where it is written", blank=True)
    document = models.FileField(upload_to=kept_as, blank=True)
    document_name = models.CharField(max_length=160, blank=True)
    conditions = models.TextField(blank=True)
    why = models.TextField("reason", blank=True)
    created_at, created_by = made()
    asked_at, asked_by = happened()
    promised_at, promised_by = happened()
    granted_at, granted_by = happened()
    refused_at, refused_by = happened()
    revoked_at, revoked_by = happened()

    objects = WaiverQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints = (
            together("asked"),
            together("promised"),
            together("granted"),
            together("refused"),
            together("revoked"),
            models.CheckConstraint(
                condition=~Q(state="GRANTED") | Q(granted_at__isnull=False),
                name="exclusivity_waiver_granted_has_instant",
                violation_error_message="A waiver that is granted says when.",
            ),
            models.CheckConstraint(
                condition=~Q(state="GRANTED") | ~Q(document="", writing=""),
                name="exclusivity_waiver_granted_is_written",
                violation_error_message="Only what is granted in writing counts: add the paper, or say where it is.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_state_display()}: {self.clause}"

    @property
    def is_waiting(self) -> bool:
        return self.state in WAITING


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
