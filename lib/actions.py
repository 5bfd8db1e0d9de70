"""What every verb has in common: keyword-only, atomic, with its name, actor and reason in the history."""

import inspect
import random
import time
from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import Any

from django.db import OperationalError, transaction

from lib.history import told_once

RETRIES = 3
# serialization_failure, deadlock_detected: PostgreSQL undid everything, trying again is right.
PASSING = {"40001", "40P01"}
LOCK_NOT_AVAILABLE = "55P03"


def is_passing(error: OperationalError) -> bool:
    """Whether the same transaction may well succeed when it is tried again."""
    return getattr(error.__cause__, "sqlstate", None) in PASSING


def is_busy(error: OperationalError) -> bool:
    """Whether a lock was not free in time."""
    return getattr(error.__cause__, "sqlstate", None) == LOCK_NOT_AVAILABLE


def retrying[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """Run again after a deadlock, at the outermost transaction only. The function must be pure until it commits."""

    @wraps(function)
    def tried(*args: P.args, **kwargs: P.kwargs) -> R:
        if transaction.get_connection().in_atomic_block:
            return function(*args, **kwargs)
        for attempt in range(RETRIES):
            try:
                return function(*args, **kwargs)
            except OperationalError as error:
                if not is_passing(error):
                    raise
                # Two rivals only need to wait unequally long.
                time.sleep(random.uniform(0.01, 0.05) * (attempt + 1))  # noqa: S311
        return function(*args, **kwargs)

    return tried


_acting: ContextVar[bool] = ContextVar("acting", default=False)


def action[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """Make a function a verb of the office.

    All its parameters are keyword-only and one of them is `by`, the user who acts. It runs in a transaction and
    is tried again after a deadlock; the history keeps its name, the actor and, where given, `reason`. A verb that
    another verb calls is part of that one, and the history names the outer one.
    """
    parameters = inspect.signature(function).parameters
    wrong = [p.name for p in parameters.values() if p.kind not in (p.KEYWORD_ONLY, p.VAR_KEYWORD)]
    if wrong or "by" not in parameters:
        raise TypeError(f"{function.__qualname__}: an action is keyword-only and has by=")
    name = f"{function.__module__.split('.')[0]}.{function.__name__}"

    @retrying
    @wraps(function)
    def verb(*args: P.args, **kwargs: P.kwargs) -> R:
        by: Any = kwargs.get("by")
        if args or by is None:
            raise TypeError(f"{name} takes keyword arguments only, and by=")
        if _acting.get():
            with transaction.atomic():
                return function(*args, **kwargs)
        facts = {"action": name, "user": by.pk, "who": str(by)}
        if kwargs.get("reason"):
            facts["reason"] = str(kwargs["reason"])
        mark = _acting.set(True)
        try:
            with transaction.atomic(), told_once(**facts):
                return function(*args, **kwargs)
        finally:
            _acting.reset(mark)

    verb.is_action = True  # type: ignore[attr-defined]
    return verb
