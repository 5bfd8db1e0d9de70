"""A talent lets the office read an account, and ends that. Nothing here speaks to a platform."""

import hashlib
import secrets
from datetime import datetime, timedelta

from accounts.models import User
from lib.actions import action
from lib.moves import move
from lib.refusals import Answer, Denied, Refused, require
from lib.sealed import seal, unseal
from lib.violations import violation
from outbox.actions import enqueue
from outbox.models.job import Queue
from stats.connectors import readable_platforms
from stats.consent_checks import may_connect, may_withdraw
from stats.letters import ask_to_reconnect
from stats.logins import LOGINS
from stats.models import Connection, ConnectionState, Handshake, PostWatch
from stats.models.handshake import GOOD_FOR
from stats.platforms.grants import Grant
from stats.platforms.readings import Reading
from talent.models import Platform, SocialAccount

FOREIGN = "This answer does not belong to a connection that you began here. Begin it again."
USED = "This answer was used already. Where the account does not show as connected, begin again."
LATE = "That took longer than ten minutes. Begin it again."


def fingerprint(session_key: str) -> str:
    """What stands for a session in a table."""
    return hashlib.sha256(session_key.encode()).hexdigest()


def until_of(seconds: int | None, now: datetime) -> datetime | None:
    return None if seconds is None else now + timedelta(seconds=seconds)


@action
def begin_connection(*, account: SocialAccount, session: str, by: User, now: datetime) -> Handshake:
    """Set out for the platform. `session` is the fingerprint of the session that has to come back."""
    require(may_connect(account, by))
    Handshake.objects.filter(created_at__lt=now - timedelta(days=1)).delete()
    return Handshake.objects.create(
        account=account, session=session, verifier=seal(secrets.token_urlsafe(48)), created_at=now, created_by=by
    )


@action
def take_answer(*, platform: str, nonce: str, session: str, by: User, now: datetime) -> Handshake:
    """Come back from the platform: once, in the same session, within ten minutes. Raises `Refused`."""
    rows = Handshake.objects.select_for_update(of=("self",)).select_related("account__talent")
    handshake = rows.filter(nonce=nonce, session=session, created_by=by, account__platform=platform).first()
    if handshake is None:
        raise Refused(Denied(FOREIGN, code="foreign"))
    if handshake.answered is not None:
        raise Refused(Denied(USED, code="used"))
    if handshake.created_at < now - GOOD_FOR:
        raise Refused(Denied(LATE, code="late"))
    require(may_connect(handshake.account, by))
    handshake.answered = now
    handshake.save(update_fields=["answered"])
    return handshake


@action
def connect_account(*, account: SocialAccount, grant: Grant, reading: Reading, by: User, now: datetime) -> Connection:
    """Keep the consent, in place of the one before where there is one. What was broken is whole again."""
    account = _locked(account)
    require(may_connect(account, by))
    require(is_expected(account, reading))
    connection = Connection.objects.living().filter(account=account).first() or Connection(account=account)
    if connection.state == ConnectionState.BROKEN:
        move(connection, ConnectionState.WORKING, reason="", broken_since=None)
    connection.external_id = reading.external_id
    connection.scopes = list(grant.scopes)
    connection.told_audience = bool(LOGINS[account.platform].audience_by)
    connection.access_token, connection.refresh_token = seal(grant.access_token), seal(grant.refresh_token)
    connection.access_until = until_of(grant.access_seconds, now)
    connection.refresh_until = until_of(grant.refresh_seconds, now)
    connection.renewed = connection.connected_at = now
    connection.connected_by = by
    connection.claim = connection.claimed_until = None
    with violation():
        connection.save()
    SocialAccount.objects.filter(pk=account.pk).update(
        state=SocialAccount.State.FINE, last_error="", failures=0, next_refresh_at=now
    )
    PostWatch.objects.filter(account=account).update(next_at=now, failures=0, last_error="")
    return connection


def is_expected(account: SocialAccount, reading: Reading) -> Answer:
    """Whether the account that was connected is the one that was meant."""
    same_id = bool(account.external_id) and account.external_id == reading.external_id
    if same_id or account.handle.casefold() in {reading.external_id, reading.handle.removeprefix("@").casefold()}:
        return True
    label = Platform(account.platform).label
    return Denied(
        f"You are signed in to {label} as {reading.handle or 'somebody else'}, and this account is {account.handle}. "
        f"Nothing was connected. Sign in to {label} as {account.handle}, then try again.",
        code="other_account",
    )


@action
def break_connection(*, connection: Connection, reason: str, by: User, now: datetime) -> Connection:
    """The platform takes the consent no more: say so where the account is shown, and ask the talent once.

    A connection that was made anew since the caller read it stays as it is.
    """
    seen, account = connection.renewed, _locked(connection.account)
    connection = Connection.objects.select_for_update(of=("self",)).get(pk=connection.pk)
    if connection.state != ConnectionState.WORKING or connection.renewed != seen:
        return connection
    move(
        connection, ConnectionState.BROKEN,
        reason=reason[:300], broken_since=now, claim=None, claimed_until=None,
    )  # fmt: skip
    if account.platform not in readable_platforms():
        SocialAccount.objects.filter(pk=account.pk).update(
            state=SocialAccount.State.DISCONNECTED, last_error=reason[:300], next_refresh_at=None
        )
    ask_to_reconnect(connection, account, now)
    return connection


@action
def withdraw_connection(*, connection: Connection, by: User, now: datetime) -> Connection:
    """End the consent. The tokens are gone at once; the platform is told by a job."""
    account = _locked(connection.account)
    connection = Connection.objects.select_for_update(of=("self",)).get(pk=connection.pk)
    require(may_withdraw(connection, by))
    return _ended(connection, account, by, now)


@action
def end_unfollowed(*, connection: Connection, by: User, now: datetime) -> Connection:
    """End the consent for an account that the office follows no longer: what is not read needs no token."""
    account = _locked(connection.account)
    connection = Connection.objects.select_for_update(of=("self",)).get(pk=connection.pk)
    if account.archived_at is None or connection.state == ConnectionState.WITHDRAWN:
        return connection
    return _ended(connection, account, by, now)


def _ended(connection: Connection, account: SocialAccount, by: User, now: datetime) -> Connection:
    by_which = LOGINS[account.platform].parts_by
    parting = getattr(connection, by_which) if by_which else ""
    move(
        connection, ConnectionState.WITHDRAWN,
        withdrawn_at=now, withdrawn_by=by, access_token="", refresh_token="", access_until=None, refresh_until=None,
        parting_token=parting, reason="", broken_since=None, claim=None, claimed_until=None,
    )  # fmt: skip
    open_still = account.platform in readable_platforms()
    SocialAccount.objects.filter(pk=account.pk).update(
        state=SocialAccount.State.FINE if open_still else SocialAccount.State.DISCONNECTED,
        last_error="" if open_still else "The consent was withdrawn",
        failures=0,
        next_refresh_at=None,
    )
    if parting:
        enqueue(
            "stats.part_from_platform",
            title=f"Tell {Platform(account.platform).label} that {account.handle} is not read any more",
            args={"connection_id": connection.pk},
            queue=Queue.PLATFORMS,
            run_after=now,
        )
    return connection


def _locked(account: SocialAccount) -> SocialAccount:
    """The account's row, held: whoever changes a connection does so one after the other."""
    return SocialAccount.objects.select_for_update(of=("self",)).select_related("talent").get(pk=account.pk)


def tokens_of(connection: Connection) -> tuple[str, str]:
    """Access and refresh token, opened, for the platform's ears only."""
    return unseal(connection.access_token), unseal(connection.refresh_token)
