"""Engagement rates: the median over recent posts of what people did, by followers or by views.

By followers for Instagram, Facebook and X, by views for TikTok and YouTube, as the published tables reckon
(https://blog.hootsuite.com/calculate-engagement-rate/, https://www.modash.io/engagement-rate-calculator). By followers
means those nearest to the day of publishing. The same account differs tenfold between the two: a rate never stands
without its formula.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from statistics import median

from stats.numbers.pieces import Day, Piece, nearest

VERSION = 1
RECENT = 20  # posts that a rate looks at
FEWEST = 3  # posts under which there is no rate
THOUSANDTH = Decimal("0.001")

FOLLOWERS, VIEWS = "by_followers", "by_views"


@dataclass(frozen=True, slots=True)
class Formula:
    """What is added up, and what it is divided by."""

    basis: str
    parts: tuple[str, ...]
    by: str = ""
    """What the platform calls what it is divided by, where it has a word of its own."""

    @property
    def words(self) -> str:
        return f"({' + '.join(self.parts)}) ÷ {self.by or ('followers' if self.basis == FOLLOWERS else 'views')}"


FORMULAS: dict[str, Formula] = {
    "instagram": Formula(FOLLOWERS, ("likes", "comments")),
    "facebook": Formula(FOLLOWERS, ("likes", "comments")),
    "x": Formula(FOLLOWERS, ("likes", "comments", "shares")),
    "tiktok": Formula(VIEWS, ("likes", "comments", "shares")),
    "youtube": Formula(VIEWS, ("likes", "comments")),
}
# Where a published range reckons otherwise than we do, the rate to hold against it; and X by impressions, which it
# tells of everybody's posts.
ALSO: dict[str, Formula] = {
    "youtube": Formula(FOLLOWERS, ("likes", "comments")),
    "x": Formula(VIEWS, ("likes", "comments", "shares"), "impressions"),
}


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate in percent with what it rests on: `counted` of `seen` recent posts tell all that the formula needs."""

    percent: Decimal | None
    formula: Formula | None
    counted: int = 0
    seen: int = 0


def formula_of(platform: str, basis: str = "") -> Formula | None:
    """The platform's formula, or the one with that basis; none where posts tell nothing (podcasts, blogs)."""
    known = [each for each in (FORMULAS.get(platform), ALSO.get(platform)) if each]
    return next((each for each in known if basis in ("", each.basis)), None)


def reckoned(platform: str, basis: str, version: int, counted: int, seen: int) -> str:
    """What a rate is and rests on: `(likes + comments) ÷ followers, version 1 · 17 of 20 posts`; empty without one."""
    formula = formula_of(platform, basis) if basis else None
    if formula is None:
        return ""
    return f"{formula.words}, version {version} · {counted} of {seen} post{'' if seen == 1 else 's'}"


def recent(pieces: Sequence[Piece], now: datetime) -> list[Piece]:
    """The latest posts that count, the newest first: settled and not pinned."""
    settled = [piece for piece in pieces if piece.is_settled(now) and not piece.is_pinned]
    return sorted(settled, key=lambda piece: piece.published_at, reverse=True)[:RECENT]


def rate_of(piece: Piece, formula: Formula, days: Sequence[Day]) -> Decimal | None:
    """One post's rate in percent; null where a part is hidden, or what it is divided by is unknown or nothing."""
    parts = [getattr(piece, part) for part in formula.parts]
    if any(part is None for part in parts):
        return None
    if formula.basis == FOLLOWERS:
        day = nearest(days, piece.published_at.date())
        by = day.followers if day else None
    else:
        by = piece.views
    return Decimal(sum(parts)) * 100 / by if by else None


def engagement(platform: str, pieces: Sequence[Piece], days: Sequence[Day], now: datetime, *, basis: str = "") -> Rate:
    """The median of the recent posts' rates, where at least `FEWEST` can be counted."""
    formula = formula_of(platform, basis)
    if formula is None:
        return Rate(None, None)
    looked_at = recent(pieces, now)
    rates = [rate for piece in looked_at if (rate := rate_of(piece, formula, days)) is not None]
    percent = Decimal(median(rates)).quantize(THOUSANDTH) if len(rates) >= FEWEST else None
    return Rate(percent, formula, len(rates), len(looked_at))
