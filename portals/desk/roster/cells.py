"""The cells of the roster's rows. Written here and not in a template: a page has 450 of them."""

from datetime import datetime
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from portals.components import plots
from portals.components.facts import chip, day, figure, freshness, percent, signed_percent
from portals.components.icons import icon
from portals.components.markup import format_html, format_html_join
from portals.components.people import face
from portals.desk.roster.rows import Line
from stats.queries import grown_words
from stats.rates import TOLD
from stats.terms import CLOSED_SHORT

FREE = mark_safe('<span class="quiet t12">Free</span>')
GROWN = {days: grown_words(days) for days in (7, 30, 90)}
BY_NONE = f"{capfirst(TOLD)}, by no formula of ours"
NO_SIGNAL = mark_safe('<span class="quiet">None</span>')


def unknown(words: str, why: str = "") -> SafeString:
    if why:
        return format_html('<span class="figure-unknown" title="{}">{}</span>', why, CLOSED_SHORT)
    return format_html('<span class="figure-unknown">{}</span>', words)


def picker(line: Line) -> SafeString:
    """The box by which a talent is chosen."""
    return format_html(
        '<td class="picker"><input class="form-check-input pick" type="checkbox" name="talent" value="{}" '
        'aria-label="Choose {}" form="bulk"></td>',
        line.talent.public_id, line.talent.name,
    )  # fmt: skip


def who(line: Line) -> SafeString:
    """The face, the name that leads to the talent's page, and where they are."""
    return format_html(
        '<td><div class="who">{0}<span class="two"><a href="{1}" title="{2}">{2}</a><small class="cut">{3}</small>'
        "</span></div></td>",
        face(line.talent, size=28), line.href, line.talent.name, line.place or "Place not said",
    )  # fmt: skip


def accounts(line: Line, now: datetime) -> SafeString:
    """The largest account with its handle, the next as icons, how many more there are."""
    if line.main is None:
        return unknown("No account")
    name, platform = line.main_icon
    handle = line.main.handle
    others = format_html_join(
        "", '<span title="{}" class="faint">{}</span>', ((said, icon(i, size=14, label=said)) for i, said in line.icons)
    )
    more = format_html('<span class="count">+{}</span>', line.more_accounts) if line.more_accounts else ""
    return format_html(
        '<span class="accounts">{0}<span class="cut handle" title="{1}">{1}</span>{2}{3}</span>',
        icon(name, size=14, label=platform), handle, others, more,
    )  # fmt: skip


def followers(line: Line, now: datetime) -> SafeString:
    return format_html(
        '<span class="curve-and-figure"><span class="phone-hide">{}</span>{}</span>',
        plots.sparkline(line.curve), figure(line.talent.followers, why=_leading(line)),
    )  # fmt: skip


def growth(line: Line, now: datetime) -> SafeString:
    return _grown(line, line.growth, 30)


def growth_7(line: Line, now: datetime) -> SafeString:
    return _grown(line, line.growth_7, 7)


def growth_90(line: Line, now: datetime) -> SafeString:
    return _grown(line, line.growth_90, 90)


def engagement(line: Line, now: datetime) -> SafeString:
    """The rate, and where it stands in its published range."""
    if line.main is None:
        return unknown("unknown")
    drawing: str = ""
    if scale := line.scale:
        plot = plots.band(scale.value, low=scale.low, high=scale.high, top=scale.top, label=scale.words)
        drawing = format_html('<span title="{}">{}</span>', scale.words, plot)
    if reckoned := line.reckoned:
        return format_html(
            '<span class="curve-and-figure"><span title="{}">{}</span>{}</span>',
            reckoned, percent(line.engagement), drawing,
        )  # fmt: skip
    if line.engagement is None and line.closed:
        return unknown("", line.closed)
    told = BY_NONE if line.rate.is_told else ""
    return format_html('<span class="curve-and-figure" title="{}">{}{}</span>', told, percent(line.engagement), drawing)


def band(line: Line, now: datetime) -> str:
    return line.band or unknown("unknown", line.closed)


def rhythm(line: Line, now: datetime) -> str:
    return _known(line.numbers and line.numbers.posts_a_week, line.closed)


def signals(line: Line, now: datetime) -> str:
    return NO_SIGNAL if line.talent.signals == 0 else _known(line.talent.signals, line.closed)


def manager(line: Line, now: datetime) -> SafeString:
    who = line.talent.manager
    if not who:
        return unknown("Nobody")
    return format_html('<span title="{}">{}</span>', who, face(name=who, size=20, labelled=True))


def bonds(line: Line, now: datetime) -> SafeString:
    """What binds for the longest, and how many more promises bind."""
    if not line.bonds:
        return FREE
    more = ""
    if line.more_bonds:
        more = format_html('<span title="{}">{}</span>', line.bond_words, chip(line.more_bonds, tone="soft"))
    longest = chip(line.bond.label, icon="lock", until=line.bond.until)
    return format_html('<span class="line gap-4">{}{}</span>', longest, more)


def figures(line: Line, now: datetime) -> SafeString:
    if line.main is None:
        return unknown("none")
    return freshness(line.talent.measured_at, now=now, connected=line.connected, source=line.main.source)


def genres(line: Line, now: datetime) -> SafeString:
    return _cut(line.genres)


def languages(line: Line, now: datetime) -> SafeString:
    return _cut(line.languages)


def created(line: Line, now: datetime) -> SafeString:
    return day(line.talent.created_at, form="short")


def _known(value: Any, why: str = "") -> str:
    return unknown("unknown", why) if value is None else str(value)


def _grown(line: Line, value: Any, days: int) -> SafeString:
    if value is None:
        return unknown("not yet", line.closed)
    return signed_percent(value, why=f"{_leading(line)}. {GROWN[days]}")


def _leading(line: Line) -> str:
    return f"{line.main.get_platform_display()}, the account with most followers" if line.main else ""


def _cut(names: list[str]) -> SafeString:
    said = ", ".join(names)
    return format_html('<span class="cut cut-cell" title="{}">{}</span>', said, said or "None said")
