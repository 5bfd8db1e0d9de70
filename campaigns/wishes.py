"""What talents ask for and refuse, held against a brief. It warns whoever plans with them, and forbids nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from djmoney.money import Money

from campaigns.models import Brief, Campaign
from campaigns.rules import listed
from campaigns.usage import Length, Unit
from clients import rules
from clients.models import Brand, Category
from clients.queries import parents
from talent.models import Talent, Wishes
from talent.models.wishes import ADS, plain_name, rate_key

type Line = tuple[str, str, int]
"""The kind of a piece, its channel and how many of them."""
MONTH = 30


@dataclass(frozen=True, slots=True)
class Aim:
    """What a campaign is for, as wishes name it: its categories with all above them, by key and from the top down, and
    what its brand is called, in small letters.
    """

    categories: Mapping[str, str]
    names: frozenset[str]

    def refused(self, categories: Sequence[str], brands: Sequence[str]) -> str:
        """`Does not work with Kirei or for Alcohol`; "" where nothing is refused that it is for."""
        return self._says("Does not work", categories, brands)

    def loved(self, categories: Sequence[str], brands: Sequence[str]) -> str:
        return self._says("Would love to work", categories, brands)

    def _says(self, verb: str, categories: Sequence[str], brands: Sequence[str]) -> str:
        named = [name for name in brands if name.lower() in self.names]
        lands = [name for key, name in self.categories.items() if key in categories]
        parts = [f"with {listed(named)}"] * bool(named) + [f"for {listed(lands)}"] * bool(lands)
        return f"{verb} {' or '.join(parts)}" if parts else ""


def aim_of(campaign: Campaign, own: Iterable[int] | None = None, up: Mapping[int, int | None] | None = None) -> Aim:
    """`own` are the ids of the brief's categories, `up` is the market's tree, where the caller knows them.

    Two queries, and one for each of those.
    """
    own = [category.pk for category in campaign.brief.categories.all()] if own is None else list(own)
    up = parents() if up is None else up
    path = list(dict.fromkeys(pk for one in own for pk in (*rules.above(one, up), one)))
    found = {pk: (key, name) for pk, key, name in Category.objects.filter(pk__in=path).values_list("pk", "key", "name")}
    called = Brand.objects.filter(pk=campaign.brand_id).values_list("name", "company__name", "names__value")
    names = {plain_name(name).lower() for row in called for name in row if name}
    return Aim(dict(found[pk] for pk in path if pk in found), frozenset(names))


def refusals(campaign: Campaign, talents: Iterable[Talent]) -> dict[int, str]:
    """By their ids those of the talents whose own word speaks against the campaign, with that word."""
    rows = list(Wishes.objects.filter(talent__in=list(talents)))
    if not rows:
        return {}
    aim = aim_of(campaign)
    said = {row.talent_id: aim.refused(row.refused_categories, row.refused_brands) for row in rows}
    return {talent: words for talent, words in said.items() if words}


def lines_of(brief: Brief) -> list[Line]:
    """What the brief asks of each talent, the same pieces together. One query."""
    counts: dict[tuple[str, str], int] = {}
    for kind, channel, count in brief.wanted.values_list("kind", "channel", "count"):
        counts[kind, channel] = counts.get((kind, channel), 0) + count
    return [(kind, channel, count) for (kind, channel), count in counts.items()]


def ad_months(length: Length) -> int | None:
    """Months of thirty days, begun ones too; None of what never ends, which has no price by the month."""
    if length.unit == Unit.EVER:
        return None
    return length.number if length.unit == Unit.MONTH else -(-length.number // MONTH)


def by_card(wishes: Wishes, lines: Sequence[Line], months: int | None) -> Money | None:
    """What these pieces cost by the rate card, with their months as an ad; None where a piece, or running it as an ad,
    has no price there: a part of it would look cheap. `stats.matching.shares` reckons the same for a whole roster.
    """
    prices = [wishes.rates.get(rate_key(kind, channel), wishes.rates.get(kind)) for kind, channel, _ in lines]
    ads = wishes.rates.get(ADS)
    if not lines or None in prices or months is None or (months and ads is None):
        return None
    pieces = sum(Decimal(price) * line[2] for price, line in zip(prices, lines, strict=True))
    return Money(pieces + months * Decimal(ads or 0), wishes.currency)
