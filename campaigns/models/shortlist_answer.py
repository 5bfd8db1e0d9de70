"""What a brand says to a shortlist, and the links by which guests say it."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from accounts.guest_links import GuestLink
from accounts.models import User
from accounts.roles import Kind
from campaigns.models.shortlist import Shortlist, ShortlistEntry
from lib.history import tracked
from lib.ids import PublicIdField
from lib.stamps import happened, made, together


class Reply(models.TextChoices):
    YES = "yes", "Yes"
    BACKUP = "backup", "Backup"
    NO = "no", "No"


class ShortlistLinkQuerySet(models.QuerySet["ShortlistLink"]):
    def visible_to(self, user: User) -> "ShortlistLinkQuerySet":
        """Staff see all; everybody else has the link or has it not."""
        return self if user.is_authenticated and user.is_active and user.kind == Kind.STAFF else self.none()


@tracked(exclude=("token_hash", "looks", "looked_at"))
class ShortlistLink(GuestLink):
    """A guest link to one version of a shortlist. Who answers says their name first (`ShortlistGuest`).

    One that `follows` leads to the newest version: sending that takes the link along (`send_shortlist`).
    """

    shortlist = models.ForeignKey(Shortlist, models.PROTECT, related_name="links")
    follows = models.BooleanField("goes along to newer versions", default=False)

    objects: ClassVar[ShortlistLinkQuerySet] = ShortlistLinkQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(GuestLink.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.shortlist} for {self.label}"


@tracked(exclude=("looks", "looked_at"))
class ShortlistGuest(models.Model):
    """Somebody who said who they are behind a guest link. `looks` counts how often they opened the page since."""

    public_id = PublicIdField()
    link = models.ForeignKey(ShortlistLink, models.PROTECT, related_name="guests")
    name = models.CharField(max_length=120)
    email = models.EmailField("e-mail")
    looks = models.PositiveIntegerField(default=1)
    looked_at = models.DateTimeField()
    created_at, created_by = made()

    class Meta:
        ordering = ("created_at", "pk")
        constraints = (
            models.UniqueConstraint(
                "link",
                Lower("email"),
                name="campaigns_shortlistguest_once",
                violation_error_message="Somebody with this address looks at it already.",
            ),
        )

    def __str__(self) -> str:
        return self.name


@tracked()
class ShortlistAnswer(models.Model):
    """One word of the brand's about one talent: a choice, a comment, or both. Never changed, so nobody's is lost.

    The last choice of an entry is the one that holds. It is kept here as they go and is the office's from `sent_at` on.
    A guest's is said by the system, with `guest`; what somebody of the brand said on the telephone by the colleague who
    heard it, with `told_by`. `carried`: said to the version before and still so.
    """

    entry = models.ForeignKey(ShortlistEntry, models.PROTECT, related_name="answers")
    choice = models.CharField(max_length=6, choices=Reply.choices, blank=True)
    comment = models.TextField(blank=True)
    guest = models.ForeignKey(ShortlistGuest, models.PROTECT, null=True, blank=True, related_name="answers")
    told_by = models.CharField("said by telephone by", max_length=120, blank=True)
    carried = models.BooleanField(default=False)
    said_at, said_by = made()
    sent_at, sent_by = happened()

    class Meta:
        ordering = ("said_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(choice="") | ~Q(comment=""),
                name="campaigns_shortlistanswer_says_something",
                violation_error_message="Choose yes, backup or no, or write a comment.",
            ),
            together("sent"),
            models.CheckConstraint(
                condition=Q(told_by="") | Q(guest=None, sent_at__isnull=False),
                name="campaigns_shortlistanswer_told",
                violation_error_message="What was said by telephone is with the office at once, and no guest's.",
            ),
        )
        triggers = (
            pgtrigger.ReadOnly(name="frozen", exclude=["sent_at", "sent_by"]),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.get_choice_display() or 'A word'} to {self.entry}"

    @property
    def who(self) -> str:
        """Whose word it is."""
        if self.told_by:
            return f"{self.told_by}, by telephone to {self.said_by.name}"
        return self.guest.name if self.guest is not None else self.said_by.name
