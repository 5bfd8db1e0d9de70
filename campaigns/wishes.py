"""What talents ask for and refuse, held against a brief. It warns whoever plans with them, and forbids nothing."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Q
from django.utils import timezone
from djmoney.money import Money

from campaigns.models import Brief, Campaign
from campaigns.rules import listed
from campaigns.usage import Length, Unit
from clients import rules
from clients.models import Brand, Category
from clients.queries import parents
from talent.models import Talent, Wishes
from talent.models.talent import TalentKind
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


def aim_for(brand: int, own: Iterable[int], up: Mapping[int, int | None] | None = None) -> Aim:
    """What is for a brand and of these categories, by their ids. `up` is the market's tree, where the caller knows it.

    Two queries, and one for the tree.
    """
    up = parents() if up is None else up
    path = list(dict.fromkeys(pk for one in own for pk in (*rules.above(one, up), one)))
    found = {pk: (key, name) for pk, key, name in Category.objects.filter(pk__in=path).values_list("pk", "key", "name")}
    called = Brand.objects.filter(pk=brand).values_list("name", "company__name", "names__value")
    names = {plain_name(name).lower() for row in called for name in row if name}
    return Aim(dict(found[pk] for pk in path if pk in found), frozenset(names))


def aim_of(campaign: Campaign) -> Aim:
    """What a campaign is for. Four queries."""
    return aim_for(campaign.brand_id, [category.pk for category in campaign.brief.categories.all()])


def refusals(campaign: Campaign, talents: Iterable[Talent], now: datetime) -> dict[int, str]:
    """By their ids those of the talents whose own word, or a member's, speaks against the campaign, with that word."""
    return refusing(lambda: aim_of(campaign), talents, now)


def refusing(aim: Callable[[], Aim], talents: Iterable[Talent], now: datetime) -> dict[int, str]:
    """As `refusals`. `aim` is asked for only where somebody refuses anything; one query besides, and one for acts."""
    talents = list(talents)
    rows = list(Wishes.objects.filter(talent__in=talents))
    acts = [talent.pk for talent in talents if talent.kind == TalentKind.ACT]
    theirs = said_by_members(acts, now) if acts else {}
    if not (rows or theirs):
        return {}
    meant = aim()
    own = {row.talent_id: meant.refused(row.refused_categories, row.refused_brands) for row in rows}
    said = {talent.pk: with_members(own.get(talent.pk, ""), theirs.get(talent.pk, ()), meant) for talent in talents}
    return {talent: words for talent, words in said.items() if words}


type Theirs = tuple[str, Sequence[str], Sequence[str]]
"""A member's name, and what they refuse: categories and brands."""


def said_by_members(acts: Iterable[int], now: datetime) -> dict[int, list[Theirs]]:
    """What those refuse who are in these acts, or join them; by the act. One query."""
    stays = Q(talent__member_of__period__upper_inf=True)
    stays |= Q(talent__member_of__period__endswith__gt=timezone.localdate(now))
    rows = Wishes.objects.filter(stays, talent__member_of__act__in=acts).order_by("talent__name", "talent")
    columns = ("talent__member_of__act", "talent__name", "refused_categories", "refused_brands")
    found: dict[int, list[Theirs]] = defaultdict(list)
    for act, name, categories, brands in rows.values_list(*columns):
        found[act].append((name, categories, brands))
    return found


def with_members(own: str, theirs: Iterable[Theirs], aim: Aim, *, named: bool = True) -> str:
    """`Does not work for Ale; members Mika and Ren do not work with Kirei`. Not `named`: `A member does not …`."""
    alike: dict[str, list[str]] = defaultdict(list)
    for name, categories, brands in theirs:
        words = aim.refused(categories, brands)
        if words and name not in alike[words]:  # once where a member stands in the act twice
            alike[words].append(name)
    said = [own] if own else []
    for words, names in alike.items():
        if len(names) > 1:
            who = f"members {listed(names)}" if named else "members"
            said.append(f"{who} {words.replace('Does', 'do', 1)}")
        elif names:
            who = f"a member, {names[0]}," if named else "a member"
            said.append(f"{who} {lower_first(words)}")
    words = "; ".join(said)
    return words[:1].upper() + words[1:]


def lower_first(words: str) -> str:
    """As it stands within a sentence."""
    return words[:1].lower() + words[1:]


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
