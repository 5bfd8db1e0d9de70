"""Who follows an account as its platform tells the owner: what is asked, what comes of it, and how often."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.apps import apps as apps_of

from outbox import work
from outbox.actions import enqueue
from outbox.models import Job
from stats.actions import enter_audience, keep_audience
from stats.audience import latest, shares_of
from stats.consent_checks import left_out
from stats.models import Audience, Connection
from stats.models.audience import countries_told
from stats.platforms.errors import Kind, PlatformError
from stats.platforms.instagram_login.insights import counts_of
from stats.platforms.readings import AudienceReading
from tests.factories import NOW, SocialAccountFactory, TalentFactory, booker, owner, talent_user
from tests.stats.consents import answer_of, apps
from tests.stats.test_connections import address_of, begin, come_back, connected

__all__ = ["apps"]
pytestmark = pytest.mark.django_db
INSIGHTS = "instagram_business_manage_insights"
COUNTS = {
    "country": {"JP": 6_150, "US": 820, "KR": 30, "XX": 1_000}, "age": {"18-24": 250, "25-34": 750},
    "gender": {"F": 700, "M": 260, "U": 40},
}  # fmt: skip


@pytest.fixture
def clock(apps):
    with time_machine.travel(NOW, tick=False) as travelling:
        apps.now = NOW
        apps.travelling = travelling
        yield apps


@pytest.fixture
def account():
    return SocialAccountFactory(talent=TalentFactory(name="Aoi Tanaka"), platform="instagram", handle="aoi")


@pytest.fixture
def aoi(account):
    return talent_user(account.talent, name="Aoi")


def ran(job):
    work.run(job.pk)
    job.refresh_from_db()
    return job


def asked_for(account):
    return ran(Job.objects.filter(kind="stats.read_audience", args={"account_id": account.pk}).latest("pk"))


def test_instagram_is_asked_by_country_age_and_gender_once_the_account_is_connected(clock, account, aoi):
    clock.logins.script("instagram", "aoi", followers=8_100, audience=COUNTS)
    connection = connected(account, aoi)
    clock.logins.consents.asked.clear()
    assert asked_for(account).result == "Measured"
    me, *calls = clock.logins.consents.asked
    assert me[1] == "GET /graph.instagram.com/v26.0/me"
    assert calls == [
        (
            "instagram", f"GET /graph.instagram.com/v26.0/{connection.external_id}/insights",
            {
                "metric": "follower_demographics", "period": "lifetime", "timeframe": "this_month",
                "metric_type": "total_value", "breakdown": of,
            },
        )
        for of in ("country", "age", "gender")
    ]  # fmt: skip
    kept = Audience.objects.get()
    assert (kept.source, kept.as_of, kept.entered_by.name) == ("measured", NOW.date(), "Jimusho")
    assert kept.countries == {
        "JP": 76.9,
        "US": 10.2,
        "KR": 0.4,
    }  # of all 8,000, also of those in a country unknown to us
    assert (kept.ages, kept.women, kept.men) == ({"18-24": 25, "25-34": 75}, 70, 26)


def test_of_few_followers_nothing_is_told_and_nothing_is_kept(clock, account, aoi):
    clock.logins.script("instagram", "aoi", followers=99)
    connected(account, aoi)
    assert asked_for(account).result == "Not told: Instagram tells nothing of them"
    assert not Audience.objects.exists()


def test_without_insights_allowed_it_is_not_asked_and_the_talent_reads_what_is_left_out(clock, account, aoi):
    connection = connected(account, aoi, without=INSIGHTS)
    assert not Job.objects.filter(kind="stats.read_audience").exists()
    assert "how old they are and how many are women and men" in left_out(connection)[0]
    job = ran(enqueue("stats.read_audience", title="x", args={"account_id": account.pk}))
    assert job.result == "It is not connected, or not allowed"
    assert ran(enqueue("stats.plan_audiences", title="Plan")).result == "Nothing is due"


def test_of_owners_who_connected_before_they_were_told_it_is_not_asked_until_they_connect_again(clock, account, aoi):
    clock.logins.script("instagram", "aoi", followers=8_100, audience=COUNTS)
    connection = connected(account, aoi)
    assert (connection.told_audience, left_out(connection)) == (True, [])
    Connection.objects.update(told_audience=False)
    Job.objects.all().delete()
    assert ran(enqueue("stats.plan_audiences", title="Plan")).result == "Nothing is due"
    job = ran(enqueue("stats.read_audience", title="x", args={"account_id": account.pk}))
    assert (job.result, Audience.objects.count()) == ("It is not connected, or not allowed", 0)
    assert left_out(Connection.objects.get()) == [
        "in which countries your followers live, how old they are and how many are women and men"
    ]
    again = connected(account, aoi)
    assert (asked_for(account).result, left_out(again)) == ("Measured", [])


def test_who_connects_again_in_the_same_week_is_asked_at_once(clock, account, aoi):
    clock.logins.script("instagram", "aoi", followers=99)
    connected(account, aoi)
    assert asked_for(account).result == "Not told: Instagram tells nothing of them"
    clock.logins.script("instagram", "aoi", followers=8_100, audience=COUNTS)
    answer = answer_of(address_of(begin(account, aoi), "instagram"), "aoi")
    come_back(answer, aoi, platform="instagram", now=NOW + timedelta(minutes=5))
    assert asked_for(account).result == "Measured"


def test_what_another_accounts_token_tells_is_not_kept(clock, account, aoi):
    clock.logins.script("instagram", "aoi", followers=8_100, audience=COUNTS)
    connected(account, aoi)
    Connection.objects.update(external_id="somebody-else")
    clock.travelling.move_to(NOW + timedelta(hours=25))
    clock.now = NOW + timedelta(hours=25)
    assert asked_for(account).result == "Not told: Instagram answered for another account."
    assert not Audience.objects.exists()
    assert not [asked for asked in clock.logins.consents.asked if "/insights" in asked[1] and "breakdown" in asked[2]]


def test_the_history_keeps_what_was_typed_and_no_reading_of_the_machine(account):
    reading = AudienceReading({"JP": 9, "US": 1}, {}, {})
    with time_machine.travel(NOW, tick=False):
        for _ in range(2):
            keep_audience(account=account, reading=reading, by=owner(), now=NOW)
        for share in (40, 41):
            told = {"countries": {"JP": Decimal(share)}, "ages": {}}
            enter_audience(account=account, as_of=NOW.date(), by=booker(), now=NOW, **told)
    events = apps_of.get_model("stats", "AudienceEvent").objects.order_by("pgh_id")
    assert list(events.values_list("pgh_label", "source", "countries")) == [
        ("insert", "reported", {"JP": 40}), ("update", "reported", {"JP": 41}),
    ]  # fmt: skip


def test_each_connected_account_is_asked_once_a_week_and_a_month_keeps_its_last_reading(clock, account, aoi):
    clock.logins.script("instagram", "aoi", followers=8_100, audience=COUNTS)
    connected(account, aoi)
    connected(SocialAccountFactory(talent=account.talent, platform="tiktok", handle="aoi"), aoi)
    asked_for(account)
    plans = [("Nothing is due", 0), ("Nothing is due", 6), ("Who follows 1 account is asked for", 8),
             ("Nothing is due", 8), ("Who follows 1 account is asked for", 16)]  # fmt: skip
    for result, days in plans:
        clock.travelling.move_to(NOW + timedelta(days=days))
        clock.now = NOW + timedelta(days=days)
        assert ran(enqueue("stats.plan_audiences", title="Plan")).result == result
        asked_for(account)
    assert list(Audience.objects.values_list("as_of", flat=True)) == [date(2026, 5, 1), date(2026, 4, 23)]


@pytest.mark.parametrize(
    ("kind", "hours", "state", "result"),
    [
        (Kind.PERMISSION, 0, "done", "Not told: No."),
        (Kind.TRANSIENT, 0, "pending", ""),
        (Kind.TRANSIENT, 25, "done", "Not told: No."),
    ],
)
def test_trouble_waits_a_day_and_what_is_not_ours_to_read_ends_no_consent(
    clock, account, aoi, monkeypatch, kind, hours, state, result
):
    connection = connected(account, aoi)

    def refused(self, token, external_id):
        raise PlatformError(kind, "No.")

    monkeypatch.setattr("stats.platforms.instagram_login.login.InstagramLogin.audience", refused)
    clock.travelling.move_to(NOW + timedelta(hours=hours))
    job = asked_for(account)
    assert (job.state, job.result) == (state, result)
    connection.refresh_from_db()
    assert connection.state == "working"


def test_of_one_day_what_was_measured_stands_beside_what_was_typed(account):
    reading = AudienceReading({"JP": 9, "US": 1}, {}, {"F": 1, "M": 1})
    with time_machine.travel(NOW, tick=False):
        enter_audience(
            account=account, as_of=NOW.date(), countries={"JP": Decimal(40)}, ages={}, by=booker(), now=NOW
        )  # fmt: skip
        keep_audience(account=account, reading=reading, by=owner(), now=NOW)
    assert set(Audience.objects.values_list("source", flat=True)) == {"measured", "reported"}
    assert latest([account.pk])[account.pk].countries == {"JP": 90, "US": 10}
    assert keep_audience(account=account, reading=AudienceReading({"XX": 3}, {}, {"U": 3}), by=owner(), now=NOW) is None


def test_countries_are_shares_of_all_where_the_platform_names_the_largest_alone():
    ages = {"18-24": 1_000}
    assert shares_of(AudienceReading({"JP": 400, "US": 400}, ages, {}, is_cut=True))["countries"] == {
        "JP": 40,
        "US": 40,
    }
    assert shares_of(AudienceReading({"JP": 400, "US": 400}, ages, {}))["countries"] == {"JP": 50, "US": 50}
    assert shares_of(AudienceReading({}, {}, {"U": 5})) == {"countries": {}, "ages": {}, "women": None, "men": None}


def test_many_countries_are_summed_on_pages():
    shares = {"JP": 60.0, "US": 20.0, "KR": 9.5, "FR": 6.1, "TW": 0.2}
    assert countries_told(shares, 2) == ["Japan 60 %", "United States 20 %", "3 other countries 15.8 %"]
    assert countries_told(shares, 4) == countries_told(shares)


@pytest.mark.parametrize(
    "data",
    [
        {}, {"data": [{}]}, {"data": [{"total_value": {"breakdowns": [{"dimension_keys": ["city"], "results": []}]}}]},
        {"data": [{"total_value": {"breakdowns": [
            {"dimension_keys": ["age"], "results": [{"dimension_values": ["18-24", "F"], "value": 3}]}
        ]}}]},
    ],
)  # fmt: skip
def test_an_answer_of_another_shape_is_said_to_be_one(data):
    with pytest.raises(PlatformError) as caught:
        counts_of(data, "age")
    assert caught.value.kind is Kind.BAD_RESPONSE


def test_an_empty_answer_is_unknown():
    assert counts_of({"data": []}, "age") == {}
    assert counts_of({"data": [{"total_value": {"value": 0}}]}, "age") == {}
