"""The parts of pages, as tags; loaded in every template. `/desk/gallery/` draws each one.

An attribute or a value that a part does not know raises TemplateSyntaxError. Facts:

    {% icon "check" %} {% icon "bell" size=20 label="3 messages" %}          sizes 12 14 16 20 24 32
    {% face talent size=32 %} {% face name="Daichi Okabe" labelled=True %}   sizes 16 20 24 28 32 40 56
    {% mark brand size=24 %}                                                 .name, optional .logo .tint (#RRGGBB)
    {% verdict "BLOCK" %} {% verdict v form="bare" %} {% verdict v size="large" %}    for staff only
    {% outside_verdict possible %} {% outside_verdict True you=True %}       for clients and talents
    {% chip "Mega" %} {% chip stage tone="accent" %} {% chip "Skincare" until=date icon="lock" %}      tones soft accent
    {% filter_chip "Stage" "Exclusive" href="?genre=beauty" %}
    {% figure 1840000 %} {% figure None none="hidden" %} {% figure n loose=True %}
    {% signed_percent 6.1 %} {% percent 3.4 %}                               values are per cent
    {% money_amount money %} {% money_amount 1140000 "JPY" short=True %}
    {% freshness at %} {% freshness at now=now connected=False %}
    {% source "measured" %} {% source "reported" by="Honoka" %}
    {% day d %} {% day d form="short" %}                                     long short bare week clock
    {% office_clock at %}                                                    3 May 2027, 18:00 on the office's clock
    {% days first last %} (both included) {% days period %} (half-open range)
    {% sparkline values label="Followers, 90 days" %} {% band 3.4 low=1.2 high=3.1 top=8 %}
    {% days_drawing claims plan clear=day who="Lumeya" verdict=v %}          claims: (first, after, term tail or doubt),
    {% days_overlap claims plan %}                                           plan: (first, after); half-open days

What is pressed:

    {% button "Confirm booking" kind="primary" icon="calendar-check" %}    primary plain bare soft link; size small tall
    {% button "Filter" href=url %} {% button "Export" icon="download" icon_only=True href=url %}
    {% button "Release hold" opens="release" %} {% button "Refresh" post=url target="#figures" swap="outerHTML" %}
    {% refused "Sign" reason=denied icon="signature" href=explain_url %}   a sentence or Denied; outside=True in portals
    {% tabs items "Overview" %} {% segments items "mine" label="Whose" %}    items: (label, url[, count[, key]])
    {% pager page %} {% form_key %}

Pieces of a page:

    {% progress done total "Refreshing 213 accounts" note="about 20 s left" %}
    {% empty "Nobody matches these filters" "“Free in May” removes 40 of 46." action="Drop that filter" href=url %}
        (in a loop only after its own {% empty %}: inside the loop's body Django takes the word for itself)
    {% skeleton rows=3 columns=4 %}
    {% timeline_entry entry %}                     .who .what .at, optional .why .icon .changes [(field, before, after)]
    {% note "users" %} … {% endnote %}
    {% dialog "release" "Release the hold?" deed="Release hold" keep="Keep hold" action=url %} fields {% enddialog %}
    {% toasts %}                                   Django's messages; in the base layout already
"""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe

from accounts.models import User
from campaigns.people import can_manage
from portals.components import clock, controls, days, facts, icons, people, platforms, plots, verdicts
from portals.components.markup import format_html

register = template.Library()

for part in (
    icons.icon, people.face, people.mark, verdicts.verdict, verdicts.outside_verdict, facts.chip, facts.filter_chip,
    facts.figure, facts.signed_percent, facts.percent, facts.money_amount, facts.freshness, facts.source, facts.day,
    facts.days, plots.sparkline, plots.band,
    days.days_drawing, days.days_overlap, controls.button, controls.refused, controls.tabs, controls.segments,
):  # fmt: skip
    register.simple_tag(part)
for informed in (controls.pager, controls.form_key, controls.nav_place, clock.office_clock):
    register.simple_tag(informed, takes_context=True)


@register.inclusion_tag("parts/progress.html")
def progress(done: float, total: float, text: str, *, note: str = "", calm: bool = False) -> dict[str, Any]:
    """How far something is, in words and as a line. `calm` for terms that run, not for work that is waited for."""
    return {"done": done, "total": total or 1, "text": text, "note": note, "calm": calm}


@register.inclusion_tag("parts/empty.html")
def empty(
    title: str, text: str = "", *, icon: str = "", action: str = "", href: str = "", second: str = "",
    second_href: str = "", reference: str = "",
) -> dict[str, Any]:  # fmt: skip
    """An empty list, or one that did not load: what is so, why, and what to do."""
    return {
        "title": title, "text": text, "icon": icon, "action": action, "href": href, "second": second,
        "second_href": second_href, "reference": reference,
    }  # fmt: skip


@register.inclusion_tag("parts/skeleton.html")
def skeleton(*, rows: int = 3, columns: int = 3) -> dict[str, Any]:
    """Rows of the same height as those that are on their way; goes inside a table's <tbody>."""
    return {"rows": range(rows), "columns": range(columns - 1)}


@register.inclusion_tag("parts/timeline_entry.html")
def timeline_entry(entry: Any) -> dict[str, Any]:
    """One change in a thing's history; goes inside <ul class="history">."""
    return {"entry": entry}


@register.inclusion_tag("parts/toasts.html", takes_context=True)
def toasts(context: Context) -> dict[str, Any]:
    """What just happened: Django's messages, with an Undo where the message carries a link."""
    return {"messages": context.get("messages") or []}


@register.simple_block_tag
def note(content: str, icon: str = "info-circle") -> SafeString:
    """A remark in the page, on sunken ground."""
    return format_html('<div class="note">{}<span>{}</span></div>', icons.icon(icon), mark_safe(content))


@register.simple_block_tag(takes_context=True)
def dialog(
    context: Context, content: str, id: str, title: str, *, deed: str, action: str, keep: str = "Cancel",
    method: str = "post",
) -> SafeString:  # fmt: skip
    """A dialog to end something or to ask for a reason; its buttons name the deed. Opened by {% button opens=id %}."""
    from django.template.loader import render_to_string

    return mark_safe(
        render_to_string(
            "parts/dialog.html",
            {
                "id": id,
                "title": title,
                "deed": deed,
                "keep": keep,
                "action": action,
                "method": method,
                "content": mark_safe(content),
            },  # fmt: skip
            request=context.get("request"),
        )
    )


@register.filter
def still_manages(user: User | None) -> bool:
    """`{% if campaign.manager|still_manages %}`: whether somebody outside can turn to them."""
    return user is not None and can_manage(user)


@register.filter
def platform_icon(platform: str) -> str:
    """`{% icon account.platform|platform_icon %}`"""
    return platforms.icon_of(platform)


@register.filter
def item(mapping: Any, key: Any) -> Any:
    """`mapping[key]`, or nothing where it has none."""
    return mapping.get(key) if hasattr(mapping, "get") else None


@register.filter
def clock_of(at: datetime, zone: Any) -> str:
    """`{{ one.starts|clock_of:zone }}`: 09:30 on that clock, which is a zone or its name."""
    return f"{at.astimezone(zone if isinstance(zone, ZoneInfo) else ZoneInfo(zone)):%H:%M}"
