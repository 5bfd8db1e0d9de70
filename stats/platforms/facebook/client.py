"""Asking Facebook about a Page, one in a call: an id that is wrong would spoil a call for several."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import httpx

from stats.platforms import graph
from stats.platforms.connector import ByIdConnector, Found, Need
from stats.platforms.counts import count, line
from stats.platforms.errors import Kind, PlatformError
from stats.platforms.http import patiently
from stats.platforms.readings import Reading

NAME = "Facebook"
FIELDS = "id,name,username,followers_count,fan_count"
PAGE_ID = re.compile(r"[0-9]{5,20}\Z")
HANDLE = re.compile(r"[A-Za-z0-9.\-]{1,80}\Z")


class Facebook(ByIdConnector):
    """Pages by id or by name. People's own profiles have no figures there."""

    name = NAME
    needs = (
        Need(
            "token",
            "Page token",
            "Of a Page that the office manages, or of a system user with Page Public Content Access for all Pages.",
        ),
    )
    gives = "Followers of Pages, exact."
    hides = "People’s own profiles are not shown. Pages of others need Meta’s review of the office’s app."
    sample = "facebook"
    batch = 1

    def __init__(self, base_url: str, token: str, client: httpx.Client | None = None, **more: Any) -> None:
        super().__init__(base_url, client, **more)
        self.token = token
        self.resting: datetime | None = None

    @staticmethod
    def is_id(text: str) -> bool:
        return bool(PAGE_ID.match(text))

    def fetch_many(self, ids: Sequence[str]) -> dict[str, Found]:
        return self.fetch_handles(ids)

    def fetch_handles(self, handles: Sequence[str]) -> dict[str, Found]:
        [name] = handles
        if not HANDLE.match(name):
            return {}
        try:
            data = patiently(lambda: self._page(name), pause=self.pause)
        except PlatformError as error:
            if error.kind is Kind.NOT_FOUND:
                return {}
            raise
        return {name: reading_of(data)}

    def _page(self, name: str) -> dict[str, Any]:
        now = datetime.now(UTC)
        if self.resting and self.resting > now:
            raise PlatformError(Kind.RATE_LIMITED, "Facebook asks us to wait.", self.resting)
        bearer = {"Authorization": f"Bearer {self.token}"}
        data, headers = self._call(f"/{name}", {"fields": FIELDS}, graph.error_of(NAME), headers=bearer)
        self.resting = graph.rest_until(headers, now)
        return data


def reading_of(data: dict[str, Any]) -> Found:
    """A Page. `fan_count` is the likes of old: it does not stand in for followers."""
    try:
        if not isinstance(data["id"], str) or not data["id"]:
            raise TypeError
        return Reading(
            external_id=data["id"],
            handle=line(data.get("username"), 120),
            title=line(data.get("name")),
            followers=count(data.get("followers_count")),
        )
    except (KeyError, TypeError, ValueError):
        return PlatformError(Kind.BAD_RESPONSE, "Facebook answered in a shape that is not documented.")
