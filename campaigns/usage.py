"""What the brand may do with the content beyond the talent's own post: which use, where, for how long, from when."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db import models

from campaigns.rules import day_words, listed
from exclusivity.axes import WORLD, Activity, Channel
from exclusivity.rules.clock import add_months
from lib.countries import country_name

type Term = tuple[date, date | None]
"""Half-open days."""

type Window = tuple[date | None, date | None]
"""The first and the last day on which a piece goes live, both included; the same where there is one."""

LONGEST, LONGEST_MONTHS = 3650, 120


class Use(models.TextChoices):
    """A use that is agreed apart (DOMAIN 1.1, 18: organic, paid and boost differ)."""

    RESHARE = "reshare", "Reshare on its own accounts"
    ADS = "ads", "Run as an ad"
    WHITELIST = "whitelist", "Ads from the talent’s account"
    SITE = "site", "Own site, shop and newsletter"
    STORE = "store", "In shops and at stands"
    PRINT = "print", "Print"
    OUTDOOR = "outdoor", "Posters and screens outdoors"
    TV = "tv", "TV and cinema"


class Anchor(models.TextChoices):
    """The day from which a use is counted."""

    FIRST = "first", "the first post"
    LAST = "last", "the last post"
    TERM = "term", "the first day of the brief"


class Unit(models.TextChoices):
    """In what a length is counted; for good has no number."""

    DAY = "day", "days"
    MONTH = "month", "months"
    EVER = "ever", "for good"


@dataclass(frozen=True, slots=True)
class Length:
    """For how long: days, months by the civil codes' rule, or for good. No length is none of it."""

    number: int = 0
    unit: str = str(Unit.DAY)

    def __bool__(self) -> bool:
        return self.unit == Unit.EVER or self.number > 0

    @property
    def words(self) -> str:
        """`for 60 days`, `for 1 month`, `for good`."""
        return "for good" if self.unit == Unit.EVER else f"for {self.span}"

    @property
    def span(self) -> str:
        """`60 days`, `1 month`."""
        unit = str(Unit(self.unit).label)
        return f"{self.number} {unit.removesuffix('s') if self.number == 1 else unit}"

    @property
    def is_sane(self) -> bool:
        """Nothing, up to ten years, or for good."""
        most = {Unit.DAY: LONGEST, Unit.MONTH: LONGEST_MONTHS, Unit.EVER: 0}
        return self.unit in Unit and 0 <= self.number <= most[Unit(self.unit)]

    def after(self, start: date) -> date | None:
        """The first day after it, where it begins on `start`; None: it never ends."""
        if self.unit == Unit.EVER:
            return None
        return add_months(start, self.number) if self.unit == Unit.MONTH else start + timedelta(days=self.number)


def length_of(number: int | None, unit: str | None) -> Length:
    """What a number and its unit say; for good needs no number."""
    if unit == Unit.EVER:
        return Length(0, str(Unit.EVER))
    return Length(number, unit or str(Unit.DAY)) if number else Length(0, str(Unit.DAY))  # nothing has one unit


TOLD = {
    Use.RESHARE: "reshare it on its own accounts",
    Use.ADS: "run it as an ad",
    Use.WHITELIST: "run ads from your account",
    Use.SITE: "show it on its own site, in its shop and newsletter",
    Use.STORE: "show it in shops and at stands",
    Use.PRINT: "print it",
    Use.OUTDOOR: "show it on posters and screens outdoors",
    Use.TV: "show it on TV and in the cinema",
}
ONLINE = (Use.RESHARE, Use.ADS, Use.WHITELIST)
REUSE = (Use.RESHARE, Use.SITE)
OWN_CHANNEL = {Use.PRINT: (str(Channel.PRINT),), Use.TV: (str(Channel.TV),)}


@dataclass(frozen=True, slots=True)
class UsageTerms:
    """One use for so long from its `anchor` on; without channels or territories where the content itself shows."""

    use: str
    length: int
    channels: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    anchor: str = str(Anchor.FIRST)
    unit: str = str(Unit.DAY)

    @property
    def lasts(self) -> Length:
        return Length(self.length, self.unit)

    @property
    def words(self) -> str:
        """`Run as an ad for 60 days from the first post, on Instagram, in Japan and Korea`."""
        return f"{Use(self.use).label} {self.terms}"

    @property
    def told(self) -> str:
        """The same as a talent reads it: `run it as an ad for 60 days …`, after *the brand may*."""
        return f"{TOLD[Use(self.use)]} {self.terms}"

    @property
    def terms(self) -> str:
        """How long, from when and where."""
        where = f", on {listed(str(Channel(channel).label) for channel in self.channels)}" if self.channels else ""
        if WORLD in self.territories:
            where += ", anywhere"
        elif self.territories:
            where += f", in {listed(country_name(code) for code in self.territories)}"
        return f"{self.lasts.words} from {Anchor(self.anchor).label}{where}"

    @property
    def activity(self) -> str:
        return str(Activity.ORGANIC_REUSE if self.use in REUSE else Activity.PAID_USAGE)

    def shown_on(self, channels: tuple[str, ...]) -> tuple[str, ...] | None:
        """The channels of the use where the content shows on `channels`. None: on something that is no channel here."""
        if self.use in OWN_CHANNEL:
            return OWN_CHANNEL[Use(self.use)]
        return (self.channels or channels or None) if self.use in ONLINE else None


def as_json(usage: Iterable[UsageTerms]) -> list[dict[str, Any]]:
    return [asdict(line) | {"channels": [*line.channels], "territories": [*line.territories]} for line in usage]


def from_json(rows: Iterable[dict[str, Any]]) -> tuple[UsageTerms, ...]:
    return tuple(
        UsageTerms(**row | {"channels": tuple(row["channels"]), "territories": tuple(row["territories"])})
        for row in rows
    )


def ads_last(usage: Iterable[UsageTerms]) -> Length:
    """For how long it runs as an ad, the longest of them; no length where it does not."""
    lengths = [line.lasts for line in usage if line.use == Use.ADS]
    return max(lengths, key=lambda length: length.after(date(2000, 1, 1)) or date.max, default=Length())


def with_ads(usage: Sequence[UsageTerms], lasts: Length) -> tuple[UsageTerms, ...]:
    """The same with another length for the ads: one that was agreed for one talent."""
    if lasts == ads_last(usage):
        return tuple(usage)
    others = tuple(line for line in usage if line.use != Use.ADS)
    ads = [line for line in usage if line.use == Use.ADS] or [UsageTerms(str(Use.ADS), 0)]
    return (*others, *(replace(line, length=lasts.number, unit=lasts.unit) for line in ads)) if lasts else others


def usage_days(line: UsageTerms, planned: Iterable[Window], days: Term | None) -> Term | None:
    """The half-open days in which the use can fall, whenever in their windows the pieces go live. None: not known.

    For good has no end, which is known.
    """
    if days is None:
        return None
    first, end = days
    windows = [
        (max(first, opens), closes or opens)
        for opens, closes in planned
        if opens is not None and (end is None or opens < end) and (closes or opens) >= first
    ]
    if line.anchor == Anchor.TERM or not windows:
        return first, line.lasts.after(first)
    pick = max if line.anchor == Anchor.LAST else min
    starts, late = pick(opens for opens, _ in windows), pick(closes for _, closes in windows)
    return starts, line.lasts.after(late)


def window_words(opens: date | None, closes: date | None) -> str:
    """`on 3 May 2027`, or `from 3 May 2027 to 9 May 2027`; empty where no day is said."""
    if opens is None:
        return ""
    return f"on {day_words(opens)}" if closes in (None, opens) else f"from {day_words(opens)} to {day_words(closes)}"


def off_window(day: date, opens: date | None, closes: date | None) -> str:
    """That a piece went live on another day than was agreed, as a sentence; empty where it did not, or none was."""
    if opens is None or opens <= day <= (closes or opens):
        return ""
    agreed = day_words(opens) if closes in (None, opens) else f"{day_words(opens)} to {day_words(closes)}"
    return f"Live on {day_words(day)}, agreed for {agreed}."
