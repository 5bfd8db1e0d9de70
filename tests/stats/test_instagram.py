"""Instagram's Business Discovery, held against the stand-in's documented answers."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from stats.platforms.errors import Kind, PlatformError
from stats.platforms.graph import rest_until
from stats.platforms.instagram import Instagram
from stats.platforms.instagram.parse import reading_of
from stats.platforms.readings import Reading
from tests.standin import StandIn
from tests.standin.graph import OFFICE, instagram_id


@pytest.fixture
def instagram(standin: StandIn) -> Iterator[Instagram]:
    connector = Instagram(standin.url_of("instagram"), OFFICE, "token-1", timeout=0.4, pause=0.01)
    yield connector
    connector.close()


def test_professional_account_is_read_with_exact_figures(standin, instagram):
    mia = {"title": "Mia 日本", "followers": 267_793, "following": 512, "posts": 1_205}
    standin.control("people", {"instagram": {"mia.test": mia}})
    standin.control("clock", {"now": "2026-01-01T00:00:00Z"})
    assert instagram.fetch_handles(["mia.test"]) == {
        "mia.test": Reading(instagram_id("mia.test"), "mia.test", "Mia 日本", 267_793, 512, 1_205)
    }
    [asked] = standin.places["instagram"].asked
    fields = "id,ig_id,username,name,followers_count,follows_count,media_count"
    assert asked.path == f"/v26.0/{OFFICE}"
    assert asked.query == {"fields": [f"business_discovery.username(mia.test){{{fields}}}"]}
    assert asked.headers["Authorization"] == "Bearer token-1"


@pytest.mark.parametrize("state", ["missing", "personal"])
def test_missing_and_personal_accounts_look_the_same(standin, instagram, state):
    standin.control("people", {"instagram": {"mia": {state: True}}})
    assert instagram.fetch_handles(["mia"]) == {}


@pytest.mark.parametrize("handle", ["", "mia test", "mia){id}", "a" * 31, "日本"])
def test_name_that_cannot_be_one_is_not_asked_for(standin, instagram, handle):
    assert instagram.fetch_handles([handle]) == {}
    assert standin.counts["instagram"] == 0


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("limited", Kind.RATE_LIMITED),
        ("blocked", Kind.RATE_LIMITED),
        ("expired", Kind.TOKEN_EXPIRED),
        ("withdrawn", Kind.TOKEN_REVOKED),
        ("password", Kind.TOKEN_REVOKED),
        ("permission", Kind.PERMISSION),
        ("scope", Kind.PERMISSION),
        ("invalid", Kind.CONFIGURATION),
        ("unknown", Kind.TRANSIENT),
        ("service", Kind.TRANSIENT),
        ("502html", Kind.TRANSIENT),
        ("hang", Kind.TRANSIENT),
        ("html", Kind.BAD_RESPONSE),
        ("truncated", Kind.BAD_RESPONSE),
        ("torn", Kind.BAD_RESPONSE),
        ("empty", Kind.BAD_RESPONSE),
        ("list", Kind.BAD_RESPONSE),
        ("types", Kind.BAD_RESPONSE),
        ("huge", Kind.BAD_RESPONSE),
        ("redirect", Kind.BAD_RESPONSE),
    ],
)
def test_failure_has_its_kind(standin, instagram, fault, kind):
    standin.fail(fault, times=3, seconds=1.0, platform="instagram")
    with pytest.raises(PlatformError) as caught:
        instagram.fetch_handles(["mia"])
    assert caught.value.kind is kind
    assert "token-1" not in str(caught.value)


def test_limit_says_in_minutes_when_there_is_room_again(standin, instagram):
    standin.fail("limited", platform="instagram")
    with pytest.raises(PlatformError) as caught:
        instagram.fetch_handles(["mia"])
    assert caught.value.until is not None
    assert abs(caught.value.until - datetime.now(UTC) - timedelta(minutes=7)) < timedelta(seconds=5)


@pytest.mark.parametrize(
    ("headers", "minutes"),
    [
        ({}, None),
        ({"x-app-usage": '{"call_count":94,"total_time":25,"total_cputime":25}'}, None),
        ({"x-app-usage": '{"call_count":28,"total_time":95,"total_cputime":25}'}, 5),
        ({"x-business-use-case-usage": '{"1":[{"call_count":9,"estimated_time_to_regain_access":0}]}'}, None),
        ({"x-business-use-case-usage": '{"1":[{"call_count":9,"estimated_time_to_regain_access":12}]}'}, 12),
        ({"x-business-use-case-usage": '{"1":[{"call_count":97}]}'}, 5),
        ({"x-app-usage": "soon", "x-business-use-case-usage": "[7]"}, None),
    ],
)
def test_rest_comes_before_the_limit(now, headers, minutes):
    assert rest_until(headers, now) == (now + timedelta(minutes=minutes) if minutes else None)


@pytest.mark.parametrize("version", ["v19.0", "v25.0"])
def test_old_version_is_a_matter_of_the_address(standin, version):
    connector = Instagram(f"{standin.url}/graph.facebook.com/{version}", OFFICE, "token", pause=0)
    with pytest.raises(PlatformError):
        connector.fetch_handles(["mia"])
    connector.close()


@pytest.mark.parametrize(("user_id", "token"), [(OFFICE, "wrong-token"), ("17841400000000000", "token")])
def test_wrong_keys_give_no_figures(standin, user_id, token):
    connector = Instagram(standin.url_of("instagram"), user_id, token, pause=0)
    try:
        with pytest.raises(PlatformError) as caught:
            assert connector.fetch_handles(["mia"]) == {}
            raise PlatformError(Kind.NOT_FOUND, "nobody")
    finally:
        connector.close()
    assert caught.value.kind in {Kind.TOKEN_REVOKED, Kind.NOT_FOUND}


@pytest.mark.parametrize("followers", ["12k", -1, 1.5, True, [], 2**63])
def test_count_that_is_no_count_is_an_odd_answer(followers):
    found = reading_of({"id": "17841401441775531", "followers_count": followers})
    assert isinstance(found, PlatformError)


def test_counts_that_are_absent_are_unknown():
    assert reading_of({"id": "17841401441775531"}) == Reading("17841401441775531")


def test_posts_are_read_page_by_page_with_hidden_likes_unknown(standin, instagram):
    standin.control("people", {"instagram": {"mia": {"followers": 40_000, "posts": 120}}})
    standin.control("clock", {"now": "2026-01-01T13:00:00Z"})
    posts = instagram.posts("mia", datetime(2025, 11, 1, tzinfo=UTC))
    assert (len(posts), standin.counts["instagram"]) == (31, 2)
    newest = posts[0]
    assert (newest.kind, newest.url) == ("reel", "https://www.instagram.com/reel/C120/")
    assert (newest.text, newest.likes, newest.comments, newest.views) == ("", None, 30, 13_440)
    assert (posts[1].kind, posts[1].text, posts[1].likes, posts[1].views) == ("image", "Post 119 ✨", 1_119, None)
    assert newest.published_at == datetime(2026, 1, 1, 12, tzinfo=UTC)
    assert len({post.external_id for post in posts}) == 31
