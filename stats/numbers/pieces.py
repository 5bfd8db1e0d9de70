"""What the formulas reckon with: a post, and a day of an account."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

DOUBTED_FROM = 1_000  # followers, of which a fall by more than half is not believed at once
SETTLED = timedelta(hours=48)  # a younger post still gathers likes, and does not count


@dataclass(frozen=True, slots=True)
class Piece:
    """A post's figures as the formulas need them. Null: hidden, or the platform does not tell."""

    pk: int
    published_at: datetime
    views: int | None = None
    likes: int | None = None
    comments: int | None = None
    shares: int | None = None
    is_pinned: bool = False

    def is_settled(self, now: datetime) -> bool:
        return self.published_at <= now - SETTLED


@dataclass(frozen=True, slots=True)
class Day:
    """The last measurement of a day."""

    day: date
    followers: int
    following: int | None = None
    source: str = "measured"
    is_rounded: bool = False


def believed(days: Sequence[Day], *, known: int | None = None) -> list[Day]:
    """Without the days on which the count fell by half and came back, or fell by half and nobody looked again.

    `known` is what the account carries by now: a fall of the last day to just that was looked at again.
    """
    kept: list[Day] = []
    for place, day in enumerate(days):
        if kept and kept[-1].followers >= DOUBTED_FROM and day.followers * 2 < kept[-1].followers:
            after = days[place + 1] if place + 1 < len(days) else None
            if day.followers != known if after is None else after.followers * 2 >= kept[-1].followers:
                continue
        kept.append(day)
    return kept


def step(day: Day) -> int:
    """How coarse the count is: a rounded one shows three figures."""
    return 10 ** max(0, len(str(day.followers)) - 3) if day.is_rounded and day.followers > 1_000 else 0


def nearest(days: Sequence[Day], at: date) -> Day | None:
    """The measurement closest to a day; of two as close, the earlier one."""
    return min(days, key=lambda each: (abs((each.day - at).days), each.day), default=None)
