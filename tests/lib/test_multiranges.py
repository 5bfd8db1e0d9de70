"""Sets of whole numbers in PostgreSQL, held against Python's own."""

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from psycopg.types.multirange import Int8Multirange
from psycopg.types.range import Int8Range

from exclusivity.models import Box
from lib.multiranges import all_but, everything, only

UNIVERSE = range(-3, 24)
keys = st.sets(st.integers(0, 20))


def holds(multirange: Int8Multirange, number: int) -> bool:
    return any(number in part for part in multirange)


def members(multirange: Int8Multirange) -> set[int]:
    return {n for n in UNIVERSE if holds(multirange, n)}


@given(keys)
def test_only_holds_just_its_keys(chosen):
    assert members(only(chosen)) == chosen


@given(keys)
def test_all_but_holds_everything_else(left_out):
    assert members(all_but(left_out)) == set(UNIVERSE) - left_out


@given(keys)
def test_parts_are_in_order_apart_and_not_empty(chosen):
    for value in (only(chosen), all_but(chosen)):
        parts = list(value)
        assert all(p.lower is None or p.upper is None or p.lower < p.upper for p in parts)
        assert all(a.upper < b.lower for a, b in zip(parts, parts[1:], strict=False))


def test_all_but_seven_reads_as_on_paper():
    assert all_but([7]) == Int8Multirange([Int8Range(None, 7), Int8Range(8, None)])
    assert all_but([]) == everything()
    assert only([]) == Int8Multirange([])
    assert only([3, 1, 2, 2]) == Int8Multirange([Int8Range(1, 4)])


@pytest.mark.django_db
@given(keys, keys)
def test_postgresql_finds_the_overlap_that_python_finds(one, other):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT o && x, b && x, a && x FROM (VALUES (%(only)s::int8multirange, %(but)s::int8multirange,"
            " %(all)s::int8multirange, %(other)s::int8multirange)) AS sets (o, b, a, x)",
            {"only": only(one), "other": only(other), "but": all_but(one), "all": everything()},
        )
        found = cursor.fetchone()
    assert found == (bool(one & other), bool(other - one), bool(other))


@pytest.mark.django_db
def test_the_field_keeps_its_value_and_is_asked_for_overlaps():
    field = Box._meta.get_field("markets")
    assert (field.db_type(connection), field.get_prep_value(only([1, 2]))) == ("int8multirange", only([1, 2]))
    sql, params = Box.objects.filter(markets__overlap=only([1])).query.sql_with_params()
    assert '"markets" && %s' in sql
    assert params == (only([1]),)
