"""Instants on the office's clock: what lapses or is due does so there, wherever the reader is."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.template import Context
from django.utils.safestring import SafeString

from accounts.models import Office
from portals.components.facts import long_day
from portals.components.markup import format_html

KEPT = "_office_clock"


def office_clock(context: Context, at: datetime | None, *, none: str = "no date") -> SafeString:
    """3 May 2027, 18:00. The office is asked once a page."""
    if at is None:
        return format_html('<span class="figure-unknown">{}</span>', none)
    request = context.get("request")
    zone = getattr(request, KEPT, "")
    if not zone:
        zone = Office.objects.current().timezone
        if request is not None:
            setattr(request, KEPT, zone)
    there = at.astimezone(ZoneInfo(zone))
    return format_html(
        '<time class="num nowrap" datetime="{}" title="{}">{}, {}</time>',
        at.isoformat(), zone, long_day(there.date()), f"{there:%H:%M}",
    )  # fmt: skip
