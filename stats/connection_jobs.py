"""The connections' jobs: renew ahead of time what would end, and part from a platform."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from lib.sealed import unseal
from outbox.actions import enqueue
from outbox.handlers import every, handles
from outbox.models.job import Queue
from outbox.work import TryLater, Work
from stats.actions.connections import end_unfollowed
from stats.logins import LOGINS, login_of
from stats.models import Connection, ConnectionState
from stats.platforms.errors import Kind, PlatformError
from stats.tokens import renew

AHEAD = timedelta(days=30)  # before a refresh token would die of not being used
AGAIN = timedelta(minutes=15)
LONG_ENOUGH = timedelta(days=1)
GRACE = timedelta(hours=1)  # for an account that was let go by mistake


@every(timedelta(hours=1), title="Renew connections that would end", queue=Queue.PLATFORMS)
@handles("stats.keep_connections")
def keep_connections(work: Work) -> str:
    """Hand each that is due to a job of its own. Tokens of hours are not renewed here, but when they are needed.

    Consents for accounts that nobody follows any more end here.
    """
    now = timezone.now()
    due = Q(refresh_until__lt=now + AHEAD)
    for platform, login in LOGINS.items():
        if login.renew_every is not None:
            due |= Q(account__platform=platform, renewed__lt=now - login.renew_every)
    rows = Connection.objects.filter(due, state=ConnectionState.WORKING, account__archived_at=None)
    unfollowed = Connection.objects.living().filter(account__archived_at__lt=now - GRACE)
    with work.finishing():
        for connection in unfollowed.select_related("account").order_by("pk"):
            end_unfollowed(connection=connection, by=User.objects.system(), now=now)
        found = list(rows.select_related("account").order_by("pk"))
        for connection in found:
            enqueue(
                "stats.renew_connection",
                title=f"Renew the connection of {connection.account}",
                args={"connection_id": connection.pk},
                unique_key=f"renew:{connection.pk}:{connection.renewed.isoformat()}",
                queue=Queue.PLATFORMS,
            )
    return f"{len(found)} are due" if found else "Nothing is due"


@handles("stats.renew_connection")
def renew_connection(work: Work, *, connection_id: int) -> str:
    """Renew one. Where the platform refuses, it is broken, and that is no failure of the job."""
    connection = Connection.objects.select_related("account").get(pk=connection_id)
    now = timezone.now()
    if connection.state != ConnectionState.WORKING:
        return "It is not in use any more"
    if connection.renewed > now - LOGINS[connection.platform].youngest:
        return "Too young to be renewed"
    try:
        return "Renewed" if renew(connection, now=now) else "Another renews it"
    except PlatformError as error:
        if error.kind is Kind.TOKEN_REVOKED:
            return f"Broken: {error.message}"
        raise TryLater(AGAIN, error.message) from error


@handles("stats.part_from_platform")
def part_from_platform(work: Work, *, connection_id: int) -> str:
    """Tell the platform that the consent has ended, then forget the last token. Given up after a day."""
    connection = Connection.objects.select_related("account").get(pk=connection_id)
    if not connection.parting_token:
        return "The platform knows"
    said = "The platform knows"
    try:
        login_of(connection.platform).revoke(unseal(connection.parting_token))
    except PlatformError as error:
        # The app may have been taken away for a moment, and is needed to say it.
        passing = error.kind in {Kind.TRANSIENT, Kind.RATE_LIMITED, Kind.BAD_RESPONSE, Kind.CONFIGURATION}
        if passing and connection.withdrawn_at and timezone.now() < connection.withdrawn_at + LONG_ENOUGH:
            raise TryLater(AGAIN, error.message) from error
        said = f"The platform did not take it: {error.message}"
    with work.finishing():
        Connection.objects.filter(pk=connection.pk).update(parting_token="")
    return said
