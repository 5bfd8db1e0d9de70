"""Tokens are renewed by one at a time and saved before they are used; a refused one breaks the connection."""

import threading
from datetime import timedelta

import pytest
from django.db import connection as database
from django.utils import timezone

from lib.sealed import unseal
from outbox.models import Job, Message
from outbox.work import run
from stats import tokens
from stats.actions import begin_connection
from stats.connecting import finish
from stats.connectors import readable_platforms
from stats.due import readable
from stats.logins import login_of
from stats.measuring import measure
from stats.models import Connection
from stats.platforms.errors import Kind, PlatformError
from stats.tokens import fresh_token, renew
from talent.models import SocialAccount
from tests.factories import NOW, SocialAccountFactory, TalentFactory, talent_user
from tests.stats.consents import answer_of, apps

__all__ = ["apps"]
BACK = "http://127.0.0.1:8000/back"
pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(apps):
    apps.now = NOW
    apps.logins.script("tiktok", "aoi.daily", followers=182_345, id="open-1")
    return apps


def connect(platform="tiktok", handle="aoi.daily"):
    talent = TalentFactory(name="Aoi Tanaka")
    aoi = talent_user(talent, name="Aoi", email=f"{handle.partition('.')[0]}@talents.example")
    account = SocialAccountFactory(talent=talent, platform=platform, handle=handle)
    handshake = begin_connection(account=account, session="s", by=aoi, now=NOW)
    login = login_of(platform)
    answer = answer_of(login.authorize_address(BACK, handshake.nonce, unseal(handshake.verifier)), handle)
    return finish(platform=platform, answer=answer, redirect_uri=BACK, session="s", by=aoi, now=NOW)


def at(standin, **later):
    standin.now = NOW + timedelta(**later)
    return standin.now


def renewals(standin):
    asked = standin.logins.consents.asked
    return sum(form.get("grant_type") in ("refresh_token", "ig_refresh_token") for _, _, form in asked)


def figures(connection, now):
    account = SocialAccount.objects.get(pk=connection.account_id)
    measured = measure(account.platform, [account], now=now)
    return measured.readings.get(account.pk) or measured.errors.get(account.pk) or measured.left.get(account.pk)


def test_a_good_token_is_used_as_it_is(clock):
    connection = connect()
    assert fresh_token(connection, now=at(clock, minutes=114)).startswith("act.")
    assert renewals(clock) == 0


def test_a_token_that_ends_soon_is_renewed_and_the_new_pair_is_kept(clock):
    connection = connect()
    before = unseal(connection.access_token), unseal(connection.refresh_token)
    now = at(clock, minutes=116)
    token = fresh_token(connection, now=now)
    connection.refresh_from_db()
    after = unseal(connection.access_token), unseal(connection.refresh_token)
    assert (token, renewals(clock)) == (after[0], 1)
    assert set(before) & set(after) == set()
    assert (connection.claim, connection.renewed) == (None, now)
    assert before[1] not in clock.logins.consents.tokens  # rotated
    assert figures(connection, now).followers == 182_345


def test_a_token_that_the_platform_rejects_is_renewed_once(clock):
    connection = connect()
    del clock.logins.consents.tokens[unseal(connection.access_token)]
    assert figures(connection, NOW).followers == 182_345
    assert renewals(clock) == 1


def test_a_withdrawn_consent_breaks_the_connection_once_and_keeps_the_figures(clock):
    connection = connect()
    clock.logins.control({"tiktok": {"remove": "aoi.daily"}})
    error = figures(connection, NOW)
    words = "TikTok was disconnected: it does not accept the consent any more."
    assert (error.kind, error.message, renewals(clock)) == (Kind.TOKEN_REVOKED, words, 2)
    connection.refresh_from_db()
    assert (connection.state, connection.reason, connection.broken_since) == ("broken", words, NOW)
    account = SocialAccount.objects.get()
    assert (account.followers, account.state, account.last_error) == (182_345, "disconnected", words)
    assert Message.objects.get().to_address == "aoi@talents.example"
    assert not readable().exists()
    assert figures(connection, NOW).message == "Its owner has not connected it."


@pytest.mark.parametrize("fault", ["500", "html", "429"])
def test_trouble_while_renewing_breaks_nothing_and_lets_go_of_the_claim(clock, fault):
    connection = connect()
    clock.logins.control({"tiktok": {"faults": [fault]}})
    now = at(clock, hours=3)
    with pytest.raises(PlatformError) as raised:
        fresh_token(connection, now=now)
    assert raised.value.kind in (Kind.TRANSIENT, Kind.BAD_RESPONSE, Kind.RATE_LIMITED)
    connection.refresh_from_db()
    assert (connection.state, connection.claim) == ("working", None)
    assert fresh_token(connection, now=now).startswith("act.")


def test_one_refusal_alone_is_not_believed(clock):
    connection = connect()
    clock.logins.control({"tiktok": {"faults": ["refused"]}})
    assert fresh_token(connection, now=at(clock, hours=3)).startswith("act.")


def test_whoever_comes_second_waits_for_the_first(clock, monkeypatch):
    monkeypatch.setattr(tokens, "LOOK", 0.001)
    connection = connect()
    now = at(clock, hours=3)
    Connection.objects.update(claim="00000000-0000-0000-0000-000000000001", claimed_until=now + timedelta(minutes=1))
    with pytest.raises(PlatformError, match="Its connection is being renewed") as raised:
        fresh_token(connection, now=now)
    assert (raised.value.kind, renewals(clock)) == (Kind.TRANSIENT, 0)


def test_a_claim_of_a_worker_that_died_ends_by_itself(clock):
    connection = connect()
    now = at(clock, hours=3)
    Connection.objects.update(claim="00000000-0000-0000-0000-000000000001", claimed_until=now - timedelta(seconds=1))
    assert fresh_token(connection, now=now).startswith("act.")


def test_a_worker_that_died_after_the_platforms_answer_leaves_no_silent_wreck(clock):
    connection = connect()
    now = at(clock, hours=3)
    login_of("tiktok").renew("", unseal(connection.refresh_token))  # asked, and died before it could save
    with pytest.raises(PlatformError) as raised:
        fresh_token(connection, now=now)
    connection.refresh_from_db()
    assert (raised.value.kind, connection.state) == (Kind.TOKEN_REVOKED, "broken")
    assert Message.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_ten_at_once_renew_once(clock):
    connection = connect()
    now = at(clock, hours=3)
    start, seen, lock = threading.Barrier(10), [], threading.Lock()

    def one():
        mine = Connection.objects.select_related("account").get(pk=connection.pk)
        start.wait()
        token = fresh_token(mine, now=now)
        with lock:
            seen.append(token)
        database.close()

    threads = [threading.Thread(target=one) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(seen), len(set(seen)), renewals(clock)) == (10, 1, 1)


def test_another_persons_figures_are_not_taken(clock):
    connection = connect()
    Connection.objects.update(external_id="open-2")
    error = figures(connection, NOW)
    assert (error.kind, error.message) == (Kind.BAD_RESPONSE, "TikTok answered for another account.")


def test_a_connected_account_is_due_though_the_office_has_no_key(clock):
    connection = connect()
    other = SocialAccountFactory(platform="tiktok", handle="nobody.connected")
    assert "tiktok" not in readable_platforms()
    assert list(readable("tiktok")) == [connection.account]
    assert figures(connection, NOW).followers == 182_345
    measured = measure("tiktok", [other], now=NOW)
    assert measured.left[other.pk].message == "Its owner has not connected it."


def job(kind, **args):
    row = Job.objects.create(kind=kind, title=kind, args=args, queue="platforms", run_after=timezone.now())
    run(row.pk)
    row.refresh_from_db()
    return row


@pytest.mark.parametrize(("age", "due"), [(6, 0), (8, 1)])
def test_instagram_is_renewed_weekly_by_the_clock(clock, age, due):
    clock.now = None
    connection = connect("instagram")
    Connection.objects.update(renewed=timezone.now() - timedelta(days=age))
    job("stats.keep_connections")
    found = Job.objects.filter(kind="stats.renew_connection")
    assert found.count() == due
    for token in clock.logins.consents.tokens.values():
        token.issued -= 2 * 86_400
    for row in found:
        assert run(row.pk)
        row.refresh_from_db()
        assert row.result == "Renewed"
    before = connection.access_token
    connection.refresh_from_db()
    assert (connection.access_token != before) == bool(due)


def test_tiktok_is_renewed_by_the_clock_only_before_its_refresh_token_dies(clock):
    connect()
    Connection.objects.update(refresh_until=timezone.now() + timedelta(days=31))
    job("stats.keep_connections")
    assert not Job.objects.filter(kind="stats.renew_connection").exists()
    Connection.objects.update(refresh_until=timezone.now() + timedelta(days=29))
    job("stats.keep_connections")
    assert Job.objects.filter(kind="stats.renew_connection").count() == 1


def test_a_refused_renewal_by_the_clock_is_no_failure_of_the_job(clock):
    connection = connect()
    clock.logins.control({"tiktok": {"remove": "aoi.daily"}})
    row = job("stats.renew_connection", connection_id=connection.pk)
    assert (row.state, row.result[:31]) == ("done", "Broken: TikTok was disconnected")
    assert job("stats.renew_connection", connection_id=connection.pk).result == "It is not in use any more"


def test_without_an_app_whoever_needs_none_yet_is_read(clock, settings):
    clock.logins.script("tiktok", "emi.daily", followers=5_000, id="open-2")
    ends, lasts = connect(), connect(handle="emi.daily")
    Connection.objects.filter(pk=ends.pk).update(access_until=NOW)
    settings.LOGIN_CLIENTS = {}
    told = measure("tiktok", list(SocialAccount.objects.order_by("pk")), now=at(clock, minutes=5))
    assert (told.left[ends.account_id].kind, told.errors) == (Kind.CONFIGURATION, {})
    assert told.readings[lasts.account_id].followers == 5_000


def test_instagram_is_renewed_without_an_app(clock, settings):
    connection = connect("instagram")
    for token in clock.logins.consents.tokens.values():
        token.issued -= 2 * 86_400
    settings.LOGIN_CLIENTS = {}
    assert renew(connection, now=at(clock, days=2))


def test_a_young_token_is_left_alone(clock):
    connection = connect("instagram")
    Connection.objects.update(renewed=timezone.now())
    assert job("stats.renew_connection", connection_id=connection.pk).result == "Too young to be renewed"


def test_trouble_of_the_platform_is_tried_later(clock):
    connection = connect()
    clock.logins.control({"tiktok": {"faults": ["500"]}})
    row = job("stats.renew_connection", connection_id=connection.pk)
    assert (row.state, row.last_error) == ("pending", "TikTok has trouble (error 500).")
