"""From YouTube's JSON to `Reading`s."""

from typing import Any

from stats.platforms.errors import Kind, PlatformError
from stats.platforms.readings import Reading

EXACT_UP_TO = 1_000  # above it the public count is rounded down to three significant figures
MOST = 2**63 - 1


def channels_of(data: dict[str, Any]) -> list[Reading]:
    """The channels of an answer; none where `items` is missing: nothing was found. Raises `PlatformError`."""
    if "error" in data or not (data.get("items") or data.get("kind") == "youtube#channelListResponse"):
        raise _strange()
    items = data.get("items") or []
    if not isinstance(items, list):
        raise _strange()
    return [_reading(item) for item in items]


def _reading(item: Any) -> Reading:
    try:
        external_id, snippet, counts = item["id"], item.get("snippet") or {}, item["statistics"]
        hidden = counts.get("hiddenSubscriberCount")
        followers = None if hidden else _count(counts.get("subscriberCount"))
        if not isinstance(external_id, str) or not external_id:
            raise _strange()
        return Reading(
            external_id=external_id,
            handle=str(snippet.get("customUrl") or "").removeprefix("@"),
            title=str(snippet.get("title") or "").replace("\0", "")[:200],
            followers=followers,
            posts=_count(counts.get("videoCount")),
            views=_count(counts.get("viewCount")),
            is_rounded=followers is not None and followers > EXACT_UP_TO,
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise _strange() from error


def _count(value: Any) -> int | None:
    """Counts come as strings; a missing one is unknown, never zero."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise TypeError(value)
    count = int(value)
    if not 0 <= count <= MOST:
        raise ValueError(value)
    return count


def _strange() -> PlatformError:
    return PlatformError(Kind.BAD_RESPONSE, "YouTube answered in a shape that is not documented.")
