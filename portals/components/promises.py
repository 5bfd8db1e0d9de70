"""Promises on one axis: a row each, with what is claimed, booked, used, held and drafted, and what clashes.

Only draws. The rows' words are HTML beside it, which say the same; what is pressed here is a link there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count

from django.utils.safestring import SafeString, mark_safe

from portals.components.axis import Axis, Days, percent
from portals.components.markup import format_html

HEAD, ROW, MARKET = 40, 40, 32
"""Heights in pixels of the months, a promise and a market; `timeline.css` has the same."""
FRAMED = frozenset({"waived", "review", "conditional", "blocked", "breach"})
ORDER = {"usage": 1, "booked": 2, "post": 3}
_serial = count(1)


@dataclass(frozen=True, slots=True)
class Piece:
    """Days drawn in a row: term, tail or doubt of a claim, or booked, usage, post; `sketched` where it binds nobody."""

    days: Days
    kind: str
    sketched: bool = False


@dataclass(frozen=True, slots=True)
class Meeting:
    """Where two rows clash: the upper edges of the claim's row and of the other, the days, the verdict's class."""

    claimant: int
    shower: int
    days: Days
    verdict: str


@dataclass(frozen=True, slots=True)
class Row:
    """`y` is its upper edge, `held` draws what is booked hatched, `href` is where a press leads."""

    y: int
    pieces: list[Piece] = field(default_factory=list)
    held: bool = False
    href: str = ""


def _behind_flag(x: float, today: float | None) -> bool:
    """Whether today's flag would cover a year that is written there; the flag says it then."""
    return today is not None and today - (9 if today >= 6 else 6) < x < today + (5 if today >= 6 else 9)


def months(axis: Axis, today: date) -> SafeString:
    """The head: months, years where they begin, and today's flag."""
    at = axis.at(today) if axis.first <= today < axis.after else None
    parts = [
        format_html(
            '<text x="{0}" dx="4" y="34" class="{2}">{1}</text>', tick.x, tick.label, "year" if tick.year else ""
        )
        for tick in axis.ticks(18, room=1.5)
        if tick.label
    ]
    years = [tick for tick in axis.ticks(18) if tick.year and tick.label]
    seen = [tick for tick in years if not _behind_flag(float(tick.x.rstrip("%")), at)]
    parts += [format_html('<text x="{}" dx="4" y="18" class="year">{}</text>', tick.x, tick.year) for tick in seen]
    if at is not None:
        wide = 88 if len(seen) == len(years) else 116
        shift = 0 if 6 <= at <= 94 else wide // 2 - 4 if at < 6 else 4 - wide // 2
        parts.append(
            format_html(
                '<svg x="{}" overflow="visible"><rect class="flag" x="{}" y="2" width="{}" height="18" rx="4"/>'
                '<text class="on-flag" x="{}" y="15" text-anchor="middle">Today, {}</text></svg>',
                percent(at),
                shift - wide // 2,
                wide,
                shift,
                f"{today:%-d %b}" if wide == 88 else f"{today:%-d %b %Y}",
            )  # fmt: skip
        )
    return format_html(
        '<svg class="timeline-months" width="100%" height="{}" aria-hidden="true">{}</svg>',
        HEAD, mark_safe("".join(parts)),
    )  # fmt: skip


def promises_chart(
    axis: Axis, rows: Sequence[Row], meetings: Sequence[Meeting], today: date, height: int
) -> SafeString:
    """All rows in one drawing, so that what clashes can be joined across them."""
    mark = f"held-{next(_serial)}"
    by_y = {row.y: row for row in rows}
    parts = [*_ground(axis, today, height)]
    for row in rows:
        inner = [*_pieces(axis, row, today, mark)]
        for meeting in meetings:
            inner += [*_frames(axis, row, meeting, mark)]
        if inner:
            parts.append(
                format_html('<a href="{0}" hx-get="{0}" tabindex="-1">{1}</a>', row.href, mark_safe("".join(inner)))
            )
        parts += [*_beyond(axis, row)]
    for meeting in meetings:
        if meeting.claimant in by_y and meeting.shower in by_y:
            parts += [*_joins(axis, meeting)]
    if axis.first <= today < axis.after:
        parts.append(
            format_html('<line class="today" x1="{0}" x2="{0}" y1="-20" y2="{1}"/>', percent(axis.at(today)), height)
        )
    return format_html(
        '<svg class="timeline-chart" width="100%" height="{}" aria-hidden="true"><defs>{}</defs>{}</svg>',
        height, _patterns(mark, meetings), mark_safe("".join(parts)),
    )  # fmt: skip


def _patterns(mark: str, meetings: Sequence[Meeting]) -> SafeString:
    """Hatching: plain, and one in the colour of each verdict that is drawn."""
    kinds = ["plain", *sorted({meeting.verdict for meeting in meetings})]
    return mark_safe(
        "".join(
            format_html(
                '<pattern id="{}-{}" class="{}" width="6" height="6" patternUnits="userSpaceOnUse" '
                'patternTransform="rotate(45)"><rect width="6" height="6"/><line y2="6"/></pattern>',
                mark, kind, kind,
            )
            for kind in kinds
        )
    )  # fmt: skip


def _ground(axis: Axis, today: date, height: int) -> Iterator[SafeString]:
    for tick in axis.ticks(18):
        kind = "grid year" if tick.year else "grid"
        yield format_html('<line class="{1}" x1="{0}" x2="{0}" y2="{2}"/>', tick.x, kind, height)
    if axis.shows((None, today)):
        start, width = axis.stretch((None, today))
        yield format_html(
            '<rect class="past-ground" x="{}" width="{}" height="{}"/>', percent(start), percent(width), height
        )


def _box(
    axis: Axis, days: Days, y: float, height: int, kind: str, *, fill: str = "", least: float = 0.35
) -> SafeString:
    start, width = axis.stretch(days, least=least)
    return format_html(
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}"{}/>',
        kind, percent(start), y, percent(width), height, mark_safe(f' fill="url(#{fill})"') if fill else "",
    )  # fmt: skip


def _pieces(axis: Axis, row: Row, today: date, mark: str) -> Iterator[SafeString]:
    """Claims first, what is shown on them."""
    y = row.y
    for piece in sorted(row.pieces, key=lambda piece: ORDER.get(piece.kind, 0)):
        days = piece.days
        if not axis.shows(days):
            continue
        if piece.kind in ("term", "tail", "doubt"):
            yield _box(axis, days, y + 8.5, 24, "sketched" if piece.sketched and piece.kind != "doubt" else piece.kind)
        elif piece.kind == "usage":
            yield _box(axis, days, y + 16.5, 8, "usage sketch" if piece.sketched else "usage")
        elif piece.kind == "post" and days[0] is not None:
            past = " past" if days[0] < today else ""
            yield format_html(
                '<circle class="post{}" cx="{}" cy="{}" r="3.5"/>', past, percent(axis.at(days[0])), y + 20
            )
        elif row.held:
            yield _box(axis, days, y + 12.5, 16, "held", fill=f"{mark}-plain")
        else:
            yield from _bar(axis, days, y, today)


def _bar(axis: Axis, days: Days, y: int, today: date) -> Iterator[SafeString]:
    """A booking: what has gone by is paler."""
    if days[0] is None or days[0] < today:
        gone = (days[0], today if days[1] is None or days[1] > today else days[1])
        if axis.shows(gone):
            yield _box(axis, gone, y + 16, 9, "bar past")
    if days[1] is None or days[1] > today:
        ahead = (max(days[0] or today, today), days[1])
        if axis.shows(ahead):
            yield _box(axis, ahead, y + 16, 9, "bar")


def _frames(axis: Axis, row: Row, meeting: Meeting, mark: str) -> Iterator[SafeString]:
    if meeting.verdict not in FRAMED or not axis.shows(meeting.days):
        return
    if row.y == meeting.claimant:
        yield _box(axis, meeting.days, row.y + 8.5, 24, f"frame {meeting.verdict}")
    elif row.y == meeting.shower:
        fill = f"{mark}-{meeting.verdict}" if row.held else ""
        yield _box(axis, meeting.days, row.y + 12.5, 16, f"meets {meeting.verdict}", fill=fill)


def _joins(axis: Axis, meeting: Meeting) -> Iterator[SafeString]:
    """From the lower edge of the upper one to the upper edge of the lower one, at both ends of the days."""
    if meeting.verdict not in FRAMED or not axis.shows(meeting.days):
        return
    claimant, shower = (meeting.claimant + 8.5, meeting.claimant + 32.5), (meeting.shower + 12.5, meeting.shower + 28.5)
    top, low = (claimant[1], shower[0]) if meeting.claimant < meeting.shower else (shower[1], claimant[0])
    start, width = axis.stretch(meeting.days, least=0.35)
    for edge in (start, start + width):
        if 0 <= edge <= 100:
            yield format_html(
                '<line class="joins {3}" x1="{0}" x2="{0}" y1="{1}" y2="{2}"/>',
                percent(edge),
                top,
                low,
                meeting.verdict,
            )


def _beyond(axis: Axis, row: Row) -> Iterator[SafeString]:
    """What is not in sight says where it is, at the edge."""
    days = [piece.days for piece in row.pieces]
    if not days or any(axis.shows(each) for each in days):
        return
    later = [first for first, _ in days if first is not None and first >= axis.after]
    if later:
        yield format_html(
            '<text class="beyond" x="100%" dx="-8" y="{}" text-anchor="end">from {} →</text>',
            row.y + 24, f"{min(later):%-d %b %Y}",
        )  # fmt: skip
        return
    ended = max(after for _, after in days if after is not None) - timedelta(days=1)
    yield format_html('<text class="beyond" x="0" dx="8" y="{}">← until {}</text>', row.y + 24, f"{ended:%-d %b %Y}")
