"""A talent's followers as the page draws them: the curve, its table, and what happened meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from campaigns.models import AmbassadorContract, Deliverable
from lib.figures import compact
from portals.components.facts import MONTHS
from portals.components.markup import escape
from portals.desk.roster.ahead import ahead
from stats.models import Signal, SignalKind
from stats.numbers.breaks import VIEWS
from stats.numbers.pieces import Day
from stats.numbers.tiers import TierChange, tier_changes
from stats.queries import Curves, curves_of
from talent.models import SocialAccount, Source

SPANS = {"1": 1, "3": 3, "6": 6, "12": 12, "all": 36}
WEEKLY_FROM = 6  # months: longer curves have a point a week
PINS = 6  # on the drawing; the list below it has all
JUMPS = (SignalKind.JUMP, SignalKind.SPIKE, SignalKind.DROP, SignalKind.SAWTOOTH)
WORN = 7  # days after which a figure that is carried over is drawn dashed


@dataclass(frozen=True, slots=True)
class Pin:
    """Something that happened on the curve: its number (0 where it is in the list alone), its day, its words."""

    number: int
    day: date
    words: str


def began(span: str, last: date) -> date:
    """The first day of a curve that ends on `last`."""
    return last - timedelta(days=round(SPANS[span] * 30.44))


def chart(
    accounts: Sequence[SocialAccount],
    span: str,
    today: date,
    zone: str,
    *,
    bounds: Sequence[tuple[int, str]] = (),
    signed: Sequence[AmbassadorContract] = (),
    live: Sequence[Deliverable] = (),
    of: SocialAccount | None = None,
    until: date | None = None,
) -> dict[str, Any]:
    """What the follower chart of a talent's accounts draws, its pins and its table. `empty` where nothing was measured
    in that time.

    All accounts, one upon the other, or `of` one, which has the whole height to itself. `bounds` are those of the
    tiers, `signed` the talent's contracts, `live` the pieces that went live. It ends on `until`, which is today.
    """
    last = min(until or today, today)
    curves = curves_of(accounts, began(span, last), last, zone=zone)
    if of is not None:
        own = [line for line in curves.series if line.account == of]
        curves = Curves(curves.days, own, own[0].values if own else [None] * len(curves.days))
    weekly = SPANS[span] > WEEKLY_FROM
    places = _places(curves, weekly=weekly)
    if not places:
        return {"empty": True}
    tiers = _tiers(curves, bounds) if of is None else []
    pins = _pins(curves, tiers, signed, live, curves.days[places[0]], last)
    later = ahead(curves, today, step=7 if weekly else 1) if last == today else None
    days = [curves.days[place] for place in places]
    lines = sorted(curves.series, key=lambda line: -(line.values[-1] or 0))
    values = [[line.values[place] for place in places] for line in lines]
    notes = [_notes([line.told[place] for place in places], days) for line in lines]
    over = _over(values, [[line.told[place] for place in places] for line in lines], days, stacked=of is None)
    data = {
        "labels": [f"{day:%-d %b %y}" for day in days],
        "series": [
            {"name": _name(line.account, line.values[-1]), "values": own, "notes": said}
            for line, own, said in zip(lines, values, notes, strict=True)
        ],
        "over": over,
        "stacked": of is None,
        "ahead": later.data if later else None,
        "events": [{"at": f"{_nearest(days, pin.day):%-d %b %y}", "number": pin.number} for pin in pins if pin.number],
    }
    return {
        "empty": False,
        "data": data,
        "pins": [pin for pin in pins if pin.number],
        "happened": pins,
        "earlier": sum(not pin.number for pin in pins),
        "ahead": later,
        "is_dashed": bool(over),
        "has_gaps": any(None in own[_first(own) :] for own in values),
        "rows": _rows(curves, places),
        "heads": [line.label for line in curves.series],
        "each": "week" if weekly else "day",
    }


def _name(account: SocialAccount, count: int | None) -> str:
    name = account.get_platform_display()
    return name if count is None else f"{name} {' '.join(compact(count)).strip()}"


def _first(values: Sequence[int | None]) -> int:
    return next((place for place, value in enumerate(values) if value is not None), len(values))


def _places(curves: Curves, *, weekly: bool) -> list[int]:
    first = _first(curves.total)
    last = len(curves.days) - 1
    return list(range(last, first - 1, -7 if weekly else -1))[::-1]


def _nearest(days: list[date], day: date) -> date:
    return min(days, key=lambda each: abs((each - day).days))


def _note(told: Day | None, day: date) -> str:
    """Of a figure that was not measured on its day: by whom it was told, and of when it is."""
    if told is None:
        return ""
    said = [] if told.source == Source.MEASURED else [str(Source(told.source).label).lower()]
    if told.day != day:
        said.append(f"of {told.day.day} {MONTHS[told.day.month]}")
    return ", ".join(said)


def _notes(told: Sequence[Day | None], days: Sequence[date]) -> dict[int, str]:
    return {place: said for place, (one, day) in enumerate(zip(told, days, strict=True)) if (said := _note(one, day))}


def _is_dashed(told: Day | None, day: date) -> bool:
    return told is not None and (told.source != Source.MEASURED or (day - told.day).days > WORN)


def _over(
    values: Sequence[Sequence[int | None]],
    told: Sequence[Sequence[Day | None]],
    days: Sequence[date],
    *,
    stacked: bool,
) -> list[list[int | None]]:
    """Where each line is dashed, at the height at which it is drawn."""
    found = []
    below = [0] * len(days)
    for own, said in zip(values, told, strict=True):
        tops = [None if value is None else value + under for value, under in zip(own, below, strict=True)]
        dashed = [_is_dashed(one, day) for one, day in zip(said, days, strict=True)]
        if any(dashed):
            ends = [is_ or (place + 1 < len(days) and dashed[place + 1]) for place, is_ in enumerate(dashed)]
            found.append([top if is_ else None for top, is_ in zip(tops, ends, strict=True)])
        if stacked:
            below = [under + (value or 0) for under, value in zip(below, own, strict=True)]
    return found


def _rows(curves: Curves, places: Sequence[int]) -> SafeString:
    """The table's rows, the newest first: each figure with who told it and of when it is, where nobody measured it on
    that day, and the sum with how many it is of. Written here: there may be two hundred.
    """
    rows = []
    begun = [_first(line.values) for line in curves.series]
    for place in reversed(places):
        day = curves.days[place]
        cells = []
        for line in curves.series:
            if (value := line.values[place]) is None:
                cells.append('<td class="end"><span class="figure-unknown">unknown</span></td>')
            else:
                note = escape(_note(line.told[place], day))
                small = f'<small class="block faint">{note}</small>' if note else ""
                cells.append(f'<td class="end"><span class="num">{value:,}</span>{small}</td>')
        if len(curves.series) > 1:
            total, all_ = curves.total[place], sum(first <= place for first in begun)
            known = sum(line.values[place] is not None for line in curves.series)
            small = f'<small class="block faint">{known} of {all_}</small>' if known < all_ else ""
            said = '<span class="figure-unknown">unknown</span>' if total is None else f"{total:,}"
            cells.append(f'<td class="end strong num">{said}{small}</td>')
        when = f'<time class="nowrap" datetime="{day:%Y-%m-%d}">{day.day} {MONTHS[day.month]} {day.year}</time>'
        rows.append(f"<tr><td>{when}</td>{''.join(cells)}</tr>")
    return mark_safe("\n".join(rows))


def _pins(
    curves: Curves,
    tiers: list[TierChange],
    signed: Sequence[AmbassadorContract],
    live: Sequence[Deliverable],
    since: date,
    last: date,
) -> list[Pin]:
    """The contracts, posts, tiers and jumps of that time, in the order of their days; the latest have numbers. One
    query.
    """
    found = [
        (change.day, f"From {change.before.lower()} to {change.after.lower()}")
        for change in tiers
        if change.day > since
    ]
    accounts = {line.account.pk: line.account for line in curves.series}
    jumps = Signal.objects.filter(account__in=accounts, kind__in=JUMPS, since__gt=since, since__lte=last)
    for jump in jumps.order_by("-since"):
        platform = accounts[jump.account_id].get_platform_display()
        found.append((jump.since, f"{jump.get_kind_display()} on {platform}"))
    for platform in {account.platform for account in accounts.values()}:
        found += [(day, words) for day, words in VIEWS.get(platform, {}).items() if since < day <= last]
    for contract in signed:
        if contract.signed_at and since < (day := timezone.localdate(contract.signed_at)) <= last:
            found.append((day, f"Signed {contract.brand}"))
    for piece in live:
        if piece.published_at and since < (day := timezone.localdate(piece.published_at)) <= last:
            found.append((day, f"{piece.get_kind_display()} for {piece.booking.campaign.brand}"))
    found.sort()
    unnumbered = max(0, len(found) - PINS)
    return [Pin(max(0, place - unnumbered), day, words) for place, (day, words) in enumerate(found, start=1)]


def _tiers(curves: Curves, bounds: Sequence[tuple[int, str]]) -> list[TierChange]:
    """Changes of the tier, which follows from the largest account. A day on which one is unknown that was known before
    says nothing: it may have been the largest.
    """
    begun = [_first(line.values) for line in curves.series]
    largest: list[int | None] = []
    for place, values in enumerate(zip(*(line.values for line in curves.series), strict=True)):
        known = [value for value in values if value is not None]
        largest.append(max(known) if known and len(known) == sum(first <= place for first in begun) else None)
    return tier_changes(curves.days, largest, bounds)
