"""Figures as people write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.parse_figures import (
    LARGEST,
    UNITS,
    Count,
    FigureError,
    is_unknown,
    parse_count,
    parse_percent,
)

EXACT = {
    "0": 0,
    "7": 7,
    "1234": 1234,
    "1,234": 1234,
    "1.234": 1234,
    "1 234": 1234,
    "1\u00a0234": 1234,
    "1\u202f234\u202f567": 1234567,
    "1.234.567": 1234567,
    "1,234,567": 1234567,
    "12,34,567": 1234567,
    "1'234'567": 1234567,
    "1’234": 1234,
    "+5": 5,
    "007": 7,
    "１２，３４５": 12345,
    "12,345 followers": 12345,
    "1234人": 1234,
    "٤٥٦": 456,
    "1万2345": 12345,
    "1.234.567,0": 1234567,
    '"512"': 512,
}
ROUNDED = {
    "475.8m": 475_800_000,
    "475,8 M": 475_800_000,
    "3.3k": 3300,
    "0.89k": 890,
    ".5k": None,
    "29.0b": 29_000_000_000,
    "10万": 100_000,
    "1.2万": 12_000,
    "12億": 1_200_000_000,
    "1億2000万": 120_000_000,
    "3万5千": 35_000,
    "10만": 100_000,
    "1,2 Mio": 1_200_000,
    "1,2 Mio.": 1_200_000,
    "12 тыс.": 12_000,
    "2,5 mil": 2500,
    "3 crore": 30_000_000,
    "2 lakh": 200_000,
    "10k+": 10_000,
    "~3M": 3_000_000,
    "1.2E+05": 120_000,
    "1.234k": 1234,
    "12.5w": 125_000,
    "1,234.5": 1235,
    "0.5": 1,
    "1.234,56": 1235,
}
REFUSED = [
    "15²",
    "1,500¹",
    "abc",
    "-5",
    "−5",
    "(1,234)",
    "1,23,4",
    "1.2.3",
    "10k-20k",
    "Jan-12",
    "1,234k",
    "12 parsecs",
    "1万2億",
    "9" * 20,
    "=1+1",
    "1.",
    "1 2",
]


@pytest.mark.parametrize(("text", "value"), EXACT.items())
def test_count_written_out_is_exact(text, value):
    assert parse_count(text) == Count(value, False)


@pytest.mark.parametrize(("text", "value"), [(t, v) for t, v in ROUNDED.items() if v])
def test_count_with_a_unit_or_a_fraction_is_rounded(text, value):
    assert parse_count(text) == Count(value, True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "-",
        "—",
        "NaN",
        "nan%",
        "N/A",
        "#N/A",
        "null",
        "hidden",
        "非公開",
        "?",
        "None",
        "#REF!",
    ],
)
def test_unknown_is_none_and_never_zero(text):
    assert parse_count(text) == Count(None)
    assert parse_percent(text) is None


@pytest.mark.parametrize("text", REFUSED)
def test_count_that_is_no_count_is_refused_with_a_sentence(text):
    with pytest.raises(FigureError, match=r"^\S.*\.$"):
        parse_count(text)


@pytest.mark.parametrize("text", ["-5", "−1,234", "(12)"])
def test_negative_count_says_so(text):
    with pytest.raises(FigureError, match="is negative"):
        parse_count(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.39%", "1.390"),
        ("1,39 %", "1.390"),
        ("1.39", "1.390"),
        ("0.02%", "0.020"),
        ("0%", "0.000"),
        ("１．５％", "1.500"),
        (".5", "0.500"),
    ],
)
def test_percentage(text, value):
    assert parse_percent(text) == Decimal(value)


@pytest.mark.parametrize("text", ["-1%", "abc", "1.2.3%", "1%-2%", "99999%"])
def test_percentage_that_is_none_is_refused(text):
    with pytest.raises(FigureError):
        parse_percent(text)


@given(st.integers(0, LARGEST), st.sampled_from([",", ".", " ", "'", "\u00a0", "\u202f", ""]))
def test_grouped_digits_read_back(value, mark):
    assert parse_count(f"{value:,}".replace(",", mark)) == Count(value, False)


@given(
    st.decimals(0, 999, places=1),
    st.sampled_from(sorted(UNITS)),
    st.sampled_from([".", ","]),
    st.sampled_from(["", " "]),
)
def test_one_decimal_and_a_unit_read_back(number, unit, point, gap):
    text = f"{number}".replace(".", point) + gap + unit
    if number * UNITS[unit] > LARGEST:
        with pytest.raises(FigureError):
            parse_count(text)
    else:
        assert parse_count(text).value == int((number * UNITS[unit]).to_integral_value("ROUND_HALF_UP"))


@given(st.text(max_size=80) | st.text("0123456789.,' kmb万億%-+e()", max_size=20))
def test_any_text_is_a_count_unknown_or_refused(text):
    try:
        count = parse_count(text)
    except FigureError as error:
        assert str(error).endswith(".")
    else:
        assert (count.value is None) == is_unknown(text)
        assert count.value is None or 0 <= count.value <= LARGEST


@given(st.text(max_size=80) | st.text("0123456789.,% -", max_size=12))
def test_any_text_is_a_percentage_unknown_or_refused(text):
    try:
        value = parse_percent(text)
    except FigureError:
        return
    assert value is None or 0 <= value <= 9999
