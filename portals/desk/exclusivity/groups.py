"""The roster by verdict: who is clear, who is not, and of whom nobody has looked yet."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from exclusivity.among import Among, standings_among
from exclusivity.near import near_talents
from exclusivity.queries import blocked_talents
from exclusivity.rules import Verdict
from exclusivity.terms import Sketch
from portals.desk.exclusivity.reasons import reason
from talent.models import Talent

BOUND = 300
"""How many the truth is asked about for one page; who is definitely blocked is known without it."""

FIRST, CLEAR_FIRST, WHOLE = 3, 6, 50
ORDER = (
    Verdict.CLEAR, Verdict.ADVISORY, Verdict.WAIVED, Verdict.REVIEW, Verdict.CONDITIONAL, Verdict.BLOCK,
    Verdict.BREACH_SUSPECTED,
)  # fmt: skip


@dataclass(slots=True)
class Row:
    """One talent's line."""

    talent: Talent
    reason: str


@dataclass(slots=True)
class Group:
    """Talents of one verdict: how many, and the rows that are shown."""

    verdict: str
    count: int
    rows: list[Row] = field(default_factory=list)
    whole: bool = False

    @property
    def rest(self) -> int:
        return self.count - len(self.rows)


@dataclass(slots=True)
class Roster:
    """The answer. `unseen` are those who may not be clear and whom nobody has looked at: they are in no group."""

    groups: list[Group]
    total: int
    clear: int
    unseen: int = 0


def grouped(sketch: Sketch, people: QuerySet[Talent], now: datetime, *, bound: bool, whole: str = "") -> Roster:
    """Everybody among `people` by verdict. `whole` is the verdict of which all are shown, as far as a page goes.

    Who has no promise that comes near is clear without a look; of the others the truth is asked, within `BOUND`.
    """
    people = people.select_related(None).prefetch_related(None)
    total = people.count()
    near = near_talents(sketch)
    maybe = list(people.filter(pk__in=near).values_list("pk", flat=True)) if near else []
    blocked = blocked_talents(sketch, maybe) if len(maybe) > BOUND else {}
    looked = [pk for pk in maybe if pk not in blocked]
    looked, unseen = looked[:BOUND], looked[BOUND:]
    room = WHOLE if whole == Verdict.CLEAR.name else CLEAR_FIRST
    far = list(people.exclude(pk__in=near).values_list("pk", flat=True)[:room]) if total > len(maybe) else []
    among = standings_among(sketch, [*looked, *far], now, bound=bound)
    by_verdict = _by_verdict(among, [*looked, *far], blocked, maybe, bound)
    clear = total - len(maybe) + sum(1 for pk in by_verdict[Verdict.CLEAR] if pk in near)
    clear -= sum(1 for pk in far if among.standings[pk].verdict is not Verdict.CLEAR)
    by_verdict[Verdict.CLEAR] = _largest_first(by_verdict[Verdict.CLEAR])
    groups = []
    for verdict in ORDER:
        found = by_verdict[verdict]
        count = clear if verdict is Verdict.CLEAR else len(found)
        if not count:
            continue
        first = CLEAR_FIRST if verdict is Verdict.CLEAR else FIRST
        is_whole = whole == verdict.name
        shown = found[: WHOLE if is_whole else first]
        groups.append(Group(verdict.name, count, _rows(shown, among, blocked), is_whole))
    return Roster(groups, total, clear, len(unseen))


def _by_verdict(
    among: Among, looked: Sequence[int], blocked: Mapping[int, str], maybe: Sequence[int], bound: bool
) -> dict[Verdict, list[int]]:
    found: dict[Verdict, list[int]] = defaultdict(list)
    sure = Verdict.BLOCK if bound else Verdict.CONDITIONAL
    found[sure] = [pk for pk in maybe if pk in blocked]
    for pk in looked:
        found[among.standings[pk].verdict].append(pk)
    return found


def _largest_first(keys: Sequence[int]) -> list[int]:
    known = dict(Talent.objects.filter(pk__in=keys).values_list("pk", "followers"))
    return sorted(keys, key=lambda pk: (-(known.get(pk) or -1), pk))


def _rows(keys: Sequence[int], among: Among, blocked: Mapping[int, str]) -> list[Row]:
    people: dict[int, Any] = Talent.objects.in_bulk(keys)
    return [Row(people[pk], blocked.get(pk) or _reason(pk, among)) for pk in keys if pk in people]


def _reason(pk: int, among: Among) -> str:
    known = among.standings[pk]
    return reason(known if known.hits else among.whole(pk), among.picture)
