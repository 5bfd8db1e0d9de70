"""The roster's columns: which there are, and which a reader sees."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from portals.components.markup import escape
from portals.desk.roster import cells
from portals.desk.roster.rows import Line

type Cell = Callable[[Line, datetime], str]


@dataclass(frozen=True)
class Column:
    """A column of the list and of the file. `key` is stored, so it never changes its meaning.

    `cell` is what the page shows in a row, at this instant. `value` is what a file says: numbers as numbers, days as
    days, nothing where nobody knows.
    """

    key: str
    label: str
    cell: Cell
    value: Callable[[Line], Any]
    end: bool = False
    phone: bool = False
    sort: str = ""
    tone: str = ""

    @property
    def phone_hide(self) -> bool:
        return not self.phone

    @cached_property
    def classes(self) -> str:
        said = ("end" if self.end else "", "phone-hide" if self.phone_hide else "", self.tone)
        return " ".join(name for name in said if name)


def _number(name: str) -> Callable[[Line], Any]:
    return lambda line: getattr(line.numbers, name) if line.numbers else None


COLUMNS = {
    column.key: column
    for column in (
        Column("accounts", "Accounts", cells.accounts, lambda line: ", ".join(line.handles), sort="platform"),
        Column("tier", "Tier", lambda line, now: line.tier, lambda line: line.tier, sort="followers", tone="quiet"),
        Column(
            "followers", "Followers", cells.followers, lambda line: line.talent.followers, end=True, phone=True,
            sort="followers",
        ),
        Column("growth", "30 days", cells.growth, lambda line: line.growth, end=True, phone=True, sort="growth"),
        Column("growth_7", "7 days", cells.growth_7, lambda line: line.growth_7, end=True, sort="growth_7"),
        Column("growth_90", "90 days", cells.growth_90, lambda line: line.growth_90, end=True, sort="growth_90"),
        Column("engagement", "Engagement", cells.engagement, lambda line: line.engagement, end=True, sort="engagement"),
        Column("band", "Range", cells.band, lambda line: line.band or None, sort="band", tone="quiet"),
        Column("rhythm", "Posts a week", cells.rhythm, _number("posts_a_week"), end=True, tone="num"),
        Column(
            "signals", "Worth a look", cells.signals, lambda line: line.talent.signals, end=True, sort="signals",
            tone="num",
        ),
        Column("stage", "Stage", lambda line, now: line.stage, lambda line: line.stage, tone="quiet"),
        Column(
            "manager", "Manager", cells.manager, lambda line: line.talent.manager
        ),
        Column(
            "genres", "Genres", cells.genres, lambda line: ", ".join(line.genres) or None, sort="genre", tone="quiet"
        ),
        Column(
            "languages", "Languages", cells.languages, lambda line: ", ".join(line.languages) or None,
            sort="language", tone="quiet",
        ),
        Column(
            "country", "Country", lambda line, now: line.country or "Not said", lambda line: line.country or None,
            sort="country", tone="quiet",
        ),
        Column("bonds", "Exclusive until", cells.bonds, lambda line: line.bond_words or "Free"),
        Column("figures", "Figures", cells.figures, lambda line: line.talent.measured_at, end=True, sort="figures"),
        Column(
            "created", "On the roster since", cells.created, lambda line: line.talent.created_at.date(), end=True,
            sort="created", tone="quiet",
        ),
    )
}  # fmt: skip
NUMBERS = {"engagement", "rhythm"}  # not kept on the talent
USUAL = ("accounts", "tier", "followers", "growth", "engagement", "stage", "manager", "bonds", "figures")


def known(keys: Iterable[str]) -> list[str]:
    """Those of the keys that are columns, in the order of the list; nobody chooses none."""
    wanted = set(keys)
    return [key for key in COLUMNS if key in wanted]


def shown(*choices: Sequence[str]) -> list[Column]:
    """The first choice that says anything, else the usual columns."""
    keys = next((found for choice in choices if (found := known(choice))), list(USUAL))
    return [COLUMNS[key] for key in keys]


def heads_of(
    columns: Sequence[Column], heads: Mapping[str, tuple[str, str]]
) -> list[tuple[Column, tuple[str, str] | None]]:
    """Each column with its head. Of two that sort by one figure, the one that shows it says which way it goes."""
    own = {column.key for column in columns}
    return [
        (column, None if not column.sort
         else (heads[column.sort][0], "") if column.key != column.sort and column.sort in own
         else heads[column.sort])
        for column in columns
    ]  # fmt: skip


def drawn(lines: Iterable[Line], columns: Sequence[Column], now: datetime) -> SafeString:
    """The rows of the list, in these columns."""
    heads = [(f'<td class="{column.classes}">', column.cell) for column in columns]
    return mark_safe(
        "\n".join(
            f"<tr>{cells.picker(line)}{cells.who(line)}"
            f"{''.join([f'{head}{escape(cell(line, now))}</td>' for head, cell in heads])}</tr>"
            for line in lines
        )
    )
