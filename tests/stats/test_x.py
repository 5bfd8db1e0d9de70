"""The X connector, held against the stand-in's documented answers."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from stats.platforms.errors import Kind, PlatformError
from stats.platforms.readings import Reading
from stats.platforms.x import X
from stats.platforms.x.errors import error_of
from stats.platforms.x.parse import users_of
from tests.standin import StandIn
from tests.standin.x import x_id


@pytest.fixture
def x(standin: StandIn) -> Iterator[X]:
    connector = X(standin.url_of("x"), "bearer-1", timeout=0.4, pause=0.01)
    yield connector
    connector.close()


def test_accounts_are_read_by_name_in_one_call(standin, x):
    mia = {"title": "Mia", "followers": 583_423, "following": 2_048, "posts": 14_052}
    standin.control("people", {"x": {"miatest": mia}})
    standin.control("clock", {"now": "2026-01-01T00:00:00Z"})
    found = x.fetch_handles(["MiaTest", "ben"])
    assert found["MiaTest"] == Reading(x_id("miatest"), "miatest", "Mia", 583_423, 2_048, 14_052)
    assert isinstance(found["ben"], Reading)
    [asked] = standin.places["x"].asked
    assert (asked.path, asked.query) == (
        "/2/users/by",
        {"usernames": ["miatest,ben"], "user.fields": ["created_at,protected,public_metrics,verified"]},
    )
    assert asked.headers["Authorization"] == "Bearer bearer-1"


def test_accounts_are_read_by_id(standin, x):
    ids = [str(10_000 + number) for number in range(100)]
    assert set(x.fetch_many(ids)) == set(ids)
    assert standin.counts["x"] == 1


def test_more_than_a_hundred_are_refused_before_asking(standin, x):
    with pytest.raises(ValueError, match="101 accounts"):
        x.fetch_many([str(number) for number in range(1, 102)])
    assert (x.fetch_many([]), standin.counts["x"]) == ({}, 0)


def test_missing_and_suspended_have_their_words_beside_a_good_one(standin, x):
    standin.control("people", {"x": {"gone": {"missing": True}, "bad": {"suspended": True}}})
    found = x.fetch_handles(["gone", "bad", "mia", "not a name"])
    errors = {name: (error.kind, error.message) for name, error in found.items() if isinstance(error, PlatformError)}
    assert errors == {
        "gone": (Kind.NOT_FOUND, "Not found on X."),
        "bad": (Kind.NOT_FOUND, "Suspended on X."),
        "not a name": (Kind.NOT_FOUND, "Not found on X."),
    }
    assert isinstance(found["mia"], Reading)


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("limited", Kind.RATE_LIMITED),
        ("old-limited", Kind.RATE_LIMITED),
        ("capped", Kind.QUOTA_EXHAUSTED),
        ("credits", Kind.QUOTA_EXHAUSTED),
        ("401", Kind.TOKEN_REVOKED),
        ("not-enrolled", Kind.CONFIGURATION),
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
        ("huge", Kind.BAD_RESPONSE),
        ("redirect", Kind.BAD_RESPONSE),
    ],
)
def test_failure_has_its_kind(standin, x, fault, kind):
    standin.fail(fault, times=3, seconds=1.0, platform="x")
    with pytest.raises(PlatformError) as caught:
        x.fetch_handles(["mia"])
    assert caught.value.kind is kind
    assert "bearer-1" not in str(caught.value)


def test_wrong_token_is_said(standin):
    connector = X(standin.url_of("x"), "wrong-token", pause=0)
    with pytest.raises(PlatformError, match="X does not accept our token"):
        connector.fetch_handles(["mia"])
    connector.close()


def test_every_answer_says_what_is_left_and_x_is_asked_again_when_its_window_ends(standin, x):
    ends = (datetime.now(UTC) + timedelta(hours=2)).replace(minute=45, second=0, microsecond=0)
    standin.now = ends - timedelta(minutes=8)
    standin.control("room", {"x": 2})
    told = httpx.get(f"{x.base_url}/2/users?ids=1", headers={"Authorization": "Bearer token"}).headers
    assert (told["x-rate-limit-remaining"], told["x-rate-limit-reset"]) == ("1", str(int(ends.timestamp())))
    assert set(x.fetch_many(["1"])) == {"1"}
    with pytest.raises(PlatformError) as caught:
        x.fetch_many(["1"])
    assert (caught.value.kind, caught.value.until) == (Kind.RATE_LIMITED, ends)
    standin.now = ends
    assert set(x.fetch_many(["1"])) == {"1"}


def test_each_account_is_paid_for_before_it_is_read(standin):
    spent: list[int] = []
    connector = X(standin.url_of("x"), "token", pause=0, spend=spent.append)
    connector.fetch_many(["11", "12", "13"])
    connector.close()
    assert (spent, X.cost(3)) == ([3], 3)


@pytest.mark.parametrize(
    ("status", "headers", "body", "until"),
    [
        (429, {"x-rate-limit-reset": "1776245700"}, b"{}", datetime(2026, 4, 15, 9, 35, tzinfo=UTC)),
        (429, {"x-rate-limit-reset": "soon"}, b"{}", datetime(2026, 4, 15, 9, 45, tzinfo=UTC)),
        (429, {}, b"[]", datetime(2026, 4, 15, 9, 45, tzinfo=UTC)),
        (402, {}, b"nothing", datetime(2026, 4, 16, tzinfo=UTC)),
        (429, {}, b'{"title":"UsageCapExceeded"}', datetime(2026, 5, 1, tzinfo=UTC)),
        (418, {}, b"", None),
    ],
)
def test_wait_is_as_long_as_x_says(now, status, headers, body, until):
    assert error_of(status, headers, body, now=now).until == until


def test_cap_in_december_lasts_until_january():
    error = error_of(429, {}, b'{"title":"UsageCapExceeded"}', now=datetime(2026, 12, 31, 23, tzinfo=UTC))
    assert error.until == datetime(2027, 1, 1, tzinfo=UTC)
    assert error.until - datetime(2026, 12, 31, 23, tzinfo=UTC) == timedelta(hours=1)


def test_new_spelling_of_posts_is_read_too():
    item = {"id": "7", "username": "mia", "public_metrics": {"followers_count": 5, "post_count": 9}}
    assert users_of({"data": [item]}, lambda id_, handle: id_) == {"7": Reading("7", "mia", followers=5, posts=9)}


def test_protected_account_that_x_keeps_back_is_a_matter_of_permission():
    problem = {"value": "mia", "title": "x", "type": "https://api.x.com/2/problems/not-authorized-for-resource"}
    [error] = users_of({"errors": [problem]}, lambda id_, handle: handle).values()
    assert isinstance(error, PlatformError)
    assert error.kind is Kind.PERMISSION


def test_count_that_is_no_count_spoils_only_its_own_account():
    bad = {"id": "7", "username": "mia", "public_metrics": {"followers_count": "12k"}}
    found = users_of({"data": [bad, {"id": "8", "username": "ben"}]}, lambda id_, handle: id_)
    assert isinstance(found["7"], PlatformError)
    assert found["8"] == Reading("8", "ben")


def test_seed_file_has_accounts_of_platforms_that_nobody_plays_yet(tmp_path):
    seed = tmp_path / "standin.json"
    mia = {"title": "Mia", "followers": 5_000, "daily": 100}
    people = {"x": {"mia": mia}, "myspace": {"mia": mia}}
    seed.write_text(json.dumps({"as_of": "2026-11-22", "channels": {}, "people": people}))
    with StandIn(seed=seed) as standin:
        standin.control("clock", {"now": "2026-11-24T12:00:00Z"})
        connector = X(standin.url_of("x"), "token", pause=0)
        found = connector.fetch_handles(["mia"])["mia"]
        connector.close()
    assert isinstance(found, Reading)
    assert (found.title, found.followers) == ("Mia", 5_200)
