"""New rows of which there are few at a time: their SQL written once, planned once by PostgreSQL (see `lib.asked`)."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Field, Model

from lib.asked import prepared
from lib.history import goes_alone

FEW = 8
"""At most so many go by a kept statement: there is one for each number of rows."""

type Column = Field[Any, Any]


def insert_all[M: Model](rows: Iterable[M]) -> list[M]:
    """As `bulk_create` of plain values. For what is written under locks that others wait for."""
    made = list(rows)
    if not made:
        return made
    model = type(made[0])
    if len(made) > FEW or not goes_alone():
        return model._default_manager.bulk_create(made)
    columns = _columns(model)
    values = [field.get_db_prep_save(field.pre_save(row, add=True), connection) for row in made for field in columns]
    with prepared() as cursor:
        cursor.execute(_statement(model, len(made)), values)
        for row, (key,) in zip(made, cursor.fetchall(), strict=True):
            row.pk = key
            row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
    return made


@cache
def _columns(model: type[Model]) -> list[Column]:
    return [field for field in model._meta.concrete_fields if field is not model._meta.auto_field]


@cache
def _statement(model: type[Model], count: int) -> str:
    name = connection.ops.quote_name
    columns = [name(str(field.column)) for field in _columns(model)]
    row = f"({', '.join(['%s'] * len(columns))})"
    into = f"INSERT INTO {name(model._meta.db_table)} ({', '.join(columns)})"
    return f"{into} VALUES {', '.join([row] * count)} RETURNING {name(str(model._meta.pk.column))}"
