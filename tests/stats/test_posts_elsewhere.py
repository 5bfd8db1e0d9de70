"""Posts on X, on Facebook and on Twitch, over a real socket: what is asked, and what is made of the answers."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from stats import post_measuring
from stats.actions import record_posts
from stats.platforms.errors import Kind, PlatformError
from stats.platforms.facebook import Facebook
from stats.platforms.facebook.posts import ladder
from stats.platforms.readings import PostReading
from stats.platforms.twitch import Twitch
from stats.platforms.twitch.client import _tokens
from stats.platforms.walk import CutList
from stats.platforms.x import X
from stats.post_due import Due
from tests.factories import PostFactory, SocialAccountFactory
from tests.standin import StandIn
from tests.standin.pages import page_id
from tests.standin.twitch import twitch_id
from tests.standin.x import x_id

NOW = datetime(2026, 11, 22, 15, tzinfo=UTC)
SINCE = NOW - timedelta(days=30)
AT = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def there(standin: StandIn) -> StandIn:
    """Everybody called mia has published one piece with these figures."""
    standin.now = NOW
    piece = {"id": "42", "title": "Hello", "published_at": "2026-11-20T12:00:00Z", "views": 900, "likes": 60}
    for platform in ("x", "facebook", "twitch"):
        standin.control("people", {platform: {"mia": {"pieces": [{**piece, "comments": 7}]}}})
    return standin


@pytest.fixture
def x(standin: StandIn) -> Iterator[X]:
    connector = X(standin.url_of("x"), "token-1", timeout=0.4, pause=0.01)
    yield connector
    connector.close()


@pytest.fixture
def facebook(standin: StandIn) -> Iterator[Facebook]:
    connector = Facebook(standin.url_of("facebook"), "token-1", timeout=0.4, pause=0.01)
    yield connector
    connector.close()


@pytest.fixture
def twitch(standin: StandIn) -> Iterator[Twitch]:
    _tokens.clear()
    token_url = f"{standin.url}/id.twitch.tv/oauth2/token"
    connector = Twitch(standin.url_of("twitch"), "client-1", "secret-1", token_url=token_url, timeout=0.4, pause=0.01)
    yield connector
    connector.close()
    _tokens.clear()


def share(value: int) -> int:
    """What a scripted piece has of a figure after two days and three hours."""
    return int(value * 0.4121)


def test_posts_of_x_are_asked_for_by_id_in_one_call_and_paid_for(there, x):
    spent: list[int] = []
    x.spend = spent.append
    assert x.posts(x_id("mia"), SINCE) == [
        PostReading(
            "42", "post", "https://x.com/i/status/42", "Hello", AT,
            views=share(900), likes=share(60), comments=share(7), shares=share(60) // 12,
        )
    ]  # fmt: skip
    assert spent == [10]
    [ask] = there.places["x"].asked
    assert (ask.path, {key: values[0] for key, values in ask.query.items()}) == (
        f"/2/users/{x_id('mia')}/tweets",
        {
            "max_results": "20", "start_time": "2026-10-23T15:00:00Z", "exclude": "replies,retweets",
            "expansions": "attachments.media_keys", "media.fields": "type",
            "tweet.fields": "created_at,public_metrics,attachments,entities,paid_partnership,note_tweet",
        },
    )  # fmt: skip


def test_posts_of_x_say_what_they_are_and_leave_unknown_what_is_not_told(standin, x):
    standin.now = NOW
    standin.control("people", {"x": {"ben": {"posts": 500}}})
    found = x.posts(x_id("ben"), SINCE)
    assert len(found) == 15
    assert {post.kind for post in found} == {"post", "video"}
    assert {post.saves is None for post in found} == {True, False}
    assert sum(post.text.endswith(", at length") for post in found) == 3


@pytest.mark.parametrize(
    ("facts", "kind"), [({"protected": True}, Kind.PERMISSION), ({"suspended": True}, Kind.NOT_FOUND)]
)
def test_account_of_x_that_is_not_shown_is_an_error(standin, x, facts, kind):
    standin.control("people", {"x": {"mia": facts}})
    with pytest.raises(PlatformError) as caught:
        x.posts(x_id("mia"), SINCE)
    assert caught.value.kind is kind


def test_empty_timeline_of_x_is_no_post(standin, x):
    standin.control("people", {"x": {"mia": {"pieces": []}}})
    assert x.posts(x_id("mia"), SINCE) == []


def test_newer_spelling_of_x_is_asked_for_where_it_is_set(standin):
    connector = X(standin.url_of("x"), "token-1", post_fields="post.fields", timeout=0.4, pause=0.01)
    with pytest.raises(PlatformError) as caught:
        connector.posts(x_id("mia"), SINCE)
    connector.close()
    assert caught.value.kind is Kind.CONFIGURATION  # the stand-in speaks the older one
    [ask] = standin.places["x"].asked
    assert ask.query["post.fields"] == ["created_at,public_metrics,attachments,entities,paid_partnership,note_post"]


def test_posts_of_a_page_are_read_with_their_reactions(there, facebook):
    assert facebook.posts("mia", SINCE) == [
        PostReading(
            "42", "photo", f"https://www.facebook.com/{page_id('mia')}/posts/42", "Hello", AT,
            likes=share(60), comments=share(7), shares=share(60) // 12,
        )
    ]  # fmt: skip
    [ask] = there.places["facebook"].asked
    assert (ask.path, ask.query) == (
        "/v26.0/mia/published_posts",
        {"fields": [ladder()[0]], "limit": ["25"], "since": [str(int(SINCE.timestamp()))]},
    )


def test_posts_of_a_page_come_page_by_page_and_untold_shares_are_unknown(standin, facebook):
    standin.now = NOW
    found = facebook.posts("ben", NOW - timedelta(days=90))
    assert (len(found), len(standin.places["facebook"].asked)) == (45, 2)
    assert {post.shares is None for post in found} == {True, False}
    assert {post.kind for post in found} == {"photo", "video"}


def test_reactions_that_the_app_may_not_read_are_left_out(there, facebook):
    there.fail("scope", platform="facebook", contains="reactions")
    [post] = facebook.posts("mia", SINCE)
    assert (post.likes, post.comments, post.shares) == (None, None, share(60) // 12)
    facebook.posts("mia", SINCE)
    assert [ask.query["fields"][0] for ask in there.places["facebook"].asked] == [*ladder()[:2], ladder()[1]]


def test_page_whose_posts_are_not_ours_to_read_is_an_error(standin, facebook):
    standin.fail("permission", times=3, platform="facebook")
    with pytest.raises(PlatformError) as caught:
        facebook.posts("mia", SINCE)
    assert caught.value.kind is Kind.PERMISSION


def test_videos_of_a_channel_have_views_and_nothing_else(there, twitch):
    assert twitch.posts(twitch_id("mia"), SINCE) == [
        PostReading("42", "upload", "https://www.twitch.tv/videos/42", "Hello", AT, views=share(900))
    ]
    videos, clips = there.places["twitch"].asked[1:]
    assert (videos.path, videos.query) == (
        "/helix/videos",
        {"user_id": [twitch_id("mia")], "type": ["all"], "sort": ["time"], "first": ["100"]},
    )
    assert clips.path == "/helix/clips"
    assert set(clips.query) == {"broadcaster_id", "started_at", "ended_at", "first"}
    assert clips.query["started_at"] == ["2026-10-23T15:00:00Z"]


def test_clips_that_viewers_cut_are_not_the_channels_posts(standin, twitch):
    standin.now = NOW
    found = twitch.posts(twitch_id("ben"), SINCE)
    kinds = [post.kind for post in found]
    assert (kinds.count("upload") + kinds.count("archive"), kinds.count("clip")) == (15, 4)
    assert [post.published_at for post in found] == sorted((post.published_at for post in found), reverse=True)


def test_a_channel_whose_videos_go_round_in_a_circle_tells_no_clip_older_than_they_reach(twitch, monkeypatch):
    """Else the videos between would be taken for gone."""

    def row(name: str, ago: int, **more: str) -> dict[str, object]:
        at = (NOW - timedelta(days=ago)).isoformat()
        return {"id": name, "created_at": at, "published_at": at, "type": "upload", "view_count": 1, "url": "", **more}

    told = {
        "/videos": ([row("new", 1), row("old", 9)], "again"),
        "/clips": ([row("young", 2, creator_id="5"), row("older", 20, creator_id="5")], ""),
    }
    monkeypatch.setattr(twitch, "_page", lambda path, params, cursor: told[path])
    found = twitch.posts("5", NOW - timedelta(days=90))
    assert ([post.external_id for post in found], isinstance(found, CutList)) == (["new", "young", "old"], True)


@pytest.mark.django_db
@pytest.mark.parametrize(("cursors", "missed"), [("ab", 1), ("aba", 0), ("abcdefghi", 1), ("abcdefghij", 0)])
def test_clips_that_do_not_come_to_an_end_leave_none_taken_for_gone(twitch, monkeypatch, cursors, missed):
    """They come by their views. An answer without a cursor follows the one that names the last."""
    pages = iter([*cursors, ""])

    def page(path: str, params: dict[str, str], cursor: str) -> tuple[list[dict[str, object]], str]:
        at = (NOW - timedelta(days=20)).isoformat()
        row = {"id": f"{path} {cursor}", "created_at": at, "published_at": at, "view_count": 1, "creator_id": "5"}
        return [row], "" if path == "/videos" else next(pages)

    account = SocialAccountFactory(platform="twitch", external_id="5")
    read_before = {"account": account, "published_at": NOW - timedelta(days=3), "measured_at": NOW - timedelta(days=1)}
    clip, video = (PostFactory(kind=kind, **read_before) for kind in ("clip", "archive"))
    monkeypatch.setattr(twitch, "_page", page)
    monkeypatch.setattr(post_measuring, "connect", lambda *args, **more: twitch)
    monkeypatch.setattr(post_measuring, "with_posts", lambda: ["twitch"])
    reads = post_measuring.read_posts("twitch", [Due(account, NOW - timedelta(days=90))], now=NOW)
    record_posts(reads, at=NOW)
    clip.refresh_from_db()
    video.refresh_from_db()
    assert (clip.missed, video.missed) == (missed, 1)


@pytest.mark.parametrize("fault", ["html", "list", "types"])
def test_garbage_instead_of_posts_is_a_bad_response(standin, x, facebook, twitch, fault):
    for platform, ask in (("x", x.posts), ("facebook", facebook.posts), ("twitch", twitch.posts)):
        standin.fail(fault, times=3, platform=platform, contains="since" if platform == "facebook" else "")
        with pytest.raises(PlatformError) as caught:
            ask("12345", SINCE)
        assert caught.value.kind is Kind.BAD_RESPONSE
        standin.faults.clear()
