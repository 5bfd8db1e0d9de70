"""What an account published, and how each piece did."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from stats.platforms.readings import LONGEST_TEXT
from talent.models import SocialAccount

GONE_AFTER = 2  # readings in a row without it
STORY = "story"  # ends by itself after a day, and is not like other posts
COUNTS = ("views", "likes", "comments", "shares", "saves", "reach")
SUM = "sum"  # `interactions` among `untold`, whose words are short


def _count() -> models.BigIntegerField:
    return models.BigIntegerField(null=True, blank=True)


class Post(models.Model):
    """A post with the latest figures that its platform gave. Written by `stats.actions.record_posts` alone.

    A count is null where nobody was ever told it, and keeps its last value when the platform stops telling:
    `untold` names those that the latest answer left out (`is_untold`). `missed` counts complete answers in a row
    without the post.
    """

    account = models.ForeignKey(SocialAccount, models.CASCADE, related_name="pieces", db_index=False)
    external_id = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, blank=True, help_text="the platform's word: video, short, reel, image, …")
    url = models.CharField(max_length=500, blank=True)
    text = models.TextField(
        max_length=LONGEST_TEXT, blank=True, help_text="cut, and forgotten where the platform wants that"
    )
    published_at = models.DateTimeField()
    is_pinned = models.BooleanField(default=False)
    is_paid = models.BooleanField(
        null=True, blank=True, help_text="marked as advertising there; null where the platform is silent"
    )
    views, likes, comments, shares, saves, reach = (_count() for _ in COUNTS)
    interactions = models.BigIntegerField(
        null=True, blank=True, help_text="the platform’s own sum of what people did; null where it never told it"
    )
    untold = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    first_seen_at = models.DateTimeField()
    measured_at = models.DateTimeField(help_text="the instant that the figures are from")
    missed = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("-published_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=["account", "external_id"],
                name="stats_post_once",
                violation_error_message="This post is known already.",
            ),
            models.CheckConstraint(
                condition=Q(measured_at__gte=models.F("first_seen_at")),
                name="stats_post_measured_after_seen",
                violation_error_message="A post is measured when it is seen or later.",
            ),
        )
        indexes = (models.Index(fields=["account", "-published_at"], name="stats_post_latest"),)

    def __str__(self) -> str:
        return f"{self.kind or 'post'} {self.external_id}"

    @property
    def stands(self) -> bool:
        """Whether its address is worth following: a story's leads nowhere after a day."""
        return bool(self.url) and self.kind != STORY

    def is_untold(self, name: str) -> bool:
        """Whether the latest answer left this figure out, so that it is older than the others."""
        return (SUM if name == "interactions" else name) in self.untold

    @property
    def is_gone(self) -> bool:
        """Taken down or hidden: the platform left it out more than once."""
        return self.missed >= GONE_AFTER


class PostSnapshot(models.Model):
    """A post's figures at one instant, kept where they differ from those before. Never changes; written by COPY.

    The table is partitioned by month on `taken_at` (see its migration).
    """

    counts: ClassVar = COUNTS

    pk = models.CompositePrimaryKey("post_id", "taken_at")
    post = models.ForeignKey(Post, models.DO_NOTHING, related_name="snapshots", db_constraint=False, db_index=False)
    taken_at = models.DateTimeField()
    views, likes, comments, shares, saves, reach = (_count() for _ in COUNTS)

    class Meta:
        ordering = ("post_id", "taken_at")

    def __str__(self) -> str:
        return f"{self.post_id} at {self.taken_at:%Y-%m-%d}"


class PostWatch(models.Model):
    """When an account's posts were read, and when they will be next. Written by the refresh alone."""

    account = models.OneToOneField(SocialAccount, models.CASCADE, primary_key=True, related_name="post_watch")
    next_at = models.DateTimeField(null=True, blank=True, help_text="null where no connector reads posts")
    attempted_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True, help_text="when the platform last gave them")
    deep_at = models.DateTimeField(null=True, blank=True, help_text="when it last gave all of ninety days")
    old_at = models.DateTimeField(null=True, blank=True, help_text="when it last gave all of a year")
    cut_at = models.DateTimeField(null=True, blank=True, help_text="when the platform last had enough before the end")
    failures = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    mark = models.CharField(max_length=310, blank=True, help_text="what says whether anything changed since")

    class Meta:
        ordering = ("account",)
        indexes = (models.Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="stats_postwatch_due"),)

    def __str__(self) -> str:
        return f"posts of {self.account_id}"
