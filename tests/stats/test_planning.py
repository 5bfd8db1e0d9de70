"""How a day's quota is spread, with the clock in hand."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from math import ceil

import pytest

from lib.sealed import seal
from outbox.models import Job
from stats.connectors import CONNECTORS
from stats.due import claim_evenly
from stats.handing import hand
from stats.logins import LOGINS
from stats.models import Connection, PostWatch, Quota
from stats.planning import BY_HAND, in_turn, known_prices, may_be_spent, planned, rooms
from stats.post_due import adopt
from stats.post_due import claim as claim_posts
from stats.quota import Meter
from stats.rules import interval
from stats.standing import standings
from talent.models import SocialAccount
from tests.factories import BookingFactory, CampaignFactory, PostFactory, SocialAccountFactory, TalentFactory, somebody
from tests.factories.base import NOW
from tests.stats.conftest import channel

pytestmark = pytest.mark.django_db
MIDNIGHT = datetime(2026, 4, 15, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("passed", "units"), [(0, 1_125), (0.125, 2_250), (0.5, 5_625), (0.875, 9_000), (0.99, 9_000), (1, 9_000)]
)
def test_three_hours_may_be_spent_ahead_and_a_tenth_is_kept_for_people(passed, units):
    assert may_be_spent(10_000, passed) == units


@pytest.mark.parametrize(
    ("first", "rest", "order"),
    [("abcdefg", "xyz", "abcxdefygz"), ("a", "xyz", "axyz"), ("abcde", "", "abcde"), ("", "x", "x"), ("", "", "")],
)
def test_every_fourth_place_is_for_who_waits_longest(first, rest, order):
    assert "".join(in_turn(first, rest)) == order


def on_x(count: int, *, talent=None) -> set[int]:
    talent = talent or TalentFactory()
    return {
        row.pk
        for row in SocialAccount.objects.bulk_create(
            SocialAccount(
                talent=talent, platform="x", handle=f"{talent.pk}x{n}", external_id=str(talent.pk * 10_000 + n),
                created_at=NOW, created_by=talent.created_by, next_refresh_at=MIDNIGHT,
            )
            for n in range(count)
        )
    }  # fmt: skip


def test_known_posts_are_in_the_price_of_reading_an_account_on_x(settings):
    settings.PLATFORM_KEYS = {"x": {"token": "t"}}
    few, some, many = sorted(on_x(3))
    SocialAccount.objects.update(next_refresh_at=None)
    for account, count in ((few, 20), (some, 25), (many, 70)):
        for number in range(count):
            PostFactory(account_id=account, external_id=str(number), published_at=MIDNIGHT - number * HOUR)
    PostFactory(account_id=few, external_id="old", published_at=MIDNIGHT - timedelta(days=91))
    PostFactory(account_id=few, external_id="gone", published_at=MIDNIGHT - HOUR, missed=2)
    assert known_prices([few, some, many], MIDNIGHT) == {few: 0, some: 2.5, many: 20}
    PostWatch.objects.bulk_create(PostWatch(account_id=pk, next_at=MIDNIGHT) for pk in (few, some, many))
    assert planned(MIDNIGHT)["x"] == ceil(10 + 12.5 + 30)
    settings.PLATFORM_DAILY_UNITS = {"x": 200}  # of which 22.5 may be spent by midnight
    assert len(claim_posts(9, now=MIDNIGHT)) == 2


def booked_talent():
    by = somebody()
    talent = TalentFactory()
    BookingFactory(
        talent=talent, campaign=CampaignFactory(state="running"), state="confirmed", confirmed_at=NOW, confirmed_by=by
    )
    return talent


def test_too_small_a_budget_is_spread_over_the_days_and_nobody_starves(platforms, settings):
    """X lets 100 accounts be read a day; 20 that matter want 40, and 100 others wait."""
    settings.PLATFORM_DAILY_UNITS = {"x": 100}
    matter, others = on_x(20, talent=booked_talent()), on_x(100)
    times: Counter[int] = Counter()
    by_day: dict[int, Counter[int]] = {}
    for hour in range(0, 3 * 24, 2):
        now = MIDNIGHT + hour * HOUR
        taken = [pk for _, pk in claim_evenly(10_000, now=now)]
        if taken:
            Meter("x", now, kept=BY_HAND).spend(len(taken))
        for ids, matters in ((matter, True), (others, False)):
            next_at = now + interval(matters=matters)
            SocialAccount.objects.filter(pk__in=ids.intersection(taken)).update(next_refresh_at=next_at)
        times.update(taken)
        by_day.setdefault(hour // 24, Counter()).update(taken)
        used = sum(Quota.objects.filter(day=now.date()).values_list("used", flat=True))
        assert used <= may_be_spent(100, hour % 24 / 24), f"too fast at hour {hour}"
    assert [day.total() for day in by_day.values()] == [90] * 3, "all of each day is used, but what people may ask for"
    assert [sum(day[pk] for pk in matter) for day in by_day.values()] == [40] * 3, "what matters is read twice a day"
    assert {times[pk] for pk in others} == {1, 2}, "the others in their turn, nobody twice before everybody once"
    last = MIDNIGHT + 3 * 24 * HOUR - HOUR
    Meter("x", last).spend(10)  # what somebody asks for by hand still goes
    assert Quota.objects.get(day=last.date()).left == 0


def test_budget_that_is_large_enough_delays_nobody(platforms):
    others = on_x(100)
    assert {pk for _, pk in claim_evenly(10_000, now=MIDNIGHT)} == others


def test_jobs_that_wait_count_as_spent(platforms, settings):
    settings.PLATFORM_DAILY_UNITS = {"x": 1_000, "youtube": 1_000}
    hand("stats.refresh_batch", "{count} on {platform}", "x", range(40))
    hand("stats.refresh_batch", "{count} on {platform}", "youtube", range(100))
    hand("stats.refresh_posts", "{count} on {platform}", "x", range(3))
    Job.objects.filter(kind="stats.refresh_batch", args__platform="x").update(progress_done=10)
    spare = rooms(MIDNIGHT)
    assert spare["x"].left == 113 - 30 - 90, "posts at most, with known ones"
    assert (spare["youtube"].known, spare["youtube"].named) == (0.02, 1)
    assert spare["youtube"].left == may_be_spent(1_000, 17 / 24) - 2  # midnight in London is 17:00 in California


def test_account_by_handle_pays_a_call_of_its_own(platforms, settings):
    settings.PLATFORM_DAILY_UNITS = {"youtube": 8}
    for _ in range(3):
        SocialAccountFactory(external_id="", next_refresh_at=MIDNIGHT - HOUR)
    for number in range(3):
        SocialAccountFactory(external_id=channel(number), next_refresh_at=MIDNIGHT)
    now = datetime(2026, 4, 15, 7, tzinfo=UTC)  # midnight in California: one unit for now
    assert [pk for _, pk in claim_evenly(99, now=now)] == [SocialAccount.objects.earliest("pk").pk]


def test_posts_wait_where_a_platform_has_no_room(platforms, settings):
    settings.PLATFORM_DAILY_UNITS = {"x": 80, "youtube": 10_000}
    on_x(5)
    SocialAccountFactory(external_id=channel(1))
    adopt(MIDNIGHT)
    assert sorted(platform for platform, _ in claim_posts(99, now=MIDNIGHT)) == ["youtube"]
    evening = MIDNIGHT + 20 * HOUR
    assert sorted(platform for platform, _ in claim_posts(99, now=evening)) == ["x"] * 5 + ["youtube"]


def connect(account, *scopes):
    Connection.objects.create(
        account=account,
        scopes=list(scopes),
        external_id=account.handle,
        access_token=seal("a"),
        renewed=NOW,
        connected_at=NOW,
        connected_by=somebody(),
    )


def on_instagram(platforms, settings):
    """Three accounts, of which the first two are connected: one with its posts, one without."""
    settings.PLATFORM_DAILY_UNITS = {"instagram": 0}
    accounts = [SocialAccountFactory(platform="instagram", next_refresh_at=MIDNIGHT) for _ in range(3)]
    connect(accounts[0], "instagram_business_basic", "instagram_business_manage_insights")
    connect(accounts[1], "user.info.basic")
    adopt(MIDNIGHT)
    return accounts


def test_posts_that_a_talent_lets_us_read_wait_for_no_room_and_cost_none(platforms, settings):
    own, *_ = on_instagram(platforms, settings)
    assert claim_posts(99, now=MIDNIGHT) == [("instagram", own.pk)]
    PostWatch.objects.update(next_at=MIDNIGHT)
    settings.PLATFORM_DAILY_UNITS = {"instagram": 18}  # of which 3 may be spent by midnight
    assert len(claim_posts(99, now=MIDNIGHT)) == 3, "its own cost nothing of what pays for the others"


def test_accounts_that_a_talent_connected_are_no_units_of_the_jobs_that_wait(platforms, settings):
    accounts = on_instagram(platforms, settings)
    settings.PLATFORM_DAILY_UNITS = {"instagram": 1_000}
    hand("stats.refresh_posts", "{count} on {platform}", "instagram", [account.pk for account in accounts])
    hand("stats.refresh_batch", "{count} on {platform}", "instagram", [account.pk for account in accounts])
    assert rooms(MIDNIGHT)["instagram"].left == may_be_spent(1_000, 0) - 2 * CONNECTORS["instagram"].posts_cost - 1
    Job.objects.filter(kind="stats.refresh_posts").update(progress_done=2)
    assert rooms(MIDNIGHT)["instagram"].left == may_be_spent(1_000, 0) - CONNECTORS["instagram"].posts_cost - 1


def test_posts_that_cost_more_wait_before_cheaper_ones_and_do_not_starve(platforms, settings):
    settings.PLATFORM_DAILY_UNITS = {"x": 100}  # of which 12 may be spent by midnight, and 90 in a day
    dear, cheap = sorted(on_x(2))
    for number in range(40):
        PostFactory(account_id=dear, external_id=str(number), published_at=MIDNIGHT - number * HOUR)
    film = SocialAccountFactory(external_id=channel(1))
    settings.PLATFORM_DAILY_UNITS["youtube"] = 10_000
    PostWatch.objects.create(account_id=dear, next_at=MIDNIGHT - 2 * HOUR)
    PostWatch.objects.create(account_id=cheap, next_at=MIDNIGHT - HOUR)
    PostWatch.objects.create(account=film, next_at=MIDNIGHT)
    assert claim_posts(1, now=MIDNIGHT) == [("youtube", film.pk)], "another platform does not wait behind them"
    assert claim_posts(9, now=MIDNIGHT) == []
    PostWatch.objects.filter(account=film).delete()
    assert claim_posts(9, now=MIDNIGHT + 3 * HOUR) == [("x", dear)], "what it costs is there"


def test_an_account_that_no_day_pays_for_keeps_nobody_waiting(platforms, settings):
    settings.PLATFORM_DAILY_UNITS = {"x": 16}
    dear, cheap = sorted(on_x(2))
    for number in range(70):
        PostFactory(account_id=dear, external_id=str(number), published_at=MIDNIGHT - number * HOUR)
    PostWatch.objects.create(account_id=dear, next_at=MIDNIGHT - 2 * HOUR)
    PostWatch.objects.create(account_id=cheap, next_at=MIDNIGHT - HOUR)
    assert claim_posts(9, now=MIDNIGHT + 20 * HOUR) == [("x", cheap)]


def test_page_knows_what_is_planned_until_the_day_begins_anew(platforms, settings):
    settings.PLATFORM_DAILY_UNITS = {"x": 60, "youtube": 10_000}
    on_x(40)
    for number in range(60):
        SocialAccountFactory(external_id=channel(number), next_refresh_at=MIDNIGHT)
    SocialAccountFactory(external_id="", next_refresh_at=MIDNIGHT + 6 * HOUR)
    SocialAccountFactory(external_id="", next_refresh_at=MIDNIGHT + 7 * HOUR)  # the next day in California
    PostWatch.objects.create(account=SocialAccount.objects.filter(platform="x").earliest("pk"), next_at=MIDNIGHT)
    Meter("x", MIDNIGHT).spend(25)
    found = {standing.platform: standing for standing in standings(MIDNIGHT)}
    x, youtube = found["x"], found["youtube"]
    assert (x.spent, x.allowed, x.planned, x.left, x.waits) == (25, 60, 50, 0, 15)
    assert (youtube.spent, youtube.planned, youtube.left, youtube.waits) == (0, 3, 9_997, 0)
    assert (x.begins_anew, youtube.begins_anew) == (MIDNIGHT + 24 * HOUR, MIDNIGHT + 7 * HOUR)


def test_an_account_that_the_key_reads_for_less_is_planned_though_its_owner_connected_it(platforms):
    """YouTube's channels are fifty in a call of the office's key; X and Facebook's posts wait for a scope."""
    for platform in ("youtube", "facebook"):
        account = SocialAccountFactory(
            platform=platform, external_id=channel(1) if platform == "youtube" else "100044", next_refresh_at=MIDNIGHT
        )
        PostWatch.objects.create(account=account, next_at=MIDNIGHT)
        connect(account, LOGINS[platform].posts_by)
    units = planned(MIDNIGHT)
    assert (units["youtube"], units["facebook"]) == (1 + CONNECTORS["youtube"].posts_cost, 0)
    Connection.objects.update(scopes=[])
    assert planned(MIDNIGHT)["facebook"] == CONNECTORS["facebook"].posts_cost, "its posts are not the consent's"
