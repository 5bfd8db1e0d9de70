"""The jobs of posts: plan whose are due, read them, forget what a platform does not let us keep."""

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from lib.figures import counted
from outbox.handlers import every, handles
from outbox.models.job import Queue
from outbox.work import Work
from stats.actions.post_outcomes import record_read
from stats.handing import failures, hand_out, waiting
from stats.logins import LOGINS
from stats.numbers_jobs import compute_soon
from stats.post_due import adopt, claim, due_of
from stats.post_measuring import read_posts
from stats.posts import PostsRead, PostsRecorded

ACCOUNTS_A_JOB = 50  # a hundred calls: half a minute, and little to do again after a crash
FEWER = 10  # where a post may take a call of its own
JOBS_A_ROUND = 10
TITLE = "Posts of {count} on {platform}"
WAITING = 20  # jobs in the queue above which nothing is added to it
LEASE = timedelta(minutes=4)


@every(timedelta(minutes=5), title="Plan whose posts to read", queue=Queue.PLATFORMS)
@handles("stats.plan_posts")
def plan_posts(work: Work) -> str:
    """Hand what is due to jobs. The claim and the jobs are one transaction."""
    now = timezone.now()
    if (held := waiting("stats.refresh_posts")) >= WAITING:
        return f"{held} jobs wait already"
    with work.finishing():
        adopt(now)
        due = hand_out("stats.refresh_posts", TITLE, claim(ACCOUNTS_A_JOB * JOBS_A_ROUND, now=now), each=_a_job)
    return f"The posts of {counted(due, 'account')} are due" if due else "Nothing is due"


def _a_job(platform: str) -> int:
    """Whose posts one job reads."""
    return FEWER if platform in LOGINS and LOGINS[platform].calls_each_post else ACCOUNTS_A_JOB


@handles("stats.refresh_posts", lease=LEASE)
def refresh_posts(work: Work, *, platform: str, account_ids: list[int]) -> str:
    """Read the posts of these accounts and what they brought."""
    now = timezone.now()
    due = due_of(account_ids, platform=platform, now=now)
    reads = read_posts(platform, due, now=now, tell=lambda done: work.renew(done=done))
    with work.finishing():
        recorded = record_read(reads, due, at=now)
        compute_soon(recorded.accounts)
        work.renew(done=len(account_ids))
    return summary(reads, recorded)


def summary(reads: Sequence[PostsRead], recorded: PostsRecorded) -> str:
    """One sentence for the job's row."""
    failed = [read for read in reads if read.error and read.asked]
    left = [read for read in reads if not read.asked]
    parts = [f"{len(reads) - len(failed) - len(left)} read, {counted(recorded.new, 'new post')}"]
    if recorded.doubted:
        parts.append(f"{recorded.doubted} fell by half, looking again")
    if recorded.gone:
        parts.append(f"{recorded.gone} gone")
    parts += failures(read.error for read in failed if read.error)
    if left and left[0].error:
        parts.append(f"{len(left)} wait: {left[0].error.message}")
    return ", ".join(parts)
