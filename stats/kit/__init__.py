"""A talent's media kit: what an outsider may read of a talent, and the document of it.

All that it says comes in as data, so that what must not be in it can be looked for before it is shown. It knows no
price, no contact and no promise; page and PDF are drawn from these words alone.
"""

import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import exclusivity.sheet
from lib.typeset import typeset

HERE = Path(__file__).parent
FONTS = Path(exclusivity.sheet.__file__).parent / "fonts"


@dataclass(frozen=True, slots=True)
class KitAccount:
    """One account's line. Empty words where nobody knows; `followers` is exact, `shown` short, `reckoned` says by which
    formula the rate is and on how many posts it rests, `growth` is that of thirty days, `note` why there is no figure,
    `named` the day on which a person wrote that it is another account.
    """

    platform: str
    label: str
    handle: str
    url: str
    followers: int | None
    shown: str
    engagement: str
    reckoned: str
    growth: str
    source: str
    as_of: date | None
    key: int = 0
    note: str = ""
    named: date | None = None


@dataclass(frozen=True, slots=True)
class KitPost:
    """A post that did best on its account. Its words are the platform's: they are read anew for every look."""

    key: int
    platform: str
    label: str
    day: date
    views: int | None
    likes: int | None
    shown: str
    title: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Kit:
    """Every word of a media kit. `portrait` is an SVG, or empty where initials on `tint` stand for it. `is_sent` where
    it says what was sent, whatever was measured since. Its figures are of `day`; where that was over already, `made` is
    the day on which it was put together. Links keep it as JSON: what is added has a default.
    """

    office: str
    name: str
    native: str
    place: str
    tier: str
    words: str
    genres: tuple[str, ...]
    languages: tuple[str, ...]
    accounts: tuple[KitAccount, ...]
    day: date
    tint: str
    initials: str
    portrait: str = ""
    posts: tuple[KitPost, ...] = ()
    is_sent: bool = False
    made: date | None = None

    @property
    def as_of(self) -> str:
        """Of when the figures are, in words."""
        if self.made:
            return (
                f"Figures of {self.day:%-d %B %Y}: of each account the last one up to that day. What is said of"
                f" {self.name} besides is of {self.made:%-d %B %Y}."
            )
        days = sorted({account.as_of for account in self.accounts if account.as_of})
        sent = f"As sent on {self.day:%-d %B %Y}. " if self.is_sent else ""
        if not days:
            return f"{sent}No figures yet."
        first, last = (f"{day:%-d %B %Y}" for day in (days[0], days[-1]))
        return f"{sent}Figures as of {last}." if first == last else f"{sent}Figures as of {first} to {last}."

    def as_json(self) -> str:
        said = asdict(self)
        said["date"] = [self.day.year, self.day.month, self.day.day]
        said["as_of"] = self.as_of
        said["head"] = f"Figures of {self.day:%-d %B %Y}" if self.made else ""
        del said["day"], said["made"]
        for account in said["accounts"]:
            day = account["as_of"]
            account["as_of"] = f"{day:%-d %b %Y}" if day else ""
            del account["named"]
        for post in said["posts"]:
            post["day"] = f"{post['day']:%-d %b %Y}"
        return json.dumps(said, ensure_ascii=False)


def printed(kit: Kit) -> bytes:
    """The PDF."""
    return typeset(HERE / "kit.typ", FONTS, kit=kit.as_json())
