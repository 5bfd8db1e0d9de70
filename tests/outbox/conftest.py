"""A kind of job that tests can steer."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from celery import Celery, current_app

from outbox import handlers


@pytest.fixture
def register() -> Iterator:
    """`register("tests.kind", function, lease=…)`: a handler for this test only."""
    kinds, periodic = dict(handlers.KINDS), dict(handlers.PERIODIC)

    def as_kind(name, function, *, lease=timedelta(minutes=2), every=None):
        handlers.handles(name, lease=lease)(function)
        if every:
            handlers.every(every, title=f"Every {every}")(function)

    yield as_kind
    for registry, before in ((handlers.KINDS, kinds), (handlers.PERIODIC, periodic)):
        registry.clear()
        registry.update(before)


@pytest.fixture(autouse=True)
def told(monkeypatch, request) -> list[int]:
    """What the queue was told: ids of jobs. No broker is asked unless the test is marked `broker`."""
    published: list[int] = []
    monkeypatch.setattr("outbox.actions.jobs._deaf_until", 0.0)
    if "real_broker" not in request.fixturenames:

        def send_task(name, args, **_):
            published.extend(args)

        monkeypatch.setattr(current_app._get_current_object(), "send_task", send_task)
    return published


@pytest.fixture
def real_broker(redis_url) -> str:
    """The Valkey of this test process, emptied."""
    return redis_url


@pytest.fixture
def broker(real_broker, monkeypatch):
    """`broker(url)`: from here on the queue is there, for an application with the site's settings and no open line."""

    def at(url: str) -> None:
        app = Celery("another process", set_as_current=False)
        app.config_from_object("django.conf:settings", namespace="CELERY")
        app.conf.broker_url = url
        monkeypatch.setattr("outbox.actions.jobs.current_app", app)
        monkeypatch.setattr("outbox.actions.jobs._deaf_until", 0.0)

    return at
