"""A talent's accounts on the platforms, with their latest figures."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from accounts.models import User
from accounts.roles import Kind
from lib.history import tracked
from lib.ids import PublicIdField
from lib.stamps import happened, made, together
from talent.models.talent import Talent


class Platform(models.TextChoices):
    INSTAGRAM = "instagram", "Instagram"
    TIKTOK = "tiktok", "TikTok"
    YOUTUBE = "youtube", "YouTube"
    X = "x", "X"
    FACEBOOK = "facebook", "Facebook"
    TWITCH = "twitch", "Twitch"
    SNAPCHAT = "snapchat", "Snapchat"
    PODCAST = "podcast", "Podcast"
    BLOG = "blog", "Blog"


class Source(models.TextChoices):
    """Where a figure is from: a platform's own answer, somebody's word (a file, a person), or our arithmetic."""

    MEASURED = "measured", "Measured"
    REPORTED = "reported", "Reported"
    ESTIMATED = "estimated", "Estimated"


class AccountState(models.TextChoices):
    FINE = "fine", "Fine"
    MISSING = "missing", "Not found on the platform"
    REFUSED = "refused", "The platform refuses"
    DISCONNECTED = "disconnected", "Not connected"


class SocialAccountQuerySet(models.QuerySet["SocialAccount"]):
    def visible_to(self, user: User) -> "SocialAccountQuerySet":
        """Staff see all; a talent's user sees their own; a client none."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.kind == Kind.STAFF:
            return self
        if user.kind == Kind.TALENT:
            return self.filter(talent__access__user=user)
        return self.none()


FIGURES = (
    "followers", "following", "posts", "views", "avg_likes", "engagement_rate", "is_rounded", "source", "measured_at",
    "attempted_at", "next_refresh_at", "failures", "last_error", "state", "external_id", "title",
    "named_at", "named_id", "named_figures",
)  # fmt: skip


@tracked(exclude=FIGURES)
class SocialAccount(models.Model):
    """An account on a platform. Every figure is null where nobody knows it: hidden, never measured, failed.

    Figures come by `talent.actions.record_figures`, which keeps the newest and never trades a value for a null.
    `engagement_rate` is a percentage (1.39 is 1.39 %). `measured_at` is the instant that the figures are from.
    `named_at` is when a person last wrote that it is another account: it has no figures then until it is read itself,
    and what was measured before is of that other one, unless its next reading tells the id that it had, `named_id`.
    Then it was renamed only: its past is its own, and `named_figures`, which it had, are its figures again.
    """

    State: ClassVar = AccountState

    public_id = PublicIdField()
    talent = models.ForeignKey(Talent, models.PROTECT, related_name="accounts")
    platform = models.CharField(max_length=10, choices=Platform.choices)
    handle = models.CharField(max_length=120, help_text="without @")
    external_id = models.CharField(max_length=120, blank=True, help_text="the platform's own id, where known")
    url = models.URLField(blank=True)
    title = models.CharField(max_length=200, blank=True)
    followers = models.BigIntegerField(null=True, blank=True)
    following = models.BigIntegerField(null=True, blank=True)
    posts = models.BigIntegerField(null=True, blank=True)
    views = models.BigIntegerField(null=True, blank=True)
    avg_likes = models.BigIntegerField(null=True, blank=True)
    engagement_rate = models.DecimalField(max_digits=7, decimal_places=3, null=True, blank=True, help_text="percent")
    is_rounded = models.BooleanField(default=False, help_text="the platform rounds its count")
    source = models.CharField(max_length=9, choices=Source.choices, blank=True)
    measured_at = models.DateTimeField(null=True, blank=True)
    attempted_at = models.DateTimeField(null=True, blank=True)
    next_refresh_at = models.DateTimeField(null=True, blank=True, help_text="null where no connector reads it")
    failures = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=12, choices=AccountState.choices, default=AccountState.FINE)
    named_at = models.DateTimeField(null=True, blank=True)
    named_id = models.CharField(max_length=120, blank=True, db_default="", default="", editable=False)
    named_figures = models.JSONField(null=True, blank=True, editable=False)
    created_at, created_by = made(by_whom=False)
    archived_at, archived_by = happened(by_whom=False)

    objects = SocialAccountQuerySet.as_manager()

    class Meta:
        ordering = ("-followers", "platform", "id")
        constraints = (
            models.UniqueConstraint(
                "platform",
                Lower("handle"),
                condition=Q(archived_at=None),
                name="talent_socialaccount_handle",
                violation_error_message="This account is on the roster already.",
            ),
            models.CheckConstraint(
                condition=Q(followers=None) | Q(followers__gte=0),
                name="talent_socialaccount_followers_not_negative",
                violation_error_message="Nobody has fewer than no followers.",
            ),
            models.CheckConstraint(
                condition=Q(measured_at=None, source="") | (Q(measured_at__isnull=False) & ~Q(source="")),
                name="talent_socialaccount_figures_have_source",
                violation_error_message="Figures say where they are from and of when they are.",
            ),
            together("archived"),
        )
        # None on a figure or on `next_refresh_at`: so each refresh rewrites the row alone (a HOT update, for which the
        # pages keep room), and no index. What is due is found by reading the table, each minute.
        indexes = (
            models.Index("platform", Lower("handle"), name="talent_account_named"),
            models.Index(fields=["platform", "external_id"], name="talent_account_known_as"),
            # Who is on a platform, counted from the index alone. The talent first: by platform PostgreSQL would go
            # through all of a platform for one talent, where it has no statistics yet.
            models.Index(fields=["talent", "platform"], condition=Q(archived_at=None), name="talent_account_on"),
        )

    def __str__(self) -> str:
        return f"{self.handle} on {self.get_platform_display()}"

    @property
    def is_fine(self) -> bool:
        """Whether its platform gives its figures, as far as the last reading tells."""
        return self.state == AccountState.FINE
