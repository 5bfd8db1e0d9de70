"""The rate that a live piece reached, where it lies, and the middle of several; pure but for what it is given."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from statistics import median
from typing import Any

from campaigns.rules import listed
from stats.models.benchmark import Band, Benchmark
from stats.numbers.bands import band_of, range_of
from stats.numbers.engagement import formula_of, rate_of
from stats.numbers.pieces import Day, Piece
from stats.results.figures import Figures
from stats.terms import is_closed

HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Rate:
    """A piece's rate in percent by its platform's formula; `reported` where a part of it was read off a screen."""

    percent: Decimal
    words: str
    source: str
    band: str = ""
    range_words: str = ""


def rate_reached(
    figures: Figures,
    platform: str,
    at: datetime | None,
    followers: int | None,
    days: Sequence[Day],
    ranges: Sequence[Benchmark],
    *,
    untold: Iterable[str] = (),
) -> Rate | None:
    """Null where a part is not told, or nobody knows the followers of that day. `untold` is what is told no longer."""
    formula = formula_of(platform)
    if formula is None or at is None or is_closed(platform):
        return None
    left_out = set(untold) - figures.by_hand
    told: dict[str, Any] = {
        name: None if name in left_out else getattr(figures, name) for name in ("views", "likes", "comments", "shares")
    }
    rate = rate_of(Piece(0, at, **told), formula, days)
    if rate is None:
        return None
    used = {*formula.parts, *(("views",) if formula.basis == "by_views" else ())}
    source = "reported" if figures.source == "reported" or used & figures.by_hand else "measured"
    percent = rate.quantize(HUNDREDTH)
    range_ = range_of(ranges, platform, followers)
    if range_ is None or range_.basis != formula.basis:
        return Rate(percent, formula.words, source)
    return Rate(percent, formula.words, source, band_of(rate, range_), f"{range_.source}, {range_.as_of:%b %Y}")


@dataclass(frozen=True, slots=True)
class Rates:
    """The median of the rates by one formula, of `known` of `of` live posts on platforms that have it."""

    percent: Decimal
    words: str
    known: int
    of: int
    source: str

    @property
    def said(self) -> str:
        """`median of 4 of 5 posts, measured`."""
        few = f"{self.known} of {self.of}" if self.known < self.of else str(self.known)
        return f"median of {few} posts, {self.source}" if self.of > 1 else self.source


def rates_of(pieces: Iterable[tuple[str, Rate | None]]) -> list[Rates]:
    """Of pieces on these platforms: a line a formula, because rates by different ones are not compared."""
    reached: dict[str, list[Rate]] = defaultdict(list)
    of: dict[str, int] = defaultdict(int)
    for platform, rate in pieces:
        formula = formula_of(platform)
        if formula is None or is_closed(platform):
            continue
        of[formula.words] += 1
        if rate is not None:
            reached[formula.words].append(rate)
    return [
        Rates(
            Decimal(median(each.percent for each in rates)).quantize(HUNDREDTH), words, len(rates), of[words],
            " and ".join(sorted({each.source for each in rates})),
        )
        for words, rates in sorted(reached.items(), key=lambda item: (-len(item[1]), item[0]))
    ]  # fmt: skip


def counted_bands(bands: Iterable[str]) -> str:
    """`1 high and 2 average`, the best first: where rates lie in the published ranges."""
    counts = Counter(bands)
    return listed(f"{counts[band]} {band.label.lower()}" for band in reversed(Band) if counts[band])
