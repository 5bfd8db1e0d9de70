"""From X's timelines to `PostReading`s. Both spellings of a field are read: X is renaming tweets to posts."""

from datetime import UTC, datetime
from typing import Any

from stats.platforms.counts import count, line
from stats.platforms.errors import Kind, PlatformError
from stats.platforms.readings import LONGEST_TEXT, PostReading
from stats.platforms.x.errors import problem_of
from stats.platforms.x.parse import missing, strange

STATUS = "https://x.com/i/status/"


def fields_of(spelling: str) -> str:
    """What is asked for of a post, in X's spelling of the parameter."""
    note = "note_post" if spelling == "post.fields" else "note_tweet"
    return f"created_at,public_metrics,attachments,entities,paid_partnership,{note}"


def posts_of(data: dict[str, Any]) -> list[PostReading]:
    """The posts of an answer; none where X says that there are none. Raises `PlatformError`."""
    items, problems = data.get("data") or [], data.get("errors") or []
    if not items and problems:
        raise missing(problems[0]) if isinstance(problems[0], dict) else strange()
    if not items and not isinstance(data.get("meta"), dict):
        raise strange()
    try:
        media = {each["media_key"]: str(each["type"]) for each in (data.get("includes") or {}).get("media") or []}
        return [_post(item, media) for item in items]
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise strange() from error


def gone_of(data: dict[str, Any]) -> set[str]:
    """The ids that X names as deleted, protected or suspended. Raises `PlatformError` (BAD_RESPONSE)."""
    problems = data.get("errors") or []
    if not isinstance(problems, list) or not all(isinstance(each, dict) for each in problems):
        raise strange()
    if not problems and not data.get("data"):
        raise strange()
    unseen = {"resource-not-found", "not-authorized-for-resource"}
    return {str(each.get("resource_id") or each.get("value") or "") for each in problems if problem_of(each) in unseen}


def _post(item: dict[str, Any], media: dict[str, str]) -> PostReading:
    counts = item.get("public_metrics") or {}
    note = item.get("note_tweet") or item.get("note_post") or {}
    keys = (item.get("attachments") or {}).get("media_keys") or []
    if not isinstance(item["id"], str) or not item["id"].isdigit():
        raise PlatformError(Kind.BAD_RESPONSE, "X named a post without its number.")
    return PostReading(
        external_id=item["id"],
        kind=next((media[key] for key in keys if key in media), "post"),
        url=STATUS + item["id"],
        text=_text(note if note.get("text") else item),
        published_at=datetime.fromisoformat(item["created_at"]),
        views=count(counts.get("impression_count")),
        likes=count(counts.get("like_count")),
        comments=count(counts.get("reply_count")),
        shares=_together(counts.get("retweet_count", counts.get("repost_count")), counts.get("quote_count")),
        saves=count(counts.get("bookmark_count")),
        is_paid=paid if isinstance(paid := item.get("paid_partnership"), bool) else None,
    )


def _text(said: dict[str, Any]) -> str:
    """All of it, with the addresses that X's short links stand for; without those to its own pictures and films, which
    X puts behind what somebody wrote.
    """
    text = str(said.get("text") or "")
    for link in (said.get("entities") or {}).get("urls") or []:
        if link.get("url") and link.get("expanded_url"):
            text = text.replace(link["url"], "" if link.get("media_key") else link["expanded_url"])
    return line(text.rstrip(), LONGEST_TEXT)


def _together(reposts: Any, quotes: Any) -> int | None:
    """Reposts and quotes; unknown where one of them is."""
    some, others = count(reposts), count(quotes)
    return None if some is None or others is None else some + others


def start_of(since: datetime) -> str:
    """A time as X wants it."""
    return since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
