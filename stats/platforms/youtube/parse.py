"""From YouTube's JSON to `Reading`s."""

import re
from typing import Any

from stats.platforms.connector import Found
from stats.platforms.counts import count, line
from stats.platforms.errors import Kind, PlatformError
from stats.platforms.readings import Reading

EXACT_UP_TO = 1_000  # above it the public count is rounded down to three significant figures
CHANNEL_ID = re.compile(r"UC[0-9A-Za-z_-]{22}\Z")


def channels_of(data: dict[str, Any]) -> dict[str, Found]:
    """The channels of an answer by id; none where `items` is missing: nothing was found.

    A channel that cannot be read is a `PlatformError` in its place, so that it does not spoil its 49 neighbours.
    Raises `PlatformError` (BAD_RESPONSE) where the answer as a whole is not what is documented.
    """
    items = data.get("items") or []
    if "error" in data or data.get("kind") != "youtube#channelListResponse" or not isinstance(items, list):
        raise strange()
    found: dict[str, Found] = {}
    for item in items:
        external_id = item.get("id") if isinstance(item, dict) else None
        if not isinstance(external_id, str) or not external_id:
            raise strange()
        try:
            found[external_id] = _reading(external_id, item)
        except (AttributeError, KeyError, TypeError, ValueError):
            found[external_id] = strange()
    return found


def _reading(external_id: str, item: dict[str, Any]) -> Reading:
    snippet, counts = item.get("snippet") or {}, item["statistics"]
    followers = None if counts.get("hiddenSubscriberCount") else count(counts.get("subscriberCount"))
    return Reading(
        external_id=external_id,
        handle=str(snippet.get("customUrl") or "").removeprefix("@"),
        title=line(snippet.get("title")),
        followers=followers,
        posts=count(counts.get("videoCount")),
        views=count(counts.get("viewCount")),
        is_rounded=followers is not None and followers > EXACT_UP_TO,
    )


def strange() -> PlatformError:
    return PlatformError(Kind.BAD_RESPONSE, "YouTube answered in a shape that is not documented.")
