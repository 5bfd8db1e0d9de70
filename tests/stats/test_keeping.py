"""How long figures are kept: each platform's terms, and one measurement a week and then a month of old ones."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from outbox import work
from outbox.actions import enqueue
from outbox.models import Job
from stats.actions.forget import Forgotten, forget_old
from stats.actions.post_outcomes import record_read
from stats.actions.thin import thin, to_thin
from stats.handing import hand
from stats.keeping import thinning
from stats.models import AccountNumbers, AccountSnapshot, Post, PostSnapshot, PostWatch, Quota
from stats.partitions import POSTS, ensure_partitions
from stats.post_due import due_of
from stats.post_measuring import read_posts
from stats.queries import CURVE
from talent.models import SocialAccount, Talent
from tests.factories import AccountNumbersFactory, PostFactory, SocialAccountFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def measured(account, at, followers=1, source="measured"):
    return AccountSnapshot.objects.create(account=account, taken_at=at, followers=followers, source=source)


def days_kept(account) -> list[str]:
    rows = AccountSnapshot.objects.filter(account=account).order_by("taken_at")
    return [f"{at:%m-%d}" for at in rows.values_list("taken_at", flat=True)]


def run(kind: str) -> list[Job]:
    enqueue(kind, title=kind) if not Job.objects.filter(kind=kind, state="pending").exists() else None
    jobs = list(Job.objects.filter(kind=kind, state="pending"))
    assert all(work.run(job.pk) for job in jobs)
    return list(Job.objects.filter(pk__in=[job.pk for job in jobs]).order_by("pk"))


def forgotten(now: datetime) -> Forgotten:
    """Of whoever there is."""
    return forget_old(first=1, last=2**62, now=now)


def test_titles_are_forgotten_and_figures_kept_under_the_terms(now, settings):
    settings.YOUTUBE_DERIVED_METRICS_ACCEPTED = True
    youtube, other = SocialAccountFactory(platform="youtube"), SocialAccountFactory(platform="instagram")
    old = {"published_at": now - 60 * DAY, "measured_at": now - 31 * DAY}
    mine, theirs = PostFactory(account=youtube, **old), PostFactory(account=other, **old)
    fresh = PostFactory(account=youtube, published_at=now - 40 * DAY, measured_at=now)
    for account in (youtube, other):
        measured(account, now - 1_094 * DAY)
        measured(account, now - 1_096 * DAY)
        measured(account, now - 1_097 * DAY, source="reported")
    assert forgotten(now) == Forgotten(texts=1, measurements=1)
    texts = {post.pk: post.text for post in Post.objects.all()}
    assert texts == {mine.pk: "", theirs.pk: "A day at the sea", fresh.pk: "A day at the sea"}
    assert (youtube.snapshots.count(), other.snapshots.count()) == (2, 3)


def test_each_lot_is_a_job_of_its_own_and_a_worker_that_dies_half_way_leaves_whole_ones(monkeypatch):
    monkeypatch.setattr("stats.actions.forget.LOT", 3)
    monkeypatch.setattr("stats.actions.forget.PART", 2)
    SocialAccountFactory(platform="instagram")
    accounts = [SocialAccountFactory(platform=each) for each in ("youtube", "x", "youtube", "youtube", "youtube")]
    for account in accounts:
        measured(account, datetime.now(UTC) - 31 * DAY)
    assert run("stats.forget_posts")[0].result == "2 lots of accounts to go through"
    done, died = Job.objects.filter(kind="stats.forget").order_by("pk")
    assert done.args == {"first": accounts[0].pk, "last": accounts[2].pk}
    assert died.args == {"first": accounts[3].pk, "last": accounts[4].pk}
    assert work.run(done.pk)
    with monkeypatch.context() as broken:
        broken.setattr("stats.actions.forget.keep_followers", lambda talents: 1 / 0)  # behind all that is deleted
        assert not work.run(died.pk)
    assert [account.snapshots.count() for account in accounts] == [0, 1, 0, 1, 1], "X has no such terms"
    assert run("stats.forget_posts")[-1].result == "2 lots of accounts to go through"
    Job.objects.filter(kind="stats.forget").update(run_after=died.run_after)
    results = [job.result for job in run("stats.forget")]
    assert results == ["0 texts, 0 posts, 2 measurements and the last figures of 0 accounts forgotten"], "once a day"
    assert [account.snapshots.count() for account in accounts] == [0, 1, 0, 0, 0]


def test_figures_are_forgotten_without_the_terms(now):
    account = SocialAccountFactory(platform="youtube")
    post = PostFactory(account=account, published_at=now - 60 * DAY, measured_at=now - 31 * DAY)
    PostSnapshot.objects.create(post=post, taken_at=now - 31 * DAY, views=5)
    measured(account, now - 31 * DAY)
    measured(account, now - 29 * DAY)
    last = {"platform": "youtube", "followers": 9_000, "posts": 4, "views": 5, "title": "Mika", "is_rounded": True}
    unread, typed, read = (
        SocialAccountFactory(source=source, measured_at=now - days * DAY, **last)
        for source, days in (("measured", 31), ("reported", 31), ("measured", 29))
    )
    Talent.objects.update(followers=9_000)
    AccountNumbersFactory(account=unread)
    assert forgotten(now) == Forgotten(posts=1, measurements=2, accounts=1)
    for each, kept in ((unread, (None, None, None, "", "", None)), (typed, None), (read, None)):
        each.refresh_from_db()
        said = (each.followers, each.posts, each.views, each.title, each.source, each.measured_at)
        assert said == kept or (kept is None and (each.followers, each.title) == (9_000, "Mika"))
    assert not AccountNumbers.objects.exists()
    assert Talent.objects.filter(pk=unread.talent_id, followers=None).exists()
    assert Talent.objects.filter(pk=read.talent_id, followers=9_000).exists()
    SocialAccount.objects.exclude(pk=account.pk).delete()
    assert (PostSnapshot.objects.count(), AccountSnapshot.objects.count()) == (0, 1)
    assert run("stats.forget_posts")[0].result == "1 lot of accounts to go through"
    assert run("stats.forget")[0].result == (
        "0 texts, 0 posts, 1 measurement and the last figures of 0 accounts forgotten"
    ), "by today's clock"
    assert forgotten(datetime.now(UTC)) == Forgotten()


def x_posts(standin, account, now):
    """Read them as the job does; how each known one stands after it."""
    standin.now = now
    PostWatch.objects.get_or_create(account=account)
    due = due_of([account.pk], platform="x", now=now)
    record_read(read_posts("x", due, now=now), due, at=now)
    return {post.external_id: (post.text, post.is_gone) for post in Post.objects.filter(account=account)}


def test_a_post_deleted_on_x_loses_its_words_with_the_next_reading_however_old_it_is(platforms, now):
    """By its id: also one that is not among the latest twenty, and where no post is left at all."""
    pieces = [
        {"id": str(5_000 + n), "title": f"Post {n}", "published_at": (now - (n + 1) * DAY).isoformat(), "views": 90}
        for n in range(30)
    ]
    people = platforms.places["x"].people
    people.script("mia", {"pieces": pieces})
    account = SocialAccountFactory(platform="x", handle="mia", external_id=people.by_handle("mia").id)
    early = now - 20 * DAY
    people.script("mia", {"pieces": pieces[20:]})
    x_posts(platforms, account, early)
    people.script("mia", {"pieces": pieces})
    assert len(x_posts(platforms, account, now - DAY)) == 30
    asked = platforms.places["x"].asked[-1]
    assert (asked.path, asked.query["ids"][0].split(",")) == ("/2/tweets", [str(5_000 + n) for n in range(20, 30)])
    people.script("mia", {"pieces": [*pieces[:3], *pieces[4:25], *pieces[26:]]})
    said = x_posts(platforms, account, now)
    assert {name for name, (text, gone) in said.items() if gone} == {"5003", "5025"}
    assert {name for name, (text, gone) in said.items() if not text} == {"5003", "5025"}
    assert Post.objects.get(external_id="5025").views > 0, "figures are kept"
    people.script("mia", {"pieces": []})
    assert set(x_posts(platforms, account, now + DAY).values()) == {("", True)}


def test_that_x_wants_rest_while_known_posts_are_asked_for_is_noted_and_what_was_read_is_kept(platforms, now):
    pieces = [{"id": "51", "title": "Post", "published_at": (now - DAY).isoformat(), "views": 90}]
    people = platforms.places["x"].people
    people.script("mia", {"pieces": pieces})
    mia, ben = (
        SocialAccountFactory(platform="x", handle=name, external_id=people.by_handle(name).id)
        for name in ("mia", "ben")
    )
    for account in (mia, ben):
        PostWatch.objects.create(account=account)
    PostFactory(account=mia, external_id="50", published_at=now - 2 * DAY)
    platforms.fail("limited", platform="x", contains="ids=")
    due = due_of([mia.pk, ben.pk], platform="x", now=now)
    first, second = read_posts("x", due, now=now)
    assert ([post.external_id for post in first.posts], first.error) == (["51"], None)
    assert (second.asked, second.error.message) == (False, "X asks us to wait.")
    quota = Quota.objects.get(platform="x")
    assert (quota.said, quota.paused_until > now) == ("X asks us to wait.", True)


@pytest.mark.parametrize("how", ["protected", "suspended", "missing"])
def test_words_of_an_account_that_x_does_not_show_go_with_its_next_figures(platforms, now, how):
    people = platforms.places["x"].people
    people.script("mia", {how: True, "followers": 900})
    account = SocialAccountFactory(platform="x", handle="mia", external_id=people.by_handle("mia").id)
    other = SocialAccountFactory(platform="x", handle="ben", external_id=people.by_handle("ben").id)
    posts = [PostFactory(account=each, views=7) for each in (account, other)]
    hand("stats.refresh_batch", "{count} {platform}", "x", [account.pk, other.pk])
    assert run("stats.refresh_batch")[0].state == "done"
    assert [Post.objects.get(pk=post.pk).text for post in posts] == ["", "A day at the sea"]


def test_what_is_taken_down_on_x_loses_its_words_and_keeps_its_figures(now):
    there, gone, elsewhere = (
        PostFactory(account=SocialAccountFactory(platform=platform), missed=missed, views=7)
        for platform, missed in (("x", 1), ("x", 2), ("instagram", 2))
    )
    assert forgotten(now) == Forgotten(texts=1)
    assert {post.pk: (post.text, post.views) for post in Post.objects.all()} == {
        there.pk: ("A day at the sea", 7), gone.pk: ("", 7), elsewhere.pk: ("A day at the sea", 7),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("month", "step"),
    [((2026, 4), ""), ((2025, 3), ""), ((2025, 2), "week"), ((2023, 4), "week"), ((2023, 3), "month")],
)
def test_a_year_has_every_day_and_three_years_every_week(month, step):
    assert thinning(month, datetime(2026, 4, 15, tzinfo=UTC)) == step


def test_old_months_are_thinned_once_and_keep_the_last_that_is_known():
    account, other = SocialAccountFactory(), SocialAccountFactory()
    first = datetime(2018, 1, 1, 9, tzinfo=UTC)  # a Monday
    ensure_partitions(first, datetime(2018, 2, 1, tzinfo=UTC))
    for day in range(16):
        measured(account, first + day * DAY, followers=None if day == 13 else day)
    measured(other, first)
    measured(account, first + 2 * DAY + timedelta(hours=1), source="reported")
    part = "stats_accountsnapshot_201801"
    assert thin(part, "week") == 12
    assert days_kept(account) == ["01-03", "01-07", "01-13", "01-14", "01-16"], (
        "typed in, known, and unknown but the last"
    )
    assert days_kept(other) == ["01-01"]
    assert thin(part, "month") == 3
    assert (days_kept(account), days_kept(other)) == (["01-03", "01-16"], ["01-01"])
    with pytest.raises(ValueError, match="nobody thins by year"):
        thin(part, "year")


def test_posts_are_thinned_too():
    post = PostFactory()
    first = datetime(2018, 3, 5, tzinfo=UTC)
    ensure_partitions(first, first, table=POSTS)
    for day in range(8):
        PostSnapshot.objects.create(post=post, taken_at=first + day * DAY, views=day)
    assert thin(f"{POSTS}_201803", "week") == 6
    assert sorted(PostSnapshot.objects.values_list("views", flat=True)) == [6, 7]


def test_the_last_that_was_told_of_a_post_stays_where_its_platform_fell_silent_after_it():
    post, first = PostFactory(), datetime(2018, 4, 2, tzinfo=UTC)
    ensure_partitions(first, first, table=POSTS)
    for day, views in enumerate((1, 2, None, None)):
        PostSnapshot.objects.create(post=post, taken_at=first + day * DAY, views=views, likes=day)
    thin(f"{POSTS}_201804", "month")
    assert list(PostSnapshot.objects.values_list("views", "likes")) == [(2, 1), (None, 3)]


def test_each_old_month_has_its_job_until_it_is_done():
    first = datetime(2018, 5, 1, tzinfo=UTC)
    ensure_partitions(first, first)
    measured(account := SocialAccountFactory(), first)
    measured(account, first + DAY)
    part = "stats_accountsnapshot_201805"
    assert (part, "month") in to_thin(datetime.now(UTC))
    run("stats.plan_thinning")
    titles = {job.title: job.result for job in run("stats.thin")}
    assert titles["Keep one measurement a month of accounts in May 2018"] == "1 measurement left out"
    assert to_thin(datetime.now(UTC)) == []
    assert run("stats.plan_thinning")[-1].result == "Nothing to thin"


def test_a_year_of_a_curve_is_one_read_by_the_key():
    """Thirteen months at most, each by its index, never a whole table."""
    until = datetime(2026, 4, 16, tzinfo=UTC)
    ensure_partitions(datetime(2024, 1, 1, tzinfo=UTC), until)
    span = {"accounts": [1], "since": "2025-04-16", "until": "2026-04-16", "zone": "UTC"}
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + CURVE, span)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    months = set(re.findall(r"stats_accountsnapshot_(\d{6})", plan))
    assert months == {f"2025{month:02}" for month in range(4, 13)} | {f"2026{month:02}" for month in range(1, 5)}
    assert "Seq Scan on stats_accountsnapshot" not in plan
