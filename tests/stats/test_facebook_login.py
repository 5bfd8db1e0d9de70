"""A Page that somebody connects with Facebook Login: which one, what is asked, what is read, how it ends."""

from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from lib.sealed import unseal
from outbox.models import Job
from stats import post_measuring
from stats.actions import withdraw_connection
from stats.actions.post_outcomes import record_read
from stats.connecting import Stopped
from stats.consent_checks import left_out
from stats.consented import read, read_posts
from stats.models import Connection, Post, PostWatch
from stats.past import read_past
from stats.platforms.errors import Kind, PlatformError
from stats.platforms.facebook.posts import ladder
from stats.platforms.facebook_login.login import OwnPage
from stats.platforms.readings import PostReading, Reading
from stats.platforms.walk import CutList
from stats.post_due import Due, due_of
from stats.posts import PostsRead
from tests.factories import NOW, PostFactory, SocialAccountFactory
from tests.standin.consents import APP, SECRET
from tests.standin.pages import page_id
from tests.stats.consents import answer_of, aoi, apps, talent
from tests.stats.test_connections import BACK, address_of, begin, come_back, connected

__all__ = ["aoi", "apps", "talent"]
pytestmark = pytest.mark.django_db
AT = NOW - timedelta(days=2)
SINCE = NOW - timedelta(days=30)
PIECE = {"id": "77", "title": "Hello", "published_at": AT.isoformat(), "views": 9_000, "likes": 600, "comments": 70}
GRAPH = "GET /graph.facebook.com/v26.0"


@pytest.fixture
def clock(apps):
    apps.now = NOW
    apps.control("people", {"facebook": {"aoi.page": {"title": "Aoi", "followers": 48_211}}})
    return apps


@pytest.fixture
def account(talent):
    return SocialAccountFactory(talent=talent, platform="facebook", handle="aoi.page")


def runs(clock, *pages):
    """What somebody who signs in as `aoi.page` runs."""
    clock.logins.script("facebook", "aoi.page", pages=list(pages))


def share(value):
    return int(value * 0.393469)  # of a scripted piece after two days


def test_the_token_of_the_page_that_is_meant_is_kept_and_no_other(clock, account, aoi):
    runs(clock, "aoi.shop", "aoi.friends", "aoi.old", "aoi.page")  # on the second page of the list
    connection = connected(account, aoi)
    connection.refresh_from_db()
    token = unseal(connection.access_token)
    assert clock.logins.consents.tokens[token].kind == "access"
    assert b"aoi.page".hex() in token
    assert (connection.refresh_token, connection.access_until, connection.refresh_until) == ("", None, None)
    assert connection.external_id == page_id("aoi.page")
    assert [scope for scope in connection.scopes if scope != "public_profile"] == [
        "pages_show_list", "pages_read_engagement", "pages_read_user_content", "read_insights",
    ]  # fmt: skip
    account.refresh_from_db()
    assert (account.followers, account.source, account.external_id) == (48_211, "measured", page_id("aoi.page"))


def test_what_is_asked(clock, account, aoi):
    address = address_of(begin(account, aoi), "facebook")
    asked = dict(parse_qsl(urlsplit(address).query))
    assert asked["scope"] == "pages_show_list,pages_read_engagement,pages_read_user_content,read_insights"
    assert (asked["auth_type"], asked["redirect_uri"]) == ("rerequest", BACK.format("facebook"))
    answer = answer_of(address, "aoi.page")
    come_back(answer, aoi, platform="facebook")
    calls = clock.logins.consents.asked
    assert [call for _, call, _ in calls] == [
        f"{GRAPH}/oauth/access_token", f"{GRAPH}/oauth/access_token", f"{GRAPH}/me/permissions",
        f"{GRAPH}/me/accounts", f"{GRAPH}/me",
    ]  # fmt: skip
    app = {"client_id": APP, "client_secret": SECRET}
    assert calls[0][2] == {**app, "redirect_uri": BACK.format("facebook"), "code": answer["code"]}
    assert calls[1][2] == {
        **app, "grant_type": "fb_exchange_token", "fb_exchange_token": calls[1][2]["fb_exchange_token"],
    }  # fmt: skip
    assert calls[3][2] == {"fields": "id,name,username,access_token", "limit": "100"}
    assert calls[4][2] == {"fields": "id,name,username,followers_count,fan_count"}


@pytest.mark.parametrize(
    ("pages", "said"),
    [
        ([], "On Facebook you let the office see no Page that you run. Nothing was connected."),
        (
            ["aoi.shop", "aoi.friends"],
            "On Facebook you let the office see aoi.shop, aoi.friends, and this account is aoi.page. Nothing was",
        ),
        (
            [f"page{n}" for n in range(7)],
            "On Facebook you let the office see page0, page1, page2, page3, page4 and others, and this account is aoi",
        ),
    ],
)
def test_another_page_is_not_connected_and_the_pages_are_named(clock, account, aoi, pages, said):
    runs(clock, *pages)
    with pytest.raises(Stopped) as stopped:
        connected(account, aoi)
    assert str(stopped.value).startswith(said)
    assert not Connection.objects.exists()


def test_a_page_in_which_their_role_is_too_small_says_so(clock, account, aoi):
    clock.logins.script("facebook", "aoi.page", pages=["aoi.page"], seen_only=["aoi.page"])
    with pytest.raises(Stopped, match="your role there is too small. Ask whoever runs it"):
        connected(account, aoi)
    assert not Connection.objects.exists()


def test_another_page_of_the_same_name_is_not_called_by_two_names(clock, account, aoi):
    account.external_id = page_id("aoi.before")
    account.save()
    runs(clock, "aoi.page", "aoi.shop")
    with pytest.raises(Stopped, match="The Page aoi.page that you let the office see is not the one that it read"):
        connected(account, aoi)


def test_a_known_id_goes_before_a_changed_name(clock, account, aoi):
    account.external_id = page_id("aoi.new")
    account.save()
    runs(clock, "aoi.page", "aoi.new")
    assert connected(account, aoi).external_id == page_id("aoi.new")


def test_an_account_that_is_known_by_its_number_alone_is_found(clock, talent, aoi):
    account = SocialAccountFactory(talent=talent, platform="facebook", handle=page_id("aoi.page"))
    runs(clock, "aoi.page")
    answer = answer_of(address_of(begin(account, aoi), "facebook"), "aoi.page")
    assert come_back(answer, aoi, platform="facebook").external_id == page_id("aoi.page")


@pytest.mark.parametrize(
    ("without", "left", "figures"),
    [
        ("", [], (share(600), share(70), share(9_000), share(9_000) * 3 // 4)),
        (
            "read_insights",
            ["how often the Page’s posts were seen and by how many, and its followers of the last two years"],
            (share(600), share(70), None, None),
        ),
        (
            "pages_read_user_content",
            ["how many reacted to the Page’s posts and commented on them"],
            (None, None, share(9_000), share(9_000) * 3 // 4),
        ),
    ],
)
def test_posts_come_with_what_was_allowed(clock, account, aoi, without, left, figures):
    clock.logins.script("facebook", "aoi.page", pieces=[PIECE])
    connection = connected(account, aoi, without=without)
    assert left_out(connection) == left
    clock.logins.consents.asked.clear()
    likes, comments, views, reach = figures
    assert read_posts(connection, SINCE, now=NOW) == [
        PostReading(
            "77", "photo", f"https://www.facebook.com/{page_id('aoi.page')}/posts/77", "Hello", AT,
            likes=likes, comments=comments, shares=share(600) // 12, views=views, reach=reach,
        )
    ]  # fmt: skip
    [(_, _, asked)] = clock.logins.consents.asked
    assert asked["fields"] == ladder(reactions=likes is not None, insights=views is not None)[0]


def own_page(answers, usage, **more):
    """A Page of whose posts there are more pages than it may read."""

    def answer(request):
        number = len(answers)
        post = {"id": f"{number}", "created_time": f"{AT - timedelta(hours=number):%Y-%m-%dT%H:%M:%S+0000}"}
        paging = {"cursors": {"after": f"c{number}"}, "next": "https://graph.facebook.com/"}
        answers.append(request)
        return httpx.Response(200, json={"data": [post], "paging": paging}, headers=usage)

    client = httpx.Client(transport=httpx.MockTransport(answer))
    return OwnPage("https://graph.facebook.com/v26.0", "token", client, timeout=1, **more)


def test_a_page_that_used_up_its_own_calls_keeps_what_was_read_and_rests_alone():
    answers = []
    page = own_page(answers, {"x-business-use-case-usage": '{"1":[{"call_count":96}]}'})
    assert [post.external_id for post in page.posts("me", SINCE)] == ["0"]
    with pytest.raises(PlatformError) as caught:
        page.posts("me", SINCE)
    assert (caught.value.of_one, caught.value.closes_platform, len(answers)) == (True, False, 1)


def test_a_list_that_a_page_cut_is_no_list_of_ninety_days_and_no_older_post_is_taken_for_gone(account):
    posts = own_page([], {"x-business-use-case-usage": '{"1":[{"call_count":96}]}'}).posts("me", SINCE)
    PostWatch.objects.create(account=account)
    known = {
        name: PostFactory(account=account, external_id=name, published_at=at, measured_at=at)
        for name, at in (("older", AT - timedelta(days=30)), ("deleted", AT + timedelta(minutes=1)))
    }
    at = AT + timedelta(days=1)
    due = [Due(account, at - timedelta(days=90))]
    for cut, deep in ((True, None), (False, at)):
        read = PostsRead(account.pk, due[0].since, posts, is_cut=isinstance(posts, CutList) and cut)
        record_read([read], due, at=at)
        assert PostWatch.objects.get().deep_at == deep
    missed = {name: Post.objects.get(pk=post.pk).missed for name, post in known.items()}
    assert (isinstance(posts, CutList), missed) == (True, {"older": 0, "deleted": 1})


@pytest.fixture(params=["consent", "key"])
def cut_short(request, monkeypatch, clock, account, aoi):
    """A Page that has had enough after one post, read by its owner's consent or with the office's key."""

    def page(*args, **more):
        return own_page([], {"x-business-use-case-usage": '{"1":[{"call_count":96}]}'})

    if request.param == "consent":
        connected(account, aoi)
        monkeypatch.setattr(post_measuring, "read_own", lambda row, since, **more: page().posts("me", since))
    else:
        monkeypatch.setattr(post_measuring, "connect", page)
        monkeypatch.setattr(post_measuring, "with_posts", lambda: ["facebook"])
    PostWatch.objects.get_or_create(account=account)
    return account


def test_a_list_that_was_cut_is_noticed_and_no_more_than_the_usual_is_asked_for_two_days(cut_short):
    def asked(at):
        [due] = due_of([cut_short.pk], platform="facebook", now=at)
        return (at - due.since).days, due

    days, due = asked(NOW)
    [read] = post_measuring.read_posts("facebook", [due], now=NOW)
    assert (days, len(read.posts), read.is_cut) == (90, 1, True)
    record_read([read], [due], at=NOW)
    watch = PostWatch.objects.get()
    assert (watch.deep_at, watch.old_at, watch.cut_at, watch.failures) == (None, None, NOW, 0)
    assert [asked(NOW + timedelta(hours=hours))[0] for hours in (12, 24, 48)] == [30, 30, 90]
    later = NOW + timedelta(
        hours=24
    )  # the usual alone is asked for, and cut too: the older posts wait no longer for it
    [usual] = due_of([cut_short.pk], platform="facebook", now=later)
    record_read(post_measuring.read_posts("facebook", [usual], now=later), [usual], at=later + timedelta(minutes=1))
    assert PostWatch.objects.get().cut_at == NOW
    PostWatch.objects.update(deep_at=NOW, old_at=NOW - timedelta(days=40))
    assert [asked(NOW + timedelta(hours=hours))[0] for hours in (24, 48)] == [30, 365]


def test_a_list_that_was_cut_before_its_first_post_loses_nobody_elses(account):
    other = SocialAccountFactory(platform="facebook", handle="other.page")
    rows = [PostWatch.objects.create(account=each).account for each in (account, other)]
    due = [Due(row, NOW - timedelta(days=90)) for row in rows]
    reads = [PostsRead(row.pk, one.since, is_cut=row == account) for row, one in zip(rows, due, strict=True)]
    record_read(reads, due, at=NOW)
    assert dict(PostWatch.objects.values_list("account__handle", "deep_at")) == {"aoi.page": None, "other.page": NOW}


def test_calls_of_the_app_that_are_used_up_stop_all_pages():
    answers = []
    page = own_page(answers, {"x-app-usage": '{"call_count":96,"total_time":1,"total_cputime":1}'})
    with pytest.raises(PlatformError) as caught:
        page.posts("me", SINCE)
    assert (caught.value.kind, caught.value.closes_platform, len(answers)) == (Kind.RATE_LIMITED, True, 1)


def test_followers_of_two_years_are_read_once_insights_are_allowed(clock, account, aoi):
    connection = connected(account, aoi)
    assert Job.objects.filter(kind="stats.import_past").count() == 1
    clock.logins.consents.asked.clear()
    past = read_past(connection.account, now=NOW)
    assert {reading.followers for reading in past} == {48_211}
    calls = clock.logins.consents.asked
    assert {call for _, call, _ in calls} == {f"{GRAPH}/me/insights"}
    assert len(calls) == 4  # ninety days each, until none is told
    assert past[-1].at.date() == NOW.date()


def test_without_insights_no_past_is_asked_for(clock, account, aoi):
    connected(account, aoi, without="read_insights")
    assert not Job.objects.filter(kind="stats.import_past").exists()


@pytest.mark.parametrize("without", ["pages_show_list", "pages_read_engagement"])
def test_too_little_allowed_keeps_nothing(clock, account, aoi, without):
    with pytest.raises(Stopped, match="On Facebook you left out what the office needs"):
        connected(account, aoi, without=without)
    assert not Connection.objects.exists()


def test_a_code_that_was_used_says_so(clock, account, aoi):
    answer = answer_of(address_of(begin(account, aoi), "facebook"), "aoi.page")
    with pytest.raises(Stopped, match="Facebook did not take the sign-in: it came too late, or was used already"):
        come_back(answer | {"code": "made-up"}, aoi, platform="facebook")


def test_figures_are_read_by_the_pages_own_token(clock, account, aoi):
    connection = connected(account, aoi)
    reading = Reading(page_id("aoi.page"), "aoi.page", "Aoi", 48_211)
    clock.now = NOW + timedelta(days=300)
    assert read(connection, now=clock.now) == reading  # it does not run out


def test_an_app_that_was_removed_there_breaks_the_connection_with_its_reason(clock, account, aoi):
    connection = connected(account, aoi)
    clock.logins.control({"facebook": {"remove": "aoi.page"}})
    with pytest.raises(PlatformError) as caught:
        read(connection, now=NOW)
    assert caught.value.kind is Kind.TOKEN_REVOKED
    connection.refresh_from_db()
    assert (connection.state, connection.reason) == ("broken", "Facebook was disconnected: the consent has ended.")


def test_withdrawing_deletes_the_token_and_other_pages_of_the_same_person_stay(clock, account, aoi, talent):
    runs(clock, "aoi.page", "aoi.shop")
    other = SocialAccountFactory(talent=talent, platform="facebook", handle="aoi.shop")
    first = connected(account, aoi)
    answer = answer_of(address_of(begin(other, aoi), "facebook"), "aoi.page")
    second = come_back(answer, aoi, platform="facebook")
    withdraw_connection(connection=first, by=aoi, now=NOW)
    first.refresh_from_db()
    assert (first.state, first.access_token, first.parting_token) == ("withdrawn", "", "")
    assert not Job.objects.filter(kind="stats.part_from_platform").exists()
    assert read(second, now=NOW).handle == "aoi.shop"
