"""The jobs that keep the tables of figures in shape: months ahead, old ones thinner, nothing longer than allowed."""

from datetime import timedelta

from django.utils import timezone

from lib.figures import counted
from outbox.actions import enqueue
from outbox.handlers import every, handles
from outbox.work import Work
from stats.actions.forget import forget_old, lots
from stats.actions.thin import called, thin, to_thin
from stats.partitions import MONTHS_AHEAD, TABLES, after, ensure_partitions, month_of

LEASE = timedelta(minutes=4)


@every(timedelta(days=1), title="Make room for the next months' figures")
@handles("stats.make_partitions")
def make_partitions(work: Work) -> str:
    """This month and the two after it."""
    now = timezone.now()
    with work.finishing():
        last = after(month_of(now), MONTHS_AHEAD)
        end = now.replace(year=last[0], month=last[1], day=1)
        made = [name for table in TABLES for name in ensure_partitions(now, end, table=table)]
    return f"Made {', '.join(made)}" if made else "All there"


@every(timedelta(days=1), title="Plan what platforms do not let us keep")
@handles("stats.forget_posts")
def plan_forgetting(work: Work) -> str:
    """One job for each lot of accounts, so that none takes long and a worker that dies leaves whole lots only."""
    now = timezone.now()
    with work.finishing():
        planned = [
            enqueue(
                "stats.forget",
                title="Forget what a platform does not let us keep",
                args={"first": first, "last": last},
                unique_key=f"stats.forget@{first}:{now:%Y-%m-%d}",
            )
            for first, last in lots()
        ]
    return f"{counted(len(planned), 'lot')} of accounts to go through" if planned else "No platform here has such terms"


@handles("stats.forget", lease=LEASE)
def forget(work: Work, *, first: int, last: int) -> str:
    """Texts that nobody read again, and figures where that is the rule, of the accounts between these keys."""
    with work.finishing():
        gone = forget_old(first=first, last=last, now=timezone.now())
    if not (gone.texts or gone.posts or gone.measurements or gone.accounts):
        return "Nothing to forget"
    series = ", ".join(
        (counted(gone.texts, "text"), counted(gone.posts, "post"), counted(gone.measurements, "measurement"))
    )
    return f"{series} and the last figures of {counted(gone.accounts, 'account')} forgotten"


@every(timedelta(days=1), title="Plan which months to thin")
@handles("stats.plan_thinning")
def plan_thinning(work: Work) -> str:
    """One job for each month whose measurements are older than they are kept day by day."""
    now = timezone.now()
    with work.finishing():
        parts = to_thin(now)
        for part, step in parts:
            enqueue(
                "stats.thin",
                title=f"Keep one measurement a {step} of {called(part)}",
                args={"part": part, "step": step},
                unique_key=f"stats.thin@{part}:{step}:{now:%Y-%m-%d}",
            )
    return f"{counted(len(parts), 'month')} {'is' if len(parts) == 1 else 'are'} due" if parts else "Nothing to thin"


@handles("stats.thin", lease=LEASE)
def thin_month(work: Work, *, part: str, step: str) -> str:
    """Keep the last of each week, or of each month."""
    with work.finishing():
        gone = thin(part, step)
    return f"{counted(gone, 'measurement')} left out"
