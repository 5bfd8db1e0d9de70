"""The formulas: engagement, bands, rhythm, tier changes."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from stats.numbers.bands import band_of, range_of
from stats.numbers.engagement import FOLLOWERS, VIEWS, engagement, formula_of, rate_of, recent
from stats.numbers.pieces import Day, Piece, believed, nearest, step
from stats.numbers.rhythm import best_posts, median_views, posts_a_week
from stats.numbers.tiers import TierChange, tier_changes
from tests.factories import BenchmarkFactory

NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)
TODAY = NOW.date()
THOUSAND = [Day(TODAY, 1_000)]


def piece(number: int, days: float = 10, **more) -> Piece:
    figures = {"views": 1_000, "likes": 40, "comments": 10, "shares": 0, **more}
    return Piece(number, NOW - timedelta(days=days), **figures)


def day(ago: int, followers: int, **more) -> Day:
    return Day(TODAY - timedelta(days=ago), followers, **more)


@pytest.mark.parametrize(
    ("platform", "basis", "words"),
    [
        ("instagram", FOLLOWERS, "(likes + comments) ÷ followers"),
        ("facebook", FOLLOWERS, "(likes + comments) ÷ followers"),
        ("x", FOLLOWERS, "(likes + comments + shares) ÷ followers"),
        ("tiktok", VIEWS, "(likes + comments + shares) ÷ views"),
        ("youtube", VIEWS, "(likes + comments) ÷ views"),
    ],
)
def test_each_platform_has_its_formula(platform, basis, words):
    formula = formula_of(platform)
    assert (formula.basis, formula.words) == (basis, words)


@pytest.mark.parametrize("platform", ["twitch", "snapchat", "podcast", "blog"])
def test_platform_without_a_formula_has_no_rate(platform):
    rate = engagement(platform, [piece(n) for n in range(5)], THOUSAND, NOW)
    assert (rate.percent, rate.formula, rate.counted, rate.seen) == (None, None, 0, 0)


def test_youtube_is_held_against_ranges_by_followers():
    assert formula_of("youtube", FOLLOWERS).basis == FOLLOWERS
    assert formula_of("instagram", VIEWS) is None


def test_rate_is_the_median_of_the_posts():
    pieces = [piece(n, likes=likes) for n, likes in enumerate((40, 60, 500))]
    assert engagement("youtube", pieces, [], NOW).percent == Decimal("7.000")


def test_rate_by_followers_takes_those_of_the_day():
    days = [day(40, 500), day(10, 2_000)]
    assert rate_of(piece(1, 38), formula_of("instagram"), days) == 10
    assert rate_of(piece(2, 11), formula_of("instagram"), days) == Decimal("2.5")


def test_unknown_followers_give_no_rate():
    rate = engagement("instagram", [piece(n) for n in range(5)], [], NOW)
    assert (rate.percent, rate.counted, rate.seen) == (None, 0, 5)


@pytest.mark.parametrize("views", [None, 0])
def test_without_views_there_is_no_rate_by_views(views):
    assert rate_of(piece(1, views=views), formula_of("tiktok"), []) is None


def test_hidden_likes_are_left_out_and_shown_in_the_coverage():
    pieces = [piece(n) for n in range(17)] + [piece(n, likes=None) for n in range(17, 20)]
    rate = engagement("instagram", pieces, THOUSAND, NOW)
    assert (rate.percent, rate.counted, rate.seen) == (Decimal("5.000"), 17, 20)


def test_nobody_who_did_anything_is_a_rate_of_zero():
    assert engagement("youtube", [piece(n, likes=0, comments=0) for n in range(3)], [], NOW).percent == 0


def test_two_posts_give_no_rate():
    rate = engagement("youtube", [piece(1), piece(2), piece(3, likes=None)], [], NOW)
    assert (rate.percent, rate.counted, rate.seen) == (None, 2, 3)


def test_young_and_pinned_posts_do_not_count():
    pieces = [piece(1, 1.9), piece(2, 2.0), piece(3, 5, is_pinned=True), piece(4, 6)]
    assert [each.pk for each in recent(pieces, NOW)] == [2, 4]


def test_the_latest_twenty_count():
    assert [each.pk for each in recent([piece(n, 3 + n) for n in range(25)], NOW)] == list(range(20))


# Days


def test_a_day_of_half_the_followers_is_not_believed():
    days = [day(4, 1_000), day(3, 400), day(2, 1_010)]
    assert [each.followers for each in believed(days)] == [1_000, 1_010]


def test_a_fall_by_half_that_stays_is_believed_and_one_of_today_is_not():
    stays = [day(4, 1_000), day(3, 400), day(2, 390)]
    assert [each.followers for each in believed(stays)] == [1_000, 400, 390]
    assert [each.followers for each in believed(stays[:2])] == [1_000]
    assert [each.followers for each in believed(stays[:2], known=400)] == [1_000, 400]  # looked at again within the day
    assert [each.followers for each in believed([day(4, 999), day(3, 400)])] == [999, 400]  # of so few it is believed


@pytest.mark.parametrize(("followers", "coarse"), [(1_000, 0), (1_230, 10), (248_000, 1_000), (1_230_000, 10_000)])
def test_step_of_a_rounded_count(followers, coarse):
    assert step(day(0, followers, is_rounded=True)) == coarse
    assert step(day(0, followers)) == 0


def test_nearest_day():
    days = [day(9, 1), day(5, 2)]
    assert nearest(days, TODAY - timedelta(days=7)).followers == 1
    assert nearest(days, TODAY).followers == 2
    assert nearest([], TODAY) is None


# Bands


def ranges():
    return [
        BenchmarkFactory.build(platform="x", from_followers=1_000),
        BenchmarkFactory.build(platform="x", from_followers=10_000),
        BenchmarkFactory.build(platform="tiktok", from_followers=20_000),
    ]


@pytest.mark.parametrize(
    ("followers", "begins"),
    [(None, None), (999, None), (1_000, 1_000), (9_999, 1_000), (10_000, 10_000), (10**7, 10_000)],
)
def test_range_for_a_size(followers, begins):
    found = range_of(ranges(), "x", followers)
    assert (found.from_followers if found else None) == begins


def test_no_range_for_a_platform_without_one():
    assert range_of(ranges(), "twitch", 5_000) is None


@pytest.mark.parametrize(
    ("rate", "band"),
    [
        ("0.99", "low"),
        ("1", "below"),
        ("1.99", "below"),
        ("2", "average"),
        ("3", "above"),
        ("4", "high"),
        ("99", "high"),
    ],
)
def test_each_border_belongs_to_the_upper_band(rate, band):
    assert band_of(Decimal(rate), ranges()[0]) == band


def test_band_of_the_unknown_is_unknown():
    assert band_of(None, ranges()[0]) == ""
    assert band_of(Decimal(1), None) == ""


# Rhythm


def test_posts_a_week_over_twelve_weeks():
    assert posts_a_week([piece(n, n * 3) for n in range(40)], NOW, read=True) == Decimal("2.3")
    assert posts_a_week([], NOW, read=True) == 0
    assert posts_a_week([], NOW, read=False) is None


def test_median_views():
    assert median_views([piece(1, views=10), piece(2, views=None), piece(3, views=31)]) == 20
    assert median_views([piece(1, views=None)]) is None


def test_best_posts_by_views_else_by_likes():
    pieces = [piece(n, views=n * 10, likes=100 - n) for n in range(1, 7)]
    assert best_posts(pieces) == [6, 5, 4]
    assert best_posts([piece(n, views=None, likes=n) for n in range(1, 7)]) == [6, 5, 4]
    assert best_posts(pieces[:4]) == []


# Tiers

BOUNDS = [(0, "Nano"), (1_000, "Micro")]


def tiers(*followers: int | None) -> list[TierChange]:
    days = [date(2026, 6, 1) + timedelta(days=n) for n in range(len(followers))]
    return tier_changes(days, followers, BOUNDS)


def test_tier_change_is_an_event_on_its_day():
    assert tiers(None, 900, 950, *[1_100] * 8) == [TierChange(date(2026, 6, 4), "Nano", "Micro")]


def test_border_crossed_to_and_fro_is_one_event():
    assert tiers(900, 1_010, 990, 1_020, 990, *[1_050] * 8) == [TierChange(date(2026, 6, 6), "Nano", "Micro")]


def test_no_figures_are_no_event():
    assert tiers(None, None) == []
