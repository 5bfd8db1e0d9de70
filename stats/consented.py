"""Reading accounts by their owners' consent: no transaction is open, but for the tokens' own."""

from collections.abc import Callable, Collection
from datetime import datetime

from django.conf import settings

from lib.among import among
from stats.by_consent import by_key_for_less
from stats.door import Door, Pace
from stats.keys import keys_of
from stats.logins import login_of
from stats.models import Connection, ConnectionState, Use
from stats.platforms.errors import Kind, PlatformError
from stats.platforms.grants import Login
from stats.platforms.http import patiently
from stats.platforms.readings import AudienceReading, PostReading, Reading
from stats.quota import Meter
from stats.tokens import fresh_token, give_up
from talent.models import SocialAccount

UNNAMED = 10_000_000  # calls a day, where the platform names no number
ENDED = {Kind.TOKEN_EXPIRED, Kind.TOKEN_REVOKED, Kind.PERMISSION}


def connections_of(accounts: Collection[SocialAccount]) -> dict[int, Connection]:
    """Account id to its connection that works. One query."""
    rows = Connection.objects.filter(
        account__in=among([account.pk for account in accounts]), state=ConnectionState.WORKING
    )
    return {row.account_id: row for row in rows.select_related("account")}


def read_by_consent(accounts: Collection[SocialAccount]) -> dict[int, Connection]:
    """The same, without those of platforms whose figures the office's key reads for less."""
    keyed = by_key_for_less()
    asked = [account for account in accounts if account.platform not in keyed]
    return connections_of(asked) if asked else {}


def meter_of(platform: str, now: datetime) -> Meter:
    """What counts the calls that consents pay for, and remembers that the platform wants rest: by the office's app."""
    return Meter(
        platform, now, keys=keys_of(platform, Use.CONNECT), allowed=settings.LOGIN_DAILY_UNITS.get(platform, UNNAMED)
    )


def read(connection: Connection, *, now: datetime, spend: Callable[..., None] = lambda *calls: None) -> Reading:
    """The account's own figures. Raises `PlatformError`."""
    return asked(connection, lambda login, token: _own(connection, login, token), now=now, spend=spend)


def read_audience(connection: Connection, *, now: datetime) -> AudienceReading | None:
    """Who follows the account. That it is not ours to read ends no consent. Raises `PlatformError`."""

    def ask(login: Login, token: str) -> AudienceReading | None:
        return login.audience(token, _own(connection, login, token).external_id)

    return alone(connection, ask, now=now)


def _own(connection: Connection, login: Login, token: str) -> Reading:
    """The figures of whose token it is, which must be the account that was connected."""
    reading = login.own_figures(token)
    if reading.external_id != connection.external_id:
        raise PlatformError(Kind.BAD_RESPONSE, f"{login.name} answered for another account.")
    return reading


def read_posts(
    connection: Connection, since: datetime, *, now: datetime, spend: Callable[..., None] = lambda *calls: None
) -> list[PostReading]:
    """The account's posts since then. That posts are not ours to read ends no consent. Raises `PlatformError`."""
    return asked(
        connection,
        lambda login, token: login.posts(token, connection.scopes, since),
        now=now,
        spend=spend,
        ended=ENDED - {Kind.PERMISSION},
    )


def alone[R](connection: Connection, ask: Callable[[Login, str], R], *, now: datetime) -> R:
    """What the platform answers of one account in a job of its own. That it is not ours to read ends no consent.

    Raises `PlatformError`, also where the platform is left in peace just now.
    """
    door = Door(meter_of(connection.platform, now), Pace(), by_consent=True)
    return door.ask(lambda: asked(connection, ask, now=now, spend=door.spend, ended=ENDED - {Kind.PERMISSION}))


def asked[R](
    connection: Connection,
    ask: Callable[[Login, str], R],
    *,
    now: datetime,
    spend: Callable[..., None],
    ended: Collection[Kind] = frozenset(ENDED),
) -> R:
    """What the platform answers its owner; a token that it does not take is renewed once. `spend` hears of each call.

    Raises `PlatformError`. Where that ends the consent, the connection is marked broken before.
    """

    login = login_of(connection.platform, spend=spend)

    def once(token: str) -> R:
        return patiently(lambda: ask(login, token), pause=settings.PLATFORM_PAUSE)

    try:
        token = fresh_token(connection, now=now, spend=spend)
        try:
            return once(token)
        except PlatformError as error:
            if error.kind is not Kind.TOKEN_EXPIRED:
                raise
        return once(fresh_token(connection, now=now, rejected=token, spend=spend))
    except PlatformError as error:
        if error.kind not in ended:
            raise
        give_up(connection, error, now=now)
        raise PlatformError(Kind.TOKEN_REVOKED, error.message) from error
