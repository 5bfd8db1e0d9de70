"""What each reason says of one talent, in words and figures, and the points that it gives or takes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from campaigns.letters import days_words
from campaigns.rules import listed
from campaigns.wishes import Theirs, with_members
from exclusivity.queries import Standing
from exclusivity.rules import Verdict
from lib.countries import country_name
from lib.figures import compact, counted, percent, signed, signed_percent
from lib.money_words import money_text
from stats.matching.asked import Asked
from stats.matching.audience import reached_words
from stats.models.benchmark import Band
from stats.models.matching import MatchReason
from stats.results.reading import Result
from talent.models.talent import Stage
from talent.rules import tier_of

R = MatchReason
TENTH = Decimal("0.1")
HALF = Decimal("0.5")
VERDICT_SAYS: dict[Verdict, Decimal] = {
    Verdict.CLEAR: Decimal(1), Verdict.ADVISORY: HALF, Verdict.WAIVED: HALF, Verdict.REVIEW: -HALF,
    Verdict.CONDITIONAL: Decimal(-1), Verdict.BLOCK: Decimal(-1), Verdict.BREACH_SUSPECTED: Decimal(-1),
}  # fmt: skip
BAND_SAYS = {
    Band.LOW: Decimal(-1), Band.BELOW: -HALF, Band.AVERAGE: Decimal(0), Band.ABOVE: HALF, Band.HIGH: Decimal(1),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """One reason: its figure in words, what it says from -1 to 1 and the points of that. `says` None: nobody knows."""

    reason: str
    words: str
    says: Decimal | None
    weight: int

    @property
    def label(self) -> str:
        return str(MatchReason(self.reason).label)

    @property
    def points(self) -> Decimal:
        """Unknown gives and takes nothing."""
        return points(self.says, self.weight)

    @property
    def signed(self) -> str:
        return signed(self.points)


def points(says: Decimal | None, weight: int) -> Decimal:
    """What a reason gives or takes; the query over the roster rounds likewise."""
    return (weight * (says or Decimal())).quantize(TENTH, "ROUND_HALF_UP")


@dataclass(frozen=True, slots=True)
class Looked:
    """What was looked at of one talent alone: how they stand, what their posts in this category brought, and what an
    act's members refuse.
    """

    standing: Standing | None
    results: tuple[Result, ...] = ()
    members: tuple[Theirs, ...] = ()


def said_of(
    facts: Mapping[str, Any], looked: Looked, asked: Asked, weights: Mapping[str, int], bounds: list[tuple[int, str]]
) -> list[Said]:
    """Every reason that has a weight, in the order of `MatchReason`, also those that say nothing."""
    told = {reason: (words(facts, asked), facts[f"s_{reason}"]) for reason, words in WORDS.items()}
    told[R.TIER] = (_tier(facts, asked, bounds), facts["s_tier"])
    told[R.VERDICT] = _verdict(looked.standing)
    told[R.RESULTS] = results_said(looked.results)
    told[R.REFUSED] = (_refused(facts, asked, looked.members), facts["s_refused"])
    return [Said(str(reason), *told[reason], weight=weights[reason]) for reason in MatchReason if reason in weights]


def results_said(results: tuple[Result, ...]) -> tuple[str, Decimal | None]:
    """Views and engagement of the live pieces that are known, the engagement against its range."""
    if not results:
        return "No live piece in this category yet", None
    views = [result.figures.views for result in results if result.figures.views is not None]
    bands = [Band(result.band) for result in results if result.band]
    said = [counted(len(results), "live piece")]
    said.append(f"{_short(sum(views))} views" if views else "views unknown")
    if not bands:
        return ", ".join([*said, "engagement unknown"]), None
    said.append("engagement " + ", ".join(band.label.lower() for band in bands))
    return ", ".join(said), sum((BAND_SAYS[band] for band in bands), Decimal()) / len(bands)


def _verdict(standing: Standing | None) -> tuple[str, Decimal | None]:
    if standing is None:
        return "The brief has no days yet", None
    return standing.sentence, VERDICT_SAYS[standing.verdict]


def _tier(facts: Mapping[str, Any], asked: Asked, bounds: list[tuple[int, str]]) -> str:
    if facts["followers"] is None:
        return "Followers unknown"
    theirs = f"{tier_of(facts['followers'], bounds)}, {_short(facts['followers'])} followers"
    least = asked.campaign.brief.min_tier
    return f"{theirs}; asked from {least} on" if asked.least is not None else f"{theirs}; the brief asks for no tier"


def _short(number: int) -> str:
    digits, unit = compact(number)
    return f"{digits} {unit}" if unit else digits


def _paid(amount: Decimal, asked: Asked) -> str:
    return money_text(amount, asked.currency)


def _genre(facts: Mapping[str, Any], asked: Asked) -> str:
    if not asked.genres:
        return "No genre is wanted"
    if not facts["genres"]:
        return "Nobody wrote down their genres"
    return ", ".join(asked.genres[key] for key in sorted(facts["fitting"] or ())) or "None of the wanted ones"


def _category(facts: Mapping[str, Any], asked: Asked) -> str:
    if not asked.categories:
        return "The brief has no category"
    return counted(facts["category_jobs"], "booking") if facts["category_jobs"] else "No booking yet"


def _punctual(facts: Mapping[str, Any], asked: Asked) -> str:
    return f"{facts['kept']} of {facts['due']} live on time" if facts["due"] else "Nothing was due yet"


def _engagement(facts: Mapping[str, Any], asked: Asked) -> str:
    known = facts["engagement_rate"]
    rate = "Unknown" if known is None else f"{percent(known, 1)} on their largest account"
    return f"{rate}, {Band(facts['band']).label.lower()}" if facts["band"] else f"{rate}, no range to hold it against"


def _growth(facts: Mapping[str, Any], asked: Asked) -> str:
    return "Unknown" if facts["growth_30"] is None else signed_percent(facts["growth_30"])


def _home(facts: Mapping[str, Any], asked: Asked) -> str:
    where = country_name(facts["country"]) if facts["country"] else "Nobody wrote down where they live"
    return where if asked.params["aims"] else f"{where}; the brief aims everywhere"


def _price(facts: Mapping[str, Any], asked: Asked) -> str:
    if asked.fee is None or not asked.fee:
        return "The brief pays no fee"
    if facts["price"] is None:
        return f"No rate card for it and no booking in {asked.currency} yet"
    if facts["is_by_card"]:
        return f"By their rate card {_paid(facts['price'], asked)}, the fee is {_paid(asked.fee, asked)}"
    return f"Last {_paid(facts['price'], asked)}, the fee is {_paid(asked.fee, asked)}"


def _free(facts: Mapping[str, Any], asked: Asked) -> str:
    if asked.campaign.brief.days is None:
        return "The brief has no days yet"
    return f"{counted(facts['busy'], 'other booking')} or hold" if facts["busy"] else "None"


def _away(facts: Mapping[str, Any], asked: Asked) -> str:
    days = asked.campaign.brief.days
    if days is None:
        return "The brief has no days yet"
    if not facts["away_days"]:
        return "Not that they said"
    spans = listed(days_words(row.lower, row.upper) for row in facts["away"])
    of = f" of {(days.upper - days.lower).days}" if days.upper else ""
    return f"Away {spans}, {facts['away_days']}{of} days of the brief"


def _stage(facts: Mapping[str, Any], asked: Asked) -> str:
    theirs, least = Stage(facts["stage"]).label, asked.campaign.brief.min_stage
    return f"{theirs}; asked from {Stage(least).label.lower()} on" if least else str(theirs)


def _brand(facts: Mapping[str, Any], asked: Asked) -> str:
    said = [counted(facts["brand_jobs"], "booking")] if facts["brand_jobs"] else []
    said += [f"chosen {facts['brand_yes']}×"] if facts["brand_yes"] else []
    said += [f"declined {facts['brand_no']}×"] if facts["brand_no"] else []
    return ", ".join(said) or "Not yet"


def _refused(facts: Mapping[str, Any], asked: Asked, members: tuple[Theirs, ...]) -> str:
    is_silent = facts["love"] is None
    own = "" if is_silent else asked.aim.refused(facts["refused_categories"], facts["refused_brands"])
    return with_members(own, members, asked.aim) or ("They did not say" if is_silent else "Nothing of this")


def _loved(facts: Mapping[str, Any], asked: Asked) -> str:
    if facts["love"] is None:
        return "They did not say"
    return asked.aim.loved(facts["loved_categories"], facts["loved_brands"]) or "Nothing of this"


def _rested(facts: Mapping[str, Any], asked: Asked) -> str:
    told = f"shown {facts['shown']}, asked {facts['asked']}, booked {facts['booked']}"
    return f"{told} in {asked.lately} days" if facts["chances"] else f"None in {asked.lately} days"


WORDS: dict[str, Callable[[Mapping[str, Any], Asked], str]] = {
    R.GENRE: _genre, R.CATEGORY: _category, R.PUNCTUAL: _punctual, R.ENGAGEMENT: _engagement, R.GROWTH: _growth,
    R.HOME: _home, R.AUDIENCE: reached_words, R.PRICE: _price, R.FREE: _free, R.AWAY: _away, R.STAGE: _stage,
    R.BRAND: _brand, R.LOVED: _loved, R.RESTED: _rested,
}  # fmt: skip
