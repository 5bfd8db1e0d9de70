"""A worker that has gone deaf begins anew.

After its broker went and came back, Celery's worker can stay alive and take nothing any more
(https://github.com/celery/celery/issues/10302); a look at its process or its port sees nothing of that. So each worker
watches the effect: where messages wait in its queues and it takes none for a minute, it puts itself in its own place,
under the same process id, so that whoever started it need not notice. What it held is told again, as after a kill.
"""

import logging
import os
import signal
import sys
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from threading import Thread
from time import monotonic, sleep
from typing import Any, NoReturn

import redis
from celery.worker import state
from django.conf import settings

LOOKS_EVERY = 5.0  # seconds
logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Ear:
    """Since when messages wait that this worker does not take. It may take `patience` seconds, and `busy` while tasks
    run, since those that wait may be waiting for them.
    """

    patience: float
    busy: float
    taken: int = -1
    since: float = 0.0

    def is_deaf(self, *, waiting: bool, taken: int, runs: bool, now: float) -> bool:
        if not waiting or taken != self.taken:
            self.taken, self.since = taken, now
            return False
        return now - self.since >= (self.busy if runs else self.patience)


def begin(consumer: Any) -> None:
    """Watch the queues of this worker from now on. Called in its main process."""
    queues = tuple(consumer.app.amqp.queues.consume_from)
    Thread(target=_watch, args=(queues, consumer.pool), name="listening", daemon=True).start()


def _watch(queues: Collection[str], pool: Any) -> None:
    patience = settings.WORKER_DEAF_AFTER
    ear = Ear(patience, settings.CELERY_TASK_TIME_LIMIT + patience)
    broker = redis.Redis.from_url(settings.CELERY_BROKER_URL, socket_connect_timeout=2, socket_timeout=2)
    while True:
        sleep(LOOKS_EVERY)
        waiting = state.should_stop is None and state.should_terminate is None and _wait(broker, queues)
        taken, runs = sum(state.total_count.values()), bool(state.active_requests)
        if ear.is_deaf(waiting=waiting, taken=taken, runs=runs, now=monotonic()):
            begin_anew(pool.info.get("processes", []))


def _wait(broker: Any, queues: Collection[str]) -> bool:
    try:
        return any(broker.llen(queue) for queue in queues)
    except redis.RedisError:
        return False  # from a broker that is not there nobody takes anything


def begin_anew(children: Collection[int]) -> NoReturn:
    """The same command in this process, without the children: they would go on waiting for the one before."""
    logger.error("Messages wait and this worker takes none: it begins anew.")
    for pid in children:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    for pid in children:
        with suppress(ChildProcessError):
            os.waitpid(pid, 0)
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 - what was started before
