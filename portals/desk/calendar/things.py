"""What each kind in the calendar is on another day: how it would stand, what would refuse it, the deed."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest

from accounts.models import User
from campaigns import actions
from campaigns.calendar import DRAFT, LIVE, SHOOT, WINDOW, Happening, happenings, piece, said, shoot, window
from campaigns.calendar import Wanted as CalendarPart
from campaigns.calendar_checks import may_plan, may_redate, may_touch, moved, not_over
from campaigns.checks import may_move
from campaigns.models import Appointment, Booking, Deliverable
from campaigns.move_checks import may_move_to
from campaigns.promises import Promise, agreed_for, promise_of
from exclusivity.changes import beside_if_changed
from exclusivity.queries import judged
from lib.refusals import Answer, Denied
from portals.desk.calendar.calendar import reader_zone
from portals.desk.exclusivity.explain import Explained, explain
from portals.pages import visible

KEPT = ("what", "timezone", "place", "note", "brand_reads")
BOOKED = ("campaign__brief", "campaign__brand", "talent", "commitment")
PATH = tuple(f"booking__{name}" for name in BOOKED)


@dataclass(frozen=True, slots=True)
class Planned:
    """How it would be: the thing on its other day, whether that may be, what it promises then, the deed, which is told
    whether it was read as a hold's.
    """

    thing: Happening
    may: Answer
    promise: Promise | None
    do: Callable[[User, datetime, bool], Any]


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing of the calendar. `may` says whether it can be moved at all, `to` how it would be on another day."""

    now: Happening
    booking: Booking
    may: Answer
    to: Callable[[date], Planned]
    row: Any


def thing_of(request: HttpRequest, kind: str, public_id: str, zone: ZoneInfo, now: datetime) -> Thing | None:
    """What the address means; None where the kind is none that moves."""
    if kind == SHOOT:
        return _shoot(visible(request, Appointment.objects.select_related(*PATH), public_id), zone, now)
    if kind == WINDOW:
        return _window(visible(request, Booking.objects.select_related(*BOOKED), public_id), now)
    if kind in (DRAFT, LIVE):
        return _piece(visible(request, Deliverable.objects.select_related(*PATH), public_id), kind, now)
    return None


def _shoot(row: Appointment, zone: ZoneInfo, now: datetime) -> Thing:
    may = may_plan(row.booking) if row.cancelled_at is None else Denied("It was called off.")

    def to(day: date) -> Planned:
        local = row.starts_at.astimezone(row.zone)
        start = local + (day - row.starts_at.astimezone(zone).date())  # the clock stays, whatever summer does
        end = start + (row.ends_at.astimezone(row.zone) - local)
        kept = {name: getattr(row, name) for name in KEPT}
        thing = replace(shoot(row, zone), first=day, last=end.astimezone(zone).date(), starts=start, ends=end)
        answer = may and not_over(start.date(), now.astimezone(row.zone).date())
        return Planned(thing, answer, None, lambda by, at, loose: actions.change_appointment(
            appointment=row, starts_at=start, ends_at=end, option=loose, by=by, now=at, **kept
        ))  # fmt: skip

    return Thing(shoot(row, zone), row.booking, may, to, row)


def _window(row: Booking, now: datetime) -> Thing:
    agreed = agreed_for(row)
    first, end = agreed.days or (None, None)
    may = may_move(row) if first and end else Denied("Its days are not said yet.")

    def to(day: date) -> Planned:
        assert first and end  # noqa: S101
        days = (day, day + (end - first))
        changed = replace(agreed, days=days)
        thing = replace(window(row), first=day, last=days[1] - timedelta(days=1))
        answer = may and may_move_to(row, changed, now)
        return Planned(thing, answer, promise_of(row, changed), lambda by, at, loose: actions.move_booking(
            booking=row, days=days, channels=changed.channels, territories=changed.territories,
            usage=changed.usage, as_hold=loose, by=by, now=at,
        ))  # fmt: skip

    return Thing(window(row), row, may, to, row)


def _piece(row: Deliverable, kind: str, now: datetime) -> Thing:
    may = may_touch(row)
    day = row.draft_by if kind == DRAFT else row.live_on
    if day is None:
        may = Denied("Its day is not said yet.")

    def to(day: date) -> Planned:
        due, live = (day, row.live_on) if kind == DRAFT else (row.draft_due_on, day)
        dates = moved(row, due, live)
        promise = promise_of(row.booking, dates={row.pk: dates}) if kind == LIVE else None
        thing = piece(row, kind, day, dates[2] if kind == LIVE else None)
        return Planned(thing, may_redate(row, dates, now), promise, lambda by, at, _: (
            actions.redate_piece(deliverable=row, draft_due_on=due, live_on=live, by=by, now=at)
        ))  # fmt: skip

    until = row.live_until if kind == LIVE else None
    return Thing(piece(row, kind, day or now.date(), until), row.booking, may, to, row)


def explained(thing: Thing, planned: Planned, now: datetime) -> Explained | None:
    """The verdict on the promise as it would be; None where its days do not change."""
    promise = planned.promise
    if promise is None:
        return None
    own = thing.booking.commitment
    around = beside_if_changed(own, term=promise.term, exposures=promise.exposures, clauses=promise.clauses)
    stands, repairs = judged(around, now)
    return explain(stands, own, repairs, around=around, now=now)


def meets(user: User, one: Happening, zone: ZoneInfo) -> list[str]:
    """What of the same talent is at the same time, in sentences."""
    others = happenings(
        user, one.first - timedelta(days=1), one.last + timedelta(days=1), zone,
        CalendarPart(talent=one.talent.public_id),
    )  # fmt: skip
    return [sentence for other in others if (sentence := said(one, other))]


def appointments_of(request: HttpRequest, booking: Booking) -> list[tuple[Appointment, tuple[str, ...]]]:
    """When the talent is wanted in person for a booking, options of a hold too, each with what of theirs it meets."""
    rows = list(booking.appointments.planned().select_related("booking__campaign__brand", "booking__talent"))
    if not rows:
        return []
    zone = reader_zone(request)
    own = [shoot(row, zone) for row in rows]
    found = happenings(
        request.user,  # type: ignore[arg-type]
        min(one.first for one in own), max(one.last for one in own), zone,
        CalendarPart(talent=booking.talent.public_id),
    )  # fmt: skip
    known = {one.key: one.meets for one in found}
    return [(row, known.get(one.key, ())) for row, one in zip(rows, own, strict=True)]
