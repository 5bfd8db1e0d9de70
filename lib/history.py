"""History by triggers: append-only, so that a shell, an import and plain SQL leave a trace too."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pghistory
import pgtrigger
from django.db import connection


def tracked(*, exclude: tuple[str, ...] = (), only: Mapping[str, Any] | None = None) -> Any:
    """Class decorator. Every insert, update and delete writes an event row that nobody can change.

    With `only`, what comes in is kept of rows alone that have these values.
    """
    when: dict[str, Any] = (
        {} if only is None else {"condition": pgtrigger.Q(**{f"new__{name}": value for name, value in only.items()})}
    )
    return pghistory.track(
        pghistory.InsertEvent(**when),
        pghistory.UpdateEvent(**when),
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
        connection.execute_wrappers[:] = [_Once(one) if _gives_facts(one) else one for one in wrappers]
        try:
            yield
        finally:
            connection.execute_wrappers[:] = wrappers


def _gives_facts(wrapper: Callable[..., Any]) -> bool:
    return wrapper.__module__ == pghistory.runtime.__name__


class _Once:
    """Lets `give` put its facts before the first statement that it would, and again after each undone savepoint."""

    def __init__(self, give: Callable[..., Any]) -> None:
        self.give, self.given = give, False

    def __call__(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        def noticed(told: str, *rest: Any) -> Any:
            self.given = told != sql
            return execute(told, *rest)

        if sql.startswith("ROLLBACK"):
            self.given = False
            return execute(sql, *rest)
        return execute(sql, *rest) if self.given else self.give(noticed, sql, *rest)


def goes_alone() -> bool:
    """Whether the next statement needs no facts before it: the history has them, or there are none."""
    return all(one.given if isinstance(one, _Once) else not _gives_facts(one) for one in connection.execute_wrappers)
