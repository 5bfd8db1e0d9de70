"""The published ranges of engagement that every office begins with. Loaded after `migrate`."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

FROM = (1_000, 5_000, 10_000, 50_000, 100_000, 500_000, 1_000_000)
SOURCE = "Modash"
type Borders = tuple[tuple[str, ...], ...]

# Where each band begins, by size of account: below average, average, above average, high.
INSTAGRAM: Borders = (
    ("1.72", "0.62", "0.39", "0.32", "0.41", "0.46", "0.57"),
    ("3.38", "1.25", "0.84", "0.75", "0.87", "0.88", "1.02"),
    ("4.42", "1.62", "1.11", "1.01", "1.14", "1.13", "1.27"),
    ("7.97", "3.54", "2.61", "2.47", "2.63", "2.46", "2.60"),
)
TIKTOK: Borders = (
    ("9.49", "7.79", "6.28", "5.47", "5.07", "4.73", "4.75"),
    ("12.06", "10.50", "8.38", "7.22", "6.66", "6.19", "6.20"),
    ("14.04", "11.83", "9.37", "8.03", "7.39", "6.85", "6.84"),
    ("18.51", "14.59", "11.38", "10.45", "9.56", "8.12", "8.69"),
)
YOUTUBE: Borders = (
    ("0.41", "0.16", "0.09", "0.05", "0.04", "0.03", "0.02"),
    ("1.47", "0.59", "0.36", "0.23", "0.19", "0.16", "0.13"),
    ("2.02", "0.82", "0.51", "0.33", "0.27", "0.24", "0.18"),
    ("6.42", "2.62", "1.66", "1.08", "0.86", "0.71", "0.59"),
)
# The size of YouTube's values says that they are by subscribers, though their page says views. Only TikTok's table has
# a date of its own; the others stood there when they were read.
READ = date(2026, 11, 1)
TABLES = (
    ("instagram", "by_followers", INSTAGRAM, READ, "https://www.modash.io/engagement-rate-calculator"),
    ("tiktok", "by_views", TIKTOK, date(2025, 11, 1), "https://modash.io/tiktok-engagement-rate-calculator"),
    ("youtube", "by_followers", YOUTUBE, READ, "https://modash.io/youtube-engagement-rate-calculator"),
)


def load_benchmarks(using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """Add the ranges where there are none at all. What the office changed or removed stays so."""
    from stats.models import Benchmark

    if Benchmark._meta.db_table not in connections[using].introspection.table_names():
        return
    rows = Benchmark.objects.using(using)
    if rows.exists():
        return
    rows.bulk_create(
        Benchmark(
            platform=platform, basis=basis, from_followers=followers, source=SOURCE, source_url=url, as_of=as_of,
            below_from=Decimal(below), average_from=Decimal(average), above_from=Decimal(above),
            high_from=Decimal(high),
        )
        for platform, basis, borders, as_of, url in TABLES
        for followers, below, average, above, high in zip(FROM, *borders, strict=True)
    )  # fmt: skip
