"""A round of measuring, from the socket to the account."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from stats.actions.outcomes import record_measured
from stats.due import fast_moving
from stats.keys import key_id
from stats.measuring import measure
from stats.models import AccountSnapshot, Quota
from stats.platforms.errors import Kind, PlatformError
from stats.quota import Meter
from talent.models import SocialAccount
from tests.factories import AccountNumbersFactory, SocialAccountFactory
from tests.standin.channels import channel_id
from tests.stats.conftest import channel

pytestmark = pytest.mark.django_db


def made(count: int, **more) -> list[SocialAccount]:
    return [SocialAccountFactory(external_id=channel(number), **more) for number in range(count)]


def refresh(accounts, now):
    measured = measure("youtube", accounts, now=now)
    record_measured(measured, accounts)
    for account in accounts:
        account.refresh_from_db()
    return measured


def test_what_a_platform_counts_by_itself_leaves_the_day_as_it_is(now):
    meter = Meter("youtube", now)
    for _ in range(3):
        meter.spend(1, "counts")
    meter.spend(1)
    of_counts = Quota.objects.get(key_id__contains="+")
    assert (Quota.objects.get(pk=meter.row.pk).used, of_counts.used, of_counts.allowed) == (1, 3, 10_000)
    Quota.objects.filter(pk=of_counts.pk).update(used=10_000)
    with pytest.raises(PlatformError, match="used up"):
        meter.spend(1, "counts")
    meter.spend(1)


def test_an_account_that_moves_fast_is_measured_twice_a_day(platform, now):
    fast, slow = SocialAccountFactory(external_id=channel(1)), SocialAccountFactory(external_id=channel(2))
    tiny = SocialAccountFactory(external_id=channel(3), followers=999)
    SocialAccount.objects.exclude(pk=tiny.pk).update(followers=1_000)
    AccountNumbersFactory(account=fast, growth_7=Decimal("-12.5"))
    AccountNumbersFactory(account=tiny, growth_7=Decimal(80))
    assert fast_moving([fast.pk, slow.pk, tiny.pk]) == {fast.pk}
    AccountNumbersFactory(account=slow, growth_7=Decimal("9.9"))
    record_measured(measure("youtube", [fast, slow], now=now), [fast, slow])
    for each, hours in ((fast, 12), (slow, 24)):
        each.refresh_from_db()
        assert each.next_refresh_at == now + timedelta(hours=hours)


def test_known_ids_go_in_batches_and_handles_alone(platform, now):
    accounts = [
        *made(51),
        SocialAccountFactory(handle="mia"),
        SocialAccountFactory(handle="ben", external_id="not an id"),
    ]
    measured = refresh(accounts, now)
    assert len(measured.readings) == 53
    assert platform.counts["requests"] == 4
    assert SocialAccount.objects.filter(measured_at=now, attempted_at=now, failures=0, state="fine").count() == 53
    assert accounts[51].external_id == channel_id("mia")
    assert accounts[52].external_id == channel_id("ben")


def test_second_time_the_handle_is_known_by_its_id(platform, now):
    accounts = [SocialAccountFactory(handle="mia"), SocialAccountFactory(handle="ben")]
    refresh(accounts, now)
    platform.counts.clear()
    refresh(accounts, now + timedelta(days=1))
    assert platform.counts["requests"] == 1


def test_mixed_batch_keeps_what_is_good(platform, now):
    platform.control(
        "channels", {channel(1): {"missing": True}, channel(2): {"hidden": True}, channel(0): {"followers": 77}}
    )
    fine, gone, hidden = refreshed = made(3)
    refresh(refreshed, now)
    assert (fine.followers, fine.last_error) == (77, "")
    assert (gone.followers, gone.last_error, gone.failures) == (None, "Not found on the platform, 1 of 3 times", 1)
    assert (gone.state, gone.measured_at, gone.attempted_at) == ("fine", None, now)
    assert (hidden.followers, hidden.views is None, hidden.measured_at) == (None, False, now)
    assert AccountSnapshot.objects.filter(account=gone).count() == 0
    assert AccountSnapshot.objects.get(account=hidden).followers is None


def test_count_that_is_hidden_now_keeps_the_last_one_with_its_age(platform, now):
    [account] = made(1)
    platform.control("channels", {channel(0): {"followers": 500}})
    refresh([account], now)
    platform.control("channels", {channel(0): {"hidden": True}})
    refresh([account], now + timedelta(days=1))
    assert (account.followers, account.measured_at) == (500, now)
    assert account.last_error == "The platform hides the count now"


def test_account_found_again_is_fine_again(platform, now):
    [account] = made(1, state="missing", failures=3, last_error="Not found on the platform")
    refresh([account], now)
    assert (account.state, account.failures, account.last_error) == ("fine", 0, "")


def test_two_accounts_of_one_channel_are_both_measured_in_one_call(platform, now):
    accounts = [SocialAccountFactory(external_id=channel(1)), SocialAccountFactory(external_id=channel(1))]
    refresh(accounts, now)
    assert accounts[0].followers == accounts[1].followers is not None
    assert platform.counts["requests"] == 1


@pytest.mark.parametrize("fault", ["html", "truncated", "types", "empty", "500", "hang"])
def test_bad_answer_keeps_the_last_good_value(platform, now, fault):
    [account] = made(1, followers=900, source="measured", measured_at=now - timedelta(days=1))
    platform.fail(fault, times=3, seconds=1.0)
    refresh([account], now)
    assert (account.followers, account.measured_at) == (900, now - timedelta(days=1))
    assert account.last_error.startswith("YouTube ")
    assert account.next_refresh_at == now + timedelta(minutes=15)
    assert AccountSnapshot.objects.count() == 0


def test_rate_limit_stops_the_round_and_holds_back_the_next(platform, now):
    accounts = made(120)
    platform.fail("429", contains=channel(60), times=9, after="600")
    measured = refresh(accounts, now)
    until = now + timedelta(seconds=600)
    assert (len(measured.readings), len(measured.left)) == (50, 70)
    assert platform.counts["requests"] == 2
    assert abs(accounts[60].next_refresh_at - measured.until.until) < timedelta(seconds=1)
    assert (accounts[60].attempted_at, accounts[60].failures) == (None, 0)
    assert accounts[60].last_error == "YouTube asks us to wait."
    Quota.objects.update(paused_until=until)
    again = measure("youtube", accounts[:1], now=now + timedelta(seconds=599))
    assert (again.until.kind, again.until.until) == (Kind.RATE_LIMITED, until)
    assert platform.counts["requests"] == 2
    assert len(measure("youtube", accounts[:1], now=until).readings) == 1


def test_quota_used_up_waits_until_midnight_pacific(platform, now):
    accounts = made(2)
    platform.fail("quotaExceeded")
    refresh(accounts, now)
    assert accounts[0].next_refresh_at > datetime.now(UTC)
    quota = Quota.objects.get()
    assert (quota.used, quota.key_id) == (quota.allowed, key_id({"key": "test-key"}))
    later = measure("youtube", accounts, now=now + timedelta(minutes=1))
    assert later.until.until == datetime(2026, 4, 16, 7, tzinfo=UTC)
    assert platform.counts["requests"] == 1


def test_units_are_counted_for_each_call_and_retry(platform, now):
    platform.fail("500", times=1)
    refresh(made(60), now)
    assert Quota.objects.get().used == platform.counts["units"] == 3


def test_own_quota_is_never_passed(platform, now, settings):
    settings.PLATFORM_DAILY_UNITS = {"youtube": 2}
    measured = refresh(made(150), now)
    assert (len(measured.readings), len(measured.left)) == (100, 50)
    assert platform.counts["requests"] == Quota.objects.get().used == 2


def test_reserved_units_come_back(now, platform):
    meter = Meter("youtube", now)
    meter.reserve(10)
    meter.spend(1)
    meter.give_back()
    assert Quota.objects.get().used == 1


def test_each_pacific_day_has_its_own_quota(now, platform):
    for hour in (6, 8):  # seven in the morning UTC is midnight there
        Meter("youtube", now.replace(hour=hour)).spend(1)
    assert list(Quota.objects.order_by("day").values_list("day__day", "used")) == [(14, 1), (15, 1)]


def test_platform_in_trouble_is_left_in_peace(platform, now):
    accounts = made(200)
    platform.fail("html", times=99)
    measured = refresh(accounts, now)
    assert (len(measured.errors), len(measured.left), platform.counts["requests"]) == (100, 100, 2)
    assert (accounts[0].failures, accounts[199].failures, accounts[199].attempted_at) == (1, 0, None)
    assert accounts[199].next_refresh_at == now + timedelta(minutes=15)


def test_not_found_for_a_whole_batch_is_nobodys_strike(platform, now):
    accounts = made(2)
    platform.fail("404")
    refresh(accounts, now)
    assert "Not found on the platform" not in accounts[0].last_error


def test_slower_rivals_older_attempt_changes_nothing(platform, now):
    [account] = made(1)
    refresh([account], now)
    platform.fail("html")
    refresh([account], now - timedelta(minutes=1))
    assert (account.attempted_at, account.last_error) == (now, "")


def test_fall_under_doubt_is_looked_at_again_in_an_hour(platform, now):
    [account] = made(1, followers=10_000, source="measured", measured_at=now - timedelta(days=1), failures=2)
    platform.control("channels", {channel(0): {"followers": 3_800}})
    refresh([account], now)
    assert (account.followers, account.last_error, account.failures) == (10_000, "Dropped by 62 %, looking again", 0)
    assert (account.attempted_at, account.next_refresh_at) == (now, now + timedelta(hours=1))
    refresh([account], now + timedelta(hours=1))
    assert (account.followers, account.last_error) == (3_800, "")
    assert account.next_refresh_at == now + timedelta(hours=25)
