"""Asking for work."""

import logging
import time
import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from celery import current_app
from django.db import transaction
from django.utils import timezone

from lib.moves import move
from outbox.models import Job
from outbox.models.job import Queue

log = logging.getLogger(__name__)

DEAF_FOR = 10.0  # seconds; a page that asks for twenty jobs pays for a silent queue once
_deaf_until = 0.0


def publish(job: Job) -> bool:
    """Tell the queue, if it listens: at most a second or two, and silence is fine, the sweeper comes by.

    After a silence this process asks no more for `DEAF_FOR` seconds. Returns whether the queue took it.
    """
    if not _told(job):
        return False
    Job.objects.filter(pk=job.pk).update(dispatched=timezone.now())
    return True


def _told(job: Job) -> bool:
    global _deaf_until
    if time.monotonic() < _deaf_until:
        return False
    try:
        current_app.send_task("outbox.run_job", args=[job.pk], queue=job.queue, ignore_result=True)
    except Exception as error:  # whatever the broker's client raises, the row is the truth
        log.warning("queue did not take job %s: %s", job.pk, error)
        _deaf_until = time.monotonic() + DEAF_FOR
        return False
    return True


def publish_all(jobs: Sequence[Job]) -> None:
    """`publish` for each, with one note of it."""
    told = [job.pk for job in jobs if _told(job)]
    Job.objects.filter(pk__in=told).update(dispatched=timezone.now())


def enqueue(
    kind: str,
    *,
    title: str,
    args: dict[str, Any] | None = None,
    unique_key: str | None = None,
    queue: str = Queue.DEFAULT,
    run_after: datetime | None = None,
    wanted_by: str = "",
    total: int = 0,
) -> Job:
    """Write the row in the caller's transaction, and publish it when that commits.

    `unique_key` makes it once for ever: asked again, the first row is returned.
    """
    fields = {
        "kind": kind, "title": title[:200], "args": args or {}, "queue": queue,
        "run_after": run_after or timezone.now(), "wanted_by": wanted_by, "progress_total": total,
    }  # fmt: skip
    if unique_key is None:
        job, made = Job.objects.create(**fields), True
    else:
        job, made = Job.objects.get_or_create(unique_key=unique_key, defaults=fields)
    if made and job.run_after <= timezone.now():
        transaction.on_commit(lambda: publish(job), robust=True)
    return job


@transaction.atomic
def retry_job(job: Job) -> Job:
    """A person lets a stuck job try again, with its attempts forgotten."""
    job = Job.objects.select_for_update(of=("self",)).get(pk=job.pk)
    now = timezone.now()
    move(job, Job.State.PENDING, attempts=0, lease_until=None, run_after=now, token=uuid.uuid4(), finished=None)
    transaction.on_commit(lambda: publish(job), robust=True)
    return job


@transaction.atomic
def cancel_job(job: Job) -> Job:
    """Nobody wants it any more. A worker that holds it finds its token gone and leaves no effect."""
    job = Job.objects.select_for_update(of=("self",)).get(pk=job.pk)
    move(job, Job.State.CANCELLED, finished=timezone.now(), token=uuid.uuid4())
    return job
