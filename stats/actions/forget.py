"""Forgetting what a platform lets nobody keep (`stats.keeping` has the terms)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q

from stats.keeping import keeping
from stats.models import Post
from stats.models.post import GONE_AFTER
from talent.models import Platform

# The planner reads the tables by their keys. What a person typed in is not the platform's.
POSTS = """
DELETE FROM stats_postsnapshot s USING stats_post p, talent_socialaccount a
WHERE s.post_id = p.id AND a.id = p.account_id AND a.platform = %s AND s.taken_at < %s
"""
ACCOUNTS = """
DELETE FROM stats_accountsnapshot s USING talent_socialaccount a
WHERE a.id = s.account_id AND a.platform = %s AND s.source = 'measured' AND s.taken_at < %s
"""


@dataclass(slots=True)
class Forgotten:
    """How much of each went."""

    texts: int = 0
    posts: int = 0
    measurements: int = 0


@transaction.atomic
def forget_old(now: datetime) -> Forgotten:
    """Empty texts, and drop posts and measurements, that are older than their platform's terms allow."""
    gone = Forgotten()
    for platform in Platform.values:
        terms, posts = keeping(platform), Post.objects.filter(account__platform=platform)
        if terms.figures is not None:
            with connection.cursor() as cursor:
                for statement in (POSTS, ACCOUNTS):
                    cursor.execute(statement, [platform, now - terms.figures])
                    gone.measurements += cursor.rowcount
            gone.posts += posts.filter(measured_at__lt=now - terms.figures).delete()[0]
        old = Q(missed__gte=GONE_AFTER) if terms.gone_texts else Q(pk__in=[])
        if terms.texts is not None:
            old |= Q(measured_at__lt=now - terms.texts)
        gone.texts += posts.filter(old).exclude(text="").update(text="")
    return gone
