"""Questions that are the same each time but for some keys: Django writes their SQL once and not for each answer."""

import inspect
from collections.abc import Callable
from functools import cache, wraps
from typing import Any

from django.db import connection
from django.db.models import QuerySet


def asked(build: Callable[..., QuerySet[Any, Any]]) -> Callable[..., list[tuple[Any, ...]]]:
    """Make a function that builds a `values_list` from keys answer at once, with its SQL kept.

    Each parameter is one integer key that the question compares with, and nothing else may depend on it. The columns
    come as PostgreSQL gives them. For what is read under locks that others wait for: there, writing the SQL takes
    longer than the answer.
    """
    marks = {-1 - number: name for number, name in enumerate(inspect.signature(build).parameters)}  # no key is negative

    @cache
    def written() -> tuple[str, tuple[Any, ...]]:
        return build(*marks).query.sql_with_params()

    @wraps(build)
    def answer(*keys: int) -> list[tuple[Any, ...]]:
        sql, params = written()
        given = dict(zip(marks, keys, strict=True))
        with connection.cursor() as cursor:
            cursor.execute(sql, [given.get(value, value) if type(value) is int else value for value in params])
            return cursor.fetchall()

    return answer
