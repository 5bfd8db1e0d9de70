"""Published ranges, as the office wants to hold rates against."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accounts.models import User
from accounts.roles import Permission, can
from lib.actions import action
from lib.refusals import Refused, require
from stats.models import Benchmark

FIELDS = (
    "platform", "basis", "from_followers", "below_from", "average_from", "above_from", "high_from", "source",
    "source_url", "as_of",
)  # fmt: skip


@action
def add_benchmark(*, fields: Mapping[str, Any], by: User, now: datetime) -> Benchmark:
    """A range for a platform and a size. The numbers follow when they are next computed. Raises `Refused`."""
    require(can(by, Permission.EDIT_BENCHMARKS))
    benchmark = Benchmark(**{name: fields[name] for name in FIELDS})
    _checked(benchmark)
    benchmark.save()
    return benchmark


@action
def edit_benchmark(*, benchmark: Benchmark, fields: Mapping[str, Any], by: User, now: datetime) -> Benchmark:
    """Change a range; what it was stays in its history. Raises `Refused`."""
    require(can(by, Permission.EDIT_BENCHMARKS))
    benchmark = Benchmark.objects.select_for_update(of=("self",)).get(pk=benchmark.pk)
    for name in FIELDS:
        setattr(benchmark, name, fields[name])
    _checked(benchmark)
    benchmark.save()
    return benchmark


@action
def remove_benchmark(*, benchmark: Benchmark, by: User, now: datetime) -> None:
    """Hold no rate against it any more. Raises `Refused`."""
    require(can(by, Permission.EDIT_BENCHMARKS))
    Benchmark.objects.select_for_update(of=("self",)).get(pk=benchmark.pk).delete()


def _checked(benchmark: Benchmark) -> None:
    borders = [benchmark.below_from, benchmark.average_from, benchmark.above_from, benchmark.high_from]
    if borders != sorted(set(borders)) or borders[0] < 0:
        raise Refused("The borders rise from band to band, and none is below zero.")
    same = Benchmark.objects.filter(platform=benchmark.platform, from_followers=benchmark.from_followers)
    if same.exclude(pk=benchmark.pk).exists():
        raise Refused("This platform has a range from that number of followers already.")
