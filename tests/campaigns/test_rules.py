"""Money, addresses, labels and hashes."""

from datetime import date
from decimal import Decimal

import pytest
from djmoney.money import Money
from hypothesis import given
from hypothesis import strategies as st

from campaigns.rules import address_problem, content_hash, day_words, listed, office_share, says_label, talent_net


@pytest.mark.parametrize(
    ("amount", "currency", "percent", "share", "net"),
    [
        ("1000000", "JPY", "20", "200000", "800000"),
        ("9400.00", "EUR", "20", "1880.00", "7520.00"),
        ("1", "JPY", "20", "0", "1"),
        ("5", "JPY", "30", "2", "3"),  # 1.5 yen is 2
        ("0.05", "EUR", "50", "0.03", "0.02"),
        ("100", "JPY", "0", "0", "100"),
        ("100", "JPY", "100", "100", "0"),
        ("33333", "JPY", "12.5", "4167", "29166"),
    ],
)
def test_talent_net_and_office_share_in_the_currencys_coins(amount, currency, percent, share, net):
    price = Money(Decimal(amount), currency)
    assert office_share(price, Decimal(percent)) == Money(Decimal(share), currency)
    assert talent_net(price, Decimal(percent)) == Money(Decimal(net), currency)


@given(
    st.integers(0, 10**10),
    st.sampled_from(["JPY", "EUR", "USD", "KRW"]),
    st.decimals(0, 100, places=2, allow_nan=False),
)
def test_shares_add_up_to_the_price_for_any_price(cents, currency, percent):
    unit = 1 if currency in ("JPY", "KRW") else 100
    price = Money(Decimal(cents) / unit, currency)
    net = talent_net(price, percent)
    assert net + office_share(price, percent) == price
    assert 0 <= net.amount <= price.amount


@pytest.mark.parametrize(
    ("url", "channel"),
    [
        ("https://www.instagram.com/p/Cx1/", "instagram"),
        ("http://instagram.com/reel/1", "instagram"),
        ("https://vm.tiktok.com/ZM1/", "tiktok"),
        ("https://youtu.be/abc", "youtube"),
        ("https://m.youtube.com/watch?v=abc", "youtube"),
        ("https://x.com/a/status/1", "x"),
        ("https://WWW.Instagram.COM/p/1", "instagram"),
        ("https://anything.example/", "event"),
        ("  https://blog.example/post  ", "blog"),
    ],
)
def test_address_problem_none_for_an_address_on_the_right_platform(url, channel):
    assert address_problem(url, channel) == ""


@pytest.mark.parametrize(
    ("url", "channel", "sentence"),
    [
        (
            "https://tiktok.com/@a/video/1",
            "instagram",
            "The address is on tiktok.com. This piece goes live on instagram.com.",
        ),
        (
            "https://notyoutube.com/watch",
            "youtube",
            "The address is on notyoutube.com. This piece goes live on youtube.com or youtu.be.",
        ),
        (
            "https://instagram.com.evil.example/p/1",
            "instagram",
            "The address is on instagram.com.evil.example. This piece goes live on instagram.com.",
        ),
        (
            "https://www.instagram.com/",
            "instagram",
            "That is the front page of instagram.com. Copy the address of the post itself.",
        ),
        ("javascript:alert(1)", "blog", "That is not an address. Copy it from the browser, from https:// on."),
        ("ftp://blog.example/a", "blog", "That is not an address. Copy it from the browser, from https:// on."),
        ("https://user@blog.example/a", "blog", "That is not an address. Copy it from the browser, from https:// on."),
        ("https://", "event", "That is not an address. Copy it from the browser, from https:// on."),
        ("https://[::1", "event", "That is not an address. Copy it from the browser, from https:// on."),
        ("", "event", "That is not an address. Copy it from the browser, from https:// on."),
        ("https://blog.example/a b", "blog", "That is not an address. Copy it from the browser, from https:// on."),
    ],
)
def test_address_problem_says_what_is_wrong(url, channel, sentence):
    assert address_problem(url, channel) == sentence


def test_content_hash_same_words_same_hash():
    one = content_hash(caption="a", label="#PR", link="")
    assert one == content_hash(caption="a", label="#PR", link="", files=[])
    assert len(one) == 64


def test_content_hash_differs_where_a_part_moves_to_another():
    hashes = {
        content_hash(caption="ab", label="c", link=""),
        content_hash(caption="a", label="bc", link=""),
        content_hash(caption="ab", label="", link="c"),
        content_hash(caption="ab", label="c", link="", files=["x"]),
    }
    assert len(hashes) == 4


@pytest.mark.parametrize(
    ("wanted", "texts", "said"),
    [
        ("#PR", ("", "Summer #PR"), True),
        ("#PR", ("#pr", "Summer"), True),
        ("#PR", ("", "#PRETTY day"), False),
        ("#PR", ("", "#PRETTY day #PR."), True),
        ("#PR", ("", "PR"), False),
        ("広告", ("", "広告です"), True),
        ("ad", ("", "a bad day"), False),
        ("", ("", "anything"), True),
    ],
)
def test_says_label_as_a_word_of_its_own(wanted, texts, said):
    assert says_label(wanted, *texts) is said


def test_listed_and_day_words_as_people_say_them():
    assert [listed([]), listed(["a"]), listed(["a", "b"]), listed("abc")] == ["", "a", "a and b", "a, b and c"]
    assert day_words(date(2027, 5, 3)) == "3 May 2027"
