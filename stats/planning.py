"""How a day's quota is spread over the day: what may be handed out now, so that it lasts and nothing starves."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.db.models import Count, Exists, F, OuterRef, Q

from lib.among import among
from outbox.models import Job
from stats.by_consent import by_key_for_less, freeing_figures, freeing_posts
from stats.connectors import CONNECTORS, readable_platforms
from stats.keys import key_id, keys_of
from stats.logins import LOGINS
from stats.models import Connection, Post, PostWatch, Quota, Use
from stats.models.post import GONE_AFTER
from stats.platforms.connector import Connector
from stats.quota import day_begins, day_ends, last_rows, platform_day, still_so, units_a_day
from talent.models import SocialAccount

BY_HAND = 0.1  # of a day, for what people ask for themselves
AHEAD = 0.125  # of a day: three hours of it may be spent before their time
DEEP = timedelta(days=90)  # of posts that a platform is asked about by id, where it is
TURN = 4  # every fourth place is for whoever waits longest, whatever matters more


def may_be_spent(allowed: int, passed: float) -> int:
    """Units of a day that the plan may have spent when this share of it has passed."""
    return ceil(allowed * (1 - BY_HAND) * min(1.0, passed + AHEAD))


def in_turn[T](first: Iterable[T], rest: Iterable[T]) -> Iterator[T]:
    """Three of what matters, then one of the others, and so on to the end of both."""
    matters, others = iter(first), iter(rest)
    while True:
        some = [row for _, row in zip(range(TURN - 1), matters, strict=False)]
        one = [row for _, row in zip(range(1), others, strict=False)]
        if not some and not one:
            return
        yield from some
        yield from one


@dataclass(slots=True)
class Room:
    """What is left of a platform's day for now. A price is in units for one account."""

    left: float
    known: float  # asked for by id, in a full call
    named: float  # asked for by handle
    whole: float  # what the plan has in a whole day

    def take(self, *, by_id: bool) -> bool:
        """Pay for one account, where there is enough."""
        return self.pay(self.known if by_id else self.named)

    def pay(self, units: float) -> bool:
        if units > self.left:
            return False
        self.left -= units
        return True


def price(connector: type[Connector], *, by_id: bool) -> float:
    """Units for one account in a full call."""
    size = getattr(connector, "batch", connector.handles) if by_id else connector.handles
    return connector.cost(size) / size


def known_prices(account_ids: Collection[int], now: datetime) -> dict[int, float]:
    """Units for the posts of each of these accounts that are asked for by id besides the latest. A query, where any is.

    Only accounts of which some are: of all others their platform's `posts_cost` is the whole price.
    """
    kinds = {platform: kind for platform, kind in CONNECTORS.items() if kind.posts_known}
    standing = Post.objects.filter(
        account__in=among(account_ids), account__platform__in=kinds, published_at__gt=now - DEEP, missed__lt=GONE_AFTER
    )
    counted = standing.order_by().values_list("account_id", "account__platform").annotate(count=Count("pk"))
    found = {}
    for account, platform, count in counted if account_ids else ():
        kind = kinds[platform]
        found[account] = min(max(0, count - kind.posts_latest), kind.posts_known) * kind.known_cost
    return found


def rooms(now: datetime) -> dict[str, Room]:
    """What the plan may spend now on each platform that is read with the office's key. Jobs that wait
    count as spent.
    """
    platforms = readable_platforms()
    waiting = _waiting(platforms)
    quotas = quotas_of({platform: keys_of(platform) for platform in platforms}, now)
    found = {}
    for platform in platforms:
        begins, ends = day_begins(platform, now), day_ends(platform, now)
        quota = quotas.get(platform)
        allowed, used = (quota.allowed, quota.used) if quota else (units_a_day(platform), 0)
        left = may_be_spent(allowed, (now - begins) / (ends - begins)) - used - waiting.get(platform, 0)
        kind = CONNECTORS[platform]
        found[platform] = Room(left, price(kind, by_id=True), price(kind, by_id=False), may_be_spent(allowed, 1))
    return found


def quotas_of(keys: Mapping[str, dict[str, str]], now: datetime) -> dict[str, Quota]:
    """Today's row of each platform for the key that stands, where it was ever asked. One query.

    Where nothing was asked today, with what still stands of the day when something was.
    """
    ids = {platform: key_id(of) for platform, of in keys.items()}
    found = {}
    for row in last_rows().filter(platform__in=keys, key_id__in=ids.values()):
        platform, day = row.platform, platform_day(row.platform, now)
        if row.key_id == ids[platform]:
            allowed = units_a_day(platform)
            fresh = Quota(platform=platform, key_id=row.key_id, day=day, allowed=allowed, **still_so(row, now))
            found[platform] = row if row.day >= day else fresh
    return found


def at_rest(now: datetime) -> dict[str, Quota]:
    """Platforms that talents' consents do not ask now, because it had enough of the office's app or is down."""
    rows = last_rows().filter(paused_until__gt=now, platform__in=LOGINS)
    return {row.platform: row for row in rows if row.key_id == key_id(keys_of(row.platform, Use.CONNECT))}


def planned(now: datetime) -> dict[str, int]:
    """Units that what is due before each platform's day ends will take, with the office's key: what talents' consents
    read in its stead is left out. Three queries, and one for platforms that are asked about posts by id.
    """
    ends = {platform: day_ends(platform, now) for platform in CONNECTORS}
    units = dict.fromkeys(CONNECTORS, 0.0)
    keyed = by_key_for_less()
    free = Connection.objects.filter(freeing_figures(keyed), account=OuterRef("pk"))
    accounts = SocialAccount.objects.filter(~Exists(free), archived_at=None)
    named = Q(external_id="")
    for platform, by_handle, count in (
        accounts.filter(_due_by("platform", "next_refresh_at", ends))
        .order_by().values("platform").annotate(by_handle=Count("pk", filter=named), by_id=Count("pk", filter=~named))
        .values_list("platform", "by_handle", "by_id")
    ):  # fmt: skip
        kind = CONNECTORS[platform]
        units[platform] += ceil(by_handle * price(kind, by_id=False) + count * price(kind, by_id=True))
    posts = PostWatch.objects.filter(_due_by("account__platform", "next_at", ends), account__archived_at=None)
    free = Connection.objects.filter(freeing_posts(keyed), account=OuterRef("account"))
    posts = posts.exclude(Exists(free)).order_by()
    for platform, count in posts.values_list("account__platform").annotate(count=Count("pk")):
        kind = CONNECTORS[platform]
        units[platform] += count * kind.posts_cost
        if kind.posts_known:
            of = list(posts.filter(account__platform=platform).values_list("pk", flat=True))
            units[platform] += sum(known_prices(of, now).values())
    return {platform: ceil(count) for platform, count in units.items()}


def _due_by(platform: str, at: str, ends: Mapping[str, datetime]) -> Q:
    """What is due before its platform's day ends."""
    due = Q(pk__in=[])
    for name, end in ends.items():
        due |= Q(**{platform: name, f"{at}__lt": end})
    return due


def _waiting(platforms: Collection[str]) -> dict[str, float]:
    """Units of the jobs that were handed out and are not done, but for accounts that are read by consent: those come
    first in a job.
    """
    kinds: dict[str, tuple[Callable[[type[Connector]], float], Q]] = {
        "stats.refresh_batch": (lambda of: price(of, by_id=True), freeing_figures()),
        "stats.refresh_posts": (lambda of: of.posts_cost + of.posts_known * of.known_cost, freeing_posts()),  # at most
    }
    pending = Job.objects.filter(kind__in=kinds, state=Job.State.PENDING, args__platform__in=list(platforms))
    rows = list(pending.order_by().values_list("kind", "args", F("progress_total") - F("progress_done")))
    units: dict[str, float] = {}
    for kind, (cost, freeing) in kinds.items():
        asked = {pk for of, args, _ in rows if of == kind for pk in args["account_ids"]}
        free = set(_connected(asked, freeing))
        for of, args, left in rows:
            if of == kind:
                platform, paid = args["platform"], sum(pk not in free for pk in args["account_ids"])
                units[platform] = units.get(platform, 0) + cost(CONNECTORS[platform]) * min(left, paid)
    return units


def _connected(account_ids: Collection[int], which: Q) -> Iterable[int]:
    """Those of these accounts that have such a connection. A query, where there are any."""
    if not account_ids:
        return ()
    rows = Connection.objects.filter(which, account__in=among(account_ids))
    return rows.values_list("account_id", flat=True)
