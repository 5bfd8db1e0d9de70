"""What stands in a calendar: shoots, days of bookings, due dates, days away; and what of it meets in time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q
from psycopg.types.range import DateRange

from accounts.models import Office, User
from accounts.roles import Kind
from campaigns.models import Appointment, Booking, BookingState, Deliverable, DeliverableState
from campaigns.models.booking import STANDING
from campaigns.models.deliverable import DONE
from campaigns.rules import day_words, listed
from clients.models import Brand
from exclusivity.rules.words import lowered
from talent.models import Away, Talent

SHOOT, WINDOW, DRAFT, LIVE, AWAY = "shoot", "window", "draft", "live", "away"
SAID = 8  # shoots that a sentence each is said of
KINDS = {
    SHOOT: "Shoots", WINDOW: "Days of bookings", DRAFT: "Drafts due", LIVE: "Going live", AWAY: "Away",
}  # fmt: skip
ICONS = {SHOOT: "camera", WINDOW: "calendar-event", DRAFT: "photo-up", LIVE: "speakerphone", AWAY: "calendar-off"}


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing in a calendar: `what` of whom. `first` and `last` are days, both included; `starts` and
    `ends` are instants where it has any.

    `key` is stable: kind and public id. `meets` are sentences about what of the same talent is at the same time.
    `loose` is a hold or an option of one, which binds nobody. `over` is live or done. `place` and `note` are the
    appointment's, or why somebody is away.
    """

    kind: str
    public_id: str
    what: str
    talent: Talent
    first: date
    last: date
    brand: Brand | None = None
    campaign: str = ""
    booking: str = ""
    starts: datetime | None = None
    ends: datetime | None = None
    clock: str = ""
    place: str = ""
    note: str = ""
    loose: bool = False
    over: bool = False
    meets: tuple[str, ...] = field(default=())

    @property
    def title(self) -> str:
        """Shoot, Aoi; for days of a booking the brand in front."""
        return f"{self.what}, {self.talent.name}"

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.public_id}"

    @property
    def icon(self) -> str:
        return ICONS[self.kind]

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which part of the calendar: public ids and kinds, empty is all. `manager` leaves only what one person manages."""

    talent: str = ""
    campaign: str = ""
    brand: str = ""
    kinds: tuple[str, ...] = ()
    manager: User | None = None

    def of(self, kind: str) -> bool:
        return not self.kinds or kind in self.kinds

    def booked(self, path: str = "") -> Q:
        """On bookings, at the end of `path`."""
        said = Q()
        for name, value in (
            ("talent__public_id", self.talent), ("campaign__public_id", self.campaign),
            ("campaign__brand__public_id", self.brand), ("campaign__manager", self.manager),
        ):  # fmt: skip
            if value:
                said &= Q(**{path + name: value})
        return said


def happenings(user: User, first: date, last: date, zone: ZoneInfo, wanted: Wanted | None = None) -> list[Happening]:
    """What the user may see between two days, both included, in order. At most five queries.

    `zone` is the reader's clock, by which an appointment falls on a day.
    """
    wanted = wanted or Wanted()
    found = [
        *(_shoots(user, first, last, zone, wanted) if wanted.of(SHOOT) else ()),
        *(_windows(user, first, last, wanted) if wanted.of(WINDOW) else ()),
        *(_pieces(user, first, last, wanted) if wanted.of(DRAFT) or wanted.of(LIVE) else ()),
        *(_away(user, first, last, wanted) if wanted.of(AWAY) else ()),
    ]
    return sorted(meeting(found), key=_order)


def _order(one: Happening) -> tuple[Any, ...]:
    order = list(KINDS)
    return one.first, one.starts is not None, one.starts or datetime.max.replace(tzinfo=ZoneInfo("UTC")), order.index(
        one.kind
    ), one.title, one.key  # fmt: skip


def _shoots(user: User, first: date, last: date, zone: ZoneInfo, wanted: Wanted) -> Iterable[Happening]:
    begin = datetime.combine(first, time.min, zone)
    end = datetime.combine(last + timedelta(days=1), time.min, zone)
    rows = Appointment.objects.visible_to(user).planned().filter(wanted.booked("booking__"))
    rows = rows.filter(starts_at__lt=end, ends_at__gt=begin)
    for row in rows.select_related("booking__talent", "booking__campaign__brand"):
        yield shoot(row, zone)


def shoot(row: Appointment, zone: ZoneInfo) -> Happening:
    """An appointment as it stands on somebody's clock."""
    booking = row.booking
    return Happening(
        SHOOT, row.public_id, row.called, booking.talent,
        row.starts_at.astimezone(zone).date(), (row.ends_at - timedelta(microseconds=1)).astimezone(zone).date(),
        brand=booking.campaign.brand, campaign=booking.campaign.name, booking=booking.public_id,
        starts=row.starts_at, ends=row.ends_at, clock=row.timezone, place=row.place, note=row.note,
        loose=row.is_option,
    )  # fmt: skip


def _windows(user: User, first: date, last: date, wanted: Wanted) -> Iterable[Happening]:
    rows = Booking.objects.visible_to(user).filter(wanted.booked())
    rows = rows.filter(state__in=(BookingState.HOLD, *STANDING), days__overlap=_range(first, last))
    for row in rows.select_related("talent", "campaign__brand"):
        if row.days.lower is not None and row.days.upper is not None:
            yield window(row)


def window(row: Booking) -> Happening:
    """The days on which a booking shows."""
    return Happening(
        WINDOW, row.public_id, row.campaign.brand.name, row.talent,
        row.days.lower, row.days.upper - timedelta(days=1), brand=row.campaign.brand, campaign=row.campaign.name,
        booking=row.public_id, loose=row.state == BookingState.HOLD, over=row.state == BookingState.COMPLETED,
    )  # fmt: skip


def _pieces(user: User, first: date, last: date, wanted: Wanted) -> Iterable[Happening]:
    inside = Q()
    answers = user.kind == Kind.CLIENT and wanted.of(DRAFT)
    if wanted.of(DRAFT):
        inside |= Q(draft_due_on__range=(first, last), state__in=(DeliverableState.PLANNED, DeliverableState.CHANGES))
        inside |= Q(turn_due_on__range=(first, last), state=DeliverableState.CHANGES)
    if answers:
        inside |= Q(turn_due_on__range=(first, last), state=DeliverableState.CLIENT_REVIEW)
    if wanted.of(LIVE):
        shows = Q(live_on__range=(first, last)) | Q(live_on__lte=last, live_until__gte=first)
        inside |= shows & ~Q(state=DeliverableState.WAIVED)
    rows = Deliverable.objects.visible_to(user).filter(inside, wanted.booked("booking__"))
    for row in rows.filter(booking__state__in=STANDING).select_related("booking__talent", "booking__campaign__brand"):
        drafting = row.state in (DeliverableState.PLANNED, DeliverableState.CHANGES)
        due = row.draft_by if drafting else row.turn_due_on
        if due is not None and first <= due <= last:
            if drafting and wanted.of(DRAFT):
                yield piece(row, DRAFT, due)
            elif answers and row.state == DeliverableState.CLIENT_REVIEW:
                yield replace(piece(row, DRAFT, due), what=f"Answer the draft of {lowered(str(row))}")
        if wanted.of(LIVE) and row.live_on and row.live_on <= last and first <= (row.live_until or row.live_on):
            yield piece(row, LIVE, row.live_on, row.live_until)


def piece(row: Deliverable, kind: str, day: date, until: date | None = None) -> Happening:
    """A piece's draft that is due, or the day or window in which it goes live."""
    booking = row.booking
    what = f"Draft of {lowered(str(row))}" if kind == DRAFT else f"{row} live"
    return Happening(
        kind, row.public_id, what, booking.talent, day, until or day,
        brand=booking.campaign.brand, campaign=booking.campaign.name, booking=booking.public_id,
        over=row.state in DONE,
    )  # fmt: skip


def _away(user: User, first: date, last: date, wanted: Wanted) -> Iterable[Happening]:
    rows = Away.objects.visible_to(user).standing().filter(days__overlap=_range(first, last))
    if wanted.talent:
        rows = rows.filter(talent__public_id=wanted.talent)
    if wanted.campaign or wanted.brand or wanted.manager:
        booked = Booking.objects.filter(wanted.booked(), state__in=(BookingState.HOLD, *STANDING))
        rows = rows.filter(Q(talent__in=booked.values("talent")))
    for row in rows.select_related("talent"):
        yield Happening(
            AWAY, row.public_id, "Away", row.talent, row.days.lower,
            row.days.upper - timedelta(days=1), place=row.words,
        )  # fmt: skip


def _range(first: date, last: date) -> DateRange:
    return DateRange(first, last + timedelta(days=1))


def meeting(found: Sequence[Happening]) -> list[Happening]:
    """With what of the same talent is at the same time said in `meets`: shoots that overlap, anything due while away.

    A booking's days meet nothing: a project competes for a category, not for hours.
    """
    by_talent: dict[int, list[Happening]] = {}
    for one in found:
        by_talent.setdefault(one.talent.pk, []).append(one)
    return [
        replace(one, meets=tuple(filter(None, (said(one, other) for other in by_talent[one.talent.pk]))))
        for one in found
    ]


def said(one: Happening, other: Happening) -> str:
    """What stands against `one` in time; empty where `other` does not."""
    if one.key == other.key or WINDOW in (one.kind, other.kind):
        return ""
    if one.kind == SHOOT and other.kind == SHOOT:
        assert one.starts and one.ends and other.starts and other.ends  # noqa: S101
        meets = one.starts < other.ends and other.starts < one.ends
        zone = ZoneInfo(one.clock)
        hours = f"{other.starts.astimezone(zone):%H:%M} to {other.ends.astimezone(zone):%H:%M}"
        return f"{other.title} for {other.campaign} is at the same time, {hours}." if meets else ""
    if AWAY not in (one.kind, other.kind) or one.kind == other.kind:
        return ""
    if one.last < other.first or other.last < one.first or one.over or other.over:
        return ""
    if one.kind == AWAY:
        return f"{other.title} for {other.campaign} falls into it, on {day_words(other.first)}."
    return f"{one.talent.name} is away, {span(other.first, other.last)}."


def span(first: date, last: date) -> str:
    """3 May 2027, or 3 May 2027 to 9 May 2027."""
    return day_words(first) if first == last else f"{day_words(first)} to {day_words(last)}"


def away_words(talent: Talent, days: tuple[date | None, date | None] | None) -> str:
    """That a talent is away in half-open days, as a warning; empty where they are not, or nobody said the days."""
    if days is None or days[0] is None:
        return ""
    rows = talent.away.filter(dropped_at=None, days__overlap=DateRange(*days)).order_by("days")
    spans = [span(row.days.lower, row.days.upper - timedelta(days=1)) for row in rows]
    return f"{talent.name} is away {listed(spans)}." if spans else ""


def when_words(row: Appointment) -> str:
    """3 May 2027, 09:00 to 12:30 (Asia/Tokyo), on the clock of the place."""
    first, last = row.starts_at.astimezone(row.zone), row.ends_at.astimezone(row.zone)
    until = f"{last:%H:%M}" if first.date() == last.date() else f"{day_words(last.date())}, {last:%H:%M}"
    return f"{day_words(first.date())}, {first:%H:%M} to {until} ({row.timezone})"


def shoot_words(talent: Talent, days: tuple[date | None, date | None] | None) -> list[str]:
    """For what a talent is wanted in person in half-open days, options among it; nothing where nobody said the days."""
    if days is None or days[0] is None or days[1] is None:
        return []
    zone = ZoneInfo(Office.objects.current().timezone)
    begin, end = (datetime.combine(day, time.min, zone) for day in (days[0], days[1]))
    rows = Appointment.objects.planned().filter(booking__talent=talent, starts_at__lt=end, ends_at__gt=begin)
    told = [
        f"{row.called} for {row.booking.campaign.name}, {when_words(row)}."
        for row in rows.select_related("booking__campaign")[: SAID + 1]
    ]
    return _some(told)


def _some(told: list[str]) -> list[str]:
    """As many sentences as somebody reads."""
    return told if len(told) <= SAID else [*told[:SAID], "There is more: the calendar has all of it."]


def left_behind(booking: Booking, days: tuple[date | None, date | None] | None, now: datetime) -> list[str]:
    """What somebody is still wanted for in person outside the half-open days to which their booking moves."""
    first, end = days or (None, None)
    if first is None or end is None:
        return []
    rows = booking.appointments.planned().filter(ends_at__gt=now)  # type: ignore[attr-defined]
    return _some(
        [f"{row.called}, {when_words(row)}, stays as it is." for row in rows if not first <= row.starts_on < end]
    )
