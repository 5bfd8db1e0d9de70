"""Asking for work."""

import logging
import time
import uuid
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from itertools import batched
from typing import Any

from celery import current_app
from django.db import transaction
from django.utils import timezone

from lib.moves import move
from outbox.models import Job
from outbox.models.job import Queue

log = logging.getLogger(__name__)

TOGETHER = 10  # jobs of one message, which one worker does in turn
DEAF_FOR = 10.0  # seconds; a page that asks for twenty jobs pays for a silent queue once
_deaf_until = 0.0


def publish(job: Job) -> bool:
    """Tell the queue, if it listens: at most a second or two, and silence is fine, the sweeper comes by.

    After a silence this process asks no more for `DEAF_FOR` seconds. Returns whether the queue took it.
    """
    return publish_all([job])


def publish_all(jobs: Sequence[Job]) -> bool:
    """`publish` for several, in few messages: which row is whose is not the queue's business.

    Whoever writes the rows notes them as told already; what the queue did not take is noted as not told.
    """
    queues: dict[str, list[int]] = defaultdict(list)
    for job in jobs:
        queues[job.queue].append(job.pk)
    unheard = [
        pk for queue, ids in queues.items() for some in batched(ids, TOGETHER) if not _told(queue, some) for pk in some
    ]
    if unheard:
        Job.objects.filter(pk__in=unheard).update(dispatched=None)
    return not unheard


def _told(queue: str, ids: Sequence[int]) -> bool:
    global _deaf_until
    if time.monotonic() < _deaf_until:
        return False
    try:
        current_app.send_task("outbox.run_job", args=ids, queue=queue, ignore_result=True)
    except Exception as error:  # whatever the broker's client raises, the row is the truth
        log.warning("queue did not take jobs %s: %s", ids, error)
        _deaf_until = time.monotonic() + DEAF_FOR
        return False
    return True


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
    now = timezone.now()
    due = run_after is None or run_after <= now
    fields = {
        "kind": kind, "title": title[:200], "args": args or {}, "queue": queue, "run_after": run_after or now,
        "wanted_by": wanted_by, "progress_total": total, "dispatched": now if due else None,
    }  # fmt: skip
    if unique_key is None:
        job, made = Job.objects.create(**fields), True
    else:
        job, made = Job.objects.get_or_create(unique_key=unique_key, defaults=fields)
    if made and due:
        transaction.on_commit(lambda: publish(job), robust=True)
    return job


@transaction.atomic
def retry_job(job: Job) -> Job:
    """A person lets a stuck job try again, with its attempts forgotten."""
    job = Job.objects.select_for_update(of=("self",)).get(pk=job.pk)
    now = timezone.now()
    move(
        job,
        Job.State.PENDING,
        attempts=0,
        lease_until=None,
        run_after=now,
        token=uuid.uuid4(),
        finished=None,
        dispatched=now,
    )
    transaction.on_commit(lambda: publish(job), robust=True)
    return job


@transaction.atomic
def cancel_job(job: Job) -> Job:
    """Nobody wants it any more. A worker that holds it finds its token gone and leaves no effect."""
    job = Job.objects.select_for_update(of=("self",)).get(pk=job.pk)
    move(job, Job.State.CANCELLED, finished=timezone.now(), token=uuid.uuid4())
    return job
