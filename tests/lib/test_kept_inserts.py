"""Few new rows at a time, by statements that are written once."""

from contextlib import suppress
from datetime import date

import pghistory
import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from campaigns.models import Deliverable
from clients.models import Company
from lib.actions import action
from lib.kept_inserts import FEW, insert_all
from outbox.models import Job, Message
from tests.factories import BookingFactory, somebody

pytestmark = pytest.mark.django_db


def companies(count, now, by, first=0):
    return [Company(name=f"House {first + number}", created_at=now, created_by=by) for number in range(count)]


@pytest.mark.parametrize("count", [0, 1, 2, FEW, FEW + 1])
def test_insert_all_writes_each_row_in_one_statement(now, django_assert_num_queries, count):
    by = somebody()
    with django_assert_num_queries(min(count, 1)):
        made = insert_all(row for row in companies(count, now, by))
    assert [(row.pk is not None, row._state.adding, row._state.db) for row in made] == [
        (True, False, "default")
    ] * count
    there = Company.objects.order_by("pk").values_list("pk", "name", "created_at", "created_by")
    assert list(there) == [(row.pk, f"House {number}", now, by.pk) for number, row in enumerate(made)]


@pytest.mark.parametrize("count", [1, 3])
def test_insert_all_writes_what_bulk_create_would(now, count):
    """Choices, objects, nothing and days, in one row and in several."""
    booking, by = BookingFactory(), somebody()

    def rows():
        pieces = [
            Deliverable(
                booking=booking, kind="reel", channel="instagram", number=number, of=3,
                live_on=date(2026, 6, number) if number > 1 else None, created_at=now, created_by=by,
            )
            for number in range(1, count + 1)
        ]  # fmt: skip
        letters = [
            Message(
                to_address="a@b.example", subject="%s", body="100 %", kind="k", state=Message.State.QUEUED, written=now
            )
            for _ in range(count)
        ]
        jobs = [
            Job(kind="k", title="t", args={"message_id": n, "of": [None, "é"]}, unique_key=None, run_after=now)
            for n in range(count)
        ]
        return pieces, letters, jobs

    def told(some):
        apart = {"id", "public_id", "token", "created"}
        return [
            {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.name not in apart}
            for row in type(some[0]).objects.filter(pk__in=[row.pk for row in some]).order_by("pk")
        ]

    for ours in rows():
        insert_all(ours)
        kept = told(ours)
        type(ours[0]).objects.all().delete()
        theirs = next(one for one in rows() if type(one[0]) is type(ours[0]))
        type(ours[0]).objects.bulk_create(theirs)
        assert kept == told(theirs)


@action
def founded(*, by, now):
    """The first write has the facts before it, and so has the first after an undone savepoint."""
    made = [*insert_all(companies(1, now, by)), *insert_all(companies(2, now, by, first=1))]
    with suppress(IntegrityError), transaction.atomic():
        insert_all(companies(1, now, by))
    return [*made, *insert_all(companies(1, now, by, first=3)), *insert_all(companies(1, now, by, first=4))]


def test_insert_all_leaves_its_history_with_who_and_what(now):
    by = somebody()
    with CaptureQueriesContext(connection) as queries:
        made = founded(by=by, now=now)
    events = pghistory.models.Events.objects.tracks(*made)
    assert sorted((event.pgh_obj_id, event.pgh_context["user"]) for event in events) == [
        (str(row.pk), by.pk) for row in made
    ]
    assert sum("pghistory.context_id" in each["sql"] for each in queries) == 2
