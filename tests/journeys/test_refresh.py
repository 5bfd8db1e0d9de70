"""Asking a platform now: progress, then the new figure, on the page that was open."""

import pytest
from playwright.sync_api import expect

from outbox.models import Job
from stats.platforms.http import hang_up
from talent.models import SocialAccount
from tests.factories import SocialAccountFactory, TalentFactory
from tests.journeys.conftest import deliver
from tests.standin import StandIn

CHANNEL = "UC" + "0" * 21 + "7"


@pytest.fixture
def platform(settings):
    """The office reads YouTube at the stand-in."""
    with StandIn() as standin:
        settings.PLATFORM_BASE_URLS = {"youtube": standin.youtube_url}
        settings.PLATFORM_KEYS = {"youtube": {"key": "test-key"}}
        settings.PLATFORM_PAUSE = 0.01
        yield standin
        hang_up()


@pytest.fixture
def account():
    talent = TalentFactory(name="Aoi Tanaka", followers=12_000)
    return SocialAccountFactory(talent=talent, external_id=CHANNEL, handle="aoitube", measured=True)


def row(page):
    return page.get_by_role("row").filter(has_text="aoitube")


def test_a_refresh_shows_its_progress_and_the_new_figure_without_a_reload(opens, boss, site, platform, account):
    platform.channels.script(CHANNEL, {"followers": 34_500, "handle": "@aoitube"})
    desk = opens(boss)
    desk.goto(f"{site}/desk/talents/{account.talent.public_id}/")
    desk.evaluate("document.body.dataset.opened = 'once'")
    expect(row(desk)).to_contain_text("12.0k")

    desk.get_by_role("button", name="Refresh YouTube aoitube").click()
    expect(row(desk).get_by_text("In the queue")).to_be_visible()
    assert Job.objects.filter(kind="stats.refresh_account", wanted_by=boss.public_id).count() == 1
    assert deliver() == 1

    expect(row(desk)).to_contain_text("34.5k")
    expect(row(desk)).to_contain_text("now")
    expect(desk.get_by_role("button", name="Refresh YouTube aoitube")).to_be_visible()
    assert desk.evaluate("document.body.dataset.opened") == "once"
    account.refresh_from_db()
    assert (account.followers, account.source) == (34_500, "measured")


def test_a_refresh_that_brings_nothing_says_why_and_keeps_the_figure(opens, boss, site, platform, account):
    platform.channels.script(CHANNEL, {"missing": True})
    desk = opens(boss)
    desk.goto(f"{site}/desk/talents/{account.talent.public_id}/")
    desk.get_by_role("button", name="Refresh YouTube aoitube").click()
    expect(row(desk).get_by_text("In the queue")).to_be_visible()
    assert deliver() == 1
    expect(row(desk).get_by_text("No new figures: ")).to_be_visible()
    expect(row(desk)).to_contain_text("12.0k")
    assert SocialAccount.objects.get().followers == 12_000
