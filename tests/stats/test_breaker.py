"""A platform that is down is left in peace, it alone; every platform is asked in its own way."""

from datetime import timedelta

import pytest

from outbox.models import Job
from stats.actions.outcomes import record_measured
from stats.connectors import readable_platforms
from stats.measuring import measure
from stats.models import Quota
from stats.platforms.errors import Kind
from talent.models import SocialAccount
from tests.factories import SocialAccountFactory
from tests.standin.graph import instagram_id
from tests.standin.x import x_id
from tests.stats.conftest import channel
from tests.stats.test_jobs import plan

pytestmark = pytest.mark.django_db


def refresh(platform, accounts, now):
    measured = measure(platform, accounts, now=now)
    record_measured(measured, accounts)
    for account in accounts:
        account.refresh_from_db()
    return measured


def on_x(count: int) -> list[SocialAccount]:
    return [SocialAccountFactory(platform="x", handle=f"x{n}", external_id=str(1_000 + n)) for n in range(count)]


def test_office_reads_each_platform_it_has_keys_for(platforms, settings):
    assert set(readable_platforms()) == {*settings.PLATFORM_KEYS, "podcast", "blog"}
    settings.PLATFORM_KEYS = {"instagram": {"user_id": "1"}, "x": {"token": "t"}}
    assert readable_platforms() == ["x", "podcast", "blog"]


def test_instagram_is_asked_by_name_even_where_the_id_is_known(platforms, now):
    accounts = [
        SocialAccountFactory(platform="instagram", handle="mia", external_id=instagram_id("mia")),
        SocialAccountFactory(platform="instagram", handle="ben"),
    ]
    measured = refresh("instagram", accounts, now)
    assert (len(measured.readings), platforms.counts["instagram"]) == (2, 2)
    assert accounts[1].external_id == instagram_id("ben")
    quota = Quota.objects.get(platform="instagram")
    assert (quota.used, quota.answered_at, quota.said) == (2, now, "")


def test_name_that_belongs_to_somebody_else_now_gives_no_figures(platforms, now):
    account = SocialAccountFactory(
        platform="instagram", handle="mia", external_id=instagram_id("who mia was"), followers=900
    )
    measured = refresh("instagram", [account], now)
    assert measured.errors[account.pk].message == "@mia is somebody else on Instagram now."
    assert (account.followers, account.external_id) == (900, instagram_id("who mia was"))


def test_x_is_asked_in_hundreds_and_counts_accounts(platforms, now):
    accounts = [*on_x(101), SocialAccountFactory(platform="x", handle="Mia_T")]
    measured = refresh("x", accounts, now)
    assert (len(measured.readings), platforms.counts["x"]) == (102, 3)
    assert Quota.objects.get(platform="x").used == 102
    assert accounts[-1].external_id == x_id("mia_t")


@pytest.mark.parametrize("name", ["facebook", "twitch"])
def test_account_is_read_by_handle_then_by_id(platforms, now, name):
    account = SocialAccountFactory(platform=name, handle="mia")
    assert len(refresh(name, [account], now).readings) == 1
    known = account.external_id
    assert known != ""
    assert len(refresh(name, [account], now + timedelta(days=1)).readings) == 1
    assert (account.external_id, account.measured_at) == (known, now + timedelta(days=1))


def test_budget_at_x_is_never_passed(platforms, now, settings):
    settings.PLATFORM_DAILY_UNITS = {"x": 150}
    measured = refresh("x", on_x(300), now)
    assert (len(measured.readings), len(measured.left), platforms.counts["x"]) == (100, 200, 1)
    assert measured.until is not None
    assert measured.until.kind is Kind.QUOTA_EXHAUSTED


@pytest.mark.parametrize("fault", ["expired", "withdrawn"])
def test_bad_token_of_the_office_is_no_accounts_fault(platforms, now, fault):
    accounts = [SocialAccountFactory(platform="instagram", handle=f"i{n}", followers=7) for n in range(3)]
    platforms.fail(fault, times=9, platform="instagram")
    measured = refresh("instagram", accounts, now)
    assert (len(measured.left), platforms.counts["instagram"]) == (3, 1)
    assert (accounts[2].failures, accounts[2].state, accounts[2].next_refresh_at) == (
        0,
        "fine",
        now + timedelta(hours=1),
    )
    assert Quota.objects.get().said.startswith("Instagram no longer accepts our token")


def test_breaker_trips_for_one_platform_and_the_others_go_on(platforms, now):
    instagram = [SocialAccountFactory(platform="instagram", handle=f"i{n}") for n in range(5)]
    tube = SocialAccountFactory(external_id=channel(1))
    platforms.fail("502html", times=99, platform="instagram")
    measured = refresh("instagram", instagram, now)
    assert (len(measured.errors), len(measured.left)) == (2, 3)
    asked = platforms.counts["instagram"]
    assert asked == 6  # two calls, three tries each
    quota = Quota.objects.get(platform="instagram")
    assert (quota.trips, quota.paused_until) == (1, now + timedelta(minutes=15))
    assert quota.said == "Instagram has trouble (error 502)."
    # Another worker, a minute later: nobody asks Instagram, and YouTube is read.
    later = now + timedelta(minutes=1)
    again = refresh("instagram", instagram, later)
    assert (len(again.left), platforms.counts["instagram"]) == (5, asked)
    assert instagram[4].last_error == "Instagram has trouble (error 502)."
    assert instagram[4].next_refresh_at == now + timedelta(minutes=15)
    assert len(refresh("youtube", [tube], later).readings) == 1


def test_breaker_waits_longer_each_time_and_closes_with_an_answer(platforms, now):
    accounts = [SocialAccountFactory(platform="instagram", handle=f"i{n}") for n in range(3)]
    platforms.fail("html", times=4, platform="instagram")
    refresh("instagram", accounts, now)
    second = now + timedelta(minutes=15)
    refresh("instagram", accounts, second)
    quota = Quota.objects.get()
    assert (quota.trips, quota.paused_until) == (2, second + timedelta(minutes=30))
    third = refresh("instagram", accounts, second + timedelta(minutes=30))
    quota.refresh_from_db()
    assert (len(third.readings), quota.trips, quota.said) == (3, 0, "")


def test_plan_has_jobs_for_each_platform(platforms):
    for name in ("youtube", "instagram", "x", "facebook", "twitch", "snapchat"):
        SocialAccountFactory(platform=name, handle="mia", next_refresh_at=None)
    plan()
    planned = Job.objects.filter(kind="stats.refresh_batch").values_list("args__platform", flat=True)
    assert sorted(planned) == ["facebook", "instagram", "twitch", "x", "youtube"]
