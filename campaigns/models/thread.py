"""What the office, a talent and a brand write to one another about a project."""

import secrets
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from accounts.models import User
from accounts.roles import Kind
from campaigns.models.booking import Booking
from campaigns.models.campaign import Campaign
from lib.history import tracked
from lib.ids import PublicIdField
from lib.stamps import happened, made, together
from talent.models import Talent


class Audience(models.TextChoices):
    """Who reads a thread. It stands over it in words, and never changes."""

    OFFICE = "office", "Only the office"
    TALENT = "talent", "The office and a talent"
    BRAND = "brand", "The office and the brand"


class ThreadQuerySet(models.QuerySet["Thread"]):
    def visible_to(self, user: User) -> "ThreadQuerySet":
        """Staff read all. A talent's and a brand's person read what was opened for them, never the other side's."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.kind == Kind.STAFF:
            return self
        if user.kind == Kind.CLIENT:
            return self.filter(audience=Audience.BRAND, campaign__in=Campaign.objects.visible_to(user))
        if user.kind == Kind.TALENT:
            return self.filter(audience=Audience.TALENT, talent__in=Talent.objects.visible_to(user))
        return self.none()


@tracked()
class Thread(models.Model):
    """Messages on a campaign, or on one booking of it, with who reads them.

    Opened with its first message by `open_thread`; the database lets nothing of it change afterwards but `settled`:
    what somebody outside wrote last needs no answer (`settle_thread`).
    """

    Audience: ClassVar = Audience

    public_id = PublicIdField()
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="threads")
    booking = models.ForeignKey(Booking, models.PROTECT, null=True, blank=True, related_name="threads")
    talent = models.ForeignKey(Talent, models.PROTECT, null=True, blank=True, related_name="threads")
    audience = models.CharField(max_length=6, choices=Audience.choices)
    title = models.CharField(max_length=120)
    opened_at, opened_by = made()
    settled_at, settled_by = happened()

    objects = ThreadQuerySet.as_manager()

    class Meta:
        ordering = ("-opened_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(audience="talent", talent__isnull=False) | (~Q(audience="talent") & Q(talent=None)),
                name="campaigns_thread_names_its_talent",
                violation_error_message="A thread with a talent names them; no other does.",
            ),
            models.CheckConstraint(
                condition=~Q(title=""),
                name="campaigns_thread_has_title",
                violation_error_message="Say what it is about.",
            ),
            together("settled"),
        )
        triggers = (
            pgtrigger.ReadOnly(name="frozen", exclude=["settled_at", "settled_by"]),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def read_by(self) -> str:
        """Who reads it, in words. Needs the talent, or the campaign's brand."""
        if self.audience == Audience.TALENT and self.talent is not None:
            return f"the office and {self.talent.name}"
        if self.audience == Audience.BRAND:
            return f"the office and {self.campaign.brand.name}"
        return "only the office"


class ThreadMessageQuerySet(models.QuerySet["ThreadMessage"]):
    def visible_to(self, user: User) -> "ThreadMessageQuerySet":
        """Who reads the thread reads its messages."""
        return self.filter(thread__in=Thread.objects.visible_to(user))


@tracked()
class ThreadMessage(models.Model):
    """One message. Written by `open_thread` or `write_message`, never changed."""

    thread = models.ForeignKey(Thread, models.PROTECT, related_name="messages")
    text = models.TextField()
    written_at, written_by = made()

    objects = ThreadMessageQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(text=""),
                name="campaigns_threadmessage_says_something",
                violation_error_message="Write the message first.",
            ),
        )
        triggers = (
            pgtrigger.ReadOnly(name="frozen"),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return self.text


class ThreadFileQuerySet(models.QuerySet["ThreadFile"]):
    def visible_to(self, user: User) -> "ThreadFileQuerySet":
        """Who reads the thread reads its files, and nobody else."""
        return self.filter(message__in=ThreadMessage.objects.visible_to(user))


def _place(row: "ThreadFile", name: str) -> str:
    """A place that nobody can guess; what it was called stands in the row alone."""
    return f"threads/{secrets.token_urlsafe(24)}"


@tracked()
class ThreadFile(models.Model):
    """A picture, a PDF or a text that came with a message. Never changed."""

    public_id = PublicIdField()
    message = models.ForeignKey(ThreadMessage, models.PROTECT, related_name="files")
    file = models.FileField(upload_to=_place, max_length=200)
    name = models.CharField(max_length=120, help_text="as it was called where it came from")
    content_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField(help_text="bytes")
    sha256 = models.CharField(max_length=64)

    objects = ThreadFileQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        triggers = (
            pgtrigger.ReadOnly(name="frozen"),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_picture(self) -> bool:
        return self.content_type == "image/jpeg"
