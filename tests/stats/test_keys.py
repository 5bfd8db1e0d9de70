"""The office's own keys: kept sealed, tried for real, removed."""

from datetime import timedelta

import pytest
from django.db import connection

from accounts.models import User
from lib.refusals import Refused
from outbox import work
from outbox.models import Job
from stats.actions import enter_key, remove_key, try_key
from stats.connectors import readable_platforms
from stats.keys import key_id, keys_of
from stats.measuring import measure
from stats.models import PlatformKey, Quota
from stats.quota import platform_day
from stats.standing import standings
from stats.trying import tried
from tests.factories import SocialAccountFactory, booker
from tests.factories import owner as an_owner
from tests.standin.graph import OFFICE
from tests.stats.conftest import channel

pytestmark = pytest.mark.django_db
SECRET = "AIzaSy-secret-key-4242"


@pytest.fixture
def owner() -> User:
    return an_owner()


def test_entered_key_is_sealed_and_goes_before_the_environments(platform, owner, now):
    row = enter_key(platform="youtube", keys={"key": f" {SECRET}\n"}, by=owner, now=now)
    assert (row.ending, row.entered_by, row.entered_at) == ("4242", owner, now)
    assert keys_of("youtube") == {"key": SECRET}
    assert Job.objects.get(kind="stats.try_key").args == {"platform": "youtube"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT k::text FROM stats_platformkey k UNION SELECT e::text FROM stats_platformkeyevent e")
        assert [SECRET in line for (line,) in cursor.fetchall()] == [False, False]


def test_another_key_takes_its_place_and_starts_a_count_of_its_own(platform, owner, now):
    account = SocialAccountFactory(external_id=channel(1))
    measure("youtube", [account], now=now)
    enter_key(platform="youtube", keys={"key": SECRET}, by=owner, now=now)
    measure("youtube", [account], now=now)
    assert set(Quota.objects.values_list("key_id", "used")) == {
        (key_id({"key": "test-key"}), 1),
        (key_id({"key": SECRET}), 1),
    }
    enter_key(platform="youtube", keys={"key": "another-key-of-the-office"}, by=owner, now=now)
    assert PlatformKey.objects.get().ending == "fice"


def test_short_secret_shows_nothing_of_itself(platform, owner, now):
    assert enter_key(platform="youtube", keys={"key": "short"}, by=owner, now=now).ending == ""


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        ({}, "The office’s Instagram account id is missing."),
        ({"user_id": OFFICE, "token": " "}, "Long-lived token is missing."),
        ({"user_id": OFFICE, "token": "a b"}, "Long-lived token is not as Instagram writes it"),
        ({"user_id": OFFICE, "token": "日本"}, "Long-lived token is not as Instagram writes it"),
        ({"user_id": OFFICE, "token": "a" * 1001}, "Long-lived token is not as Instagram writes it"),
    ],
)
def test_key_that_cannot_be_one_is_refused(owner, now, keys, sentence):
    with pytest.raises(Refused, match=sentence):
        enter_key(platform="instagram", keys=keys, by=owner, now=now)
    assert not PlatformKey.objects.exists()


@pytest.mark.parametrize("deed", ["enter", "remove", "try"])
def test_keys_are_for_who_runs_the_office(now, deed):
    by = booker()
    verbs = {
        "enter": lambda: enter_key(platform="youtube", keys={"key": SECRET}, by=by, now=now),
        "remove": lambda: remove_key(platform="youtube", by=by, now=now),
        "try": lambda: try_key(platform="youtube", by=by, now=now),
    }
    with pytest.raises(Refused, match="Only owners may"):
        verbs[deed]()


def test_platform_without_a_connector_takes_no_key(owner, now):
    with pytest.raises(Refused, match="takes no key"):
        enter_key(platform="snapchat", keys={"key": SECRET}, by=owner, now=now)


def test_removed_key_leaves_the_environments_or_none(platform, owner, now, settings):
    enter_key(platform="youtube", keys={"key": SECRET}, by=owner, now=now)
    remove_key(platform="youtube", by=owner, now=now)
    assert keys_of("youtube") == {"key": "test-key"}
    settings.PLATFORM_KEYS = {}
    assert (keys_of("youtube"), readable_platforms()) == ({}, ["podcast", "blog"])  # feeds need no key
    with pytest.raises(Refused, match="No key for YouTube was entered here"):
        remove_key(platform="youtube", by=owner, now=now)


def test_key_that_no_sealing_key_opens_is_as_good_as_none(platform, owner, now, settings):
    enter_key(platform="youtube", keys={"key": SECRET}, by=owner, now=now)
    settings.SECRET_KEY = "another secret key altogether, long enough"
    assert keys_of("youtube") == {}
    [youtube] = [standing for standing in standings(now) if standing.platform == "youtube"]
    assert (youtube.locked, youtube.is_read) == (True, False)
    measured = measure("youtube", [account := SocialAccountFactory(external_id=channel(1))], now=now)
    assert measured.left[account.pk].message == "The key for YouTube is missing or cannot be opened."
    assert platform.counts["requests"] == 0


def run_try(by, now) -> str:
    job = try_key(platform="youtube", by=by, now=now)
    assert try_key(platform="youtube", by=by, now=now) == job
    Job.objects.update(run_after=now)
    work.run(job.pk)
    job.refresh_from_db()
    assert job.state == "done", job.last_error
    return job.result


def test_try_asks_about_an_account_of_the_roster(platform, owner, now):
    platform.control("channels", {channel(1): {"handle": "mia.tv", "followers": 248_731}})
    SocialAccountFactory(handle="mia.tv", external_id=channel(1), measured=True, followers=5)
    assert run_try(owner, now) == "Works: @mia.tv on YouTube has 248,000 followers."
    assert platform.counts["requests"] == 1


def test_try_with_an_empty_roster_asks_about_a_known_account(platform, owner, now):
    assert run_try(owner, now).startswith("Works: @youtube on YouTube has ")


def test_try_says_why_a_key_does_not_work(platform, owner, now):
    enter_key(platform="youtube", keys={"key": "wrong-key"}, by=owner, now=now)
    assert run_try(owner, now) == "Does not work: YouTube does not accept our key."


def test_try_of_hidden_and_missing_accounts_says_so(platforms, now):
    platforms.control("people", {"x": {"gone": {"missing": True}}})
    platforms.control("channels", {channel(1): {"hidden": True}})
    assert tried("x", {"token": "t"}, "gone") == "The key is accepted, but the account was not found: Not found on X."
    hidden = f"Works: @{channel(1)} on YouTube was read; its followers are hidden."
    assert tried("youtube", {"key": "k"}, channel(1)) == hidden
    assert tried("instagram", {"user_id": OFFICE, "token": "t"}, "@mia").startswith("Works: @mia on Instagram has ")


def test_standing_tells_key_quota_and_accounts(platforms, owner, now):
    account = SocialAccountFactory(external_id=channel(1))
    measure("youtube", [account], now=now)
    SocialAccountFactory(handle="x", measured_at=now, source="measured", followers=3)
    found = {standing.platform: standing for standing in standings(now)}
    youtube = found["youtube"]
    assert (youtube.of_settings, youtube.key, youtube.accounts, youtube.read) == (True, None, 2, 1)
    assert (youtube.quota.used, youtube.quota.answered_at) == (1, now)
    assert (found["x"].quota, found["x"].accounts, found["x"].is_read) == (None, 0, True)


def test_a_feed_that_tells_no_figures_counts_as_read_once_it_answered(now):
    for attempted, said in ((now, ""), (now, "Podcast answered 500."), (None, ""), (now - timedelta(days=3), "")):
        SocialAccountFactory(platform="podcast", attempted_at=attempted, last_error=said)
    [podcast] = [standing for standing in standings(now) if standing.platform == "podcast"]
    assert (podcast.accounts, podcast.read) == (4, 1)


def test_old_try_gives_way_to_a_newer_answer(platform, owner, now):
    run_try(owner, now)
    [youtube] = [standing for standing in standings(now) if standing.platform == "youtube"]
    assert youtube.words.startswith("Works: @youtube")
    Job.objects.update(finished=now - timedelta(days=1))
    Quota.objects.update(answered_at=now, day=platform_day("youtube", now))
    [youtube] = [standing for standing in standings(now) if standing.platform == "youtube"]
    assert youtube.words == "All is well"
