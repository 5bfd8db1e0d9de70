"""Asking a platform for new figures now."""

from datetime import datetime

from accounts.models import User
from lib.actions import action
from lib.refusals import require
from outbox.actions import enqueue
from outbox.models import Job
from outbox.models.job import Queue
from stats.checks import may_refresh
from stats.models import Connection
from stats.queries import pending_refresh
from talent.models import SocialAccount

STEPS = 2  # asked, written


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
