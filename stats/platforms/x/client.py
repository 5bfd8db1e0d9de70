"""Asking X about accounts, a hundred in a call."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from math import ceil
from typing import Any

import httpx

from stats.platforms.connector import ByIdConnector, Found, Need
from stats.platforms.errors import Kind, PlatformError
from stats.platforms.http import Params, patiently
from stats.platforms.readings import PostReading
from stats.platforms.x.errors import error_of
from stats.platforms.x.parse import users_of
from stats.platforms.x.posts import fields_of, gone_of, posts_of, start_of

NAME = "X"
BATCH = 100
HANDLE = re.compile(r"[A-Za-z0-9_]{1,15}\Z")
USER_ID = re.compile(r"[0-9]{1,19}\Z")
FIELDS = "created_at,protected,public_metrics,verified"
POSTS = 20  # in one reading: X charges for each, half of what it charges for an account


class X(ByIdConnector):
    """Accounts by id or by name, and their latest posts. Units are accounts read, which is what X charges for."""

    platform = "x"
    name = NAME
    needs = (Need("token", "Bearer token", "App-only, from the developer console. X charges for each account read."),)
    gives = "Followers, following and posts, exact; and the latest twenty posts, once a week."
    hides = "Suspended accounts are not found; what a protected account posts is not shown."
    sample = "x"
    unit = "accounts"
    batch = BATCH
    handles = BATCH
    posts_cost = 10
    posts_every = timedelta(days=7)
    posts_known = 40  # those before them of ninety days, asked for by id, so that what was deleted is known
    posts_latest = POSTS
    known_cost = 0.5

    def __init__(
        self,
        base_url: str,
        token: str,
        client: httpx.Client | None = None,
        *,
        post_fields: str = "tweet.fields",
        **more: Any,
    ) -> None:
        super().__init__(base_url, client, **more)
        self.token = token
        self.post_fields = post_fields

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

    def posts(self, external_id: str, since: datetime) -> list[PostReading]:
        """The account's latest posts since then, the newest first, at most twenty; no replies and no reposts."""
        params = {
            "max_results": str(POSTS),
            "start_time": start_of(since),
            "exclude": "replies,retweets",
            "expansions": "attachments.media_keys",
            "media.fields": "type",
            self.post_fields: fields_of(self.post_fields),
        }
        return posts_of(self._get(f"/2/users/{external_id}/tweets", params, units=self.posts_cost))

    def posts_again(self, ids: Sequence[str]) -> tuple[list[PostReading], list[str]]:
        """Posts by id, those that still stand, and the ids of those that X does not show any more."""
        if len(ids) > BATCH:
            raise ValueError(f"{len(ids)} posts in one call; X takes {BATCH}")
        params = {
            "ids": ",".join(ids),
            "expansions": "attachments.media_keys",
            "media.fields": "type",
            self.post_fields: fields_of(self.post_fields),
        }
        data = self._get("/2/tweets", params, units=ceil(len(ids) * self.known_cost))
        gone = gone_of(data)
        return (posts_of(data) if data.get("data") else []), [each for each in ids if each in gone]

    def _users(self, path: str, param: str, asked: Sequence[str], key: Any) -> dict[str, Found]:
        if len(asked) > BATCH:
            raise ValueError(f"{len(asked)} accounts in one call; X takes {BATCH}")
        if not asked:
            return {}
        params = {param: ",".join(asked), "user.fields": FIELDS}
        return users_of(self._get(path, params, units=self.cost(len(asked))), key)

    def _get(self, path: str, params: Params, *, units: int) -> dict[str, Any]:
        bearer = {"Authorization": f"Bearer {self.token}"}
        return patiently(lambda: self._call(path, params, error_of, units=units, headers=bearer)[0], pause=self.pause)
