"""The stand-in refuses what the real ones refuse, so that a mistake in our contract fails a test."""

import json
import os
import urllib.error
import urllib.request
from datetime import UTC, datetime

import pytest

from tests.standin import StandIn
from tests.standin.channels import born
from tests.standin.youtube import rounded
from tests.stats.conftest import channel


def ask(standin: StandIn, query: str) -> tuple[int, dict]:
    try:
        with urllib.request.urlopen(f"{standin.youtube_url}/channels?{query}") as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("part=snippet&id=x&key=k&fields=items", "unexpectedParameter"),
        ("part=snippet&id=x", "keyInvalid"),
        ("part=snippet&id=x&key=wrong-key", "keyInvalid"),
        ("id=x&key=k", "missingRequiredParameter"),
        ("part=figures&id=x&key=k", "unknownPart"),
        ("part=snippet&key=k", "missingRequiredParameter"),
        ("part=snippet&id=x&forHandle=y&key=k", "incompatibleParameters"),
        ("part=snippet&mine=true&key=k", "authError"),
        ("part=snippet&id=x&maxResults=51&key=k", "invalidValue"),
        (f"part=snippet&key=k&id={','.join(channel(n) for n in range(51))}", "invalidFilters"),
        ("part=snippet&id=x&key=k&key=l", "badRequest"),
    ],
)
def test_request_against_the_contract_is_refused(standin, query, reason):
    code, body = ask(standin, query)
    assert code == (401 if reason == "authError" else 400)
    assert body["error"]["errors"][0]["reason"] == reason


def test_unknown_channel_is_no_error_and_no_items(standin):
    code, body = ask(standin, "part=snippet&id=nobody&key=k")
    assert (code, body["pageInfo"]["totalResults"], "items" in body) == (200, 0, False)


def test_no_more_than_five_results_unless_asked(standin):
    ids = ",".join(channel(n) for n in range(7))
    assert len(ask(standin, f"part=id&id={ids}&key=k")[1]["items"]) == 5
    assert len(ask(standin, f"part=id&id={ids}&key=k&maxResults=50")[1]["items"]) == 7


@pytest.mark.parametrize(
    ("count", "shown"), [(999, 999), (1_000, 1_000), (1_234, 1_230), (123_456, 123_000), (1_999_999, 1_990_000)]
)
def test_public_count_keeps_three_figures(count, shown):
    assert rounded(count) == shown


def test_followers_follow_from_id_and_clock():
    day = datetime(2026, 6, 1, tzinfo=UTC)
    assert born(channel(5)).followers_at(day) == born(channel(5)).followers_at(day)
    assert born(channel(5)).followers_at(day) != born(channel(6)).followers_at(day)
    assert born(channel(5)).followers_at(datetime(2026, 12, 1, tzinfo=UTC)) > born(channel(5)).followers_at(day)


def test_seed_file_is_read_again_when_it_changes(tmp_path):
    seed = tmp_path / "standin.json"
    facts = {"handle": "mia", "title": "Mia", "followers": 5_000, "daily": 100}
    with StandIn(seed=seed) as standin:
        standin.control("clock", {"now": "2026-11-24T12:00:00Z"})
        seed.write_text(json.dumps({"as_of": "2026-11-22", "channels": {channel(1): facts}}))
        first = ask(standin, "part=statistics,snippet&forHandle=@MIA&key=k")[1]["items"][0]
        seed.write_text(json.dumps({"as_of": "2026-11-22", "channels": {channel(1): {**facts, "followers": 7_000}}}))
        os.utime(seed, (1, 1))
        second = ask(standin, f"part=statistics&id={channel(1)}&key=k")[1]["items"][0]
    assert (first["id"], first["snippet"]["title"]) == (channel(1), "Mia")
    assert first["statistics"]["subscriberCount"] == "5200"
    assert second["statistics"]["subscriberCount"] == "7200"


def test_quota_runs_out_after_its_units(standin):
    standin.control("quota", {"units": 1})
    assert ask(standin, f"part=id&id={channel(1)}&key=k")[0] == 200
    code, body = ask(standin, f"part=id&id={channel(1)}&key=k")
    assert (code, body["error"]["errors"][0]["reason"]) == (403, "quotaExceeded")


def test_control_is_reached_over_the_socket(standin):
    data = json.dumps({"kind": "429", "times": 1, "after": "7"}).encode()
    urllib.request.urlopen(urllib.request.Request(f"{standin.url}/_control/failures", data=data)).close()
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(f"{standin.youtube_url}/channels?part=id&id={channel(1)}&key=k")
    with caught.value as answer:
        assert (answer.code, answer.headers["Retry-After"]) == (429, "7")
    with urllib.request.urlopen(f"{standin.url}/_control/stats") as answer:
        assert json.load(answer)["requests"] == 1
