"""The office's apps, by which talents connect accounts: entered on the page, or told by the environment."""

import pytest
from django.db import connection
from django.utils import timezone

from lib.refusals import Refused
from stats.actions import connect_account, enter_key, remove_key
from stats.keys import keys_of
from stats.logins import LOGINS, apps, connectable_platforms, is_connectable, login_of
from stats.models import PlatformKey, Use
from stats.platforms.errors import Kind, PlatformError
from stats.platforms.grants import Grant
from stats.platforms.readings import Reading
from stats.tokens import renew
from tests.factories import SocialAccountFactory, booker, talent_user
from tests.factories import owner as an_owner

pytestmark = pytest.mark.django_db
SECRET = "tiktok-app-secret-4242"
APP = {"client_id": "awx1", "client_secret": SECRET}


@pytest.fixture
def owner():
    return an_owner()


@pytest.fixture
def no_apps(settings):
    settings.LOGIN_CLIENTS = {"tiktok": {"client_id": "of-env", "client_secret": ""}}


def stands(platform: str):
    [app] = [app for app in apps() if app.platform == platform]
    return app


def test_entered_app_is_sealed_and_used_and_no_key_to_read_with(owner, now, no_apps):
    assert connectable_platforms() == []
    row = enter_key(platform="tiktok", use=Use.CONNECT, keys=APP, by=owner, now=now)
    assert (row.ending, row.use, connectable_platforms()) == ("4242", "connect", ["tiktok"])
    login = login_of("tiktok")
    assert (login.client_id, login.client_secret) == ("awx1", SECRET)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT k::text FROM stats_platformkey k UNION" + " SELECT e::text FROM stats_platformkeyevent e"
        )
        assert [SECRET in line for (line,) in cursor.fetchall()] == [False, False]


def test_key_and_app_of_one_platform_stand_side_by_side(owner, now, no_apps, settings):
    settings.PLATFORM_KEYS = {}
    enter_key(platform="youtube", keys={"key": "a-key-to-read-1234"}, by=owner, now=now)
    assert connectable_platforms() == []
    enter_key(platform="youtube", use=Use.CONNECT, keys=APP, by=owner, now=now)
    remove_key(platform="youtube", by=owner, now=now)
    assert (keys_of("youtube"), keys_of("youtube", Use.CONNECT)) == ({}, APP)


@pytest.mark.parametrize(
    ("told", "entered", "is_there"),
    [
        ({"client_id": "of-env", "client_secret": "s"}, True, True),
        ({"client_id": "of-env", "client_secret": "s"}, False, True),
        ({"client_id": "of-env", "client_secret": ""}, False, False),
        ({"client_id": "of-env", "client_secret": ""}, True, True),
    ],
)
def test_app_of_the_environment_stands_where_none_was_entered(owner, now, settings, told, entered, is_there):
    settings.LOGIN_CLIENTS = {"tiktok": told}
    if entered:
        enter_key(platform="tiktok", use=Use.CONNECT, keys=APP, by=owner, now=now)
    app = stands("tiktok")
    assert (app.is_there, app.key is not None, app.of_settings) == (is_there, entered, bool(told["client_secret"]))
    assert bool(is_connectable("tiktok")) == is_there
    if is_there:
        assert login_of("tiktok").client_id == ("awx1" if entered else "of-env")


def test_removed_app_leaves_none_and_can_be_removed_once(owner, now, no_apps):
    enter_key(platform="tiktok", use=Use.CONNECT, keys=APP, by=owner, now=now)
    enter_key(
        platform="tiktok", use=Use.CONNECT, keys={**APP, "client_secret": "another-secret-9999"}, by=owner, now=now
    )
    assert PlatformKey.objects.get().ending == "9999"
    remove_key(platform="tiktok", use=Use.CONNECT, by=owner, now=now)
    with pytest.raises(Refused, match="No app at TikTok was entered here"):
        remove_key(platform="tiktok", use=Use.CONNECT, by=owner, now=now)


@pytest.mark.parametrize(
    ("platform", "keys", "sentence"),
    [
        ("tiktok", {"client_id": "a"}, "Client secret is missing."),
        ("instagram", {"client_secret": "a"}, "Instagram app id is missing."),
        ("youtube", {"client_id": "a b", "client_secret": "c"}, "Client id is not as YouTube writes it"),
        ("x", APP, "takes no key"),
    ],
)
def test_app_that_cannot_be_one_is_refused(owner, now, platform, keys, sentence):
    with pytest.raises(Refused, match=sentence):
        enter_key(platform=platform, use=Use.CONNECT, keys=keys, by=owner, now=now)


def test_apps_are_for_who_runs_the_office(now):
    by = booker()
    with pytest.raises(Refused, match="Only owners may"):
        enter_key(platform="tiktok", use=Use.CONNECT, keys=APP, by=by, now=now)
    with pytest.raises(Refused, match="Only owners may"):
        remove_key(platform="tiktok", use=Use.CONNECT, by=by, now=now)


def test_app_that_no_sealing_key_opens_breaks_no_connection(owner, settings):
    now = timezone.now()
    enter_key(platform="tiktok", use=Use.CONNECT, keys=APP, by=owner, now=now)
    account = SocialAccountFactory(platform="tiktok", handle="aoi.tok")
    connected = connect_account(
        account=account, grant=Grant("1", tuple(LOGINS["tiktok"].needs), "access", refresh_token="again"),
        reading=Reading("1", "aoi.tok"), by=talent_user(account.talent), now=now,
    )  # fmt: skip
    settings.SECRET_KEY = "another secret key altogether, long enough"
    assert (stands("tiktok").locked, stands("tiktok").connected, connectable_platforms()) == (True, 1, [])
    with pytest.raises(PlatformError, match="app at TikTok is missing or cannot be opened") as caught:
        renew(connected, now=now)
    connected.refresh_from_db()
    assert (caught.value.kind, connected.state, connected.claim) == (Kind.CONFIGURATION, "working", None)
