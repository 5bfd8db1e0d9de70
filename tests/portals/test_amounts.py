"""Amounts in forms: read as they are meant, shown as somebody would type them, never finer than their currency."""

from decimal import Decimal

import pytest
from django import forms
from django.conf import settings
from djmoney.money import Money

from lib.money_words import coin, money_text
from portals.amounts import AmountField, AmountsForm, plain_amount


class PriceForm(AmountsForm):
    amount = AmountField()
    one = AmountField(fine=True, decimal_places=4)
    currency = forms.ChoiceField(choices=[(code, code) for code in ("JPY", "EUR", "KRW")], required=False)


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        (Money("4800.00", "JPY"), "4800"), (Money("4800.00", "EUR"), "4800"), (Money("12.50", "EUR"), "12.50"),
        (Money("1000000.00", "KRW"), "1000000"), (Decimal("0.0125"), "0.0125"), (Decimal("0.00"), "0"),
        (Decimal("100.0000"), "100"), (None, ""),
    ],
)  # fmt: skip
def test_an_amount_stands_in_its_field_as_somebody_would_type_it(kept, shown):
    assert plain_amount(kept) == shown
    assert f'value="{shown}"' in str(PriceForm(initial={"amount": kept})["amount"]) or kept is None


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("150000", "150000"), ("150,000", "150000"), ("150 000", "150000"), ("１５０，０００", "150000"),
        ("1.200,50", "1200.5"), ("1,200.50", "1200.5"), ("12,5", "12.5"), ("0", "0"), (" 4800 ", "4800"),
    ],
)  # fmt: skip
def test_an_amount_is_read_however_it_is_grouped(typed, read):
    form = PriceForm({"amount": typed, "currency": "EUR"})
    assert form.is_valid() and form.cleaned_data["amount"] == Decimal(read)


@pytest.mark.parametrize("typed", ["¥150,000", "15万", "1e5", "NaN", "Infinity", "12,34,5", "about 5", "5.", "--5"])
def test_what_is_no_amount_says_how_to_write_one_and_stays(typed):
    form = PriceForm({"amount": typed, "currency": "EUR"})
    assert form.errors == {"amount": ["Write it in figures alone, such as 150000."]}
    assert f'value="{typed}"' in str(form["amount"])


def test_less_than_nothing_and_too_much_are_refused():
    assert PriceForm({"amount": "-5"}).errors == {"amount": ["It cannot be less than 0."]}
    assert PriceForm({"amount": "9" * 13}).errors == {"amount": ["At most 12 digits before the point."]}


def test_an_amount_has_no_more_decimals_than_its_currency():
    assert PriceForm({"amount": "100.50", "currency": "JPY"}).errors == {
        "amount": ["JPY has no digits after the point."]
    }
    assert PriceForm({"amount": "100.00", "currency": "KRW"}).is_valid()
    assert PriceForm({"amount": "100.5050", "currency": "EUR"}).errors == {
        "amount": ["At most 2 digits after the point."]
    }


@pytest.mark.parametrize(("typed", "read"), [("0.3015", "0.3015"), ("1.125", "1.125"), ("1,125.5", "1125.5")])
def test_what_one_of_many_costs_may_be_finer_and_its_point_groups_nothing(typed, read):
    form = PriceForm({"one": typed, "currency": "JPY"})
    assert form.is_valid() and form.cleaned_data["one"] == Decimal(read)
    assert not PriceForm({"one": "1,125", "currency": "JPY"}).is_valid(), "it can be read in two ways"


def test_the_currency_of_a_form_without_a_choice_counts_too():
    form = PriceForm({"amount": "0.5"})
    form.currency_of_all = "KRW"
    assert form.errors == {"amount": ["KRW has no digits after the point."]}


def test_every_currency_is_written_with_its_own_decimals():
    assert [money_text("1234.5", code) for code in ("KRW", "TWD", "KWD")] == [
        "₩ 1,235",
        "TWD 1,234.50",
        "KWD 1,234.500",
    ]


def test_no_currency_of_the_office_needs_more_decimals_than_are_kept():
    assert all(coin(code) >= Decimal("0.01") for code in settings.CURRENCIES)
