"""A calendar as a file (RFC 5545), for the calendar of somebody's phone."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Calendar, Event, vText

from campaigns.calendar import AWAY, Happening


def written(found: Iterable[Happening], name: str, now: datetime) -> bytes:
    """The file. Each thing keeps its UID through every change; appointments bring the clock of their place along.

    No money, no note, no reason for being away.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Jimusho//Calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for one in found:
        calendar.add_component(_event(one, now))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(one: Happening, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{one.key}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", now)
    event.add("summary", one.title)
    if one.starts and one.ends:
        zone = ZoneInfo(one.clock)
        event.add("dtstart", one.starts.astimezone(zone))
        event.add("dtend", one.ends.astimezone(zone))
    else:
        event.add("dtstart", one.first)
        event.add("dtend", one.last + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    if one.campaign:
        event["description"] = vText(f"{one.campaign} for {one.brand}")
    if one.place and one.kind != AWAY:
        event.add("location", one.place)
    event.add("status", "TENTATIVE" if one.loose else "CONFIRMED")
    return event
