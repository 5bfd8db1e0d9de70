"""What the office says to somebody."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from lib.ids import PublicIdField


class MessageState(models.TextChoices):
    DRAFT = "draft", "Draft"
    QUEUED = "queued", "Going out"
    SENT = "sent", "Sent"
    FAILED = "failed", "Not delivered"
    DROPPED = "dropped", "Dropped"


class Message(models.Model):
    """A letter: a row first, so that it can be read, changed or dropped before it goes, and is never lost.

    Written by `outbox.actions.post` (goes at once) or `draft` (waits for a person), sent by the job
    *outbox.send_message*. `secret` bodies carry a way in (a password link) and are shown to nobody but the addressee,
    the demo office excepted.
    """

    State = MessageState
    MOVES: ClassVar[dict[str, set[str]]] = {
        MessageState.DRAFT: {MessageState.QUEUED, MessageState.DROPPED},
        MessageState.QUEUED: {MessageState.SENT, MessageState.FAILED},
        MessageState.FAILED: {MessageState.QUEUED, MessageState.DROPPED},
        MessageState.SENT: set(),
        MessageState.DROPPED: set(),
    }

    public_id = PublicIdField()
    to_address = models.EmailField()
    to_name = models.CharField(max_length=120, blank=True)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    kind = models.CharField(max_length=60)
    about = models.CharField(max_length=60, blank=True, help_text="what it is about: `campaign:PUBLIC_ID`")
    secret = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=MessageState.choices, default=MessageState.DRAFT)
    written = models.DateTimeField()
    sent = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(state="sent", sent__isnull=False) | (~Q(state="sent") & Q(sent=None)),
                name="outbox_message_sent_has_time",
                violation_error_message="A message that went out has the time at which it did.",
            ),
        )
        indexes = (
            models.Index(fields=["state", "-id"], name="outbox_message_by_state"),
            models.Index(fields=["about", "-id"], name="outbox_message_about"),
        )

    def __str__(self) -> str:
        return self.subject
