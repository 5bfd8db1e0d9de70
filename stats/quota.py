"""Counting what we ask of a platform, before we ask."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import DateTimeField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Greatest

from stats.keys import key_id, keys_of
from stats.models import Quota
from stats.platforms.errors import Kind, PlatformError
from stats.platforms.youtube.errors import quota_day, quota_returns
from talent.models import Platform

DAILY_UNITS = 10_000  # YouTube's default for a project
PAUSE = timedelta(minutes=15)
LONGEST_PAUSE = timedelta(hours=4)
OF_ONE_ACCOUNT = {Kind.NOT_FOUND, Kind.PERMISSION}
STANDS = ("trips", "said", "alarm", "alarm_since", "paused_until")  # whatever day it is


def platform_day(platform: str, now: datetime) -> date:
    """The day by which the platform counts."""
    return quota_day(now).date() if platform == Platform.YOUTUBE else now.astimezone(UTC).date()


def day_ends(platform: str, now: datetime) -> datetime:
    if platform == Platform.YOUTUBE:
        return quota_returns(now)
    return day_begins(platform, now) + timedelta(days=1)


def day_begins(platform: str, now: datetime) -> datetime:
    if platform == Platform.YOUTUBE:
        return quota_day(now)
    return now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def units_a_day(platform: str) -> int:
    """What a key of this platform may spend in a day."""
    return int(settings.PLATFORM_DAILY_UNITS.get(platform, DAILY_UNITS))


def last_rows() -> QuerySet[Quota]:
    """Of each key the last day on which it was asked."""
    later = Quota.objects.filter(platform=OuterRef("platform"), key_id=OuterRef("key_id"), day__gt=OuterRef("day"))
    return Quota.objects.filter(~Exists(later))


def still_so(row: Quota | None, now: datetime) -> dict[str, Any]:
    """What goes over from a key's last day to a new one: a pause until its end, an alarm until an answer."""
    stands = row is not None and (row.alarm or (row.paused_until is not None and row.paused_until > now))
    return {name: getattr(row, name) for name in STANDS} if stands else {}


class Meter:
    """One key's purse for one piece of work.

    `reserve` takes units for the calls that are planned, `spend` uses them up one call at a time and takes more where
    retries need it, `give_back` returns the rest. Killed half-way, it has counted too much, never too little.
    `kept` is the share of the day that this work leaves to what matters more; `keys` are those that stand and `allowed`
    what settings say, where not said. `mends`: somebody looks after what closed it, so that an alarm is asked through.
    """

    def __init__(
        self,
        platform: str,
        now: datetime,
        *,
        kept: float = 0,
        keys: dict[str, str] | None = None,
        allowed: int | None = None,
        bucket: str = "",
        mends: bool = False,
    ) -> None:
        self.platform = platform
        self.now = now
        self.keys = keys_of(platform) if keys is None else keys
        self.buckets: dict[str, Meter] = {}
        self.row = self._row(f"{key_id(self.keys)}{bucket and '+'}{bucket}"[:16], allowed)
        self.mends = mends
        self.reserved = 0
        self.told = False
        self.kept = int(self.row.allowed * kept)
        self.refused: PlatformError | None = None

    def _row(self, key: str, allowed: int | None) -> Quota:
        """Today's, to which goes over what still stands of the key."""
        day = platform_day(self.platform, self.now)
        days = Quota.objects.filter(platform=self.platform, key_id=key, day__lte=day)
        last = days.order_by("-day").first()
        if last is not None and last.day == day:
            return last
        fresh = {"allowed": units_a_day(self.platform) if allowed is None else allowed} | still_so(last, self.now)
        return Quota.objects.get_or_create(platform=self.platform, key_id=key, day=day, defaults=fresh)[0]

    def reserve(self, units: int) -> None:
        """Take units at once where there are as many. Where not, `spend` takes them one by one."""
        if units > 0 and self._take(units):
            self.reserved += units

    def spend(self, units: int, bucket: str = "") -> None:
        """Use units for a call. Raises `PlatformError` where there are none, or the platform wants rest.

        What the platform counts by itself is counted in a `bucket` of its own.
        """
        if bucket:
            if bucket not in self.buckets:
                self.buckets[bucket] = Meter(
                    self.platform, self.now, keys=self.keys, allowed=DAILY_UNITS, bucket=bucket
                )
            self.buckets[bucket].spend(units)
        elif self.reserved >= units:
            self.reserved -= units
        elif not self._take(units):
            self.refused = self._refusal()
            raise self.refused

    def give_back(self) -> None:
        if self.reserved:
            left, self.reserved = self.reserved, 0
            Quota.objects.filter(pk=self.row.pk, used__gte=left).update(used=F("used") - left)

    def answered(self) -> None:
        """It works: once for a round, so that the page can say since when, and an open breaker closes.

        An answer that was under way when another job was refused does not undo that.
        """
        if not self.told:
            self.told = True
            rows = Quota.objects.filter(pk=self.row.pk).exclude(paused_until__gt=self.now)
            if not rows.update(answered_at=self.now, trips=0, said="", alarm=False, alarm_since=None):
                self._write(answered_at=self.now)

    def mended(self) -> None:
        """It answered whoever asked through an alarm."""
        Quota.objects.filter(pk=self.row.pk, alarm=True).update(paused_until=None)
        self.answered()

    def trip(self, error: PlatformError) -> PlatformError:
        """The platform is down: nobody asks it for a while, longer each time it is still down then."""
        self.row.refresh_from_db()
        if self.row.paused_until and self.row.paused_until > self.now:  # another job was faster
            return PlatformError(error.kind, error.message, self.row.paused_until)
        wait = min(PAUSE * 2 ** min(self.row.trips, 8), LONGEST_PAUSE)
        until = self.now + wait
        self._write(paused_until=until, trips=min(self.row.trips + 1, 99))
        self._say(error)
        return PlatformError(error.kind, error.message, until)

    def note(self, error: PlatformError) -> None:
        """Remember what the platform said, so that no other worker asks before it is time."""
        if error is self.refused:  # our own word, not the platform's
            return
        if error.alarm:
            since = Coalesce("alarm_since", Value(self.now, DateTimeField()))
            self._write(said=error.message, alarm=True, alarm_since=since)
        elif error.kind not in OF_ONE_ACCOUNT:
            self._say(error)
        if error.kind is Kind.QUOTA_EXHAUSTED and not error.alarm:
            self.reserved = 0
            Quota.objects.filter(pk=self.row.pk).update(used=F("allowed"))
        elif error.kind in {Kind.RATE_LIMITED, Kind.QUOTA_EXHAUSTED}:  # who adds money to it finds what we counted
            until = Value(error.until or self.now + PAUSE, DateTimeField())
            self._write(paused_until=until if error.alarm else Greatest("paused_until", until))

    def _say(self, error: PlatformError) -> None:
        """Trouble that passes. What somebody has to mend stays said until it is."""
        Quota.objects.filter(pk=self.row.pk, alarm=False).update(said=error.message)

    def _write(self, **values: Any) -> None:
        Quota.objects.filter(pk=self.row.pk).update(**values)

    def _take(self, units: int) -> bool:
        open_now = Q(paused_until=None) | Q(paused_until__lte=self.now)
        if self.mends:
            open_now |= Q(alarm=True)
        room = Quota.objects.filter(open_now, pk=self.row.pk, used__lte=F("allowed") - units - self.kept)
        return bool(room.update(used=F("used") + units))

    @property
    def label(self) -> str:
        return str(Platform(self.platform).label)

    def _refusal(self) -> PlatformError:
        label = self.label
        self.row.refresh_from_db()
        through = self.mends and self.row.alarm
        if self.row.paused_until and self.row.paused_until > self.now and not through:
            words = self.row.said or f"{label} asks us to wait."
            return PlatformError(Kind.RATE_LIMITED, words, self.row.paused_until)
        until = day_ends(self.platform, self.now)
        if self.kept and self.row.used < self.row.allowed:
            words = f"What is left of {label}'s quota for today is kept for what matters more."
            return PlatformError(Kind.QUOTA_EXHAUSTED, words, until)
        return PlatformError(Kind.QUOTA_EXHAUSTED, f"{label}'s quota for today is used up.", until)
