"""What Celery runs: one task that does jobs' rows, one that keeps the clock."""

from celery import shared_task

from outbox import sweeper, work


@shared_task(name="outbox.run_job", acks_late=True)
def run_job(*job_ids: int) -> int:
    """Each in turn; returns how many it did. What a killed worker did not come to is told again like any other."""
    return sum(work.run(job_id) for job_id in job_ids)


@shared_task(name="outbox.tick", acks_late=True)
def tick() -> int:
    """Ring the clock and publish again what the queue forgot."""
    sweeper.ring()
    return sweeper.sweep()
