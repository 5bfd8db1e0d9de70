"""Earned media value: what a price table makes of a post's counts. An estimate, pure, and never in the ROI."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from djmoney.money import Money

from stats.models.earned import Counted, PriceTable
from stats.results.figures import Figures
from talent.models import Platform

RULE = (
    "Earned media value is an estimate: 1,000 views, likes, comments, shares and saves, each times its price in the "
    "office’s table. Nobody paid it, and it is not in the ROI."
)
YOUTUBE = "For YouTube it is a third party’s estimate, not approved by Google."

type Prices = Mapping[tuple[str, str], Decimal]
"""Platform and what is counted, to what one is worth."""


@dataclass(frozen=True, slots=True)
class Table:
    """A price table with its prices at hand."""

    row: PriceTable
    prices: Prices


@dataclass(frozen=True, slots=True)
class Worth:
    """What one live piece is taken to be worth, and by which table; null where nothing of it is priced or told."""

    amount: Money | None = None
    table: PriceTable | None = None
    reckoning: str = ""
    is_least: bool = False
    """Something that has a price is not told: it could only add."""
    platform: str = ""


@dataclass(frozen=True, slots=True)
class Earned:
    """The sum over live pieces, an amount a currency."""

    amounts: list[Money]
    known: int
    of: int
    is_least: bool

    @property
    def coverage(self) -> str:
        return f"{self.known} of {self.of} posts" if self.known and self.known < self.of else ""

    @property
    def how(self) -> str:
        """How the sum is to be read: `at least, 4 of 5 posts`."""
        least = "at least" if self.amounts and (self.is_least or self.coverage) else ""
        return ", ".join(part for part in (least, self.coverage) if part)


def table_of(day: date | None, tables: Sequence[Table]) -> Table | None:
    """The table of the day on which a post went live: the latest that had begun."""
    begun = [table for table in tables if day is not None and table.row.valid_from <= day]
    return max(begun, key=lambda table: table.row.valid_from, default=None)


def worth_of(figures: Figures, platform: str, table: Table | None) -> Worth:
    """The counts that are told, times their prices."""
    if table is None:
        return Worth(platform=platform)
    priced = [(kind, price) for kind in Counted if (price := table.prices.get((platform, kind))) is not None]
    told = [(kind, price, n) for kind, price in priced if (n := getattr(figures, kind)) is not None]
    if not told:
        return Worth(table=table.row, platform=platform)
    sum_ = sum((price * n / (1000 if kind == Counted.VIEWS else 1) for kind, price, n in told), Decimal(0))
    reckoning = " + ".join(f"{n:,} {Counted(kind).value} × {_price(kind, price)}" for kind, price, n in told)
    amount = Money(sum_.quantize(Decimal("0.01")), table.row.currency)
    return Worth(amount, table.row, reckoning, len(told) < len(priced), platform)


def _price(kind: str, price: Decimal) -> str:
    plain = f"{price.normalize():f}"
    return f"{plain} ÷ 1,000" if kind == Counted.VIEWS else plain


def earned(worths: Iterable[Worth | None]) -> Earned | None:
    """All together; null where the office does not reckon it."""
    made = [each for each in worths if each is not None]
    if not made:
        return None
    known = [each for each in made if each.amount is not None]
    sums: dict[str, Money] = {}
    for amount in (each.amount for each in known if each.amount is not None):
        name = str(amount.currency)
        sums[name] = sums[name] + amount if name in sums else amount
    return Earned([sums[name] for name in sorted(sums)], len(known), len(made), any(each.is_least for each in known))


def rule_of(worths: Iterable[Worth | None]) -> str:
    """The formula, the tables that were used with their days and sources, and what a platform asks to be said."""
    made = [each for each in worths if each is not None and each.amount is not None]
    used = {each.table.pk: each.table for each in made if each.table is not None}
    tables = sorted(used.values(), key=lambda table: table.valid_from)
    said = [RULE, *(f"{table}, for posts live since then: {table.source}." for table in tables)]
    if any(each.platform == Platform.YOUTUBE for each in made):
        said.append(YOUTUBE)
    return " ".join(said)
