"""An office at work: the fixtures of tests with a real worker, and what they ask of it.

Each module that takes `office` has one with servers of its own, which runs through all of its tests.
"""

import html
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from celery import Celery
from django.db import connection
from django.db.models import Count
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from outbox.models import Job
from stats.handing import hand
from stats.models import AccountSnapshot, Quota
from tests.factories import owner
from tests.standin import StandIn
from tests.stats.office import Office, Servers, at, until

KIND = "stats.refresh_batch"


@pytest.fixture(autouse=True)
def _django_db_marker() -> None:
    """In the place of pytest-django's own: nothing is emptied between tests while the worker goes on."""


@pytest.fixture(scope="module")
def office(django_db_setup, django_db_blocker) -> Iterator[Office]:
    place = Path(tempfile.mkdtemp(prefix="jimusho-"))
    place.chmod(0o755)
    before = {name: connection.settings_dict[name] for name in ("HOST", "PORT", "USER", "PASSWORD", "NAME")}
    servers = Servers(place)
    try:
        servers.copy(before)
        with django_db_blocker.unblock(), StandIn() as standin:
            connection.close()
            connection.settings_dict.update(at(servers.urls["DATABASE_URL"]))
            patched = pytest.MonkeyPatch()
            queue = Celery("the test beside the office", set_as_current=False)
            queue.config_from_object("django.conf:settings", namespace="CELERY")
            queue.conf.broker_url = servers.urls["REDIS_URL"]
            patched.setattr("outbox.actions.jobs.current_app", queue)
            office = Office(servers, standin, place)
            try:
                planned = Job.objects.filter(kind="stats.plan_refresh", state="done")
                until(lambda: planned.exists(), what="the clock's first round")
                yield office
            finally:
                office.close()
                patched.undo()
    finally:
        connection.close()
        connection.settings_dict.update(before)
        servers.close()
        shutil.rmtree(place, ignore_errors=True)


@pytest.fixture
def standin(office: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    monkeypatch.setattr("outbox.actions.jobs._deaf_until", 0.0)
    yield office.standin
    office.standin.faults.clear()
    office.standin.logins.consents.faults.clear()
    Quota.objects.all().delete()  # the next day


def batches(ids: list[int], *, each: int = 5, platform: str = "youtube", kind: str = KIND) -> list[int]:
    """Jobs for these accounts, a few in each; their ids."""
    last = Job.objects.order_by("pk").values_list("pk", flat=True).last() or 0
    for start in range(0, len(ids), each):
        hand(kind, "New figures of {count} on {platform}", platform, ids[start : start + each])
    return list(Job.objects.filter(kind=kind, pk__gt=last).order_by("pk").values_list("pk", flat=True))


def all_done(jobs: list[int]) -> None:
    until(lambda: Job.objects.filter(pk__in=jobs, state="done").count() == len(jobs), what="the work")


def held(jobs: list[int]) -> list[int]:
    found = Job.objects.filter(pk__in=jobs, state="pending", lease_until__gt=timezone.now())
    return list(found.order_by("pk").values_list("pk", flat=True))


def times_measured(ids: list[int]) -> dict[int, int]:
    """How often each of these accounts was measured."""
    counted = AccountSnapshot.objects.filter(account__in=ids).values("account").annotate(times=Count("taken_at"))
    return dict.fromkeys(ids, 0) | {row["account"]: row["times"] for row in counted.order_by()}


def jobs_page(state: str = "") -> str:
    """What Office, Jobs says on all its pages, as words: the clock goes on planning while a test looks."""
    client = Client()
    client.force_login(owner())
    asked = {"state": state}
    numbers = client.get(reverse("desk:jobs"), asked).context["page"].paginator.page_range
    pages = b"".join(client.get(reverse("desk:jobs"), asked | {"page": number}).content for number in numbers)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", pages.decode())))
