"""A talent's posts and numbers on the desk, what is worth a look, and the ranges."""

import csv
import io
import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from lib.refusals import Refused
from stats.actions import add_benchmark, set_signal_limits
from stats.leading import keep_leading
from stats.models import Benchmark, Signal, SignalLimit
from stats.shortlists import measured
from tests.campaigns.steps import proposed
from tests.factories import (
    AccountNumbersFactory,
    BenchmarkFactory,
    PostFactory,
    SignalFactory,
    SocialAccountFactory,
    TalentFactory,
    booker,
    manager,
    owner,
    reader,
)

pytestmark = pytest.mark.django_db
FIELDS = {
    "platform": "x",
    "basis": "by_followers",
    "from_followers": 5_000,
    "below_from": Decimal("0.1"),
    "average_from": Decimal("0.2"),
    "above_from": Decimal("0.4"),
    "high_from": Decimal("1"),
    "source": "A survey",
    "source_url": "",
    "as_of": date(2026, 5, 1),
}


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(booker(name="Aki"))
    return client


def at(name: str, *args) -> str:
    return reverse(f"desk:{name}", args=args)


def numbers(account, **more):
    facts = {
        "engagement_rate": Decimal("2.25"), "formula": "by_followers", "formula_version": 1, "posts_counted": 17,
        "posts_seen": 20, "band": "above", "band_rate": Decimal("2.25"), "growth_30": Decimal("3.5"),
        "benchmark": BenchmarkFactory(), "posts_a_week": Decimal("1.8"), "median_views": 427_000,
    }  # fmt: skip
    return AccountNumbersFactory(account=account, **{**facts, **more})


def test_page_says_formula_coverage_and_range(desk: Client) -> None:
    account = SocialAccountFactory(platform="instagram")
    numbers(account)
    page = desk.get(at("talent-posts", account.talent.public_id)).content.decode()
    assert "2.25 %" in page and "(likes + comments) ÷ followers, version 1 · 17 of 20 posts" in page
    assert "Above average" in page and "average 2.00 to 3.00 % (A survey, Mar 2026)" in page


def test_x_is_told_by_impressions_too(desk: Client) -> None:
    account = SocialAccountFactory(platform="x", followers=1_000)
    numbers(account, rate_by_views=Decimal("0.75"), posts_by_views=16)
    page = desk.get(at("talent-posts", account.talent.public_id)).content.decode()
    assert "0.75 %" in page and "(likes + comments + shares) ÷ impressions, version 1 · 16 of 20 posts" in page


def test_the_rate_says_what_it_is_wherever_it_stands(desk: Client) -> None:
    account = SocialAccountFactory(platform="instagram", followers=1_000, source="measured", measured_at=timezone.now())
    numbers(account, growth_7=Decimal("1.25"), growth_90=Decimal("11.5"))
    keep_leading([account.talent_id])
    made_of = "(likes + comments) ÷ followers, version 1 · 17 of 20 posts"
    talent = account.talent.public_id
    for address in (at("talent", talent), at("talents"), at("talents-compare") + f"?talent={talent}"):
        assert made_of in desk.get(address).content.decode(), address
    for address in (at("talent", talent), at("talents-compare") + f"?talent={talent}"):
        page = desk.get(address).content.decode()
        assert "+1.3 %" in page and "+11.5 %" in page, address
        assert "the last one that is 7 days old, or up to 3.5 days older" in page, address
        assert "the last one that is 90 days old, or up to 14 days older" in page, address


NO_FORMULA = {"engagement_rate": None, "formula": ""}
TOO_FEW = {"engagement_rate": None, "posts_counted": 2, "posts_seen": 2}
SHUT_SINCE = {"engagement_rate": Decimal("9.9"), "formula": "by_views"}


@pytest.mark.parametrize(
    ("platform", "computed"),
    [("twitch", None), ("twitch", NO_FORMULA), ("instagram", TOO_FEW), ("youtube", SHUT_SINCE)],
)
def test_a_rate_that_somebody_told_says_so_wherever_it_stands(desk: Client, settings, platform, computed) -> None:
    settings.YOUTUBE_DERIVED_METRICS_ACCEPTED = False
    facts = {"followers": 1_000, "source": "measured", "measured_at": timezone.now()}
    account = SocialAccountFactory(platform=platform, engagement_rate="7", **facts)
    if computed is not None:
        numbers(account, **{"band": "", "band_rate": None, "benchmark": None, **computed})
    keep_leading([account.talent_id])
    account.refresh_from_db()
    talent = account.talent.public_id
    for address in (at("talents"), at("talent", talent), at("talents-compare") + f"?talent={talent}"):
        page = desk.get(address).content.decode()
        assert "7.0 %" in page and "s it was told, by no formula of ours" in page, address
    kit = desk.get(at("talent-kit", talent)).content.decode()
    assert "7.0 %" in kit and "Engagement: as it was told" in kit
    [line] = csv_of(desk.get(at("talents-export", "csv") + "?lines=accounts"))
    assert (line["Engagement of the account %"], line["Formula of the engagement"]) == ("7.00", "as it was told")
    sent = proposed(talents=[account.talent], figures=measured([account.talent], []))
    shortlist = desk.get(at("shortlist-preview", sent.public_id)).content.decode()
    assert re.search(r"<dd>[^/]*>7\.0 %.*?<small[^>]*>as it was told</small></dd>", shortlist)
    assert "Engaged: as it was told." in shortlist and "of 2 posts" not in shortlist and "÷" not in shortlist


def test_a_rate_of_ours_is_not_said_to_be_told_on_a_shortlist(desk: Client) -> None:
    account = SocialAccountFactory(platform="instagram", followers=1_000, engagement_rate="7")
    numbers(account)
    sent = proposed(talents=[account.talent], figures=measured([account.talent], []))
    page = desk.get(at("shortlist-preview", sent.public_id)).content.decode()
    assert "2.3 %" in page and 'title="17 of 20 posts, (likes + comments) ÷ followers, version 1"' in page
    assert "as it was told" not in page


def csv_of(answer) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))


def test_a_post_says_when_its_figures_were_read(desk: Client) -> None:
    account = SocialAccountFactory(platform="instagram")
    now = timezone.now()
    PostFactory(account=account, published_at=now - timedelta(days=200), measured_at=now - timedelta(days=19))
    page = desk.get(at("talent-posts", account.talent.public_id)).content.decode()
    row = page.split("posts-table")[1].split("<tbody>")[1].split("</tr>")[0]
    assert 'title="Measured, ' in row and "19 d" in row


def test_page_of_an_unknown_account_says_unknown(desk: Client) -> None:
    account = SocialAccountFactory(platform="instagram")
    page = desk.get(at("talent-posts", account.talent.public_id)).content.decode()
    assert "no range fits" in page and "never" in page and "No posts yet" in page
    assert page.count("unknown") >= 6


def test_posts_show_what_is_told_and_what_is_not(desk: Client) -> None:
    account = SocialAccountFactory(platform="youtube")
    best = PostFactory(account=account, text="Late ferry home", likes=7, untold=["likes"], views=None, is_paid=True)
    PostFactory(account=account, text="Too new", published_at=timezone.now() - timedelta(hours=3), missed=2)
    numbers(account, best_posts=[best.pk])
    page = desk.get(at("talent-posts", account.talent.public_id)).content.decode()
    assert page.count("last known") == 1 and page.count("too young to count") == 1
    assert page.count("no longer there") == 1 and "Best" in page
    assert page.count("marked as advertising by YouTube") == 1
    assert "not told" in page


def test_posts_stand_best_first_and_show_the_reach_that_their_owner_lets_us_read(desk: Client) -> None:
    account = SocialAccountFactory(platform="instagram")
    url = at("talent-posts", account.talent.public_id)
    for text, views, likes in (("Most seen", 900, 5), ("Unknown", None, 90), ("Least seen", 10, 40)):
        PostFactory(account=account, text=text, views=views, likes=likes)
    page = desk.get(url).content.decode()
    assert ">Reach" not in page and 'aria-sort="descending"><a href="?">Published' in page
    for sort, order in (("views", ["Most", "Least", "Unknown"]), ("likes", ["Unknown", "Least", "Most"])):
        page = desk.get(f"{url}?sort={sort}&account={account.public_id}").content.decode()
        assert sorted(order, key=lambda word: page.index(f">{word}")) == order
        assert f'href="?account={account.public_id}&amp;sort=comments"' in page
    assert "Interactions" not in page
    PostFactory(account=account, reach=4_321, interactions=765, untold=["sum"])
    page = desk.get(f"{url}?sort=nonsense").content.decode()
    assert 'href="?sort=reach">Reach' in page and 'title="4,321"' in page
    assert 'href="?sort=interactions">Interactions' in page and ">765" in page
    assert page.partition(">765")[2].partition("</td>")[0].endswith("last known</small>")


def test_posts_of_one_account(desk: Client) -> None:
    talent = TalentFactory()
    mine, other = SocialAccountFactory(talent=talent), SocialAccountFactory(talent=talent, platform="x")
    PostFactory(account=mine, text="Mine")
    PostFactory(account=other, text="Other")
    page = desk.get(at("talent-posts", talent.public_id) + f"?account={mine.public_id}").content.decode()
    assert "Mine" in page and "Other" not in page
    page = desk.get(at("talent-posts", talent.public_id) + "?account=nobody&page=x").content.decode()
    assert "Mine" in page and "Other" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_posts_page_queries_do_not_grow(desk: Client, rows: int, django_assert_num_queries) -> None:
    talent = TalentFactory()
    for _ in range(rows):
        account = SocialAccountFactory(talent=talent)
        numbers(account)
        PostFactory(account=account)
        SignalFactory(account=account, dismissed_at=timezone.now(), dismissed_by=reader(), reason="Seen")
    desk.get(at("talent-posts", talent.public_id))
    with django_assert_num_queries(12):
        desk.get(at("talent-posts", talent.public_id))


def test_overview_shows_the_rate_with_its_range_and_signals(desk: Client) -> None:
    account = SocialAccountFactory(platform="instagram", followers=1_000, source="measured", measured_at=timezone.now())
    numbers(account)
    signal = SignalFactory(account=account)
    page = desk.get(at("talent", account.talent.public_id)).content.decode()
    assert "Above average: 2.25 % by followers, where 2.00 to 3.00 % is average (A survey, Mar 2026)" in page
    assert signal.title in page and signal.line in page and at("signal-dismiss", signal.public_id) in page


def test_all_that_is_open_can_be_reached_and_leads_to_its_days(desk: Client) -> None:
    account = SocialAccountFactory(platform="instagram")
    since = timezone.localdate() - timedelta(days=30)
    for number in range(9):
        SignalFactory(account=account, kind="drop", key=str(number), title=f"Fall {number}", since=since)
    page = desk.get(at("talent", account.talent.public_id)).content.decode()
    assert page.count("Fall ") == 8 and ">1 more</a>" in page
    page = desk.get(at("talent-posts", account.talent.public_id)).content.decode()
    assert page.count("Fall ") == 9
    days = f"?months=1&amp;account={account.public_id}&amp;until={since + timedelta(days=15)}#curve"
    assert page.count(f'href="{at("talent", account.talent.public_id)}{days}"') == 9


def test_reader_sees_signals_and_cannot_dismiss(client: Client) -> None:
    client.force_login(reader())
    signal = SignalFactory()
    page = client.get(at("talent", signal.account.talent.public_id)).content.decode()
    assert signal.title in page and at("signal-dismiss", signal.public_id) not in page


def test_dismissing_asks_what_was_found(desk: Client) -> None:
    signal = SignalFactory()
    url = at("signal-dismiss", signal.public_id)
    assert desk.post(url, {"form_key": "k1", "reason": ""}).status_code == 422
    assert Signal.objects.open().count() == 1
    answer = desk.post(url, {"form_key": "k2", "reason": "A giveaway"})
    assert answer["Location"] == at("talent", signal.account.talent.public_id)
    signal.refresh_from_db()
    assert (signal.reason, signal.dismissed_by.name) == ("A giveaway", "Aki")
    page = desk.get(at("talent-posts", signal.account.talent.public_id)).content.decode()
    assert "“A giveaway” Aki" in page
    assert Signal.objects.open().count() == 0


# The ranges


def test_ranges_are_shown_and_changed_by_a_manager(client: Client) -> None:
    client.force_login(manager())
    page = client.get(at("benchmarks")).content.decode()
    assert "7.97" in page and "Modash" in page and "Nov 2025" in page
    assert client.post(at("benchmark-add"), {"form_key": "k1", **FIELDS})["Location"] == at("benchmarks")
    row = Benchmark.objects.get(platform="x")
    edit = at("benchmark-edit", row.public_id)
    version = client.get(edit).context["guard"].version
    changed = {**FIELDS, "high_from": "1.5", "form_key": "k2", "version": version}
    assert client.post(edit, changed)["Location"] == at("benchmarks")
    row.refresh_from_db()
    assert row.high_from == Decimal("1.5")
    client.post(at("benchmark-remove", row.public_id), {"form_key": "k3"})
    assert not Benchmark.objects.filter(platform="x").exists()


def test_ranges_are_read_by_all_and_changed_by_few(desk: Client) -> None:
    assert at("benchmark-add") not in desk.get(at("benchmarks")).content.decode().replace("data-", "")
    assert desk.get(at("benchmark-add")).status_code == 403


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"average_from": Decimal("0.1")}, "The borders rise"),
        ({"below_from": Decimal("-1")}, "The borders rise"),
        ({"platform": "instagram"}, "has a range from that number"),
    ],
)
def test_range_that_cannot_be_is_refused(change, words) -> None:
    with pytest.raises(Refused, match=words):
        add_benchmark(fields=FIELDS | change, by=manager(), now=timezone.now())


def test_no_ranges_say_so(client: Client) -> None:
    client.force_login(reader())
    Benchmark.objects.all().delete()
    assert "No range yet" in client.get(at("benchmarks")).content.decode()


def test_thresholds_are_read_by_all_and_changed_by_who_may_change_ranges(client: Client) -> None:
    client.force_login(reader())
    page = client.get(at("benchmarks")).content.decode()
    assert "by these limits alone while fewer than thirty accounts" in page
    assert "A fall in a week, %" in page and at("signal-limits") not in page
    assert client.get(at("signal-limits")).status_code == 403
    client.force_login(manager())
    page = client.get(at("signal-limits")).content.decode()
    assert 'value="1.5"' in page and "unlike those of nine in ten accounts" in page
    answer = client.post(at("signal-limits"), {"form_key": "k1", "drop_day": "2.5", "reach_low": "400", "churn": ""})
    assert answer.status_code == 422 and 'value="2.5"' in answer.content.decode()
    assert "Median views, less than % of the followers: below 300" in answer.content.decode()
    answer = client.post(at("signal-limits"), {"form_key": "k2", "drop_day": "2.5", "reason": "They swing"})
    assert answer["Location"] == at("benchmarks")
    page = client.get(at("benchmarks")).content.decode()
    assert "1.5 as shipped" in page and [str(row) for row in SignalLimit.objects.all()] == ["A fall in a day, %: 2.50"]


def test_thresholds_that_were_changed_meanwhile_are_shown_before_they_are_overwritten(client: Client) -> None:
    client.force_login(manager())
    url = at("signal-limits")
    seen = {"drop_day": "2.5", "version": client.get(url).context["guard"].version}
    set_signal_limits(limits={"drop_day": Decimal(4), "drop_week": None}, by=owner(name="Rika"), now=timezone.now())
    told = client.post(url, seen)
    page = told.content.decode()
    assert told.status_code == 422 and "Rika saved this at" in page and 'value="2.5"' in page
    assert "<b>A fall in a day, %</b> from 1.5 to 4" in page and "A fall in a week, %</b>" not in page
    assert client.post(url, seen | {"version": told.context["guard"].version}).status_code == 302
    assert [str(row) for row in SignalLimit.objects.all()] == ["A fall in a day, %: 2.50"]


def test_thresholds_that_are_changed_for_the_first_time_are_changed_one_after_the_other(client: Client) -> None:
    client.force_login(manager())
    with CaptureQueriesContext(connection) as queries:
        client.post(at("signal-limits"), {"drop_day": "2.5", "reason": "They swing"})
    asked = [query["sql"] for query in queries]
    locked = next(n for n, sql in enumerate(asked) if 'FROM "accounts_office"' in sql and "FOR UPDATE" in sql)
    assert locked < next(n for n, sql in enumerate(asked) if 'FROM "stats_signallimit' in sql)
    assert SignalLimit.objects.exists()
