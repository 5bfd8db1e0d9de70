"""YouTube's uploads and videos: `GET /youtube/v3/playlistItems`, `/videos`, `/videos:batchGetStats`. Strict too."""

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp
from typing import Any

from tests.standin.channels import EPOCH, Channel, Channels
from tests.standin.youtube import MOST_IDS, Refusal, checked

ITEM_PARTS = {"id", "snippet", "contentDetails", "status"}
ITEM_PARAMS = {"part", "id", "playlistId", "videoId", "maxResults", "pageToken", "key", "prettyPrint"}
VIDEO_PARTS = {
    "id", "snippet", "statistics", "contentDetails", "status", "paidProductPlacementDetails", "topicDetails", "player",
}  # fmt: skip
VIDEO_PARAMS = {"part", "id", "chart", "maxResults", "pageToken", "key", "hl", "prettyPrint"}
LEAN_PARTS = {"snippet", "statistics", "contentDetails"}
LEAN_PARAMS = {"part", "id", "key", "prettyPrint"}
SETTLES = 4.0  # days after which most of a video's views are there
BACK = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Video:
    """`views`, `likes` and `comments` are what it comes to in the end; null where hidden or switched off."""

    id: str
    channel: Channel
    title: str
    published_at: datetime
    views: int
    likes: int | None
    comments: int | None
    private: bool = False
    live: str = "none"
    paid: bool = False

    def share(self, now: datetime) -> float:
        return 1 - exp(-max(0.0, (now - self.published_at).total_seconds() / 86_400) / SETTLES)

    def statistics(self, now: datetime) -> dict[str, str]:
        known = {"viewCount": self.views, "likeCount": self.likes, "commentCount": self.comments}
        share = self.share(now)
        counts = {name: str(int(value * share)) for name, value in known.items() if value is not None}
        return counts | {"favoriteCount": "0"}


def videos(channel: Channel, now: datetime) -> list[Video]:
    """All that a channel published up to `now`, the newest first."""
    if channel.videos is not None:
        known: Iterable[Video] = (_scripted(channel, facts) for facts in channel.videos)
    else:
        known = _born(channel, now)
    return sorted((each for each in known if each.published_at <= now), key=lambda v: v.published_at, reverse=True)


def _scripted(channel: Channel, facts: dict[str, Any]) -> Video:
    published = datetime.fromisoformat(facts["published_at"])
    return Video(
        **{"title": "", "likes": None, "comments": None, **facts, "channel": channel, "published_at": published}
    )


def _born(channel: Channel, now: datetime) -> Iterable[Video]:
    """One in each slot of one to seven days; the same for ever, but for their size that follows the channel."""
    slot = timedelta(days=1 + int.from_bytes(hashlib.sha256(channel.id.encode()).digest()[12:14]) / 65_536 * 6)
    for number in range(int((now - BACK - EPOCH) / slot), int((now - EPOCH) / slot) + 1):
        digest = hashlib.sha256(f"{channel.id} {number}".encode()).digest()
        share, liked, said, place = (int.from_bytes(digest[at : at + 2]) / 65_536 for at in (0, 2, 4, 6))
        published = (EPOCH + slot * (number + place * 0.9)).replace(microsecond=0)
        views = int(channel.followers_at(published) * (0.05 + share * 0.4)) + 20
        yield Video(
            id=base64.urlsafe_b64encode(digest).decode()[:11],
            channel=channel,
            title=f"Number {number + 200}",
            published_at=published,
            views=views,
            likes=int(views * (0.02 + liked * 0.05)),
            comments=int(views * (0.001 + said * 0.005)),
        )


def playlist_items(query: dict[str, list[str]], who: Channels, now: datetime) -> dict[str, Any]:
    """The answer to `GET /playlistItems`. Raises `Refusal`."""
    parts = checked(query, ITEM_PARAMS, ITEM_PARTS)
    if "id" in query or "videoId" in query or "playlistId" not in query:
        raise Refusal(400, "missingRequiredParameter", "Required parameter: playlistId")
    most, playlist = _most(query), query["playlistId"][0]
    channel = who.by_id(f"UC{playlist[2:]}") if playlist.startswith("UU") else None
    found = videos(channel, now) if channel else []
    if not found or channel is None:
        words = "The playlist identified with the request's playlistId parameter cannot be found."
        raise Refusal(404, "playlistNotFound", words, domain="youtube.playlistItem")
    start = _place(query.get("pageToken", [""])[0], playlist)
    if start > len(found):
        raise _bad_token()
    page = found[start : start + most]
    who.of_video.update({video.id: channel.id for video in page})
    answer: dict[str, Any] = {
        "kind": "youtube#playlistItemListResponse",
        "etag": "standin",
        "pageInfo": {"totalResults": len(found), "resultsPerPage": most},
        "items": [_item(video, parts, playlist, start + n) for n, video in enumerate(page)],
    }
    if start + most < len(found):
        answer["nextPageToken"] = base64.urlsafe_b64encode(f"{playlist}:{start + most}".encode()).decode()
    return answer


def _place(token: str, playlist: str) -> int:
    if not token:
        return 0
    try:
        of, _, place = base64.urlsafe_b64decode(token).decode().partition(":")
        return int(place) if of == playlist else int("")
    except ValueError:
        raise _bad_token() from None


def _bad_token() -> Refusal:
    return Refusal(400, "invalidPageToken", "The request specifies an invalid page token.")


def _item(video: Video, parts: set[str], playlist: str, position: int) -> dict[str, Any]:
    at = f"{video.published_at:%Y-%m-%dT%H:%M:%SZ}"
    whole: dict[str, Any] = {
        "snippet": {
            "publishedAt": at, "channelId": video.channel.id, "title": video.title, "description": "",
            "playlistId": playlist, "position": position, "thumbnails": {},
            "resourceId": {"kind": "youtube#video", "videoId": video.id},
        },
        "contentDetails": {"videoId": video.id} if video.private else {"videoId": video.id, "videoPublishedAt": at},
        "status": {"privacyStatus": "private" if video.private else "public"},
    }  # fmt: skip
    kept = {name: value for name, value in whole.items() if name in parts}
    return {"kind": "youtube#playlistItem", "etag": "standin", "id": f"VVV{video.id}", **kept}


def video_list(query: dict[str, list[str]], who: Channels, now: datetime) -> dict[str, Any]:
    """The answer to `GET /videos`. Raises `Refusal`. Who is private or gone is missing.

    A video that nobody scripted is known once a list of uploads named it.
    """
    parts = checked(query, VIDEO_PARAMS, VIDEO_PARTS)
    if "chart" in query or "id" not in query:
        raise Refusal(400, "missingRequiredParameter", "No filter selected. Expected one of: id")
    if "maxResults" in query or "pageToken" in query:
        raise Refusal(400, "incompatibleParameters", "Incompatible parameters: id, maxResults")
    found = _public(query, who, now)
    return {
        "kind": "youtube#videoListResponse",
        "etag": "standin",
        "pageInfo": {"totalResults": len(found), "resultsPerPage": len(found)},
        "items": [_video(video, parts, now) for video in found],
    }


def _public(query: dict[str, list[str]], who: Channels, now: datetime) -> list[Video]:
    ids = list(dict.fromkeys(id_ for value in query["id"] for id_ in value.split(",")))
    if len(ids) > MOST_IDS or "" in ids:
        raise Refusal(400, "invalidFilters", f"{len(ids)} ids, from 1 to {MOST_IDS} are taken")
    owners = {who.of_video[id_] for id_ in ids if id_ in who.of_video}
    known = {video.id: video for owner in owners if (of := who.by_id(owner)) for video in videos(of, now)}
    return [known[id_] for id_ in ids if id_ in known and not known[id_].private]


def batch_get_stats(query: dict[str, list[str]], who: Channels, now: datetime) -> dict[str, Any]:
    """The answer to `GET /videos:batchGetStats`: counts without titles. Raises `Refusal`."""
    parts = checked(query, LEAN_PARAMS, LEAN_PARTS)
    if "id" not in query:
        raise Refusal(400, "missingRequiredParameter", "Required parameter: id")
    return {
        "kind": "youtube#batchGetStatsResponse",
        "etag": "standin",
        "items": [_stats(video, parts, now) for video in _public(query, who, now)],
    }


def _stats(video: Video, parts: set[str], now: datetime) -> dict[str, Any]:
    whole: dict[str, Any] = {
        "snippet": {"publishTime": f"{video.published_at:%Y-%m-%dT%H:%M:%SZ}"},
        "contentDetails": {"duration": "724s" if video.live == "none" else "0s"},
        "statistics": video.statistics(now),
    }
    kept = {name: value for name, value in whole.items() if name in parts}
    return {"kind": "youtube#videoStats", "etag": "standin", "id": video.id, **kept}


def _video(video: Video, parts: set[str], now: datetime) -> dict[str, Any]:
    whole: dict[str, Any] = {
        "snippet": {
            "publishedAt": f"{video.published_at:%Y-%m-%dT%H:%M:%SZ}", "channelId": video.channel.id,
            "title": video.title, "description": "", "thumbnails": {}, "channelTitle": video.channel.title,
            "categoryId": "26", "liveBroadcastContent": video.live,
        },
        "contentDetails": {"duration": "PT12M4S", "dimension": "2d", "definition": "hd", "caption": "false"},
        "status": {"uploadStatus": "processed", "privacyStatus": "public", "madeForKids": False},
        "statistics": video.statistics(now),
        "paidProductPlacementDetails": {"hasPaidProductPlacement": video.paid},
    }  # fmt: skip
    kept = {name: value for name, value in whole.items() if name in parts}
    return {"kind": "youtube#video", "etag": "standin", "id": video.id, **kept}


def _most(query: dict[str, list[str]]) -> int:
    most = query.get("maxResults", ["5"])[0]
    if not most.isdigit() or int(most) > MOST_IDS:
        raise Refusal(400, "invalidValue", f"Invalid value '{most}'. Values must be within the range: [0, 50]")
    return int(most)
