"""The jobs of the audience: once a week, ask the platforms that tell an owner who follows them."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from lib.figures import counted
from outbox.actions import enqueue
from outbox.handlers import every, handles
from outbox.models import Job
from outbox.models.job import Queue
from outbox.work import TryLater, Work
from stats import consented
from stats.actions.audience import keep_audience
from stats.logins import LOGINS, login_of
from stats.models import Connection, ConnectionState
from stats.platforms.errors import Kind, PlatformError

KIND = "stats.read_audience"
WEEK = timedelta(days=7)
AGAIN = timedelta(minutes=15)
PASSING = {Kind.TRANSIENT, Kind.RATE_LIMITED, Kind.QUOTA_EXHAUSTED, Kind.BAD_RESPONSE}
LONG_ENOUGH = timedelta(days=1)
AT_ONCE = 500


def telling() -> Q:
    """The connections by which the platform tells who follows, of owners who were told that this is read."""
    found = Q(pk__in=[])
    for platform, login in LOGINS.items():
        if login.audience_by:
            found |= Q(account__platform=platform, scopes__contains=[login.audience_by])
    return found & Q(told_audience=True, state=ConnectionState.WORKING, account__archived_at=None)


def want_audience(connection: Connection) -> Job:
    """Have it read who follows an account: once a week, and at once where it was connected anew."""
    account, since = connection.account, int(connection.connected_at.timestamp())
    year, week, _ = timezone.localdate().isocalendar()
    return enqueue(
        KIND,
        title=f"Who follows {account}",
        args={"account_id": account.pk},
        unique_key=f"audience:{account.pk}:{since}:{year}-{week}",
        queue=Queue.PLATFORMS,
    )


@every(timedelta(hours=1), title="Ask who follows connected accounts", queue=Queue.PLATFORMS)
@handles("stats.plan_audiences")
def plan_audiences(work: Work) -> str:
    """Accounts whose audience nobody asked for in a week, some at a time."""
    lately = Job.objects.filter(kind=KIND, created__gt=timezone.now() - WEEK)
    with work.finishing():
        asked_for = set(lately.values_list("args__account_id", flat=True))
        rows = Connection.objects.filter(telling()).select_related("account").order_by("pk")
        due = [row for row in rows if row.account_id not in asked_for][:AT_ONCE]
        for row in due:
            want_audience(row)
    return f"Who follows {counted(len(due), 'account')} is asked for" if due else "Nothing is due"


@handles(KIND)
def read_audience(work: Work, *, account_id: int) -> str:
    """Ask for one account. That it is not told is an answer, and ends no consent."""
    row = Connection.objects.filter(telling(), account=account_id).select_related("account").first()
    if row is None:
        return "It is not connected, or not allowed"
    now = timezone.now()
    try:
        reading = consented.read_audience(row, now=now)
    except PlatformError as error:
        if error.kind in PASSING and work.job.created > now - LONG_ENOUGH:
            raise TryLater(max((error.until or now) - now, AGAIN), error.message) from error
        return f"Not told: {error.message}"
    if reading is None:
        return f"Not told: {login_of(row.platform).name} tells nothing of them"
    with work.finishing():
        kept = keep_audience(account=row.account, reading=reading, by=User.objects.system(), now=now)
    return "Measured" if kept else "Not told: nothing is known of those who follow"
