"""What Celery runs: one task that does jobs' rows, one that keeps the clock."""

import time

from celery import shared_task

from outbox import sweeper, work

TURN = 120.0  # seconds, so that each of several has the time that one alone has, less that


@shared_task(name="outbox.run_job", acks_late=True)
def run_job(*job_ids: int) -> int:
    """Each in turn, as long as it is this task's; returns how many it did.

    What it does not come to, or a killed worker did not, is told again like any other.
    """
    begun, done = time.monotonic(), 0
    for job_id in job_ids:
        if time.monotonic() - begun > TURN:
            break
        done += work.run(job_id)
    return done


@shared_task(name="outbox.tick", acks_late=True)
def tick() -> int:
    """Ring the clock and publish again what the queue forgot."""
    sweeper.ring()
    return sweeper.sweep()
