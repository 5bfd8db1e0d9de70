"""The Celery application: an executor for rows of `outbox.Job`, never the truth about them."""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_init, worker_ready

from agency.settled import settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "agency.settings")

app = Celery("jimusho")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# Before the children are forked, which so go on sharing what was loaded.
worker_init.connect(lambda **kwargs: settle(), weak=False)


@worker_ready.connect
def _listen(sender: Any, **kwargs: Any) -> None:
    from outbox import listening  # what it needs of Celery, a web process does without

    listening.begin(sender)
