"""Reading accounts by their owners' consent: no transaction is open, but for the tokens' own."""

from collections.abc import Collection
from datetime import datetime

from django.conf import settings

from stats.logins import login_of
from stats.models import Connection, ConnectionState
from stats.platforms.errors import Kind, PlatformError
from stats.platforms.http import patiently
from stats.platforms.readings import Reading
from stats.tokens import fresh_token, give_up
from talent.models import SocialAccount

ENDED = {Kind.TOKEN_EXPIRED, Kind.TOKEN_REVOKED, Kind.PERMISSION}


def connections_of(accounts: Collection[SocialAccount]) -> dict[int, Connection]:
    """Account id to the connection by which it is read. One query."""
    rows = Connection.objects.filter(account__in=[account.pk for account in accounts], state=ConnectionState.WORKING)
    return {row.account_id: row for row in rows.select_related("account")}


def read(connection: Connection, *, now: datetime) -> Reading:
    """The account's own figures; a token that the platform does not take is renewed once.

    Raises `PlatformError`. Where that ends the consent, the connection is marked broken before.
    """
    login = login_of(connection.platform)

    def asked(token: str) -> Reading:
        return patiently(lambda: login.own_figures(token), pause=settings.PLATFORM_PAUSE)

    try:
        token = fresh_token(connection, now=now)
        try:
            reading = asked(token)
        except PlatformError as error:
            if error.kind is not Kind.TOKEN_EXPIRED:
                raise
            reading = asked(fresh_token(connection, now=now, rejected=token))
    except PlatformError as error:
        if error.kind not in ENDED:
            raise
        give_up(connection, error, now=now)
        raise PlatformError(Kind.TOKEN_REVOKED, error.message) from error
    if reading.external_id != connection.external_id:
        raise PlatformError(Kind.BAD_RESPONSE, f"{login.name} answered for another account.")
    return reading
