"""From a table to days with figures; a line that cannot be read is refused in words. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lib.parse_days import DayError, parse_day
from lib.parse_figures import FigureError, parse_count
from lib.refusals import Refused
from talent.handles import platform_named, read_place
from talent.importing.columns import field_of, plain
from talent.importing.reading import Table
from talent.models import Platform

FIGURES = ("followers", "views", "posts")
_DAYS = {
    "date", "day", "as of", "measured", "measured at", "measured on", "datum", "fecha", "data", "日付", "日期", "날짜",
}  # fmt: skip
_VIEWS = {
    "views", "view count", "total views", "video views", "plays", "aufrufe", "vues", "再生数", "再生回数", "总播放量",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class DayLine:
    """An account's figures on a day, as a line of the file says. Null where it says nothing."""

    number: int
    platform: str
    handle: str
    day: date
    followers: int | None = None
    views: int | None = None
    posts: int | None = None
    is_rounded: bool = False


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A line that was left out, by the number that a spreadsheet shows, and why."""

    number: int
    words: str


def columns_of(table: Table) -> dict[str, int]:
    """Field to its column. Raises `Refused` where there is no day or no figure."""
    found: dict[str, int] = {}
    for place, heading in enumerate(table.headings):
        name = plain(heading)
        field = "date" if name in _DAYS else "views" if name in _VIEWS else field_of(heading)
        field = "handle" if field == "url" and "handle" not in found else field
        found.setdefault(field, place)
    if "date" not in found:
        raise Refused("There is no column with the day. Call one Date.")
    if not set(FIGURES) & set(found):
        raise Refused("There is no column with a figure. Call one Followers, Views or Posts.")
    return found


def read_lines(table: Table, *, platform: str, today: date) -> tuple[list[DayLine], list[RefusedLine]]:
    """What each line says. `platform` is whose the handles are where the line does not say. Raises `Refused`."""
    columns = columns_of(table)
    lines: list[DayLine] = []
    refused: list[RefusedLine] = []
    for number, cells in table.rows:
        said = {field: cells[place].strip() if place < len(cells) else "" for field, place in columns.items()}
        try:
            lines.append(_line(number, said, platform, today))
        except (DayError, FigureError) as error:
            refused.append(RefusedLine(number, str(error)))
    return lines, refused


def _line(number: int, said: Mapping[str, str], platform: str, today: date) -> DayLine:
    place = read_place(said.get("handle", ""))
    if said.get("handle") and place is None:
        raise DayError(f"{said['handle'][:60]} is no account.")
    named = platform_named(said.get("platform", ""))
    if said.get("platform") and not named:
        raise DayError(f"{said['platform'][:60]} is not a platform that we know.")
    day = parse_day(said["date"])
    if day > today:
        raise DayError(f"{said['date'][:40]} has not come yet.")
    counts = {name: parse_count(said.get(name, "")) for name in FIGURES}
    if all(count.value is None for count in counts.values()):
        raise FigureError("There is no figure in it.")
    return DayLine(
        number,
        named or (place.platform if place else "") or platform,
        place.handle if place else "",
        day,
        followers=counts["followers"].value,
        views=counts["views"].value,
        posts=counts["posts"].value,
        is_rounded=counts["followers"].is_rounded,
    )


def label_of(platform: str) -> str:
    """A platform's name, also where it is not said."""
    return str(Platform(platform).label) if platform else "a platform that is not said"
