"""Counting what we ask of a platform, before we ask."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import DateTimeField, F, Q, Value
from django.db.models.functions import Coalesce

from stats.keys import key_id, keys_of
from stats.models import Quota
from stats.platforms.errors import Kind, PlatformError
from stats.platforms.youtube.errors import quota_day, quota_returns
from talent.models import Platform

DAILY_UNITS = 10_000  # YouTube's default for a project
PAUSE = timedelta(minutes=15)
LONGEST_PAUSE = timedelta(hours=4)
OF_ONE_ACCOUNT = {Kind.NOT_FOUND, Kind.PERMISSION}


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


class Meter:
    """One key's purse for one piece of work.

    `reserve` takes units for the calls that are planned, `spend` uses them up one call at a time and takes more where
    retries need it, `give_back` returns the rest. Killed half-way, it has counted too much, never too little.
    `kept` is the share of the day that this work leaves to what matters more; `keys` are those that stand and `allowed`
    what settings say, where not said.
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
    ) -> None:
        self.platform = platform
        self.now = now
        self.keys = keys_of(platform) if keys is None else keys
        self.buckets: dict[str, Meter] = {}
        self.row, _ = Quota.objects.get_or_create(
            platform=platform,
            key_id=f"{key_id(self.keys)}{bucket and '+'}{bucket}"[:16],
            day=platform_day(platform, now),
            defaults={"allowed": units_a_day(platform) if allowed is None else allowed},
        )
        self.reserved = 0
        self.told = False
        self.kept = int(self.row.allowed * kept)
        self.refused: PlatformError | None = None

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
        """It works: once for a round, so that the page can say since when, and an open breaker closes."""
        if not self.told:
            self.told = True
            self._write(answered_at=self.now, trips=0, said="", alarm=False, alarm_since=None)

    def open_again(self) -> str:
        """Somebody looks after what closed it: what that was, empty where it was nothing that somebody can mend."""
        mended = Quota.objects.filter(pk=self.row.pk, alarm=True, paused_until__gt=self.now)
        return self.row.said if mended.update(paused_until=None) else ""

    def trip(self, error: PlatformError) -> PlatformError:
        """The platform is down: nobody asks it for a while, longer each time it is still down then."""
        self.row.refresh_from_db()
        if self.row.paused_until and self.row.paused_until > self.now:  # another job was faster
            return PlatformError(error.kind, error.message, self.row.paused_until)
        wait = min(PAUSE * 2 ** min(self.row.trips, 8), LONGEST_PAUSE)
        until = self.now + wait
        self._write(paused_until=until, trips=min(self.row.trips + 1, 99), said=error.message)
        return PlatformError(error.kind, error.message, until)

    def note(self, error: PlatformError) -> None:
        """Remember what the platform said, so that no other worker asks before it is time."""
        if error is self.refused:  # our own word, not the platform's
            return
        if error.kind not in OF_ONE_ACCOUNT:
            self._write(said=error.message)
        if error.alarm:
            self._write(alarm=True, alarm_since=Coalesce("alarm_since", Value(self.now, DateTimeField())))
        if error.kind is Kind.QUOTA_EXHAUSTED and not error.alarm:
            self.reserved = 0
            Quota.objects.filter(pk=self.row.pk).update(used=F("allowed"))
        elif error.kind in {Kind.RATE_LIMITED, Kind.QUOTA_EXHAUSTED}:  # who adds money to it finds what we counted
            Quota.objects.filter(pk=self.row.pk).update(paused_until=error.until or self.now + PAUSE)

    def _write(self, **values: Any) -> None:
        Quota.objects.filter(pk=self.row.pk).update(**values)

    def _take(self, units: int) -> bool:
        open_now = Q(paused_until=None) | Q(paused_until__lte=self.now)
        room = Quota.objects.filter(open_now, pk=self.row.pk, used__lte=F("allowed") - units - self.kept)
        return bool(room.update(used=F("used") + units))

    @property
    def label(self) -> str:
        return str(Platform(self.platform).label)

    def _refusal(self) -> PlatformError:
        label = self.label
        self.row.refresh_from_db()
        if self.row.paused_until and self.row.paused_until > self.now:
            words = self.row.said or f"{label} asks us to wait."
            return PlatformError(Kind.RATE_LIMITED, words, self.row.paused_until)
        until = day_ends(self.platform, self.now)
        if self.kept and self.row.used < self.row.allowed:
            words = f"What is left of {label}'s quota for today is kept for what matters more."
            return PlatformError(Kind.QUOTA_EXHAUSTED, words, until)
        return PlatformError(Kind.QUOTA_EXHAUSTED, f"{label}'s quota for today is used up.", until)
