"""The Celery application: an executor for rows of `outbox.Job`, never the truth about them."""

import os

from celery import Celery
from celery.signals import worker_init

from agency.settled import settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "agency.settings")

app = Celery("jimusho")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# Before the children are forked, which so go on sharing what was loaded.
worker_init.connect(lambda **kwargs: settle(), weak=False)
