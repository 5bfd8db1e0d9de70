"""Asking a platform about the posts of many accounts: no transaction is open, nothing is written."""

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol, runtime_checkable

from stats.connectors import connect
from stats.measuring import OF_OUR_KEY, TELL_EVERY, TROUBLE
from stats.platforms.errors import Kind, PlatformError
from stats.platforms.readings import PostReading
from stats.post_due import Due
from stats.posts import PostsRead
from stats.quota import Meter

KEPT = 0.2  # of a day's quota, for followers: posts never take it


@runtime_checkable
class TellsPosts(Protocol):
    """A connector that can read posts."""

    def posts(self, handle_or_id: str, since: datetime, /) -> list[PostReading]: ...


def read_posts(
    platform: str, due: Sequence[Due], *, now: datetime, tell: Callable[[int], None] = lambda done: None
) -> list[PostsRead]:
    """Ask about each account in turn, until the platform has had enough. Raises nothing that a platform may do."""
    meter = Meter(platform, now, kept=KEPT)
    connector = connect(platform, spend=meter.spend)
    if not isinstance(connector, TellsPosts):
        return []
    reads: list[PostsRead] = []
    closed: PlatformError | None = None
    trouble, told = 0, time.monotonic()
    for number, one in enumerate(due, start=1):
        account = one.account
        if closed is not None:
            reads.append(PostsRead(account.pk, one.since, error=closed, asked=False))
            continue
        name, _ = connector.name_of(account.external_id, account.handle, account.url)
        try:
            reads.append(PostsRead(account.pk, one.since, connector.posts(name, one.since)))
            trouble = 0
            meter.answered()
        except PlatformError as error:
            meter.note(error)
            trouble += error.kind in {Kind.TRANSIENT, Kind.BAD_RESPONSE}
            if error.closes_platform or error.kind in OF_OUR_KEY:
                closed = error
            elif trouble >= TROUBLE:
                closed = meter.trip(error)
            reads.append(PostsRead(account.pk, one.since, error=error, asked=not error.closes_platform))
        if time.monotonic() - told >= TELL_EVERY:
            told = time.monotonic()
            tell(number)
    return reads
