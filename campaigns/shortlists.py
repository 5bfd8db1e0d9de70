"""What a shortlist says and adds up to; pure."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

from djmoney.money import Money


@dataclass(frozen=True, slots=True)
class MeasuredAccount:
    """An account's figures at one instant. None and empty where nobody knows; `rate` is a percentage.

    `counted` of `seen` posts stand behind the rate, `formula` says in words how it is computed, `version` which it is.
    """

    platform: str
    handle: str
    url: str = ""
    followers: int | None = None
    rate: Decimal | None = None
    formula: str = ""
    counted: int = 0
    seen: int = 0
    source: str = ""
    as_of: str = ""
    version: int = 0

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "rate": None if self.rate is None else str(self.rate)}


@dataclass(frozen=True, slots=True)
class Measured:
    """A talent's figures at one instant: the leading account first."""

    tier: str = ""
    followers: int | None = None
    accounts: tuple[MeasuredAccount, ...] = ()


@dataclass(frozen=True, slots=True)
class PostShown:
    """A post that staff chose to show. `picture` is a file's name in the storage or a file that comes in."""

    url: str = ""
    words: str = ""
    views: int | None = None
    picture: Any = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """The brief in words, as a clean sheet says it: pairs of a dimension and its words, what it leaves open, and the
    address that asks it again.
    """

    words: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()
    question: str = ""


@dataclass(frozen=True, slots=True)
class Changed:
    """What of one talent differs from the version before: pairs of before and after."""

    new: bool = False
    price: tuple[Any, Any] | None = None
    followers: tuple[int | None, int | None] | None = None
    rate: tuple[Decimal | None, Decimal | None] | None = None

    @property
    def anything(self) -> bool:
        return self.new or bool(self.price or self.followers or self.rate)


@dataclass(frozen=True, slots=True)
class Changes:
    """What a version changed: by talent, and the names of who is no longer on it."""

    by_talent: dict[int, Changed] = field(default_factory=dict)
    removed: tuple[str, ...] = ()


def rate_of(entry: Any) -> Decimal | None:
    """The leading account's engagement in percent, as it was at sending."""
    rate = entry.leading.get("rate")
    return Decimal(rate) if rate is not None else None


def changes(entries: Iterable[Any], before: Sequence[Any], *, measured: bool = True) -> Changes:
    """Between two versions' entries. `measured`: both carry the figures of their day."""
    earlier = {entry.talent_id: entry for entry in before}
    told = {}
    for entry in entries:
        old = earlier.pop(entry.talent_id, None)
        if old is None:
            told[entry.talent_id] = Changed(new=True)
            continue
        followers, rate = (old.followers, entry.followers), (rate_of(old), rate_of(entry))
        told[entry.talent_id] = Changed(
            price=(old.price, entry.price) if old.price != entry.price else None,
            followers=followers if measured and followers[0] != followers[1] else None,
            rate=rate if measured and rate[0] != rate[1] else None,
        )
    return Changes(told, tuple(entry.name for entry in earlier.values()))


def summed(prices: Iterable[Money | None]) -> Money | None:
    """The sum; None where a price is missing, currencies differ, or there is nothing to add."""
    known = list(prices)
    if not known or None in known or len({price.currency for price in known if price is not None}) != 1:
        return None
    first, *rest = (price for price in known if price is not None)
    return sum(rest, first)


def choice_of(answers: Iterable[Any]) -> Any:
    """The answer that holds: the last one with a choice, None where nobody chose. Answers come in their order."""
    return next((answer for answer in reversed(list(answers)) if answer.choice), None)


def other_days(before: Any, after: Any) -> bool:
    """Whether what was said to one version was said for other days than the next one asks for. Both were sent.

    How many places there are is another matter: an answer is about one talent, and holds for more places or fewer.
    """
    return bool(before.days != after.days)
