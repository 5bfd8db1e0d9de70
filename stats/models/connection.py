"""What a talent lets the office read of an account of theirs."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.models import User
from accounts.roles import Kind
from lib.history import tracked
from lib.ids import PublicIdField
from lib.sealed import SealedField
from lib.stamps import happened, made, together
from talent.models import SocialAccount

SOON = timedelta(minutes=5)
MACHINERY = (
    "access_token", "access_until", "refresh_token", "refresh_until", "parting_token", "renewed", "claim",
    "claimed_until",
)  # fmt: skip


class ConnectionState(models.TextChoices):
    WORKING = "working", "Connected"
    BROKEN = "broken", "Connection broken"
    WITHDRAWN = "withdrawn", "Withdrawn"


class ConnectionQuerySet(models.QuerySet["Connection"]):
    def visible_to(self, user: User) -> "ConnectionQuerySet":
        """Staff see all; a talent's user sees those of their own accounts; a client none."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.kind == Kind.STAFF:
            return self
        if user.kind == Kind.TALENT:
            return self.filter(account__talent__access__user=user)
        return self.none()

    def living(self) -> "ConnectionQuerySet":
        return self.exclude(state=ConnectionState.WITHDRAWN)


@tracked(exclude=MACHINERY)
class Connection(models.Model):
    """A talent's consent, with the tokens that the platform gave for it, sealed.

    Who renews the tokens holds `claim` until `claimed_until` (`stats.tokens`). `reason` says in words why it is broken.
    `parting_token` is what the platform has still to be told that we let go of; a day at most.
    """

    State: ClassVar = ConnectionState
    MOVES: ClassVar[dict[str, set[str]]] = {
        ConnectionState.WORKING: {ConnectionState.BROKEN, ConnectionState.WITHDRAWN},
        ConnectionState.BROKEN: {ConnectionState.WORKING, ConnectionState.WITHDRAWN},
        ConnectionState.WITHDRAWN: set(),
    }

    public_id = PublicIdField()
    account = models.ForeignKey(SocialAccount, models.PROTECT, related_name="connections")
    external_id = models.CharField(max_length=120, help_text="the platform's own id of whoever allowed it")
    scopes = ArrayField(models.CharField(max_length=80), default=list, help_text="what was allowed")
    told_audience = models.BooleanField(
        default=False, help_text="whether the owner was told that it is read who follows, before they allowed it"
    )
    access_token = SealedField(blank=True)
    access_until = models.DateTimeField(null=True, blank=True)
    refresh_token = SealedField(blank=True)
    refresh_until = models.DateTimeField(null=True, blank=True)
    parting_token = SealedField(blank=True)
    renewed = models.DateTimeField(help_text="when the platform gave these tokens")
    claim = models.UUIDField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=9, choices=ConnectionState.choices, default=ConnectionState.WORKING)
    reason = models.CharField(max_length=300, blank=True)
    broken_since = models.DateTimeField(null=True, blank=True)
    connected_at, connected_by = made()
    withdrawn_at, withdrawn_by = happened()

    objects = ConnectionQuerySet.as_manager()

    class Meta:
        ordering = ("-connected_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=["account"],
                condition=~Q(state="withdrawn"),
                name="stats_connection_one_living",
                violation_error_message="This account is connected already.",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | Q(access_token="", refresh_token=""),
                name="stats_connection_withdrawn_without_tokens",
                violation_error_message="A consent that was withdrawn keeps no token.",
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn") | (~Q(access_token="") & Q(withdrawn_at=None)),
                name="stats_connection_living_has_token",
                violation_error_message="A connection has its token, and was not withdrawn.",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | Q(withdrawn_at__isnull=False),
                name="stats_connection_withdrawn_has_time",
                violation_error_message="A consent that was withdrawn says when and by whom.",
            ),
            models.CheckConstraint(
                condition=Q(state="broken", broken_since__isnull=False) & ~Q(reason="")
                | ~Q(state="broken") & Q(broken_since=None, reason=""),
                name="stats_connection_broken_has_reason",
                violation_error_message="A broken connection says since when and why, and no other does.",
            ),
            models.CheckConstraint(
                condition=Q(claim=None, claimed_until=None) | Q(claim__isnull=False, claimed_until__isnull=False),
                name="stats_connection_claim_ends",
                violation_error_message="Who renews a token does so until a certain time.",
            ),
            together("withdrawn"),
        )
        indexes = (models.Index(fields=["state", "renewed"], name="stats_connection_renewed"),)

    def __str__(self) -> str:
        return f"{self.account}, {self.get_state_display().lower()}"

    @property
    def platform(self) -> str:
        return str(self.account.platform)

    def ends_soon(self, now: datetime) -> bool:
        """Whether the token had better be renewed before it is used."""
        return self.access_until is not None and self.access_until <= now + SOON
