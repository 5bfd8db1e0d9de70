"""The Twitch connector, held against the stand-in's documented answers."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from stats.platforms.errors import Kind, PlatformError
from stats.platforms.readings import Reading
from stats.platforms.twitch import Twitch
from stats.platforms.twitch.client import _tokens
from stats.platforms.twitch.errors import error_of
from tests.standin import StandIn
from tests.standin.twitch import twitch_id


def connected(standin: StandIn, secret: str = "secret-1") -> Twitch:
    token_url = f"{standin.url}/id.twitch.tv/oauth2/token"
    return Twitch(standin.url_of("twitch"), "client-1", secret, token_url=token_url, timeout=0.4, pause=0.01)


@pytest.fixture
def twitch(standin: StandIn) -> Iterator[Twitch]:
    _tokens.clear()
    connector = connected(standin)
    yield connector
    connector.close()
    _tokens.clear()


def test_twitch_is_asked_again_when_its_window_of_a_minute_ends(standin, twitch):
    ends = (datetime.now(UTC) + timedelta(hours=2)).replace(second=0, microsecond=0)
    standin.now = ends - timedelta(seconds=20)
    standin.control("room", {"twitch": 3})
    assert set(twitch.fetch_handles(["mia"])) == {"mia"}, "token, channel, followers"
    with pytest.raises(PlatformError) as caught:
        twitch.fetch_handles(["mia"])
    assert (caught.value.kind, caught.value.until) == (Kind.RATE_LIMITED, ends)
    standin.now = ends
    assert set(twitch.fetch_handles(["mia"])) == {"mia"}


def test_channels_are_read_by_login_with_their_followers(standin, twitch):
    standin.control("people", {"twitch": {"mia_live": {"title": "Mia", "followers": 8_421}}})
    standin.control("clock", {"now": "2026-01-01T00:00:00Z"})
    found = twitch.fetch_handles(["Mia_Live", "ben"])
    assert found["Mia_Live"] == Reading(twitch_id("mia_live"), "mia_live", "Mia", 8_421)
    assert isinstance(found["ben"], Reading)
    asked = standin.places["twitch"].asked
    assert [ask.path for ask in asked] == [
        "/id.twitch.tv/oauth2/token", "/helix/users", "/helix/channels/followers", "/helix/channels/followers",
    ]  # fmt: skip
    assert asked[0].query == {
        "client_id": ["client-1"], "client_secret": ["secret-1"], "grant_type": ["client_credentials"],
    }  # fmt: skip
    assert asked[1].query == {"login": ["mia_live", "ben"]}
    assert asked[1].headers["Client-Id"] == "client-1"


def test_channels_are_read_by_id(twitch):
    ids = [str(100_000 + number) for number in range(20)]
    assert set(twitch.fetch_many(ids)) == set(ids)


def test_too_many_and_none_are_not_asked_for(standin, twitch):
    with pytest.raises(ValueError, match="21 channels"):
        twitch.fetch_many([str(number) for number in range(1, 22)])
    assert (twitch.fetch_many([]), twitch.fetch_handles(["日本"]), standin.counts["twitch"]) == ({}, {}, 0)


def test_banned_channel_is_left_out_of_a_mixed_batch(standin, twitch):
    standin.control("people", {"twitch": {"gone": {"suspended": True}}})
    assert set(twitch.fetch_handles(["gone", "mia"])) == {"mia"}


def test_lapsed_token_is_asked_for_anew_once(standin, twitch):
    twitch.fetch_handles(["mia"])
    standin.fail("401", platform="twitch", times=1)
    assert set(twitch.fetch_handles(["mia"])) == {"mia"}
    paths = [ask.path for ask in standin.places["twitch"].asked]
    assert paths.count("/id.twitch.tv/oauth2/token") == 2


def test_wrong_secret_is_a_matter_of_configuration(standin, twitch):
    connector = connected(standin, "wrong-secret")
    with pytest.raises(PlatformError) as caught:
        connector.fetch_handles(["mia"])
    connector.close()
    assert caught.value.kind is Kind.CONFIGURATION
    assert caught.value.message == "Twitch does not accept our app: look at its id and secret."


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("limited", Kind.RATE_LIMITED),
        ("401", Kind.TOKEN_EXPIRED),
        ("403", Kind.PERMISSION),
        ("404", Kind.NOT_FOUND),
        ("400", Kind.CONFIGURATION),
        ("500", Kind.TRANSIENT),
        ("503", Kind.TRANSIENT),
        ("html", Kind.BAD_RESPONSE),
        ("list", Kind.BAD_RESPONSE),
        ("types", Kind.BAD_RESPONSE),
    ],
)
def test_failure_has_its_kind(standin, twitch, fault, kind):
    twitch.fetch_handles(["mia"])
    standin.fail(fault, times=9 if fault == "401" else 3, platform="twitch", contains="login")
    with pytest.raises(PlatformError) as caught:
        twitch.fetch_handles(["mia"])
    assert caught.value.kind is kind
    assert "secret-1" not in str(caught.value)


def test_each_call_is_paid_for(standin, twitch):
    spent: list[int] = []
    twitch.spend = spent.append
    twitch.fetch_handles(["mia", "ben"])
    assert (sum(spent), Twitch.cost(2)) == (3, 3)


def test_wait_is_as_long_as_twitch_says(now):
    assert error_of(429, {"ratelimit-reset": "1776245700"}, b"", now=now).until == datetime(
        2026, 4, 15, 9, 35, tzinfo=UTC
    )
    assert error_of(418, {}, b"", now=now).kind is Kind.BAD_RESPONSE
