"""Work that happens outside a request."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from lib.ids import PublicIdField

MAX_ATTEMPTS = 5


class Queue(models.TextChoices):
    DEFAULT = "default", "Default"
    PLATFORMS = "platforms", "Platforms"
    MAIL = "mail", "Mail"


class JobState(models.TextChoices):
    PENDING = "pending", "Waiting"
    DONE = "done", "Done"
    STUCK = "stuck", "Stuck"
    CANCELLED = "cancelled", "Cancelled"


class Job(models.Model):
    """One piece of work: the row is the truth, the queue is a hint.

    Written by `outbox.actions.enqueue` in the transaction that wants it. A worker claims it with a lease and a fresh
    token (`claim`), does the work, and finishes it with `finishing()`: effect and *done* in one transaction, where the
    token is still its own. The sweeper publishes again what nobody holds. After five attempts it is *stuck* and waits
    for a person.
    """

    State = JobState
    MOVES: ClassVar[dict[str, set[str]]] = {
        JobState.PENDING: {JobState.DONE, JobState.STUCK, JobState.CANCELLED},
        JobState.STUCK: {JobState.PENDING, JobState.CANCELLED},
        JobState.DONE: set(),
        JobState.CANCELLED: set(),
    }

    public_id = PublicIdField()
    kind = models.CharField(max_length=60, help_text="name under which a handler is registered")
    args = models.JSONField(default=dict, help_text="keyword arguments, ids and plain values only")
    title = models.CharField(max_length=200, help_text="what it does, for people")
    unique_key = models.CharField(max_length=200, null=True, blank=True)
    queue = models.CharField(max_length=12, choices=Queue.choices, default=Queue.DEFAULT)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.PENDING)
    run_after = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    token = models.UUIDField(default=uuid.uuid4, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    dispatched = models.DateTimeField(null=True, blank=True)
    finished = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)
    result = models.TextField(blank=True, help_text="what came of it, one sentence")
    progress_done = models.PositiveIntegerField(default=0)
    progress_total = models.PositiveIntegerField(default=0)
    created = models.DateTimeField(auto_now_add=True)
    wanted_by = models.CharField(max_length=12, blank=True, help_text="public id of the person who asked for it")

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["unique_key"],
                name="outbox_job_unique_key",
                violation_error_message="This job was asked for already.",
            ),
            models.CheckConstraint(
                condition=Q(state="pending", finished=None) | ~Q(state="pending"),
                name="outbox_job_finished_is_final",
                violation_error_message="A finished job does not wait.",
            ),
        )
        indexes = (
            models.Index(fields=["run_after"], condition=Q(state="pending"), name="outbox_job_due"),
            models.Index(fields=["state", "-id"], name="outbox_job_by_state"),
        )

    def __str__(self) -> str:
        return self.title
