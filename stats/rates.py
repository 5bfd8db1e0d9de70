"""An account's engagement rate wherever one is said: ours by a stated formula, else the one that somebody told."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from stats.models import AccountNumbers
from stats.own import is_own
from stats.terms import is_closed
from talent.models import SocialAccount

TOLD = "as it was told"


class Told(Protocol):
    """An account, or a row of one."""

    platform: str
    engagement_rate: Decimal | None


@dataclass(frozen=True, slots=True)
class KnownRate:
    """A rate in percent, null where nobody knows. `ours` are the numbers that it is of; none where it was told."""

    percent: Decimal | None = None
    ours: AccountNumbers | None = None

    @property
    def is_told(self) -> bool:
        return self.percent is not None and self.ours is None

    def words(self, platform: str) -> str:
        """By which formula it is and on how many posts it rests, or that it was told; empty where it is unknown."""
        return self.ours.reckoned(platform) if self.ours else TOLD if self.is_told else ""


def rate_of(account: Told, numbers: AccountNumbers | None) -> KnownRate:
    """None of ours where the platform's terms want none, whatever was reckoned before they were asked."""
    if numbers is None or numbers.engagement_rate is None or is_closed(account.platform):
        return KnownRate(account.engagement_rate)
    return KnownRate(numbers.engagement_rate, numbers)


def own_numbers(account: SocialAccount) -> AccountNumbers | None:
    """What was computed of it last, as the account that it is."""
    numbers: AccountNumbers | None = getattr(account, "numbers", None)
    return numbers if numbers is not None and is_own(account, numbers.computed_at) else None
