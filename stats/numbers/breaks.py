"""Days from which on a platform counts otherwise than before: what was published on both sides is not compared."""

from collections.abc import Mapping, Sequence
from datetime import date

from stats.numbers.pieces import Piece

VIEWS: Mapping[str, Mapping[date, str]] = {
    "youtube": {date(2025, 3, 26): "YouTube counts each play of a Short as a view from here on"},
}
"""Platform to the day and what changed (https://developers.google.com/youtube/v3/revision_history)."""


def counted_alike(pieces: Sequence[Piece], platform: str) -> list[Piece]:
    """Those whose views are counted as they are today."""
    last = max(VIEWS.get(platform, {}), default=date.min)
    return [piece for piece in pieces if piece.published_at.date() >= last]
