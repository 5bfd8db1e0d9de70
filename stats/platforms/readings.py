"""What a connector gives back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

LONGEST_TEXT = 5_000  # characters of a post that are kept


@dataclass(frozen=True, slots=True)
class Reading:
    """An account's public figures as the platform gave them. Null: hidden, or the platform does not tell.

    `moved_to` is where its address leads for good. `is_protected`: what it posts is not for everybody.
    """

    external_id: str
    handle: str = ""
    title: str = ""
    followers: int | None = None
    following: int | None = None
    posts: int | None = None
    views: int | None = None
    is_rounded: bool = False
    moved_to: str = ""
    is_protected: bool = False


@dataclass(frozen=True, slots=True)
class PostReading:
    """One post's public figures as the platform gave them. Null: hidden, or the platform does not tell; never zero.

    `text` is what the platform shows of it, cut to `LONGEST_TEXT`; `kind` is the platform's own word in lower case
    (video, short, reel, image, story, episode, …), empty where it does not say. `is_paid` is the platform's own mark of
    advertising, `interactions` its own sum of all that people did.
    """

    external_id: str
    kind: str
    url: str
    text: str
    published_at: datetime
    views: int | None = None
    likes: int | None = None
    comments: int | None = None
    shares: int | None = None
    saves: int | None = None
    reach: int | None = None
    is_pinned: bool = False
    is_paid: bool | None = None
    interactions: int | None = None


@dataclass(frozen=True, slots=True)
class AudienceReading:
    """How many of an account's followers are where, of which age and gender, as the platform counts them.

    `countries` by ISO code, `ages` by the platform's bands, `genders` by F, M and U for those who do not say. Only
    those of whom the platform knows it are counted. `is_cut`: there may be more countries than it names.
    """

    countries: Mapping[str, int]
    ages: Mapping[str, int]
    genders: Mapping[str, int]
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class PastReading:
    """Followers at an instant before we asked. `is_reckoned`: not told as such, but reckoned back from what was."""

    at: datetime
    followers: int
    is_reckoned: bool = False
    views: int | None = None
