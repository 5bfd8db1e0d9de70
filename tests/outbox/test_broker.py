"""The queue is a hint: without it pages stay quick and nothing is lost."""

import socket
import threading
import time
from collections.abc import Iterator

import pytest
import redis
from django.db import transaction

from outbox.actions import enqueue
from outbox.models import Job
from outbox.sweeper import sweep

SLOWEST = 5.0  # seconds: the queue is asked once, for a second or two, and not for each wish


@pytest.fixture
def closed_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A server that takes every call and never says a word."""
    server = socket.socket()
    server.bind(("127.0.0.1", 0))
    server.listen(64)
    callers: list[socket.socket] = []

    def accept() -> None:
        while True:
            try:
                callers.append(server.accept()[0])
            except OSError:
                return

    threading.Thread(target=accept, daemon=True).start()
    yield server.getsockname()[1]
    server.close()
    for caller in callers:
        caller.close()


def wish() -> tuple[Job, float]:
    """Ask for work as a page does; the job and how many seconds it took."""
    start = time.monotonic()
    with transaction.atomic():
        job = enqueue("tests.kind", title="A wish")
    return job, time.monotonic() - start


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_listens_is_told_the_id_on_the_right_queue(broker, real_broker):
    broker(real_broker)
    with transaction.atomic():
        job = enqueue("tests.kind", title="A wish", queue="mail")
    with redis.Redis.from_url(real_broker) as client:
        assert [client.llen("mail"), client.llen("default")] == [1, 0]
    job.refresh_from_db()
    assert job.dispatched is not None


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("port", "error"), [("closed_port", "Connection refused"), ("silent_port", "Timeout reading")])
def test_a_broker_that_refuses_or_hangs_costs_little_and_raises_nothing(port, error, broker, request, caplog):
    broker(f"redis://127.0.0.1:{request.getfixturevalue(port)}/0")
    job, seconds = wish()
    assert seconds < SLOWEST
    job.refresh_from_db()
    assert (job.state, job.dispatched) == ("pending", None)
    assert error in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_page_with_twenty_wishes_pays_for_a_hung_broker_once(broker, silent_port):
    broker(f"redis://127.0.0.1:{silent_port}/0")
    start = time.monotonic()
    with transaction.atomic():
        for _ in range(20):
            enqueue("tests.kind", title="A wish")
    wish()
    assert time.monotonic() - start < SLOWEST
    assert Job.objects.filter(dispatched=None).count() == 21


@pytest.mark.django_db(transaction=True)
def test_what_the_queue_did_not_hear_is_told_once_it_listens(broker, closed_port, real_broker):
    broker(f"redis://127.0.0.1:{closed_port}/0")
    wish()
    wish()
    broker(real_broker)
    assert sweep() == 2
    with redis.Redis.from_url(real_broker) as client:
        assert client.llen("default") == 2
