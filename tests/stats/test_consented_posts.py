"""Posts that a talent lets the office read: what is asked, what comes of it, and what is not allowed."""

from datetime import UTC, datetime, timedelta
from math import exp

import pytest

from outbox import work
from outbox.actions import enqueue
from outbox.models import Job
from stats import post_jobs
from stats.actions.numbers import compute_numbers
from stats.consent_checks import left_out
from stats.consented import read_audience, read_posts
from stats.measuring import measure
from stats.models import AccountNumbers, Connection, Post, PostWatch, Quota
from stats.platforms.errors import Kind, PlatformError
from stats.platforms.graph_owners import error_of
from stats.platforms.readings import PostReading
from stats.platforms.tiktok.videos import VIDEO_FIELDS
from stats.post_due import readers
from tests.factories import NOW, SocialAccountFactory, TalentFactory, talent_user
from tests.stats.consents import apps
from tests.stats.test_connections import connected

__all__ = ["apps"]
pytestmark = pytest.mark.django_db
AT = NOW - timedelta(days=2)
SINCE = NOW - timedelta(days=30)
PIECE = {"id": "77", "title": "Hello", "published_at": AT.isoformat(), "views": 9_000, "likes": 600, "comments": 70}


@pytest.fixture
def talent():
    return TalentFactory(name="Aoi Tanaka")


@pytest.fixture
def aoi(talent):
    return talent_user(talent, name="Aoi")


@pytest.fixture
def clock(apps):
    apps.now = NOW
    return apps


def account_on(platform, talent, clock, *pieces):
    clock.logins.script(platform, "aoi", pieces=list(pieces))
    return SocialAccountFactory(talent=talent, platform=platform, handle="aoi")


def share(value):
    return int(value * 0.393469)  # of a scripted piece after two days


def test_videos_of_tiktok_are_read_page_by_page(clock, talent, aoi):
    old = {**PIECE, "id": "70", "published_at": (NOW - timedelta(days=40)).isoformat()}
    young = [{**PIECE, "id": str(80 + n), "published_at": (NOW - timedelta(days=3 + n)).isoformat()} for n in range(25)]
    connection = connected(account_on("tiktok", talent, clock, PIECE, *young, old), aoi)
    clock.logins.consents.asked.clear()
    found = read_posts(connection, SINCE, now=NOW)
    assert found[0] == PostReading(
        "77", "video", "https://www.tiktok.com/@aoi/video/77", "Hello #cat", AT,
        views=share(9_000), likes=share(600), comments=share(70), shares=share(600) // 12,
    )  # fmt: skip
    assert len(found) == 26
    calls = clock.logins.consents.asked
    assert [call for _, call, _ in calls] == ["POST /open.tiktokapis.com/v2/video/list/"] * 2
    assert calls[0][2] == {"fields": VIDEO_FIELDS, "body": '{"max_count":20}'}
    assert calls[1][2]["body"].startswith('{"max_count":20,"cursor":')


def test_posts_of_instagram_come_with_their_insights(clock, talent, aoi):
    connection = connected(account_on("instagram", talent, clock, PIECE), aoi)
    clock.logins.consents.asked.clear()
    views = share(9_000)
    assert read_posts(connection, SINCE, now=NOW) == [
        PostReading(
            "77", "reel", "https://www.instagram.com/p/C1/", "Hello", AT, views=views, likes=share(600),
            comments=share(70), shares=views // 200, saves=views // 100, reach=views * 4 // 5,
            interactions=share(600) + share(70) + views // 100 + views // 200,
        )
    ]  # fmt: skip
    media, stories, insights = clock.logins.consents.asked
    assert media[1:] == (
        "GET /graph.instagram.com/v26.0/me/media",
        {
            "fields": "id,caption,timestamp,permalink,media_type,media_product_type,like_count,comments_count",
            "limit": "25",
        },
    )
    assert stories[1:] == (
        "GET /graph.instagram.com/v26.0/me/stories",
        {"fields": "id,caption,timestamp,permalink,media_type,media_product_type"},
    )
    assert insights[1:] == (
        "GET /graph.instagram.com/v26.0/77/insights",
        {"metric": "reach,views,saved,shares,total_interactions"},
    )


def test_insights_that_instagram_does_not_tell_are_unknown(clock, talent, aoi):
    few = {**PIECE, "id": "78", "views": 9}
    connection = connected(account_on("instagram", talent, clock, PIECE, few), aoi)
    clock.logins.given_up = {"total_interactions"}
    assert [post.views for post in read_posts(connection, SINCE, now=NOW)] == [share(9_000), None]
    clock.logins.given_up = {"views", "total_interactions"}
    told = {post.external_id: (post.views, post.saves, post.reach) for post in read_posts(connection, SINCE, now=NOW)}
    assert told == {"77": (None, share(9_000) // 100, share(9_000) * 4 // 5), "78": (None, None, None)}


def test_without_insights_allowed_the_likes_are_read_alone(clock, talent, aoi):
    account = account_on("instagram", talent, clock, PIECE)
    connection = connected(account, aoi, without="instagram_business_manage_insights")
    assert left_out(connection) == [
        "what your posts and stories reached, their views, saves, shares and interactions, new followers a day, and in "
        "which countries your followers live, how old they are and how many are women and men"
    ]
    [post] = read_posts(connection, SINCE, now=NOW)
    assert (post.likes, post.reach) == (share(600), None)


def test_who_connected_with_less_is_read_as_before_and_asked_for_more(clock, talent, aoi):
    account = account_on("tiktok", talent, clock, PIECE)
    connection = connected(account, aoi, without="video.list")
    assert list(readers()) == []
    assert left_out(connection) == ["your public videos with their views, likes, comments and shares"]
    with pytest.raises(PlatformError) as caught:
        read_posts(connection, SINCE, now=NOW)
    assert caught.value.kind is Kind.PERMISSION
    connection.refresh_from_db()
    assert connection.state == "working"
    connected(account, aoi)
    assert list(readers()) == [account]
    assert left_out(Connection.objects.get()) == []


def test_job_reads_the_posts_of_who_connected(clock, talent, aoi, monkeypatch):
    account = account_on("tiktok", talent, clock, PIECE)
    other = SocialAccountFactory(platform="tiktok", handle="ben")
    connected(account, aoi)
    monkeypatch.setattr(post_jobs.timezone, "now", lambda: NOW)
    enqueue("stats.plan_posts", title="Plan")
    work.run(enqueue("stats.plan_posts", title="Plan").pk)
    job = Job.objects.get(kind="stats.refresh_posts")
    work.run(job.pk)
    job.refresh_from_db()
    assert job.result == "1 read, 1 new post"
    assert list(Post.objects.values_list("account", "external_id", "shares")) == [(account.pk, "77", share(600) // 12)]
    assert not PostWatch.objects.filter(account=other).exists()


def test_consent_that_ended_breaks_the_connection_and_connecting_again_reads_at_once(clock, talent, aoi):
    account = account_on("tiktok", talent, clock, PIECE)
    connection = connected(account, aoi)
    PostWatch.objects.create(account=account, next_at=NOW + timedelta(days=7), failures=1, last_error="Broken")
    clock.logins.consents.remove("tiktok", handle="aoi")
    with pytest.raises(PlatformError) as caught:
        read_posts(connection, SINCE, now=NOW)
    assert caught.value.kind is Kind.TOKEN_REVOKED
    connection.refresh_from_db()
    assert connection.state == "broken"
    connected(account, aoi)
    watch = PostWatch.objects.get()
    assert (watch.next_at, watch.failures, watch.last_error) == (NOW, 0, "")


@pytest.mark.parametrize("fault", ["500", "html", "429"])
@pytest.mark.parametrize("platform", ["tiktok", "instagram"])
def test_trouble_of_the_platform_ends_no_consent(clock, talent, aoi, platform, fault):
    connection = connected(account_on(platform, talent, clock, PIECE), aoi)
    clock.logins.control({platform: {"faults": [fault] * 3}})
    with pytest.raises(PlatformError) as caught:
        read_posts(connection, SINCE, now=datetime.now(UTC))
    assert caught.value.kind in {Kind.TRANSIENT, Kind.BAD_RESPONSE, Kind.RATE_LIMITED}
    connection.refresh_from_db()
    assert connection.state == "working"


def test_insights_that_were_told_are_kept_when_instagram_falls_silent_after_them(clock, talent, aoi):
    pieces = [{**PIECE, "id": str(90 + n), "published_at": (AT - timedelta(days=n)).isoformat()} for n in range(4)]
    connection = connected(account_on("instagram", talent, clock, *pieces), aoi)
    clock.logins.consents.faults["instagram"] = ["", "", "", "", *["500"] * 9]
    told = read_posts(connection, SINCE, now=NOW)
    assert [post.reach is not None for post in told] == [True, True, False, False]
    assert all(post.likes for post in told)
    clock.logins.consents.faults["instagram"] = ["", "", *["500"] * 9]
    with pytest.raises(PlatformError, match="trouble"):
        read_posts(connection, SINCE, now=NOW)


STORY = {"id": "95", "published_at": (NOW - timedelta(hours=20)).isoformat(), "views": 4_000}


def with_story(clock, talent, **more):
    clock.logins.script("instagram", "aoi", pieces=[PIECE], stories=[STORY], **more)
    return SocialAccountFactory(talent=talent, platform="instagram", handle="aoi")


def test_stories_are_read_while_they_are_there_with_figures_of_their_own(clock, talent, aoi):
    connection = connected(with_story(clock, talent), aoi)
    clock.logins.consents.asked.clear()
    story, post = read_posts(connection, SINCE, now=NOW)
    views = int(4_000 * (1 - exp(-20 / 24 / 4)))
    assert story == PostReading(
        "95", "story", "https://www.instagram.com/stories/aoi/95/", "", NOW - timedelta(hours=20),
        views=views, reach=views * 4 // 5, shares=views // 200, interactions=views // 100 + views // 200,
    )  # fmt: skip
    assert (post.external_id, post.saves) == ("77", share(9_000) // 100)
    asked = [said["metric"] for _, call, said in clock.logins.consents.asked if "insights" in call]
    assert asked == ["reach,views,shares,total_interactions", "reach,views,saved,shares,total_interactions"]
    clock.now = NOW + timedelta(hours=5)
    assert [each.external_id for each in read_posts(connection, SINCE, now=NOW)] == ["77"]


@pytest.mark.parametrize("fault", ["2500", "500", "html"])
def test_posts_are_read_where_stories_are_not_told(clock, talent, aoi, fault):
    connection = connected(with_story(clock, talent), aoi)
    clock.logins.consents.faults["instagram"] = ["", fault]
    [post] = read_posts(connection, SINCE, now=NOW)
    assert (post.external_id, post.saves) == ("77", share(9_000) // 100)


@pytest.mark.parametrize(("fault", "kind"), [("429", Kind.RATE_LIMITED), ("refused", Kind.TOKEN_REVOKED)])
def test_a_limit_or_an_ended_consent_met_at_the_stories_ends_the_reading(clock, talent, aoi, fault, kind):
    connection = connected(with_story(clock, talent), aoi)
    clock.logins.consents.faults["instagram"] = ["", fault]
    with pytest.raises(PlatformError) as caught:
        read_posts(connection, SINCE, now=NOW)
    assert caught.value.kind is kind


def test_a_strange_story_is_left_out_and_all_pages_of_the_others_are_read(clock, talent, aoi):
    connection = connected(with_story(clock, talent), aoi)
    told = [{**STORY, "id": str(900 + n)} for n in range(60)]
    clock.logins.script("instagram", "aoi", pieces=[PIECE], stories=told)
    clock.logins.undated_stories = 1
    kinds = [post.kind for post in read_posts(connection, SINCE, now=NOW)]
    assert (kinds.count("story"), kinds.count("reel")) == (59, 1)


def test_a_word_of_graph_about_our_request_is_no_trouble_of_the_platform():
    for code in (12, 104, 2500):
        error = error_of("Instagram", 400, {}, {"error": {"code": code, "message": "No", "type": "Exception"}})
        assert error.kind is Kind.CONFIGURATION, code


def test_without_insights_posts_are_not_read_more_often(clock, talent, aoi, monkeypatch):
    connected(with_story(clock, talent), aoi, without="instagram_business_manage_insights")
    assert read_by_job(NOW, monkeypatch) == "1 read, 1 new post"
    assert PostWatch.objects.get().next_at > NOW + timedelta(hours=12)


def test_without_insights_no_story_is_asked_for(clock, talent, aoi):
    connection = connected(with_story(clock, talent), aoi, without="instagram_business_manage_insights")
    clock.logins.consents.asked.clear()
    assert [each.kind for each in read_posts(connection, SINCE, now=NOW)] == ["reel"]
    assert [call for _, call, _ in clock.logins.consents.asked] == ["GET /graph.instagram.com/v26.0/me/media"]


def read_by_job(now, monkeypatch):
    monkeypatch.setattr(post_jobs.timezone, "now", lambda: now)
    job = enqueue("stats.plan_posts", title="Plan", unique_key=f"plan {now}")
    work.run(job.pk)
    job = Job.objects.filter(kind="stats.refresh_posts", state="pending").get()
    work.run(job.pk)
    job.refresh_from_db()
    return job.result


def test_stories_are_looked_for_twice_a_day_and_one_that_ended_is_not_gone(clock, talent, aoi, monkeypatch):
    account = with_story(clock, talent)
    connected(account, aoi)
    assert read_by_job(NOW, monkeypatch) == "1 read, 2 new posts"
    watch = PostWatch.objects.get()
    assert watch.next_at == NOW + timedelta(hours=12)
    for days in (1, 2, 3):
        clock.now = NOW + timedelta(days=days)
        PostWatch.objects.update(next_at=clock.now)
        Connection.objects.update(renewed=clock.now)
        assert read_by_job(clock.now, monkeypatch) == "1 read, 0 new posts"
    story = Post.objects.get(external_id="95")
    assert (story.missed, story.stands, story.reach is None) == (0, False, False)
    assert compute_numbers([account.pk], now=clock.now) == 1
    assert AccountNumbers.objects.get().posts_seen == 1, "a story is no post of the rate"


def test_calls_by_consent_are_counted_and_a_platform_that_is_down_is_left_in_peace(clock, talent, aoi):
    connection = connected(account_on("instagram", talent, clock, PIECE), aoi)
    accounts = [connection.account]
    assert set(measure("instagram", accounts, now=NOW).readings) == {connection.account_id}
    assert Quota.objects.get().used == 1
    clock.logins.consents.faults["instagram"] = ["500"] * 99
    for trips in (0, 1):
        measure("instagram", accounts * 2, now=NOW + timedelta(hours=1 + trips))
        assert Quota.objects.get().trips == trips + 1
    asked = len(clock.logins.consents.asked)
    later = measure("instagram", accounts, now=NOW + timedelta(hours=2, minutes=1))
    assert (set(later.left), later.until.message) == ({connection.account_id}, "Instagram has trouble (error 500).")
    with pytest.raises(PlatformError, match="trouble"):
        read_audience(connection, now=NOW + timedelta(hours=2, minutes=1))
    assert len(clock.logins.consents.asked) == asked
