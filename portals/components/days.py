"""The days of a clash, drawn: what a clause claims, its tail, the plan, where they meet, from when it is clear."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import count
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from portals.components.axis import BEYOND, Axis, Days, percent, text_width
from portals.components.closed import one_of
from portals.components.facts import days_text
from portals.components.markup import format_html
from portals.components.verdicts import VERDICTS

NARROW = 320
"""The narrowest column that it is drawn in, in pixels: labels that fit there fit everywhere."""
CLAIM, PLAN, FLOOR = 8.5, 40.5, 68
KINDS = {"term": "term", "tail": "tail", "doubt": "in doubt"}
Claim = tuple[date | None, date | None, str]

_serial = count(1)


def days_drawing(
    claims: Sequence[Any], plan: Sequence[Any], *, clear: date | None = None, who: str = "", what: str = "",
    verdict: Any = "BLOCK",
) -> SafeString:  # fmt: skip
    """Half-open days against half-open days.

    `claims` are (first, after, kind) with kind term, tail or doubt, none over another; `plan` (first, after); None is
    open. `clear` is the first clear day, `who` whose claim it is, `what` the plan's name for those who hear the page.
    Empty where nobody said any day.
    """
    claimed: list[Claim] = [
        (first, after, one_of("days_drawing", "kind", kind, KINDS)) for first, after, kind in claims
    ]
    planned: list[Days] = [(first, after) for first, after in plan]
    key = one_of("days_drawing", "verdict", str(getattr(verdict, "name", verdict)).upper(), VERDICTS)
    axis = _axis(claimed, planned, clear)
    if axis is None:
        return mark_safe("")
    hatch = f"hatch-{next(_serial)}"
    both = [common for days in planned for claim in claimed if (common := _common(days, claim[:2])) is not None]
    parts = [
        *_grid(axis),
        *(_rect(axis, claim[:2], CLAIM, claim[2]) for claim in claimed if axis.shows(claim[:2])),
        *(_rect(axis, days, PLAN, "plan", rounded=True) for days in planned if axis.shows(days)),
        *_meeting(axis, _joined(both), hatch),
        *_labels(axis, claimed, planned, both, who),
        *_clear(axis, clear),
    ]
    return format_html(
        '<svg class="days-drawing {}" width="100%" height="84" role="img" aria-label="{}"><defs><pattern id="{}" '
        'width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line y2="6"/></pattern>'
        "</defs>{}</svg>",
        VERDICTS[key][0], _spoken(claimed, planned, clear, who, what), hatch, mark_safe("".join(parts)),
    )  # fmt: skip


def days_overlap(claims: Sequence[Any], plan: Sequence[Any]) -> SafeString:
    """How many of the plan's days the claims take: 43 of 43 days overlap. Empty where a side is open or unsaid."""
    planned = _joined([(first, after) for first, after in plan])
    both = _joined(
        [common for days in planned for first, after, _ in claims if (common := _common(days, (first, after)))]
    )
    whole, met = _length(planned), _length(both)
    if not whole or met is None:
        return mark_safe("")
    return format_html('<span class="num"><b>{} of {} day{}</b> overlap</span>', met, whole, "" if whole == 1 else "s")


def _axis(claims: Sequence[Claim], plan: Sequence[Days], clear: date | None) -> Axis | None:
    """So much before the plan that one sees what was there, and after the clear day so much that its words fit."""
    about = plan or [(first or after and after - timedelta(days=90), after) for first, after, _ in claims]
    days = [day for pair in about for day in pair if day is not None] + ([clear] if clear else [])
    if not days:
        return None
    low, high = min(days), max(days)
    if any(after is None for _, after in about):
        high = max([high, low + timedelta(days=60), *(claim[1] for claim in claims if claim[1] is not None)])
    extent = max((high - low).days, 28)
    low -= timedelta(days=round(extent * 0.4))
    if clear is not None:
        room = (text_width(_clear_words(clear, low)) + 16) / NARROW
        high = max(high, clear + timedelta(days=round((clear - low).days * room / (1 - room))))
    else:
        high += timedelta(days=round(extent * 0.3))
    return Axis(low, high)


def _common(one: Days, other: Days) -> Days | None:
    starts, ends = ([day for day in (one[n], other[n]) if day is not None] for n in (0, 1))
    start, end = max(starts, default=None), min(ends, default=None)
    return None if start is not None and end is not None and start >= end else (start, end)


def _joined(found: Sequence[Days]) -> list[Days]:
    """Neighbours as one, in order."""
    joined: list[Days] = []
    for first, after in sorted(found, key=lambda days: days[0] or date.min):
        if joined and (joined[-1][1] is None or first is None or first <= joined[-1][1]):
            last = joined[-1][1]
            joined[-1] = (joined[-1][0], None if after is None or last is None else max(after, last))
        else:
            joined.append((first, after))
    return joined


def _length(found: Sequence[Days]) -> int | None:
    if any(first is None or after is None for first, after in found):
        return None
    return sum((after - first).days for first, after in found if first is not None and after is not None)


def _grid(axis: Axis) -> Iterator[SafeString]:
    for tick in axis.ticks():
        yield format_html('<line class="grid" x1="{0}" x2="{0}" y2="{1}"/>', tick.x, FLOOR)
        if tick.label:
            words = f"{tick.label} {tick.year}".strip()
            yield format_html('<text class="tick" x="{}" dx="4" y="80">{}</text>', tick.x, words)


def _rect(axis: Axis, days: Days, y: float, kind: str, *, rounded: bool = False, fill: str = "") -> SafeString:
    start, width = axis.stretch(days, least=0.7)
    return format_html(
        '<rect class="{}" x="{}" y="{}" width="{}" height="20"{}{}/>',
        kind, percent(start), y, percent(width),
        mark_safe(' rx="2"') if rounded else "", mark_safe(f' fill="url(#{fill})"') if fill else "",
    )  # fmt: skip


def _meeting(axis: Axis, both: Sequence[Days], hatch: str) -> Iterator[SafeString]:
    """Where the two meet: hatched on the claim, joined with the plan."""
    for days in both:
        if not axis.shows(days):
            continue
        yield _rect(axis, days, CLAIM, "meets", fill=hatch)
        start, width = axis.stretch(days, least=0.7)
        for edge in (start, start + width):
            if 0 <= edge <= 100:
                yield format_html(
                    '<line class="joins" x1="{0}" x2="{0}" y1="{1}" y2="{2}"/>', percent(edge), CLAIM + 20, PLAN
                )


def _labels(
    axis: Axis, claims: Sequence[Claim], plan: Sequence[Days], both: Sequence[Days], who: str
) -> Iterator[SafeString]:
    taken = [axis.stretch(days) for days in both]
    named = False
    for first, after, kind in claims:
        if not axis.shows((first, after)):
            continue
        words = f"{who}, {KINDS[kind]}" if who and not named else KINDS[kind]
        start, width = axis.stretch((first, after))
        free = _longest_gap(max(start, 0), min(start + width, 100), taken)
        for text in (words, who if not named else ""):
            if text and text_width(text) + 12 <= (free[1] - free[0]) / 100 * NARROW:
                yield format_html(
                    '<text class="{}" x="{}" dx="6" y="22">{}</text>', "on-" + kind, percent(free[0]), text
                )
                named = True
                break
    for days in plan:
        if axis.shows(days) and len(plan) == 1:
            yield _plan_label(axis, days)


def _plan_label(axis: Axis, days: Days) -> SafeString:
    """In the bar where it fits, else beside it."""
    words = plain_days(days)
    start, width = axis.stretch(days, least=0.7)
    end, start = min(start + width, 100), max(start, 0)
    need = (text_width(words) + 14) / NARROW * 100
    anchor, x, dx = ("start", start, 8) if need <= end - start else ("start", end, 6)
    if anchor == "start" and x == end and end + need > 100 + BEYOND:
        anchor, x, dx = "end", start, -6
    return format_html(
        '<text class="on-plan" x="{}" dx="{}" y="54" text-anchor="{}">{}</text>', percent(x), dx, anchor, words
    )


def _longest_gap(low: float, high: float, taken: Sequence[tuple[float, float]]) -> tuple[float, float]:
    gaps, at = [], low
    for start, width in sorted(taken):
        gaps.append((at, min(start, high)))
        at = max(at, start + width)
    gaps.append((at, high))
    return max(gaps, key=lambda gap: gap[1] - gap[0])


def _clear(axis: Axis, clear: date | None) -> Iterator[SafeString]:
    if clear is None:
        return
    x = percent(axis.at(clear))
    yield format_html('<line class="clear-line" x1="{0}" x2="{0}" y2="{1}"/>', x, FLOOR)
    words = _clear_words(clear, axis.first)
    yield format_html('<text class="clear-text" x="{}" dx="6" y="22">{}</text>', x, words)


def _clear_words(clear: date, first: date) -> str:
    """The year only where the axis begins in another."""
    return f"clear from {clear:%-d %b}" if clear.year == first.year else f"clear from {clear:%-d %b %Y}"


def plain_days(days: Days) -> str:
    """3 May – 14 Jun, without the year, which the axis gives."""
    first, after = days
    last = after - timedelta(days=1) if after is not None else None
    if first is None:
        return f"until {last:%-d %b}" if last else "always"
    if last is None:
        return f"from {first:%-d %b}"
    return f"{first:%-d %b}" if first == last else f"{first:%-d %b} – {last:%-d %b}"


def _spoken(claims: Sequence[Claim], plan: Sequence[Days], clear: date | None, who: str, what: str) -> str:
    """The same in words."""
    said = [f"{who or 'The clause'}, {KINDS[kind]}: {_words((first, after))}" for first, after, kind in claims]
    said += [f"{what or 'The plan'}: {_words(days)}" for days in plan]
    if clear is not None:
        said.append(f"Clear from {clear:%-d %b %Y}")
    return ". ".join(said) + "."


def _words(days: Days) -> str:
    first, after = days
    last = after - timedelta(days=1) if after is not None else None
    if first is not None:
        return days_text(first, last) if last is not None else f"from {first:%-d %b %Y} until further notice"
    return f"until {last:%-d %b %Y}" if last is not None else "always"
