"""The figures' jobs: plan what is due and measure it. Those of posts, numbers and old figures come with them."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from lib.among import among
from lib.figures import counted
from outbox.handlers import every, handles
from outbox.models.job import Queue
from outbox.work import TryLater, Work
from stats import audience_jobs, connection_jobs, hand_jobs, history_jobs, keeping_jobs  # noqa: F401 - their handlers register themselves
from stats.actions.forget import forget_words
from stats.actions.moved import follow_moves, follow_names
from stats.actions.outcomes import record_measured
from stats.actions.refresh import STEPS
from stats.connectors import CONNECTORS, readable_platforms
from stats.due import adopt, claim_evenly
from stats.handing import failures, hand_out, waiting
from stats.keys import keys_of
from stats.live_jobs import find_live as find_live
from stats.live_jobs import hold_live as hold_live
from stats.logins import LOGINS
from stats.measuring import Measured, measure
from stats.numbers_jobs import compute_soon
from stats.planning import BY_HAND
from stats.platforms.connector import ByIdConnector
from stats.post_jobs import plan_posts as plan_posts
from stats.trying import tried
from talent.models import Platform, SocialAccount

ACCOUNTS_A_JOB = 1_000  # twenty calls of fifty: a few seconds, and little to do again after a crash
CALLS_A_JOB = 100  # half a minute, where a call tells of one account
ACCOUNTS_A_MINUTE = 10_000
TITLE = "New figures of {count} on {platform}"
WAITING = 60  # jobs in the queue above which nothing is added to it
# What is asked and what is compared; a batch has hundreds, and the rest of each takes as long again.
READ = (
    "talent_id", "platform", "handle", "external_id", "url", "title", "followers", "source", "attempted_at", "failures",
    "last_error", "named_at",
)  # fmt: skip
LEASE = timedelta(minutes=4)  # three tries of a call that trickles, and some


@every(timedelta(minutes=1), title="Plan which figures to refresh", queue=Queue.PLATFORMS)
@handles("stats.plan_refresh")
def plan_refresh(work: Work) -> str:
    """Hand what is due to jobs. The claim and the jobs are one transaction: an account is never claimed for nobody."""
    now = timezone.now()
    if (held := waiting("stats.refresh_batch")) >= WAITING:
        return f"{held} jobs wait already"
    with work.finishing():
        adopt(now)
        due = hand_out("stats.refresh_batch", TITLE, claim_evenly(ACCOUNTS_A_MINUTE, now=now), each=_a_job)
    return f"{counted(due, 'account')} {'is' if due == 1 else 'are'} due" if due else "Nothing is due"


def _a_job(platform: str) -> int:
    """How many accounts one job reads. A consent tells of one account in a call."""
    kind = CONNECTORS.get(platform) if platform not in LOGINS or platform in readable_platforms() else None
    a_call = kind.batch if kind is not None and issubclass(kind, ByIdConnector) else kind.handles if kind else 1
    return min(ACCOUNTS_A_JOB, CALLS_A_JOB * a_call)


@handles("stats.refresh_batch", lease=LEASE)
def refresh_batch(work: Work, *, platform: str, account_ids: list[int]) -> str:
    """Measure accounts of one platform. What another job measured since this one was written is left out."""
    accounts = [
        account
        for account in SocialAccount.objects.only(*READ)
        .filter(pk__in=among(account_ids), archived_at=None, platform=platform)
        .order_by("pk")
        if account.attempted_at is None or account.attempted_at < work.job.created
    ]
    measured = measure(platform, accounts, now=timezone.now(), kept=BY_HAND, tell=lambda done: work.renew(done=done))
    with work.finishing():
        _keep(measured, accounts, platform)
        work.renew(done=len(account_ids))
    return summary(measured)


def _keep(measured: Measured, accounts: list[SocialAccount], platform: str) -> dict[int, str]:
    """Write down all that a round told; what is said of each account."""
    said = record_measured(measured, accounts)
    for follow in (follow_moves, follow_names):
        follow(readings=measured.readings, accounts=accounts, by=User.objects.system(), now=measured.at)
    forget_words(of=measured.unseen, platform=platform)
    compute_soon(measured.readings)
    return said


@handles("stats.refresh_account", lease=LEASE)
def refresh_account(work: Work, *, account_id: int) -> str:
    """Measure one account because somebody asked. Where the platform is closed to us, try again when it opens."""
    account = SocialAccount.objects.get(pk=account_id)
    if account.archived_at is not None:
        return "The account was archived meanwhile"
    work.renew(done=0, total=STEPS)
    measured = measure(account.platform, [account], now=timezone.now())
    closed = measured.until
    if closed is not None:
        with transaction.atomic():
            record_measured(measured, [account])
        wait = (closed.until - timezone.now()) if closed.until else timedelta(minutes=15)
        raise TryLater(max(wait, timedelta(seconds=1)), closed.message)
    work.renew(done=1)
    with work.finishing():
        said = _keep(measured, [account], account.platform)[account.pk]
        work.renew(done=STEPS)
    return said or "Measured"


@handles("stats.try_key", lease=LEASE)
def try_key(work: Work, *, platform: str) -> str:
    """One real call with the key that stands; what came back is the job's result."""
    keys = keys_of(platform)
    if keys or not CONNECTORS[platform].needs:
        return tried(platform, keys, within=work.finishing)
    return f"There is no key for {Platform(platform).label} any more."


def summary(measured: Measured) -> str:
    """One sentence for the job's row."""
    parts = [f"{len(measured.readings)} measured"]
    parts += failures(measured.errors.values())
    if measured.left:
        parts.append(f"{len(measured.left)} wait: {next(iter(measured.left.values())).message}")
    return ", ".join(parts)
