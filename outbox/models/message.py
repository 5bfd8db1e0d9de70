"""What the office says to somebody."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from lib.ids import PublicIdField


class Way(models.TextChoices):
    """How a letter reaches somebody who signs in; each person chooses (`accounts.topics`)."""

    MAIL = "mail", "By mail at once"
    DIGEST = "digest", "In the daily digest"
    PAGE = "page", "Only in the page"


class MessageState(models.TextChoices):
    DRAFT = "draft", "Draft"
    QUEUED = "queued", "Going out"
    SENT = "sent", "Sent"
    FAILED = "failed", "Not delivered"
    DROPPED = "dropped", "Dropped"
    GATHERED = "gathered", "For the digest"
    DIGESTED = "digested", "In a digest"
    SHOWN = "shown", "Only in the page"


LET_GO = {Way.MAIL: MessageState.QUEUED, Way.DIGEST: MessageState.GATHERED, Way.PAGE: MessageState.SHOWN}


class MessageQuerySet(models.QuerySet["Message"]):
    def told_to(self, reader: str) -> "MessageQuerySet":
        """The notices of whoever has this public id: what was let go, by whichever way. No way in is among them."""
        hidden = (MessageState.DRAFT, MessageState.DROPPED)
        return self.filter(reader=reader, secret=False).exclude(reader="").exclude(state__in=hidden)


class Message(models.Model):
    """A letter: a row first, so that it can be read, changed or dropped before it goes, and is never lost.

    Written by `outbox.actions.post` (goes at once) or `draft` (waits for a person), sent by the job
    *outbox.send_message*. `secret` bodies carry a way in (a password link) and are shown to nobody but the addressee,
    the demo office excepted.

    To somebody who signs in (`reader`) it is a notice too, unread until `read`: it leads to `thing`, else to what it is
    `about`. Where they chose so (`way`), it goes with the daily digest instead, or by no mail at all.
    """

    State = MessageState
    MOVES: ClassVar[dict[str, set[str]]] = {
        MessageState.DRAFT: {*LET_GO.values(), MessageState.DROPPED},
        MessageState.GATHERED: {MessageState.DIGESTED, MessageState.SHOWN},
        MessageState.DIGESTED: set(),
        MessageState.SHOWN: set(),
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
    thing = models.CharField(max_length=60, blank=True, help_text="what its notice leads to: `draft:PUBLIC_ID`")
    reader = models.CharField(max_length=12, blank=True, help_text="public id of the addressee, where they sign in")
    way = models.CharField(max_length=6, choices=Way.choices, default=Way.MAIL)
    read = models.DateTimeField(null=True, blank=True)
    unsubscribe = models.CharField(max_length=300, blank=True, help_text="address at which one press ends such mails")
    secret = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=MessageState.choices, default=MessageState.DRAFT)
    written = models.DateTimeField()
    sent = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(way="mail") | ~Q(reader=""),
                name="outbox_message_page_has_reader",
                violation_error_message="Who has no page of theirs is written to by mail.",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent__isnull=False) | (~Q(state="sent") & Q(sent=None)),
                name="outbox_message_sent_has_time",
                violation_error_message="A message that went out has the time at which it did.",
            ),
        )
        indexes = (
            models.Index(fields=["state", "-id"], name="outbox_message_by_state"),
            models.Index(fields=["about", "-id"], name="outbox_message_about"),
            models.Index(fields=["reader", "-id"], condition=~Q(reader=""), name="outbox_message_notices"),
            models.Index(fields=["reader"], condition=Q(state="gathered"), name="outbox_message_gathered"),
        )

    def __str__(self) -> str:
        return self.subject
