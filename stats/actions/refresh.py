"""Asking a platform for new figures now."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from accounts.models import User
from accounts.roles import Permission, can
from lib.actions import action
from lib.among import among
from lib.refusals import Refused, require
from outbox.actions import enqueue
from outbox.models import Job
from outbox.models.job import Queue
from stats.checks import may_refresh
from stats.due import LEASE, readable
from stats.models import Connection
from stats.queries import pending_refresh
from talent.models import SocialAccount

STEPS = 2  # asked, written
MOST = 5_000  # talents whose accounts are asked for at once
FRESH = timedelta(hours=1)  # a younger figure is as good as a new one


@dataclass(frozen=True, slots=True)
class Soon:
    """Accounts in use: those that would be asked for, those that wait already, those that are fresh or on their way,
    those that nobody can read.
    """

    asked: int
    waiting: int
    fresh: int
    unread: int


def asked_soon(talent_ids: Collection[int], now: datetime) -> Soon:
    """What asking for these talents' figures would do. Three queries and the keys."""
    there = SocialAccount.objects.filter(talent__in=among(talent_ids), archived_at=None).count()
    due = Count("pk", filter=Q(next_refresh_at=None) | Q(next_refresh_at__lte=now))
    can_be = readable().filter(talent__in=among(talent_ids)).aggregate(all=Count("pk"), due=due)
    asked = _later(talent_ids, now).count()
    return Soon(asked, can_be["due"], can_be["all"] - can_be["due"] - asked, there - can_be["all"])


def _later(talent_ids: Collection[int], now: datetime) -> QuerySet[SocialAccount]:
    """Those whose turn is later, but for who was asked for within the hour or is in a job just now."""
    old = Q(attempted_at=None) | Q(attempted_at__lt=now - FRESH)
    return readable().filter(old, talent__in=among(talent_ids), next_refresh_at__gt=now + LEASE)


@action
def refresh_soon(*, talent_ids: Collection[int], by: User, now: datetime) -> int:
    """Have the accounts of these talents measured after those that wait already, within the quotas; how many. Raises
    `Refused`.
    """
    require(can(by, Permission.REFRESH_FIGURES))
    if len(set(talent_ids)) > MOST:
        raise Refused(f"At most {MOST:,} talents are asked for at a time. Narrow the list first.")
    rows = _later(talent_ids, now).order_by("pk").select_for_update(of=("self",), skip_locked=True)
    return SocialAccount.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).update(next_refresh_at=now)


@action
def request_refresh(*, account: SocialAccount, by: User, now: datetime) -> Job:
    """Ask for one account's figures. While that waits, asking again gives the same job. Raises `Refused`."""
    account = SocialAccount.objects.select_for_update(of=("self",)).get(pk=account.pk)
    require(may_refresh(account, by, connection=Connection.objects.living().filter(account=account).first()))
    return pending_refresh(account) or enqueue(
        "stats.refresh_account",
        title=f"New figures for @{account.handle} on {account.get_platform_display()}",
        args={"account_id": account.pk},
        queue=Queue.PLATFORMS,
        run_after=now,
        wanted_by=by.public_id,
        total=STEPS,
    )
