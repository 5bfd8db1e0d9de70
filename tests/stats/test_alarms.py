"""What only whoever runs the office can mend stands on *Today*, for them alone, until it is mended."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lib.sealed import seal
from stats.alarms import alarms
from stats.consented import meter_of
from stats.measuring import measure
from stats.models import Connection, PlatformKey
from stats.platforms.errors import Kind, PlatformError
from tests.factories import SocialAccountFactory, booker, owner
from tests.stats.conftest import channel

pytestmark = pytest.mark.django_db


def said(now) -> list[tuple[str, str]]:
    return [(entry.title.rpartition(" ")[2], entry.line) for entry in alarms(now)]


@pytest.mark.parametrize(
    ("of", "fault", "words"),
    [
        ("instagram", "expired", "Instagram no longer accepts our token: it has run out."),
        ("instagram", "blocked", "Instagram has blocked our app for a time."),
        ("x", "credits", "The office's credits at X are used up."),
    ],
)
def test_a_refused_key_is_told_until_the_platform_answers_again(platforms, of, fault, words):
    now = timezone.now()  # by which they say until when
    account = SocialAccountFactory(platform=of, handle="mia")
    platforms.fail(fault, times=3, platform=of)
    measure(of, [account], now=now)
    label = {"x": "X", "instagram": "Instagram"}[of]
    assert said(now) == [(label, f"{words} Nothing is lost; the last figures stay.")]
    platforms.faults.clear()
    later = now + timedelta(days=5)
    assert len(said(later)) == 1, "nobody has asked since"
    measure(of, [account], now=later)
    assert said(later) == []


def test_a_new_key_takes_the_old_ones_alarm_away(platforms, now, settings):
    settings.PLATFORM_KEYS = {"youtube": {"key": "wrong-key"}}
    measure("youtube", [SocialAccountFactory(external_id=channel(1))], now=now)
    assert said(now) == [("YouTube", "YouTube does not accept our key. Nothing is lost; the last figures stay.")]
    settings.PLATFORM_KEYS = {"youtube": {"key": "test-key"}}
    assert said(now) == []


def test_trouble_that_passes_by_itself_is_no_alarm(platforms, now):
    for fault in ("limited", "service"):
        platforms.fail(fault, times=3, platform="instagram")
        measure("instagram", [SocialAccountFactory(platform="instagram", handle=fault)], now=now)
    assert said(now) == []


def test_an_app_alarms_while_accounts_are_connected_with_it_that_ask_again(settings):
    settings.LOGIN_CLIENTS = {"instagram": {"client_id": "a", "client_secret": "b"}}
    now = timezone.now()
    connected = Connection.objects.create(
        account=SocialAccountFactory(platform="instagram"), external_id="1", access_token=seal("t"), renewed=now,
        connected_at=now, connected_by=owner(),
    )  # fmt: skip
    blocked = PlatformError(Kind.RATE_LIMITED, "Instagram has blocked the office’s app for a time.", alarm=True)
    meter_of("instagram", now).note(blocked)
    assert len(said(now)) == 1
    Connection.objects.filter(pk=connected.pk).update(state="broken", broken_since=now, reason="Ended.")
    assert said(now) == []


OR = " If it is a system user’s, enter it anew and say that it does not end."


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (49, None),
        (51, f"The token runs out on 24 Apr 2026 at the latest.{OR}"),
        (61, f"The token has run out by now.{OR}"),
    ],
)
def test_the_end_of_a_token_of_sixty_days_is_foretold(now, days, words):
    entered = now - timedelta(days=days)
    for platform in ("instagram", "youtube"):
        PlatformKey.objects.create(platform=platform, sealed=seal("{}"), entered_by=owner(), entered_at=entered)
    assert said(now) == ([("Instagram", words)] if words else [])
    PlatformKey.objects.update(is_endless=True)
    assert said(now) == []


def test_only_who_runs_the_office_reads_it(platforms, client, settings):
    settings.PLATFORM_KEYS = {"youtube": {"key": "wrong-key"}}
    measure("youtube", [SocialAccountFactory(external_id=channel(1))], now=timezone.now())
    for user, reads in ((owner(), True), (booker(), False)):
        client.force_login(user)
        assert ("Look after the office’s access to YouTube" in client.get("/desk/").content.decode()) is reads
