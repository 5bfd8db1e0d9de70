"""Holding a job: claim by compare-and-set, renew, finish behind a token."""

import traceback
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta

from django.db import transaction
from django.db.models import Case, F, Q, TextField, Value, When
from django.utils import timezone

from outbox.actions.jobs import publish
from outbox.handlers import KINDS, arguments
from outbox.models import Job
from outbox.models.job import MAX_ATTEMPTS

BACKOFF = timedelta(seconds=10)
ENDED = "Its worker ended half-way."
KEPT_OF_ERROR = 4000


class LeaseLost(Exception):
    """Somebody else holds the job now; whatever this worker did is rolled back."""


class TryLater(Exception):
    """Raised by a handler that cannot go on now. Does not count as an attempt."""

    def __init__(self, delay: timedelta, why: str) -> None:
        self.delay = delay
        super().__init__(why)


class GoOn(Exception):
    """Raised by a handler that wrote a part for good and comes back for the rest. Another job may go first."""


class Work:
    """A claimed job. The handler's only way to touch the row."""

    def __init__(self, job: Job, lease: timedelta) -> None:
        self.job = job
        self.lease = lease
        self.finished = False

    def _mine(self) -> Q:
        return Q(pk=self.job.pk, token=self.job.token, state=Job.State.PENDING)

    def renew(self, *, done: int | None = None, total: int | None = None) -> None:
        """Say that it is still at work, and how far. Raises `LeaseLost`."""
        values: dict[str, object] = {"lease_until": timezone.now() + self.lease}
        if done is not None:
            values["progress_done"] = done
        if total is not None:
            values["progress_total"] = total
        self._update(values)

    def advance(self, *, done: int) -> None:
        """Say, in the transaction that writes them, that so many are `done` for good: tries count anew from here.

        Raises `LeaseLost`.
        """
        self._update({"lease_until": timezone.now() + self.lease, "progress_done": done, "attempts": 1})

    def _update(self, values: Mapping[str, object]) -> None:
        if not Job.objects.filter(self._mine()).update(**values):
            raise LeaseLost

    @contextmanager
    def finishing(self, result: str = "") -> Iterator[None]:
        """One transaction for the effect and *done*. Raises `LeaseLost`, the effect undone, where a rival took over."""
        with transaction.atomic():
            if not Job.objects.select_for_update(of=("self",)).filter(self._mine()).exists():
                raise LeaseLost
            yield
            Job.objects.filter(self._mine()).update(
                state=Job.State.DONE, finished=timezone.now(), lease_until=None, result=result
            )
        self.finished = True


def claim(job_id: int) -> Work | None:
    """Take the job if it is due and nobody holds it. One winner, whoever asks."""
    now = timezone.now()
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    due = Job.objects.filter(free, pk=job_id, state=Job.State.PENDING, run_after__lte=now)
    job = Job.objects.filter(pk=job_id).first()
    kind = KINDS.get(job.kind) if job else None
    lease = kind.lease if kind else timedelta(minutes=1)
    # Whoever puts a job down takes the lease off it; one that ran out is a dead worker's.
    error = Case(When(lease_until=None, then=F("last_error")), default=Value(ENDED, TextField()))
    if not due.update(token=uuid.uuid4(), lease_until=now + lease, attempts=F("attempts") + 1, last_error=error):
        return None
    return Work(Job.objects.get(pk=job_id), lease)


def _put_down(work: Work, error: BaseException) -> None:
    """Note what went wrong; wait longer each time, and after five attempts wait for a person."""
    now = timezone.now()
    mine = Job.objects.filter(work._mine())
    attempts = mine.values_list("attempts", flat=True).first() or 0  # fewer than were claimed where it went forward
    values: dict[str, object] = {"lease_until": None, "last_error": _words(error)}
    if isinstance(error, GoOn):
        values = {"lease_until": None, "run_after": now, "attempts": 0, "dispatched": now}
    elif isinstance(error, TryLater):
        values |= {"run_after": now + error.delay, "attempts": max(0, attempts - 1)}
    elif attempts >= MAX_ATTEMPTS:
        values |= {"state": Job.State.STUCK, "finished": now}
    else:
        values |= {"run_after": now + BACKOFF * 2 ** (attempts - 1)}
    if mine.update(**values) and isinstance(error, GoOn):
        publish(work.job)


def _words(error: BaseException) -> str:
    last = traceback.format_exception_only(error)[-1].strip()
    return (str(error) if isinstance(error, TryLater) else last)[:KEPT_OF_ERROR]


def run(job_id: int) -> bool:
    """Claim and do one job. True where this call did it to the end."""
    work = claim(job_id)
    if work is None:
        return False
    if work.job.attempts > MAX_ATTEMPTS:  # its worker died each time before it could say so
        _put_down(work, RuntimeError("The worker died each time it tried."))
        return False
    kind = KINDS.get(work.job.kind)
    try:
        if kind is None:
            raise LookupError(f"Nobody handles {work.job.kind}.")
        result = kind.handler(work, **arguments(work.job.args)) or ""
        if not work.finished:
            with work.finishing(result):
                pass
        elif result:
            Job.objects.filter(pk=work.job.pk).update(result=result)
    except LeaseLost:
        return False
    except Exception as error:  # whatever a handler raises is noted on its row
        _put_down(work, error)
        return False
    return True
