"""The jobs that keep the tables of figures in shape: months ahead, old ones thinner, nothing longer than allowed."""

from datetime import timedelta

from django.utils import timezone

from outbox.actions import enqueue
from outbox.handlers import every, handles
from outbox.work import Work
from stats.actions.forget import forget_old
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


@every(timedelta(days=1), title="Forget what a platform does not let us keep")
@handles("stats.forget_posts", lease=LEASE)
def forget(work: Work) -> str:
    """Texts that nobody read again, and figures where that is the rule."""
    with work.finishing():
        gone = forget_old(timezone.now())
    if not (gone.texts or gone.posts or gone.measurements or gone.accounts):
        return "Nothing to forget"
    series = f"{gone.texts} texts, {gone.posts} posts, {gone.measurements} measurements"
    return f"{series} and the last figures of {gone.accounts} accounts forgotten"


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
    return f"{len(parts)} months are due" if parts else "Nothing to thin"


@handles("stats.thin", lease=LEASE)
def thin_month(work: Work, *, part: str, step: str) -> str:
    """Keep the last of each week, or of each month."""
    with work.finishing():
        gone = thin(part, step)
    return f"{gone:,} measurement{'' if gone == 1 else 's'} left out"
