"""From X's JSON to readings. Both spellings of a field are read: X is renaming tweets to posts."""

from collections.abc import Callable
from typing import Any

from stats.platforms.connector import Found
from stats.platforms.counts import count, line
from stats.platforms.errors import Kind, PlatformError
from stats.platforms.readings import Reading
from stats.platforms.x.errors import problem_of


def users_of(data: dict[str, Any], key: Callable[[str, str], str]) -> dict[str, Found]:
    """The accounts of an answer, by what `key(id, name)` says, and those that X names under `errors`."""
    items, problems = data.get("data") or [], data.get("errors") or []
    if not isinstance(items, list) or not isinstance(problems, list) or not (items or problems):
        raise strange()
    found: dict[str, Found] = {}
    for problem in problems:
        if not isinstance(problem, dict):
            raise strange()
        value = str(problem.get("value") or problem.get("resource_id") or "")
        found[key(value, value)] = missing(problem)
    for item in items:
        if not isinstance(item, dict) or not isinstance(item.get("id"), str):
            raise strange()
        handle = line(item.get("username"), 120)
        try:
            found[key(item["id"], handle)] = _reading(item, handle)
        except (AttributeError, TypeError, ValueError):
            found[key(item["id"], handle)] = strange()
    return found


def _reading(item: dict[str, Any], handle: str) -> Reading:
    counts = item.get("public_metrics") or {}
    return Reading(
        external_id=item["id"],
        handle=handle,
        title=line(item.get("name")),
        followers=count(counts.get("followers_count")),
        following=count(counts.get("following_count")),
        posts=count(counts.get("tweet_count", counts.get("post_count"))),
        is_protected=item.get("protected") is True,
    )


def missing(problem: dict[str, Any]) -> PlatformError:
    """What X says of an account that it does not show."""
    if problem_of(problem) == "not-authorized-for-resource":
        return PlatformError(Kind.PERMISSION, "X does not let us read this account: it is protected.")
    if problem.get("title") == "Forbidden":
        return PlatformError(Kind.NOT_FOUND, "Suspended on X.")
    return PlatformError(Kind.NOT_FOUND, "Not found on X.")


def strange() -> PlatformError:
    """An answer that is not what is documented."""
    return PlatformError(Kind.BAD_RESPONSE, "X answered in a shape that is not documented.")
