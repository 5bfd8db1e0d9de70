"""From a feed to `PostReading`s: titles and days, never a count of anybody."""

import calendar
import hashlib
import html
import io
import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any

import feedparser

from stats.platforms.counts import line
from stats.platforms.readings import LONGEST_TEXT, PostReading

MOST = 300  # posts of a feed that are looked at
LONGEST_ID = 120
FEEDS = ("application/rss+xml", "application/atom+xml")


def feed_of(body: bytes, content_type: str) -> Any | None:
    """The parsed feed; null where it is none. Always from a stream: bytes alone would be taken for a file's name."""
    found = feedparser.parse(io.BytesIO(body), response_headers={"content-type": content_type})
    return found if found.get("version") else None


def title_of(feed: Any) -> str:
    return plain(feed.feed.get("title"))[:200]


def guid_of(feed: Any) -> str:
    """The podcast's own id, where its feed says one."""
    guid = feed.feed.get("podcast_guid")
    return guid if isinstance(guid, str) and len(guid) <= LONGEST_ID else ""


def posts_of(feed: Any, kind: str, since: datetime) -> list[PostReading]:
    """What was published since then, the newest first. What has no day of its own is left out."""
    posts = [post for entry in feed.entries[:MOST] if (post := _post(entry, kind)) and post.published_at >= since]
    return sorted(posts, key=lambda post: post.published_at, reverse=True)


def plain(text: Any) -> str:
    """Without markup."""
    return " ".join(line(html.unescape(re.sub(r"<[^>]*>", " ", str(text or ""))), 5_000).split())


def _post(entry: Any, kind: str) -> PostReading | None:
    day = entry.get("published_parsed") or entry.get("updated_parsed")
    link = next((each for each in (entry.get("link"), *_enclosures(entry)) if _is_address(each)), "")
    name = str(entry.get("id") or link or "").replace("\0", "")
    if not day or not name:
        return None
    return PostReading(
        external_id=name if len(name) <= LONGEST_ID else hashlib.sha256(name.encode()).hexdigest(),
        kind=kind,
        url=link[:500],
        text=(plain(entry.get("title")) or plain(entry.get("summary")))[:LONGEST_TEXT],
        published_at=datetime.fromtimestamp(calendar.timegm(day), UTC),
    )


def _enclosures(entry: Any) -> list[Any]:
    return [each.get("href") for each in entry.get("enclosures") or []]


def _is_address(text: Any) -> bool:
    """A guid that is no permalink becomes a link all the same."""
    return isinstance(text, str) and text.startswith(("https://", "http://"))


class _Links(HTMLParser):
    """The feeds that a page names."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        alternate = tag == "link" and "alternate" in said.get("rel", "").lower().split()
        if alternate and said.get("type", "").lower() in FEEDS and said.get("href"):
            self.found.append(said["href"])


def named_feed(body: bytes) -> str:
    """The first feed that a page names, or an empty text."""
    links = _Links()
    links.feed(body[:500_000].decode("utf-8", "replace"))
    return links.found[0] if links.found else ""
