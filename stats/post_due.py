"""Whose posts are due to be read, those that matter most first."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from lib.among import among
from stats.by_consent import freeing_posts, telling_posts
from stats.connectors import CONNECTORS, readable_platforms
from stats.due import LEASE, mattering_talents
from stats.models import Connection, Post, PostWatch
from stats.models.post import GONE_AFTER
from stats.own import OWN_POSTS
from stats.planning import DEEP, Room, in_turn, known_prices, rooms
from stats.platforms.connector import ByIdConnector
from talent.models import SocialAccount

USUAL = timedelta(days=30)  # younger posts still move: they are read each time
DEEP_EVERY = timedelta(days=7)  # those of ninety days (`DEEP`)
OLD = timedelta(days=365)  # and what is older than those once a month
OLD_EVERY = timedelta(days=28)  # before YouTube's terms would have their titles forgotten
CUT_REST = timedelta(days=2)  # after a list that the platform cut, before more than the usual is asked for again

ADOPT = """
INSERT INTO stats_postwatch (account_id, next_at, failures, last_error, mark)
SELECT unnest(%(accounts)s), %(now)s, 0, '', ''
ON CONFLICT (account_id) DO UPDATE SET next_at = coalesce(stats_postwatch.next_at, excluded.next_at)
"""
ADOPTED = 10_000
BY_ID = [platform for platform, kind in CONNECTORS.items() if issubclass(kind, ByIdConnector)]


@dataclass(frozen=True, slots=True)
class Due:
    """An account whose posts are to be read since `since`."""

    account: SocialAccount
    since: datetime
    failures: int = 0
    last_error: str = ""
    mark: str = ""
    known: Sequence[str] = ()
    marked: Collection[str] = ()


def seldom(platform: str) -> timedelta:
    """How long posts of a platform are good for at the least."""
    return CONNECTORS[platform].posts_every if platform in CONNECTORS else timedelta(0)


def with_posts() -> list[str]:
    """The platforms whose connector reads posts, with the office's key."""
    return [platform for platform in readable_platforms() if hasattr(CONNECTORS[platform], "posts")]


def readers() -> QuerySet[SocialAccount]:
    """Accounts in use whose posts can be read: by consent, or with the office's key.

    Where a platform takes ids it wants them, which the first figures bring.
    """
    ours = Q(platform__in=with_posts()) & ~Q(platform__in=BY_ID, external_id="")
    connected = Connection.objects.filter(telling_posts()).values("account")
    return SocialAccount.objects.filter(ours | Q(pk__in=connected), archived_at=None)


@transaction.atomic
def adopt(now: datetime) -> int:
    """Accounts that nobody has planned yet are due now."""
    fresh = list(readers().filter(post_watch__next_at=None).values_list("pk", flat=True)[:ADOPTED])
    if fresh:
        with connection.cursor() as cursor:
            cursor.execute(ADOPT, {"accounts": fresh, "now": now})
    return len(fresh)


@transaction.atomic
def claim(limit: int, *, now: datetime) -> list[tuple[str, int]]:
    """Take up to `limit` due accounts that nobody else takes, as (platform, id). They are due again after `LEASE`.

    As followers are (`stats.due.claim`), within the room that each platform's day leaves now: where it does not pay for
    the next one, nobody else goes before. What a talent's consent gives costs nothing.
    """
    spare = rooms(now)
    full = {platform for platform, room in spare.items() if room.left < CONNECTORS[platform].posts_cost}
    taken: list[tuple[str, int]] = []
    while (wanted := limit - len(taken)) > 0:
        before = len(full)
        first, rest = _waiting(wanted, full, taken, now)
        taken += _paid(wanted, in_turn(first, rest), spare, full, now)
        if max(len(first), len(rest)) < wanted or len(full) == before:
            break  # else those of a platform that is full by now may have stood before others
    PostWatch.objects.filter(pk__in=[pk for _, pk in taken]).update(next_at=now + LEASE)
    return taken


type Row = tuple[str, int, bool]  # platform, account, and whether its owner's consent reads it


def _waiting(
    limit: int, full: Collection[str], taken: Collection[tuple[str, int]], now: datetime
) -> tuple[list[Row], list[Row]]:
    """Those that matter and the others, without those that the room of their platform does not pay for."""
    free = Exists(Connection.objects.filter(freeing_posts(), account=OuterRef("account")))
    due = PostWatch.objects.filter(next_at__lte=now, account__in=readers()).annotate(free=free)
    rows = (
        due.filter(Q(free=True) | ~Q(account__platform__in=full))
        .exclude(pk__in=[pk for _, pk in taken])
        .order_by("next_at", "pk")
        .select_for_update(of=("self",), skip_locked=True)
        .values_list("account__platform", "pk", "free")
    )
    first = list(rows.filter(account__talent__in=mattering_talents(now))[:limit])
    return first, list(rows.exclude(pk__in=[pk for _, pk, _ in first])[:limit])


def _paid(
    limit: int, waiting: Iterable[Row], spare: Mapping[str, Room], full: set[str], now: datetime
) -> list[tuple[str, int]]:
    """The first of them that cost nothing or are paid for. A platform is `full` from the first one on that it has no
    room for, so that cheaper ones do not go before it for ever; unless a whole day would not pay for that one.
    """
    by_id = [platform for platform in spare if CONNECTORS[platform].posts_known]
    rows = list(waiting)
    besides = known_prices([pk for platform, pk, free in rows if platform in by_id and not free], now)
    taken: list[tuple[str, int]] = []
    for platform, pk, free in rows:
        if len(taken) == limit:
            break
        room = spare.get(platform)
        if free or room is None:
            taken.append((platform, pk))
        elif platform not in full:
            units = CONNECTORS[platform].posts_cost + besides.get(pk, 0)
            if room.pay(units):
                taken.append((platform, pk))
            elif units <= room.whole:
                full.add(platform)
    return taken


def due_of(account_ids: list[int], *, platform: str, now: datetime) -> list[Due]:
    """How far back each account's posts are read this time, and which are known of those ninety days."""
    watches = PostWatch.objects.filter(pk__in=account_ids, account__platform=platform, account__archived_at=None)
    kind = CONNECTORS.get(platform)
    known = _known(account_ids, now) if kind and kind.posts_known else {}
    marked = _known(account_ids, now, is_paid__isnull=False) if hasattr(kind, "paid") else {}
    return [
        _due(watch, known.get(watch.pk, ()), marked.get(watch.pk, ()), now)
        for watch in watches.select_related("account").order_by("pk")
    ]


def _known(account_ids: Collection[int], now: datetime, **which: bool) -> dict[int, list[str]]:
    """The posts of each account that we believe to stand, the newest first."""
    standing = Post.objects.filter(
        OWN_POSTS, account__in=among(account_ids), published_at__gt=now - DEEP, missed__lt=GONE_AFTER, **which
    )
    found: dict[int, list[str]] = {}
    for account, external_id in standing.order_by("-published_at").values_list("account_id", "external_id"):
        found.setdefault(account, []).append(external_id)
    return found


def _due(watch: PostWatch, known: Sequence[str], marked: Sequence[str], now: datetime) -> Due:
    """Once in a while all of ninety days, whether they changed or not, and at another address at once; and more seldom
    all of a year, a week after the first time at the earliest. Where the platform had enough before the end, the usual
    alone for a while.
    """
    mark = watch.mark.partition(" ")[2]
    same = watch.mark == kept_mark(watch.account, mark)
    stale = watch.deep_at is None or watch.deep_at <= now - DEEP_EVERY
    old = same and watch.deep_at is not None and (watch.old_at <= now - OLD_EVERY if watch.old_at else stale)
    rests = same and watch.cut_at is not None and watch.cut_at > now - CUT_REST
    usual = same and not stale and not old
    return Due(
        watch.account,
        now - (USUAL if usual or rests else OLD if old else DEEP),
        watch.failures,
        watch.last_error,
        mark if usual else "",
        known,
        frozenset(marked) if usual else frozenset(),
    )


def kept_mark(account: SocialAccount, mark: str) -> str:
    """A mark as it is kept: after a short sum of the address that gave it, for it says nothing of another one."""
    return f"{sha256(account.url.encode()).hexdigest()[:8]} {mark}" if mark else ""
