"""A rate on the scale of its published range."""

from dataclasses import dataclass
from decimal import Decimal

from stats.models import AccountNumbers
from stats.models.benchmark import Basis

ROOM = Decimal("1.25")  # of the drawing beyond where high begins


@dataclass(frozen=True, slots=True)
class Scale:
    """What the drawing of a band needs, and its words: band, borders, source, date."""

    value: Decimal
    low: Decimal
    high: Decimal
    top: Decimal
    words: str


def scale_of(numbers: AccountNumbers | None) -> Scale | None:
    """None where no range fits: nothing to hold the rate against."""
    if numbers is None or numbers.benchmark is None or numbers.band_rate is None:
        return None
    range_ = numbers.benchmark
    words = (
        f"{numbers.get_band_display()}: {numbers.band_rate:.2f} % {Basis(range_.basis).label}, where "
        f"{range_.average_from} to {range_.above_from} % is average ({range_.source}, {range_.as_of:%b %Y})"
    )
    return Scale(numbers.band_rate, range_.average_from, range_.above_from, range_.high_from * ROOM, words)
