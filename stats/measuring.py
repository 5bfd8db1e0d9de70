"""Asking a platform about many accounts: no transaction is open, nothing is written."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import batched

from stats.connectors import Connector, connect
from stats.platforms.errors import Kind, PlatformError
from stats.platforms.readings import Reading
from stats.quota import Meter
from talent.models import SocialAccount

TELL_EVERY = 1.0  # seconds between two words about how far it is
OF_ONE_ACCOUNT = {Kind.NOT_FOUND, Kind.PERMISSION}
TROUBLE = 2  # calls in a row that failed, after which a platform is left in peace


@dataclass(slots=True)
class Measured:
    """What a platform answered at `at`, by account id. `left` were not asked, because of what happened before them."""

    at: datetime
    readings: dict[int, Reading] = field(default_factory=dict)
    errors: dict[int, PlatformError] = field(default_factory=dict)
    left: dict[int, PlatformError] = field(default_factory=dict)

    @property
    def until(self) -> PlatformError | None:
        """Why the platform is closed to us now, where it is."""
        return next((error for error in self.left.values() if error.closes_platform), None)


def measure(
    platform: str,
    accounts: Sequence[SocialAccount],
    *,
    now: datetime,
    tell: Callable[[int], None] = lambda done: None,
) -> Measured:
    """Ask about accounts of one platform, as many at once as it takes; by handle where the id is not known yet.

    Raises nothing that a platform may do: each account has its reading, its error, or was left.
    """
    meter = Meter(platform, now)
    connector = connect(platform, spend=meter.spend)
    round_ = _Round(connector, meter, Measured(now), tell)
    calls = list(_calls(connector, accounts))
    meter.reserve(len(calls))
    try:
        for call in calls:
            round_.ask(call)
    finally:
        meter.give_back()
    return round_.measured


def _calls(connector: Connector, accounts: Iterable[SocialAccount]) -> Iterable[Sequence[SocialAccount]]:
    """Accounts that go into one call: a batch of known ids, or a single one by its handle."""
    known: dict[str, list[SocialAccount]] = {}
    for account in accounts:
        if connector.is_id(account.external_id):
            known.setdefault(account.external_id, []).append(account)
        else:
            yield (account,)
    for ids in batched(known, connector.batch):
        yield [account for external_id in ids for account in known[external_id]]


class _Round:
    """One pass over the calls, which stops asking once the platform has had enough."""

    def __init__(self, connector: Connector, meter: Meter, measured: Measured, tell: Callable[[int], None]) -> None:
        self.connector = connector
        self.meter = meter
        self.measured = measured
        self.tell = tell
        self.told = time.monotonic()
        self.trouble = 0
        self.closed: PlatformError | None = None

    def ask(self, call: Sequence[SocialAccount]) -> None:
        if self.closed is None:
            try:
                self._take(call)
                self.trouble = 0
            except PlatformError as error:
                self._failed(call, error)
        if self.closed is not None:
            self.measured.left |= {account.pk: self.closed for account in call if account.pk not in self._known()}
        self._tell()

    def _take(self, call: Sequence[SocialAccount]) -> None:
        first = call[0]
        if not self.connector.is_id(first.external_id):
            found: dict[int, Reading | PlatformError | None] = {first.pk: self.connector.fetch_handle(first.handle)}
        else:
            ids = list(dict.fromkeys(account.external_id for account in call))
            answers = self.connector.fetch_many(ids)
            found = {account.pk: answers.get(account.external_id) for account in call}
        for pk, answer in found.items():
            if isinstance(answer, Reading):
                self.measured.readings[pk] = answer
            else:
                gone = PlatformError(Kind.NOT_FOUND, f"Not found on {self.connector.name}.")
                self.measured.errors[pk] = answer or gone

    def _failed(self, call: Sequence[SocialAccount], error: PlatformError) -> None:
        self.meter.note(error)
        self.trouble += error.kind in {Kind.TRANSIENT, Kind.BAD_RESPONSE}
        if error.closes_platform:
            self.closed = error
            return
        if len(call) > 1 and error.kind in OF_ONE_ACCOUNT:  # it cannot be said whose fault it is
            error = PlatformError(Kind.BAD_RESPONSE, error.message)
        self.measured.errors |= {account.pk: error for account in call}
        if self.trouble >= TROUBLE:
            self.closed = error

    def _known(self) -> dict[int, object]:
        return {**self.measured.readings, **self.measured.errors}

    def _tell(self) -> None:
        if time.monotonic() - self.told >= TELL_EVERY:
            self.told = time.monotonic()
            self.tell(len(self.measured.readings) + len(self.measured.errors) + len(self.measured.left))
