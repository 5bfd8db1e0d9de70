"""Orders: read, kept once, given to whom they belong, summed a currency."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from djmoney.money import Money

from accounts.models import User
from lib.refusals import Refused
from sales import actions
from sales.files import read
from sales.lines import LineError, SaleLine, line_of, parse_amount
from sales.models import Sale, SaleImport, SalesToken
from sales.queries import Sold, sold_by
from tests.campaigns import steps
from tests.factories import NOW, booker, brand_person, reader
from tests.sales.conftest import code, link

TODAY = NOW.date()


@pytest.fixture
def token(brand):
    key = actions.make_token(brand=brand, label="Web shop", by=booker(), now=NOW)
    return actions.find_token(key)


def order(reference="1001", amount=5000, currency="JPY", day=TODAY, **said):
    return SaleLine(0, reference, day, Money(amount, currency), **said)


def tell(token, *lines):
    fates = actions.record_sales(token=token, lines=lines, by=User.objects.system(), now=NOW)
    return [(fate.kind, fate.reason) for fate in fates]


def whose(reference="1001"):
    sale = Sale.objects.filter(reference=reference).order_by("-amount").first()
    return sale.booking, bool(sale.code), bool(sale.link)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("49.90", "49.90"), ("49,9", "49.9"), ("1,200", "1200"), ("1.200", "1200"), ("1,234.50", "1234.50"),
        ("1.234,50", "1234.50"), ("¥1,200", "1200"), ("€ 12,00", "12"), ("12.00 EUR", "12"), ("-5", "-5"),
        ("−5", "-5"), ("(5.00)", "-5"), ("5.00-", "-5"), ("1 234,50", "1234.50"), ("1'200", "1200"),
    ],
)  # fmt: skip
def test_amounts_are_read_as_people_write_them(text, value):
    assert parse_amount(text) == Decimal(value)


@pytest.mark.parametrize(
    "text", ["", "ten", "1.2.3x", "NaN", "1e30", "99999999999999", "1.2345", "0.125", "12345.678", "1,2,3"]
)
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(LineError):
        parse_amount(text)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"order": " "}, "no order number"),
        ({"order": "9" * 121}, "longer than 120"),
        ({"date": "soon"}, "is not a day"),
        ({"date": "2099-01-01"}, "has not come yet"),
        ({"amount": "0"}, "is 0"),
        ({"currency": "ABC"}, "ABC is not a currency"),
        ({"amount": "12.50"}, "JPY has no digits after the point: 12.50"),
        ({"code": "x" * 41}, "at most 40"),
        ({"amount": "12.00 EUR", "currency": "JPY"}, "Its amount says EUR, its currency is JPY"),
        ({"amount": "€12"}, "Its amount says €, its currency is JPY"),
        ({"amount": "$12", "currency": "EUR"}, "Its amount says \\$, its currency is EUR"),
    ],
)
def test_a_line_that_is_no_order_says_why(changed, words):
    said = {"order": "1", "date": "2026-04-01", "amount": "5"} | changed
    with pytest.raises(LineError, match=words):
        line_of(2, said, currency="JPY", today=TODAY)


def test_a_line_says_order_code_and_refund():
    said = {"order": " 1  a", "date": "2026-04-01", "amount": "5", "currency": "eur", "code": "aoi10", "link": "x"}
    assert line_of(2, said, currency="JPY", today=TODAY) == SaleLine(
        2, "1 a", date(2026, 4, 1), Money(5, "EUR"), "AOI10", "x"
    )
    assert line_of(2, said | {"refund": "Yes"}, currency="JPY", today=TODAY).amount == Money(-5, "EUR")


def test_an_order_counts_once_and_its_refund_beside_it(token):
    assert tell(token, order(), order(amount=-2000)) == [("new", ""), ("new", "")]
    assert tell(token, order()) == [("known", "")]
    assert tell(token, order(amount=6000), order("1002"), order("1002"), order(amount=-1)) == [
        ("refused", "Order 1001 is known already, and says otherwise."),
        ("new", ""),
        ("refused", "Order 1002 stands here twice."),
        ("refused", "The refund of 1001 is known already, and says otherwise."),
    ]
    assert Sale.objects.count() == 3


def test_only_the_shop_itself_tells_of_orders(token):
    with pytest.raises(Refused, match="with its key"):
        actions.record_sales(token=token, lines=[], by=booker(), now=NOW)
    actions.revoke_token(token=token, by=booker(), now=NOW)
    with pytest.raises(Refused, match="withdrawn"):
        tell(token, order())


def test_an_order_is_whose_code_was_valid_that_day_else_whose_link_it_was(token, booking, campaign):
    other = steps.book(campaign)
    code(booking, last=TODAY)
    theirs = link(other)
    later = {"day": TODAY + timedelta(days=1)}
    tell(
        token, order("code", code="AOI10", link=theirs.code), order("late", code="AOI10", link=theirs.code, **later),
        order("link", link=theirs.code), order("none", code="WHO"), order("code", amount=-5), order("none", amount=-5),
    )  # fmt: skip
    assert [whose(name) for name in ("code", "late", "link", "none")] == [
        (booking, True, False), (other, False, True), (other, False, True), (None, False, False),
    ]  # fmt: skip
    refund = Sale.objects.get(reference="code", amount__lt=0)
    assert (refund.booking, refund.code.code) == (booking, "AOI10")


def test_a_refund_that_comes_later_follows_its_order(token, booking):
    code(booking)
    tell(token, order(code="AOI10"))
    tell(token, order(amount=-5000))
    assert Sale.objects.get(amount__lt=0).booking == booking


def test_orders_that_came_before_the_code_was_noted_become_the_talents(token, booking):
    tell(token, order(code="AOI10"), order(amount=-10), order("2", code="AOI10", day=TODAY - timedelta(days=9)))
    assert whose() == (None, False, False)
    code(booking, "aoi10")
    assert Sale.objects.filter(booking=booking).count() == 2


def test_a_code_noted_late_goes_before_the_link_that_an_order_came_by_as_well(token, booking, campaign):
    other = steps.book(campaign)
    theirs = link(other).code
    tell(
        token, order(code="AOI10", link=theirs), order(amount=-10), order("2", link=theirs),
        order("2", amount=-5, code="AOI10"), order("3", code="AOI10", link=theirs, day=TODAY - timedelta(days=9)),
    )  # fmt: skip
    assert set(Sale.objects.values_list("booking", flat=True)) == {other.pk}
    code(booking)
    assert list(Sale.objects.order_by("pk").values_list("booking", flat=True)) == [
        booking.pk, booking.pk, other.pk, other.pk, other.pk,
    ]  # fmt: skip


@pytest.mark.parametrize("of_its_own", ["", "AOI10"])
def test_a_refund_that_came_before_its_order_goes_where_the_order_goes(token, booking, campaign, of_its_own):
    code(booking)
    theirs = code(steps.book(campaign), "SORA")
    tell(token, order(amount=-10, code=of_its_own), order("2", amount=-10, code="AOI10"))
    tell(token, order(code="SORA"), order("2"), order("3", code="SORA"))
    rows = Sale.objects.order_by("pk").values_list("reference", "code", "booking")
    assert list(rows)[:4] == [
        ("1001", theirs.pk, theirs.booking_id), ("2", None, None),
        ("1001", theirs.pk, theirs.booking_id), ("2", None, None),
    ]  # fmt: skip


def test_another_brands_code_gives_nothing(token):
    code(steps.book())
    tell(token, order(code="AOI10"))
    assert whose() == (None, False, False)


def test_keys_are_for_staff_and_the_brands_own_approvers(brand, token):
    approver = brand_person(brand)
    actions.make_token(brand=brand, label="Till", by=approver, now=NOW)
    assert (SalesToken.objects.count(), token.hint == token.label) == (2, False)
    for by in (reader(), brand_person(brand, role="brand_reader"), brand_person(steps.book().campaign.brand)):
        with pytest.raises(Refused):
            actions.make_token(brand=brand, label="Till", by=by, now=NOW)
        with pytest.raises(Refused):
            actions.revoke_token(token=token, by=by, now=NOW)
    with pytest.raises(Refused, match="for what"):
        actions.make_token(brand=brand, label=" ", by=approver, now=NOW)
    for _ in range(8):
        actions.make_token(brand=brand, label="Till", by=approver, now=NOW)
    with pytest.raises(Refused, match="at most 10"):
        actions.make_token(brand=brand, label="Till", by=approver, now=NOW)
    assert actions.find_token("js_guess") is None


def sold(booking, **values):
    return sold_by([booking])[booking.pk]


def test_what_was_sold_is_unknown_until_somebody_told_and_never_summed_across_currencies(token, booking):
    assert sold(booking) == Sold()
    made = code(booking)
    assert (sold(booking).orders, sold(booking).clicks) == (None, None)  # the shop has told nothing, and no link
    tell(token, order("0"))
    assert (sold(booking).orders, sold(booking).revenue) == (0, ())
    tell(token, order(code="AOI10"), order(amount=-1000), order("2", 30, "EUR", code="AOI10"))
    link(booking)
    found = sold(booking)
    assert (found.orders, found.refunds, found.clicks, found.codes) == (2, 1, 0, [made])
    assert found.revenue == (Money(30, "EUR"), Money(4000, "JPY"))


def test_what_was_sold_costs_two_queries_or_seven(booking, token, django_assert_num_queries):
    with django_assert_num_queries(2):
        sold_by([booking])
    code(booking)
    with django_assert_num_queries(5):
        sold_by([booking, booking])


FILE = (
    "Order no;Created at;Total;Currency;Coupon;Type\n"
    "1001;2026-04-01;5.000,00;JPY;aoi10;sale\n"
    "1001;2026-04-03;5.000,00;JPY;;refund\n"
    "1002;2026-04-01;soon;JPY;;\n"
    "1001;2026-04-01;5.000,00;JPY;aoi10;sale\n"
)


def upload(brand, text=FILE, **values):
    said = {"filename": "orders.csv", "content": text.encode(), "currency": "JPY", "by": booker(), "now": NOW}
    return actions.start_sales(brand=brand, **{**said, **values})


def test_a_file_is_looked_at_kept_once_and_taken_back(brand, booking):
    code(booking, first=date(2026, 3, 1))
    file = upload(brand)
    assert list(file.mapping.values()) == ["order", "date", "amount", "currency", "code", "refund"]
    assert Sale.objects.count() == 0
    done = actions.apply_sales(sale_import=file, by=booker(), now=NOW)
    assert done.outcome == {
        "new": 2, "known": 0, "refused": 2,
        "refused_rows": [[4, "soon is not an amount."], [5, "Order 1001 stands here twice."]],
    }  # fmt: skip
    assert set(Sale.objects.values_list("booking", flat=True)) == {booking.pk}
    with pytest.raises(Refused, match="Nothing in this file is new"):
        actions.apply_sales(sale_import=upload(brand), by=booker(), now=NOW)
    actions.undo_sales(sale_import=file, by=booker(), now=NOW)
    assert sold(booking).orders is None
    again = actions.apply_sales(sale_import=upload(brand), by=booker(), now=NOW)
    assert (again.outcome["new"], Sale.objects.count(), sold(booking).orders) == (2, 4, 1)


def test_columns_are_said_by_hand_where_nobody_can_guess(brand):
    file = upload(brand, "a,b,c\n1,2026-04-01,5\n")
    with pytest.raises(Refused, match="No column is the order number and the day of the order and the amount"):
        actions.apply_sales(sale_import=file, by=booker(), now=NOW)
    said = {"sale_import": file, "by": booker(), "now": NOW, "currency": "EUR"}
    for mapping, words in (({"a": "nose"}, "does not offer"), ({"a": "order", "b": "order"}, "Two columns are")):
        with pytest.raises(Refused, match=words):
            actions.remap_sales(mapping=mapping, **said)
    with pytest.raises(Refused, match="Choose a currency"):
        actions.remap_sales(mapping={}, **{**said, "currency": "ABC"})
    actions.remap_sales(mapping={"a": "order", "b": "date", "c": "amount"}, **said)
    actions.apply_sales(sale_import=file, by=booker(), now=NOW)
    assert Sale.objects.get().amount == Money(5, "EUR")
    with pytest.raises(Refused, match="is imported already"):
        actions.remap_sales(mapping={}, **said)


def test_a_file_that_is_read_otherwise_meanwhile_is_not_kept(brand, monkeypatch):
    file = upload(brand)

    def slowly(kept, today):
        found = read(kept, today)
        actions.remap_sales(sale_import=file, mapping=file.mapping, currency="EUR", by=booker(), now=NOW)
        return found

    monkeypatch.setattr("sales.actions.imports.read", slowly)
    with pytest.raises(Refused, match="Look at it again"):
        actions.apply_sales(sale_import=file, by=booker(), now=NOW)
    assert Sale.objects.count() == 0


def test_a_file_that_is_no_table_or_too_long_is_not_kept(brand, monkeypatch):
    with pytest.raises(Refused):
        upload(brand, "", filename="orders.pdf")
    with pytest.raises(Refused, match="Choose a currency"):
        upload(brand, currency="ABC")
    with pytest.raises(Refused):
        upload(brand, by=reader())
    monkeypatch.setattr("sales.files.MOST", 2)
    with pytest.raises(Refused, match="more than 2 rows"):
        upload(brand)
    assert SaleImport.objects.count() == 0


def test_a_file_that_was_put_aside_keeps_nothing(brand):
    file = actions.drop_sales(sale_import=upload(brand), by=booker(), now=NOW)
    with pytest.raises(Refused, match="cannot become"):
        actions.apply_sales(sale_import=file, by=booker(), now=NOW)
    assert Sale.objects.count() == 0


def test_a_currency_that_stands_by_the_amount_counts_where_none_else_is_named():
    said = {"order": "1", "date": "2026-04-01", "amount": "12.00 EUR"}
    assert line_of(2, said, currency="JPY", today=TODAY).amount == Money(12, "EUR")


def test_a_refund_follows_its_order_though_the_code_is_anothers_by_then(brand, token, booking):
    first = code(booking, "AOI10", first=TODAY - timedelta(days=9), last=TODAY - timedelta(days=1))
    tell(token, order(day=TODAY - timedelta(days=5), code="AOI10"))
    tell(token, order(amount=-5000, code="AOI10"))
    assert set(Sale.objects.values_list("code", "booking")) == {(first.pk, booking.pk)}
