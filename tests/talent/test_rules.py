"""Tiers, ages, folded text, handles and addresses."""

from datetime import date, timedelta

import pytest

from talent.handles import Place, address_of, platform_named, read_place
from talent.rules import fold, grown_up_since, is_of_age, tier_of
from talent.starter import SCHEMES

E0, E3 = SCHEMES["e0"][1], SCHEMES["e3"][1]


@pytest.mark.parametrize(
    ("followers", "e0", "e3"),
    [
        (None, "Unrated", "Unrated"),
        (0, "Nano", "Nano"),
        (999, "Nano", "Nano"),
        (1_000, "Nano", "Micro"),
        (9_999, "Nano", "Micro"),
        (10_000, "Micro", "Micro"),
        (50_000, "Micro", "Macro"),
        (99_999, "Micro", "Macro"),
        (100_000, "Middle", "Macro"),
        (999_999, "Middle", "Macro"),
        (1_000_000, "Top", "Mega"),
        (475_800_000, "Top", "Mega"),
    ],
)
def test_tier_at_and_around_each_bound(followers, e0, e3):
    assert tier_of(followers, E0) == e0
    assert tier_of(followers, E3) == e3


def test_tier_does_not_depend_on_the_order_of_bounds():
    assert tier_of(10_000, list(reversed(E0))) == "Micro"


def test_tier_below_the_lowest_bound_is_unrated():
    assert tier_of(5, [(10, "Some")]) == "Unrated"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Élodie  LEFÈVRE", "elodie lefevre"),
        ("Łukasz Żółć", "lukasz zolc"),
        ("ミカ", "みか"),
        ("ﾐｶ", "みか"),
        ("がガ", "がが"),
        ("Straße", "strasse"),
        ("Ｍｉｋａ", "mika"),
        ("김민지", "김민지"),
    ],
)
def test_fold(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("@mika.tanaka", Place("", "mika.tanaka")),
        ("mika_t", Place("", "mika_t")),
        ("https://www.instagram.com/mika.t/?hl=en", Place("instagram", "mika.t", "https://www.instagram.com/mika.t/")),
        ("instagram.com/mika", Place("instagram", "mika", "https://instagram.com/mika")),
        ("https://www.tiktok.com/@mika", Place("tiktok", "mika", "https://www.tiktok.com/@mika")),
        ("https://x.com/mika", Place("x", "mika", "https://x.com/mika")),
        ("http://twitter.com/mika/with_replies", Place("x", "mika", "http://twitter.com/mika/with_replies")),
        ("youtube.com/@mikacooks", Place("youtube", "mikacooks", "https://youtube.com/@mikacooks")),
        ("https://www.youtube.com/c/MikaCooks", Place("youtube", "MikaCooks", "https://www.youtube.com/c/MikaCooks")),
        (
            "https://www.youtube.com/channel/UCabcdefghijklmnopqrstuv",
            Place(
                "youtube",
                "UCabcdefghijklmnopqrstuv",
                "https://www.youtube.com/channel/UCabcdefghijklmnopqrstuv",
                "UCabcdefghijklmnopqrstuv",
            ),
        ),
        ("https://mika.example/blog", Place("blog", "mika.example", "https://mika.example/blog")),
        ("https://www.instagram.com/p/Cabc/", None),
        ("https://youtu.be/watch?v=1", None),
        ("javascript://x.com/mika", None),
        ("http://[broken", None),
        ("mika@example.org", None),
        ("", None),
    ],
)
def test_read_place(text, place):
    assert read_place(text) == place


@pytest.mark.parametrize(
    ("platform", "handle", "address"),
    [
        ("instagram", "mika", "https://www.instagram.com/mika/"),
        ("youtube", "UCabcdefghijklmnopqrstuv", "https://www.youtube.com/channel/UCabcdefghijklmnopqrstuv"),
        ("podcast", "mika", ""),
        ("instagram", "Mika Cooks", ""),
    ],
)
def test_address_of(platform, handle, address):
    assert address_of(platform, handle) == address


@pytest.mark.parametrize(
    ("word", "platform"), [("IG", "instagram"), ("You Tube", "youtube"), ("Twitter", "x"), ("MySpace", "")]
)
def test_platform_named(word, platform):
    assert platform_named(word) == platform


@pytest.mark.parametrize("day", [date(2026, 11, 27), date(2027, 3, 1), date(2028, 2, 29), date(2026, 2, 28)])
def test_who_is_grown_up_is_the_same_person_in_a_query(day):
    last = grown_up_since(day)
    assert (is_of_age(last, day), is_of_age(last + timedelta(days=1), day)) == (True, False)
