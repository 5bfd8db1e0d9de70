"""Where a rate lies in a published range. Sources differ several-fold: a band names its own."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Protocol


class Range(Protocol):
    """A benchmark's borders; each belongs to the upper band."""

    platform: str
    basis: str
    from_followers: int
    below_from: Decimal
    average_from: Decimal
    above_from: Decimal
    high_from: Decimal


def range_of[R: Range](ranges: Sequence[R], platform: str, followers: int | None) -> R | None:
    """The range of the platform for an account of this size; none for fewer, or for unknown followers."""
    if followers is None:
        return None
    fitting = [each for each in ranges if each.platform == platform and each.from_followers <= followers]
    return max(fitting, key=lambda each: each.from_followers, default=None)


def band_of(rate: Decimal | None, range_: Range | None) -> str:
    """The band of a rate; empty where either is unknown."""
    if rate is None or range_ is None:
        return ""
    for border, band in (
        (range_.high_from, "high"),
        (range_.above_from, "above"),
        (range_.average_from, "average"),
        (range_.below_from, "below"),
    ):
        if rate >= border:
            return band
    return "low"
