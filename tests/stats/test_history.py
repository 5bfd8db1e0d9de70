"""Figures of the past: from a file, and what a platform tells of it once."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO, StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from openpyxl import Workbook

from lib.parse_days import DayError, parse_day
from lib.refusals import Refused
from outbox import work
from outbox.actions import enqueue
from outbox.models import Job
from stats import history_jobs
from stats.actions import import_history, record_snapshots
from stats.models import AccountSnapshot, HistoryImport
from stats.partitions import TABLE
from stats.platforms.errors import Kind, PlatformError
from stats.platforms.facebook import Facebook
from stats.snapshots import SnapshotRow
from talent.models import SocialAccount
from tests.factories import NOW, SocialAccountFactory, TalentFactory, booker, owner, reader, talent_user
from tests.standin.pages import page_id
from tests.stats.consents import apps
from tests.stats.test_connections import connected

__all__ = ["apps"]
pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
HEADS = "Platform,Handle,Date,Followers,Views\n"


def bring(text, *, account=None, by=None, name="past.csv"):
    content = text.encode() if isinstance(text, str) else text
    return import_history(filename=name, content=content, account=account, by=by or owner(), now=NOW)


@pytest.fixture
def mia():
    return SocialAccountFactory(platform="instagram", handle="mia.test", measured_at=NOW, source="measured")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-04", date(2026, 3, 4)), ("2026/3/4", date(2026, 3, 4)), ("4.3.2026", date(2026, 3, 4)),
        ("2026年3月4日", date(2026, 3, 4)), ("2026-03-04T00:00:00", date(2026, 3, 4)), ("13/4/2026", date(2026, 4, 13)),
        ("4/13/2026", date(2026, 4, 13)), ("5/5/2026", date(2026, 5, 5)), ("4 March 2026", date(2026, 3, 4)),
        ("Mar 4, 2026", date(2026, 3, 4)),
    ],
)  # fmt: skip
def test_day_is_read_as_people_write_it(text, day):
    assert parse_day(text) == day


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "There is no day in it."),
        ("3/4/2026", "3/4/2026 can be two days. Write it as 2026-04-03 or 2026-03-04."),
        ("soon", "soon is not a day. Write it as 2026-03-04."),
        ("2026-02-30", "2026-02-30 is not a day. Write it as 2026-03-04."),
        ("1999-01-01", "1999-01-01 is before the platforms began."),
    ],
)
def test_day_that_is_none_or_two_is_refused_in_words(text, words):
    with pytest.raises(DayError) as caught:
        parse_day(text)
    assert str(caught.value) == words


def test_file_brings_days_as_reported_and_twice_nothing_new(mia):
    text = HEADS + "Instagram,@mia.test,2024-05-01,12.5k,\ninstagram,MIA.test,2024-05-02,12600,99000\n"
    done = bring(text)
    assert (done.new, done.known, done.left_out, done.refused) == (2, 0, 0, [])
    assert list(AccountSnapshot.objects.values_list("taken_at", "followers", "views", "source", "is_rounded")) == [
        (datetime(2024, 5, 1, 12, tzinfo=UTC), 12_500, None, "reported", True),
        (datetime(2024, 5, 2, 12, tzinfo=UTC), 12_600, 99_000, "reported", False),
    ]
    again = bring(text)
    assert (again.new, again.known, again.left_out) == (0, 2, 0)
    mia.refresh_from_db()
    assert (mia.source, mia.measured_at) == ("measured", NOW)


def test_lines_that_bring_nothing_are_named_with_their_reason(mia):
    ben = SocialAccountFactory(platform="tiktok", handle="ben", measured_at=None, source="")
    record_snapshots([SnapshotRow(ben.pk, NOW - 9 * DAY, followers=500)])
    bring("Platform,Handle,Date,Followers\ntiktok,ben,2024-01-01,100\n")
    measured = f"{NOW - 9 * DAY:%Y-%m-%d}"
    done = bring(
        "Platform,Handle,Date,Followers\n"
        f"tiktok,ben,{measured},700\n"
        "tiktok,ben,2024-01-01,101\n"
        "tiktok,ben,2024-01-02,many\n"
        "tiktok,ben,2024-01-03,\n"
        "tiktok,nobody,2024-01-03,5\n"
        "tiktok,,2024-01-03,5\n"
        "myspace,ben,2024-01-03,5\n"
        f"tiktok,ben,{NOW + 2 * DAY:%Y-%m-%d},5\n"
        f"instagram,mia.test,{NOW:%Y-%m-%d},5\n"
        "tiktok,ben,2024-01-04,5\n"
        "tiktok,ben,2024-01-04,6\n"
        "tiktok,ben/7@,2024-01-04,6\n"
    )
    assert (done.new, done.known, done.left_out) == (1, 0, 11)
    day, later = f"{NOW - 9 * DAY:%-d %B %Y}", f"{NOW + 2 * DAY:%Y-%m-%d}"
    assert done.refused == [
        [2, f"It was measured on {day}; a file does not replace that."],
        [3, "Other figures of 1 January 2024 came in before; they stay."],
        [4, "many is not a number."],
        [5, "There is no figure in it."],
        [6, "No nobody on TikTok is followed."],
        [7, "It does not say whose figures these are."],
        [8, "myspace is not a platform that we know."],
        [9, f"{later} has not come yet."],
        [10, f"It was measured on {NOW:%-d %B %Y}, before this; history is what was earlier."],
        [12, "4 January 2024 stands in the file twice."],
        [13, "ben/7@ is no account."],
    ]


def test_file_of_one_account_needs_no_handle_and_takes_no_other(mia):
    SocialAccountFactory(platform="instagram", handle="ben")
    done = bring("Day,Followers,Handle\n2024-05-01,5,\n2024-05-02,6,ben\n", account=mia)
    assert (done.new, done.refused) == (1, [[3, "It is about ben on Instagram, not about mia.test on Instagram."]])


def test_workbook_is_read_and_old_months_get_their_parts(mia):
    book = Workbook()
    book.active.append(["Date", "Followers"])
    book.active.append([date(2019, 7, 1), 1_234])
    file = BytesIO()
    book.save(file)
    assert bring(file.getvalue(), account=mia, name="past.xlsx").new == 1
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass::text FROM stats_accountsnapshot WHERE taken_at < '2020-01-01'")
        assert cursor.fetchall() == [(f"{TABLE}_201907",)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Handle,Followers\nmia,5\n", "There is no column with the day. Call one Date."),
        ("Handle,Date\nmia,2024-01-01\n", "There is no column with a figure. Call one Followers, Views or Posts."),
    ],
)
def test_file_without_days_or_figures_is_refused_whole(text, words):
    with pytest.raises(Refused) as caught:
        bring(text)
    assert (str(caught.value), HistoryImport.objects.count()) == (words, 0)


def test_who_only_reads_brings_nothing_in(mia):
    with pytest.raises(Refused):
        bring("Date,Followers\n2024-05-01,5\n", account=mia, by=reader())


def test_command_tells_what_came_of_it(mia, tmp_path):
    path = tmp_path / "past.csv"
    path.write_text("Handle,Date,Followers\nmia.test,2024-05-01,5\nmia.test,soon,5\n")
    out = StringIO()
    call_command("import_history", str(path), platform="instagram", stdout=out)
    assert out.getvalue() == (
        "line 3: soon is not a day. Write it as 2026-03-04.\n1 new days, 0 there already, 1 lines left out.\n"
    )
    for wrong in ({"by": "who@example.com"}, {"encoding": "klingon"}):
        with pytest.raises(CommandError):
            call_command("import_history", str(path), **wrong)
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_history", str(tmp_path / "none.csv"))


def test_page_takes_a_file_and_says_what_came_of_it(client, mia):
    client.force_login(booker())
    for where in (reverse("desk:account-history", args=[mia.public_id]), reverse("desk:history-new")):
        assert "Import history" in client.get(where).content.decode()
        text = b"Handle,Date,Followers\nmia.test,2024-05-01,5\nmia.test,soon,5\n"
        answer = client.post(
            where, {"file": SimpleUploadedFile("past.csv", text), "platform": "instagram"}, follow=True
        )
        shown = answer.content.decode()
        assert "soon is not a day." in shown
    assert list(HistoryImport.objects.order_by("pk").values_list("new", "known", "account")) == [
        (1, 0, mia.pk), (0, 1, None)
    ]  # fmt: skip
    bad = client.post(where, {"file": SimpleUploadedFile("past.csv", b"a\nb\n")})
    assert (bad.status_code, "There is no column with the day." in bad.content.decode()) == (422, True)


# What a platform tells


@pytest.fixture
def clock(apps, monkeypatch):
    apps.now = NOW
    monkeypatch.setattr(history_jobs.timezone, "now", lambda: NOW)
    return apps


def ran(job):
    work.run(job.pk)
    job.refresh_from_db()
    return job


def test_thirty_days_are_reckoned_back_once_after_connecting_instagram(clock):
    talent = TalentFactory()
    account = SocialAccountFactory(talent=talent, platform="instagram", handle="aoi")
    clock.logins.script("instagram", "aoi", followers=10_000)
    record_snapshots([SnapshotRow(account.pk, NOW - 3 * DAY, followers=9_000)])
    connected(account, talent_user(talent, name="Aoi"))
    clock.logins.consents.asked.clear()
    job = Job.objects.get(kind="stats.import_past")
    assert ran(job).result == "28 days"  # one was measured meanwhile, and today
    since, until = (int(day.timestamp()) for day in (_midnight(30), _midnight(0)))
    assert clock.logins.consents.asked[-1][2] == {
        "metric": "follower_count", "period": "day", "since": str(since), "until": str(until),
    }  # fmt: skip
    rows = AccountSnapshot.objects.filter(account=account).order_by("-taken_at")
    told = list(rows.filter(source="estimated").values_list("followers", flat=True))
    assert (told[0], told[1], len(told)) == (10_000 - 39, 10_000 - 39 - 38, 28)
    assert rows.filter(followers=9_000, source="measured").count() == 1
    account.refresh_from_db()
    assert (account.followers, account.source) == (10_000, "measured")
    connected(account, account.talent.access.get().user)
    assert Job.objects.filter(kind="stats.import_past").count() == 1


def _midnight(ago):
    return (NOW - ago * DAY).replace(hour=0, minute=0, second=0, microsecond=0)


def test_instagram_without_insights_is_not_asked_for_its_past(clock):
    talent = TalentFactory()
    account = SocialAccountFactory(talent=talent, platform="instagram", handle="aoi")
    connected(account, talent_user(talent, name="Aoi"), without="instagram_business_manage_insights")
    assert not Job.objects.filter(kind="stats.import_past").exists()
    assert ran(enqueue("stats.import_past", title="x", args={"account_id": account.pk})).result == (
        "Nothing new was told"
    )  # fmt: skip


def test_two_years_of_a_page_are_read_in_windows_of_ninety_days(standin):
    standin.now = NOW
    standin.control("people", {"facebook": {"mia": {"followers": 5_000, "daily": 1}}})
    facebook = Facebook(standin.url_of("facebook"), "token-1", timeout=0.4, pause=0.01)
    past = facebook.history(page_id("mia"), NOW)
    asked = standin.places["facebook"].asked
    facebook.close()
    assert {tuple(ask.query) for ask in asked} == {("metric", "period", "since", "until")}
    assert asked[0].query["metric"] == ["page_follows"]
    assert all(int(a.query["until"][0]) - int(a.query["since"][0]) <= 90 * 86_400 for a in asked)
    assert past[-1].at == _midnight(0)
    assert [reading.at for reading in past] == sorted({reading.at for reading in past})
    assert {reading.is_reckoned for reading in past} == {False}


def test_past_of_a_page_is_asked_for_once_and_kept_as_measured(platforms, monkeypatch):
    monkeypatch.setattr(history_jobs.timezone, "now", lambda: NOW)
    platforms.now = NOW
    account = SocialAccountFactory(platform="facebook", handle="mia", external_id=page_id("mia"))
    SocialAccountFactory(platform="facebook", handle="new", external_id="")
    assert ran(enqueue("stats.plan_past", title="Plan")).result == "The past of 1 account is asked for"
    assert ran(Job.objects.get(kind="stats.import_past")).result.endswith(" days")
    assert set(AccountSnapshot.objects.values_list("account", "source")) == {(account.pk, "measured")}
    assert ran(enqueue("stats.plan_past", title="Plan")).result == "Nothing new"


@pytest.mark.parametrize(
    ("kind", "result"), [(Kind.PERMISSION, "Not told: No."), (Kind.TRANSIENT, ""), (Kind.RATE_LIMITED, "")]
)
def test_past_that_is_not_told_is_an_answer_and_trouble_waits(monkeypatch, kind, result):
    def refused(account, now):
        raise PlatformError(kind, "No.")

    monkeypatch.setattr(history_jobs, "read_past", refused)
    account = SocialAccountFactory(platform="facebook")
    job = ran(enqueue("stats.import_past", title="x", args={"account_id": account.pk}))
    assert (job.result, job.state) == (result, "done" if result else "pending")


def test_past_of_an_archived_account_is_not_read():
    account = SocialAccountFactory(platform="facebook")
    SocialAccount.objects.filter(pk=account.pk).update(archived_at=NOW, archived_by=owner())
    job = ran(enqueue("stats.import_past", title="x", args={"account_id": account.pk}))
    assert job.result == "It is not followed any more"


def test_consent_for_an_account_that_was_let_go_ends_within_the_hour(clock):
    talent = TalentFactory()
    account = SocialAccountFactory(talent=talent, platform="tiktok", handle="aoi")
    connection = connected(account, talent_user(talent, name="Aoi"))
    for ago, state in ((timedelta(minutes=30), "working"), (timedelta(hours=2), "withdrawn")):
        SocialAccount.objects.filter(pk=account.pk).update(archived_at=NOW - ago, archived_by=owner())
        ran(enqueue("stats.keep_connections", title="Keep"))
        connection.refresh_from_db()
        assert connection.state == state
    assert (connection.access_token, connection.withdrawn_by.kind) == ("", "system")
    assert Job.objects.filter(kind="stats.part_from_platform").count() == 1
