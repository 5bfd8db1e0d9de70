"""What all factories share: a fixed now, half-open days, and who made things."""

from datetime import UTC, date, datetime
from typing import Any

import factory
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from factory.django import DjangoModelFactory

from accounts.models import Office, User
from accounts.roles import Role

NOW = datetime(2026, 4, 15, 9, 30, tzinfo=UTC)
PASSWORD = "cedar-umbrella-41"


def days(first: date | str, after: date | str | None = None) -> Any:
    """Half-open: `days("2026-04-01", "2026-07-01")` is the second quarter; without an end, until further notice."""

    def as_day(value: date | str | None) -> date | None:
        return date.fromisoformat(value) if isinstance(value, str) else value

    return DateRange(as_day(first), as_day(after))


_found: list[Any] = [None, None]


def somebody() -> User:
    """The colleague who made whatever a test does not care about. Always the same one.

    Looked for once in a transaction, and again once anything of it was undone, which Django notes by a new list of
    what is to be done on commit.
    """
    if not connection.in_atomic_block or _found[0] is not connection.run_on_commit:
        user, _ = User.objects.get_or_create(
            email="hand@office.example",
            defaults={"name": "Hana Desk", "kind": "staff", "role": Role.MANAGER, "password": "!"},
        )
        _found[:] = [connection.run_on_commit, user]
    found: User = _found[1]
    return found


def office(**values: Any) -> Office:
    """The one office, with these values."""
    found = Office.objects.current()
    for name, value in values.items():
        setattr(found, name, value)
    found.save()
    return found


class Made(DjangoModelFactory):
    """What somebody brought into being."""

    class Meta:
        abstract = True

    created_at = NOW
    created_by = factory.LazyFunction(somebody)
