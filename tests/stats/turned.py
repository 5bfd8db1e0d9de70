"""The worker of tests does what was written in time to come by the clock of then."""

from datetime import timedelta
from typing import Any

from celery.signals import task_postrun, task_prerun
from django.db.models import Max
from django.utils import timezone
from time_machine import travel

from outbox.models import Job

AHEAD = timedelta(hours=1)
_travelling: list[travel] = []


@task_prerun.connect
def turn(args: tuple[Any, ...] = (), **more: Any) -> None:
    written = Job.objects.filter(pk__in=args).aggregate(at=Max("created"))["at"]
    if written and written - timezone.now() > AHEAD:
        _travelling.append(travel(written))
        _travelling[-1].start()


@task_postrun.connect
def turn_back(**more: Any) -> None:
    while _travelling:
        _travelling.pop().stop()
