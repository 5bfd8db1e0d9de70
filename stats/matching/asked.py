"""What a brief asks of the roster, read once."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from campaigns.models import Campaign
from campaigns.wishes import Aim, Line, ad_months, aim_for, lines_of
from clients import rules
from clients.queries import parents
from exclusivity.axes import WORLD
from stats.models.audience import bands_of
from talent.models import Genre
from talent.models.talent import ON_ROSTER
from talent.queries import bounds_in_use

LATELY = 180
"""Days in which somebody's chances are counted."""

GENRES: dict[str, tuple[str, ...]] = {
    "fitness": ("sport",), "food-and-drink": ("food",), "games": ("gaming",), "hair-care": ("hair",),
    "headphones": ("music",), "luggage": ("travel",), "outdoor-clothing": ("outdoors",), "payments": ("money",),
    "running-shoes": ("sport", "fitness"), "sportswear": ("sport", "fitness"), "streaming-music": ("music",),
}  # fmt: skip
"""What of the starting market is told in genres of other names."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A brief in the terms in which talents are ranked; None and empty where it does not say.

    `genres` are the ids of the wanted ones, `categories` the brief's with all below them. `aim` is what talents refuse
    or wish for; `lines` and `ad_months` are what a rate card prices.
    """

    campaign: Campaign
    genres: dict[int, str]
    categories: frozenset[int]
    aim: Aim
    lines: tuple[Line, ...]
    ad_months: int | None
    least: int | None
    fee: Decimal | None
    currency: str
    today: date
    since: datetime
    lately: int

    @property
    def params(self) -> dict[str, Any]:
        """What the query over the roster is given."""
        brief = self.campaign.brief
        days = brief.days
        stages = [str(stage) for stage in ON_ROSTER]
        reach = brief.audience_countries or brief.territories
        aims = [] if WORLD in reach else list(dict.fromkeys(reach))
        ages = bands_of(brief.audience_from, brief.audience_to)
        return {
            "campaign": self.campaign.pk, "brand": self.campaign.brand_id, "genres": sorted(self.genres),
            "categories": sorted(self.categories), "least": self.least, "fee": self.fee or None,
            "currency": self.currency, "aim_categories": list(self.aim.categories), "aim_names": sorted(self.aim.names),
            "rate_places": [f"{kind}/{channel}" for kind, channel, _ in self.lines],
            "rate_kinds": [kind for kind, _, _ in self.lines], "rate_counts": [count for _, _, count in self.lines],
            "ad_months": self.ad_months, "since": self.since, "today": self.today, "aims": aims,
            "ages": ages, "mix": brief.audience_mix, "asks_audience": bool(aims or ages or brief.audience_mix),
            "low_stages": stages[: stages.index(brief.min_stage)] if brief.min_stage in stages else [],
            "first": days.lower if days else None, "after": days.upper if days else None,
        }  # fmt: skip


def _since(now: datetime, lately: int) -> datetime:
    day: date = timezone.localdate(now) - timedelta(days=lately)
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))


def _genres(keys: list[str]) -> dict[int, str]:
    return dict(Genre.objects.filter(key__in=keys).values_list("pk", "name"))


def asked_anew(asked: Asked, now: datetime, *, genres: list[str], lately: int = LATELY) -> Asked:
    """The same brief with the genres, by their keys, and the time that somebody chose. One query."""
    return replace(asked, genres=_genres(genres), since=_since(now, lately), lately=lately)


def asked_of(campaign: Campaign, now: datetime) -> Asked:
    """Read a campaign's brief.

    The wanted genres are those of the open call and those called as a category of the brief, or as one above it. Seven
    queries.
    """
    brief = campaign.brief
    up, own = parents(), [category.pk for category in brief.categories.all()]
    aim = aim_for(campaign.brand_id, own, up)
    named = list(aim.categories)
    genres = [*brief.open_genres, *named, *(genre for key in named for genre in GENRES.get(key, ()))]
    least = next((lower for lower, name in bounds_in_use() if name == brief.min_tier), None)
    return Asked(
        campaign=campaign,
        genres=_genres(genres),
        categories=frozenset(rules.below(set(own), up)) if own else frozenset(),
        aim=aim,
        lines=tuple(lines_of(brief)),
        ad_months=ad_months(brief.ads_last),
        least=least,
        fee=brief.fee.amount if brief.fee is not None else None,
        currency=str(brief.fee.currency) if brief.fee is not None else "",
        today=timezone.localdate(now),
        since=_since(now, LATELY),
        lately=LATELY,
    )
