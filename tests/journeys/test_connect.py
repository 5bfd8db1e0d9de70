"""A talent connects an account in the browser, the platform ends it, the talent repairs it."""

import pytest
from playwright.sync_api import expect

from outbox.models import Job
from stats.models import Connection
from stats.platforms.http import hang_up
from talent.models import SocialAccount
from tests.factories import SocialAccountFactory, TalentFactory, talent_user
from tests.journeys.conftest import deliver, letter
from tests.standin import StandIn
from tests.stats.consents import use


@pytest.fixture
def platform(settings):
    """The office's apps are at the stand-in."""
    with StandIn() as standin:
        use(settings, standin)
        standin.logins.script("tiktok", "aoi.daily", followers=182_345)
        yield standin
        hang_up()


@pytest.fixture
def account():
    return SocialAccountFactory(talent=TalentFactory(name="Aoi Tanaka"), platform="tiktok", handle="aoi.daily")


@pytest.fixture
def aoi(account):
    return talent_user(account.talent, name="Aoi", email="aoi@talents.example")


def allow(page, handle="aoi.daily", answer="Allow"):
    """Answer on the platform's own page."""
    expect(page.get_by_role("heading", name="TikTok stand-in")).to_be_visible()
    page.get_by_label("You are signed in as").fill(handle)
    page.get_by_role("button", name=answer).click()


def test_an_account_is_connected_breaks_and_is_repaired(opens, boss, site, platform, account, aoi):
    phone = opens(aoi, phone=True)
    phone.goto(f"{site}/talent/accounts/")
    phone.get_by_role("link", name="Connect", exact=True).click()
    expect(phone.get_by_role("heading", name="Connect TikTok")).to_be_visible()
    expect(phone.get_by_text("The office cannot post, reads no messages")).to_be_visible()

    phone.get_by_role("button", name="Connect with TikTok").click()
    allow(phone, answer="Deny")
    expect(phone.get_by_text("You did not allow it on TikTok.")).to_be_visible()
    phone.get_by_role("button", name="Connect with TikTok").click()
    allow(phone, handle="somebody.else")
    expect(phone.get_by_text("You are signed in to TikTok as somebody.else")).to_be_visible()
    assert not Connection.objects.exists()

    phone.get_by_role("button", name="Connect with TikTok").click()
    allow(phone)
    expect(phone.get_by_text("aoi.daily on TikTok is connected.")).to_be_visible()
    expect(phone.get_by_text("182 k")).to_be_visible()

    # The talent removes the office's app in the platform's own settings.
    there = opens()
    there.goto(f"{platform.url}/www.tiktok.com/settings/apps")
    there.get_by_role("button", name="Remove access").click()
    expect(there.get_by_text("Nobody has let the app in.")).to_be_visible()
    desk = opens(boss)
    desk.goto(f"{site}/desk/talents/{account.talent.public_id}/")
    desk.get_by_role("button", name="Refresh TikTok aoi.daily").click()
    expect(desk.get_by_text("In the queue")).to_be_visible()
    assert deliver() == 1
    desk.goto(f"{site}/desk/")
    expect(desk.get_by_text("aoi.daily: TikTok was disconnected").first).to_be_visible()
    desk.goto(f"{site}/desk/talents/{account.talent.public_id}/accounts/")
    expect(desk.get_by_text("TikTok was disconnected: it does not accept the consent any more.")).to_be_visible()

    # The letter leads to the page that repairs it.
    asked = letter("aoi@talents.example")
    address = next(line for line in asked.body.splitlines() if line.endswith("/connect"))
    phone.goto(address)
    expect(phone.get_by_role("heading", name="Connect TikTok again")).to_be_visible()
    phone.get_by_role("button", name="Connect again with TikTok").click()
    allow(phone)
    expect(phone.get_by_text("aoi.daily on TikTok is connected.")).to_be_visible()
    expect(desk.get_by_text("Connected by the talent")).to_be_visible(timeout=30_000)  # which nobody loaded again
    expect(desk.get_by_text("TikTok was disconnected")).to_have_count(0)
    desk.goto(f"{site}/desk/")
    expect(desk.get_by_text("aoi.daily: TikTok was disconnected")).to_have_count(0)
    fresh = SocialAccount.objects.get()
    assert (fresh.state, fresh.last_error, fresh.followers) == ("fine", "", 182_345)

    # What somebody types is not thrown away by a page that follows.
    desk.clock.install()
    desk.goto(f"{site}/desk/talents/{account.talent.public_id}/accounts/")
    desk.get_by_role("button", name="Stop following").click()
    reason = desk.get_by_role("dialog").get_by_label("Reason")
    reason.fill("They asked for it")
    SocialAccountFactory(talent=account.talent, handle="aoi.cooks")
    desk.clock.fast_forward(6_000)
    desk.wait_for_timeout(500)
    expect(reason).to_have_value("They asked for it")
    desk.get_by_role("button", name="Keep following").click()
    desk.locator("h1").click()
    desk.clock.fast_forward(6_000)
    expect(desk.get_by_text("aoi.cooks").first).to_be_visible()


def test_a_talent_withdraws(opens, site, platform, account, aoi):
    phone = opens(aoi, phone=True)
    phone.goto(f"{site}/talent/accounts/{account.public_id}/connect")
    phone.get_by_role("button", name="Connect with TikTok").click()
    allow(phone)
    phone.get_by_role("link", name="What is read").click()
    phone.get_by_role("button", name="Withdraw consent").click()
    phone.get_by_role("dialog").get_by_role("button", name="Withdraw consent").click()
    expect(phone.get_by_text("does not read aoi.daily by your consent any more")).to_be_visible()
    assert Connection.objects.get().access_token == ""
    Job.objects.filter(kind="outbox.send_message").delete()
    assert deliver() == 1
    assert platform.logins.consents.tokens == {}
