"""Feeds of podcasts and blogs, over a real socket: what is asked, what is read, and where nobody may be led."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command

from outbox import work
from outbox.actions import enqueue
from outbox.models import Job
from stats import post_jobs
from stats.actions.outcomes import record_measured
from stats.measuring import measure
from stats.models import Post, PostWatch
from stats.platforms.errors import Kind, PlatformError
from stats.platforms.feed import Blog, Podcast
from stats.platforms.feed.guard import REFUSED, is_public
from stats.platforms.readings import PostReading, Reading
from talent.actions import edit_account
from tests.factories import NOW, SocialAccountFactory, owner
from tests.standin import StandIn

SINCE = NOW - timedelta(days=30)
AT = (NOW - timedelta(days=3)).replace(microsecond=0)
EPISODE = {"guid": "e124", "title": "Ep 124 &amp; more", "at": AT.isoformat(), "sound": "https://cdn.example/x.mp3"}


@pytest.fixture
def podcast(standin: StandIn) -> Iterator[Podcast]:
    connector = Podcast(private_hosts=True, timeout=0.4, pause=0.01)
    yield connector
    connector.close()


def at(standin: StandIn, name: str = "pod", **facts: Any) -> str:
    standin.feeds.there[name] = facts
    return f"{standin.url}/feeds/{name}"


def refusal(ask: Any) -> PlatformError:
    with pytest.raises(PlatformError) as caught:
        ask()
    return caught.value


def test_episodes_are_posts_and_followers_are_unknown(standin, podcast):
    address = at(standin, title="Mia <b>speaks</b>", guid="g-1", items=[EPISODE, {"guid": "undated", "title": "x"}])
    assert podcast.fetch_handles([address]) == {address: Reading("g-1", title="Mia speaks")}
    assert podcast.posts(address, SINCE) == [
        PostReading("e124", "episode", "https://cdn.example/x.mp3", "Ep 124 & more", AT)
    ]
    path, headers = standin.feeds.asked[0]
    assert (path, headers["host"]) == ("/feeds/pod", standin.url.removeprefix("http://"))


def test_feed_is_read_again_only_where_it_changed(standin, podcast):
    address = at(standin, items=[EPISODE], etag='"1"')
    [post], mark = podcast.posts_after(address, SINCE, "")
    assert post.external_id == "e124"
    assert podcast.posts_after(address, SINCE, mark) == ([], mark)
    assert standin.feeds.asked[-1][1]["if-none-match"] == '"1"'
    at(standin, items=[EPISODE], etag='"2"')
    assert len(podcast.posts_after(address, SINCE, mark)[0]) == 1


def test_blogs_page_leads_to_its_feed_and_moves_are_followed(standin):
    at(standin, "real", items=[{"guid": "a", "title": "Hello", "link": "https://b.example/a", "at": AT.isoformat()}])
    page = '<html><link rel="alternate" type="application/rss+xml" href="/feeds/moved"></html>'
    at(standin, "moved", moved="real")
    blog = Blog(private_hosts=True, timeout=0.4, pause=0.01)
    [post] = blog.posts(at(standin, "page", raw=page, type="text/html"), SINCE)
    blog.close()
    assert (post.kind, post.url, post.text) == ("article", "https://b.example/a", "Hello")


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        ({"status": 410}, Kind.NOT_FOUND),
        ({"status": 404}, Kind.NOT_FOUND),
        ({"status": 401}, Kind.PERMISSION),
        ({"status": 403}, Kind.PERMISSION),
        ({"status": 400}, Kind.PERMISSION),
        ({"status": 429}, Kind.RATE_LIMITED),
        ({"status": 503}, Kind.TRANSIENT),
        ({"raw": "<html><p>No feed here"}, Kind.PERMISSION),
        ({"raw": "/etc/hostname"}, Kind.PERMISSION),
        ({"raw": ""}, Kind.PERMISSION),
        ({"raw": " " * 9_000_000}, Kind.BAD_RESPONSE),
        ({"moved": "/feeds/pod"}, Kind.PERMISSION),
        ({"moved": "file:///etc/passwd"}, Kind.PERMISSION),
    ],
)
def test_failure_has_its_kind(standin, podcast, facts, kind):
    assert refusal(lambda: podcast.posts(at(standin, **facts), SINCE)).kind is kind


@pytest.mark.django_db
def test_a_feed_that_wants_rest_or_is_gone_for_good_is_asked_when_it_is_time_and_the_others_now(feeds):
    """`Retry-After` of one says nothing of the next; 410 is believed at once."""
    busy, gone, wrong, mia = (
        SocialAccountFactory(platform="podcast", url=at(feeds, name, **facts))
        for name, facts in {
            "busy": {"status": 503, "after": "7200"}, "gone": {"status": 410}, "wrong": {"status": 400},
            "mia": {"items": [EPISODE]},
        }.items()
    )  # fmt: skip
    every = [busy, gone, wrong, mia]
    measured = measure("podcast", every, now=NOW)
    record_measured(measured, every)
    for each in every:
        each.refresh_from_db()
    assert [each.state for each in every] == ["fine", "missing", "refused", "fine"]
    assert gone.next_refresh_at == NOW + timedelta(days=30)
    assert timedelta(seconds=7_190) < busy.next_refresh_at - datetime.now(UTC) <= timedelta(seconds=7_200)
    assert (busy.last_error, mia.last_error, measured.left) == ("This feed asks us to wait.", "", {})
    assert sum(path == "/feeds/busy" for path, _ in feeds.feeds.asked) == 1, "nobody asks again meanwhile"


def test_broken_xml_is_read_as_far_as_it_goes(standin, podcast):
    raw = f'<rss version="2.0"><channel><title>x</title><item><guid>a</guid><pubDate>{AT:%a, %d %b %Y %H:%M:%S} GMT'
    address = at(standin, raw=f"{raw}</pubDate><title>Still & here</title></item><item><gui")
    assert [post.text for post in podcast.posts(address, SINCE)] == ["Still & here"]


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True), ("2606:2800:220:1::1", True), ("127.0.0.1", False), ("10.1.2.3", False),
        ("172.16.0.9", False), ("192.168.1.1", False), ("169.254.169.254", False), ("0.0.0.0", False), ("::1", False),
        ("fe80::1%eth0", False), ("fd00::1", False), ("::ffff:127.0.0.1", False), ("224.0.0.1", False),
        ("100.64.0.1", False), ("2002:7f00:1::", False),
    ],
)  # fmt: skip
def test_only_the_public_internet_is_public(address, public):
    assert is_public(address) is public


def test_name_that_leads_into_our_own_network_is_never_asked(standin):
    address = at(standin, items=[EPISODE])
    podcast = Podcast(timeout=0.4, pause=0.01)
    error = refusal(lambda: podcast.posts(address, SINCE))
    assert (error.kind, error.message) == (Kind.PERMISSION, REFUSED)
    podcast.resolve = lambda host, port: ["93.184.216.34", "10.0.0.1"]
    assert refusal(lambda: podcast.posts("https://pod.example/feed", SINCE)).message == REFUSED
    podcast.resolve = lambda host, port: []
    assert refusal(lambda: podcast.posts("https://pod.example/feed", SINCE)).kind is Kind.TRANSIENT
    podcast.close()
    assert standin.feeds.asked == []


def test_redirect_into_our_own_network_is_not_followed(standin):
    at(standin, "inner", items=[EPISODE])
    address = at(standin, moved=f"{standin.url.replace('127.0.0.1', 'localhost')}/feeds/inner")
    podcast = Podcast(timeout=0.4, pause=0.01, private_hosts=False)

    def here(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    podcast.resolve = here
    podcast.private_hosts = True
    spent: list[int] = []

    def spend(units: int) -> None:
        spent.append(units)
        podcast.private_hosts = len(spent) < 2  # the first hop is let through, as a public one would be

    podcast.spend = spend
    assert refusal(lambda: podcast.posts(address, SINCE)).message == REFUSED
    podcast.close()
    assert [path for path, _ in standin.feeds.asked] == ["/feeds/pod"]


@pytest.mark.parametrize("address", ["mia speaks", "ftp://pod.example/x", "https://me:secret@pod.example/", "https://"])
def test_what_is_no_address_of_a_feed_is_said(podcast, address):
    assert refusal(lambda: podcast.posts(address, SINCE)).kind is Kind.PERMISSION


@pytest.fixture
def feeds(platforms, settings, monkeypatch):
    settings.PLATFORM_OPTIONS = {**settings.PLATFORM_OPTIONS, "podcast": {"private_hosts": True}}
    monkeypatch.setattr(post_jobs.timezone, "now", lambda: NOW)
    return platforms


@pytest.mark.django_db
def test_one_feed_that_is_down_leaves_the_others_alone_and_the_mark_is_kept(feeds):
    down = [SocialAccountFactory(platform="podcast", url=at(feeds, f"down{n}", status=500)) for n in range(3)]
    mia = SocialAccountFactory(platform="podcast", url=at(feeds, "mia", items=[EPISODE], etag='"1"'), followers=900)
    measured = measure("podcast", [*down, mia], now=NOW)
    assert (set(measured.errors), set(measured.readings)) == ({each.pk for each in down}, {mia.pk})
    work.run(enqueue("stats.plan_posts", title="Plan").pk)
    job = Job.objects.get(kind="stats.refresh_posts")
    work.run(job.pk)
    job.refresh_from_db()
    assert job.result.startswith("1 read, 1 new post, 3 failed")
    assert list(Post.objects.values_list("account", "kind", "views")) == [(mia.pk, "episode", None)]
    mark = PostWatch.objects.get(account=mia).mark
    assert mark.endswith(' "1"\n')
    work.run(enqueue("stats.refresh_posts", title="x", args={"platform": "podcast", "account_ids": [mia.pk]}).pk)
    assert feeds.feeds.asked[-1][1]["if-none-match"] == '"1"'
    assert (Post.objects.get().missed, PostWatch.objects.get(account=mia).mark) == (0, mark)


@pytest.mark.django_db
def test_the_mark_of_one_address_is_not_shown_to_another(feeds):
    mia = SocialAccountFactory(platform="podcast", url=at(feeds, "wrong", items=[EPISODE], etag='"1"'))
    PostWatch.objects.create(account=mia)

    def read() -> dict[str, Any]:
        work.run(enqueue("stats.refresh_posts", title="x", args={"platform": "podcast", "account_ids": [mia.pk]}).pk)
        return {"asked": feeds.feeds.asked[-1][1].get("if-none-match"), "posts": Post.objects.count()}

    assert [read(), read()] == [{"asked": None, "posts": 1}, {"asked": '"1"', "posts": 1}]
    old = {"guid": "e9", "title": "Old", "at": (NOW - timedelta(days=60)).isoformat()}
    url = at(feeds, "right", items=[EPISODE, old], etag='"1"')
    edit_account(account=mia, fields={"url": url}, by=owner(), now=NOW)
    assert [read(), read()] == [{"asked": None, "posts": 2}, {"asked": '"1"', "posts": 2}]


@pytest.mark.django_db
def test_check_says_what_a_feed_gives(feeds, capsys):
    recent = {**EPISODE, "at": datetime.now(UTC).isoformat()}
    call_command("check_platform", "podcast", account=at(feeds, items=[recent], title="Mia"))
    out = capsys.readouterr().out
    assert "followers: not told" in out
    assert "posts of 90 days: 1" in out


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("steps", "guid", "kept"),
    [
        ((301,), "", "new"),
        ((308, 301), "", "new"),
        ((302,), "", "old"),  # for a while
        ((301, 307), "", "old"),
        ((301,), "another", "old"),  # somebody else's feed
        ((301,), "long", "old"),  # no room for it
        ((301,), "taken", "old"),
    ],
)
def test_an_address_that_moved_for_good_is_asked_there_from_then_on(feeds, steps, guid, kept):
    end = "x" * 200 if guid == "long" else "new"
    places = {"new": at(feeds, end, items=[EPISODE])}
    for number, status in list(enumerate(steps))[::-1]:
        ahead = end if number == len(steps) - 1 else f"step{number + 1}"
        name = "old" if number == 0 else f"step{number}"
        places[name] = at(feeds, name, moved=f"/feeds/{ahead}", status=status)
    known = "not this one" if guid == "another" else ""
    account = SocialAccountFactory(platform="podcast", url=places["old"], external_id=known)
    if guid == "taken":
        SocialAccountFactory(platform="podcast", url=places["new"])
    job = enqueue("stats.refresh_batch", title="x", args={"platform": "podcast", "account_ids": [account.pk]})
    work.run(job.pk)
    account.refresh_from_db()
    assert account.url == places[kept]
    said = account.events.order_by("-pgh_id")[0].pgh_context.metadata["action"] if kept == "new" else ""
    assert said == ("stats.follow_moves" if kept == "new" else "")
