"""Forgetting what a platform lets nobody keep (`stats.keeping` has the terms)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q

from stats.keeping import keeping
from stats.leading import hold
from stats.models import AccountNumbers, Post
from stats.models.post import GONE_AFTER
from talent.figures import VALUES
from talent.keeping import keep_followers
from talent.models import Platform, SocialAccount, Source

# The planner reads the tables by their keys. What a person typed in is not the platform's.
POSTS = """
DELETE FROM stats_postsnapshot s USING stats_post p, talent_socialaccount a
WHERE s.post_id = p.id AND a.id = p.account_id AND a.platform = %s AND s.taken_at < %s
"""
ACCOUNTS = """
DELETE FROM stats_accountsnapshot s USING talent_socialaccount a
WHERE a.id = s.account_id AND a.platform = %s AND s.source IN ('measured', 'estimated') AND s.taken_at < %s
"""
# What was reckoned back from an owner's own report; of nobody else do we estimate.
OWNED = """
DELETE FROM stats_accountsnapshot s USING talent_socialaccount a
WHERE a.id = s.account_id AND a.platform = %s AND s.source = 'estimated'
    AND a.id IN (SELECT account_id FROM stats_connection) AND NOT EXISTS (
    SELECT FROM stats_connection c WHERE c.account_id = a.id
    AND (c.state = 'working' OR coalesce(c.withdrawn_at, c.broken_since) >= %s))
"""


@dataclass(slots=True)
class Forgotten:
    """How much of each went."""

    texts: int = 0
    posts: int = 0
    measurements: int = 0
    accounts: int = 0


@transaction.atomic
def forget_old(now: datetime) -> Forgotten:
    """Empty texts, and drop posts, measurements and last figures, that are older than their platform's terms allow."""
    gone = Forgotten()
    for platform in Platform.values:
        terms, posts = keeping(platform), Post.objects.filter(account__platform=platform)
        if terms.figures is not None:
            with connection.cursor() as cursor:
                for statement in (POSTS, ACCOUNTS):
                    cursor.execute(statement, [platform, now - terms.figures])
                    gone.measurements += cursor.rowcount
            gone.accounts += _forget_last(platform, now - terms.figures)
            gone.posts += posts.filter(measured_at__lt=now - terms.figures).delete()[0]
        if terms.owned is not None:
            with connection.cursor() as cursor:
                cursor.execute(OWNED, [platform, now - terms.owned])
                gone.measurements += cursor.rowcount
        old = Q(missed__gte=GONE_AFTER) if terms.gone_texts else Q(pk__in=[])
        if terms.texts is not None:
            old |= Q(measured_at__lt=now - terms.texts)
        gone.texts += posts.filter(old).exclude(text="").update(text="")
    return gone


def _forget_last(platform: str, before: datetime) -> int:
    """Empty what accounts carry that nobody could read since. Unknown again, and the next reading fills it."""
    old = SocialAccount.objects.filter(platform=platform, source=Source.MEASURED, measured_at__lt=before)
    hold(old.order_by().values_list("talent", flat=True).distinct())
    found = dict(old.values_list("pk", "talent"))
    AccountNumbers.objects.filter(account__in=found).delete()
    emptied = dict.fromkeys(VALUES, None)
    SocialAccount.objects.filter(pk__in=found).update(
        **emptied, title="", is_rounded=False, source="", measured_at=None
    )
    keep_followers(found.values())
    return len(found)
