"""Sums and ratios of what was brought; pure. Unknown is never zero, and a sum says of how many it is."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from djmoney.money import Money

ENGAGING = ("likes", "comments", "shares", "saves")
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Figures:
    """A live piece's figures: each null where nobody told.

    `source` is `measured` or `reported`. Where a platform measured some, `by_hand` names those that it does not tell
    and somebody read off a screen, at the instant `read_at`.
    """

    views: int | None = None
    likes: int | None = None
    comments: int | None = None
    shares: int | None = None
    saves: int | None = None
    reach: int | None = None
    source: str = ""
    at: datetime | None = None
    by_hand: frozenset[str] = frozenset()
    read_at: datetime | None = None

    @property
    def engagements(self) -> int | None:
        """Likes, comments, shares and saves, as far as they are told; null where none is."""
        told = [value for name in ENGAGING if (value := getattr(self, name)) is not None]
        return sum(told) if told else None

    def told_by(self, name: str) -> set[str]:
        """Who told a figure: `measured`, `reported`, for engagements maybe both; nobody where it is not known."""
        return set(self.by_source(name))

    def by_source(self, name: str) -> dict[str, int]:
        """A figure, or the parts of the engagements, by who told it."""
        sums: dict[str, int] = {}
        for part in ENGAGING if name == "engagements" else (name,):
            value = getattr(self, part)
            if value is not None:
                source = "reported" if part in self.by_hand else self.source
                sums[source] = sums.get(source, 0) + value
        return sums

    @property
    def sources(self) -> list[str]:
        """Measured before reported."""
        return [self.source, *(["reported"] if self.by_hand else [])] if self.source else []

    @property
    def also_by_hand(self) -> str:
        """`reach and saves`: what stands beside measured figures, read off a screen."""
        return " and ".join(sorted(self.by_hand)) if len(self.by_hand) < 3 else f"{len(self.by_hand)} figures"

    @property
    def oldest(self) -> datetime | None:
        """When the oldest of them is from."""
        return min((at for at in (self.at, self.read_at) if at), default=None)


@dataclass(frozen=True, slots=True)
class Total:
    """A sum over `known` of `of` live pieces, or what else it is of; null where none of them tells it."""

    value: int | None
    known: int
    of: int
    what: str = "posts"
    by: tuple[tuple[str, int], ...] = field(default=(), compare=False)
    """Of a sum of figures: what was measured and what was reported of it, each apart."""

    @property
    def is_mixed(self) -> bool:
        return len(self.by) > 1

    @property
    def source(self) -> str:
        """`measured` or `reported`, or both; empty where nothing is known or it is no sum of figures."""
        return " and ".join(source for source, _ in self.by)

    @property
    def is_whole(self) -> bool:
        return self.known == self.of

    @property
    def coverage(self) -> str:
        """`4 of 5 posts` where some do not tell; empty where all do."""
        return "" if self.is_whole or self.value is None else f"{self.known} of {self.of} {self.what}"


def total(name: str, pieces: Iterable[object], what: str = "posts") -> Total:
    """The sum of a figure over live pieces, or over `what` else has it."""
    values = [getattr(piece, name) for piece in pieces]
    known = [value for value in values if value is not None]
    return Total(sum(known) if known else None, len(known), len(values), what)


def figures_total(name: str, figures: Iterable[Figures], what: str = "posts") -> Total:
    """The same of live pieces' figures, with what of it was measured and what was reported."""
    each = list(figures)
    plain = total(name, each, what)
    sums: dict[str, int] = {}
    for one in each:
        for source, value in one.by_source(name).items():
            sums[source] = sums.get(source, 0) + value
    return Total(plain.value, plain.known, plain.of, what, tuple(sorted(sums.items())))


def added(amounts: Iterable[Money]) -> Money | None:
    """All together; null for none, or where they are in several currencies: there is no rate to reckon with."""
    known = list(amounts)
    if not known or len({amount.currency for amount in known}) > 1:
        return None
    return sum(known[1:], known[0])


def per(cost: Money | None, sum_: Total, each: int = 1) -> Money | None:
    """What `each` of them cost: CPM with 1,000 views, CPV with one, CPE with one engagement. Null of nothing.

    Where some posts do not tell, it is the most that it can be: they can only add to what was brought. Small amounts
    keep three digits: a view costs less than a cent.
    """
    if cost is None or not sum_.value:
        return None
    amount = cost.amount * each / sum_.value
    return Money(amount.quantize(min(CENT, Decimal(1).scaleb(amount.adjusted() - 2))), cost.currency)


class Costing(ABC):
    """What so much of it cost, for whatever has a cost, views and engagements."""

    __slots__ = ()

    @property
    @abstractmethod
    def cost(self) -> Money | None: ...

    @property
    @abstractmethod
    def views(self) -> Total: ...

    @property
    @abstractmethod
    def engagements(self) -> Total: ...

    @property
    def cpm(self) -> Money | None:
        """A thousand views."""
        return per(self.cost, self.views, 1000)

    @property
    def cpv(self) -> Money | None:
        return per(self.cost, self.views)

    @property
    def cpe(self) -> Money | None:
        return per(self.cost, self.engagements)


def roi(revenue: Money | None, cost: Money | None) -> Decimal | None:
    """(revenue − cost) ÷ cost, in percent. Null of nothing, of what is not known, and across currencies."""
    if revenue is None or cost is None or revenue.currency != cost.currency or cost.amount <= 0:
        return None
    return ((revenue.amount - cost.amount) * 100 / cost.amount).quantize(Decimal("0.1"))
