"""Forgetting what a platform lets nobody keep (YouTube's developer policies, III.E.4)."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction

from stats.models import Post, PostSnapshot
from talent.models import Platform

KEPT = timedelta(days=30)
KEPT_FIGURES = timedelta(days=1_095)  # thirty-six months, under the terms for derived figures


@transaction.atomic
def forget_old(now: datetime) -> tuple[int, int]:
    """Empty the titles of YouTube's posts that nobody read again in thirty days, and drop posts whose figures are too
    old: three years where the office accepted YouTube's terms for derived figures, thirty days where not.
    """
    posts = Post.objects.filter(account__platform=Platform.YOUTUBE)
    limit = KEPT_FIGURES if settings.YOUTUBE_DERIVED_METRICS_ACCEPTED else KEPT
    with connection.cursor() as cursor:  # the planner reads both tables by their keys
        cursor.execute(
            f"DELETE FROM {PostSnapshot._meta.db_table} s USING stats_post p, talent_socialaccount a "  # noqa: S608
            "WHERE s.post_id = p.id AND a.id = p.account_id AND a.platform = %s AND s.taken_at < %s",
            [Platform.YOUTUBE, now - limit],
        )
    dropped, _ = posts.filter(measured_at__lt=now - limit).delete()
    emptied = posts.filter(measured_at__lt=now - KEPT).exclude(text="").update(text="")
    return emptied, dropped
