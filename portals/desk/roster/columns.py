"""The roster's columns: which there are, and which a reader sees."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from portals.desk.plain import country_name, language_name
from portals.desk.roster.rows import Line


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the list and of the file. `key` is stored, so it never changes its meaning.

    `value` is what a file says: numbers as numbers, days as days, nothing where nobody knows.
    """

    key: str
    label: str
    value: Callable[[Line], Any]
    end: bool = False
    phone: bool = False
    sort: str = ""

    @property
    def phone_hide(self) -> bool:
        return not self.phone


def _number(name: str) -> Callable[[Line], Any]:
    return lambda line: getattr(line.numbers, name) if line.numbers else None


COLUMNS = {
    column.key: column
    for column in (
        Column("accounts", "Accounts", lambda line: ", ".join(line.handles)),
        Column("tier", "Tier", lambda line: line.tier, sort="followers"),
        Column("followers", "Followers", lambda line: line.talent.followers, end=True, phone=True, sort="followers"),
        Column("growth", "30 days", lambda line: line.growth, end=True, phone=True, sort="growth"),
        Column("growth_7", "7 days", _number("growth_7"), end=True),
        Column("growth_90", "90 days", _number("growth_90"), end=True),
        Column("engagement", "Engagement", lambda line: line.engagement, end=True, sort="engagement"),
        Column("band", "Range", lambda line: line.band or None),
        Column("rhythm", "Posts a week", _number("posts_a_week"), end=True),
        Column("signals", "Worth a look", lambda line: line.talent.signals, end=True, sort="signals"),
        Column("stage", "Stage", lambda line: line.talent.get_stage_display()),
        Column("manager", "Manager", lambda line: line.talent.manager.name if line.talent.manager else None),
        Column("genres", "Genres", lambda line: ", ".join(line.genres) or None),
        Column("languages", "Languages", lambda line: ", ".join(map(language_name, line.talent.languages)) or None),
        Column("country", "Country", lambda line: country_name(line.talent.country) if line.talent.country else None),
        Column("bonds", "Exclusive until", lambda line: line.bond_words or None),
        Column("figures", "Figures", lambda line: line.talent.measured_at, end=True, sort="figures"),
        Column(
            "created", "On the roster since", lambda line: line.talent.created_at.date(), end=True, sort="created"
        ),
    )
}  # fmt: skip
USUAL = ("accounts", "tier", "followers", "growth", "engagement", "stage", "manager", "bonds", "figures")


def known(keys: Iterable[str]) -> list[str]:
    """Those of the keys that are columns, in the order of the list; nobody chooses none."""
    wanted = set(keys)
    return [key for key in COLUMNS if key in wanted]


def shown(*choices: Sequence[str]) -> list[Column]:
    """The first choice that says anything, else the usual columns."""
    keys = next((found for choice in choices if (found := known(choice))), list(USUAL))
    return [COLUMNS[key] for key in keys]
