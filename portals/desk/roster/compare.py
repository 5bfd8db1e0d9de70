"""Up to five talents side by side."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import urlencode

from accounts.roles import Permission
from portals.components.platforms import icon_of
from portals.desk.roster.cells import GROWN
from portals.desk.roster.place import place_of
from portals.desk.roster.rows import Account, Line, for_rows, lines
from portals.pages import allowed, page
from talent.models import Platform
from talent.queries import bounds_in_use, roster

MOST = 5


@dataclass(frozen=True, slots=True)
class Side:
    """One talent's column, and the address without them."""

    line: Line
    without: str


@dataclass(frozen=True, slots=True)
class OnPlatform:
    """A platform's row: each talent's largest account there, or none."""

    label: str
    icon: str
    accounts: list[Account | None]


@allowed(Permission.READ_DESK)
def compare(request: HttpRequest) -> HttpResponse:
    """Figures, tier, genres, growth, freshness and what binds, of the talents in the address, in its order."""
    now = timezone.now()
    wanted = list(dict.fromkeys(request.GET.getlist("talent")))
    first = wanted[:MOST]
    people = roster({"archived": "all"}, now=now).filter(public_id__in=first)
    columns = lines(for_rows(people), bounds_in_use(), now)
    columns.sort(key=lambda line: first.index(line.talent.public_id))
    keys = [line.talent.public_id for line in columns]
    sides = [
        Side(line, "?" + urlencode([("talent", key) for key in keys if key != line.talent.public_id]))
        for line in columns
    ]
    context: dict[str, Any] = {
        "sides": sides, "platforms": _platforms(columns), "now": now, "left_out": len(wanted) - len(first),
        "most": MOST, "room": MOST - len(sides), "picked": keys, "in_list": place_of(request, ""),
        "grown": GROWN,
        "closed": next((line.closed for line in columns if line.closed), ""),
    }  # fmt: skip
    return page(request, "desk/roster/compare.html", context)


def _platforms(columns: list[Line]) -> list[OnPlatform]:
    """The platforms on which any of them is; accounts come largest first."""
    largest: list[dict[str, Account]] = []
    for line in columns:
        of: dict[str, Account] = {}
        for account in [*([line.main] if line.main else []), *line.others]:
            of.setdefault(account.platform, account)
        largest.append(of)
    return [
        OnPlatform(platform.label, icon_of(platform), [of.get(platform) for of in largest])
        for platform in Platform
        if any(platform in of for of in largest)
    ]
