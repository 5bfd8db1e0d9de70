"""Which function does a kind of job, and which kinds come round by the clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from outbox.models.job import Queue

type Handler = Callable[..., str | None]


@dataclass(frozen=True, slots=True)
class Kind:
    name: str
    handler: Handler
    lease: timedelta


@dataclass(frozen=True, slots=True)
class Periodic:
    name: str
    title: str
    every: timedelta
    queue: str


KINDS: dict[str, Kind] = {}
PERIODIC: dict[str, Periodic] = {}


def handles(name: str, *, lease: timedelta = timedelta(minutes=2)) -> Callable[[Handler], Handler]:
    """Register `handler(work, **args)` for a kind of job; `work` is the `outbox.work.Work` that it holds.

    It may run twice: whatever it writes goes inside `with work.finishing():`. It returns one sentence for people.
    """

    def register(handler: Handler) -> Handler:
        KINDS[name] = Kind(name, handler, lease)
        return handler

    return register


def every(period: timedelta, *, title: str, queue: str = Queue.DEFAULT) -> Callable[[Handler], Handler]:
    """Let a registered kind (decorate above `handles`) come round once each `period`, whoever rings the clock."""

    def register(handler: Handler) -> Handler:
        name = next(kind.name for kind in KINDS.values() if kind.handler is handler)
        PERIODIC[name] = Periodic(name, title, period, queue)
        return handler

    return register


def arguments(args: dict[str, Any]) -> dict[str, Any]:
    """Keyword arguments as stored."""
    return {str(key): value for key, value in args.items()}
