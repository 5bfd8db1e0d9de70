"""Facts in a line: chips, figures, their source and age, money, dates."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from lib import figures
from lib.money_words import SIGNS, money_text
from portals.components.closed import one_of
from portals.components.icons import icon as draw
from portals.components.markup import format_html

SOURCES = {
    "measured": ("Measured", "ruler-2"),
    "reported": ("Reported", "message-report"),
    "estimated": ("Estimated", "wave-sine"),
}
MONTHS = ("", *(f"{date(2000, month, 1):%b}" for month in range(1, 13)))  # asked once: a list has many days


def chip(text: Any, *, until: date | None = None, icon: str = "", tone: str = "") -> SafeString:
    """A fact as a chip. `tone` is "", soft (for "+2") or accent (one a page: the stage). `until` adds a short date."""
    one_of("chip", "tone", tone, ("", "soft", "accent"))
    sign = draw(icon, size=12) if icon else ""
    if until:
        return format_html(
            '<span class="chip{}">{}<b>{}</b><span class="num">{}</span></span>',
            f" {tone}" if tone else "", sign, text, short_day(until),
        )  # fmt: skip
    return format_html('<span class="chip num{}">{}{}</span>', f" {tone}" if tone else "", sign, text)


def filter_chip(label: str, value: Any, *, href: str) -> SafeString:
    """A filter that stays; its cross is a link to the list without it."""
    return format_html(
        '<span class="filter-chip"><span>{0}</span><b>{1}</b><a href="{2}">{3}</a></span>',
        label, value, href, draw("x", size=12, label=f"Drop the filter {label}"),
    )  # fmt: skip


_DOTS = {
    "day": '<circle class="dot-day" cx="5" cy="5" r="4"/>',
    "week": '<circle class="ring-week" cx="5" cy="5" r="3.4"/><path class="dot-week" d="M5 1.6a3.4 3.4 0 0 1 0 6.8z"/>',
    "old": '<circle class="ring-old" cx="5" cy="5" r="3.4"/>',
}


def freshness(
    at: datetime | None, *, now: datetime | None = None, connected: bool = True, source: str = ""
) -> SafeString:
    """How old a figure is: full dot under a day, half to a week, broken ring older, cut link when not connected.

    With `source`, where there is no room for the word: it is said on hover, and its sign stands before what nobody
    measured.
    """
    if at is None:
        words = "never" if connected else "not connected"
        return format_html('<span class="freshness">{}{}</span>', draw("unlink", size=12), words)
    now = now or timezone.now()
    old = now - at
    title = clock_day(timezone.localtime(at)) if timezone.is_aware(at) else long_day(at)
    if not connected:
        sign: str = draw("unlink", size=12)
    else:
        kind = "day" if old < timedelta(days=1) else "week" if old <= timedelta(days=7) else "old"
        sign = f'<svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">{_DOTS[kind]}</svg>'
    words = "not connected, " if not connected else ""
    told = ""
    if source:
        word, mark = SOURCES[one_of("freshness", "source", source, SOURCES)]
        title, words = f"{word}, {title}", f"{word}, {words}"
        told = "" if source == "measured" else draw(mark, size=12)
    return mark_safe(  # words of ours and digits
        f'<span class="freshness" title="{title}">{told}{sign}<span class="visually-hidden">{words}</span>'
        f"{figures.age(at, now)}</span>"
    )


def source(kind: str, *, by: str = "") -> SafeString:
    """Where a figure is from: Measured, Reported (by whom) or Estimated."""
    key = one_of("source", "kind", str(kind).lower(), SOURCES)
    word, sign = SOURCES[key]
    return format_html('<span class="source">{}{}{}</span>', draw(sign, size=14), word, f" by {by}" if by else "")


def figure(value: Any, *, none: str = "unknown", loose: bool = False, why: str = "") -> SafeString:
    """A figure in three digits with its unit in its own slot and all digits on hover; a word where it is not known.
    `loose` sets it as running text (3.02 M), without the slot. `why` says on hover besides how it was reckoned.
    """
    if value is None:
        return format_html('<span class="figure-unknown">{}</span>', none)
    digits, unit = figures.compact(value)
    exact = figures.exact(value)
    said = f"{exact}. {why}" if why else exact
    if loose:
        unit = f" {unit}" if unit else ""
        return format_html('<span class="figure loose num" title="{}">{}{}</span>', said, digits, unit)
    if why:
        return format_html(
            '<span class="figure num" title="{}">{}<span class="unit">{}</span></span>', said, digits, unit
        )
    return mark_safe(f'<span class="figure num" title="{exact}">{digits}<span class="unit">{unit}</span></span>')


def signed_percent(value: Any, *, none: str = "unknown", why: str = "") -> SafeString:
    """Change in per cent with its sign; never red or green. What `lib.figures` writes is digits: nothing to escape.
    `why` says on hover what was held against what.
    """
    if value is None:
        return format_html('<span class="figure-unknown">{}</span>', none)
    if why:
        return format_html('<span class="num nowrap" title="{}">{}</span>', why, figures.signed_percent(value))
    return mark_safe(f'<span class="num nowrap">{figures.signed_percent(value)}</span>')


def percent(value: Any, *, places: int = 1, none: str = "unknown") -> SafeString:
    """A share in per cent."""
    if value is None:
        return format_html('<span class="figure-unknown">{}</span>', none)
    return mark_safe(f'<span class="num nowrap">{figures.percent(value, places)}</span>')


def money_amount(
    amount: Any, currency: Any = "", *, short: bool = False, fine: bool = False, none: str = "not agreed"
) -> SafeString:
    """An amount with its currency: a Money, or a number and a currency's code."""
    if amount is None:
        return format_html('<span class="figure-unknown">{}</span>', none)
    code = str(getattr(amount, "currency", "") or currency)
    value = getattr(amount, "amount", amount)
    if not code:
        one_of("money_amount", "currency", code, SIGNS)
    return format_html(
        '<span class="num nowrap" title="{}">{}</span>',
        money_text(value, code, fine=fine), money_text(value, code, short=short, fine=fine),
    )  # fmt: skip


def _date(value: date | datetime) -> date:
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def long_day(value: date | datetime) -> str:
    """3 May 2027."""
    d = _date(value)
    return f"{d.day} {MONTHS[d.month]} {d.year}"


def clock_day(local: datetime) -> str:
    """3 May 2027, 18:00, of an instant on the reader's clock."""
    return f"{local.day} {MONTHS[local.month]} {local.year}, {local.hour:02}:{local.minute:02}"


def short_day(value: date | datetime) -> str:
    """3 May 27, for chips."""
    d = _date(value)
    return f"{d.day} {MONTHS[d.month]} {d.year % 100:02}"


def day(value: date | datetime | None, *, form: str = "long", none: str = "no date") -> SafeString:
    """A day: long is 3 May 2027, short is 3 May 27, bare is 3 May, week is Mon 3 May, clock is 3 May 2027, 18:40."""
    one_of("day", "form", form, ("long", "short", "bare", "week", "clock"))
    if value is None:
        return format_html('<span class="figure-unknown">{}</span>', none)
    d = _date(value)
    if form == "clock" and isinstance(value, datetime):
        text = clock_day(timezone.localtime(value) if timezone.is_aware(value) else value)
    elif form in ("long", "clock"):
        text = long_day(value)
    elif form == "short":
        text = short_day(value)
    else:
        text = f"{d:%a} {d.day} {MONTHS[d.month]}" if form == "week" else f"{d.day} {MONTHS[d.month]}"
    return format_html('<time class="num nowrap" datetime="{}">{}</time>', value.isoformat(), text)


def days_text(first: date, last: date) -> str:
    """14 – 28 Mar 2027, 3 May – 14 Jun 2027, 1 Dec 2026 – 10 Jan 2027; one day is itself."""
    if first == last:
        return long_day(first)
    if first.year != last.year:
        return f"{long_day(first)} – {long_day(last)}"
    if first.month != last.month:
        return f"{first.day} {first:%b} – {long_day(last)}"
    return f"{first.day} – {long_day(last)}"


def days(first: Any, last: date | None = None, *, none: str = "no dates") -> SafeString:
    """A run of days: two dates, both included; or one half-open range (its upper day is not in it)."""
    if first is not None and last is None and hasattr(first, "lower"):
        first, last = first.lower, first.upper - timedelta(days=1) if first.upper else None
    if first is None and last is None:
        return format_html('<span class="figure-unknown">{}</span>', none)
    if last is None:
        text = f"from {long_day(first)}"
    elif first is None:
        text = f"until {long_day(last)}"
    else:
        text = days_text(_date(first), _date(last))
    return format_html('<span class="num nowrap">{}</span>', text)
