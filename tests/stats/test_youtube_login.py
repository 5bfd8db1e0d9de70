"""A talent signs in with Google: what is asked, their channel's past, how long it is kept, how it ends."""

import base64
import hashlib
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from lib.sealed import unseal
from outbox.models import Job, Message
from outbox.work import run
from stats.actions import withdraw_connection
from stats.actions.forget import forget_old
from stats.connecting import Stopped
from stats.consented import read, read_posts
from stats.logins import login_of
from stats.measuring import measure
from stats.models import AccountSnapshot
from stats.past import read_past
from stats.platforms.errors import Kind, PlatformError
from stats.platforms.readings import PastReading, Reading
from stats.platforms.youtube_login.errors import sign_in_error
from stats.platforms.youtube_login.reports import days_of, past_of
from tests.factories import NOW, SocialAccountFactory
from tests.standin.channels import channel_id
from tests.stats.consents import aoi, apps, talent
from tests.stats.test_connections import BACK, address_of, answer_of, begin, come_back, connected

__all__ = ["aoi", "apps", "talent"]
pytestmark = pytest.mark.django_db
READ, ANALYTICS = (f"https://www.googleapis.com/auth/{name}.readonly" for name in ("youtube", "yt-analytics"))
AOI = channel_id("aoi.daily")


@pytest.fixture
def account(talent):
    return SocialAccountFactory(talent=talent, platform="youtube", handle="aoi.daily")


@pytest.fixture
def clock(apps, monkeypatch):
    apps.now = NOW
    monkeypatch.setattr("stats.history_jobs.timezone", SimpleNamespace(now=lambda: NOW))
    script(apps)
    return apps


def script(apps, **more):
    facts = {"handle": "aoi.daily", "followers": 248_700, "daily": 40, "views": 48_211_904, "as_of": NOW.isoformat()}
    apps.channels.script(AOI, facts | more)


def calls(clock):
    return [call for _, call, _ in clock.logins.consents.asked]


def test_what_is_asked_of_google(clock, account, aoi):
    handshake = begin(account, aoi)
    address = address_of(handshake, "youtube")
    asked = dict(parse_qsl(urlsplit(address).query))
    digest = hashlib.sha256(unseal(handshake.verifier).encode()).digest()
    assert asked == {
        "client_id": "office-app", "redirect_uri": BACK.format("youtube"), "response_type": "code",
        "scope": f"{READ} {ANALYTICS}", "access_type": "offline", "prompt": "consent", "state": handshake.nonce,
        "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="), "code_challenge_method": "S256",
    }  # fmt: skip
    answer = answer_of(address, "aoi.daily")
    come_back(answer, aoi, platform="youtube")
    assert calls(clock) == ["POST /oauth2.googleapis.com/token", "GET /youtube/v3/channels"]
    assert clock.logins.consents.asked[0][2] == {
        "client_id": "office-app", "client_secret": "office-secret", "grant_type": "authorization_code",
        "code": answer["code"], "redirect_uri": BACK.format("youtube"), "code_verifier": unseal(handshake.verifier),
    }  # fmt: skip
    assert clock.logins.consents.asked[1][2] == {"part": "snippet,statistics", "mine": "true"}


def test_connecting_keeps_a_token_that_lasts_and_the_first_figures(clock, account, aoi):
    connection = connected(account, aoi)
    assert (connection.external_id, connection.scopes) == (AOI, [READ, ANALYTICS])
    assert unseal(connection.access_token).startswith("ya29.") and unseal(connection.refresh_token).startswith("1//")
    assert (connection.access_until, connection.refresh_until) == (NOW + timedelta(seconds=3_599), None)
    account.refresh_from_db()
    assert (account.followers, account.is_rounded, account.external_id) == (248_000, True, AOI)
    assert Job.objects.get(kind="stats.import_past").args == {"account_id": account.pk}


@pytest.mark.parametrize(
    ("handle", "without", "said"),
    [
        ("somebody", "", "You are signed in to YouTube as somebody, and this account is aoi.daily."),
        ("aoi.daily", READ, "On YouTube you left out what the office needs: whose channel it is"),
        ("none", "", "You signed in to Google as somebody who has no YouTube channel. Nothing was connected."),
    ],
)
def test_another_channel_or_none_is_not_connected(clock, account, aoi, handle, without, said):
    clock.channels.script(channel_id("none"), {"missing": handle == "none"})
    answer = answer_of(address_of(begin(account, aoi), "youtube"), handle, without=without)
    with pytest.raises(Stopped) as stopped:
        come_back(answer, aoi, platform="youtube")
    assert str(stopped.value).startswith(said)
    if handle != "none":  # what was given is given back
        assert clock.logins.consents.tokens == {}


def test_without_the_report_the_channel_is_connected_and_its_past_not_asked_for(clock, account, aoi):
    connection = connected(account, aoi, without=ANALYTICS)
    assert connection.scopes == [READ]
    assert not Job.objects.filter(kind="stats.import_past").exists()
    assert read_past(account, now=NOW) == []


def test_the_past_is_reckoned_back_day_by_day(clock, account, aoi, settings):
    settings.YOUTUBE_DERIVED_METRICS_ACCEPTED = True
    connected(account, aoi)
    clock.logins.consents.asked.clear()
    past = read_past(account, now=NOW)
    assert clock.logins.consents.asked[1] == (
        "youtube", "GET /youtubeanalytics.googleapis.com/v2/reports",
        {
            "ids": "channel==MINE", "startDate": "2023-04-16", "endDate": "2026-04-14", "dimensions": "day",
            "metrics": "views,subscribersGained,subscribersLost", "sort": "day",
        },
    )  # fmt: skip
    assert (past[-1].followers, past[-1].views, past[-1].is_reckoned) == (248_000, 48_211_904, True)
    assert past[-1].at == datetime(2026, 4, 14, 7, tzinfo=UTC)  # the end of the last day that is told, in California
    assert len(past) == 1_094 and past[0].followers < past[-1].followers


def test_only_as_much_of_the_past_is_kept_as_its_terms_let_us(clock, account, aoi, settings):
    settings.YOUTUBE_DERIVED_METRICS_ACCEPTED = False
    connected(account, aoi)
    assert import_job(account) == "29 days"
    rows = AccountSnapshot.objects.filter(account=account, source="estimated")
    assert rows.count() == 29 and min(rows.values_list("taken_at", flat=True)) > NOW - timedelta(days=30)
    forget_old(first=account.pk, last=account.pk, now=NOW + timedelta(days=10))
    assert rows.count() == 19


def import_job(account):
    job = Job.objects.get(kind="stats.import_past", args__account_id=account.pk)
    assert run(job.pk) is True
    job.refresh_from_db()
    return job.result


@pytest.mark.parametrize(
    ("ended", "days", "left"),
    [("no", 400, True), ("withdrawn", 6, True), ("withdrawn", 8, False), ("broken", 8, False)],
)
def test_what_only_a_consent_told_goes_with_it(clock, account, aoi, settings, ended, days, left):
    settings.YOUTUBE_DERIVED_METRICS_ACCEPTED = True
    connection = connected(account, aoi)
    import_job(account)
    if ended == "withdrawn":
        withdraw_connection(connection=connection, by=aoi, now=NOW)
    elif ended == "broken":
        clock.logins.control({"youtube": {"remove": "aoi.daily"}})
        with pytest.raises(PlatformError, match="the consent has ended at Google"):
            read(connection, now=NOW + timedelta(hours=2))
    forget_old(first=account.pk, last=account.pk, now=NOW + timedelta(days=days))
    assert AccountSnapshot.objects.filter(account=account, source="estimated").exists() is left
    assert AccountSnapshot.objects.filter(account=account, source="measured").exists()


def test_an_hour_later_the_token_is_renewed_and_the_lasting_one_stays(clock, account, aoi):
    connection = connected(account, aoi)
    first, lasting = connection.access_token, unseal(connection.refresh_token)
    later = clock.now = NOW + timedelta(hours=1)
    assert read(connection, now=later).followers == 248_000
    connection.refresh_from_db()
    assert connection.access_token != first and unseal(connection.refresh_token) == lasting
    assert connection.access_until == later + timedelta(seconds=3_599)


def test_a_consent_that_was_removed_breaks_asks_once_and_is_repaired(clock, account, aoi):
    connection = connected(account, aoi)
    clock.logins.control({"youtube": {"remove": "aoi.daily"}})
    with pytest.raises(PlatformError) as raised:
        read(connection, now=NOW)
    assert raised.value.kind is Kind.TOKEN_REVOKED
    connection.refresh_from_db()
    assert (connection.state, connection.reason) == (
        "broken", "YouTube was disconnected: the consent has ended at Google.",
    )  # fmt: skip
    (letter,) = Message.objects.all()
    assert letter.subject == "Please connect aoi.daily on YouTube again"
    assert connected(account, aoi).state == "working"


def test_withdrawing_tells_google_by_the_token_that_lasts(clock, account, aoi):
    connection = connected(account, aoi)
    clock.now = NOW + timedelta(days=1)  # the access token is long dead
    withdraw_connection(connection=connection, by=aoi, now=clock.now)
    assert run(Job.objects.get(kind="stats.part_from_platform").pk)
    assert clock.logins.consents.tokens == {} and calls(clock)[-1] == "POST /oauth2.googleapis.com/revoke"


@pytest.mark.parametrize("keyed", [True, False])
def test_the_offices_key_reads_where_there_is_one_else_the_consent(clock, account, aoi, settings, keyed):
    settings.PLATFORM_BASE_URLS = {"youtube": clock.youtube_url}
    settings.PLATFORM_KEYS = {"youtube": {"key": "test-key"}} if keyed else {}
    connected(account, aoi)
    account.refresh_from_db()
    clock.asked.clear()
    clock.logins.consents.asked.clear()
    assert measure("youtube", [account], now=NOW).readings[account.pk].followers == 248_000
    assert (len(clock.asked), calls(clock)) == ((1, []) if keyed else (0, ["GET /youtube/v3/channels"]))


def test_videos_are_read_by_consent(clock, account, aoi):
    video = {"id": "v1", "title": "Haul", "published_at": (NOW - timedelta(days=2)).isoformat(), "views": 9_000}
    script(clock, videos=[video])
    connection = connected(account, aoi)
    clock.logins.consents.asked.clear()
    assert [post.external_id for post in read_posts(connection, NOW - timedelta(days=30), now=NOW)] == ["v1"]
    assert calls(clock) == [f"GET /youtube/v3/{what}" for what in ("channels", "playlistItems", "videos:batchGetStats")]


def test_a_project_without_the_report_waits_for_whoever_runs_the_office(clock, account, aoi, monkeypatch):
    connected(account, aoi)
    body = b'{"error": {"code": 403, "errors": [{"reason": "accessNotConfigured"}]}}'
    monkeypatch.setattr("stats.platforms.grants.call", lambda *a, **k: (httpx.Response(403), body))
    job = Job.objects.get(kind="stats.import_past")
    assert run(job.pk) is False
    job.refresh_from_db()
    assert job.last_error == "The office’s project at Google has no YouTube Analytics API switched on."
    assert job.state == "pending" and job.run_after > datetime.now(UTC) + timedelta(hours=23)


def test_hidden_subscribers_have_no_past(clock, account, aoi):
    script(clock, hidden=True)
    connected(account, aoi)
    assert read_past(account, now=NOW) == []


@pytest.mark.parametrize(
    ("status", "said", "kind"),
    [
        (400, {"error": "invalid_grant"}, Kind.TOKEN_REVOKED),
        (400, {"error": "invalid_token"}, Kind.TOKEN_REVOKED),
        (401, {"error": "invalid_client"}, Kind.CONFIGURATION),
        (401, {"error": "unauthorized_client"}, Kind.TOKEN_REVOKED),
        (400, {"error": "redirect_uri_mismatch"}, Kind.CONFIGURATION),
        (429, {}, Kind.RATE_LIMITED),
        (503, {}, Kind.TRANSIENT),
        (418, {"error": "teapot"}, Kind.BAD_RESPONSE),
        (400, {"error": {"code": 400}}, Kind.BAD_RESPONSE),
    ],
)
def test_what_google_refuses_in_our_kinds(status, said, kind):
    assert sign_in_error(status, {}, said).kind is kind


def test_a_sign_in_that_answers_no_json(clock):
    login = login_of("youtube")
    for fault, kind in (("html", Kind.BAD_RESPONSE), ("500", Kind.TRANSIENT), ("refused", Kind.TOKEN_REVOKED)):
        clock.logins.control({"youtube": {"faults": [fault]}})
        with pytest.raises(PlatformError) as raised:
            login.renew("", "1//x")
        assert raised.value.kind is kind


def report(rows, names=("day", "views", "subscribersGained", "subscribersLost")):
    return {
        "kind": "youtubeAnalytics#resultTable", "columnHeaders": [{"name": name} for name in names],
        **({"rows": rows} if rows else {}),
    }  # fmt: skip


def test_days_are_read_by_the_names_of_the_columns():
    rows = [["2026-11-19", 9, 1_988, 35], ["2026-11-18", 7, 2_100, 41]]
    days = days_of(report(rows, ("day", "subscribersLost", "views", "subscribersGained")))
    assert [(each.day, each.views, each.gained, each.lost) for each in days] == [
        (date(2026, 11, 18), 2_100, 41, 7), (date(2026, 11, 19), 1_988, 35, 9),
    ]  # fmt: skip
    assert past_of(Reading("UC", followers=1_000, views=3_000), days) == [
        PastReading(datetime(2026, 11, 19, 8, tzinfo=UTC), 974, is_reckoned=True, views=1_012),
        PastReading(datetime(2026, 11, 20, 8, tzinfo=UTC), 1_000, is_reckoned=True, views=3_000),
    ]
    assert days_of(report([])) == []
    assert past_of(Reading("UC", followers=10), days)[0].followers == 0  # never below zero
    assert past_of(Reading("UC", followers=10), days)[0].views is None


@pytest.mark.parametrize(
    "data",
    [
        {}, {"kind": "youtubeAnalytics#resultTable"}, report([["2026-11-19", 1]]), report([["today", 1, 2, 3]]),
        report([["2026-11-19", None, 2, 3]]), report([["2026-11-19", 1, -2, 3]]), report([[1]], ("views",)),
    ],
)  # fmt: skip
def test_a_report_in_another_shape_is_not_believed(data):
    with pytest.raises(PlatformError, match="in a shape that is not documented"):
        days_of(data)
