"""Matching, departures and sums of results; pure."""

from datetime import date

import pytest
from djmoney.money import Money

from stats.results.figures import Figures, Total, added, per, total
from stats.results.match import Approved, Seen, departures, is_whole, post_key, sameness


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.instagram.com/p/Cxy_1-z/?igsh=1", "Cxy_1-z"),
        ("https://www.instagram.com/aoi/reel/Cxy/", "Cxy"),
        ("https://www.instagram.com/stories/aoi.daily/3123456789/?u=1", "3123456789"),
        ("https://www.tiktok.com/@aoi/video/7301?lang=en", "7301"),
        ("https://www.youtube.com/watch?v=abc_12&t=5", "abc_12"),
        ("https://youtube.com/watch", ""),
        ("https://m.youtube.com/shorts/abc", "abc"),
        ("https://youtu.be/abc?si=1", "abc"),
        ("https://x.com/aoi/status/99/photo/1", "99"),
        ("https://www.facebook.com/aoi/posts/title/123", "123"),
        ("https://www.facebook.com/aoi/videos/123/", "123"),
        ("https://www.twitch.tv/videos/55", "55"),
        ("https://www.instagram.com/aoi/", ""),
        ("https://blog.example/2026/a-day/", "a-day"),
    ],
)
def test_a_post_is_named_by_its_address_whatever_stands_round_it(url, key):
    assert post_key(url) == key


@pytest.mark.parametrize(
    ("text", "caption", "whole", "same"),
    [
        ("Summer in a glass. #PR", "summer  in a glass.\n#pr", True, True),
        ("Summer in a glass.", "Summer in a glass. And much more that was cut.", False, True),
        ("Summer in a glass.", "Summer in a glass. And much more that is missing.", True, False),
        ("Winter in a bowl.", "Summer in a glass. #PR", True, False),
        ("", "Summer", True, False),
        ("Summer in a glass. " * 200, "Summer in a glass. " * 200, True, True),
        ("Summer in a glass. " * 200 + "#PR", "Summer in a glass. " * 200 + "#Ad " * 3, True, True),
        ("Summer in a glass. " * 200, "Winter in a bowl, and snow on the roof. " * 100, True, False),
    ],
)
def test_a_text_is_the_caption_but_for_spaces_case_and_where_it_is_cut(text, caption, whole, same):
    assert (sameness(text, caption, whole=whole) >= 0.9) is same


@pytest.mark.parametrize(
    ("length", "channel", "whole"),
    [
        (149, "tiktok", True),
        (150, "tiktok", False),
        (150, "x", True),
        (300, "x", False),
        (4_999, "instagram", True),
        (5_000, "instagram", False),
    ],
)
def test_a_text_that_a_platform_or_we_cut_is_not_whole(length, channel, whole):
    assert is_whole("a" * length, channel) is whole


LIVE = date(2026, 5, 3)
LABEL, WORDS = "The label #PR is missing.", "The caption is not the one that was approved."


@pytest.mark.parametrize(
    ("channel", "seen", "said"),
    [
        ("instagram", Seen("Sea. #PR", LIVE), []),
        (
            "instagram",
            Seen("Sea.", LIVE),
            ["The label #PR is missing.", "The caption is not the one that was approved."],
        ),
        ("instagram", Seen("Other words #PR altogether", LIVE), [WORDS]),
        ("instagram", Seen("", LIVE), []),
        ("instagram", Seen("Sea.", LIVE, whole=False), []),
        ("youtube", Seen("A title", LIVE), []),
        ("instagram", Seen("Sea. #PR", date(2026, 5, 4)), ["Live on 4 May 2026, agreed for 3 May 2026."]),
        ("instagram", Seen("Sea. #PR", LIVE, is_gone=True), ["It is no longer there."]),
    ],
    ids=["as approved", "no label", "other words", "text unknown", "cut", "title", "another day", "gone"],
)
def test_what_is_live_is_held_against_what_was_approved(channel, seen, said):
    assert departures(Approved("Sea. #PR", "#PR", channel, LIVE), seen) == said


def test_a_window_lets_a_post_go_live_on_any_of_its_days():
    approved = Approved("", "", "instagram", LIVE, date(2026, 5, 9))
    said = {day: departures(approved, Seen("", date(2026, 5, day))) for day in (2, 3, 9, 10)}
    agreed = "agreed for 3 May 2026 to 9 May 2026."
    assert said == {2: [f"Live on 2 May 2026, {agreed}"], 3: [], 9: [], 10: [f"Live on 10 May 2026, {agreed}"]}


def test_engagements_add_up_what_is_told_and_unknown_is_not_zero():
    assert Figures(likes=10, comments=2).engagements == 12
    assert Figures(views=5).engagements is None
    assert Figures(likes=0).engagements == 0


def test_a_sum_says_of_how_many_posts_it_is():
    two_of_three = total("views", [Figures(views=100), Figures(), Figures(views=50)])
    assert (two_of_three, two_of_three.coverage) == (Total(150, 2, 3), "2 of 3 posts")
    assert (total("views", [Figures()]), total("views", [Figures()]).coverage) == (Total(None, 0, 1), "")
    assert total("views", [Figures(views=1)]).coverage == ""


def test_costs_in_two_currencies_are_not_summed():
    assert added([Money(2, "EUR"), Money(3, "EUR")]) == Money(5, "EUR")
    assert added([Money(2, "EUR"), Money(3, "JPY")]) is None
    assert added([]) is None


def test_ratios_are_of_something_or_not_at_all():
    cost = Money(200_000, "JPY")
    assert per(cost, Total(80_000, 2, 2), 1000) == Money("2500.00", "JPY")
    assert per(cost, Total(700_000, 2, 2)) == Money("0.286", "JPY")
    assert [per(None, Total(1, 1, 1)), per(cost, Total(None, 0, 1)), per(cost, Total(0, 1, 1))] == [None, None, None]
