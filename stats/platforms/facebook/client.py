"""Asking Facebook about a Page, one in a call: an id that is wrong would spoil a call for several."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

import httpx

from stats.platforms import graph
from stats.platforms.connector import ByIdConnector, Found, Need
from stats.platforms.counts import count, line
from stats.platforms.errors import Kind, PlatformError
from stats.platforms.facebook.posts import POSTS_A_PAGE, SEEN, ladder, posts_of
from stats.platforms.http import patiently
from stats.platforms.readings import PastReading, PostReading, Reading
from stats.platforms.series import series_of
from stats.platforms.walk import walk_back

NAME = "Facebook"
FIELDS = "id,name,username,followers_count,fan_count"
PAGE_ID = re.compile(r"[0-9]{5,20}\Z")
HANDLE = re.compile(r"[A-Za-z0-9.\-]{1,80}\Z")
PAGES = 4
FOLLOWS = "page_follows"
HISTORY = timedelta(days=729)  # Facebook keeps two years
WINDOW = timedelta(days=90)  # and tells ninety days in a call


class Facebook(ByIdConnector):
    """Pages by id or by name. People's own profiles have no figures there."""

    platform = "facebook"
    name = NAME
    needs = (
        Need(
            "token",
            "Page token",
            "Of a Page that the office manages, or of a system user with Page Public Content Access for all Pages.",
        ),
    )
    gives = "Followers of Pages, exact; and each post’s reactions, comments and shares."
    hides = "People’s own profiles are not shown. Pages of others need Meta’s review of the office’s app."
    sample = "facebook"
    batch = 1
    refusal = staticmethod(graph.error_of(NAME))
    own_token: ClassVar[bool] = False
    """Whether the token is that of the Page that is read, whose calls are counted apart from the others'."""

    def __init__(self, base_url: str, token: str, client: httpx.Client | None = None, **more: Any) -> None:
        super().__init__(base_url, client, **more)
        self.token = token
        self.resting: datetime | None = None
        self.apart = False  # whether it rests for the sake of this Page alone
        self.ladder = ladder()  # what the app may ask of posts is at its head

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
            data = self._get(f"/{name}", {"fields": FIELDS})
        except PlatformError as error:
            if error.kind is Kind.NOT_FOUND:
                return {}
            raise
        return {name: reading_of(data)}

    def posts(self, name: str, since: datetime) -> list[PostReading]:
        """What the Page has published since then, the newest first, at most a hundred: those before it alone has had
        enough.
        """
        asked = {"since": str(int(since.timestamp()))}

        def page(cursor: str) -> tuple[list[PostReading], str]:
            return posts_of(self._published(name, asked | ({"after": cursor} if cursor else {})))

        return walk_back(page, PAGES, since)

    def history(self, name: str, now: datetime) -> list[PastReading]:
        """Followers at the end of each day of about two years, the oldest first: of Pages that the office manages."""
        past: dict[datetime, PastReading] = {}
        until = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        first = until - HISTORY
        while until > first:
            since = max(until - WINDOW, first)
            asked = {
                "metric": FOLLOWS, "period": "day",
                "since": str(int(since.timestamp())), "until": str(int(until.timestamp())),
            }  # fmt: skip
            told = series_of(self._get(f"/{name}/insights", asked), FOLLOWS, name=NAME)
            if not told:
                break
            past |= {at: PastReading(at, value) for at, value in told}
            until = since
        return [past[at] for at in sorted(past)]

    def _published(self, name: str, params: dict[str, str]) -> dict[str, Any]:
        """A page of posts, with as much of each as the app may read: it goes down the ladder where it may not."""
        while True:
            asked = {"fields": self.ladder[0], "limit": str(POSTS_A_PAGE), **params}
            try:
                return self._get(f"/{name}/published_posts", asked)
            except PlatformError as error:
                given_up = error.kind is Kind.CONFIGURATION and SEEN in self.ladder[0]
                if not (given_up or error.kind is Kind.PERMISSION) or len(self.ladder) == 1:
                    raise
            self.ladder = self.ladder[1:]

    def _get(self, path: str, params: dict[str, str]) -> dict[str, Any]:
        return patiently(lambda: self._once(path, params), pause=self.pause)

    def _once(self, path: str, params: dict[str, str]) -> dict[str, Any]:
        now = datetime.now(UTC)
        if self.resting and self.resting > now:
            raise PlatformError(Kind.RATE_LIMITED, "Facebook asks us to wait.", self.resting, of_one=self.apart)
        bearer = {"Authorization": f"Bearer {self.token}"}
        data, headers = self._call(path, params, self.refusal, headers=bearer)
        self.resting = graph.rest_until(headers, now)
        self.apart = self.own_token and not graph.is_used_up(headers)
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
