"""Fetching a feed: bounded in size, time and redirects, from the public internet alone, and only when it changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar
from urllib.parse import urlsplit

import httpx

from stats.platforms.connector import Connector, Found
from stats.platforms.errors import Kind, PlatformError, by_status
from stats.platforms.feed.guard import Resolve, checked, place_of, resolved
from stats.platforms.feed.parse import feed_of, guid_of, named_feed, posts_of, title_of
from stats.platforms.http import patiently, sent
from stats.platforms.readings import PostReading, Reading
from stats.platforms.waits import retry_after

REDIRECTS = 5
MOVED = {301, 302, 303, 307, 308}
FOR_GOOD = {301, 308}
NOT_CHANGED = 304
ACCEPT = "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.9, text/html;q=0.5"


@dataclass(frozen=True, slots=True)
class _Answer:
    """What came from where it was in the end. `mark` lets us ask next time whether anything changed.

    `moved` says that each step on the way there is for good.
    """

    url: httpx.URL
    status: int
    body: bytes
    content_type: str
    mark: str
    moved: bool
    after: str  # when to ask again, where it says so


class Feed(Connector):
    """One kind of feed. Each is at a place of its own: that one is down says nothing of the others."""

    kind: ClassVar[str]
    needs = ()
    hides = "How many follow, listen or read: no feed says it."
    by_address = True
    one_place = False

    def __init__(
        self,
        base_url: str = "",
        client: httpx.Client | None = None,
        *,
        private_hosts: bool = False,
        resolve: Resolve = resolved,
        **more: Any,
    ) -> None:
        super().__init__(base_url, client, **more)
        self.private_hosts = private_hosts
        self.resolve = resolve

    @staticmethod
    def is_id(text: str) -> bool:
        return False

    def place_of(self, name: str) -> str:
        """The site."""
        return urlsplit(name).netloc.lower()

    def fetch_handles(self, handles: Sequence[str]) -> dict[str, Found]:
        """A feed's title. Followers stay unknown."""
        [address] = handles
        answer = self._fetch(checked(address), "")
        feed, _ = self._feed_in(answer, "")
        moved_to = str(answer.url) if answer.moved else ""
        return {address: Reading(external_id=guid_of(feed), title=title_of(feed), moved_to=moved_to)}

    def posts(self, address: str, since: datetime) -> list[PostReading]:
        """What was published since then."""
        return self.posts_after(address, since, "")[0]

    def posts_after(self, address: str, since: datetime, mark: str) -> tuple[list[PostReading], str]:
        """The same with a mark for the next time; nothing where nothing changed since `mark` was given."""
        feed, new = self._feed_in(self._fetch(checked(address), mark), mark)
        return (posts_of(feed, self.kind, since) if feed is not None else []), new

    def _feed_in(self, answer: _Answer, mark: str) -> tuple[Any, str]:
        """The feed that came, or the one that the page names which came; null where nothing changed."""
        for _ in range(2):
            if answer.status == NOT_CHANGED and mark:
                return None, mark
            if answer.status != 200:
                raise self._error(answer)
            feed = feed_of(answer.body, answer.content_type)
            if feed is not None:
                return feed, answer.mark
            named = named_feed(answer.body)
            if not named:
                break
            answer = self._fetch(checked(str(answer.url.join(named))), mark)
        raise PlatformError(Kind.PERMISSION, "There is no feed at its address. Write down the feed’s own.")

    def _fetch(self, url: httpx.URL, mark: str) -> _Answer:
        steps: list[int] = []
        for _ in range(REDIRECTS + 1):
            answer, body = self._patiently(url, mark)
            if answer.status_code not in MOVED:
                return _Answer(
                    url, answer.status_code, body, answer.headers.get("content-type", ""), _mark(answer.headers),
                    bool(steps) and FOR_GOOD.issuperset(steps), answer.headers.get("retry-after", ""),
                )  # fmt: skip
            steps.append(answer.status_code)
            url = checked(str(url.join(answer.headers.get("location", ""))))
        raise PlatformError(Kind.PERMISSION, "Its address leads on and on.")

    def _patiently(self, url: httpx.URL, mark: str) -> tuple[httpx.Response, bytes]:
        return patiently(lambda: self._once(url, mark), pause=self.pause)

    def _once(self, url: httpx.URL, mark: str) -> tuple[httpx.Response, bytes]:
        """One GET, to the very address that was looked at."""
        self.spend(1)
        place = place_of(url, private=self.private_hosts, resolve=self.resolve)
        headers = {"Host": url.netloc.decode("ascii"), "Accept": ACCEPT, **_asked(mark)}
        sending = self.client.stream(
            "GET", url.copy_with(host=place), headers=headers, extensions={"sni_hostname": url.host}
        )
        return sent(sending, name=url.host, deadline=self.timeout * 3)

    def _error(self, answer: _Answer) -> PlatformError:
        """Whatever it is, it is this feed's alone."""
        status, now = answer.status, datetime.now(UTC)
        if status == 410:
            return PlatformError(Kind.NOT_FOUND, "This feed is gone.", for_good=True)
        if status == 404:
            return PlatformError(Kind.NOT_FOUND, "There is no feed at this address.")
        if status in {400, 401}:
            return PlatformError(Kind.PERMISSION, "This feed is not open to everybody.")
        if status == 429 or (status == 503 and answer.after):
            until = retry_after({"retry-after": answer.after}, now)
            return PlatformError(Kind.RATE_LIMITED, "This feed asks us to wait.", until, of_one=True)
        return by_status("The feed’s site", status)


class Podcast(Feed):
    """A podcast's feed: its episodes."""

    platform = "podcast"
    name = "Podcast feeds"
    kind = "episode"
    gives = "Episodes with their title and day, of every podcast whose feed’s address is written down."
    sample = "https://feeds.npr.org/510289/podcast.xml"


class Blog(Feed):
    """A blog's feed, or the one that its page names: its articles."""

    platform = "blog"
    name = "Blog feeds"
    kind = "article"
    gives = "Articles with their title and day, of every blog whose address is written down."
    sample = "https://blog.python.org/"


def _mark(headers: httpx.Headers) -> str:
    """ETag and Last-Modified as one line."""
    said = [headers.get(name, "") for name in ("etag", "last-modified")]
    return "\n".join(said) if any(said) and all(len(each) <= 150 for each in said) else ""


def _asked(mark: str) -> dict[str, str]:
    etag, _, day = mark.partition("\n")
    asked = {"If-None-Match": etag, "If-Modified-Since": day}
    return {name: value for name, value in asked.items() if value}
