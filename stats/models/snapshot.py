"""An account's figures at one instant."""

from typing import ClassVar

from django.db import models

from talent.models import SocialAccount, Source


class AccountSnapshot(models.Model):
    """A measurement that never changes. The table is partitioned by month on `taken_at` (see its migration).

    Counts are null where the platform hides them or nobody asked. Written by COPY in `stats.actions.record_snapshots`.
    """

    Source: ClassVar = Source

    pk = models.CompositePrimaryKey("account_id", "taken_at")
    account = models.ForeignKey(
        SocialAccount, models.DO_NOTHING, related_name="snapshots", db_constraint=False, db_index=False
    )
    taken_at = models.DateTimeField()
    followers = models.BigIntegerField(null=True)
    following = models.BigIntegerField(null=True)
    posts = models.BigIntegerField(null=True)
    views = models.BigIntegerField(null=True)
    source = models.CharField(max_length=9, choices=Source.choices)
    is_rounded = models.BooleanField(default=False)

    class Meta:
        ordering = ("account_id", "taken_at")

    def __str__(self) -> str:
        return f"{self.account_id} at {self.taken_at:%Y-%m-%d}"
