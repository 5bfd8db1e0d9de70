"""YouTube's uploads and videos, over a real socket: what is asked, and what is made of the answers."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs

import pytest

from stats.platforms.errors import Kind, PlatformError
from stats.platforms.readings import LONGEST_TEXT, PostReading
from stats.platforms.youtube.videos import uploads_of, videos_of
from tests.stats.conftest import channel

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
SINCE = NOW - timedelta(days=90)
MIA = channel(1)


def facts(number: int, days: float, **more):
    published = NOW - timedelta(days=days)
    return {
        "id": f"video{number:06d}",
        "title": f"Number {number}",
        "published_at": published.isoformat(),
        "views": 10_000,
        "likes": 500,
        "comments": 40,
        **more,
    }


@pytest.fixture
def mia(standin):
    def publish(*videos):
        standin.now = NOW
        standin.channels.script(MIA, {"followers": 1000, "videos": list(videos)})

    return publish


def asked(standin):
    return [{name: values[0] for name, values in parse_qs(query).items()} for query in standin.asked]


def test_posts_are_read_from_the_uploads_and_the_videos(standin, youtube, mia):
    mia(facts(1, 2), facts(2, 40))
    found = youtube.posts(MIA, SINCE)
    published = NOW - timedelta(days=40)
    assert [post.external_id for post in found] == ["video000001", "video000002"]
    assert found[1] == PostReading(
        external_id="video000002",
        kind="video",
        url="https://www.youtube.com/watch?v=video000002",
        text="Number 2",
        published_at=published,
        views=9_999,
        likes=499,
        comments=39,
    )
    assert asked(standin) == [
        {"part": "snippet,contentDetails", "playlistId": "UU" + MIA[2:], "maxResults": "50", "key": "test-key"},
        {"part": "contentDetails,statistics", "id": "video000001,video000002", "key": "test-key"},
    ]


@pytest.mark.parametrize("refusal", ["quotaExceeded", "rateLimitExceeded"])
def test_counts_go_on_an_account_of_their_own_and_on_the_common_one_where_that_is_empty(standin, youtube, mia, refusal):
    mia(facts(1, 2), facts(2, 3, live="live"), facts(3, 40, private=True))
    spent: list[str] = []
    youtube.spend = lambda units, bucket="": spent.append(bucket or "common")
    lean = youtube.posts(MIA, SINCE)
    assert (spent, [query.get("id") for query in asked(standin)]) == (
        ["common", "counts", "common"], [None, "video000001,video000002", "video000002"]
    )  # fmt: skip
    standin.fail(refusal, times=1, contains="contentDetails%2Cstatistics")
    assert youtube.posts(MIA, SINCE) == lean and spent[3:] == ["common", "counts", "common"]
    assert youtube.posts(MIA, SINCE) == lean and spent[6:] == ["common", "common"], "nor asked for again"


def test_posts_before_the_asked_day_are_left_out(youtube, mia):
    mia(facts(1, 89), facts(2, 91))
    assert [post.external_id for post in youtube.posts(MIA, SINCE)] == ["video000001"]


@pytest.mark.parametrize(("videos", "calls"), [(50, 2), (51, 4), (120, 6), (230, 8)])
def test_videos_are_asked_for_by_fifty(standin, youtube, mia, videos, calls):
    mia(*(facts(number, 1 + number * 0.1) for number in range(videos)))
    assert len(youtube.posts(MIA, SINCE)) == min(videos, 200)
    assert standin.stats()["requests"] == calls


def test_no_page_is_asked_for_beyond_the_asked_day(standin, youtube, mia):
    mia(*(facts(number, 1 + number * 3) for number in range(120)))
    assert len(youtube.posts(MIA, SINCE)) == 30
    assert standin.stats()["requests"] == 2


def test_hidden_likes_and_comments_are_unknown(youtube, mia):
    mia(facts(1, 30, likes=None, comments=None), facts(2, 31, likes=0, comments=0))
    hidden, none = youtube.posts(MIA, SINCE)
    assert (hidden.views, hidden.likes, hidden.comments) == (9_994, None, None)
    assert (none.likes, none.comments) == (0, 0)


def test_private_videos_and_announced_broadcasts_are_left_out(youtube, mia):
    mia(facts(1, 3, private=True), facts(2, 4, live="upcoming"), facts(3, 5, live="live"), facts(4, 6))
    assert [(post.external_id, post.kind) for post in youtube.posts(MIA, SINCE)] == [
        ("video000003", "live"),
        ("video000004", "video"),
    ]


def test_titles_keep_their_letters_and_are_cut(youtube, mia):
    mia(facts(1, 3, title="e\u0301té 🏃🏽‍♀️ مرحبا \0"), facts(2, 4, title="x" * 5_001))
    first, second = youtube.posts(MIA, SINCE)
    assert first.text == "e\u0301té 🏃🏽‍♀️ مرحبا "
    assert len(second.text) == LONGEST_TEXT


def test_a_channel_that_never_uploaded_has_no_posts(standin, youtube, mia):
    mia()
    assert youtube.posts(MIA, SINCE) == []
    assert standin.stats()["requests"] == 1


def test_channels_that_nobody_scripted_publish_too(standin, youtube):
    standin.now = NOW
    found = youtube.posts(channel(2), SINCE)
    assert found == sorted(found, key=lambda post: post.published_at, reverse=True)
    assert min(post.published_at for post in found) >= SINCE
    assert all(post.views > post.likes > 0 for post in found)


def test_passing_trouble_is_asked_about_again(standin, youtube, mia):
    mia(facts(1, 2))
    standin.fail("500", times=2, contains="playlistId")
    standin.fail("truncated", times=0)
    assert len(youtube.posts(MIA, SINCE)) == 1


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("quotaExceeded", Kind.QUOTA_EXHAUSTED),
        ("429", Kind.RATE_LIMITED),
        ("403", Kind.PERMISSION),
        ("html", Kind.BAD_RESPONSE),
        ("truncated", Kind.BAD_RESPONSE),
        ("types", Kind.BAD_RESPONSE),
        ("empty", Kind.BAD_RESPONSE),
    ],
)
@pytest.mark.parametrize("where", ["playlistId", "statistics"])
def test_trouble_says_its_kind(standin, youtube, mia, fault, kind, where):
    mia(facts(1, 2))
    standin.fail(fault, times=5, contains=where)
    with pytest.raises(PlatformError) as raised:
        youtube.posts(MIA, SINCE)
    assert raised.value.kind == kind


def test_a_page_that_comes_again_ends_the_list(standin, youtube, mia, monkeypatch):
    mia(*(facts(number, 1 + number * 0.1) for number in range(60)))
    pages = iter(["again"] * 9)
    monkeypatch.setattr(
        youtube, "_ask", lambda path, params, **_: _page(next(pages)) if "playlistId" in params else _none()
    )
    assert youtube.posts(MIA, SINCE) == []
    assert len(list(pages)) == 7


def _page(token):
    item = {"snippet": {}, "contentDetails": {"videoId": "v", "videoPublishedAt": "2026-11-20T09:00:00Z"}}
    return {"kind": "youtube#playlistItemListResponse", "items": [item], "nextPageToken": token}


def _none():
    return {"kind": "youtube#videoListResponse", "items": []}


def test_a_place_that_youtube_lost_begins_the_list_anew_one_time(standin, youtube, mia):
    mia(*(facts(n, n / 3) for n in range(1, 61)))
    standin.fail("invalidPageToken", contains="pageToken")
    assert len({post.external_id for post in youtube.posts(MIA, SINCE)}) == 60
    lists = [query for query in standin.asked if "playlistId" in query]
    assert ["pageToken" in query for query in lists] == [False, True, False, True]
    standin.fail("invalidPageToken", times=2, contains="pageToken")
    with pytest.raises(PlatformError, match="lost its place") as raised:
        youtube.posts(MIA, SINCE)
    assert raised.value.kind == Kind.BAD_RESPONSE


@pytest.mark.parametrize(
    ("path", "params"),
    [
        ("/playlistItems", {"part": "id"}),
        ("/playlistItems", {"part": "tags", "playlistId": "UU1"}),
        ("/playlistItems", {"part": "id", "playlistId": f"UU{MIA[2:]}", "maxResults": "51"}),
        ("/videos", {"part": "id"}),
        ("/videos", {"part": "id", "id": "a", "maxResults": "50"}),
        ("/videos", {"part": "id", "id": ",".join(f"v{n}" for n in range(51))}),
        ("/videos", {"part": "id", "id": "a", "colour": "red"}),
        ("/videos:batchGetStats", {"part": "statistics"}),
        ("/videos:batchGetStats", {"part": "status", "id": "a"}),
        ("/videos:batchGetStats", {"part": "statistics", "id": ",".join(f"v{n}" for n in range(51))}),
    ],
)
def test_requests_that_youtube_would_refuse_are_refused(youtube, mia, path, params):
    mia(facts(1, 2))
    with pytest.raises(PlatformError) as raised:
        youtube._ask(path, params)
    assert raised.value.kind == Kind.CONFIGURATION


@pytest.mark.parametrize(
    "answer",
    [
        {"kind": "youtube#channelListResponse"},
        {"kind": "youtube#playlistItemListResponse", "items": {"0": {}}},
        {"kind": "youtube#playlistItemListResponse", "items": [{}]},
        {"kind": "youtube#playlistItemListResponse", "items": [{"contentDetails": {"videoPublishedAt": "soon"}}]},
    ],
)
def test_uploads_in_another_shape_are_refused(answer):
    with pytest.raises(PlatformError):
        uploads_of(answer)


@pytest.mark.parametrize("views", ["many", -1, True, 2**63])
def test_videos_with_impossible_counts_are_refused(views):
    item = {
        "id": "v",
        "snippet": {"publishedAt": "2026-11-20T09:00:00Z"},
        "statistics": {"viewCount": views},
    }
    with pytest.raises(PlatformError):
        videos_of({"kind": "youtube#videoListResponse", "items": [item]})
