"""In a run with several processes the longest tests come first, each row of them in one process.

xdist gives each process a stretch of equal length, and who is done early takes from the end of another's. So nothing
long is left for the end, when all others are done, and an office of real processes is opened once, not in each.
"""

from collections.abc import Callable, Sequence

# Those in a row come one after another. The first one waits more than it reckons.
ROWS = (
    ("tests/stats/test_under_fire.py", "tests/stats/test_every_platform.py"),
    ("tests/tools/test_run.py", "tests/outbox/test_worker_killed.py", "tests/portals/test_sentinels.py"),
    ("tests/journeys/test_axe.py", "tests/portals/test_leaks.py", "tests/exclusivity/test_crowd.py"),
)


def in_turns[T](items: Sequence[T], file_of: Callable[[T], str], processes: int) -> list[T]:
    """The same tests, each row at the beginning of a process's stretch, the others behind in the order they have."""
    first: list[list[T]] = [[] for _ in range(processes)]
    for number, row in enumerate(ROWS):
        for file in row:
            first[number % processes] += [item for item in items if file_of(item) == file]
    named = {file for row in ROWS for file in row}
    others = [item for item in items if file_of(item) not in named]
    ordered: list[T] = []
    for number, stretch in enumerate(first):
        length = (len(items) - len(ordered)) // (processes - number)
        fill = max(0, length - len(stretch))
        ordered += [*stretch, *others[:fill]]
        del others[:fill]
    return ordered + others
