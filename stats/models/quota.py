"""How much a platform lets a key ask in a day."""

from django.db import models
from django.db.models import F, Q

from talent.models import Platform


class Quota(models.Model):
    """One key's units on one of the platform's own days (YouTube counts by the Pacific day).

    No answer of the platform says what is left, so it is counted here, before each call, in one conditional UPDATE
    (`stats.quota.Meter`). `paused_until` is what the platform said when it had enough of us, or our own pause where it
    is down: it alone, the other platforms go on.
    """

    platform = models.CharField(max_length=10, choices=Platform.choices)
    key_id = models.CharField(max_length=16, help_text="fingerprint of the key, never the key")
    day = models.DateField(help_text="the platform's own day")
    used = models.PositiveIntegerField(default=0)
    allowed = models.PositiveIntegerField()
    trips = models.PositiveSmallIntegerField(default=0, help_text="pauses in a row because the platform was down")
    said = models.CharField(max_length=300, blank=True, help_text="what went wrong last, empty where all is well")
    answered_at = models.DateTimeField(null=True, blank=True, help_text="its last good answer of this day")
    alarm = models.BooleanField(default=False, help_text="somebody has to mend it: the key, the app, the credits")
    alarm_since = models.DateTimeField(null=True, blank=True)
    paused_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-day", "platform")
        constraints = (
            models.UniqueConstraint(
                fields=["platform", "key_id", "day"],
                name="stats_quota_once_a_day",
                violation_error_message="This key's day is counted already.",
            ),
            models.CheckConstraint(
                condition=Q(used__lte=F("allowed")),
                name="stats_quota_within_allowed",
                violation_error_message="The platform's quota for today is used up.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.platform} on {self.day}: {self.used} of {self.allowed}"

    @property
    def left(self) -> int:
        return self.allowed - self.used
