"""What the roster shows of each talent on one page: a fixed number of queries however many there are."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet
from django.db.models.functions import Collate
from django.urls import reverse
from django.utils import timezone

from lib.among import among
from lib.asked import Keys, asked, asked_whole
from portals.components.people import stored
from portals.components.platforms import icon_of
from portals.desk.plain import country_name, language_name
from portals.desk.roster.bonds import bonds_of
from portals.desk.roster.scales import Scale, scale_of
from stats.models import AccountNumbers, Band
from stats.queries import account_sparklines
from stats.rates import KnownRate, rate_of
from stats.terms import closed_because
from talent.models import Genre, Platform, SocialAccount, Source, Stage, Talent
from talent.models.account import AccountState
from talent.rules import tier_of

ICONS = 3  # of a talent's other accounts
OF_A_TALENT = (
    "pk", "public_id", "name", "native_name", "stage", "city", "country", "languages", "tint", "portrait", "followers",
    "engagement_rate", "band", "growth_7", "growth_30", "growth_90", "signals", "measured_at", "created_at",
    "archived_at", "manager__name",
)  # fmt: skip
OF_AN_ACCOUNT = (
    "pk", "talent_id", "platform", "handle", "url", "followers", "engagement_rate", "source", "state", "measured_at"
)  # fmt: skip


@dataclass(slots=True)
class Who:
    """A talent as far as a row shows them; the fields are the model's. No model: fifty of them take twice as long."""

    pk: int
    public_id: str
    name: str
    native_name: str
    stage: str
    city: str
    country: str
    languages: list[str]
    tint: str
    portrait: Any
    followers: int | None
    engagement_rate: Decimal | None
    band: str
    growth_7: Decimal | None
    growth_30: Decimal | None
    growth_90: Decimal | None
    signals: int | None
    measured_at: datetime | None
    created_at: datetime
    archived_at: datetime | None
    manager: str | None
    genres: Sequence[str] = ()

    def __post_init__(self) -> None:
        self.portrait = stored(Talent, "portrait", self.portrait)

    def get_stage_display(self) -> str:
        return str(Stage(self.stage).label)


@dataclass(slots=True)
class Account:
    """One of their accounts, likewise."""

    pk: int
    talent_id: int
    platform: str
    handle: str
    url: str
    followers: int | None
    engagement_rate: Decimal | None
    source: str
    state: str
    measured_at: datetime | None

    @property
    def is_fine(self) -> bool:
        return self.state == AccountState.FINE

    def get_platform_display(self) -> str:
        return str(Platform(self.platform).label)

    def get_source_display(self) -> str:
        return str(Source(self.source).label)


def for_rows(people: QuerySet[Talent], *, genres: bool = True) -> QuerySet[Talent, Any]:
    """The same people in the same order, as `Who(*row)` takes them."""
    names: list[Any] = []
    if genres:
        by_name = Genre.objects.filter(talents=OuterRef("pk")).order_by(Collate("name", "C"))  # as `main_genre`
        names = [ArraySubquery(by_name.values("name"))]
    return people.prefetch_related(None).select_related(None).values_list(*OF_A_TALENT, *names)


@asked
def _accounts(talents: Keys) -> QuerySet[SocialAccount, Any]:
    in_use = SocialAccount.objects.filter(talent__in=among(talents), archived_at=None)
    return in_use.order_by(F("followers").desc(nulls_last=True), "id").values_list(*OF_AN_ACCOUNT)


@asked_whole
def _numbers(accounts: Keys) -> QuerySet[AccountNumbers]:
    return AccountNumbers.objects.order_by().filter(pk__in=among(accounts)).select_related("benchmark")


@dataclass(slots=True)
class Line:
    """One talent's row. What is kept on the talent is what lists sort by; `curve` and `numbers` are of the same largest
    account, these none before their first computing.
    """

    talent: Who
    href: str
    place: str
    tier: str
    main: Account | None
    others: list[Account]
    curve: Sequence[int | None] = ()
    numbers: AccountNumbers | None = None
    bonds: list[Any] = field(default_factory=list)

    @property
    def closed(self) -> str:
        """Why nothing is computed of the largest account's counts; empty where something may be."""
        return closed_because(self.main.platform) if self.main else ""

    @property
    def growth(self) -> Decimal | None:
        """In 30 days, in percent."""
        return self.talent.growth_30

    @property
    def growth_7(self) -> Decimal | None:
        return self.talent.growth_7

    @property
    def growth_90(self) -> Decimal | None:
        return self.talent.growth_90

    @property
    def engagement(self) -> Decimal | None:
        """The rate that we computed by a stated formula, else what the source said. In percent."""
        return self.rate.percent

    @property
    def rate(self) -> KnownRate:
        """The same, and which of the two it is."""
        return rate_of(self.main, self.numbers) if self.main else KnownRate()

    @property
    def band(self) -> str:
        """Where the rate lies in the published range, in words; empty where there is none to hold it against."""
        return Band(self.talent.band).label if self.talent.band else ""

    @property
    def scale(self) -> Scale | None:
        """The same as it is drawn; none where there is no range to hold it against."""
        return scale_of(self.numbers)

    @property
    def reckoned(self) -> str:
        """By which formula the rate is, and on how many posts it rests; empty where somebody told it."""
        return self.rate.words(self.main.platform) if self.main and self.rate.ours else ""

    @property
    def handles(self) -> list[str]:
        """All accounts in words: Instagram @mia."""
        accounts = [*([self.main] if self.main else []), *self.others]
        return [f"{account.get_platform_display()} @{account.handle}" for account in accounts]

    @property
    def genres(self) -> list[str]:
        return list(self.talent.genres)

    @property
    def languages(self) -> list[str]:
        return [language_name(tag) for tag in self.talent.languages]

    @property
    def country(self) -> str:
        return country_name(self.talent.country) if self.talent.country else ""

    @property
    def stage(self) -> str:
        return str(Stage(self.talent.stage).label)

    @property
    def main_icon(self) -> tuple[str, str]:
        """Of the largest account: the icon and its word."""
        return (icon_of(self.main.platform), self.main.get_platform_display()) if self.main else ("", "")

    @property
    def icons(self) -> list[tuple[str, str]]:
        """Of the next three."""
        return [(icon_of(one.platform), f"{one.get_platform_display()}: {one.handle}") for one in self.others[:ICONS]]

    @property
    def more_accounts(self) -> int:
        """How many have no icon."""
        return max(0, len(self.others) - ICONS)

    @property
    def bond(self) -> Any:
        """What keeps the talent from rivals for the longest."""
        return self.bonds[0] if self.bonds else None

    @property
    def more_bonds(self) -> str:
        return f"+{len(self.bonds) - 1}" if len(self.bonds) > 1 else ""

    @property
    def bond_words(self) -> str:
        until = [f"until {bond.until:%-d %b %Y}" if bond.until else "until further notice" for bond in self.bonds]
        said = [f"{bond.label} for {bond.brand} {day}" for bond, day in zip(self.bonds, until, strict=True)]
        return ", ".join(said)

    @property
    def connected(self) -> bool:
        return self.main is None or self.main.is_fine


def lines(
    talents: Iterable[tuple[Any, ...]], bounds: Sequence[tuple[int, str]], now: datetime, *, numbers: bool = True
) -> list[Line]:
    """The rows of these talents (of `for_rows`), in their order. Four queries, without `numbers` three."""
    people = [Who(*row) for row in talents]
    if not people:
        return []
    ids = [who.pk for who in people]
    accounts: dict[int, list[Account]] = defaultdict(list)
    for row in _accounts(ids):
        accounts[row[1]].append(Account(*row))
    before, after = reverse("desk:talent", args=["_"]).split("_")  # once: it takes longer than any cell of a row
    found = [_line(who, accounts[who.pk], f"{before}{who.public_id}{after}", bounds) for who in people]
    counts = {line.main.pk: line.main.followers for line in found if line.main}
    mains = list(counts)
    curves = account_sparklines(mains, now=now, known_now=counts)
    bound = bonds_of(ids, timezone.localdate(now))
    computed = {of.pk: of for of in _numbers(mains)} if numbers and mains else {}
    for line in found:
        if line.main:
            line.curve, line.numbers = curves.get(line.main.pk, ()), computed.get(line.main.pk)
        line.bonds = bound.get(line.talent.pk, [])
    return found


def _line(who: Who, accounts: list[Account], href: str, bounds: Sequence[tuple[int, str]]) -> Line:
    where = [part for part in (who.city, who.country) if part]
    place = " · ".join(part for part in (who.native_name, ", ".join(where)) if part)
    return Line(
        talent=who,
        href=href,
        place=place,
        tier=tier_of(who.followers, bounds),
        main=accounts[0] if accounts else None,
        others=accounts[1:],
    )


def country(talent: Talent) -> str:
    """Where the talent lives, in words; empty where nobody said."""
    return ", ".join(part for part in (talent.city, country_name(talent.country) if talent.country else "") if part)
