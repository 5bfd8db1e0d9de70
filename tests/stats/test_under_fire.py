"""The refresh while its worker, its queue, its database or its platform fails. Real processes and sockets throughout.

One office with servers of its own runs through all of them, so each test has accounts of its own and looks at those.
"""

import html
from datetime import time, timedelta
from time import monotonic

import psycopg
import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lib.sealed import unseal
from outbox.actions import enqueue
from outbox.actions import jobs as told
from outbox.actions.jobs import publish
from outbox.models import Job, Message
from stats.models import Post, PostWatch, Quota
from talent.actions import apply_import, start_import
from talent.models import RosterImport, SocialAccount
from tests.factories import SocialAccountFactory, owner
from tests.stats.at_work import (
    _django_db_marker,
    all_done,
    batches,
    held,
    jobs_page,
    office,
    standin,
    times_measured,
)  # fmt: skip
from tests.stats.conftest import channel
from tests.stats.consents import use
from tests.stats.office import accounts, leases_run_out, until
from tests.stats.test_tokens import connect, renewals

__all__ = ["_django_db_marker", "office", "standin"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


def test_clock_plans_once_a_minute_and_the_worker_measures_what_is_due(office, standin):
    ids = accounts(3)
    enqueue("stats.plan_refresh", title="Plan now")
    until(lambda: set(times_measured(ids).values()) == {1}, what="the refresh")
    rung = Job.objects.filter(kind="stats.plan_refresh", unique_key__startswith="stats.plan_refresh@")
    minutes = (timezone.now() - rung.earliest("pk").created) / timedelta(minutes=1)
    assert 1 <= rung.count() <= minutes + 2, "one row for each minute, whatever the tick"


def test_worker_killed_in_a_call_and_before_its_commit_loses_and_doubles_nothing(office, standin):
    calling, writing, waiting = accounts(5, since=100), accounts(5, since=105), accounts(60, since=110)
    standin.fail("hang", contains=channel(100))
    with psycopg.connect(office.servers.urls["DATABASE_URL"]) as somebody:
        somebody.execute("SELECT FROM talent_talent t JOIN talent_socialaccount a ON a.talent_id = t.id"
                         " WHERE a.id = %s FOR UPDATE OF t", [writing[0]])  # fmt: skip
        jobs = batches([*calling, *writing, *waiting])
        until(lambda: any(channel(100) in query for query in standin.asked), what="the call")
        until(lambda: somebody_waits(), what="the answer that cannot be written yet")
        office.kill_worker()
    assert (held(jobs), set(times_measured(calling + writing).values())) == (jobs[:2], {0})
    assert "At work: " in jobs_page("pending")
    leases_run_out(*jobs)
    assert "Its worker ended half-way; the next one begins it again." in jobs_page("pending")
    office.start_worker()
    all_done(jobs)
    assert set(times_measured(calling + writing + waiting).values()) == {1}
    assert list(Job.objects.filter(pk__in=jobs, attempts=2).order_by("pk").values_list("pk", flat=True)) == jobs[:2]
    assert "5 measured. At the second try; before that: Its worker ended half-way." in jobs_page("done")


def test_message_that_comes_again_after_the_end_changes_nothing(office, standin):
    """As after kill -9 between the commit and the word to the queue."""
    ids = accounts(5, since=200)
    [job] = batches(ids)
    all_done([job])
    for _ in range(3):
        publish(Job.objects.get(pk=job))
    last = enqueue("outbox.tidy", title="Behind them", queue="platforms").pk
    all_done([last])
    assert (times_measured(ids), Job.objects.get(pk=job).attempts) == (dict.fromkeys(ids, 1), 1)


def test_queue_lost_with_all_in_it_is_caught_up(office, standin):
    ids, late = accounts(60, since=300), accounts(10, since=360)
    standin.fail("hang", times=1_000, seconds=0.2)
    jobs = batches(ids)
    until(lambda: Job.objects.filter(pk__in=jobs, state="done").count() >= 2, what="the first jobs")
    assert office.queued() > 2, "nothing is lost with an empty queue"
    office.servers.lose_queue()
    begun = monotonic()
    jobs += batches(late)
    assert monotonic() - begun < 5, "nobody waits for a queue that is gone"
    office.servers.come_back()
    assert (office.queued(), Job.objects.filter(pk__in=jobs, state="pending").count() > 5) == (0, True)
    leases_run_out(*jobs)
    all_done(jobs)
    assert set(times_measured(ids + late).values()) == {1}


def test_worker_that_takes_nothing_any_more_begins_anew(office, standin):
    """As Celery's does at times after its broker came back: alive, and deaf."""
    process = office.worker.pid
    for queue in ("default", "platforms", "mail"):
        [answer] = told.current_app.control.cancel_consumer(queue, reply=True, timeout=30, limit=1)
        assert list(answer.values()) == [{"ok": f"no longer consuming from {queue}"}]
    jobs = batches(accounts(5, since=380))
    all_done(jobs)
    assert (office.worker.pid, office.worker.poll()) == (process, None)
    assert "Messages wait and this worker takes none: it begins anew." in office.said()


def test_database_restarted_under_the_worker_is_caught_up(office, standin):
    ids = accounts(60, since=400)
    standin.fail("hang", times=1_000, seconds=0.2)
    jobs = batches(ids)
    until(lambda: Job.objects.filter(pk__in=jobs, state="done").count() >= 2, what="the first jobs")
    connection.close()
    office.servers.stop_database()
    asked = len(standin.asked)
    until(lambda: office.servers.port_is_closed(), what="the end")
    office.servers.come_back()
    left = list(Job.objects.filter(pk__in=jobs, state="pending").values_list("pk", flat=True))
    assert len(left) > 2, "too little was left to prove anything"
    leases_run_out(*jobs)
    all_done(jobs)
    assert (set(times_measured(ids).values()), len(standin.asked) > asked) == ({1}, True)
    assert office.worker.poll() is None, "the same worker goes on"


# What the platform does, and the words for it.
GARBAGE = {
    "html": "YouTube answered with something other than JSON.",
    "truncated": "YouTube answered with something other than JSON.",
    "empty": "YouTube answered with something other than JSON.",
    "torn": "YouTube broke off its answer.",
    "list": "YouTube answered in a shape that is not documented.",
    "types": "YouTube answered in a shape that is not documented.",
    "huge": "YouTube answered with too much.",
    "redirect": "YouTube answered 302.",
    "500": "YouTube has trouble (error 500).",
    "502html": "YouTube has trouble (error 502).",
    "hang": "YouTube did not answer in time.",
}


def test_garbage_overwrites_no_good_figure_and_says_what_came(office, standin):
    """Each in a job of its own, all at once; a day later the platform is well again."""
    ids = {kind: accounts(2, since=500 + 2 * n, due=False, followers=5_000) for n, kind in enumerate(GARBAGE)}
    for n, kind in enumerate(GARBAGE):
        standin.fail(kind, times=3, contains=channel(500 + 2 * n))
    well = accounts(2, since=600, due=False, followers=5_000)
    standin.fail("mislabelled", contains=channel(600))
    every = [pk for some in [*ids.values(), well] for pk in some]
    jobs = batches(every, each=2)
    all_done(jobs)
    said = {}
    for kind, pair in ids.items():
        rows = SocialAccount.objects.filter(pk__in=pair).order_by("pk")
        said[kind] = {(row.followers, row.failures, row.state, row.last_error) for row in rows}
    assert said == {kind: {(5_000, 1, "fine", words)} for kind, words in GARBAGE.items()}
    assert times_measured(every) == dict.fromkeys(every, 0) | dict.fromkeys(well, 1), (
        "what is right is read, whatever it is called"
    )
    page = jobs_page("done")
    assert [words for words in GARBAGE.values() if f"2 failed: {words}" not in page] == []
    standin.faults.clear()
    all_done(batches(every, each=50))
    assert set(times_measured(every).values()) == {1, 2}
    assert {row.last_error for row in SocialAccount.objects.filter(pk__in=every)} == {""}


@pytest.mark.parametrize(
    ("kind", "more", "wait", "words"),
    [
        ("429", {"after": "300"}, timedelta(minutes=5), "YouTube asks us to wait."),
        ("429", {}, timedelta(minutes=15), "YouTube asks us to wait."),
        ("503", {}, timedelta(minutes=15), "YouTube has trouble (error 503)."),
        ("quotaExceeded", {}, None, "YouTube's quota for today is used up."),
    ],
)
def test_platform_that_has_enough_is_left_in_peace_until_it_is_time(office, standin, kind, more, wait, words):
    offset = 700 + 200 * ["300", "503", "429", "quotaExceeded"].index(more.get("after", kind))
    ids = accounts(120, since=offset, due=False, followers=5_000)
    standin.fail(kind, times=99, **more)
    begun, before = timezone.now(), len(standin.asked)
    jobs = batches(ids, each=120)
    all_done(jobs)
    asked = len(standin.asked) - before
    again = batches(ids, each=120)
    all_done(again)
    assert len(standin.asked) - before == asked, "nobody asks while it wants rest"
    quota = Quota.objects.get(platform="youtube")
    if wait is not None:
        assert wait <= quota.paused_until - begun <= wait + timedelta(minutes=3)  # jobs wait for a processor too
    rows = SocialAccount.objects.filter(pk__in=ids)
    assert {(row.followers, row.last_error) for row in rows} == {(5_000, words)}
    assert f" wait: {words}" in jobs_page("done")
    standin.faults.clear()
    Quota.objects.update(paused_until=None, used=0)
    all_done(batches(ids, each=120))
    assert set(times_measured(ids).values()) == {1}


# The same of platforms that are asked by name, one account a job; what closes them is last.
ELSEWHERE = {
    "x": {
        "500": "X has trouble (error 500).",
        "403": "X does not let us read this.",
        "404": "Not found on the platform, 1 of 3 times",
        "html": "X answered with something other than JSON.",
        "torn": "X broke off its answer.",
        "list": "X answered in a shape that is not documented.",
        "limited": "X asks us to wait.",
    },
    "instagram": {
        "service": "Instagram has trouble (error 2).",
        "permission": "Instagram does not let our app read this.",
        "502html": "Instagram has trouble (error 502).",
        "types": "Instagram answered in a shape that is not documented.",
        "hang": "Instagram did not answer in time.",
        "limited": "Instagram asks us to wait.",
    },
    "facebook": {"unknown": "Facebook has trouble (error 1).", "limited": "Facebook asks us to wait."},
    "twitch": {"500": "Twitch has trouble (error 500).", "limited": "Twitch asks us to wait."},
}


def test_errors_of_the_other_platforms_leave_the_figures_and_say_what_came(office, standin):
    made = {}
    for platform, faults in ELSEWHERE.items():
        for fault in faults:
            handle = f"fire.{platform}.{fault}" if platform == "facebook" else f"fire_{platform}_{fault}"
            now = timezone.now()
            made[platform, fault] = SocialAccountFactory(  # due tomorrow, so that the clock leaves them alone
                platform=platform, handle=handle, followers=5_000, measured_at=now, source="measured",
                next_refresh_at=now + timedelta(days=1),
            ).pk  # fmt: skip
            standin.fail(fault, times=3, platform=platform, contains=handle)
    closing = {pk for (_, fault), pk in made.items() if fault == "limited"}
    begun = timezone.now()
    for closes in (False, True):
        jobs = []
        for platform in ELSEWHERE:
            ids = [pk for (of, _), pk in made.items() if of == platform and (pk in closing) == closes]
            jobs += batches(ids, each=1, platform=platform)
        all_done(jobs)
    rows = SocialAccount.objects.in_bulk(made.values())
    said = {of: {fault: rows[pk].last_error for (at, fault), pk in made.items() if at == of} for of in ELSEWHERE}
    assert said == ELSEWHERE
    assert {(row.followers, row.failures) for row in rows.values() if row.pk not in closing} == {(5_000, 1)}
    until_when = {of: Quota.objects.filter(platform=of).latest("day").paused_until for of in ELSEWHERE}
    for of in ("instagram", "facebook"):
        assert begun + timedelta(minutes=7) < until_when[of] < timezone.now() + timedelta(minutes=7)
    for of, window in {"x": 900, "twitch": 60}.items():
        assert (until_when[of].timestamp() % window, until_when[of] > begun) == (0, True), "as its headers say"
    standin.faults.clear()
    Quota.objects.update(paused_until=None)
    all_done([job for of in ELSEWHERE for job in batches([p for (at, _), p in made.items() if at == of], platform=of)])
    assert set(times_measured(list(made.values())).values()) == {1}


def test_money_that_is_used_up_at_x_stops_x_alone_and_is_said_to_the_office(office, standin, settings):
    settings.PLATFORM_KEYS = {**settings.PLATFORM_KEYS, "x": {"token": "test-token"}}
    now = timezone.now()
    known = {"followers": 5_000, "measured_at": now, "source": "measured", "next_refresh_at": now + timedelta(days=1)}
    poor = [SocialAccountFactory(platform="x", handle=f"poor{n}", **known).pk for n in range(2)]
    others = {"instagram": [SocialAccountFactory(platform="instagram", handle="rich", **known).pk]}
    others["youtube"] = accounts(1, since=1_800, due=False, followers=5_000)
    standin.fail("credits", times=9, platform="x")
    before = len(standin.places["x"].asked)
    for pk in poor:
        all_done(batches([pk], platform="x"))
    all_done([job for of, ids in others.items() for job in batches(ids, platform=of)])
    words = "The office's credits at X are used up."
    days = Quota.objects.filter(platform="x", alarm=True).count()  # two over midnight, when X may be asked again
    assert len(standin.places["x"].asked) - before == days, "nobody asks again"
    rows = SocialAccount.objects.filter(pk__in=poor)
    assert {(row.followers, row.failures, row.last_error) for row in rows} == {(5_000, 0, words)}
    assert {row.next_refresh_at.time() for row in rows} == {time.min}, "when X's day begins"
    assert f"1 wait: {words}" in jobs_page("done")
    client = Client()
    client.force_login(owner())
    assert words in html.unescape(client.get(reverse("desk:platforms")).content.decode())
    assert set(times_measured([pk for ids in others.values() for pk in ids]).values()) == {1}
    standin.faults.clear()
    trial = enqueue("stats.try_key", title="Try the key for X", args={"platform": "x"}, queue="platforms")
    all_done([trial.pk])
    enqueue("stats.plan_refresh", title="Plan now")
    until(lambda: times_measured(poor) == dict.fromkeys(poor, 1), what="what waited for the money")


def test_tokens_are_renewed_once_by_two_jobs_and_a_withdrawn_consent_breaks_once(office, standin, settings):
    use(settings, standin)
    standin.logins.script("tiktok", "aoi.daily", followers=182_345, id="open-1")
    connection = connect()  # long ago: its access token has ended since
    before = unseal(connection.refresh_token)
    ids = [connection.account_id]
    all_done([*batches(ids, platform="tiktok"), *batches(ids, platform="tiktok")])
    connection.refresh_from_db()
    assert (renewals(standin), before in standin.logins.consents.tokens) == (1, False)
    assert unseal(connection.refresh_token) in standin.logins.consents.tokens
    assert SocialAccount.objects.get(pk=ids[0]).last_error == ""
    standin.logins.control({"tiktok": {"remove": "aoi.daily"}})
    all_done([*batches(ids, platform="tiktok"), *batches(ids, platform="tiktok")])
    connection.refresh_from_db()
    words = "TikTok was disconnected: it does not accept the consent any more."
    assert (connection.state, connection.reason) == ("broken", words)
    account = SocialAccount.objects.get(pk=ids[0])
    assert (account.followers, account.state) == (182_345, "disconnected")
    assert Message.objects.filter(to_address="aoi@talents.example").count() == 1
    assert f"1 failed: {words}" in jobs_page("done")


def test_a_feed_that_is_down_or_torn_leaves_the_others_to_the_worker(office, standin):
    """Planned by the clock, the second time: what did not change since is not sent again."""
    item = {"guid": "e1", "title": "A day at the sea", "at": (timezone.now() - timedelta(days=3)).isoformat()}
    day = f"{timezone.now():%d %b %Y %H:%M} GMT"
    torn = f'<rss version="2.0"><channel><title>x</title><item><guid>t1</guid><pubDate>{day}'
    standin.feeds.there |= {
        "sea": {"items": [item], "etag": '"1"'}, "hill": {"items": [item], "modified": "Wed, 21 Oct 2026 07:28:00 GMT"},
        "down": {"status": 500}, "gone": {"status": 410},
        "torn": {"raw": f"{torn}</pubDate><title>Still & here</title></item><item><gui"},
    }  # fmt: skip
    made = {
        name: SocialAccountFactory(platform="podcast", url=f"{standin.url}/feeds/{name}").pk
        for name in ("sea", "hill", "down", "gone", "torn")
    }
    later = timezone.now() + timedelta(days=1)
    PostWatch.objects.bulk_create(PostWatch(account_id=pk, next_at=later) for pk in made.values())
    all_done(batches(list(made.values()), platform="podcast", kind="stats.refresh_posts"))
    again = PostWatch.objects.filter(account__in=[made["sea"], made["hill"]])
    again.update(next_at=timezone.now())
    begun = timezone.now()
    enqueue("stats.plan_posts", title="Plan now")
    until(lambda: again.filter(attempted_at__gt=begun).count() == 2, what="the second reading")
    posts = Post.objects.filter(account__in=made.values()).order_by("account")
    assert list(posts.values_list("account", "missed")) == [(made[name], 0) for name in ("sea", "hill", "torn")]
    marks = {"sea": ("if-none-match", '"1"'), "hill": ("if-modified-since", "Wed, 21 Oct 2026 07:28:00 GMT")}
    for name, (header, mark) in marks.items():
        asked = [headers.get(header) for path, headers in standin.feeds.asked if path == f"/feeds/{name}"]
        assert asked == [None, mark]
    assert {"/feeds/sea", "/feeds/hill"} <= set(standin.feeds.unchanged)
    watches = {name: PostWatch.objects.get(account=pk).last_error for name, pk in made.items()}
    assert watches == {
        "sea": "",
        "hill": "",
        "down": "The feed’s site has trouble (error 500).",
        "gone": "Not found on the platform: gone for good",
        "torn": "",
    }


def somebody_waits() -> bool:
    """Whether a connection waits for a lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
        return cursor.fetchone()[0] > 0


def test_a_long_file_goes_on_behind_the_last_row_when_its_worker_was_killed(office, standin):
    by, now = owner(), timezone.now()
    rows = "".join(f"Talent {n},long.{n},{n + 1}\n" for n in range(4_000))
    started = start_import(filename="long.csv", content=f"name,handle,followers\n{rows}".encode(), by=by, now=now)
    apply_import(roster_import=started, by=by, now=now)
    job = Job.objects.get(kind="talent.write_import")

    def written() -> int:
        return RosterImport.objects.only("rows_done").get(pk=started.pk).rows_done

    until(lambda: written() > 500, what="the first rows")
    office.kill_worker()
    left_at = written()
    assert left_at < 4_001, "it was through before anybody could kill it"
    leases_run_out(job.pk)
    office.start_worker()
    until(lambda: RosterImport.objects.only("state").get(pk=started.pk).state == "done", what="the rest")
    said = RosterImport.objects.only("outcome", "rows_done").get(pk=started.pk)
    assert (said.outcome["new"], said.outcome["refused"], said.rows_done) == (4_000, 0, 4_001)
    assert said.lines.count() == 4_000
    assert SocialAccount.objects.filter(handle__startswith="long.").count() == 4_000
