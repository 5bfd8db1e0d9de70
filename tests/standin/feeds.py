"""Podcasts and blogs at the stand-in: `/feeds/NAME`, with ETags, moves and ends as sites have them."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any
from xml.sax.saxutils import escape

from tests.standin.faults import Raw

PREFIX = "/feeds/"


@dataclass(slots=True)
class Feeds:
    """Scripted by name: `{"items": […], "etag": …, "modified": …}`, `{"status": 410}`, `{"hang": 30}`,
    `{"moved": "/feeds/other"}`, `{"raw": "…"}`.
    """

    there: dict[str, dict[str, Any]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)

    def answer(self, path: str, headers: Mapping[str, str], seeded: Mapping[str, Any]) -> Raw:
        """One GET, whole. What is scripted goes before what is `seeded`."""
        self.asked.append((path, {name.lower(): value for name, value in headers.items()}))
        name = path.removeprefix(PREFIX)
        facts = self.there.get(name) or seeded.get(name)
        if facts is None:
            return Raw(404, b"Not here", "text/plain")
        time.sleep(facts.get("hang", 0))
        if "moved" in facts:
            return Raw(facts.get("status", 301), b"", "text/html", headers=(("Location", facts["moved"]),))
        if "status" in facts:
            after = (("Retry-After", facts["after"]),) if "after" in facts else ()
            return Raw(facts["status"], b"", "text/plain", headers=after)
        mark = facts.get("etag", "")
        day = facts.get("modified", "")
        if mark and headers.get("If-None-Match") == mark:
            self.unchanged.append(path)
            return Raw(304, b"", headers=(("ETag", mark),))
        if day and not mark and "If-Modified-Since" in headers:
            since = parsedate_to_datetime(headers["If-Modified-Since"])
            if since >= parsedate_to_datetime(day):
                self.unchanged.append(path)
                return Raw(304, b"", headers=(("Last-Modified", day),))
        body = facts["raw"] if "raw" in facts else _rss(facts)
        kind = facts.get("type", "application/rss+xml")
        told = (("ETag", mark), ("Last-Modified", day))
        return Raw(200, body.encode(), kind, headers=tuple((name, value) for name, value in told if value))


def _rss(facts: Mapping[str, Any]) -> str:
    items = "".join(_item(item) for item in facts.get("items", []))
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel>'
        f"<title>{escape(facts.get('title', 'A feed'))}</title>"
        f"<podcast:guid>{facts.get('guid', '')}</podcast:guid>{items}</channel></rss>"
    )


def _item(item: Mapping[str, Any]) -> str:
    day = f"<pubDate>{format_datetime(datetime.fromisoformat(item['at']))}</pubDate>" if "at" in item else ""
    sound = f'<enclosure url="{item["sound"]}" type="audio/mpeg" length="1"/>' if "sound" in item else ""
    link = f"<link>{item['link']}</link>" if "link" in item else ""
    return f"<item><guid>{item['guid']}</guid><title>{escape(item.get('title', ''))}</title>{link}{day}{sound}</item>"
