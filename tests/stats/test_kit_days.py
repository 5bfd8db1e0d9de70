"""What a media kit says of a day that is over."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from lib.refusals import Denied
from stats.actions import record_snapshots
from stats.kit import Kit, KitAccount, printed
from stats.kit_days import first_day, may_show
from stats.kits import kept, kit_of, sent_kit
from stats.models import Post, PostSnapshot
from stats.snapshots import SnapshotRow
from talent.models import SocialAccount, TierScheme
from tests.factories import (
    NOW,
    AccountNumbersFactory,
    PostFactory,
    SocialAccountFactory,
    TalentFactory,
    TierSchemeFactory,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
THEN = NOW - 40 * DAY
"""The instant that is looked back at."""


@pytest.fixture(autouse=True)
def still_clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def mia() -> Any:
    return TalentFactory(name="Mia Mori", followers=90_000)


def account(mia: Any, platform: str = "instagram", **more: Any) -> SocialAccount:
    """One that came to the roster a year ago, with today's figures."""
    said = {"followers": 90_000, "source": "measured", "measured_at": NOW, "created_at": NOW - 365 * DAY}
    return SocialAccountFactory(talent=mia, platform=platform, handle=f"mia_{platform}", **{**said, **more})


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
    assert told["youtube"] == ((11_000, "+10.0 %", "") if accepted else (None, "", "Its past figures are not kept"))
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


def test_a_day_is_counted_by_the_clock_of_who_asks(mia: Any) -> None:
    measured(account(mia), {})
    record_snapshots([SnapshotRow(mia.accounts.get().pk, datetime.fromisoformat("2026-03-01T20:00:00+00:00"), 500)])
    day = date(2026, 3, 1)
    assert kit_of(mia, NOW, day=day).accounts[0].followers == 500
    with timezone.override("Asia/Tokyo"):
        assert kit_of(mia, NOW, day=day).accounts[0].followers is None
        assert kit_of(mia, NOW, day=day + DAY).accounts[0].as_of == day + DAY


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
    first = f"The first figures of Mia Mori are of {THEN:%-d %B %Y}. Choose that day or a later one."
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
    with django_assert_num_queries(14):
        then(mia)
