"""Forgetting what a platform lets nobody keep (`stats.keeping` has the terms)."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from typing import Any

from django.db import connection, transaction
from django.db.models import DateTimeField, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce

from lib.among import among
from stats.keeping import Keeping, keeping
from stats.leading import hold
from stats.models import AccountNumbers, Connection, ConnectionState, Post, PostWatch
from stats.models.post import GONE_AFTER
from talent.figures import VALUES
from talent.keeping import keep_followers
from talent.models import Platform, SocialAccount, Source

# By accounts, so that each goes by a key however large the tables are. What a person typed in is not the platform's.
POSTS = """
DELETE FROM stats_postsnapshot s USING stats_post p
WHERE p.account_id = ANY(%(accounts)s) AND s.post_id = p.id AND s.taken_at < %(before)s
"""
ACCOUNTS = """
DELETE FROM stats_accountsnapshot
WHERE account_id = ANY(%(accounts)s) AND source IN ('measured', 'estimated') AND taken_at < %(before)s
"""
# What was reckoned back from an owner's own report; of nobody else do we estimate.
OWNED = "DELETE FROM stats_accountsnapshot WHERE account_id = ANY(%(accounts)s) AND source = 'estimated'"
LOT = 2_000  # accounts a transaction
PART = 500  # accounts a statement


@dataclass(slots=True)
class Forgotten:
    """How much of each went."""

    texts: int = 0
    posts: int = 0
    measurements: int = 0
    accounts: int = 0


def lots() -> Iterator[tuple[int, int]]:
    """The accounts whose platforms' terms bind, in lots: the first and the last key of each."""
    bound = [platform for platform in Platform.values if keeping(platform).is_bound]
    known = SocialAccount.objects.filter(platform__in=bound).order_by("pk").values_list("pk", flat=True)
    for lot in batched(known.iterator(), LOT):
        yield lot[0], lot[-1]


@transaction.atomic
def forget_old(*, first: int, last: int, now: datetime) -> Forgotten:
    """Empty texts, and drop posts, measurements and last figures, that are older than their platform's terms allow.

    Of the accounts between these keys, so that a large office does it lot by lot. Done again it finds nothing. A
    refresh holds talents before it holds posts, and so does this: those few whose last figures go.
    """
    gone = Forgotten()
    lot = SocialAccount.objects.filter(pk__range=(first, last)).order_by("pk")
    hold(_stale(lot, now).order_by().values_list("talent", flat=True).distinct())
    for platform in Platform.values:
        terms = keeping(platform)
        if terms.is_bound:
            for part in batched(lot.filter(platform=platform).values_list("pk", flat=True), PART):
                _forget_part(list(part), terms, now, gone)
    gone.accounts = _forget_last(lot, now)
    _forget_aside(lot, now)
    return gone


def forget_words(*, of: Collection[int], platform: str) -> int:
    """Empty what accounts wrote that their platform does not show any more, where it wants that; how many posts."""
    if not of or not keeping(platform).gone_texts:
        return 0
    _hold(of)
    return Post.objects.filter(account__in=among(of)).exclude(text="").update(text="")


def _hold(accounts: Collection[int]) -> None:
    """Keep out who reads posts of these accounts, who waits in the same order (`stats.actions.record_posts`)."""
    rows = PostWatch.objects.filter(account__in=among(accounts)).order_by("account")
    list(rows.select_for_update(of=("self",)).values_list("account", flat=True))


def _forget_part(accounts: list[int], terms: Keeping, now: datetime, gone: Forgotten) -> None:
    _hold(accounts)
    posts = Post.objects.filter(account__in=accounts)
    if terms.owned is not None:
        gone.measurements += _deleted(OWNED, accounts=_ended(accounts, now - terms.owned))
    if terms.figures is not None:
        before = now - terms.figures
        for statement in (POSTS, ACCOUNTS):
            gone.measurements += _deleted(statement, accounts=accounts, before=before)
        gone.posts += posts.filter(measured_at__lt=before).delete()[0]
    old = Q(missed__gte=GONE_AFTER) if terms.gone_texts else Q(pk__in=[])
    if terms.texts is not None:
        old |= Q(measured_at__lt=now - terms.texts)
    gone.texts += posts.filter(old).exclude(text="").update(text="")


def _deleted(statement: str, **values: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


def _ended(accounts: list[int], before: datetime) -> list[int]:
    """Those of the accounts whose owners' consents have all ended, the last of them before then."""
    rows = Connection.objects.filter(account__in=accounts)
    held = Q(state=ConnectionState.WORKING) | Q(ended__gte=before)
    held_by = rows.annotate(ended=Coalesce("withdrawn_at", "broken_since")).filter(held).values("account")
    return list(rows.exclude(account__in=held_by).values_list("account", flat=True).order_by().distinct())


def _stale(lot: QuerySet[SocialAccount], now: datetime) -> QuerySet[SocialAccount]:
    """The accounts that carry what nobody could read since."""
    stale = Q(pk__in=[])
    for platform in Platform.values:
        if (after := keeping(platform).figures) is not None:
            stale |= Q(platform=platform, measured_at__lt=now - after)
    return lot.filter(stale, source=Source.MEASURED)


def _forget_aside(lot: QuerySet[SocialAccount], now: datetime) -> None:
    """Empty what is set aside for accounts that somebody corrected, when it is as old. Its id is no figure."""
    measured = Cast(KeyTextTransform("measured_at", "named_figures"), DateTimeField())
    rows = lot.filter(named_figures__source=Source.MEASURED).annotate(aside=measured)
    for platform in Platform.values:
        if (after := keeping(platform).figures) is not None:
            rows.filter(platform=platform, aside__lt=now - after).update(named_figures=None)


def _forget_last(lot: QuerySet[SocialAccount], now: datetime) -> int:
    """Empty what they carry. Unknown again, and the next reading fills it."""
    found = dict(_stale(lot, now).values_list("pk", "talent"))
    AccountNumbers.objects.filter(account__in=found).delete()
    emptied = dict.fromkeys(VALUES, None)
    SocialAccount.objects.filter(pk__in=found).update(
        **emptied, title="", is_rounded=False, source="", measured_at=None
    )
    keep_followers(found.values())
    return len(found)
