"""What is due becomes jobs: each of one platform, and full. What went wrong in one becomes words."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import batched, groupby

from lib.figures import counted
from outbox.actions import enqueue
from outbox.models import Job
from outbox.models.job import Queue
from stats.platforms.errors import PlatformError
from talent.models import Platform


def waiting(kind: str) -> int:
    """How many jobs of a kind nobody has finished yet."""
    return Job.objects.filter(kind=kind, state=Job.State.PENDING).count()


def hand_out(kind: str, title: str, due: Iterable[tuple[str, int]], *, each: Callable[[str], int]) -> int:
    """Pairs of platform and account id as jobs of as many accounts as `each` says of a platform; how many accounts.

    `title` has a place for {count}, as in *5 accounts*, and one for {platform}.
    """
    rows = sorted(due, key=lambda row: row[0])
    for platform, some in groupby(rows, key=lambda row: row[0]):
        for ids in batched([pk for _, pk in some], each(platform)):
            hand(kind, title, platform, ids)
    return len(rows)


def hand(kind: str, title: str, platform: str, ids: Sequence[int]) -> None:
    """One job."""
    enqueue(
        kind,
        title=title.format(count=counted(len(ids), "account"), platform=Platform(platform).label),
        args={"platform": platform, "account_ids": list(ids)},
        queue=Queue.PLATFORMS,
        total=len(ids),
    )


def failures(errors: Iterable[PlatformError]) -> list[str]:
    """How many failed for which reason, the most frequent first."""
    counted = Counter(error.message for error in errors).most_common()
    return [f"{count} failed: {message.rstrip('.')}" for message, count in counted]
