"""The jobs that compute the stored numbers: after each refresh, and once a day for all."""

from collections.abc import Collection
from datetime import timedelta
from itertools import batched

from django.db import transaction
from django.utils import timezone

from lib.figures import counted
from outbox.actions import enqueue
from outbox.handlers import every, handles
from outbox.work import Work
from stats.actions.numbers import compute_numbers
from stats.leading import differing, hold, keep_leading
from talent.models import SocialAccount

ACCOUNTS_A_JOB = 500
LEASE = timedelta(minutes=4)


def compute_soon(account_ids: Collection[int]) -> None:
    """Ask for the numbers of these accounts, in the caller's transaction."""
    for ids in batched(sorted(account_ids), ACCOUNTS_A_JOB):
        enqueue(
            "stats.compute_numbers",
            title=f"Numbers of {counted(len(ids), 'account')}",
            args={"account_ids": list(ids)},
            total=len(ids),
        )


@handles("stats.compute_numbers", lease=LEASE)
def compute(work: Work, *, account_ids: list[int]) -> str:
    """Engagement, growth, rhythm and what is worth a look, of these accounts."""
    with work.finishing():
        done = compute_numbers(account_ids, now=timezone.now())
        work.renew(done=len(account_ids))
    return f"{done} computed"


@every(timedelta(days=1), title="Compute all numbers anew")
@handles("stats.compute_all_numbers")
def compute_all(work: Work) -> str:
    """The days pass also for accounts that nobody measures: their growth becomes unknown."""
    ids = list(SocialAccount.objects.filter(archived_at=None).values_list("pk", flat=True))
    with work.finishing():
        compute_soon(ids)
    return counted(len(ids), "account")


@every(timedelta(hours=1), title="Hold the roster's numbers against the accounts")
@handles("stats.keep_leading", lease=LEASE)
def keep_all_leading(work: Work) -> str:
    """The net below: a talent whose numbers are not those of the leading account gets them, a batch a transaction."""
    found = 0
    for ids in batched(differing(), ACCOUNTS_A_JOB):
        with transaction.atomic():
            hold(ids)
            found += keep_leading(ids)
        work.renew()
    return f"{found:,} talents differed" if found else "All talents agree with their accounts"
