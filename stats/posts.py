"""One reading of an account's posts on its way into the table."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from stats.platforms.errors import PlatformError
from stats.platforms.readings import PostReading


@dataclass(frozen=True, slots=True)
class PostsRead:
    """What a platform answered about an account's posts since `since`: the posts, or why there are none.

    `mark` is what the platform wants to be shown next time, to say whether anything changed; `gone` the posts of which
    it says that they are not there any more; `within` how soon they are to be read again at the latest. `is_cut`: the
    list ends before `since`, because the platform had enough or went round in a circle; `patchy`: kinds of which any
    post may be left out, however young.
    """

    account_id: int
    since: datetime
    posts: Sequence[PostReading] = ()
    error: PlatformError | None = None
    asked: bool = True
    mark: str = ""
    gone: Sequence[str] = ()
    within: timedelta = timedelta.max
    is_cut: bool = False
    patchy: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class PostsRecorded:
    """What came of it: posts that are new, posts whose figures are under doubt, posts that are gone."""

    new: int = 0
    doubted: int = 0
    gone: int = 0
    accounts: Sequence[int] = field(default_factory=tuple)
