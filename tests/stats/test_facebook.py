"""The Facebook connector, held against the stand-in's documented answers."""

from collections.abc import Iterator

import pytest

from stats.platforms.errors import Kind, PlatformError
from stats.platforms.facebook import Facebook
from stats.platforms.facebook.client import reading_of
from stats.platforms.readings import Reading
from tests.standin import StandIn
from tests.standin.pages import page_id


@pytest.fixture
def facebook(standin: StandIn) -> Iterator[Facebook]:
    connector = Facebook(standin.url_of("facebook"), "page-token-1", timeout=0.4, pause=0.01)
    yield connector
    connector.close()


def test_page_is_read_by_name_and_by_id(standin, facebook):
    standin.control("people", {"facebook": {"mia.test": {"title": "Mia", "followers": 48_211}}})
    standin.control("clock", {"now": "2026-01-01T00:00:00Z"})
    reading = Reading(page_id("mia.test"), "mia.test", "Mia", 48_211)
    assert facebook.fetch_handles(["mia.test"]) == {"mia.test": reading}
    assert facebook.fetch_many([page_id("mia.test")]) == {page_id("mia.test"): reading}
    asked = standin.places["facebook"].asked[0]
    assert (asked.path, asked.query) == ("/v26.0/mia.test", {"fields": ["id,name,username,followers_count,fan_count"]})
    assert asked.headers["Authorization"] == "Bearer page-token-1"


def test_page_that_is_gone_is_missing(standin, facebook):
    standin.control("people", {"facebook": {"mia": {"missing": True}}})
    assert facebook.fetch_handles(["mia"]) == {}


@pytest.mark.parametrize("name", ["", "me/accounts", "mia test", "日本"])
def test_name_that_cannot_be_one_is_not_asked_for(standin, facebook, name):
    assert facebook.fetch_handles([name]) == {}
    assert standin.counts["facebook"] == 0


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("limited", Kind.RATE_LIMITED),
        ("expired", Kind.TOKEN_EXPIRED),
        ("withdrawn", Kind.TOKEN_REVOKED),
        ("permission", Kind.PERMISSION),
        ("scope", Kind.PERMISSION),
        ("invalid", Kind.CONFIGURATION),
        ("service", Kind.TRANSIENT),
        ("html", Kind.BAD_RESPONSE),
        ("types", Kind.BAD_RESPONSE),
        ("redirect", Kind.BAD_RESPONSE),
    ],
)
def test_failure_has_its_kind(standin, facebook, fault, kind):
    standin.fail(fault, times=3, platform="facebook")
    with pytest.raises(PlatformError) as caught:
        found = facebook.fetch_handles(["mia"])["mia"]
        raise found if isinstance(found, PlatformError) else AssertionError(found)
    assert caught.value.kind is kind
    assert "page-token-1" not in str(caught.value)


def test_likes_of_old_do_not_stand_in_for_followers():
    assert reading_of({"id": "105312312345678", "fan_count": 47_100}) == Reading("105312312345678")
