"""A list whose next page is for ever the same: each connector that reads page by page comes to an end."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from stats.platforms.facebook import Facebook
from stats.platforms.instagram import Instagram
from stats.platforms.instagram_login import InstagramLogin
from stats.platforms.readings import PostReading
from stats.platforms.tiktok import TikTokLogin
from stats.platforms.twitch import Twitch
from stats.platforms.twitch.client import _tokens
from stats.platforms.youtube import YouTube
from stats.platforms.youtube_login import YouTubeLogin

SINCE = datetime(2026, 10, 23, tzinfo=UTC)
AT = "2026-11-20T12:00:00"
HERE = "https://platform.example"
MIA = f"UC{'m' * 22}"
CURSORS = {"cursors": {"after": "again"}, "next": "https://elsewhere.example"}
MEDIA = {"data": [{"id": "1", "timestamp": f"{AT}+0000"}], "paging": CURSORS}
UPLOADS = {
    "kind": "youtube#playlistItemListResponse", "nextPageToken": "again",
    "items": [{"snippet": {"title": "Hello"}, "contentDetails": {"videoId": "v", "videoPublishedAt": f"{AT}Z"}}],
}  # fmt: skip
COUNTS = {"kind": "youtube#batchGetStatsResponse", "items": [{"id": "v", "contentDetails": {"duration": "9s"}}]}
TWITCH = {"id": "1", "title": "Hello", "url": "", "published_at": f"{AT}Z", "created_at": f"{AT}Z", "type": "upload"}
TIKTOK = {
    "data": {"videos": [{"id": "1", "create_time": 1_795_176_000}], "cursor": 7, "has_more": True},
    "error": {"code": "ok"},
}  # fmt: skip
CHANNEL = {"id": MIA, "snippet": {"title": "Mia"}, "statistics": {"subscriberCount": "9", "videoCount": "1"}}
LISTS: dict[str, Any] = {
    "/uploads/channels": {"kind": "youtube#channelListResponse", "items": [CHANNEL]},
    "/uploads/playlistItems": UPLOADS, "/uploads/videos:batchGetStats": COUNTS,
    "/17841400000000001": {"business_discovery": {"id": "17841400000000002", "media": MEDIA}},
    "/v26.0/me/media": MEDIA,
    "/1053/published_posts": {"data": [{"id": "1053_1", "created_time": f"{AT}+0000"}], "paging": CURSORS},
    "/helix/videos": {"data": [TWITCH], "pagination": {"cursor": "again"}},
    "/helix/clips": {"data": [], "pagination": {"cursor": "again"}},
    "/token": {"access_token": "t", "expires_in": 5_000, "token_type": "bearer"},
    "/v2/video/list/": TIKTOK,
}  # fmt: skip
type Read = Callable[[httpx.Client], list[PostReading]]


def youtube(client: httpx.Client) -> list[PostReading]:
    return YouTube(f"{HERE}/uploads", "key", client=client).posts(MIA, SINCE)


def youtube_login(client: httpx.Client) -> list[PostReading]:
    login = YouTubeLogin("app", "secret", {"api": f"{HERE}/uploads"}, client, timeout=1)
    return login.posts("token", login.scopes, SINCE)


def instagram(client: httpx.Client) -> list[PostReading]:
    return Instagram(HERE, "17841400000000001", "token", client=client).posts("mia", SINCE)


def instagram_login(client: httpx.Client) -> list[PostReading]:
    login = InstagramLogin("app", "secret", {"graph": HERE, "version": "v26.0"}, client, timeout=1)
    return login.posts("token", login.needs, SINCE)


def facebook(client: httpx.Client) -> list[PostReading]:
    return Facebook(HERE, "token", client=client).posts("1053", SINCE)


def twitch(client: httpx.Client) -> list[PostReading]:
    _tokens.clear()
    return Twitch(f"{HERE}/helix", "id", "secret", token_url=f"{HERE}/token", client=client).posts("141", SINCE)


def tiktok(client: httpx.Client) -> list[PostReading]:
    login = TikTokLogin("app", "secret", {"api": f"{HERE}/v2"}, client, timeout=1)
    return login.posts("token", login.scopes, SINCE)


@pytest.mark.parametrize(
    ("read", "lists"),
    [
        (youtube, {"/uploads/playlistItems": 2}),
        (youtube_login, {"/uploads/playlistItems": 2}),
        (instagram, {"/17841400000000001": 2}),
        (instagram_login, {"/v26.0/me/media": 2}),
        (facebook, {"/1053/published_posts": 2}),
        (twitch, {"/helix/videos": 2, "/helix/clips": 2}),
        (tiktok, {"/v2/video/list/": 2}),
    ],
)
def test_a_page_that_comes_again_ends_the_list_on_each_platform(read: Read, lists: dict[str, int]) -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        return httpx.Response(200, json=LISTS[request.url.path])

    with httpx.Client(transport=httpx.MockTransport(answer)) as client:
        assert {post.external_id for post in read(client)} in ({"1"}, {"v"}, {"1053_1"})
    assert {path: asked.count(path) for path in lists} == lists
