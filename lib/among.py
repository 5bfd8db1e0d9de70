"""Asking for many rows by their ids."""

from collections.abc import Collection

from django.db.models.expressions import RawSQL


def among(ids: Collection[int]) -> RawSQL:
    """For `…__in`: the ids as one array. With a thousand placeholders the driver takes longer than PostgreSQL."""
    return RawSQL("SELECT unnest(%s::bigint[])", [list(ids)])
