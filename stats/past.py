"""What a platform tells of an account's past: asked with no transaction open, nothing is written."""

from datetime import datetime
from typing import Protocol, runtime_checkable

from django.db.models import QuerySet

from stats.connectors import CONNECTORS, connect, readable_platforms
from stats.consented import alone, connections_of
from stats.keeping import keeping
from stats.logins import LOGINS
from stats.platforms.connector import Connector
from stats.platforms.errors import PlatformError
from stats.platforms.readings import PastReading
from stats.quota import Meter
from talent.models import SocialAccount

KEPT = 0.2  # of a day's quota, for followers of today


@runtime_checkable
class TellsPast(Protocol):
    """A connector that knows what was before."""

    def history(self, name: str, now: datetime, /) -> list[PastReading]: ...


def tellers() -> list[str]:
    """The platforms that tell the past to the office's key."""
    return [platform for platform in readable_platforms() if issubclass(CONNECTORS[platform], TellsPast)]


def found_by_key() -> QuerySet[SocialAccount]:
    """The accounts in use whose past the office's key may tell: those that were found there."""
    return SocialAccount.objects.filter(platform__in=tellers(), archived_at=None).exclude(external_id="")


def read_past(account: SocialAccount, *, now: datetime) -> list[PastReading]:
    """Followers before now, the oldest first; empty where nobody tells them. Raises `PlatformError`."""
    connection = connections_of([account]).get(account.pk)
    if connection is not None and LOGINS[account.platform].history_by in connection.scopes:
        allowed = keeping(account.platform).figures
        past = alone(connection, lambda login, token: login.history(token, now), now=now)
        return [reading for reading in past if allowed is None or reading.at >= now - allowed]
    if account.platform not in tellers():
        return []
    meter = Meter(account.platform, now, kept=KEPT)
    connector: Connector = connect(account.platform, spend=meter.spend)
    if not isinstance(connector, TellsPast):
        return []
    name, _ = connector.name_of(account.external_id, account.handle, account.url)
    try:
        return connector.history(name, now)
    except PlatformError as error:
        meter.note(error)
        raise
