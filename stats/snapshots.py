"""One measurement on its way into the table."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SnapshotRow:
    """An account's figures at `taken_at`; null where hidden or not asked for. `source` is a `talent.models.Source`."""

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


@dataclass(frozen=True, slots=True)
class Recorded:
    """What came of it: rows that were new, accounts whose latest figures moved on, and accounts under doubt."""

    written: int
    latest: int
    doubted: dict[int, str]
