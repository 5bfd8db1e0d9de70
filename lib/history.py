"""History by triggers: append-only, so that a shell, an import and plain SQL leave a trace too."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pghistory
from django.db import connection


def tracked(*, exclude: tuple[str, ...] = ()) -> Any:
    """Class decorator. Every insert, update and delete writes an event row that nobody can change."""
    return pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        append_only=True,
        exclude=list(exclude),
    )


@contextmanager
def told_once(**facts: Any) -> Iterator[None]:
    """Within a transaction: give the history these facts once, not before each statement as pghistory does.

    PostgreSQL keeps them until the transaction ends, or until a savepoint goes that they were given in; then again.
    """
    with pghistory.context(**facts):
        wrappers = list(connection.execute_wrappers)
        connection.execute_wrappers[:] = [_once(one) if _gives_facts(one) else one for one in wrappers]
        try:
            yield
        finally:
            connection.execute_wrappers[:] = wrappers


def _gives_facts(wrapper: Callable[..., Any]) -> bool:
    return wrapper.__module__ == pghistory.runtime.__name__


def _once(give: Callable[..., Any]) -> Callable[..., Any]:
    """Let `give` put its facts before the first statement that it would, and again after each undone savepoint."""
    given = False

    def execute(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        nonlocal given

        def noticed(told: str, *rest: Any) -> Any:
            nonlocal given
            given = told != sql
            return execute(told, *rest)

        if sql.startswith("ROLLBACK"):
            given = False
            return execute(sql, *rest)
        return execute(sql, *rest) if given else give(noticed, sql, *rest)

    return execute
