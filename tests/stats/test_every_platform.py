"""Every platform with a real worker: all at once, some of them hanging. Real processes and sockets throughout."""

from collections import Counter
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from time_machine import travel

from outbox.models import Job
from stats.due import LEASE
from stats.models import Connection, Post, PostWatch, Quota
from talent.models import SocialAccount
from tests.factories import SocialAccountFactory
from tests.standin import StandIn
from tests.standin.twitch import twitch_id
from tests.stats.at_work import _django_db_marker, all_done, batches, jobs_page, office, standin, times_measured
from tests.stats.conftest import channel
from tests.stats.consents import use
from tests.stats.office import accounts, until
from tests.stats.test_tokens import connect

__all__ = ["_django_db_marker", "office", "standin"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
POSTS = "stats.refresh_posts"
UP = "The time of one job was up; its turn comes next."


def account(platform: str, handle: str, **more: object) -> int:
    """One that the clock leaves alone, with its posts."""
    later = timezone.now() + timedelta(days=1)
    made = SocialAccountFactory(platform=platform, handle=handle, next_refresh_at=later, **more)
    PostWatch.objects.create(account=made, next_at=later)
    return made.pk


def consenting(platform: str, handle: str) -> int:
    """One whose owner connected it, with a token that lasts."""
    connection = connect(platform, handle)
    soon = timezone.now() + timedelta(days=1)
    Connection.objects.filter(pk=connection.pk).update(access_until=soon, renewed=timezone.now())
    SocialAccount.objects.filter(pk=connection.account_id).update(next_refresh_at=soon)
    PostWatch.objects.update_or_create(account_id=connection.account_id, defaults={"next_at": soon})
    return connection.account_id


def words(ids: list[int]) -> list[str]:
    """What is said of each account's figures."""
    return list(SocialAccount.objects.filter(pk__in=ids).order_by("pk").values_list("last_error", flat=True))


def test_platforms_and_feeds_that_hang_hold_up_nobody_else(office, standin, settings):
    """Consents of two platforms, and feeds at sites of their own. What a job's time did not reach comes next."""
    use(settings, standin)
    own = {of: [consenting(of, f"own{n}{of}.x") for n in range(4)] for of in ("tiktok", "instagram")}
    by_key = [account("instagram", f"public_{n}") for n in range(3)]
    tube = [account("youtube", f"tube{n}", external_id=channel(600 + n)) for n in range(3)]  # scripted by no test
    with StandIn(host="0.0.0.0") as far:  # each 127.0.0.n is a site
        far.feeds.there |= {"slow": {"items": [], "hang": 9}, "well": {"items": []}}
        port = far.url.rpartition(":")[2]
        slow = [
            account("podcast", f"slow{n}", url=f"http://127.0.0.{n // 10}:{port}/feeds/slow")
            for n in (21, 22, 23, 30, 40)
        ]
        well = [account("podcast", f"well{n}", url=f"http://127.0.0.9:{port}/feeds/well") for n in range(2)]
        for platform in own:
            standin.logins.consents.faults[platform] = ["hang"] * 99
        jobs = batches([*slow, *well], each=100, platform="podcast")
        for platform, ids in own.items():
            jobs += batches(ids, each=100, platform=platform)
            jobs += batches(ids, each=100, platform=platform, kind=POSTS)
        jobs += batches(by_key, platform="instagram") + batches(tube)
        all_done(jobs)
        said = words(slow + well)
        assert said[:4] == ["127.0.0.2 did not answer in time."] * 3 + ["127.0.0.3 did not answer in time."]
        assert set(said[4:]) == {UP}, "two sites took the job's time"
        again = [*well, *slow[4:]]
        next_turn = timezone.now() + LEASE  # due, or the clock has taken them already
        left = SocialAccount.objects.filter(pk__in=slow + well, failures=0, next_refresh_at__lte=next_turn)
        assert set(left.values_list("pk", flat=True)) == set(again)
        all_done(batches(again, each=100, platform="podcast"))
        until(lambda: words(well) == ["", ""], what="the feeds that were left")
    assert set(Job.objects.filter(pk__in=jobs).values_list("attempts", flat=True)) == {1}
    assert times_measured(by_key + tube) == dict.fromkeys(by_key + tube, 1)
    for platform, ids in own.items():
        label = {"tiktok": "TikTok", "instagram": "Instagram"}[platform]
        assert set(words(ids)) == {f"{label} did not answer in time."}
        failures = SocialAccount.objects.filter(pk__in=ids).order_by("pk").values_list("failures", flat=True)
        assert sorted(failures) == [0, 0, 1, 1], "two were asked, the others wait"
        assert f"2 failed: {label} did not answer in time, 2 wait: {label} did not answer in time." in jobs_page("done")
        assert Quota.objects.get(platform=platform, paused_until__gt=timezone.now()).trips == 1
    standin.logins.consents.faults.clear()
    Quota.objects.update(paused_until=None)
    jobs = []
    for platform, ids in own.items():
        jobs += batches(ids, platform=platform) + batches(ids, platform=platform, kind=POSTS)
    all_done(jobs)
    every = [pk for ids in own.values() for pk in ids]
    assert set(words(every)) == {""}
    assert set(Post.objects.filter(account__in=every).values_list("account", flat=True)) == set(every)


def test_every_other_platform_is_read_by_the_worker_too(office, standin, settings, monkeypatch):
    """Also where Meta gave up a metric, which spoils a call: it is asked for no more, and the others come."""
    use(settings, standin)
    monkeypatch.setattr(standin.logins, "given_up", {"views", "total_interactions", "post_media_view"})
    item = {"guid": "e1", "title": "A day at the sea", "at": (timezone.now() - timedelta(days=3)).isoformat()}
    standin.feeds.there["blog"] = {"items": [item]}
    made = {of: [account(of, f"mia{of}")] for of in ("facebook", "twitch", "x")}
    made["blog"] = [account("blog", "", url=f"{standin.url}/feeds/blog")]
    own = {of: consenting(of, f"own{of}") for of in ("youtube", "instagram", "facebook")}
    made = {of: [*made.get(of, []), *([own[of]] if of in own else [])] for of in {**made, **own}}
    all_done([job for of, ids in made.items() for job in batches(ids, platform=of)])
    all_done([job for of, ids in made.items() for job in batches(ids, platform=of, kind=POSTS)])
    every = [pk for ids in made.values() for pk in ids]
    assert set(words(every)) == {""}
    assert {times for pk, times in times_measured(every).items() if pk not in own.values()} == {1}
    assert set(Post.objects.filter(account__in=every).values_list("account", flat=True)) == set(every)
    told = {of: Post.objects.filter(account=own[of]) for of in ("instagram", "facebook")}
    assert not told["instagram"].exclude(views=None, interactions=None).exists()
    assert told["instagram"].exclude(reach=None).exclude(saves=None).exists()
    assert not told["facebook"].exclude(views=None, reach=None).exists()
    assert told["facebook"].exclude(likes=None).exists()
    past = Job.objects.filter(kind="stats.import_past", args__account_id__in=[own["youtube"], own["facebook"]])
    until(lambda: past.filter(state="done").count() == 2, what="their past")
    assert all(job.result.endswith(" days") for job in past), "what the owner's word alone tells"


NOT_FOUND = "Not found on the platform, 1 of 3 times"
STRANGE = "Mía 🎧 مرحبا"  # an accent of its own, a sign beyond the first plane, right to left
# Of each scripted account: what the platform says of it, then what stands on it and why.
ODD = {
    ("youtube", "odd"): ({"followers": 12_000, "title": STRANGE}, 12_000, ""),
    ("youtube", "hidden"): ({"hidden": True}, 9_000, "The platform hides the count now"),
    ("youtube", "missing"): ({"missing": True}, 9_000, NOT_FOUND),
    ("youtube", "fell"): ({"followers": 3_000}, 9_000, "Dropped by 67 %, looking again"),
    ("x", "odd"): ({"followers": 12_000, "title": STRANGE}, 12_000, ""),
    ("x", "suspended"): ({"suspended": True}, 9_000, NOT_FOUND),
    ("x", "protected"): ({"followers": 12_000, "protected": True}, 12_000, ""),
    ("x", "missing"): ({"missing": True}, 9_000, NOT_FOUND),
    ("instagram", "odd"): ({"followers": 12_000, "title": STRANGE}, 12_000, ""),
    ("instagram", "personal"): ({"personal": True}, 9_000, NOT_FOUND),
    ("facebook", "missing"): ({"missing": True}, 9_000, NOT_FOUND),
    ("twitch", "missing"): ({"missing": True}, 9_000, NOT_FOUND),
}


# How many accounts one call of ours asks about at most.
CAPS = {"youtube": 50, "x": 100, "twitch": 20}


def test_what_platforms_hide_miss_and_spell_oddly_comes_through_the_worker(office, standin):
    """What was known stays where nothing is told, and each account says what came; at the cap, and beyond it."""
    known = {"followers": 9_000, "measured_at": timezone.now() - timedelta(days=1), "source": "measured"}
    made: dict[tuple[str, str], int] = {}
    for number, ((of, name), (facts, *_)) in enumerate(ODD.items(), start=900):
        handle = f"{name}{of}"
        made[of, name] = account(of, handle, **known, **({"external_id": channel(number)} if of == "youtube" else {}))
        if of == "youtube":
            standin.channels.script(channel(number), facts)
        else:
            standin.places[of].people.script(handle, facts)
    crowds = {of: accounts(cap + 1, since=700, due=False, platform=of) for of, cap in CAPS.items()}
    for of, trouble in {"x": "500", "instagram": "service"}.items():
        standin.fail(trouble, times=2, platform=of, contains=f"odd{of}")
    standin.fail("500", times=2, contains=channel(900))  # well again at the third try
    before = len(standin.asked)
    asked = {of: len(standin.places[of].asked) for of in ("x", "twitch")}
    all_done([job for of, crowd in crowds.items() for job in batches(crowd, each=len(crowd), platform=of)])
    assert set(times_measured([pk for crowd in crowds.values() for pk in crowd]).values()) == {1}
    assert len(standin.places["x"].asked) - asked["x"] == 2
    users = [ask.path for ask in standin.places["twitch"].asked[asked["twitch"] :]].count("/helix/users")
    assert (users, len([query for query in standin.asked[before:] if channel(700) in query])) == (2, 1)
    jobs = []
    for of in dict.fromkeys(of for of, _ in ODD):
        jobs += batches([pk for (at, _), pk in made.items() if at == of], platform=of)
    all_done(jobs)
    rows = SocialAccount.objects.in_bulk(made.values())
    found = {key: (rows[pk].followers, rows[pk].last_error) for key, pk in made.items()}
    assert found == {key: (followers, said) for key, (_, followers, said) in ODD.items()}
    assert {rows[pk].title for (_, name), pk in made.items() if name == "odd"} == {STRANGE}
    assert sum(channel(900) in query for query in standin.asked[before:]) == 3
    assert all(broken["times"] == 0 for broken in standin.faults)
    whole = account("instagram", "manypages")
    all_done(batches([whole], platform="instagram", kind=POSTS))
    posts = Post.objects.filter(account=whole)
    assert posts.count() > 25, "more than a page"
    assert posts.filter(likes=None).exists() and posts.filter(text="").exists() and posts.exclude(likes=None).exists()


# Where lists are asked for page by page, and how many posts a page holds at most.
PAGES = {"youtube": 50, "instagram": 25, "facebook": 25, "twitch": 100}
OWN_PAGES = {"tiktok": 19, "instagram": 25, "facebook": 25}


def lists_asked(standin: StandIn) -> Counter[str]:
    """How many pages of posts each platform was asked for, by the office's key and by its owner's word."""
    paths = {"facebook": "/published_posts", "twitch": "/videos"}
    asked = Counter({of: sum(ask.path.endswith(end) for ask in standin.places[of].asked) for of, end in paths.items()})
    asked["youtube"] = sum("playlistId=" in query for query in standin.asked)
    asked["instagram"] = sum("media" in ask.query["fields"][0] for ask in standin.places["instagram"].asked)
    ends = ("/video/list/", "/me/media", "/me/published_posts")
    asked.update(f"own {of}" for of, path, _ in standin.logins.consents.asked if path.endswith(ends))
    return asked


def test_lists_go_over_pages_and_one_whose_next_page_is_for_ever_the_same_ends(office, standin, settings, monkeypatch):
    use(settings, standin)
    now = timezone.now()

    def posts(count: int) -> list[dict[str, object]]:
        return [
            {"id": f"{n:011d}", "published_at": (now - timedelta(hours=n)).isoformat(), "views": 900, "title": f"{n}"}
            for n in range(1, count + 1)
        ]

    ids = {"youtube": channel(800), "twitch": twitch_id("pages")}
    made = {of: account(of, "pages", external_id=ids.get(of, "")) for of in PAGES}
    standin.channels.script(channel(800), {"videos": posts(PAGES["youtube"] + 1)})
    for of in standin.places.keys() & PAGES.keys():
        standin.places[of].people.script("pages", {"pieces": posts(PAGES[of] + 1)})
    own = {of: consenting(of, f"pages{of}") for of in OWN_PAGES}
    for of in OWN_PAGES:
        standin.logins.script(of, f"pages{of}", pieces=posts(OWN_PAGES[of] + 1))
    whole = {made[of]: PAGES[of] + 1 for of in made} | {own[of]: OWN_PAGES[of] + 1 for of in own}
    expected = dict.fromkeys(PAGES, 2) | {f"own {of}": 2 for of in OWN_PAGES}
    for forgets in (False, True):
        monkeypatch.setattr(standin, "forgets_how_far", forgets)
        PostWatch.objects.update(deep_at=None)
        before = lists_asked(standin)
        jobs = [job for pks in (made, own) for of, pk in pks.items() for job in batches([pk], platform=of, kind=POSTS)]
        all_done(jobs)
        assert lists_asked(standin) - before == expected
        kept = Post.objects.filter(account__in=whole, missed=0).values_list("account", flat=True)
        assert Counter(kept) == whole, "each post once, and none is taken for gone"
        watches = PostWatch.objects.filter(account__in=whole)
        assert watches.filter(cut_at__isnull=not forgets, deep_at__isnull=forgets).count() == len(whole)
    assert set(Post.objects.filter(account=made["youtube"]).values_list("likes", flat=True)) == {None}, "hidden"


def california(hours: int) -> tuple[datetime, datetime]:
    """The next day there that is so long: its beginning and its end."""
    zone, today = ZoneInfo("America/Los_Angeles"), timezone.now().date()
    days = (datetime.combine(today + timedelta(days=n), time(), zone) for n in range(2, 400))
    midnights = pairwise(day.astimezone(UTC) for day in days)
    return next((begins, ends) for begins, ends in midnights if ends - begins == timedelta(hours=hours))


@pytest.mark.parametrize("hours", [23, 25])
def test_youtubes_quota_is_back_at_midnight_in_california_when_clocks_change(office, standin, monkeypatch, hours):
    """By the clocks of the worker and of the platform, which has a quota of one call a day left for us."""
    begins, ends = california(hours)
    first, second = (account("youtube", f"day{hours}{n}", external_id=channel(hours + n)) for n in (100, 200))
    monkeypatch.setattr(standin, "units", 1)

    def at(now: datetime, pk: int) -> tuple[str, datetime, int]:
        """What is said of an account that is asked about then, when it is next, and how many calls it took."""
        monkeypatch.setattr(standin, "now", now)
        before = len(standin.asked)
        with travel(now):
            jobs = batches([pk])
        all_done(jobs)
        row = SocialAccount.objects.get(pk=pk)
        return row.last_error, row.next_refresh_at, len(standin.asked) - before

    assert at(begins + timedelta(minutes=1), first)[::2] == ("", 1)
    full = "YouTube's quota for today is used up."
    assert at(begins + timedelta(minutes=2), second) == (full, ends, 1)
    assert at(ends - timedelta(minutes=1), second) == (full, ends, 0), "nobody asks in the day's last hour either"
    assert at(ends + timedelta(minutes=1), second)[::2] == ("", 1)
    assert times_measured([first, second]) == {first: 1, second: 1}
