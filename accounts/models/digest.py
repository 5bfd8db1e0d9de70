"""The mail that says once a day what happened."""

from django.conf import settings
from django.db import models

from lib.stamps import made
from outbox.models import Message


class Digest(models.Model):
    """A person's digest of one of their days: never a second one. Written by `accounts.actions.write_digest`.

    `message` is the mail; none where everything in it had been read, or could no longer be.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="digests")
    day = models.DateField(help_text="on the reader's own calendar")
    message = models.OneToOneField(Message, models.PROTECT, null=True, blank=True, related_name="digest")
    written_at, written_by = made()

    class Meta:
        ordering = ("-day",)
        constraints = (
            models.UniqueConstraint(
                fields=["user", "day"],
                name="accounts_digest_once_a_day",
                violation_error_message="This day’s digest is written already.",
            ),
        )

    def __str__(self) -> str:
        return f"Digest of {self.day}"
