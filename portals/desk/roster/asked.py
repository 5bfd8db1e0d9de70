"""What the address of a talent's exclusivity asks for: months, view, filters, and the line that is explained."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

from exclusivity.axes import Channel
from lib.countries import countries
from portals.components.axis import Axis

RANGES = {6: 1, 12: 3, 18: 4, 36: 6}
"""Months that are shown, and how many of them lie before today's."""
USUAL = 18


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for."""

    months: int
    start: date
    today: date
    view: str
    territory: str
    channel: str
    show: str
    at: str

    @classmethod
    def read(cls, request: HttpRequest, today: date) -> "Asked":
        get = request.GET
        months = int(get.get("months", "")) if get.get("months", "") in map(str, RANGES) else USUAL
        territory, channel = get.get("territory", ""), get.get("channel", "")
        return cls(
            months=months,
            start=month_of(get.get("from", "")) or moved(today.replace(day=1), -RANGES[months]),
            today=today,
            view="table" if get.get("view") == "table" else "timeline",
            territory=territory if territory in countries() else "",
            channel=channel if channel in Channel.values else "",
            show=get.get("show", "")[:40],
            at=get.get("at", "")[:40],
        )

    @property
    def axis(self) -> Axis:
        return Axis(self.start, moved(self.start, self.months))

    @property
    def usual(self) -> date:
        return moved(self.today.replace(day=1), -RANGES[self.months])

    def address(self, **changes: Any) -> str:
        """The same with something else; what is as usual is left out."""
        said: dict[str, Any] = {
            "view": self.view if self.view == "table" else "", "months": self.months,
            "from": f"{self.start:%Y-%m}" if self.start != self.usual else "", "territory": self.territory,
            "channel": self.channel, "show": self.show, **changes,
        }  # fmt: skip
        if said["months"] == USUAL:
            said["months"] = ""
        return f"?{urlencode({key: value for key, value in said.items() if value})}"

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the form of the filters carries along."""
        said = {
            "view": self.view if self.view == "table" else "", "months": str(self.months),
            "from": f"{self.start:%Y-%m}" if self.start != self.usual else "",
        }  # fmt: skip
        return [(name, value) for name, value in said.items() if value]


def month_of(text: str) -> date | None:
    """The first day of a month written 2027-05; None where it is none, or far from any promise."""
    try:
        year, month = (int(part) for part in text.split("-"))
        found = date(year, month, 1)
    except ValueError:
        return None
    return found if 1990 <= found.year <= 2200 else None


def moved(first: date, months: int) -> date:
    """The first day of the month so many months on."""
    count = first.year * 12 + first.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)
