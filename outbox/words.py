"""What is said of a job to people: one sentence for each way that it can stand."""

from datetime import datetime

from outbox.models import Job

ORDINALS = {2: "second", 3: "third", 4: "fourth", 5: "fifth"}


def said(job: Job, now: datetime) -> str:
    """How it went or stands. When a waiting one is tried next is `Job.run_after`, which the reader's clock tells."""
    match job.state:
        case Job.State.DONE:
            return _sentence(job.result or "Done") + _before(job)
        case Job.State.STUCK:
            return f"Gave up after {_tries(job.attempts)}. {_sentence(job.last_error)}".strip()
        case Job.State.CANCELLED:
            return "Cancelled; nothing of it was kept."
    if job.lease_until is not None and job.lease_until > now:
        far = f"At work: {job.progress_done:,} of {job.progress_total:,}" if job.progress_total else "At work"
        return f"{far}.{_before(job)}"
    if job.lease_until is not None:
        return "Its worker ended half-way; the next one begins it again."
    if job.last_error:
        return _sentence(job.last_error)
    return "Waits for its time." if job.run_after > now else "Waits for a worker."


def _before(job: Job) -> str:
    """That it was not the first try, and why not."""
    if not job.last_error:
        return ""
    nth = ORDINALS.get(job.attempts)
    return f" {f'At the {nth} try; before that' if nth else 'Before that'}: {_sentence(job.last_error)}"


def _tries(count: int) -> str:
    return "one try" if count == 1 else f"{count} tries"


def _sentence(text: str) -> str:
    text = text.strip()
    return text if not text or text.endswith((".", "!", "?")) else f"{text}."
