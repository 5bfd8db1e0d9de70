"""What every platform's connector can be asked for. A new platform is one new folder with one class of this kind.

A connector knows nothing of our tables. It is made with the office's keys, asks over HTTP, gives `Reading`s and raises
`PlatformError`. What a platform hides is null in a reading, never zero.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

import httpx

from stats.platforms.errors import PlatformError
from stats.platforms.http import Params, as_object, get, new_client
from stats.platforms.readings import Reading

type Found = Reading | PlatformError


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that the office enters to read a platform. `name` is also the connector's keyword for it."""

    name: str
    label: str
    help: str
    secret: bool = True


class Connector(ABC):
    """One key's view of a platform. `spend(units)` is called before each call and may raise, as `spend(units, bucket)`
    where the platform counts that call by itself; `timeout` in seconds.
    """

    platform: ClassVar[str]  # by which the folder is found: its key in the list of platforms
    address: ClassVar[str] = ""  # where it answers, unless settings say otherwise
    name: ClassVar[str]
    needs: ClassVar[tuple[Need, ...]]
    gives: ClassVar[str]  # one sentence for staff
    hides: ClassVar[str]
    sample: ClassVar[str]  # an account that is always there, to try a key with
    unit: ClassVar[str] = "calls"  # what the platform counts by, as a word of many
    posts_cost: ClassVar[int] = 1  # units of one account's posts, about; of those that are asked for by id, see there
    handles: ClassVar[int] = 1  # accounts by handle in one call
    posts_every: ClassVar[timedelta] = timedelta(0)  # where its posts cost much, how seldom they are read
    posts_known: ClassVar[int] = 0  # known posts that are asked for by id, where those were not among the latest
    posts_latest: ClassVar[int] = 0  # so many are the latest, where others are asked for by id
    known_cost: ClassVar[float] = 0  # units of one that is asked for by id
    key_lasts: ClassVar[timedelta | None] = None  # null where a key is good until it is taken away
    one_place: ClassVar[bool] = True  # all accounts are asked for at one place, which can be down as a whole
    by_address: ClassVar[bool] = False  # an account is asked for by its address, not by its handle

    def __init__(
        self,
        base_url: str,
        client: httpx.Client | None = None,
        *,
        timeout: float = 10.0,
        pause: float = 1.0,
        spend: Callable[..., None] = lambda *units: None,
    ) -> None:
        self.base_url = base_url.rstrip("/")
        self.client = client or new_client(timeout)
        self.timeout = timeout
        self.pause = pause
        self.spend = spend

    @staticmethod
    @abstractmethod
    def is_id(text: str) -> bool:
        """Whether this can be the platform's own id of an account."""

    def name_of(self, external_id: str, handle: str, url: str) -> tuple[str, bool]:
        """What an account is asked for by, and whether that is its id."""
        return (url if self.by_address else "") or handle.removeprefix("@"), False

    def place_of(self, name: str) -> str:
        """Where an account of this name is asked for, where that is not one place for all."""
        return ""

    @staticmethod
    def cost(count: int) -> int:
        """Units of one call about so many accounts."""
        return 1

    @abstractmethod
    def fetch_handles(self, handles: Sequence[str]) -> dict[str, Found]:
        """Up to `handles` accounts by handle, keyed as asked, in one call. Who is missing is missing there."""

    def close(self) -> None:
        self.client.close()

    def _call(
        self,
        path: str,
        params: Params,
        error_of: Callable[[int, Mapping[str, str], bytes], PlatformError],
        *,
        units: int = 1,
        bucket: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> tuple[dict[str, Any], Mapping[str, str]]:
        """One GET that is paid for: its JSON and its headers. Raises `PlatformError`."""
        self.spend(*((units, bucket) if bucket else (units,)))
        url = self.base_url + path
        answer, body = get(self.client, url, params, name=self.name, deadline=self.timeout * 3, headers=headers)
        if answer.status_code != 200:
            raise error_of(answer.status_code, answer.headers, body)
        return as_object(body, name=self.name), answer.headers


class ByIdConnector(Connector):
    """One that can be asked by id too, and is, wherever the id of an account is known."""

    batch: ClassVar[int]  # accounts of known id in one call

    def name_of(self, external_id: str, handle: str, url: str) -> tuple[str, bool]:
        return (external_id, True) if self.is_id(external_id) else super().name_of(external_id, handle, url)

    @abstractmethod
    def fetch_many(self, ids: Sequence[str]) -> dict[str, Found]:
        """Up to `batch` accounts by id, in one call. Who is missing there is missing on the platform."""
