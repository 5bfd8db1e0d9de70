"""What a media kit says of a day that is over."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from accounts.models import Office, User
from lib.refusals import Denied
from stats.actions import record_snapshots
from stats.actions.moved import follow_names
from stats.actions.numbers import compute_numbers
from stats.kit import Kit, KitAccount, printed
from stats.kit_days import first_day, may_show, on_the_day
from stats.kits import kept, kit_of, sent_kit
from stats.models import AccountNumbers, Post, PostSnapshot
from stats.platforms.readings import Reading
from stats.snapshots import SnapshotRow
from talent.actions import edit_account
from talent.models import SocialAccount, TierScheme
from tests.factories import (
    NOW,
    AccountNumbersFactory,
    PostFactory,
    SocialAccountFactory,
    TalentFactory,
    TierSchemeFactory,
    booker,
)

pytestmark = pytest.mark.django_db
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
THEN = NOW - 40 * DAY
"""The instant that is looked back at."""


@pytest.fixture(autouse=True)
def still_clock(db: Any) -> Iterator[None]:
    Office.objects.update_or_create(pk=1, defaults={"timezone": "UTC"})
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def mia() -> Any:
    return TalentFactory(name="Mia Mori", followers=90_000)


def account(mia: Any, platform: str = "instagram", **more: Any) -> SocialAccount:
    """One that came to the roster a year ago, with today's figures."""
    said = {"followers": 90_000, "source": "measured", "measured_at": NOW, "created_at": NOW - 365 * DAY}
    said["handle"] = f"mia_{platform}"
    return SocialAccountFactory(talent=mia, platform=platform, **{**said, **more})


def measured(of: SocialAccount, counts: dict[int, int | None], source: str = "measured") -> None:
    """Followers by the days before `THEN`; a negative one is after it."""
    record_snapshots([SnapshotRow(of.pk, THEN - ago * DAY, count, source=source) for ago, count in counts.items()])


def then(mia: Any, at: datetime = THEN) -> Kit:
    return kit_of(mia, NOW, day=at.date())


def line(mia: Any, at: datetime = THEN) -> KitAccount:
    [only] = then(mia, at).accounts
    return only


def test_an_account_has_its_last_figure_up_to_the_day_with_its_own_day_and_source(mia: Any) -> None:
    measured(account(mia), {30: 9_000, 3: 10_500, -1: 55_000}, source="reported")
    said = line(mia)
    assert (said.followers, said.shown, said.source, said.as_of) == (
        10_500,
        "10.5 k",
        "Reported",
        (THEN - 3 * DAY).date(),
    )
    assert (kit_of(mia, NOW).accounts[0].followers, kit_of(mia, NOW, day=NOW.date())) == (90_000, kit_of(mia, NOW))


def test_an_account_that_came_later_does_not_show_and_one_without_figures_says_so(mia: Any) -> None:
    account(mia, "tiktok", created_at=THEN + DAY)
    measured(account(mia, "x", created_at=THEN), {-1: 400})
    measured(account(mia), {1: 10_000})
    shown = [(said.platform, said.followers, said.note) for said in then(mia).accounts]
    assert shown == [("instagram", 10_000, ""), ("x", None, "No figures by that day")]


def test_a_fall_by_half_that_nobody_confirmed_is_no_figure_of_the_day(mia: Any) -> None:
    measured(account(mia), {2: 10_000, 0: 3_000, -1: 10_100})
    assert line(mia).followers == 10_000


def test_a_fall_that_the_next_day_confirmed_is(mia: Any) -> None:
    measured(account(mia), {2: 10_000, 0: 3_000, -1: 3_010})
    assert line(mia).followers == 3_000


def test_growth_is_that_of_the_thirty_days_before_the_day(mia: Any) -> None:
    measured(account(mia), {31: 10_000, 10: 10_900, 0: 11_000, -1: 44_000})
    assert line(mia).growth == "+10.0 %"
    assert line(mia, THEN - 10 * DAY).growth == "", "nobody measured thirty days before that"


def posts_of(of: SocialAccount, *, views: int = 1_000) -> list[Post]:
    """Six posts of the weeks before, with the counts of then and ten times as many by now."""
    posts = []
    for n in range(1, 7):
        at = THEN - (3 + n) * DAY
        post = PostFactory(
            account=of, text=f"Post {n}", url=f"https://example.org/{n}", published_at=at, first_seen_at=at,
            views=views * n * 10, likes=n * 1_000, comments=n * 100, measured_at=NOW,
        )  # fmt: skip
        PostSnapshot.objects.create(post=post, taken_at=THEN, views=views * n, likes=n * 100, comments=n * 10)
        PostSnapshot.objects.create(post=post, taken_at=NOW, views=views * n * 10, likes=n * 1_000, comments=n * 100)
        posts.append(post)
    return posts


def test_engagement_and_best_posts_are_by_the_counts_of_then(mia: Any) -> None:
    mias = account(mia, engagement_rate=Decimal("9.9"))
    measured(mias, {20: 10_000, 0: 10_000})
    posts = posts_of(mias)
    AccountNumbersFactory(account=mias, engagement_rate="33.3", formula="by_followers", best_posts=[posts[0].pk])
    Post.objects.filter(pk=posts[5].pk).update(missed=2)
    kit = then(mia)
    [said] = kit.accounts
    assert said.engagement == "3.9 %", "the middle of 1.1 to 6.6"
    assert said.reckoned == "(likes + comments) ÷ followers, version 1 · 6 of 6 posts"
    assert [(post.title, post.shown) for post in kit.posts] == [("Post 5", "5.00 k views"), ("Post 4", "4.00 k views")]


def test_what_is_known_only_of_now_is_left_out(mia: Any) -> None:
    mias = account(mia, engagement_rate=Decimal("9.9"))
    measured(mias, {0: 10_000})
    for n in range(6):
        PostFactory(account=mias, published_at=THEN - (n + 3) * DAY, first_seen_at=NOW - DAY, measured_at=NOW)
    kit = then(mia)
    assert (kit.accounts[0].engagement, kit.accounts[0].reckoned, kit.posts) == ("", "", ())
    assert kit_of(mia, NOW).accounts[0].engagement == "9.9 %"


def test_views_that_had_just_fallen_by_half_count_for_nothing(mia: Any) -> None:
    mias = account(mia, "tiktok")
    measured(mias, {0: 10_000})
    for post in posts_of(mias, views=9_000):
        PostSnapshot.objects.create(post=post, taken_at=THEN + timedelta(hours=1), views=1_000, likes=1, comments=1)
    kit = then(mia)
    assert (kit.accounts[0].engagement, [post.views for post in kit.posts]) == ("", [None, None, None])


@pytest.mark.parametrize("accepted", [True, False])
def test_youtubes_past_figures_are_shown_where_its_terms_let_us_keep_them(
    mia: Any, accepted: bool, settings: Any
) -> None:
    settings.YOUTUBE_DERIVED_METRICS_ACCEPTED = accepted
    measured(account(mia, "youtube"), {31: 10_000, 0: 11_000})
    measured(account(mia), {0: 500})
    kit = then(mia)
    told = {said.platform: (said.followers, said.growth, said.note) for said in kit.accounts}
    assert told["youtube"] == ((11_000, "+10.0 %", "") if accepted else (None, "", "Its past figures are not shown"))
    assert told["instagram"][0] == 500 and ("11000" in str(kept(kit))) == accepted
    settings.YOUTUBE_DERIVED_METRICS_ACCEPTED = False
    sent = sent_kit(mia, kept(kit), NOW + DAY)
    assert [said.followers for said in sent.accounts if said.platform == "youtube"] == [None], (
        "nor in one that was sent"
    )


def test_the_tier_is_that_of_the_figures_and_of_none_where_one_is_not_kept(mia: Any, settings: Any) -> None:
    TierScheme.objects.update(in_use=False)
    TierSchemeFactory(in_use=True, bounds=[(0, "Small"), (50_000, "Large")])
    measured(account(mia), {0: 500})
    assert (kit_of(mia, NOW).tier, then(mia).tier) == ("Large", "Small")
    settings.YOUTUBE_DERIVED_METRICS_ACCEPTED = False
    measured(account(mia, "youtube"), {0: 70_000})
    assert then(mia).tier == ""


def test_page_and_document_say_the_day_and_a_link_keeps_it(mia: Any) -> None:
    measured(account(mia), {0: 500})
    kit = then(mia)
    words = (
        f"Figures of {THEN:%-d %B %Y}: of each account the last one up to that day. What is said of Mia Mori besides is"
        f" of {NOW:%-d %B %Y}."
    )
    assert kit.as_of == words and f'"head": "Figures of {THEN:%-d %B %Y}"' in kit.as_json()
    said = kept(kit)
    record_snapshots([SnapshotRow(mia.accounts.get().pk, THEN + timedelta(minutes=5), 777)])
    sent = sent_kit(mia, said, NOW + 30 * DAY)
    assert (sent.accounts[0].followers, sent.day, sent.as_of) == (500, THEN.date(), words)
    assert printed(sent).startswith(b"%PDF")


@pytest.mark.parametrize("reader", ["UTC", "Asia/Tokyo", "America/Los_Angeles"])
def test_a_day_is_the_offices_whoever_asks(mia: Any, reader: str) -> None:
    Office.objects.update_or_create(pk=1, defaults={"timezone": "Asia/Tokyo"})
    at = datetime.fromisoformat("2026-03-01T20:00:00+00:00")
    mias = account(mia, created_at=at)
    record_snapshots([SnapshotRow(mias.pk, at, 500)])
    day = date(2026, 3, 2)
    late = datetime.fromisoformat("2026-04-15T16:00:00+00:00")
    with timezone.override(reader):
        assert first_day(mia) == day
        assert (may_show(mia, date(2026, 4, 16), late), kit_of(mia, late).day) == (True, date(2026, 4, 16))
        [said] = kit_of(mia, NOW, day=day).accounts
        assert (said.followers, said.as_of) == (500, day)
        assert kit_of(mia, NOW, day=day - DAY).accounts == ()


def test_a_post_is_held_against_the_followers_of_its_day_at_the_office(mia: Any) -> None:
    Office.objects.update_or_create(pk=1, defaults={"timezone": "Asia/Tokyo"})
    mias = account(mia)
    day = datetime.fromisoformat("2026-02-20T00:00:00+09:00")
    record_snapshots([SnapshotRow(mias.pk, day - timedelta(hours=10), 1_000), SnapshotRow(mias.pk, day, 2_000)])
    for n in range(6):
        post = PostFactory(account=mias, published_at=day + timedelta(minutes=n), first_seen_at=day, measured_at=NOW)
        PostSnapshot.objects.create(post=post, taken_at=day + 3 * DAY, likes=90, comments=10)
    [said] = kit_of(mia, NOW, day=day.date() + 4 * DAY).accounts
    assert said.engagement == "5.0 %"


def test_an_account_that_a_person_wrote_down_as_another_begins_there(mia: Any) -> None:
    by = booker()
    mias = account(mia, handle="mia", external_id="")
    measured(mias, {20: 3_000_000, 6: 3_000_000})
    sent = kept(then(mia, THEN - 6 * DAY))
    posts = posts_of(mias)
    Post.objects.filter(account=mias, pk__gt=posts[0].pk).update(
        first_seen_at=THEN - 9 * DAY, measured_at=THEN - 5 * DAY
    )
    edit_account(account=mias, fields={"handle": "mia_mori"}, by=by, now=THEN - 5 * DAY)
    record_snapshots([SnapshotRow(mias.pk, THEN - 5 * DAY, 3_000_000), SnapshotRow(mias.pk, THEN - 3 * DAY, 20_000)])
    assert (first_day(mia), then(mia, THEN - 5 * DAY).accounts) == ((THEN - 3 * DAY).date(), ())
    assert isinstance(may_show(mia, (THEN - 6 * DAY).date(), NOW), Denied)
    kit = then(mia)
    [said] = kit.accounts
    assert (said.handle, said.followers, said.growth, said.engagement) == ("mia_mori", 20_000, "", "")
    pieces = on_the_day([SocialAccount.objects.get()], THEN.date(), NOW)[mias.pk].pieces
    assert [piece.pk for piece in pieces] == [posts[0].pk], "the others were not read since: a stranger's"
    [of_then] = sent_kit(mia, sent | {"made": (THEN - 6 * DAY).date().isoformat()}, NOW).accounts
    assert (of_then.handle, of_then.followers) == ("mia", 3_000_000)
    assert "mia_mori" not in of_then.url


def test_todays_kit_says_nothing_of_the_account_that_it_was_before_a_correction(mia: Any) -> None:
    TierScheme.objects.update(in_use=False)
    TierSchemeFactory(in_use=True, bounds=[(0, "Small"), (50_000, "Large")])
    mias = account(mia, handle="mia", followers=900_000, measured_at=NOW - DAY)
    record_snapshots([SnapshotRow(mias.pk, NOW - ago * DAY, 900_000) for ago in (40, 1)])
    days = [NOW - n * DAY for n in range(3, 9)]
    stood = [
        PostFactory(account=mias, url=f"https://example.org/{at:%d}", published_at=at, first_seen_at=at,
                    measured_at=NOW - DAY, views=9_000, likes=900, comments=9) for at in days
    ]  # fmt: skip
    compute_numbers([mias.pk], now=NOW - 2 * HOUR)
    before = kit_of(mia, NOW)
    assert (before.accounts[0].growth, bool(before.accounts[0].engagement), len(before.posts)) == ("0.0 %", True, 3)
    edit_account(account=mias, fields={"handle": "mia_mori"}, by=booker(), now=NOW - HOUR)
    mia.refresh_from_db()
    kit = kit_of(mia, NOW)
    [said] = kit.accounts
    assert (said.handle, said.followers, said.source, said.note) == ("mia_mori", None, "", "Not read yet")
    assert (said.growth, said.engagement, kit.posts, kit.tier) == ("", "", (), "")
    SocialAccount.objects.update(attempted_at=NOW)
    [said] = kit_of(mia, NOW).accounts
    assert (said.followers, said.note) == (None, ""), "it was read, and its platform told nothing"
    record_snapshots([SnapshotRow(mias.pk, NOW, 20_000)], doubt_drops=True)
    [said] = kit_of(mia, NOW).accounts
    assert (said.followers, said.note, said.growth, said.engagement) == (20_000, "", "", "")
    assert kit_of(mia, NOW).posts == ()
    first, *own = stood
    Post.objects.filter(pk=first.pk).update(views=99_000)
    Post.objects.filter(pk__in=[post.pk for post in own]).update(measured_at=NOW)  # the new name has them too
    compute_numbers([mias.pk], now=NOW)
    mia.refresh_from_db()
    kit = kit_of(mia, NOW)
    assert (kit.accounts[0].growth, len(kit.posts), kit.tier) == ("", 3, "Small")
    assert {post.key for post in kit.posts} < {post.pk for post in own}
    numbers = AccountNumbers.objects.get()
    assert (numbers.growth_7, numbers.growth_30, numbers.posts_seen) == (None, None, 5)


@pytest.mark.parametrize(
    ("before", "fields", "is_another"),
    [
        ({"handle": "mia"}, {"handle": "mia_mori"}, True),
        ({"handle": "mia"}, {"handle": "Mia"}, False),
        ({"external_id": "1"}, {"external_id": "2"}, True),
        ({"external_id": "1"}, {"external_id": ""}, True),
        ({"external_id": "1", "url": "https://example.org/a"}, {"url": "https://example.org/b"}, False),
        ({"handle": "mia", "external_id": "1"}, {"handle": "mia_mori", "external_id": ""}, True),
        ({"external_id": ""}, {"external_id": "2"}, False),
        ({"title": "Mia"}, {"title": "Mia Mori"}, False),
        ({"handle": "mia"}, {"platform": "x"}, True),
    ],
)
def test_which_account_it_is_follows_handle_platform_and_id(
    mia: Any, before: dict[str, str], fields: dict[str, str], is_another: bool
) -> None:
    edited = edit_account(account=account(mia, **before), fields=fields, by=booker(), now=NOW)
    assert (edited.named_at == NOW) == is_another and SocialAccount.objects.get().named_at == edited.named_at


def test_a_new_name_that_the_platform_told_ends_nothing(mia: Any) -> None:
    mias = account(mia, handle="mia", external_id="1")
    measured(mias, {10: 5_000})
    follow_names(
        readings={mias.pk: Reading(external_id="1", handle="mia_mori", followers=5_000)}, accounts=[mias],
        by=User.objects.system(), now=THEN - 5 * DAY,
    )  # fmt: skip
    assert [(said.handle, said.followers) for said in then(mia).accounts] == [("mia_mori", 5_000)]


def test_a_fall_that_was_told_a_month_later_is_a_figure_of_the_day(mia: Any) -> None:
    measured(account(mia), {30: 10_000, 0: 3_000, -31: 3_100}, source="reported")
    assert line(mia).followers == 3_000


def test_only_days_with_figures_can_be_chosen(mia: Any, settings: Any) -> None:
    def said(day: date) -> str:
        answer = may_show(mia, day, NOW)
        return answer.reason if isinstance(answer, Denied) else ""

    today = NOW.date()
    assert (said(today), first_day(mia)) == ("", None)
    assert said(today - DAY) == "No figures of days gone by are kept of Mia Mori. Choose today."
    settings.YOUTUBE_DERIVED_METRICS_ACCEPTED = False
    measured(account(mia, "youtube"), {20: 10})
    assert "No figures of days gone by" in said(today - DAY)
    measured(account(mia, created_at=THEN), {10: 500, -5: 600})
    first = f"Kits of Mia Mori can show days from {THEN:%-d %B %Y} on. Choose that day or a later one."
    assert (said(THEN.date()), said((THEN - DAY).date())) == ("", first)
    assert said(today + DAY) == "Nobody knows the figures of a day to come. Choose today or a day before it."


@pytest.mark.parametrize("count", [1, 3])
def test_a_day_that_is_over_takes_as_many_queries_for_one_account_as_for_three(
    mia: Any, count: int, django_assert_num_queries: Any
) -> None:
    for platform in ("instagram", "tiktok", "x")[:count]:
        mias = account(mia, platform)
        measured(mias, {0: 500})
        posts_of(mias)
    with django_assert_num_queries(10):
        then(mia)


def test_accounts_of_before_are_told_by_their_history(mia: Any) -> None:
    moved, titled, told = account(mia, handle="mia"), account(mia, "tiktok"), account(mia, "x", external_id="1")
    edit_account(account=moved, fields={"handle": "mia_mori"}, by=booker(), now=NOW)
    edit_account(account=titled, fields={"title": "Mia"}, by=booker(), now=NOW)
    follow_names(
        readings={told.pk: Reading(external_id="1", handle="mia_mori")}, accounts=[told], by=User.objects.system(),
        now=NOW,
    )  # fmt: skip
    SocialAccount.objects.update(named_at=None)
    with connection.cursor() as cursor:
        cursor.execute(import_module("talent.migrations.0023_which_account_it_is").FROM_HISTORY)
    assert list(SocialAccount.objects.exclude(named_at=None)) == [moved]
