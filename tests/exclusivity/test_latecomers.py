"""Somebody joins an act while a verb waits for the lock on them."""

import time
from threading import Event, Thread

import pytest
from django.db import connection, connections, transaction

from exclusivity.actions.locks import lock_talents
from talent.actions import join_act
from talent.models import Talent
from tests.exclusivity.test_races import patiently
from tests.factories import TalentFactory

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def until_somebody_waits() -> None:
    ends = time.monotonic() + 60
    while time.monotonic() < ends:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))")
            if cursor.fetchone()[0]:
                return
    raise TimeoutError("nobody waits")


def test_who_joins_while_a_lock_is_waited_for_is_held_too(racing_market):
    singer, duo, nobody = TalentFactory(), TalentFactory(kind="act"), TalentFactory()
    holds, seen = Event(), Event()

    def hold() -> None:
        try:
            patiently()
            with transaction.atomic():
                lock_talents([singer.pk])
                holds.set()
                seen.wait(60)
        finally:
            connections.close_all()

    other = Thread(target=hold, daemon=True)
    with transaction.atomic():
        join_act(act=duo, member=singer, since=racing_market.now.date(), by=racing_market.by, now=racing_market.now)
        other.start()
        until_somebody_waits()
    assert holds.wait(60)
    with transaction.atomic():
        free = set(Talent.objects.select_for_update(skip_locked=True).values_list("pk", flat=True))
    seen.set()
    other.join(60)
    assert {singer.pk, duo.pk, nobody.pk} - free == {singer.pk, duo.pk}
