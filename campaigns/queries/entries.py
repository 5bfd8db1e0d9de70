"""A line of somebody's queue."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from clients.models import Brand
from talent.models import Talent


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be done, by when, and where: `url_name` takes `public_id`, if there is one.

    `due` is a day or an instant, None where there is none; `since` is when it began to wait or was done. `verdict` is
    the name of an `exclusivity.rules.Verdict`, empty where none was asked for.
    """

    icon: str
    title: str
    line: str
    url_name: str
    public_id: str
    action_label: str = ""
    due: date | datetime | None = None
    late: bool = False
    face: Talent | None = None
    mark: Brand | None = None
    verdict: str = ""
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Queue:
    """A day at the desk."""

    todo: list[Entry] = field(default_factory=list)
    waiting: list[Entry] = field(default_factory=list)
    done: list[Entry] = field(default_factory=list)


def day_start(now: datetime, timezone: str) -> datetime:
    """Midnight of the day that it is on that clock."""
    return datetime.combine(now.astimezone(ZoneInfo(timezone)).date(), time.min, ZoneInfo(timezone))


def by_due(entries: list[Entry], timezone: str) -> list[Entry]:
    """The most urgent first; what has no day comes last, the longest waiting of it first."""
    zone = ZoneInfo(timezone)

    def key(entry: Entry) -> tuple[bool, datetime, str]:
        due = entry.due
        if due is None:
            return True, entry.since or datetime.max.replace(tzinfo=zone), entry.title
        if not isinstance(due, datetime):
            due = datetime.combine(due, time.max, zone)
        return False, due, entry.title

    return sorted(entries, key=key)
