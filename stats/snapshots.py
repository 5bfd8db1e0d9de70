"""One measurement on its way into the table."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SnapshotRow:
    """An account's figures at `taken_at`; null where hidden or not asked for. `source` is a `talent.models.Source`.

    Of an attempt of ours it also says when to ask again, and a word about it where there is one; and `named_at` of the
    account that was asked about, which may have been corrected since.
    """

    account_id: int
    taken_at: datetime
    followers: int | None = None
    following: int | None = None
    posts: int | None = None
    views: int | None = None
    source: str = "measured"
    is_rounded: bool = False
    external_id: str = ""
    title: str = ""
    next_refresh_at: datetime | None = None
    words: str = ""
    named_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """What came of it: how many rows were new, and which accounts are under doubt, in words."""

    written: int
    doubted: dict[int, str]
