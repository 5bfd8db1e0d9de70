"""Back from the platform: its answer becomes a connection, or a sentence that says why not."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime

from accounts.models import User
from lib.refusals import Denied, Refused
from lib.sealed import unseal
from stats.actions.connections import connect_account, take_answer
from stats.actions.outcomes import record_measured
from stats.audience_jobs import want_audience
from stats.history_jobs import want_past
from stats.logins import login_of
from stats.measuring import Measured
from stats.models import Connection, Handshake
from stats.platforms.errors import Kind, PlatformError
from stats.platforms.grants import Grant, Login
from stats.platforms.readings import Reading

LATER = "Wait a little, then try again."
NOT_TAKEN = "did not take the sign-in: it came too late, or was used already."


class Stopped(Exception):
    """It came to nothing. `handshake` says for which account, where that is known."""

    def __init__(self, denied: Denied, handshake: Handshake | None = None) -> None:
        super().__init__(denied.for_outside)
        self.handshake = handshake


def finish(
    *, platform: str, answer: Mapping[str, str], redirect_uri: str, session: str, by: User, now: datetime
) -> Connection:
    """Take the platform's answer, ask it for tokens and for whose they are, and keep them. Raises `Stopped`.

    The answer is used up first, in a transaction of its own; then the platform is asked, with none open.
    """
    try:
        handshake = take_answer(platform=platform, nonce=answer.get("state", ""), session=session, by=by, now=now)
    except Refused as refused:
        raise Stopped(refused.denied) from refused
    login = login_of(platform)
    if answer.get("error") or not answer.get("code"):
        raise Stopped(_not_allowed(answer.get("error", ""), login), handshake)
    try:
        grant, reading = _granted(login, answer["code"], redirect_uri, handshake)
    except PlatformError as error:
        later = "Try again with the account that is yours." if error.kind == Kind.NOT_FOUND else LATER
        said = f"{error.message} Nothing was connected. {later}"
        raise Stopped(Denied(said), handshake) from error
    except Refused as refused:
        raise Stopped(refused.denied, handshake) from refused
    try:
        connection = connect_account(account=handshake.account, grant=grant, reading=reading, by=by, now=now)
    except Refused as refused:
        _let_go(login, grant)
        raise Stopped(refused.denied, handshake) from refused
    record_measured(Measured(now, readings={connection.account_id: reading}), [connection.account])
    if login.history_by in connection.scopes:
        want_past(connection.account)
    if login.audience_by in connection.scopes:
        want_audience(connection)
    return connection


def _not_allowed(error: str, login: Login) -> Denied:
    if error in ("access_denied", ""):
        return Denied(f"You did not allow it on {login.name}. Nothing was connected, and nothing is read.")
    return Denied(f"{login.name} did not go through with it ({error[:60]}). Nothing was connected.")


def _granted(login: Login, code: str, redirect_uri: str, handshake: Handshake) -> tuple[Grant, Reading]:
    """The tokens and whose they are. Raises `Refused` where too little was allowed, and lets go of the tokens."""
    try:
        grant = login.exchange(code, redirect_uri, unseal(handshake.verifier))
    except PlatformError as error:
        if error.kind is not Kind.TOKEN_REVOKED:
            raise
        raise PlatformError(
            error.kind, f"{login.asks or login.name} {NOT_TAKEN}"
        ) from error  # no consent was there yet
    missing = [use for scope, use in login.needs.items() if scope not in grant.scopes]
    if missing:
        _let_go(login, grant)
        raise Refused(
            f"On {login.name} you left out what the office needs: {', '.join(missing)}. Nothing was connected. "
            "Try again and leave all of it ticked."
        )
    try:
        grant = login.choose(grant, handshake.account.external_id, handshake.account.handle)
        return grant, login.own_figures(grant.access_token)
    except PlatformError:
        _let_go(login, grant)
        raise


def _let_go(login: Login, grant: Grant) -> None:
    """Tokens that are not kept are given back, where the platform takes them."""
    with suppress(PlatformError):
        login.revoke(getattr(grant, login.parts_by or "access_token"))
