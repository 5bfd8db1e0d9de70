"""YouTube Data API v3, as far as its documents say: `GET /youtube/v3/channels`. Strict about what it is asked."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from tests.standin.channels import Channel, Channels
from tests.standin.people import is_refused

PARTS = {"snippet", "statistics", "contentDetails", "status", "brandingSettings", "topicDetails", "localizations", "id"}
PARAMS = {"part", "id", "forHandle", "forUsername", "mine", "maxResults", "pageToken", "key", "hl", "prettyPrint"}
FILTERS = ("id", "forHandle", "forUsername", "mine")
MOST_IDS = 50
QUOTA_WORDS = (
    "The request cannot be completed because you have exceeded your "
    '<a href="/youtube/v3/getting-started#quota">quota</a>.'
)


class Refusal(Exception):
    """An answer that is an error, in the shape that all of Google's APIs share."""

    def __init__(
        self, code: int, reason: str, message: str, *, domain: str = "youtube.parameter", status: str = ""
    ) -> None:
        super().__init__(message)
        self.code = code
        self.headers: tuple[tuple[str, str], ...] = ()
        error: dict[str, Any] = {
            "code": code,
            "message": message,
            "errors": [{"message": message, "domain": domain, "reason": reason}],
        }
        if status:
            error["status"] = status
        if reason == "keyInvalid":
            domain_ = "googleapis.com"
            info = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID", "domain": domain_}
            error["details"] = [info]
        self.body = {"error": error}


def quota_exceeded() -> Refusal:
    return Refusal(403, "quotaExceeded", QUOTA_WORDS, domain="youtube.quota")


def rounded(count: int) -> int:
    """Public counts above 1,000 are rounded down to three significant figures."""
    if count <= 1_000:
        return count
    step = 10 ** (len(str(count)) - 3)
    return count // step * step


def checked(query: dict[str, list[str]], params: set[str], known: set[str]) -> set[str]:
    """The parts that are asked for, where the request is one that this list takes. Raises `Refusal`."""
    unknown = sorted(set(query) - params)
    if unknown:
        raise Refusal(400, "unexpectedParameter", f"Unexpected parameter: {unknown[0]}", domain="global")
    repeated = [name for name, values in query.items() if len(values) > 1 and name not in {"id", "part"}]
    if repeated:
        raise Refusal(400, "badRequest", f"{repeated[0]} is given more than once", domain="global")
    if is_refused(query.get("key", [""])[0]):
        words = "API key not valid. Please pass a valid API key."
        raise Refusal(400, "keyInvalid", words, domain="usageLimits", status="INVALID_ARGUMENT")
    parts = {part for value in query.get("part", []) for part in value.split(",")}
    if not parts:
        raise Refusal(400, "missingRequiredParameter", "No part was given")
    if parts - known:
        raise Refusal(400, "unknownPart", f"Unknown part: {sorted(parts - known)[0]}", domain="youtube.part")
    return parts


def channels(
    query: dict[str, list[str]], who: Channels, now: datetime, own: Sequence[Channel] | None = None
) -> dict[str, Any]:
    """The answer to `GET /channels`; `own` are those of whoever signed in. Raises `Refusal`."""
    parts = checked(query, PARAMS, PARTS)
    filters = [name for name in FILTERS if name in query]
    if not filters:
        raise Refusal(400, "missingRequiredParameter", "No filter selected. Expected one of: id, forHandle, mine")
    if len(filters) > 1:
        raise Refusal(400, "incompatibleParameters", f"Incompatible parameters: {', '.join(filters)}")
    if filters[0] == "forUsername" or (filters[0] == "mine" and own is None):
        raise Refusal(401, "authError", "Invalid Credentials", domain="global", status="UNAUTHENTICATED")
    most = query.get("maxResults", ["5"])[0]
    if not most.isdigit() or int(most) > MOST_IDS:
        raise Refusal(400, "invalidValue", f"Invalid value '{most}'. Values must be within the range: [0, 50]")
    found = list(own or ()) if filters[0] == "mine" else _found(query, filters[0], who)[: int(most)]
    answer: dict[str, Any] = {
        "kind": "youtube#channelListResponse",
        "etag": "standin",
        "pageInfo": {"totalResults": len(found), "resultsPerPage": int(most)},
    }
    if found:  # nobody there: 200 without `items`
        answer["items"] = [item(channel, parts, now) for channel in found]
    return answer


def _found(query: dict[str, list[str]], name: str, who: Channels) -> list[Channel]:
    if name == "forHandle":
        handle = query["forHandle"][0]
        if not handle.removeprefix("@"):
            raise Refusal(400, "invalidValue", "forHandle is empty")
        channel = who.by_handle(handle)
        return [channel] if channel else []
    ids = list(dict.fromkeys(id_ for value in query["id"] for id_ in value.split(",")))
    if len(ids) > MOST_IDS:
        raise Refusal(400, "invalidFilters", f"Too many ids: {len(ids)}, at most 50")
    if "" in ids:
        raise Refusal(400, "invalidValue", "An id is empty")
    return [channel for id_ in ids if (channel := who.by_id(id_))]


def item(channel: Channel, parts: set[str], now: datetime) -> dict[str, Any]:
    """One channel; counts are strings, as documented."""
    answer: dict[str, Any] = {
        "kind": "youtube#channel",
        "etag": hashlib.md5(channel.id.encode(), usedforsecurity=False).hexdigest()[:16],
        "id": channel.id,
    }
    if "snippet" in parts:
        answer["snippet"] = {
            "title": channel.title,
            "description": "",
            "publishedAt": "2019-08-23T00:34:43Z",
            "thumbnails": {},
            "localized": {"title": channel.title, "description": ""},
        }
        if channel.handle:
            answer["snippet"]["customUrl"] = f"@{channel.handle}"
    if "contentDetails" in parts:
        answer["contentDetails"] = {"relatedPlaylists": {"likes": "", "uploads": f"UU{channel.id[2:]}"}}
    if "statistics" in parts:
        followers = 0 if channel.hidden else rounded(channel.followers_at(now))
        answer["statistics"] = {
            "viewCount": str(channel.views_at(now)),
            "subscriberCount": str(followers),
            "hiddenSubscriberCount": channel.hidden,
            "videoCount": str(channel.posts_at(now)),
        }
    if "status" in parts:
        answer["status"] = {"privacyStatus": "public", "isLinked": True, "madeForKids": False}
    return answer
