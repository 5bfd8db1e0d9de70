"""Figures of an account that no platform tells us."""

from typing import ClassVar

from django.db import models

from accounts.models import User
from lib.history import tracked
from lib.ids import PublicIdField
from lib.stamps import made
from talent.models import SocialAccount


class HandCountsQuerySet(models.QuerySet["HandCounts"]):
    def visible_to(self, user: User) -> "HandCountsQuerySet":
        """Who sees the account sees its figures."""
        return self.filter(account__in=SocialAccount.objects.visible_to(user))


@tracked()
class HandCounts(models.Model):
    """An account's figures as somebody read them on `as_of`, with a picture of the screen as evidence.

    *Reported*, never measured. Never changed: the newest stand. Written by `enter_counts`, which puts them on the
    account's curve too.
    """

    counts: ClassVar = ("followers", "posts", "views")

    public_id = PublicIdField()
    account = models.ForeignKey(SocialAccount, models.PROTECT, related_name="hand_counts")
    as_of = models.DateField("as of")
    followers = models.PositiveBigIntegerField()
    posts = models.PositiveBigIntegerField(null=True, blank=True)
    views = models.PositiveBigIntegerField(null=True, blank=True)
    evidence = models.ImageField(upload_to="evidence/")
    entered_at, entered_by = made()

    objects = HandCountsQuerySet.as_manager()

    class Meta:
        ordering = ("-as_of", "-pk")
        verbose_name_plural = "hand counts"
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(evidence=""),
                name="stats_handcounts_has_evidence",
                violation_error_message="Add a picture of the screen.",
            ),
        )

    def __str__(self) -> str:
        return f"Figures of {self.account} as of {self.as_of}"
