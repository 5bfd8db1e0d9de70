"""Sets of integer keys as PostgreSQL multiranges: "all but 7" is `{(,7),[8,)}`."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from psycopg.types.multirange import Int8Multirange, Multirange
from psycopg.types.range import Int8Range


class BigIntegerMultiRangeField(models.Field):
    """A set of whole numbers, finite or all but some. Python value: psycopg's `Multirange`."""

    description = "set of whole numbers"

    def db_type(self, connection: Any) -> str:
        return "int8multirange"

    def get_prep_value(self, value: Any) -> Any:
        return Int8Multirange(value) if isinstance(value, Multirange) else value


class MultiRangeOverlap(models.Lookup):
    """`field__overlap=multirange` is the operator `&&`."""

    lookup_name = "overlap"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} && {right}", (*left_params, *right_params)


BigIntegerMultiRangeField.register_lookup(MultiRangeOverlap)


def everything() -> Int8Multirange:
    """The whole axis."""
    return Int8Multirange([Int8Range(None, None)])


def only(keys: Iterable[int]) -> Int8Multirange:
    """Just these keys; neighbours are merged. Empty for no keys."""
    ranges: list[Int8Range] = []
    for key in sorted(set(keys)):
        if ranges and ranges[-1].upper == key:
            ranges[-1] = Int8Range(ranges[-1].lower, key + 1)
        else:
            ranges.append(Int8Range(key, key + 1))
    return Int8Multirange(ranges)


def all_but(keys: Iterable[int]) -> Int8Multirange:
    """Everything except these keys."""
    ranges: list[Int8Range] = []
    lower: int | None = None
    for key in sorted(set(keys)):
        if lower is None or lower < key:
            ranges.append(Int8Range(lower, key))
        lower = key + 1
    ranges.append(Int8Range(lower, None))
    return Int8Multirange(ranges)
