"""Rivals in the same moment, each with a connection of its own. Whole processes: `test_under_fire`."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.utils import timezone

from outbox import work
from outbox.models import Job
from stats.actions import request_refresh
from stats.due import claim
from stats.handing import hand
from stats.models import AccountSnapshot
from talent.models import SocialAccount
from tests.factories import booker
from tests.stats.office import accounts

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


def at_once(count: int, do: Callable[[], object]) -> list:
    """The same from many threads with a connection each, in the same moment."""
    gate = Barrier(count)

    def one() -> object:
        try:
            gate.wait(10)
            return do()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return [future.result() for future in [pool.submit(one) for _ in range(count)]]


def test_rivals_never_claim_the_same_account(platform):
    ids = accounts(60)
    now = timezone.now()
    taken = [pk for rows in at_once(6, lambda: claim(10, now=now)) for _, pk in rows]
    assert sorted(taken) == sorted(set(taken))
    assert set(taken) <= set(ids)


def test_two_workers_at_one_job_measure_once(platform):
    hand("stats.refresh_batch", "Figures of {count}", "youtube", accounts(5))
    job = Job.objects.get()
    assert sorted(at_once(4, lambda: work.run(job.pk))) == [False, False, False, True]
    assert AccountSnapshot.objects.count() == 5
    assert platform.counts["requests"] == 1


def test_pressing_at_once_gives_one_job(platform):
    [pk] = accounts(1)
    by = booker()
    account = SocialAccount.objects.get(pk=pk)
    jobs = at_once(6, lambda: request_refresh(account=account, by=by, now=timezone.now()).pk)
    assert len(set(jobs)) == Job.objects.count() == 1
