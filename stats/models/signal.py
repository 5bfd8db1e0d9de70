"""What is worth a look in an account's figures. Never a verdict on a person."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from accounts.models import User
from accounts.roles import Kind as UserKind
from lib.history import tracked
from lib.ids import PublicIdField
from lib.stamps import happened, together
from talent.models import SocialAccount

MACHINE = ("title", "line", "since", "value", "threshold", "found_at", "seen_at")


class SignalKind(models.TextChoices):
    JUMP = "jump", "Followers jumped"
    SPIKE = "spike", "Followers rose at once"
    DROP = "drop", "Followers fell"
    SAWTOOTH = "sawtooth", "A rise that went again"
    HOLLOW = "hollow", "Growth without engagement"
    BAND = "band", "Engagement out of its range"
    RATIO = "ratio", "Comments for likes"
    EVEN = "even", "Likes much alike"
    REACH = "reach", "Views for followers"
    FOLLOWING = "following", "Accounts followed"


class SignalQuerySet(models.QuerySet["Signal"]):
    def visible_to(self, user: User) -> "SignalQuerySet":
        """Staff alone: a talent is never shown them, a client never learns of them."""
        staff = user.is_authenticated and user.is_active and user.kind == UserKind.STAFF
        return self if staff else self.none()

    def open(self) -> "SignalQuerySet":
        return self.filter(dismissed_at=None)


@tracked(exclude=MACHINE)
class Signal(models.Model):
    """A rule of `stats.numbers.signals` that an account's figures meet now, with the figures, the days, the threshold.

    A row is deleted when its rule is no longer met, a dismissed one ninety days later. Dismissed, it stays away until
    `value` moves by more than a fifth from `dismissed_value`, or, where it is about a day (`jump`, `spike`,
    `drop`, `sawtooth`), for good: another day is another row.
    """

    Kind: ClassVar = SignalKind

    public_id = PublicIdField()
    account = models.ForeignKey(SocialAccount, models.CASCADE, related_name="signals")
    kind = models.CharField(max_length=9, choices=SignalKind.choices)
    key = models.CharField(max_length=10, blank=True, help_text="the day that it is about, where it is about one")
    title = models.CharField(max_length=160)
    line = models.CharField(max_length=300, help_text="its figures and the threshold, in words")
    since = models.DateField()
    value = models.DecimalField(max_digits=14, decimal_places=3)
    threshold = models.DecimalField(max_digits=14, decimal_places=3)
    found_at = models.DateTimeField()
    seen_at = models.DateTimeField(help_text="when the rule was last met")
    dismissed_at, dismissed_by = happened()
    dismissed_value = models.DecimalField(max_digits=14, decimal_places=3, null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    objects = SignalQuerySet.as_manager()

    class Meta:
        ordering = ("-since", "kind", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["account", "kind", "key"],
                name="stats_signal_once",
                violation_error_message="This is noted already.",
            ),
            together("dismissed"),
            models.CheckConstraint(
                condition=Q(dismissed_at=None, reason="") | (Q(dismissed_at__isnull=False) & ~Q(reason="")),
                name="stats_signal_dismissed_with_reason",
                violation_error_message="Whoever dismisses it says why.",
            ),
        )

    def __str__(self) -> str:
        return self.title
