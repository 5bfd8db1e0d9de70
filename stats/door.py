"""A platform's door while one job stands before it: who pays, how long it may take, and whether anybody answers."""

import time
from collections import Counter
from collections.abc import Callable

from django.conf import settings

from stats.platforms.errors import Kind, PlatformError
from stats.quota import PAUSE, Meter

TELL_EVERY = 1.0  # seconds between two words about how far it is
OF_OUR_KEY = {Kind.TOKEN_EXPIRED, Kind.TOKEN_REVOKED}  # the office's own: no account's fault
PASSING = {Kind.TRANSIENT, Kind.BAD_RESPONSE}
TROUBLE = 2  # questions in a row without an answer, after which a place is left in peace
TIME_IS_UP = "The time of one job was up; its turn comes next."


class Pace:
    """The time of one job, which is that of one question too: both together stay well below a job's lease.

    What is not begun when it is up stays due, and `tell` hears now and then how many are done.
    """

    def __init__(self, tell: Callable[[int], None] = lambda done: None) -> None:
        self.tell, self.done = tell, 0
        self.began = self.begun = self.told = time.monotonic()

    @property
    def is_up(self) -> bool:
        return time.monotonic() - self.began > settings.PLATFORM_JOB_SECONDS

    @property
    def took_too_long(self) -> bool:
        """Whether the question that is asked now has had the time of a whole job."""
        return time.monotonic() - self.begun > settings.PLATFORM_JOB_SECONDS

    @property
    def was_kept_waiting(self) -> bool:
        """Whether the question that is asked now took as long as one answer may."""
        return time.monotonic() - self.begun >= settings.PLATFORM_TIMEOUT

    def begin(self) -> None:
        self.begun = time.monotonic()

    def more(self, count: int = 1) -> None:
        """So many are done."""
        self.done += count
        if time.monotonic() - self.told >= TELL_EVERY:
            self.told = time.monotonic()
            self.tell(self.done)


class Door:
    """Where a platform is asked, until it has had enough, is down, or the job's time is up.

    `one_place` says that all accounts are asked for there, so that it can be down as a whole; where not, each place
    counts for itself, and only where it kept us waiting. `by_consent`: the tokens are the accounts' own, and that one
    ends says nothing of the next.
    """

    def __init__(self, meter: Meter, pace: Pace, *, one_place: bool = True, by_consent: bool = False) -> None:
        self.meter, self.pace = meter, pace
        self.one_place, self.by_consent = one_place, by_consent
        self.closed: PlatformError | None = None
        self.places: dict[str, PlatformError] = {}
        self.trouble: Counter[str] = Counter()

    def spend(self, units: int, bucket: str = "") -> None:
        """What a connector asks before each call. Raises `PlatformError`."""
        if self.pace.took_too_long:
            raise PlatformError(Kind.TRANSIENT, f"{self.meter.label} took too long.")
        self.meter.spend(units, bucket)

    def shut(self, place: str = "") -> PlatformError | None:
        """Why nobody asks there now, if there is a reason."""
        if self.closed or place in self.places:
            return self.closed or self.places[place]
        return PlatformError(Kind.RATE_LIMITED, TIME_IS_UP, self.meter.now) if self.pace.is_up else None

    def ask[R](self, question: Callable[[], R], place: str = "") -> R:
        """Its answer. Raises `PlatformError`, after which the door may be shut."""
        self.pace.begin()
        try:
            answer = question()
        except PlatformError as error:
            self._failed(error, place)
            raise
        self.trouble[place] = 0
        if self.closed is None:
            self.meter.answered()
        return answer

    def heard(self, error: PlatformError, place: str = "") -> None:
        """It said this in the middle of an answer of which the rest is good."""
        self._failed(error, place)

    def _failed(self, error: PlatformError, place: str) -> None:
        of_one = error.of_one or (self.by_consent and error.kind in OF_OUR_KEY)
        if not of_one and (self.one_place or error.closes_platform):
            self.meter.note(error)
        # What one consent lacks of ours, such as an app to renew it with, another may not need yet.
        closes = error.closes_platform and not (self.by_consent and error.kind is Kind.CONFIGURATION)
        if closes or (error.kind in OF_OUR_KEY and not self.by_consent):
            self.closed = error
        elif not of_one and error.kind in PASSING and (self.one_place or self.pace.was_kept_waiting):
            self.trouble[place] += TROUBLE if self.pace.took_too_long else 1
            if self.trouble[place] >= TROUBLE and self.one_place:
                self.closed = self.meter.trip(error)
            elif self.trouble[place] >= TROUBLE:
                self.places[place] = PlatformError(error.kind, error.message, self.meter.now + PAUSE)
