"""Asking Instagram about an account by its name: one in a call, and only professional accounts."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from stats.platforms import graph
from stats.platforms.connector import Connector, Found, Need
from stats.platforms.errors import Kind, PlatformError
from stats.platforms.http import patiently
from stats.platforms.instagram.parse import posts_of, reading_of
from stats.platforms.readings import PostReading
from stats.platforms.walk import walk_back

NAME = "Instagram"
HANDLE = re.compile(r"[A-Za-z0-9._]{1,30}\Z")
ACCOUNT_ID = re.compile(r"17841[0-9]{12}\Z")
PROFILE = "id,ig_id,username,name,followers_count,follows_count,media_count"
MEDIA = "id,caption,timestamp,permalink,media_type,media_product_type,like_count,comments_count,view_count"
POSTS_A_PAGE = 25
PAGES = 4


class Instagram(Connector):
    """The office's account asks about others. Instagram knows them by name only, so a new name has to be told."""

    platform = "instagram"
    name = NAME
    needs = (
        Need("user_id", "The office’s Instagram account id", "17 digits: the professional account that asks.", False),
        Need("token", "Long-lived token", "Of somebody with a task on the linked Facebook Page; it lasts 60 days."),
    )
    gives = "Followers, following, posts, and each post’s likes and comments, of professional accounts."
    hides = "Personal accounts are not found. Likes may be hidden by their owner."
    sample = "instagram"
    key_lasts = timedelta(days=60)

    def __init__(
        self, base_url: str, user_id: str, token: str, client: httpx.Client | None = None, **more: Any
    ) -> None:
        super().__init__(base_url, client, **more)
        self.user_id = user_id
        self.token = token
        self.resting: datetime | None = None

    @staticmethod
    def is_id(text: str) -> bool:
        return bool(ACCOUNT_ID.match(text))

    def fetch_handles(self, handles: Sequence[str]) -> dict[str, Found]:
        [handle] = handles
        found = self._discover(handle, PROFILE)
        return {handle: reading_of(found)} if found is not None else {}

    def posts(self, handle: str, since: datetime) -> list[PostReading]:
        """What the account has posted since then, the newest first, at most a hundred."""

        def page(cursor: str) -> tuple[list[PostReading], str]:
            after = f".after({cursor})" if cursor else ""
            return posts_of(self._discover(handle, f"media{after}.limit({POSTS_A_PAGE}){{{MEDIA}}}") or {})

        return walk_back(page, PAGES, since)

    def _discover(self, handle: str, fields: str) -> dict[str, Any] | None:
        """The answer about one name, or None where Instagram does not know it as a professional account."""
        if not HANDLE.match(handle):
            return None
        asked = {"fields": f"business_discovery.username({handle}){{{fields}}}"}
        try:
            return patiently(lambda: self._get(asked), pause=self.pause)
        except PlatformError as error:
            if error.kind is Kind.NOT_FOUND:
                return None
            raise

    def _get(self, params: dict[str, str]) -> dict[str, Any]:
        now = datetime.now(UTC)
        if self.resting and self.resting > now:
            raise PlatformError(Kind.RATE_LIMITED, "Instagram asks us to wait.", self.resting)
        bearer = {"Authorization": f"Bearer {self.token}"}
        data, headers = self._call(f"/{self.user_id}", params, graph.error_of(NAME), headers=bearer)
        self.resting = graph.rest_until(headers, now)
        found = data.get("business_discovery")
        if not isinstance(found, dict):
            raise PlatformError(Kind.BAD_RESPONSE, "Instagram answered in a shape that is not documented.")
        return found
