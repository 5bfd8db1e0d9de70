"""Asking a platform about many accounts: no transaction is open, nothing is written."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import batched

from stats.connectors import CONNECTORS, connect, readable_platforms
from stats.consented import meter_of, read, read_by_consent
from stats.door import OF_OUR_KEY, Door, Pace
from stats.logins import LOGINS
from stats.platforms.connector import ByIdConnector, Connector, Found
from stats.platforms.errors import Kind, PlatformError
from stats.platforms.readings import Reading
from stats.quota import Meter
from talent.models import SocialAccount

OF_ONE_ACCOUNT = {Kind.NOT_FOUND, Kind.PERMISSION}


@dataclass(slots=True)
class Measured:
    """What a platform answered at `at`, by account id. `left` were not asked, because of what happened before them."""

    at: datetime
    readings: dict[int, Reading] = field(default_factory=dict)
    errors: dict[int, PlatformError] = field(default_factory=dict)
    left: dict[int, PlatformError] = field(default_factory=dict)

    @property
    def unseen(self) -> list[int]:
        """Accounts whose posts the platform does not show to everybody: protected, suspended, or gone."""
        closed = [pk for pk, reading in self.readings.items() if reading.is_protected]
        return closed + [pk for pk, error in self.errors.items() if error.kind in OF_ONE_ACCOUNT]

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
    has its reading, its error, or was left: also where the time of a job is up.
    """
    pace = Pace(tell)
    consented, accounts = _by_consent(platform, accounts, now, pace)
    if not accounts:
        return consented
    meter = Meter(platform, now, kept=kept)
    door = Door(meter, pace, one_place=CONNECTORS[platform].one_place)
    try:
        connector = connect(platform, spend=door.spend)
    except PlatformError as error:
        consented.left |= {account.pk: error for account in accounts}
        return consented
    round_ = _Round(connector, door, consented)
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


def _by_consent(
    platform: str, accounts: Sequence[SocialAccount], now: datetime, pace: Pace
) -> tuple[Measured, list[SocialAccount]]:
    """What the accounts that talents connected say of themselves, and the accounts that nobody connected."""
    measured, rest = Measured(now), []
    connections, ours = read_by_consent(accounts), readable_platforms()
    door = Door(meter_of(platform, now), pace, by_consent=True) if connections else None
    for account in accounts:
        connection = connections.get(account.pk)
        if connection is None and platform in LOGINS and platform not in ours:
            measured.left[account.pk] = PlatformError(Kind.CONFIGURATION, "Its owner has not connected it.")
        elif connection is None or door is None:
            rest.append(account)
        elif (shut := door.shut()) is not None:
            measured.left[account.pk] = shut
        else:
            try:
                measured.readings[account.pk] = door.ask(partial(read, connection, now=now, spend=door.spend))
            except PlatformError as error:
                (measured.left if error.closes_platform else measured.errors)[account.pk] = error
            pace.more()
    return measured, rest


class _Round:
    """One pass over the calls, which stops asking once the platform has had enough."""

    def __init__(self, connector: Connector, door: Door, measured: Measured) -> None:
        self.connector = connector
        self.door = door
        self.measured = measured

    def ask(self, call: _Call) -> None:
        place = self.connector.place_of(next(iter(call.asked)))
        shut = self.door.shut(place)
        if shut is None:
            try:
                self.door.ask(partial(self._take, call), place)
            except PlatformError as error:
                shut = self._failed(call, error)
        if shut is not None:
            known = self._known()
            self.measured.left |= {account.pk: shut for account in call.accounts if account.pk not in known}
        self.door.pace.more(len(call.accounts))

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

    def _failed(self, call: _Call, error: PlatformError) -> PlatformError | None:
        """Writes down what the call's accounts have of it; answers why they were not asked, where that is so."""
        if error.closes_platform or error.kind in OF_OUR_KEY:
            return error
        if len(call.accounts) > 1 and error.kind in OF_ONE_ACCOUNT:  # it cannot be said whose fault it is
            error = PlatformError(Kind.BAD_RESPONSE, error.message)
        self.measured.errors |= {account.pk: error for account in call.accounts}
        return None

    def _known(self) -> dict[int, object]:
        return {**self.measured.readings, **self.measured.errors}
