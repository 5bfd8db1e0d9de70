"""Questions that are the same each time but for some keys: written once by Django, planned once by PostgreSQL."""

import inspect
from collections.abc import Callable
from functools import cache, wraps
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.backends.utils import CursorWrapper
from django.db.models import FETCH_ONE, Model, QuerySet
from django.db.models.query import get_related_populators
from django.db.transaction import TransactionManagementError
from psycopg.types.numeric import Int8

type Row = tuple[Any, ...]
Keys = list[int]  # for `lib.among`


class Prepared(ServerBindingCursor):
    """Its statements PostgreSQL plans once for a connection and keeps, unless `DATABASE_PREPARE` is off.

    It has a name because pghistory puts its facts before every other statement; see `lib.history.goes_alone`.
    """

    name = "prepared"


def prepared() -> CursorWrapper:
    """As Django's cursor, over one that prepares: for single statements, with their values apart."""
    database = connections[DEFAULT_DB_ALIAS]
    database.close_if_health_check_failed()
    database.ensure_connection()
    cursor: Any = Prepared(database.connection)  # type: ignore[call-arg]
    return database.make_debug_cursor(cursor) if database.queries_logged else database.make_cursor(cursor)


class _Question[M: Model]:
    """A queryset from keys, with its SQL kept."""

    def __init__(self, build: Callable[..., QuerySet[M, Any]]) -> None:
        names = inspect.signature(build).parameters.values()
        self.number = len(names)
        # No key is negative.
        marks = [[-1 - at] if name.annotation == Keys else -1 - at for at, name in enumerate(names)]
        queryset = build(*marks)
        self.compiler = queryset.query.get_compiler(queryset.db)
        self.sql, self.params = self.compiler.as_sql()
        self.places = [(place, marks.index(value)) for place, value in enumerate(self.params) if value in marks]
        self.locks = queryset.query.select_for_update

    def rows(self, keys: tuple[int | Keys, ...]) -> list[Row]:
        if self.locks and connection.get_autocommit():
            raise TransactionManagementError("select_for_update cannot be used outside of a transaction.")
        if len(keys) != self.number:
            raise ValueError(f"{len(keys)} keys for a question of {self.number}.")
        given = [Int8(key) if isinstance(key, int) else [*map(Int8, key)] for key in keys]
        params = list(self.params)
        for place, which in self.places:
            params[place] = given[which]
        with prepared() as cursor:
            cursor.execute(self.sql, params)
            return cursor.fetchall()


def asked(build: Callable[..., QuerySet[Any, Any]]) -> Callable[..., list[Row]]:
    """Make a function that builds a `values_list` from keys answer at once, with its SQL kept.

    Each parameter is one integer that the question compares with, or `Keys` that it looks among, and nothing else may
    depend on it. The columns come as PostgreSQL gives them. For what is read under locks that others wait for, and for
    what a long list asks each time: there, writing the SQL takes longer than the answer.
    """
    question = cache(lambda: _Question(build))

    @wraps(build)
    def answer(*keys: int | Keys) -> list[Row]:
        return question().rows(keys)

    return answer


def asked_whole[M: Model](build: Callable[..., QuerySet[M]]) -> Callable[..., list[M]]:
    """The same for whole rows, as models with what `select_related` brings."""
    question = cache(lambda: _Whole(build))

    @wraps(build)
    def answer(*keys: int | Keys) -> list[M]:
        return question().models(keys)

    return answer


def asked_one[M: Model](build: Callable[..., QuerySet[M]]) -> Callable[..., M]:
    """The same for one row that there is. Raises its model's `DoesNotExist`, as `get` does."""
    answer = asked_whole(build)

    @wraps(build)
    def one(*keys: int | Keys) -> M:
        for thing in answer(*keys):
            return thing
        return build(*keys).get()

    return one


class _Whole[M: Model](_Question[M]):
    def __init__(self, build: Callable[..., QuerySet[M]]) -> None:
        super().__init__(build)
        compiler = self.compiler
        info: dict[str, Any] = compiler.klass_info
        columns = [column for column, *_ in compiler.select]
        self.model: type[M] = info["model"]
        self.own = slice(info["select_fields"][0], info["select_fields"][-1] + 1)
        self.fields = [column.target.attname for column in columns[self.own]]
        self.read = list(compiler.get_converters(columns).items())
        self.related = get_related_populators(info, compiler.select, compiler.using, FETCH_ONE)

    def models(self, keys: tuple[int | Keys, ...]) -> list[M]:
        found = []
        for row in map(list, self.rows(keys)):
            for place, (converters, column) in self.read:
                for convert in converters:
                    row[place] = convert(row[place], column, connection)
            thing = self.model.from_db(self.compiler.using, self.fields, row[self.own])
            for related in self.related:
                related.populate(row, thing)
            found.append(thing)
        return found
