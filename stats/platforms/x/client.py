"""Asking X about accounts, a hundred in a call."""

import re
from collections.abc import Sequence
from typing import Any

import httpx

from stats.platforms.connector import ByIdConnector, Found, Need
from stats.platforms.errors import Kind, PlatformError
from stats.platforms.http import patiently
from stats.platforms.x.errors import error_of
from stats.platforms.x.parse import users_of

NAME = "X"
BATCH = 100
HANDLE = re.compile(r"[A-Za-z0-9_]{1,15}\Z")
USER_ID = re.compile(r"[0-9]{1,19}\Z")
FIELDS = "created_at,protected,public_metrics,verified"


class X(ByIdConnector):
    """Accounts by id or by name. Units are accounts read, which is what X charges for."""

    name = NAME
    needs = (Need("token", "Bearer token", "App-only, from the developer console. X charges for each account read."),)
    gives = "Followers, following and posts, exact."
    hides = "Suspended accounts are not found; what a protected account posts is not shown."
    sample = "x"
    unit = "accounts"
    batch = BATCH
    handles = BATCH

    def __init__(self, base_url: str, token: str, client: httpx.Client | None = None, **more: Any) -> None:
        super().__init__(base_url, client, **more)
        self.token = token

    @staticmethod
    def is_id(text: str) -> bool:
        return bool(USER_ID.match(text))

    @staticmethod
    def cost(count: int) -> int:
        return count

    def fetch_many(self, ids: Sequence[str]) -> dict[str, Found]:
        return self._users("/2/users", "ids", ids, lambda external_id, handle: external_id)

    def fetch_handles(self, handles: Sequence[str]) -> dict[str, Found]:
        """A name that cannot be one is not sent: it would spoil the call for its 99 neighbours."""
        said = {handle.lower(): handle for handle in handles if HANDLE.match(handle)}
        found = self._users("/2/users/by", "usernames", list(said), lambda external_id, handle: handle.lower())
        gone = {handle: PlatformError(Kind.NOT_FOUND, "Not found on X.") for handle in handles}
        return gone | {handle: found[low] for handle in handles if (low := handle.lower()) in found and low in said}

    def _users(self, path: str, param: str, asked: Sequence[str], key: Any) -> dict[str, Found]:
        if len(asked) > BATCH:
            raise ValueError(f"{len(asked)} accounts in one call; X takes {BATCH}")
        if not asked:
            return {}
        params = {param: ",".join(asked), "user.fields": FIELDS}
        bearer = {"Authorization": f"Bearer {self.token}"}
        data, _ = patiently(
            lambda: self._call(path, params, error_of, units=self.cost(len(asked)), headers=bearer), pause=self.pause
        )
        return users_of(data, key)
