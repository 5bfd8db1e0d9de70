"""The parts of pages: what they say, and what they refuse."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.template import TemplateSyntaxError, engines
from django.test import RequestFactory
from django.utils import html
from django.utils.html import conditional_escape, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy

from lib.money_words import money_text
from lib.refusals import Denied
from portals.components import markup, people
from portals.components.facts import days_text

NOW = datetime(2027, 5, 3, 12, tzinfo=UTC)


class Drawn:
    """Says itself how it looks as HTML."""

    def __html__(self) -> str:
        return "<svg/>"

    def __str__(self) -> str:
        return "<drawn>"


def render(source: str, **context: object) -> str:
    return engines["django"].from_string(source).render({"now": NOW, **context}, context.get("request"))


def words(source: str, **context: object) -> str:
    return " ".join(strip_tags(render(source, **context)).split())


@pytest.mark.parametrize(
    "source",
    [
        '{% icon "no-such-icon" %}',
        '{% icon "check" size=17 %}',
        '{% icon "check" colour="red" %}',
        '{% face name="A" size=33 %}',
        '{% verdict "MAYBE" %}',
        '{% verdict "CLEAR" form="loud" %}',
        '{% outside_verdict "BLOCK" %}',
        '{% chip "Mega" tone="green" %}',
        '{% source "guessed" %}',
        '{% button "Go" kind="danger" %}',
        '{% button "Go" onclick="x" %}',
        "{% day now form='us' %}",
        "{% money_amount 12 %}",
    ],
)
def test_a_part_refuses_an_attribute_or_a_value_that_it_does_not_know(source):
    with pytest.raises(TemplateSyntaxError):
        render(source)


@pytest.mark.parametrize(
    ("key", "word"),
    [
        ("CLEAR", "Clear"), ("ADVISORY", "Advisory"), ("WAIVED", "Waived"), ("REVIEW", "Review"),
        ("CONDITIONAL", "Conditional"), ("BLOCK", "Blocked"), ("BREACH_SUSPECTED", "Suspected breach"),
    ],
)  # fmt: skip
def test_a_verdict_has_one_word(key, word):
    assert words("{% verdict v %}", v=key) == words("{% verdict v form='bare' %}", v=key.lower()) == word


def test_outsiders_read_possible_or_not_and_nothing_else():
    assert words("{% outside_verdict True you=True %}") == "Possible for you in this period"
    assert words("{% outside_verdict False %}") == "Not possible in this period"


def test_a_figure_shows_its_digits_on_hover_and_a_word_where_it_is_not_known():
    assert render("{% figure 1840000 %}") == (
        '<span class="figure num" title="1,840,000">1.84<span class="unit">M</span></span>'
    )
    assert words("{% figure 1840000 loose=True %}") == "1.84 M"
    assert words("{% figure None none='hidden' %}") == "hidden"
    assert words("{% figure 0 %}") == "0"


@pytest.mark.parametrize(
    ("hours", "sign", "age"), [(2, "dot-day", "2 h"), (30, "dot-week", "1 d"), (24 * 16, "ring-old", "16 d")]
)
def test_freshness_fades_with_age(hours, sign, age):
    drawn = render("{% freshness at now=now %}", at=NOW - timedelta(hours=hours))
    assert sign in drawn and " ".join(strip_tags(drawn).split()) == age


def test_freshness_says_where_a_figure_is_from_and_marks_what_nobody_measured():
    measured, reported = (
        render(f"{{% freshness at now=now source='{source}' %}}", at=NOW - timedelta(hours=2))
        for source in ("measured", "reported")
    )
    assert 'title="Measured, ' in measured and 'title="Reported, ' in reported
    assert (measured.count("<svg"), reported.count("<svg")) == (1, 2)


def test_freshness_of_an_account_that_is_not_connected_says_so():
    assert words("{% freshness at now=now connected=False %}", at=NOW - timedelta(days=61)) == "not connected, 61 d"
    assert words("{% freshness None connected=False %}") == "not connected"


@pytest.mark.parametrize(
    ("amount", "currency", "shown"),
    [
        (1_140_000, "JPY", "¥ 1,140,000"), (9400, "EUR", "€ 9,400.00"), (Decimal("86000.5"), "GHS", "GHS 86,000.50"),
        (-650_000, "JPY", "− ¥ 650,000"), (Decimal("0.005"), "USD", "$ 0.01"),
    ],
)  # fmt: skip
def test_money_has_its_sign_and_its_own_decimals(amount, currency, shown):
    assert money_text(amount, currency) == shown


def test_what_one_of_many_cost_keeps_three_digits():
    fine = [money_text(amount, "JPY", fine=True) for amount in ("0.2857", "3.75", "300", "0")]
    assert fine == ["¥ 0.286", "¥ 3.75", "¥ 300", "¥ 0"]


def test_short_money_is_in_millions_and_exact_on_hover():
    assert 'title="¥ 7,400,000"' in render('{% money_amount 7400000 "JPY" short=True %}')
    assert words('{% money_amount 7400000 "JPY" short=True %}') == "¥ 7.4 M"


def test_short_money_below_a_thousand_keeps_its_zeros():
    assert money_text(100, "JPY", short=True) == "¥ 100"
    assert money_text(120_000, "JPY", short=True) == "¥ 120 k"


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        (date(2027, 3, 14), date(2027, 3, 28), "14 – 28 Mar 2027"),
        (date(2027, 5, 3), date(2027, 6, 14), "3 May – 14 Jun 2027"),
        (date(2026, 12, 1), date(2027, 1, 10), "1 Dec 2026 – 10 Jan 2027"),
        (date(2027, 3, 14), date(2027, 3, 14), "14 Mar 2027"),
    ],
)
def test_days_say_each_month_and_year_once(first, last, shown):
    assert days_text(first, last) == shown


def test_days_of_a_half_open_range_end_the_day_before_its_upper():
    period = SimpleNamespace(lower=date(2027, 5, 3), upper=date(2027, 6, 15))
    assert words("{% days period %}", period=period) == "3 May – 14 Jun 2027"
    assert words("{% days period %}", period=SimpleNamespace(lower=date(2027, 5, 3), upper=None)) == "from 3 May 2027"


def test_a_refused_button_names_its_reason_and_outsiders_read_their_own():
    denied = Denied("Lumeya’s clause 7.2 still clashes.", outside="Not possible in this period.")
    assert words('{% refused "Sign" reason=d href="#" %}', d=denied) == "SignLumeya’s clause 7.2 still clashes. Explain"
    outside = render('{% refused "Apply" reason=d outside=True %}', d=denied)
    assert "Lumeya" not in outside and 'aria-disabled="true"' in outside


def test_names_are_escaped_wherever_they_stand():
    evil = SimpleNamespace(name='"><script>', portrait="", tint="#FFFFFF")
    for source in ("{% face e %}", "{% face e labelled=True %}", "{% mark e labelled=True %}", "{% chip e.name %}"):
        assert "<script>" not in render(source, e=evil)


def test_a_tint_that_is_no_colour_is_not_drawn():
    assert "url(" not in render("{% mark b %}", b=SimpleNamespace(name="Kaskad", tint="url(//x)"))


def test_a_portrait_is_a_picture_a_drawn_one_is_drawn_and_nobody_is_a_blank():
    stored = SimpleNamespace(name="Yuna", portrait=SimpleNamespace(url="/media/y.jpg"))
    assert 'src="/media/y.jpg"' in render("{% face p %}", p=stored)
    assert "<ellipse" in render("{% face p %}", p=SimpleNamespace(name="Yuna", portrait="drawn/yuna"))
    assert words("{% face p %}", p=SimpleNamespace(name="Yuna Baek", portrait="")) == "YB"


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Daichi Okabe", "DO"),
        ("honoka", "H"),
        ("백유나", "백"),
        ("João Pedro Albuquerque", "JA"),
        ("--", "?"),
        ("Émile", "É"),
    ],
)
def test_initials(name, letters):
    assert people.initials(name) == letters


@pytest.mark.parametrize("tint", ["#2F7C93", "#D5CFE3", "#808080", "#FFFFFF", "#000000", "#C98A1B"])
def test_letters_on_any_tint_can_be_read(tint):
    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    low, high = sorted((luminance(tint), luminance(people.ink_on(tint))))
    assert (high + 0.05) / (low + 0.05) >= 4


def test_the_pager_keeps_the_filters_and_marks_the_page():
    request = RequestFactory().get("/", {"genre": "beauty", "page": "2"})
    drawn = render("{% pager page %}", request=request, page=Paginator(range(1284), 50).get_page(2))
    assert 'href="?genre=beauty&amp;page=3"' in drawn
    assert 'page=2" aria-current="page">2<' in drawn


def test_one_page_needs_no_pager():
    assert render("{% pager page %}", request=RequestFactory().get("/"), page=Paginator([1], 50).get_page(1)) == ""


def test_a_form_that_comes_back_keeps_its_key_and_a_fresh_one_has_its_own():
    back = RequestFactory().post("/", {"form_key": "k1"})
    assert 'value="k1"' in render("{% form_key %}", request=back)
    fresh = {render("{% form_key %}", request=RequestFactory().get("/")) for _ in range(3)}
    assert len(fresh) == 3


def test_a_sparkline_marks_the_last_point_and_leaves_gaps_out():
    assert render("{% sparkline v %}", v=[5, None, 1]).count(",") == 2
    assert 'points="2.0,3.0 45.0,15.0"' in render("{% sparkline v %}", v=[5, None, 1])
    assert render("{% sparkline v %}", v=[5]) == ""


def test_a_dialog_names_its_deed_and_carries_a_key():
    drawn = render(
        '{% dialog "end" "End the contract?" deed="End contract" action="/x/" %}<p>Why</p>{% enddialog %}',
        request=RequestFactory().get("/"),
    )
    assert '<dialog class="dialog" id="end" aria-labelledby="end-title">' in drawn
    assert all(part in drawn for part in ("csrfmiddlewaretoken", "form_key", "End contract", "<p>Why</p>"))


@pytest.mark.parametrize(
    "value",
    [
        "<b>",
        "a & b",
        "\"'",
        "",
        mark_safe("<b>it</b>"),
        7,
        None,
        Decimal("1.5"),
        gettext_lazy("<so>"),
        Drawn(),
        NOW,
    ],  # fmt: skip
)
def test_words_become_html_as_django_makes_them(value: Any) -> None:
    assert markup.escape(value) == conditional_escape(value)
    assert markup.format_html("<i>{}</i>{}", value, value) == html.format_html("<i>{}</i>{}", value, value)
    rows = [(value, "<"), ("&", value)]
    for between in (", ", "<br>", mark_safe("<br>")):
        assert markup.format_html_join(between, "{}={}", rows) == html.format_html_join(between, "{}={}", rows)
    assert isinstance(markup.format_html("{}", value), SafeString)
