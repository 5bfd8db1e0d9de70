"""Asking a platform about many accounts: no transaction is open, nothing is written."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import batched

from stats.connectors import connect, readable_platforms
from stats.consented import read, read_by_consent
from stats.logins import LOGINS
from stats.platforms.connector import ByIdConnector, Connector, Found
from stats.platforms.errors import Kind, PlatformError
from stats.platforms.readings import Reading
from stats.quota import Meter
from talent.models import SocialAccount

TELL_EVERY = 1.0  # seconds between two words about how far it is
OF_ONE_ACCOUNT = {Kind.NOT_FOUND, Kind.PERMISSION}
OF_OUR_KEY = {Kind.TOKEN_EXPIRED, Kind.TOKEN_REVOKED}  # the office's own: no account's fault
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
    kept: float = 0,
    tell: Callable[[int], None] = lambda done: None,
) -> Measured:
    """Ask about accounts of one platform, as many at once as it takes; by handle where the id is not known yet.

    `kept` is the share of the day's quota that this leaves alone. Raises nothing that a platform may do: each account
    has its reading, its error, or was left.
    """
    consented, accounts = _by_consent(accounts, now)
    if not accounts:
        return consented
    meter = Meter(platform, now, kept=kept)
    try:
        connector = connect(platform, spend=meter.spend)
    except PlatformError as error:
        consented.left |= {account.pk: error for account in accounts}
        return consented
    round_ = _Round(connector, meter, consented, tell)
    calls = list(_calls(connector, accounts))
    meter.reserve(sum(connector.cost(len(call.asked)) for call in calls))
    try:
        for call in calls:
            round_.ask(call)
    finally:
        meter.give_back()
    return round_.measured


@dataclass(frozen=True, slots=True)
class _Call:
    """What goes into one call: by id or by handle, and whose answer each is. Two accounts may be one there."""

    fetch: Callable[[Sequence[str]], dict[str, Found]]
    by_id: bool
    asked: dict[str, list[SocialAccount]]

    @property
    def accounts(self) -> list[SocialAccount]:
        return [account for accounts in self.asked.values() for account in accounts]


def _calls(connector: Connector, accounts: Iterable[SocialAccount]) -> Iterable[_Call]:
    """Accounts in batches, those of known id by it where the platform takes ids."""
    known: dict[str, list[SocialAccount]] = {}
    named: dict[str, list[SocialAccount]] = {}
    for account in accounts:
        name, by_id = connector.name_of(account.external_id, account.handle, account.url)
        (known if by_id else named).setdefault(name, []).append(account)
    for names in batched(named, connector.handles):
        yield _Call(connector.fetch_handles, False, {name: named[name] for name in names})
    if isinstance(connector, ByIdConnector):
        for ids in batched(known, connector.batch):
            yield _Call(connector.fetch_many, True, {external_id: known[external_id] for external_id in ids})


def _by_consent(accounts: Sequence[SocialAccount], now: datetime) -> tuple[Measured, list[SocialAccount]]:
    """What the accounts that talents connected say of themselves, and the accounts that nobody connected."""
    measured, rest = Measured(now), []
    connections, ours = read_by_consent(accounts), readable_platforms()
    closed: PlatformError | None = None
    for account in accounts:
        connection = connections.get(account.pk)
        if connection is None and account.platform in LOGINS and account.platform not in ours:
            measured.left[account.pk] = PlatformError(Kind.CONFIGURATION, "Its owner has not connected it.")
        elif connection is None:
            rest.append(account)
        elif closed is not None:
            measured.left[account.pk] = closed
        else:
            try:
                measured.readings[account.pk] = read(connection, now=now)
            except PlatformError as error:
                # What one consent lacks of ours, such as an app to renew it with, another may not need yet.
                closed = error if error.closes_platform and error.kind is not Kind.CONFIGURATION else None
                (measured.left if error.closes_platform else measured.errors)[account.pk] = error
    return measured, rest


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

    def ask(self, call: _Call) -> None:
        if self.closed is None:
            try:
                self._take(call)
                self.trouble = 0
                self.meter.answered()
            except PlatformError as error:
                self._failed(call, error)
        if self.closed is not None:
            self.measured.left |= {
                account.pk: self.closed for account in call.accounts if account.pk not in self._known()
            }
        self._tell()

    def _take(self, call: _Call) -> None:
        answers = call.fetch(list(call.asked))
        for name, accounts in call.asked.items():
            for account in accounts:
                answer = answers.get(name) or self._gone()
                if isinstance(answer, Reading) and not call.by_id:
                    answer = self._same(account, answer)
                if isinstance(answer, Reading):
                    self.measured.readings[account.pk] = answer
                else:
                    self.measured.errors[account.pk] = answer

    def _gone(self) -> PlatformError:
        return PlatformError(Kind.NOT_FOUND, f"Not found on {self.connector.name}.")

    def _same(self, account: SocialAccount, reading: Reading) -> Reading | PlatformError:
        """Where a name now leads to somebody else, the figures are not this account's."""
        known = account.external_id
        if not self.connector.is_id(known) or known == reading.external_id:
            return reading
        return PlatformError(Kind.NOT_FOUND, f"@{account.handle} is somebody else on {self.connector.name} now.")

    def _failed(self, call: _Call, error: PlatformError) -> None:
        if not self.connector.one_place and not error.closes_platform:
            self.measured.errors |= {account.pk: error for account in call.accounts}
            return
        self.meter.note(error)
        self.trouble += error.kind in {Kind.TRANSIENT, Kind.BAD_RESPONSE}
        if error.closes_platform or error.kind in OF_OUR_KEY:
            self.closed = error
            return
        if len(call.accounts) > 1 and error.kind in OF_ONE_ACCOUNT:  # it cannot be said whose fault it is
            error = PlatformError(Kind.BAD_RESPONSE, error.message)
        self.measured.errors |= {account.pk: error for account in call.accounts}
        if self.trouble >= TROUBLE:
            self.closed = self.meter.trip(error)

    def _known(self) -> dict[int, object]:
        return {**self.measured.readings, **self.measured.errors}

    def _tell(self) -> None:
        if time.monotonic() - self.told >= TELL_EVERY:
            self.told = time.monotonic()
            self.tell(len(self.measured.readings) + len(self.measured.errors) + len(self.measured.left))
