"""Discount codes: one of a name while it is valid."""

from datetime import timedelta

import pytest

from clients.actions import merge_brands
from lib.refusals import Refused
from sales import actions
from sales.models import DiscountCode
from tests.campaigns import steps
from tests.factories import NOW, BrandFactory, booker, owner, reader
from tests.sales.conftest import code

TODAY = NOW.date()


def test_a_code_is_kept_in_capitals_with_its_terms(booking):
    made = code(booking, " aoi10 ", last=TODAY)
    assert (made.code, made.terms, made.brand, made.days.upper) == (
        "AOI10", "10 % off", booking.campaign.brand, TODAY + timedelta(days=1),
    )  # fmt: skip


def test_two_of_a_brand_have_no_code_together_while_it_is_valid(booking, campaign):
    code(booking, last=TODAY + timedelta(days=5))
    other = steps.book(campaign)
    with pytest.raises(Refused, match="has a code of that name"):
        code(other, "Aoi10", first=TODAY + timedelta(days=5))
    assert code(other, first=TODAY + timedelta(days=6)).code == "AOI10"
    assert code(steps.book()).code == "AOI10"  # another brand's


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"text": "A1"}, "3 to 40 letters"),
        ({"text": "TEN OFF"}, "3 to 40 letters"),
        ({"terms": " "}, "what the code is worth"),
        ({"last": TODAY - timedelta(days=1)}, "last day comes before"),
        ({"by": None}, "Only "),
    ],
)
def test_a_code_that_says_too_little_is_refused(booking, values, words):
    values = {"by": reader()} if values == {"by": None} else values
    with pytest.raises(Refused, match=words):
        code(booking, **values)


@pytest.mark.parametrize(
    ("first", "last", "until", "ended"),
    [
        (0, None, 1, True),  # with today
        (0, 9, 1, True),
        (3, None, None, True),  # not begun: never
        (0, 0, 1, False),  # it is over today anyway
    ],
)
def test_an_ended_code_is_valid_through_today(booking, first, last, until, ended):
    day = lambda n: None if n is None else TODAY + timedelta(days=n)  # noqa: E731
    made = code(booking, first=day(first), last=day(last))
    for _ in range(2):
        actions.end_code(code=made, by=booker(), now=NOW)
    made = DiscountCode.objects.get()
    assert (made.days.upper, made.ended_at is not None) == (day(until), ended)


def test_codes_and_orders_go_along_where_two_brands_are_one(booking):
    gone, kept = booking.campaign.brand, BrandFactory(name="Kirei Beauty")
    code(booking)
    merge_brands(gone=gone, kept=kept, by=owner(), now=NOW)
    assert DiscountCode.objects.get().brand == kept


@pytest.mark.parametrize(("which", "goes"), [("", False), ("kept", True), ("gone", True), ("both", True)])
def test_an_order_that_was_taken_back_keeps_no_other_from_going_along(booking, which, goes):
    gone, kept = booking.campaign.brand, BrandFactory(name="Kirei Beauty")
    made = {}
    for name, brand in (("gone", gone), ("kept", kept)):
        said = {"filename": "o.csv", "content": b"order,date,amount\n7,2026-04-01,5\n", "currency": "JPY"}
        file = actions.start_sales(brand=brand, **said, by=booker(), now=NOW)
        made[name] = actions.apply_sales(sale_import=file, by=booker(), now=NOW).sales.get()
        if which in (name, "both"):
            actions.undo_sales(sale_import=file, by=booker(), now=NOW)
    merge_brands(gone=gone, kept=kept, by=owner(), now=NOW)
    made["gone"].refresh_from_db()
    assert made["gone"].brand == (kept if goes else gone)
