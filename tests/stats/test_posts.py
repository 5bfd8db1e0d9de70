"""Readings of posts into the table, and the jobs that read them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from outbox import work
from outbox.actions import enqueue
from outbox.models import Job
from stats import post_jobs
from stats.actions import record_posts
from stats.handing import hand
from stats.models import AccountNumbers, Post, PostSnapshot, PostWatch, Quota
from stats.platforms.errors import Kind, PlatformError
from stats.platforms.readings import PostReading
from stats.post_due import adopt
from stats.posts import PostsRead
from tests.factories import PostFactory, SocialAccountFactory
from tests.stats.conftest import channel

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def reading(name="a", *, at, **counts):
    return PostReading(name, "video", f"https://x/{name}", f"Title {name}", at, **counts)


def record(account, *posts, at):
    return record_posts([PostsRead(account.pk, at - 90 * DAY, posts)], at=at)


def test_posts_are_kept_once_with_their_latest_figures(now):
    account = SocialAccountFactory()
    published = now - 5 * DAY
    assert record(account, reading(at=published, views=100, likes=9), at=now - DAY).new == 1
    assert record(account, reading(at=published, views=150, likes=0, shares=2), at=now).new == 0
    post = Post.objects.get()
    assert (post.views, post.likes, post.comments, post.shares) == (150, 0, None, 2)
    assert (post.first_seen_at, post.measured_at, post.text) == (now - DAY, now, "Title a")
    assert post.untold == ["comments", "saves", "reach"]
    assert list(PostSnapshot.objects.values_list("views", "likes")) == [(100, 9), (150, 0)]


def test_same_reading_twice_changes_nothing(now):
    account = SocialAccountFactory()
    posts = [reading("a", at=now - 5 * DAY, views=1), reading("b", at=now - 4 * DAY, views=2)]
    record(account, *posts, at=now - DAY)
    for _ in range(2):
        record(account, posts[0], at=now)
    assert list(PostSnapshot.objects.values_list("views", flat=True)) == [1, 2]
    assert Post.objects.get(external_id="b").missed == 1


def test_figures_that_did_not_move_leave_one_snapshot(now):
    account = SocialAccountFactory()
    for ago in (3, 2, 1):
        record(account, reading(at=now - 9 * DAY, views=50, likes=None), at=now - ago * DAY)
    assert PostSnapshot.objects.count() == 1
    assert Post.objects.get().measured_at == now - DAY


def test_a_figure_that_vanishes_does_not_overwrite_a_good_one(now):
    account = SocialAccountFactory()
    record(account, reading(at=now - 9 * DAY, views=50, likes=7, comments=3), at=now - DAY)
    record(account, reading(at=now - 9 * DAY, views=60), at=now)
    post = Post.objects.get()
    assert (post.views, post.likes, post.comments) == (60, 7, 3)
    assert "likes" in post.untold
    assert PostSnapshot.objects.latest("taken_at").likes is None


def test_a_sum_of_interactions_is_that_of_the_latest_answer_that_told_one(now):
    account = SocialAccountFactory()
    for days, told, stands in ((0, 90, 90), (1, 140, 140), (2, None, 140), (3, 120, 120)):
        record(account, reading(at=now - DAY, views=5_000, interactions=told), at=now + days * DAY)
        post = Post.objects.get()
        assert (post.interactions, post.is_untold("interactions")) == (stands, told is None)
        assert (post.is_untold("views"), post.is_untold("likes")) == (False, True)
    record(account, reading("silent", at=now - DAY, views=5_000), at=now)
    assert not Post.objects.get(external_id="silent").is_untold("interactions"), "nothing stands there to be old"


def test_an_older_answer_changes_no_post(now):
    account = SocialAccountFactory()
    record(account, reading(at=now - 9 * DAY, views=60), at=now)
    record(account, reading(at=now - 9 * DAY, views=40), at=now - DAY)
    assert Post.objects.get().views == 60


def test_views_that_fall_by_half_wait_for_a_second_reading(now):
    account = SocialAccountFactory()
    published = now - 9 * DAY
    record(account, reading(at=published, views=10_000, likes=5), at=now - 2 * DAY)
    assert record(account, reading(at=published, views=4_999, likes=6), at=now - DAY).doubted == 1
    assert (Post.objects.get().views, Post.objects.get().likes) == (10_000, 5)
    assert record(account, reading(at=published, views=5_001), at=now - DAY / 2).doubted == 0
    assert record(account, reading(at=published, views=2_500), at=now - DAY / 4).doubted == 1
    assert record(account, reading(at=published, views=2_400), at=now).doubted == 0
    assert Post.objects.get().views == 2_400


def test_a_post_that_is_left_out_twice_is_gone_until_it_is_seen(now):
    account = SocialAccountFactory()
    old, new, older = reading("a", at=now - 9 * DAY), reading("b", at=now - 5 * DAY), reading("c", at=now - 50 * DAY)
    record(account, old, new, older, at=now - 4 * DAY)
    assert record(account, old, at=now - 3 * DAY).gone == 0
    assert record(account, old, at=now - 2 * DAY).gone == 1
    missed = {post.external_id: (post.missed, post.is_gone) for post in Post.objects.all()}
    assert missed == {"a": (0, False), "b": (2, True), "c": (0, False)}
    record(account, old, new, at=now)
    assert not Post.objects.get(external_id="b").is_gone


def test_an_empty_answer_makes_nothing_vanish(now):
    account = SocialAccountFactory()
    record(account, reading(at=now - 9 * DAY), at=now - DAY)
    record(account, at=now)
    assert Post.objects.get().missed == 0


def test_a_reading_that_failed_changes_nothing(now):
    account = SocialAccountFactory()
    failed = PostsRead(account.pk, now - DAY, error=PlatformError(Kind.TRANSIENT, "No answer."))
    assert record_posts([failed], at=now).accounts == ()
    assert not PostWatch.objects.exists()


def test_posts_from_the_future_are_left_out(now):
    account = SocialAccountFactory()
    record(account, reading(at=now + 3 * DAY), at=now)
    assert not Post.objects.exists()


# The jobs


def run(kind: str) -> list[Job]:
    done = [job for job in Job.objects.filter(kind=kind, state="pending") if work.run(job.pk) or True]
    return [Job.objects.get(pk=job.pk) for job in done]


def plan() -> Job:
    enqueue("stats.plan_posts", title="Plan")
    return run("stats.plan_posts")[-1]


def followed(number: int, **more):
    return SocialAccountFactory(platform="youtube", external_id=channel(number), **more)


def videos(*days: float):
    now = datetime.now(UTC)
    return [
        {"id": f"v{n}", "published_at": (now - each * DAY).isoformat(), "views": 1_000, "likes": 50, "comments": 5}
        for n, each in enumerate(days)
    ]


def test_due_posts_are_planned_read_and_counted(platform):
    mia, other = followed(1), SocialAccountFactory(platform="instagram")
    platform.channels.script(channel(1), {"followers": 500, "videos": videos(3, 5, 20, 80, 95)})
    assert plan().result == "The posts of 1 account are due"
    [job] = run("stats.refresh_posts")
    assert (job.state, job.result) == ("done", "1 read, 4 new posts")
    watch = PostWatch.objects.get()
    assert (watch.account_id, watch.failures, watch.read_at) == (mia.pk, 0, watch.deep_at)
    assert watch.next_at - watch.read_at == DAY
    assert list(Quota.objects.order_by("key_id").values_list("used", flat=True)) == [2, 1], "a list, a mark; the counts"
    assert plan().result == "Nothing is due"
    [computed] = run("stats.compute_numbers")
    assert computed.result == "1 computed"
    assert AccountNumbers.objects.get().account_id == mia.pk
    assert not PostWatch.objects.filter(account=other).exists()


def test_young_posts_are_read_daily_and_older_ones_weekly(platform):
    mia = followed(1)
    platform.channels.script(channel(1), {"videos": videos(3, 80)})
    PostWatch.objects.create(account=mia, next_at=timezone.now(), deep_at=timezone.now() - 6 * DAY)
    plan()
    assert run("stats.refresh_posts")[0].result == "1 read, 1 new post"
    PostWatch.objects.update(next_at=timezone.now(), deep_at=timezone.now() - 8 * DAY)
    plan()
    assert run("stats.refresh_posts")[0].result == "1 read, 1 new post"


def test_posts_of_a_year_are_read_once_a_month_and_not_at_the_first_reading(platform):
    mia = followed(1)
    platform.channels.script(channel(1), {"videos": videos(3, 200, 400)})
    plan()
    assert run("stats.refresh_posts")[0].result == "1 read, 1 new post"
    watch = PostWatch.objects.get()
    assert (watch.old_at, watch.account_id) == (None, mia.pk)
    PostWatch.objects.update(next_at=timezone.now(), deep_at=timezone.now() - 8 * DAY)
    plan()
    assert run("stats.refresh_posts")[0].result == "1 read, 1 new post", "of a year, not of two"
    watch.refresh_from_db()
    assert watch.old_at == watch.deep_at == watch.read_at
    PostFactory(account=mia, external_id="gone", published_at=timezone.now() - 190 * DAY, missed=1)
    for days, missed in ((27, 1), (29, 2)):
        PostWatch.objects.update(next_at=timezone.now(), old_at=timezone.now() - days * DAY)
        plan()
        run("stats.refresh_posts")
        assert Post.objects.get(external_id="gone").missed == missed


def test_quota_for_followers_is_left_alone(platform, settings):
    settings.PLATFORM_DAILY_UNITS = {"youtube": 5}
    for number in (1, 2, 3, 4, 5):
        followed(number)
        platform.channels.script(channel(number), {"videos": videos(3)})
    adopt(timezone.now())
    hand("stats.refresh_posts", "{count} on {platform}", "youtube", PostWatch.objects.values_list("pk", flat=True))
    [job] = run("stats.refresh_posts")
    words = "What is left of YouTube's quota for today is kept for what matters more."
    assert job.result.endswith(f" wait: {words}")
    assert Quota.objects.exclude(key_id__contains="+").get().used == 4, "a list and the marks of each"
    assert PostWatch.objects.filter(last_error=words, failures=0, read_at=None).count() == 3


@pytest.mark.parametrize(
    ("fault", "words"),
    [("403", "YouTube does not let us read this."), ("html", "YouTube answered with something other than JSON.")],
)
def test_trouble_is_written_down_and_the_posts_stay(platform, fault, words):
    mia = followed(1)
    PostFactory(account=mia, views=9)
    platform.fail(fault, times=9)
    plan()
    assert run("stats.refresh_posts")[0].result == f"0 read, 0 new posts, 1 failed: {words.rstrip('.')}"
    watch = PostWatch.objects.get()
    assert (watch.last_error, watch.failures, watch.read_at) == (words, 1, None)
    assert Post.objects.get().views == 9


def test_a_platform_in_trouble_is_left_in_peace(platform):
    for number in (1, 2, 3, 4):
        followed(number)
    platform.fail("html", times=99)
    plan()
    odd = "YouTube answered with something other than JSON"
    assert run("stats.refresh_posts")[0].result == f"0 read, 0 new posts, 2 failed: {odd}, 2 wait: {odd}."
    assert platform.stats()["requests"] == 2


def test_nothing_is_planned_while_many_jobs_wait(platform, monkeypatch):
    monkeypatch.setattr(post_jobs, "WAITING", 1)
    followed(1)
    plan()
    followed(2)
    assert plan().result == "1 jobs wait already"
