"""How often an account publishes, and which posts did best."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from statistics import median

from stats.numbers.pieces import Piece

WEEKS = 12
BEST = 3
FEWEST = 5  # posts under which none is best
VIEWED = "The median of the last 20 posts that are older than two days and not pinned"


def posts_a_week(pieces: Sequence[Piece], now: datetime, *, read: bool) -> Decimal | None:
    """Posts a week over the last twelve weeks; null where nobody ever read them."""
    if not read:
        return None
    since = now - timedelta(weeks=WEEKS)
    return (Decimal(sum(since < piece.published_at <= now for piece in pieces)) / WEEKS).quantize(Decimal("0.1"))


def median_views(pieces: Sequence[Piece]) -> int | None:
    """The middle of the views of these posts; null where none tells them."""
    told = [piece.views for piece in pieces if piece.views is not None]
    return round(median(told)) if told else None


def best_posts(pieces: Sequence[Piece]) -> list[int]:
    """The posts with most views, or most likes where views are not told; none where there are few to choose from."""
    for count in ("views", "likes"):
        told = [piece for piece in pieces if getattr(piece, count)]
        if len(told) >= FEWEST:
            ordered = sorted(told, key=lambda piece: (-getattr(piece, count), piece.pk))
            return [piece.pk for piece in ordered[:BEST]]
    return []
