"""The YouTube connector, held against the stand-in's documented answers."""

from datetime import UTC, datetime, timedelta

import pytest

from stats.platforms.errors import Kind, PlatformError
from stats.platforms.readings import Reading
from stats.platforms.youtube import YouTube
from stats.platforms.youtube.errors import error_of, quota_returns
from stats.platforms.youtube.parse import channels_of
from tests.standin.channels import channel_id
from tests.stats.conftest import channel


def test_channel_with_every_count_is_read(standin, youtube):
    standin.control(
        "channels",
        {channel(1): {"handle": "mia", "title": "Mia 日本", "followers": 248_731, "posts": 412, "views": 48_211_904}},
    )
    standin.control("clock", {"now": "2026-01-01T00:00:00Z"})
    assert youtube.fetch_many([channel(1)]) == {
        channel(1): Reading(channel(1), "mia", "Mia 日本", 248_000, None, 412, 48_211_904, is_rounded=True)
    }


def test_count_up_to_a_thousand_is_exact(standin, youtube):
    standin.control("channels", {channel(1): {"followers": 1_000}, channel(2): {"followers": 1_001}})
    found = youtube.fetch_many([channel(1), channel(2)])
    assert [(found[channel(n)].followers, found[channel(n)].is_rounded) for n in (1, 2)] == [
        (1_000, False),
        (1_000, False),
    ]


def test_zero_followers_are_zero_and_hidden_ones_unknown(standin, youtube):
    standin.control("channels", {channel(1): {"followers": 0}, channel(2): {"followers": 90_000, "hidden": True}})
    found = youtube.fetch_many([channel(1), channel(2)])
    assert found[channel(1)].followers == 0
    assert found[channel(2)].followers is None
    assert found[channel(2)].views is not None


def test_handle_gives_the_channel_with_its_id(youtube):
    found = youtube.fetch_handle("@Mia_Test")
    assert found is not None
    assert found.external_id == channel_id("mia_test")


def test_handle_of_nobody_gives_none(standin, youtube):
    standin.control("channels", {channel_id("gone"): {"missing": True}})
    assert youtube.fetch_handle("gone") is None


def test_missing_channel_is_left_out_of_a_mixed_batch(standin, youtube):
    standin.control("channels", {channel(2): {"missing": True}})
    assert set(youtube.fetch_many([channel(1), channel(2), channel(3)])) == {channel(1), channel(3)}


def test_batch_of_only_missing_channels_is_empty(standin, youtube):
    standin.control("channels", {channel(2): {"missing": True}})
    assert youtube.fetch_many([channel(2)]) == {}


def test_fifty_channels_go_into_one_call(standin, youtube):
    ids = [channel(n) for n in range(50)]
    assert set(youtube.fetch_many(ids)) == set(ids)
    assert standin.counts["requests"] == 1


def test_fifty_one_channels_are_refused_before_asking(standin, youtube):
    with pytest.raises(ValueError, match="51 channels"):
        youtube.fetch_many([channel(n) for n in range(51)])
    assert standin.counts["requests"] == 0


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("429", Kind.RATE_LIMITED),
        ("rateLimitExceeded", Kind.RATE_LIMITED),
        ("quotaExceeded", Kind.QUOTA_EXHAUSTED),
        ("401", Kind.TOKEN_EXPIRED),
        ("403", Kind.PERMISSION),
        ("404", Kind.NOT_FOUND),
        ("400", Kind.CONFIGURATION),
        ("500", Kind.TRANSIENT),
        ("503", Kind.TRANSIENT),
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
def test_failure_has_its_kind(standin, youtube, fault, kind):
    standin.fail(fault, times=3, seconds=1.0)
    with pytest.raises(PlatformError) as caught:
        youtube.fetch_many([channel(1)])
    assert caught.value.kind is kind
    assert "test-key" not in str(caught.value)


def test_two_errors_then_an_answer_is_an_answer(standin, youtube):
    standin.fail("500", times=2)
    assert set(youtube.fetch_many([channel(1)])) == {channel(1)}
    assert standin.counts["requests"] == 3


def test_quota_is_not_tried_again_at_once(standin, youtube):
    standin.fail("quotaExceeded", times=3)
    with pytest.raises(PlatformError):
        youtube.fetch_many([channel(1)])
    assert standin.counts["requests"] == 1


def test_nobody_listening_is_transient():
    connector = YouTube("http://127.0.0.1:9/youtube/v3", "key", timeout=0.3, pause=0)
    with pytest.raises(PlatformError) as caught:
        connector.fetch_many([channel(1)])
    connector.close()
    assert caught.value.kind is Kind.TRANSIENT


def test_wrong_key_is_a_matter_of_configuration(standin):
    connector = YouTube(standin.youtube_url, "wrong-key", pause=0)
    with pytest.raises(PlatformError) as caught:
        connector.fetch_many([channel(1)])
    connector.close()
    assert (caught.value.kind, caught.value.message) == (Kind.CONFIGURATION, "YouTube does not accept our key.")


def test_each_call_is_paid_for_before_it_is_made(standin):
    spent: list[int] = []
    standin.fail("500", times=1)
    connector = YouTube(standin.youtube_url, "key", pause=0, spend=spent.append)
    connector.fetch_many([channel(1)])
    connector.close()
    assert spent == [1, 1]


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (datetime(2026, 11, 22, 9, tzinfo=UTC), datetime(2026, 11, 23, 8, tzinfo=UTC)),
        (datetime(2026, 11, 22, 7, 59, tzinfo=UTC), datetime(2026, 11, 22, 8, tzinfo=UTC)),
        # The day on which their clocks go back has 25 hours, the one on which they go forward 23.
        (datetime(2026, 11, 1, 7, tzinfo=UTC), datetime(2026, 11, 2, 8, tzinfo=UTC)),
        (datetime(2027, 3, 14, 8, tzinfo=UTC), datetime(2027, 3, 15, 7, tzinfo=UTC)),
    ],
)
def test_quota_returns_at_midnight_pacific(now, until):
    assert quota_returns(now) == until


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("120", 120), ("", 900), ("soon", 900), ("999999999", 86_400), ("0", 1), ("Wed, 15 Apr 2026 09:40:00 GMT", 600)],
)
def test_retry_after_says_how_long(now, header, seconds):
    error = error_of(429, {"retry-after": header}, b"", now=now)
    assert error.until == now + timedelta(seconds=seconds)


@pytest.mark.parametrize("count", ["-1", "12k", "", "1.5", True, 1.5, [], str(2**63)])
def test_count_that_is_no_count_spoils_only_its_own_channel(count):
    good = {"id": channel(1), "statistics": {"subscriberCount": "7", "viewCount": "8", "videoCount": "9"}}
    bad = {"id": channel(2), "statistics": {"subscriberCount": count}}
    found = channels_of({"kind": "youtube#channelListResponse", "items": [good, bad]})
    assert found[channel(1)] == Reading(channel(1), followers=7, posts=9, views=8)
    assert isinstance(found[channel(2)], PlatformError)


def test_counts_that_are_absent_are_unknown():
    found = channels_of({"kind": "youtube#channelListResponse", "items": [{"id": channel(1), "statistics": {}}]})
    assert found[channel(1)] == Reading(channel(1))
