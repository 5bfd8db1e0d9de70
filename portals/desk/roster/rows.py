"""What the roster shows of each talent on one page: a fixed number of queries however many there are."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone

from portals.components.platforms import icon_of
from portals.desk.plain import country_name, language_name
from portals.desk.roster.bonds import bonds_of
from portals.desk.roster.scales import Scale, scale_of
from stats.models import AccountNumbers, Band
from stats.queries import account_sparklines
from talent.models import Platform, SocialAccount, Stage, Talent
from talent.rules import tier_of

ICONS = 3  # of a talent's other accounts


@dataclass(slots=True)
class Line:
    """One talent's row. What is kept on the talent is what lists sort by; `curve` and `numbers` are of the same largest
    account, these none before their first computing.
    """

    talent: Talent
    href: str
    place: str
    tier: str
    main: SocialAccount | None
    others: list[SocialAccount]
    curve: Sequence[int | None] = ()
    numbers: AccountNumbers | None = None
    bonds: list[Any] = field(default_factory=list)

    @property
    def growth(self) -> Decimal | None:
        """In 30 days, in percent."""
        return self.talent.growth_30

    @property
    def engagement(self) -> Decimal | None:
        """The rate that we computed by a stated formula, else what the source said. In percent."""
        return self.talent.engagement_rate

    @property
    def band(self) -> str:
        """Where the rate lies in the published range, in words; empty where there is none to hold it against."""
        return Band(self.talent.band).label if self.talent.band else ""

    @property
    def scale(self) -> Scale | None:
        """The same as it is drawn; none where there is no range to hold it against."""
        return scale_of(self.numbers)

    @property
    def handles(self) -> list[str]:
        """All accounts in words: Instagram @mia."""
        accounts = [*([self.main] if self.main else []), *self.others]
        return [f"{_platform(account)} @{account.handle}" for account in accounts]

    @property
    def genres(self) -> list[str]:
        return [genre.name for genre in self.talent.genres.all()]

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
        return (icon_of(self.main.platform), _platform(self.main)) if self.main else ("", "")

    @property
    def icons(self) -> list[tuple[str, str]]:
        """Of the next three."""
        return [(icon_of(one.platform), f"{_platform(one)}: {one.handle}") for one in self.others[:ICONS]]

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
        return ", ".join(f"{bond.label} for {bond.brand}" for bond in self.bonds)

    @property
    def connected(self) -> bool:
        return self.main is None or self.main.is_fine


def lines(
    talents: Sequence[Talent], bounds: Sequence[tuple[int, str]], now: datetime, *, numbers: bool = True
) -> list[Line]:
    """The rows of these talents, in their order. Their accounts in use come with them (`talent.queries.roster`).

    Without `numbers` one query less.
    """
    before, after = reverse("desk:talent", args=["_"]).split("_")  # once: it takes longer than any cell of a row
    found = [_line(talent, f"{before}{talent.public_id}{after}", bounds) for talent in talents]
    mains = [line.main.pk for line in found if line.main]
    curves = account_sparklines(mains, now=now)
    bound = bonds_of([talent.pk for talent in talents], timezone.localdate(now))
    computed = AccountNumbers.objects.order_by().select_related("benchmark").in_bulk(mains) if numbers else {}
    for line in found:
        if line.main:
            line.curve, line.numbers = curves.get(line.main.pk, ()), computed.get(line.main.pk)
        line.bonds = bound.get(line.talent.pk, [])
    return found


def _platform(account: SocialAccount) -> str:
    return str(Platform(account.platform).label)


def _line(talent: Talent, href: str, bounds: Sequence[tuple[int, str]]) -> Line:
    live = list(talent.accounts.all())
    where = [part for part in (talent.city, talent.country) if part]
    place = " · ".join(part for part in (talent.native_name, ", ".join(where)) if part)
    return Line(
        talent=talent,
        href=href,
        place=place,
        tier=tier_of(talent.followers, bounds),
        main=live[0] if live else None,
        others=live[1:],
    )


def country(talent: Talent) -> str:
    """Where the talent lives, in words; empty where nobody said."""
    return ", ".join(part for part in (talent.city, country_name(talent.country) if talent.country else "") if part)
