"""Asking a platform about the posts of many accounts: no transaction is open, nothing is written."""

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol, runtime_checkable

from stats.connectors import connect
from stats.consented import read_by_consent
from stats.consented import read_posts as read_own
from stats.logins import LOGINS
from stats.measuring import OF_OUR_KEY, TELL_EVERY, TROUBLE
from stats.models import Connection
from stats.platforms.errors import Kind, PlatformError
from stats.platforms.readings import PostReading
from stats.post_due import Due, kept_mark, with_posts
from stats.posts import PostsRead
from stats.quota import Meter

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
    """Ask about each account in turn, until the platform has had enough. Raises nothing that a platform may do.

    What its owner lets us read is read by that; the others with the office's key.
    """
    connections = _connections(platform, due)
    own = [one for one in due if one.account.pk in connections]
    told = _Telling(tell)
    reads = _by_consent(own, connections, now=now, told=told)
    rest = [one for one in due if one.account.pk not in connections]
    return reads + (_by_key(platform, rest, now=now, told=told) if rest and platform in with_posts() else [])


class _Telling:
    """Says now and then how far it is."""

    def __init__(self, tell: Callable[[int], None]) -> None:
        self.tell, self.done, self.at = tell, 0, time.monotonic()

    def one_more(self) -> None:
        self.done += 1
        if time.monotonic() - self.at >= TELL_EVERY:
            self.at = time.monotonic()
            self.tell(self.done)


def _connections(platform: str, due: Sequence[Due]) -> dict[int, Connection]:
    if platform not in LOGINS:
        return {}
    known = read_by_consent([one.account for one in due])
    return {pk: each for pk, each in known.items() if LOGINS[platform].posts_by in each.scopes}


def _by_consent(
    due: Sequence[Due], connections: dict[int, Connection], *, now: datetime, told: _Telling
) -> list[PostsRead]:
    reads: list[PostsRead] = []
    closed: PlatformError | None = None
    for one in due:
        pk = one.account.pk
        if closed is not None:
            reads.append(PostsRead(pk, one.since, error=closed, asked=False))
            continue
        try:
            reads.append(PostsRead(pk, one.since, read_own(connections[pk], one.since, now=now)))
        except PlatformError as error:
            closed = error if error.closes_platform and error.kind is not Kind.CONFIGURATION else None
            reads.append(PostsRead(pk, one.since, error=error, asked=not error.closes_platform))
        told.one_more()
    return reads


def _read(connector: TellsPosts, name: str, one: Due) -> PostsRead:
    pk = one.account.pk
    if not isinstance(connector, TellsChanges):
        return PostsRead(pk, one.since, connector.posts(name, one.since))
    posts, mark = connector.posts_after(name, one.since, one.mark)
    return PostsRead(pk, one.since, posts, mark=kept_mark(one.account, mark))


def _by_key(platform: str, due: Sequence[Due], *, now: datetime, told: _Telling) -> list[PostsRead]:
    meter = Meter(platform, now, kept=KEPT)
    connector = connect(platform, spend=meter.spend)
    if not isinstance(connector, TellsPosts):
        return []
    reads: list[PostsRead] = []
    closed: PlatformError | None = None
    trouble = 0
    for one in due:
        account = one.account
        if closed is not None:
            reads.append(PostsRead(account.pk, one.since, error=closed, asked=False))
            continue
        name, _ = connector.name_of(account.external_id, account.handle, account.url)
        try:
            reads.append(_read(connector, name, one))
            trouble = 0
            meter.answered()
        except PlatformError as error:
            if connector.one_place or error.closes_platform:
                meter.note(error)
            trouble += connector.one_place and error.kind in {Kind.TRANSIENT, Kind.BAD_RESPONSE}
            if error.closes_platform or error.kind in OF_OUR_KEY:
                closed = error
            elif trouble >= TROUBLE:
                closed = meter.trip(error)
            reads.append(PostsRead(account.pk, one.since, error=error, asked=not error.closes_platform))
        told.one_more()
    return reads
