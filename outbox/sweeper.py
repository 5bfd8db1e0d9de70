"""Finds what the queue forgot, rings what is due, throws away what is old."""

from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from lib.figures import counted
from outbox.actions.jobs import enqueue, publish
from outbox.handlers import PERIODIC, every, handles
from outbox.models import FormKey, Job
from outbox.work import Work

FORGOTTEN_AFTER = timedelta(seconds=15)
BATCH = 1000


def sweep() -> int:
    """Publish due jobs that nobody holds and that were not told to the queue lately. Returns how many it took.

    Where the queue does not listen it stops at the first: the others are found again a little later.
    """
    now = timezone.now()
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    forgotten = Q(dispatched=None) | Q(dispatched__lt=now - FORGOTTEN_AFTER)
    with transaction.atomic():
        jobs = list(
            Job.objects.select_for_update(skip_locked=True)
            .filter(free, forgotten, state=Job.State.PENDING, run_after__lte=now)
            .order_by("run_after")[:BATCH]
        )
        Job.objects.filter(pk__in=[job.pk for job in jobs]).update(dispatched=now)
    for number, job in enumerate(jobs):
        if not publish(job):
            return number
    return len(jobs)


def slot(period: timedelta, now: datetime) -> datetime:
    """The start of the period that `now` lies in, counted from the epoch."""
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    return epoch + ((now - epoch) // period) * period


def ring() -> None:
    """Write this slot's row for each periodic kind; its unique key lets any number of clocks ring."""
    now = timezone.now()
    for periodic in PERIODIC.values():
        due = slot(periodic.every, now)
        enqueue(
            periodic.name,
            title=periodic.title,
            unique_key=f"{periodic.name}@{due:%Y-%m-%dT%H:%M:%SZ}",
            queue=periodic.queue,
        )


@every(timedelta(hours=1), title="Throw away old job rows and form keys")
@handles("outbox.tidy")
def tidy(work: Work) -> str:
    """Done jobs older than a week and form keys older than three days."""
    now = timezone.now()
    with work.finishing():
        jobs, _ = Job.objects.filter(state=Job.State.DONE, finished__lt=now - timedelta(days=7)).delete()
        keys, _ = FormKey.objects.filter(created__lt=now - timedelta(days=3)).delete()
    return f"{counted(jobs, 'job')} and {counted(keys, 'form key')} thrown away"
