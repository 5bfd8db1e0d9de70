"""Connecting an account in the portal: what is said, the way there and back, the end of it."""

from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from stats.models import Connection, Handshake
from tests.factories import SocialAccountFactory, owner
from tests.portals.outside import signed_in, text
from tests.standin import StandIn
from tests.stats.consents import answer_of, apps

__all__ = ["apps"]


@pytest.fixture
def standin():
    with StandIn() as running:
        yield running


@pytest.fixture
def account(talent):
    return SocialAccountFactory(talent=talent, platform="tiktok", handle="aoi.daily")


@pytest.fixture
def page(account):
    return reverse("talent:connect", args=[account.public_id])


def there(client, page):
    """The platform's address to which the button leads."""
    gone = client.post(page, {"form_key": "a key"})
    assert gone.status_code == 302
    sent = client.get(gone["Location"])
    assert sent.status_code == 302
    return sent["Location"]


def back(client, answer, platform="tiktok"):
    return client.get(reverse("talent:connect-back", args=[platform]), answer, follow=True)


def test_the_page_says_what_is_read_why_and_until_when(apps, portal, page):
    said = text(portal.get(page))
    for words in ("Followers, following and the number of videos", "Brands book by figures", "You withdraw it",
                  "The office cannot post", "Connect with TikTok"):  # fmt: skip
        assert words in said
    assert "Withdraw" not in said


def test_where_todays_counts_are_public_the_page_says_what_the_consent_adds(apps, portal, talent):
    account = SocialAccountFactory(talent=talent, platform="youtube", handle="aoi.daily")
    page = reverse("talent:connect", args=[account.public_id])
    said = text(portal.get(page))
    assert "Brands ask how you grew." in said and "deleted within a week" in said
    assert "aoi.daily on YouTube is connected." in text(
        back(portal, answer_of(there(portal, page), "aoi.daily"), "youtube")
    )
    broken = {"state": "broken", "reason": "YouTube was disconnected.", "broken_since": account.created_at}
    Connection.objects.update(**broken)
    said = text(portal.get(page))
    assert "YouTube was disconnected." in said and "brands see your last figures" not in said


@pytest.mark.parametrize("platform", ["tiktok", "instagram", "youtube", "facebook"])
def test_the_page_leads_to_where_an_owner_takes_the_app_out_again(apps, portal, talent, settings, platform):
    account = SocialAccountFactory(talent=talent, platform=platform)
    settings.LOGIN_SETTINGS = {platform: f"https://{platform}.example/apps"}
    page = portal.get(reverse("talent:connect", args=[account.public_id])).content.decode()
    assert f'href="https://{platform}.example/apps"' in page and "own settings</a>" in page


def test_the_form_may_end_at_the_platform_and_nowhere_else(apps, portal, page):
    policy = portal.get(page)["Content-Security-Policy"]
    assert f"form-action 'self' {apps.url};" in f"{policy};"


def test_connecting_goes_there_and_back(apps, portal, account, page):
    answer = answer_of(there(portal, page), "aoi.daily")
    assert "aoi.daily on TikTok is connected." in text(back(portal, answer))
    assert Connection.objects.get().state == "working"
    said = text(portal.get(page))
    assert "TikTok is connected" in said
    assert "Withdraw consent" in said
    assert "Connect with TikTok" not in said


def test_a_second_press_is_the_same_journey(apps, portal, page):
    assert there(portal, page) == there(portal, page)
    assert Handshake.objects.count() == 1


def test_a_guardian_connects_for_their_talent(apps, guardian, page):
    answer = answer_of(there(guardian, page), "aoi.daily")
    assert "aoi.daily on TikTok is connected." in text(back(guardian, answer))
    assert Connection.objects.get().connected_by.name == "Mother"


def test_somebody_else_can_neither_begin_nor_come_back(apps, portal, stranger, page):
    address = there(portal, page)
    assert stranger.get(page).status_code == 404
    assert stranger.post(page).status_code == 404
    assert stranger.get(reverse("talent:connect-go", args=[Handshake.objects.get().public_id])).status_code == 404
    assert "does not belong to a connection that you began" in text(back(stranger, answer_of(address, "aoi.daily")))
    assert not Connection.objects.exists()


def test_another_session_of_the_same_person_cannot_come_back(apps, portal, aoi, page):
    answer = answer_of(there(portal, page), "aoi.daily")
    assert "does not belong to a connection that you began" in text(back(signed_in(aoi), answer))


def test_denied_says_so_where_it_began(apps, portal, page):
    answer = answer_of(there(portal, page), "aoi.daily", allow=False)
    response = back(portal, answer)
    assert response.redirect_chain[-1][0] == page
    assert "You did not allow it on TikTok." in text(response)


def test_a_used_journey_does_not_start_again(apps, portal, page):
    back(portal, answer_of(there(portal, page), "aoi.daily"))
    gone = reverse("talent:connect-go", args=[Handshake.objects.get().public_id])
    assert portal.get(gone).status_code == 404


def test_a_broken_connection_shows_its_reason_and_the_way_to_repair_it(apps, portal, account, page):
    back(portal, answer_of(there(portal, page), "aoi.daily"))
    Connection.objects.update(state="broken", reason="TikTok was disconnected.", broken_since=account.created_at)
    said = text(portal.get(reverse("talent:accounts")))
    assert "TikTok was disconnected." in said
    assert "Connect again" in said
    assert "TikTok was disconnected." in text(portal.get(page))
    assert "Connect TikTok again aoi.daily: TikTok was disconnected." in text(portal.get(reverse("talent:home")))
    desk = signed_in(owner())
    for name in ("desk:talent", "desk:talent-accounts"):
        said = text(desk.get(reverse(name, args=[account.talent.public_id])))
        assert "TikTok was disconnected." in said
        assert "not connected" in said
    assert "aoi.daily: TikTok was disconnected." in text(desk.get(reverse("desk:today")))


def test_withdrawing_from_the_page(apps, portal, account, page):
    back(portal, answer_of(there(portal, page), "aoi.daily"))
    gone = reverse("talent:connection-withdraw", args=[account.public_id])
    assert "does not read aoi.daily by your consent any more" in text(portal.post(gone, follow=True))
    assert Connection.objects.get().state == "withdrawn"
    assert "aoi.daily is not connected." in text(portal.post(gone, follow=True))
    assert "aoi.daily" not in text(signed_in(owner()).get(reverse("desk:today")))


def test_an_office_without_an_app_offers_nothing(portal, account, page, settings):
    settings.LOGIN_CLIENTS = {
        name: {"client_id": "", "client_secret": ""} for name in ("tiktok", "instagram", "youtube", "facebook")
    }
    assert "Connect" not in text(portal.get(reverse("talent:accounts"))).replace("Connected", "")
    assert "The office is not set up at TikTok yet." in text(portal.get(page))


def test_a_platform_without_connections_has_no_page(portal, talent):
    account = SocialAccountFactory(talent=talent, platform="twitch")
    assert portal.get(reverse("talent:connect", args=[account.public_id])).status_code == 404
    assert portal.get(reverse("talent:connect-back", args=["twitch"])).status_code == 404


def test_the_addresses_leave_the_office_only_for_the_platform(apps, portal, page):
    assert urlsplit(there(portal, page)).netloc == urlsplit(apps.url).netloc
