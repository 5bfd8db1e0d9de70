"""The jobs of the past: read once what a platform tells of it, and keep what nothing better is known of."""

from datetime import UTC, datetime, timedelta

from django.utils import timezone

from lib.figures import counted
from outbox.actions import enqueue
from outbox.handlers import every, handles
from outbox.models import Job
from outbox.models.job import Queue
from outbox.work import TryLater, Work
from stats.actions.history import known_days, record_history
from stats.numbers_jobs import compute_soon
from stats.past import found_by_key, read_past
from stats.platforms.errors import Kind, PlatformError
from stats.platforms.readings import PastReading
from stats.snapshots import SnapshotRow
from talent.models import SocialAccount, Source

KIND = "stats.import_past"
LEASE = timedelta(minutes=4)
AGAIN = timedelta(minutes=15)
PASSING = {Kind.TRANSIENT, Kind.RATE_LIMITED, Kind.QUOTA_EXHAUSTED, Kind.BAD_RESPONSE}
AT_ONCE = 200


def want_past(account: SocialAccount) -> Job:
    """Have an account's past read: once."""
    return enqueue(
        KIND,
        title=f"What was before of {account}",
        args={"account_id": account.pk},
        unique_key=f"past:{account.pk}",
        queue=Queue.PLATFORMS,
    )


@every(timedelta(days=1), title="Ask once for what was before", queue=Queue.PLATFORMS)
@handles("stats.plan_past")
def plan_past(work: Work) -> str:
    """Accounts whose past the office's key may tell, and that nobody asked for yet."""
    with work.finishing():
        asked = set(Job.objects.filter(kind=KIND).values_list("args__account_id", flat=True))
        fresh = [account for account in found_by_key().order_by("pk") if account.pk not in asked][:AT_ONCE]
        for account in fresh:
            want_past(account)
    return f"The past of {counted(len(fresh), 'account')} is asked for" if fresh else "Nothing new"


@handles(KIND, lease=LEASE)
def import_past(work: Work, *, account_id: int) -> str:
    """Read one account's past. Where it is not ours to read, that is the answer, and no failure."""
    account = SocialAccount.objects.get(pk=account_id)
    if account.archived_at is not None:
        return "It is not followed any more"
    now = timezone.now()
    try:
        past = read_past(account, now=now)
    except PlatformError as error:
        if error.kind in PASSING:
            raise TryLater(max((error.until or now) - now, AGAIN), error.message) from error
        if error.kind is Kind.CONFIGURATION:  # the office's own, and may be mended
            raise TryLater(timedelta(days=1), error.message) from error
        return f"Not told: {error.message}"
    with work.finishing():
        rows = fresh_rows(account, past)
        record_history(rows)
        if rows:
            compute_soon([account.pk])
    return counted(len(rows), "day") if rows else "Nothing new was told"


def fresh_rows(account: SocialAccount, past: list[PastReading]) -> list[SnapshotRow]:
    """The days that nothing is known of, marked with what they are: measured, or reckoned back."""
    if not past:
        return []
    first = past[0].at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    there = known_days([account.pk], first, past[-1].at + timedelta(days=1))
    days: dict[object, SnapshotRow] = {}
    for reading in past:
        day = _day(reading.at)
        if (account.pk, day) not in there:
            source = Source.ESTIMATED if reading.is_reckoned else Source.MEASURED
            days[day] = SnapshotRow(
                account.pk, reading.at, followers=reading.followers, views=reading.views, source=str(source)
            )
    return list(days.values())


def _day(at: datetime) -> object:
    return at.astimezone(UTC).date()
