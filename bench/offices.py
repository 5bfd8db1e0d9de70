"""The same questions in a small office and in a large one."""

from dataclasses import dataclass

from django.utils import timezone

from bench import books, office, pages, promises
from bench.lines import Line, Report, slower_by, timed
from bench.promises import Figure
from exclusivity.actions import differences
from exclusivity.models import Commitment

COMPARED = 300


@dataclass(frozen=True, slots=True)
class Measured:
    """`slower` is how fast the machine was when its questions were asked, against the reference."""

    office: dict[str, int]
    figures: dict[str, Figure]
    roster: dict[str, float]
    slower: float


def measured(*, talents: int, snapshots: int, commitments: int, promised: bool, paged: bool) -> Measured:
    """Make an office, hold some of its boxes against the facts, and ask it what it promised and for its roster."""
    print(f"An office of {talents:,} talents and {commitments:,} promises is made …", flush=True)
    made: dict[str, int] = {}
    now = timezone.now()
    took = timed(lambda: made.update(office.fill(talents=talents, snapshots=snapshots)))
    took += timed(lambda: made.update(books.fill(commitments=commitments, now=now)))
    print(f"… in {took / 1000:.0f} s: " + ", ".join(f"{count:,} {what}" for what, count in made.items()), flush=True)
    some = list(Commitment.objects.order_by("?").values_list("pk", flat=True)[:COMPARED])
    wrong = differences(now, some)
    if wrong:
        raise AssertionError(f"{len(wrong)} promises have other boxes than their facts: {wrong[:3]}")
    slower = slower_by()
    return Measured(made, promises.run(now) if promised else {}, pages.roster_took() if paged else {}, slower)


def compare(report: Report, small: Measured, large: Measured) -> None:
    """A line for each figure of the large office, with how it grew."""
    print()
    report.look(large.slower)
    for name, figure in large.figures.items():
        before = small.figures.get(name)
        times = figure.value / large.slower / (before.value / small.slower) if before else 0
        grew = f"{times:.1f} × that of {small.office['talents']:,} talents, " if before else ""
        report.add(Line(f"{name} (p95)", figure.value, "ms", most=figure.most, note=f"{grew}{figure.note}"))
