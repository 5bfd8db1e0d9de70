"""Shoots and other appointments of a booking: planned, moved, called off. The talent is told, but of options."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from accounts.models import User
from accounts.roles import Permission
from campaigns import calendar_letters, letters
from campaigns.actions.shared import as_read, lock_booking
from campaigns.calendar import when_words
from campaigns.calendar_checks import may_plan, not_over
from campaigns.models import Appointment, Booking
from campaigns.people import may, members_of, of_talent
from lib.actions import action
from lib.refusals import Refused, require
from lib.violations import violation

LONGEST = timedelta(days=1)
SHARED = {"what", "starts_at", "ends_at", "timezone", "place"}
"""What the brand reads of one that is shared with it."""


def _check(values: dict[str, Any]) -> None:
    if not values["what"]:
        raise Refused("Say what it is, such as Shoot.")
    if values["timezone"] not in available_timezones():
        raise Refused("Choose on whose clock it is.")
    if values["ends_at"] <= values["starts_at"]:
        raise Refused("It ends after it begins.")
    if values["ends_at"] - values["starts_at"] > LONGEST:
        raise Refused("At most a day at once. Plan each day by itself.")


def _not_over(starts_at: datetime, timezone: str, now: datetime) -> None:
    zone = ZoneInfo(timezone)
    require(not_over(starts_at.astimezone(zone).date(), now.astimezone(zone).date()))


def _said(
    what: str, starts_at: datetime, ends_at: datetime, timezone: str, place: str, note: str, brand_reads: bool
) -> dict[str, Any]:
    values = {
        "what": what.strip(), "starts_at": starts_at, "ends_at": ends_at, "timezone": timezone,
        "place": place.strip(), "note": note.strip(), "brand_reads": brand_reads,
    }  # fmt: skip
    _check(values)
    return values


@action
def plan_appointment(
    *,
    booking: Booking,
    what: str,
    starts_at: datetime,
    ends_at: datetime,
    timezone: str,
    place: str = "",
    note: str = "",
    brand_reads: bool = False,
    option: bool = False,
    by: User,
    now: datetime,
) -> Appointment:
    """Say when and where a booked talent is wanted; of a hold, which hours are optioned, of which nobody hears.

    `option` says that it was meant so: where the hold is none any more, nothing is planned.
    """
    require(may(by, Permission.RUN_CAMPAIGNS))
    booking = lock_booking(booking)
    require(may_plan(booking))
    as_read(booking, option)
    values = _said(what, starts_at, ends_at, timezone, place, note, brand_reads)
    _not_over(starts_at, timezone, now)
    row = Appointment(booking=booking, created_at=now, created_by=by, **values)
    with violation():
        row.save()
    if not row.is_option:
        letters.send(calendar_letters.planned(row), of_talent(booking.talent), now)
    return row


@action
def change_appointment(
    *,
    appointment: Appointment,
    what: str,
    starts_at: datetime,
    ends_at: datetime,
    timezone: str,
    place: str = "",
    note: str = "",
    brand_reads: bool = False,
    option: bool = False,
    by: User,
    now: datetime,
) -> Appointment:
    """Another time, place or note. The talent is told where anything of it changed, and the brand where it is shared
    with it, was before, and anything changed that the brand reads, or where it is shared no longer.

    `option` as in `plan_appointment`.
    """
    require(may(by, Permission.RUN_CAMPAIGNS))
    row = _lock(appointment)
    as_read(row.booking, option)
    values = _said(what, starts_at, ends_at, timezone, place, note, brand_reads)
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    if not changed:
        return row
    if "starts_at" in changed:
        _not_over(starts_at, timezone, now)
    was_shared, was = row.brand_reads, when_words(row)
    for name in changed:
        setattr(row, name, values[name])
    with violation():
        row.save(update_fields=changed)
    if row.is_option:
        return row
    if changed != ["brand_reads"]:
        letters.send(calendar_letters.changed(row), of_talent(row.booking.talent), now)
    if was_shared and not brand_reads and row.ends_at > now:
        letters.send(calendar_letters.unshared_for_brand(row, was), members_of(row.booking.campaign.brand), now)
    elif was_shared and brand_reads and SHARED & set(changed):
        letters.send(calendar_letters.moved_for_brand(row, was), members_of(row.booking.campaign.brand), now)
    return row


@action
def cancel_appointment(*, appointment: Appointment, option: bool = False, by: User, now: datetime) -> Appointment:
    """Call it off. The talent is told, and the brand where it reads it. An option is let go.

    `option` as in `plan_appointment`.
    """
    require(may(by, Permission.RUN_CAMPAIGNS))
    row = _lock(appointment)
    as_read(row.booking, option)
    row.cancelled_at, row.cancelled_by = now, by
    row.save(update_fields=["cancelled_at", "cancelled_by"])
    if row.is_option:
        return row
    letters.send(calendar_letters.called_off(row), of_talent(row.booking.talent), now)
    if row.brand_reads:
        letters.send(calendar_letters.called_off_for_brand(row), members_of(row.booking.campaign.brand), now)
    return row


def take_up_options(booking: Booking, by: User, now: datetime) -> list[Appointment]:
    """The hold was confirmed: its options are appointments. Those that are over are let go."""
    rows = list(booking.appointments.filter(cancelled_at=None))
    for row in rows:
        row.booking = booking
        if row.ends_at <= now:
            row.cancelled_at, row.cancelled_by = now, by
            row.save(update_fields=["cancelled_at", "cancelled_by"])
    return [row for row in rows if row.cancelled_at is None]


def _lock(appointment: Appointment) -> Appointment:
    booking = lock_booking(appointment.booking)
    row = Appointment.objects.select_for_update(of=("self",)).get(pk=appointment.pk)
    row.booking = booking
    if row.cancelled_at is not None:
        raise Refused("It was called off.")
    require(may_plan(booking))
    return row
