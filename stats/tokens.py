"""A connection's token, renewed where it has to be: by one at a time, and saved before it is used.

TikTok's old refresh token dies when a new one is issued. So whoever renews first takes the connection's claim in one
UPDATE and lets it be committed; then asks the platform, with no transaction open; then the first thing done with the
answer is to commit it. A worker that dies in between leaves a claim that ends by itself, after which the stored token
is tried once more; where the platform does not take it, the connection is broken, and says so.
"""

import time
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import Q

from accounts.models import User
from lib.sealed import Unopenable, seal
from stats.actions.connections import break_connection, tokens_of, until_of
from stats.logins import login_of
from stats.models import Connection, ConnectionState
from stats.platforms.errors import Kind, PlatformError
from stats.platforms.grants import Grant, Login

CLAIM = timedelta(minutes=2)
REFUSED = {Kind.TOKEN_REVOKED, Kind.TOKEN_EXPIRED, Kind.PERMISSION}
PATIENCE = 40  # looks at the row while another renews
LOOK = 0.25  # seconds between them


def fresh_token(
    connection: Connection, *, now: datetime, rejected: str = "", spend: Callable[..., None] = lambda *calls: None
) -> str:
    """The access token, renewed first where it ends soon or the platform has `rejected` it.

    Raises `PlatformError`: TOKEN_REVOKED where the connection is broken (now, or was), TRANSIENT where another is
    still renewing it, or what the platform said.
    """
    for _ in range(PATIENCE):
        connection.refresh_from_db()
        if connection.state != ConnectionState.WORKING:
            raise PlatformError(Kind.TOKEN_REVOKED, connection.reason or "The consent was withdrawn.")
        access, _refresh = _opened(connection, now)
        if access != rejected and not connection.ends_soon(now):
            return access
        if renew(connection, now=now, spend=spend):
            continue
        time.sleep(LOOK)
    raise PlatformError(Kind.TRANSIENT, "Its connection is being renewed.")


def renew(connection: Connection, *, now: datetime, spend: Callable[..., None] = lambda *calls: None) -> bool:
    """Renew the tokens if nobody else does; whether this call did. Raises `PlatformError` as `fresh_token`."""
    login = login_of(connection.platform, spend=spend)
    if login.renews_by_app and not login.client_id:
        raise PlatformError(Kind.CONFIGURATION, f"The office’s app at {login.name} is missing or cannot be opened.")
    claim = uuid.uuid4()
    free = Q(claim=None) | Q(claimed_until__lt=now)
    same = Connection.objects.filter(free, pk=connection.pk, state=ConnectionState.WORKING, renewed=connection.renewed)
    if not same.update(claim=claim, claimed_until=now + CLAIM):
        return False
    mine = Connection.objects.filter(pk=connection.pk, claim=claim)
    try:
        grant = _ask(login, *_opened(connection, now))
    except PlatformError as error:
        if error.kind not in REFUSED:
            mine.update(claim=None, claimed_until=None)
            raise
        give_up(connection, error, now=now)
        raise PlatformError(Kind.TOKEN_REVOKED, error.message) from error
    _save(connection, claim, grant, now)
    return True


def give_up(connection: Connection, error: PlatformError, *, now: datetime) -> None:
    """Mark it broken, for this reason."""
    break_connection(connection=connection, reason=error.message, by=User.objects.system(), now=now)


def _ask(login: Login, access: str, refresh: str) -> Grant:
    """A refusal is asked again once, before it is believed."""
    try:
        return login.renew(access, refresh)
    except PlatformError as error:
        if error.kind not in REFUSED:
            raise
    return login.renew(access, refresh)


def _save(connection: Connection, claim: uuid.UUID, grant: Grant, now: datetime) -> None:
    values: dict[str, object] = {
        "access_token": seal(grant.access_token), "access_until": until_of(grant.access_seconds, now), "renewed": now,
        "claim": None, "claimed_until": None,
    }  # fmt: skip
    if grant.refresh_token:
        values |= {
            "refresh_token": seal(grant.refresh_token), "refresh_until": until_of(grant.refresh_seconds, now),
        }  # fmt: skip
    if grant.scopes:
        values["scopes"] = list(grant.scopes)
    Connection.objects.filter(pk=connection.pk, claim=claim).update(**values)


def _opened(connection: Connection, now: datetime) -> tuple[str, str]:
    try:
        return tokens_of(connection)
    except Unopenable as error:
        raise PlatformError(Kind.CONFIGURATION, str(error)) from error
