"""How long what a platform told is kept: by its own terms where it has some, and thinned by age everywhere."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from stats.partitions import Month, after, month_of
from talent.models import Platform

WEEK = timedelta(days=7)
MONTH = timedelta(days=30)
THREE_YEARS = timedelta(days=1_095)
WEEKLY_AFTER = 13  # months: a year's curve, whenever it is looked at, has every day
MONTHLY_AFTER = 36


@dataclass(frozen=True, slots=True)
class Keeping:
    """One platform's terms. Null where they name no limit: then what is kept is ours to decide."""

    rule: str
    source: str = ""
    texts: timedelta | None = None  # unless somebody read them again
    figures: timedelta | None = None
    gone_texts: bool = False  # empty the text of a post that was taken down
    owned: timedelta | None = None  # what only its owner's consent brought, once that has ended

    @property
    def is_bound(self) -> bool:
        """Whether something has to go after a time, or once it is gone there."""
        return self.gone_texts or any(span is not None for span in (self.texts, self.figures, self.owned))


def keeping(platform: str) -> Keeping:
    """What the terms of a platform want (read in November 2026)."""
    if platform == Platform.YOUTUBE and settings.YOUTUBE_DERIVED_METRICS_ACCEPTED:
        return TERMS_ACCEPTED
    return KEEPING.get(platform, NO_LIMIT)


NO_LIMIT = Keeping("Its terms name no limit.")
YOUTUBE = "https://developers.google.com/youtube/terms/developer-policies"
KEEPING: dict[str, Keeping] = {
    Platform.YOUTUBE: Keeping(
        "Everything is kept thirty days, unless it is read again.", YOUTUBE, MONTH, MONTH, owned=WEEK
    ),
    Platform.X: Keeping(
        "Words of an account that is protected, suspended or gone go with its next daily reading, those of a deleted"
        " post with the next weekly one; what was not read again goes after eight days.",
        "https://docs.x.com/developer-terms/policy",
        texts=timedelta(days=8),
        gone_texts=True,
    ),
    Platform.TWITCH: Keeping(
        "Keeping figures for more than a day wants the channel's permission: have it in the contract.",
        "https://legal.twitch.com/legal/developer-agreement/",
    ),
}
TERMS_ACCEPTED = Keeping(
    "Titles are kept thirty days, figures thirty-six months.",
    "https://developers.google.com/youtube/terms/derived-metrics-policy",
    MONTH,
    THREE_YEARS,
    owned=WEEK,
)


def thinning(month: Month, now: datetime) -> str:
    """What a month's measurements are thinned to by now: `week`, `month`, or nothing yet."""
    today = month_of(now)
    if after(month, MONTHLY_AFTER) < today:
        return "month"
    return "week" if after(month, WEEKLY_AFTER) < today else ""
