"""Office, Platforms: keys go in and are never shown again."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from outbox.models import Job
from stats.models import PlatformKey
from stats.platforms.errors import Kind, PlatformError
from stats.quota import Meter
from tests.factories import SocialAccountFactory, owner, reader

pytestmark = pytest.mark.django_db
PAGE = "/desk/office/platforms/"
SECRET = "AIzaSy-secret-key-4242"


@pytest.fixture
def owner_desk(client: Client) -> Client:
    client.force_login(owner())
    return client


@pytest.fixture
def reader_desk(client: Client) -> Client:
    client.force_login(reader())
    return client


def text(answer: HttpResponse) -> str:
    return answer.content.decode()


def test_key_is_entered_and_only_its_end_is_shown(owner_desk):
    answer = owner_desk.post(f"{PAGE}youtube/key", {"key": SECRET}, follow=True)
    page = text(answer)
    assert "The key for YouTube is kept." in page
    assert "…4242" in page
    assert SECRET not in page
    assert SECRET not in text(owner_desk.get(f"{PAGE}youtube/key"))


def test_a_token_of_a_system_user_is_entered_as_one_without_end(owner_desk):
    assert "It does not end" in text(owner_desk.get(f"{PAGE}instagram/key"))
    assert "It does not end" not in text(owner_desk.get(f"{PAGE}youtube/key"))
    sent = {"user_id": "17841405309211844", "token": SECRET}
    for more, endless in (({"endless": "on"}, True), ({}, False)):
        owner_desk.post(f"{PAGE}instagram/key", sent | more)
        assert PlatformKey.objects.get(platform="instagram").is_endless is endless
    owner_desk.post(f"{PAGE}youtube/key", {"key": SECRET, "endless": "on"})
    assert PlatformKey.objects.get(platform="youtube").is_endless is False


def test_key_that_is_refused_is_not_shown_again(owner_desk):
    answer = owner_desk.post(f"{PAGE}youtube/key", {"key": "with spaces-4242 here"})
    assert answer.status_code == 422
    assert "with spaces-4242 here" not in text(answer)
    assert not PlatformKey.objects.exists()


def test_key_is_removed(owner_desk):
    owner_desk.post(f"{PAGE}youtube/key", {"key": SECRET})
    assert "The key for YouTube is removed." in text(owner_desk.post(f"{PAGE}youtube/remove", follow=True))
    assert not PlatformKey.objects.exists()


def test_app_is_entered_beside_its_redirect_address_and_removed(owner_desk, settings):
    settings.LOGIN_CLIENTS = {}
    address = f"{settings.SITE_URL}/talent/connect/tiktok/back"
    page = text(owner_desk.get(PAGE))
    assert page.count(f'data-copy="{address}"') == 2  # one for each width
    assert page.count("No account can be connected") == 4
    assert address in text(owner_desk.get(f"{PAGE}tiktok/app"))
    sent = {"client_id": "awx1", "client_secret": SECRET}
    page = text(owner_desk.post(f"{PAGE}tiktok/app", sent, follow=True))
    assert "The app at TikTok is kept. Talents connect their accounts with it from now on." in page
    assert (page.count("…4242"), SECRET in page, page.count("No account can be connected")) == (2, False, 3)
    assert SECRET not in text(owner_desk.get(f"{PAGE}tiktok/app"))
    assert "The app at TikTok is removed." in text(owner_desk.post(f"{PAGE}tiktok/app/remove", follow=True))
    assert not PlatformKey.objects.exists()
    settings.LOGIN_CLIENTS = {"tiktok": {"client_id": "a", "client_secret": "b"}}
    assert "App from the environment" in text(owner_desk.get(PAGE))


def test_try_shows_that_it_asks(owner_desk):
    page = text(owner_desk.post(f"{PAGE}youtube/try", follow=True))
    assert "Asking YouTube" in page
    assert Job.objects.get(kind="stats.try_key").args == {"platform": "youtube"}


def test_reader_sees_no_buttons(reader_desk):
    page = text(reader_desk.get(PAGE))
    assert "Instagram" in page
    assert "Enter key" not in page
    assert "Enter app" not in page


def test_unknown_platform_is_nowhere(owner_desk):
    assert owner_desk.get(f"{PAGE}myspace/key").status_code == 404
    assert owner_desk.get(f"{PAGE}twitch/app").status_code == 404  # its app is its key


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_no_more_for_more_accounts(owner_desk, count, django_assert_num_queries):
    for number in range(count):
        SocialAccountFactory(platform=("youtube", "instagram", "x")[number])
    owner_desk.get(PAGE)
    with django_assert_num_queries(13):
        owner_desk.get(PAGE)


def test_page_says_which_app_is_left_in_peace_and_why(owner_desk, settings):
    app = {"client_id": "awx1", "client_secret": "secret"}
    settings.LOGIN_CLIENTS = {"tiktok": app, "instagram": app}
    now = timezone.now()
    for platform, keys in (("tiktok", app), ("instagram", {"client_id": "of-yesterday"})):
        meter = Meter(platform, now, keys=keys, allowed=10)
        meter.trip(PlatformError(Kind.TRANSIENT, f"{meter.label} did not answer in time."))
    page = " ".join(text(owner_desk.get(PAGE)).split())
    assert ": TikTok did not answer in time.</small>" in page
    assert "Instagram did not answer in time." not in page, "another app stands now"
