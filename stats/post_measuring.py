"""Asking a platform about the posts of many accounts: no transaction is open, nothing is written."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import batched
from typing import ClassVar, Protocol, runtime_checkable

from stats.connectors import CONNECTORS, connect
from stats.consented import meter_of, read_by_consent
from stats.consented import read_posts as read_own
from stats.door import OF_OUR_KEY, Door, Pace
from stats.logins import LOGINS
from stats.models import Connection
from stats.platforms.errors import PlatformError
from stats.platforms.readings import PostReading
from stats.platforms.walk import CutList, PatchyList
from stats.post_due import Due, kept_mark, with_posts
from stats.posts import PostsRead
from stats.quota import Meter

MARKED_AT_ONCE = 50
KEPT = 0.2  # of a day's quota, for followers: posts never take it


@runtime_checkable
class TellsPosts(Protocol):
    """A connector that can read posts."""

    def posts(self, handle_or_id: str, since: datetime, /) -> list[PostReading]: ...


@runtime_checkable
class TellsChanges(Protocol):
    """One that also answers whether anything changed since it was asked last."""

    def posts_after(self, handle_or_id: str, since: datetime, mark: str, /) -> tuple[list[PostReading], str]: ...


def read_posts(
    platform: str, due: Sequence[Due], *, now: datetime, tell: Callable[[int], None] = lambda done: None
) -> list[PostsRead]:
    """Ask about each account in turn, until the platform has had enough or the time of a job is up. Raises nothing
    that a platform may do.

    What its owner lets us read is read by that; the others with the office's key.
    """
    connections = _connections(platform, due)
    own = [one for one in due if one.account.pk in connections]
    rest = [one for one in due if one.account.pk not in connections] if platform in with_posts() else []
    pace = Pace(tell)
    reads = _by_consent(platform, own, connections, now=now, pace=pace) if own else []
    return reads + (_by_key(platform, rest, now=now, pace=pace) if rest else [])


def _connections(platform: str, due: Sequence[Due]) -> dict[int, Connection]:
    if platform not in LOGINS:
        return {}
    known = read_by_consent([one.account for one in due])
    return {pk: each for pk, each in known.items() if LOGINS[platform].posts_by in each.scopes}


def _by_consent(
    platform: str, due: Sequence[Due], connections: dict[int, Connection], *, now: datetime, pace: Pace
) -> list[PostsRead]:
    door = Door(meter_of(platform, now), pace, by_consent=True)

    def read(one: Due) -> PostsRead:
        pk = one.account.pk
        posts = read_own(connections[pk], one.since, now=now, spend=door.spend)
        within = LOGINS[platform].posts_within(connections[pk].scopes)
        return PostsRead(pk, one.since, posts, within=within, is_cut=isinstance(posts, CutList))

    return [_asked(door, one, partial(read, one)) for one in due]


def _asked(door: Door, one: Due, read: Callable[[], PostsRead], place: str = "") -> PostsRead:
    """What came of asking about one account, or why it was not asked."""
    shut = door.shut(place)
    if shut is not None:
        return PostsRead(one.account.pk, one.since, error=shut, asked=False)
    try:
        return door.ask(read, place)
    except PlatformError as error:
        return PostsRead(one.account.pk, one.since, error=error, asked=not error.closes_platform)
    finally:
        door.pace.more()


@runtime_checkable
class TellsAgain(Protocol):
    """One that also answers of posts by id, and which of them are gone."""

    posts_known: ClassVar[int]

    def posts_again(self, ids: Sequence[str], /) -> tuple[list[PostReading], list[str]]: ...


def _read(connector: TellsPosts, name: str, one: Due, door: Door) -> PostsRead:
    pk = one.account.pk
    if isinstance(connector, TellsAgain):
        return _and_known(connector, connector.posts(name, one.since), one, door)
    if not isinstance(connector, TellsChanges):
        posts = connector.posts(name, one.since)
        is_cut, patchy = isinstance(posts, CutList), posts.patchy if isinstance(posts, PatchyList) else ()
        posts = _marked(connector, posts, one) if isinstance(connector, TellsPaid) else posts
        return PostsRead(pk, one.since, posts, is_cut=is_cut, patchy=patchy)
    posts, mark = connector.posts_after(name, one.since, one.mark)
    return PostsRead(pk, one.since, posts, mark=kept_mark(one.account, mark))


@runtime_checkable
class TellsPaid(Protocol):
    """One that tells in calls of their own which posts are marked as advertising, for up to fifty of them."""

    def paid(self, ids: Sequence[str], /) -> dict[str, bool]: ...


def _marked(connector: TellsPaid, posts: list[PostReading], one: Due) -> list[PostReading]:
    """The posts with that mark: once for each, and all once a week, for it may come late. Without it where it fails."""
    asked = [post.external_id for post in posts if post.external_id not in one.marked]
    told: dict[str, bool] = {}
    try:
        for some in batched(asked, MARKED_AT_ONCE):
            told |= connector.paid(some)
    except PlatformError as error:
        if error.kind in OF_OUR_KEY:
            raise
    return [replace(post, is_paid=told.get(post.external_id)) for post in posts]


def _and_known(connector: TellsAgain, posts: list[PostReading], one: Due, door: Door) -> PostsRead:
    """The latest posts, and those we know besides: whether they still stand."""
    told = {post.external_id for post in posts}
    asked = [known for known in one.known if known not in told][: connector.posts_known]
    again: list[PostReading] = []
    gone: list[str] = []
    if asked:
        try:
            again, gone = connector.posts_again(asked)
        except PlatformError as error:
            if not error.closes_platform:
                raise
            door.heard(error)  # what was paid for is kept, and nobody else asks
    return PostsRead(one.account.pk, one.since, [*posts, *again], gone=gone)


def _by_key(platform: str, due: Sequence[Due], *, now: datetime, pace: Pace) -> list[PostsRead]:
    door = Door(Meter(platform, now, kept=KEPT), pace, one_place=CONNECTORS[platform].one_place)
    try:
        connector = connect(platform, spend=door.spend)
    except PlatformError as error:
        return [PostsRead(one.account.pk, one.since, error=error, asked=False) for one in due]
    if not isinstance(connector, TellsPosts):
        return []
    reads = []
    for one in due:
        name, _ = connector.name_of(one.account.external_id, one.account.handle, one.account.url)
        reads.append(_asked(door, one, partial(_read, connector, name, one, door), connector.place_of(name)))
    return reads
