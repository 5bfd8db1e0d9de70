"""What Celery runs: one task that does a job's row, one that keeps the clock."""

from celery import shared_task

from outbox import sweeper, work


@shared_task(name="outbox.run_job", acks_late=True)
def run_job(job_id: int) -> bool:
    return work.run(job_id)


@shared_task(name="outbox.tick", acks_late=True)
def tick() -> int:
    """Ring the clock and publish again what the queue forgot."""
    sweeper.ring()
    return sweeper.sweep()
