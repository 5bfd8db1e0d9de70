"""A talent connects an account: the platform's answer, once; what is kept; how it ends."""

from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.db import IntegrityError, transaction

from accounts.roles import Role
from lib.refusals import Refused
from lib.sealed import seal, unseal
from outbox.models import Job, Message
from outbox.work import run
from stats.actions import begin_connection, break_connection, withdraw_connection
from stats.connecting import Stopped, finish
from stats.logins import login_of
from stats.models import AccountSnapshot, Connection, Handshake
from stats.platforms.errors import Kind, PlatformError
from tests.factories import NOW, SocialAccountFactory, owner, somebody, talent_user
from tests.stats.consents import answer_of, aoi, apps, talent

__all__ = ["aoi", "apps", "talent"]
BACK = "http://127.0.0.1:8000/talent/connect/{}/back"
pytestmark = pytest.mark.django_db


@pytest.fixture
def account(talent):
    return SocialAccountFactory(talent=talent, platform="tiktok", handle="aoi.daily")


@pytest.fixture
def clock(apps):
    apps.now = NOW
    return apps


def address_of(handshake, platform="tiktok"):
    return login_of(platform).authorize_address(BACK.format(platform), handshake.nonce, unseal(handshake.verifier))


def begin(account, by, session="s"):
    return begin_connection(account=account, session=session, by=by, now=NOW)


def come_back(answer, by, *, platform="tiktok", session="s", now=NOW):
    return finish(platform=platform, answer=answer, redirect_uri=BACK.format(platform), session=session, by=by, now=now)


def connected(account, by, **allowed):
    handshake = begin(account, by)
    answer = answer_of(address_of(handshake, account.platform), account.handle, **allowed)
    return come_back(answer, by, platform=account.platform)


def test_connecting_keeps_sealed_tokens_and_the_first_figures(clock, account, aoi):
    clock.logins.script("tiktok", "aoi.daily", followers=182_345, id="open-1")
    connection = connected(account, aoi)
    connection.refresh_from_db()
    assert (connection.state, connection.external_id, connection.connected_by) == ("working", "open-1", aoi)
    assert connection.scopes == ["user.info.basic", "user.info.profile", "user.info.stats", "video.list"]
    assert unseal(connection.access_token).startswith("act.")
    assert unseal(connection.refresh_token).startswith("rft.")
    assert "act." not in connection.access_token
    assert connection.access_until == NOW + timedelta(seconds=7_200)
    assert connection.refresh_until == NOW + timedelta(days=180)
    account.refresh_from_db()
    assert (account.followers, account.source, account.external_id) == (182_345, "measured", "open-1")
    assert AccountSnapshot.objects.filter(account=account).count() == 1


def test_instagram_gives_a_token_of_sixty_days(clock, talent, aoi):
    account = SocialAccountFactory(talent=talent, platform="instagram", handle="Aoi.Daily")
    clock.logins.script("instagram", "aoi.daily", followers=267_793, handle="aoi.daily")
    connection = connected(account, aoi)
    assert unseal(connection.access_token).startswith("IGLONG")
    assert connection.refresh_token == ""
    assert connection.access_until == NOW + timedelta(seconds=5_183_944)
    assert connection.scopes == ["instagram_business_basic", "instagram_business_manage_insights"]
    account.refresh_from_db()
    assert account.followers == 267_793


def test_what_is_asked_of_tiktok(clock, account, aoi):
    handshake = begin(account, aoi)
    answer = answer_of(address_of(handshake), "aoi.daily")
    come_back(answer, aoi)
    assert [call for _, call, _ in clock.logins.consents.asked] == [
        "POST /open.tiktokapis.com/v2/oauth/token/",
        "GET /open.tiktokapis.com/v2/user/info/",
    ]
    assert clock.logins.consents.asked[0][2] == {
        "client_key": "office-app", "client_secret": "office-secret", "grant_type": "authorization_code",
        "code": answer["code"], "redirect_uri": BACK.format("tiktok"), "code_verifier": unseal(handshake.verifier),
    }  # fmt: skip
    asked = dict(parse_qsl(urlsplit(address_of(handshake)).query))
    assert asked["client_key"] == "office-app"
    assert asked["scope"] == "user.info.basic,user.info.profile,user.info.stats,video.list"
    assert len(asked["code_challenge"]) == 64
    assert set(asked["code_challenge"]) <= set("0123456789abcdef")


def test_what_is_asked_of_instagram(clock, talent, aoi):
    account = SocialAccountFactory(talent=talent, platform="instagram", handle="aoi.daily")
    connected(account, aoi)
    calls = clock.logins.consents.asked
    assert [call for _, call, _ in calls] == [
        "POST /api.instagram.com/oauth/access_token",
        "GET /graph.instagram.com/access_token",
        "GET /graph.instagram.com/v26.0/me",
    ]
    assert calls[0][2] == {
        "client_id": "office-app", "client_secret": "office-secret", "grant_type": "authorization_code",
        "redirect_uri": BACK.format("instagram"), "code": calls[0][2]["code"],
    }  # fmt: skip
    assert calls[2][2] == {"fields": "user_id,username,name,followers_count,follows_count,media_count"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("denied", "You did not allow it on TikTok. Nothing was connected, and nothing is read."),
        ("failed", "TikTok did not go through with it (server_error). Nothing was connected."),
        (
            "other",
            "You are signed in to TikTok as somebody.else, and this account is aoi.daily. Nothing was connected.",
        ),
        ("scope", "On TikTok you left out what the office needs: followers, following and the number of videos."),
        ("code", "TikTok did not take the sign-in: it came too late, or was used already. Nothing was connected."),
        ("trouble", "TikTok has trouble (error 500). Nothing was connected. Wait a little, then try again."),
        ("html", "TikTok answered with something other than JSON. Nothing was connected."),
        ("state", "This answer does not belong to a connection that you began here. Begin it again."),
        ("session", "This answer does not belong to a connection that you began here. Begin it again."),
        ("person", "This answer does not belong to a connection that you began here. Begin it again."),
        ("late", "That took longer than ten minutes. Begin it again."),
    ],
)
def test_an_answer_that_is_not_right_says_so_and_nothing_is_kept(clock, account, aoi, talent, change, said):
    handshake = begin(account, aoi)
    handle = "somebody.else" if change == "other" else "aoi.daily"
    without = "user.info.stats" if change == "scope" else ""
    answer = answer_of(address_of(handshake), handle, allow=change != "denied", without=without)
    more = {}
    match change:
        case "failed":
            answer = {"state": answer["state"], "error": "server_error"}
        case "code":
            answer["code"] = "made-up"
        case "trouble":
            clock.logins.control({"tiktok": {"faults": ["500"]}})
        case "html":
            clock.logins.control({"tiktok": {"faults": ["html"]}})
        case "state":
            answer["state"] = "made-up"
        case "session":
            more["session"] = "another"
        case "late":
            more["now"] = NOW + timedelta(minutes=10, seconds=1)
    by = talent_user(talent, Role.GUARDIAN) if change == "person" else aoi
    with pytest.raises(Stopped) as stopped:
        come_back(answer, by, **more)
    assert str(stopped.value).startswith(said)
    assert not Connection.objects.exists()
    account.refresh_from_db()
    assert (account.followers, account.external_id) == (None, "")
    if change in ("other", "scope"):  # what was given is given back
        assert clock.logins.consents.tokens == {}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("code", "Instagram did not take the sign-in: it came too late, or was used already. Nothing was connected."),
        ("app", "Instagram does not understand the office’s request. Nothing was connected."),
    ],
)
def test_instagram_tells_a_late_code_from_an_app_that_it_does_not_know(clock, talent, aoi, settings, change, said):
    account = SocialAccountFactory(talent=talent, platform="instagram", handle="aoi.daily")
    answer = answer_of(address_of(begin(account, aoi), "instagram"), "aoi.daily")
    if change == "code":
        answer["code"] = "made-up"
    else:
        settings.LOGIN_CLIENTS = {"instagram": {"client_id": "another", "client_secret": "app"}}
    with pytest.raises(Stopped) as stopped:
        come_back(answer, aoi, platform="instagram")
    assert str(stopped.value).startswith(said)


def test_an_answer_is_good_once(clock, account, aoi):
    answer = answer_of(address_of(begin(account, aoi)), "aoi.daily")
    come_back(answer, aoi)
    with pytest.raises(Stopped, match="This answer was used already"):
        come_back(answer, aoi)
    assert Connection.objects.count() == 1


def test_a_known_id_goes_before_a_changed_handle(clock, account, aoi):
    clock.logins.script("tiktok", "aoi.new", id="open-1")
    account.external_id = "open-1"
    account.save()
    answer = answer_of(address_of(begin(account, aoi)), "aoi.new")
    assert come_back(answer, aoi).external_id == "open-1"


def test_only_the_talents_own_people_begin(clock, account, settings):
    with pytest.raises(Refused, match="Nobody in this portal"):
        begin(account, owner())
    with pytest.raises(Refused, match="another talent's account"):
        begin(account, talent_user())
    guardian = talent_user(account.talent, Role.GUARDIAN)
    assert begin(account, guardian).created_by == guardian
    settings.LOGIN_CLIENTS = {"tiktok": {"client_id": "", "client_secret": ""}}
    with pytest.raises(Refused, match="no app at TikTok: enter it under Office, Platforms"):
        begin(account, guardian)


def test_no_secret_is_in_a_repr_a_history_or_a_job(clock, account, aoi):
    connection = connected(account, aoi)
    withdraw_connection(connection=connection, by=aoi, now=NOW)
    secrets = [text for text in clock.logins.consents.tokens if text.startswith(("act.", "rft."))]
    assert len(secrets) == 2
    event = Connection.pgh_event_model.objects.values().last()
    seen = (
        f"{connection!r} {connection.__dict__} {event} {list(Job.objects.values())} {list(Handshake.objects.values())}"
    )
    assert [text for text in secrets if text in seen] == []
    assert not {"access_token", "refresh_token", "parting_token"} & set(event)


def test_withdrawing_deletes_the_tokens_and_tells_the_platform(clock, account, aoi, django_capture_on_commit_callbacks):
    connection = connected(account, aoi)
    withdraw_connection(connection=connection, by=aoi, now=NOW)
    connection.refresh_from_db()
    assert (connection.state, connection.access_token, connection.refresh_token) == ("withdrawn", "", "")
    assert (connection.withdrawn_at, connection.withdrawn_by) == (NOW, aoi)
    account.refresh_from_db()
    assert (account.state, account.last_error) == ("disconnected", "The consent was withdrawn")
    assert run(Job.objects.get(kind="stats.part_from_platform").pk)
    connection.refresh_from_db()
    assert connection.parting_token == ""
    assert clock.logins.consents.tokens == {}
    with pytest.raises(Refused, match="withdrawn already"):
        withdraw_connection(connection=connection, by=aoi, now=NOW)


def test_a_break_asks_once_and_reconnecting_repairs_it(clock, account, aoi):
    connection = connected(account, aoi)
    for _ in range(2):
        break_connection(connection=connection, reason="TikTok was disconnected.", by=somebody(), now=NOW)
    (letter,) = Message.objects.all()
    assert (letter.to_address, letter.subject) == (
        "aoi@talents.example", "Please connect aoi.daily on TikTok again",
    )  # fmt: skip
    assert f"/talent/accounts/{account.public_id}/connect" in letter.body
    account.refresh_from_db()
    assert (account.state, account.last_error) == ("disconnected", "TikTok was disconnected.")
    again = connected(account, aoi)
    assert again.pk == connection.pk
    account.refresh_from_db()
    assert (account.state, account.last_error) == ("fine", "")
    break_connection(connection=again, reason="TikTok was disconnected.", by=somebody(), now=NOW)
    assert Message.objects.count() == 2


def test_a_connection_made_anew_is_not_broken_by_an_older_reading(clock, account, aoi):
    old = connected(account, aoi)
    Connection.objects.filter(pk=old.pk).update(renewed=NOW + timedelta(seconds=1))
    assert break_connection(connection=old, reason="Gone.", by=somebody(), now=NOW).state == "working"


def make(account, **values):
    facts = {
        "account": account, "external_id": "1", "access_token": seal("a"), "renewed": NOW, "connected_at": NOW,
        "connected_by": somebody(),
    }  # fmt: skip
    return Connection.objects.create(**facts | values)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"access_token": ""}, "stats_connection_living_has_token"),
        ({"state": "withdrawn", "withdrawn_at": NOW}, "stats_connection_withdrawn_without_tokens"),
        ({"state": "withdrawn", "access_token": ""}, "stats_connection_withdrawn_has_time"),
        ({"state": "broken"}, "stats_connection_broken_has_reason"),
        ({"reason": "Because."}, "stats_connection_broken_has_reason"),
        ({"claimed_until": NOW}, "stats_connection_claim_ends"),
    ],
)
def test_the_database_keeps_what_must_never_be_false(account, values, constraint):
    if values.get("withdrawn_at"):
        values = values | {"withdrawn_by": somebody()}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make(account, **values)


def test_one_living_connection_an_account(account):
    make(account)
    with pytest.raises(IntegrityError, match="stats_connection_one_living"), transaction.atomic():
        make(account)
    gone = {"state": "withdrawn", "access_token": "", "withdrawn_at": NOW, "withdrawn_by": somebody()}
    assert make(account, **gone).pk


def test_a_hung_platform_is_named(apps, account, settings):
    settings.PLATFORM_TIMEOUT = 0.2
    settings.LOGIN_URLS = {"tiktok": {"authorize": "", "api": "http://127.0.0.1:9"}}
    with pytest.raises(PlatformError, match="TikTok could not be reached.") as raised:
        login_of("tiktok").own_figures("act.x")
    assert raised.value.kind is Kind.TRANSIENT
