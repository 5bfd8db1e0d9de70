"""Links, codes, orders and files of them on the desk; keys in the client portal; the report."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from djmoney.money import Money
from openpyxl import load_workbook

from accounts.models import User
from campaigns.models import Booking, Campaign
from portals.reports import paper_of
from sales import actions
from sales.lines import SaleLine
from sales.models import DiscountCode, LinkDay, Sale, SaleImport, SalesToken, TrackedLink
from stats.results.report import reports
from talent.models import Talent
from tests.campaigns import steps
from tests.factories import NOW, TalentFactory, booker, brand_person, reader
from tests.portals.desk.reading import text
from tests.sales.conftest import code, link

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def booking(campaign: Campaign, talent: Talent) -> Booking:
    return steps.book(campaign, talent, price=Money(100_000, "JPY"))


def tell(booking: Booking, *lines: SaleLine) -> None:
    brand = booking.campaign.brand
    key = actions.find_token(actions.make_token(brand=brand, label="Shop", by=booker(), now=NOW))
    actions.record_sales(token=key, lines=lines, by=User.objects.system(), now=NOW)


def order(reference: str, amount: int, **said: str) -> SaleLine:
    return SaleLine(0, reference, NOW.date(), Money(amount, "JPY"), **said)


def test_links_and_codes_are_made_and_ended_on_the_campaigns_page(
    desk: Client, campaign: Campaign, booking: Booking
) -> None:
    url = f"/desk/campaigns/{campaign.public_id}/sales"
    assert "No link yet" in text(desk.get(url))
    sent = {"booking": booking.public_id, "target": "http://x.example", "form_key": "a"}
    bad = desk.post(f"{url}/links", sent)
    assert (bad.status_code, "begins with https://" in text(bad)) == (422, True)
    piece = booking.deliverables.get()
    sent |= {"target": "https://shop.example/", "utm": "on", "piece": piece.public_id, "form_key": "b"}
    assert desk.post(f"{url}/links", sent).status_code == 302
    made = TrackedLink.objects.get()
    assert (made.piece, f"utm_content={made.code}" in made.target) == (piece, True)
    said = {"booking": booking.public_id, "code": "aoi10", "terms": "10 % off", "first": "2026-04-01", "form_key": "c"}
    assert desk.post(f"{url}/codes", said).status_code == 302
    bad = desk.post(f"{url}/codes", {**said, "form_key": "d"})
    assert (bad.status_code, "has a code of that name" in text(bad)) == (422, True)
    LinkDay.objects.create(link=made, day=NOW.date(), clicks=1234, visitors=567, machines=8)
    page = text(desk.get(url))
    for words in (f"/l/{made.code}", "AOI10", "10 % off", "1.23", "567"):
        assert words in page, words
    noted = DiscountCode.objects.get()
    assert page.count(f'commandfor="end-{made.public_id}"') == page.count(f'commandfor="end-{noted.public_id}"') == 2
    for words in ("reads that it is over, and is not counted", "those from tomorrow on are nobody’s"):
        assert words in page, words
    desk.post(f"/desk/links/{made.public_id}/end", {"form_key": "e"})
    desk.post(f"/desk/codes/{DiscountCode.objects.get().public_id}/end", {"form_key": "f"})
    page = text(desk.get(url))
    assert ("over since" in page, f"/desk/links/{made.public_id}/end" in page) == (True, False)


def test_a_campaigns_links_and_codes_cost_as_many_queries_for_three_as_for_one(
    desk: Client, campaign: Campaign, booking: Booking, django_assert_num_queries
) -> None:
    url = f"/desk/campaigns/{campaign.public_id}/sales"
    link(booking)
    code(booking)
    with django_assert_num_queries(11):
        desk.get(url)
    for name in ("Mio", "Rin"):
        other = steps.book(campaign, TalentFactory(name=name))
        link(other, piece=other.deliverables.get())
        code(other, name)
    with django_assert_num_queries(11):
        desk.get(url)


def test_a_brands_orders_say_whose_each_is(desk: Client, booking: Booking, django_assert_num_queries) -> None:
    brand = booking.campaign.brand
    url = f"/desk/brands/{brand.public_id}/sales"
    assert "No order yet" in text(desk.get(url))
    code(booking)
    theirs = link(booking)
    tell(
        booking, order("1", 5000, code="AOI10"), order("1", -5000), order("2", 700, link=theirs.code),
        order("3", 90, code="WHO"), order("4", 80, link="what"), order("5", 70),
    )  # fmt: skip
    with django_assert_num_queries(9):
        page = text(desk.get(url))
    for words in (
        "refunded",
        "code AOI10",
        f"link {theirs.code}",
        "unknown code WHO",
        "unknown link what",
        "nobody’s",
    ):
        assert words in page, words
    shown = {whose: text(desk.get(f"{url}?whose={whose}")) for whose in ("talents", "nobodys")}
    assert {whose: ("AOI10" in said, "WHO" in said) for whose, said in shown.items()} == {
        "talents": (True, False), "nobodys": (False, True),
    }  # fmt: skip
    assert "No such order" in text(desk.get(f"{url}?q=77"))
    reading = Client()
    reading.force_login(reader())
    assert reading.get(url).status_code == 403


def test_a_file_of_orders_is_looked_at_read_again_kept_and_taken_back(desk: Client, booking: Booking) -> None:
    url = f"/desk/brands/{booking.campaign.brand.public_id}/sales/upload"
    rows = b"nr,date,amount,code\n1,2026-04-01,500,aoi\n2,soon,1,\n"
    sent = {"file": SimpleUploadedFile("a.csv", rows), "currency": "EUR", "form_key": "a"}
    assert desk.post(url, {"form_key": "0"}).status_code == 422
    bad = desk.post(url, {**sent, "file": SimpleUploadedFile("a.pdf", rows), "form_key": "1"})
    assert bad.status_code == 422
    sent["file"].seek(0)
    here = desk.post(url, sent)["Location"]
    assert "Say which column is: Order number" in text(desk.get(here))
    columns = {"heading": ["nr", "date", "amount", "code"], "field": ["order", "date", "amount", "code"]}
    desk.post(f"{here}columns", {**columns, "currency": "EUR", "form_key": "b"})
    page = text(desk.get(here))
    for words in ("Keep 1 order<", "soon is not a day", "€ 500"):
        assert words in page, words
    desk.post(f"{here}apply", {"form_key": "c"})
    assert "<dt>Kept</dt><dd>1</dd>" in text(desk.get(here))
    desk.post(f"{here}undo", {"form_key": "d"})
    assert ("Taken back" in text(desk.get(here)), Sale.objects.filter(dropped_at=None).count()) == (True, 0)
    again = desk.post(url, {**sent, "file": SimpleUploadedFile("b.csv", rows), "form_key": "e"})["Location"]
    desk.post(f"{again}drop", {"form_key": "f"})
    assert "Nothing of this file was kept" in text(desk.get(again))
    SaleImport.objects.filter(filename="b.csv").update(state="preview", content=b"")
    assert "is empty" in text(desk.get(again))


def test_a_key_is_shown_once_on_the_desk_and_to_the_brands_approver(desk: Client, booking: Booking) -> None:
    brand = booking.campaign.brand
    outside = Client()
    outside.force_login(brand_person(brand))
    for browser, url in ((desk, f"/desk/brands/{brand.public_id}/sales/"), (outside, "/client/shop/")):
        make = f"{url}keys" if browser is desk else f"{url}{brand.public_id}/keys"
        page = url.rstrip("/") if browser is desk else url
        assert browser.post(make, {"form_key": "a"}).status_code == 422
        shown = browser.post(make, {"label": "Web shop", "form_key": "b"}).content.decode()
        key = SalesToken.objects.latest("pk")
        assert (shown.count('value="js_'), "js_" in browser.get(page).content.decode()) == (1, False)
        assert f"{key.hint}" in text(browser.get(page))
        withdraw = (
            f"/desk/sales-keys/{key.public_id}/withdraw"
            if browser is desk
            else f"/client/shop/keys/{key.public_id}/withdraw"
        )
        browser.post(withdraw, {"form_key": "c"})
        assert "No key yet" in text(browser.get(page))


def test_results_say_clicks_sales_and_roi_with_where_each_is_from(
    desk: Client, campaign: Campaign, booking: Booking
) -> None:
    url = f"/desk/campaigns/{campaign.public_id}/results"
    assert "No link, no code" in text(desk.get(url))
    steps.book(campaign, TalentFactory(name="Mio"), price=Money(100_000, "JPY"))
    code(booking)
    made = link(booking)
    LinkDay.objects.create(link=made, day=NOW.date(), clicks=400, visitors=300)
    before = reports([campaign])[campaign.pk]
    assert (before.orders.value, before.revenue, before.roi) == (None, None, None)
    tell(booking, order("0", 1))
    nothing = reports([campaign])[campaign.pk]
    assert (nothing.orders.value, nothing.revenue, nothing.roi) == (0, Money(0, "JPY"), None), "nothing is live"
    tell(booking, order("1", 250_000, code="AOI10"), order("2", 10_000, link=made.code), order("2", -10_000))
    report = reports([campaign])[campaign.pk]
    assert (report.clicks.value, report.clicks.coverage, report.per_click) == (400, "1 of 2 talents", Money(500, "JPY"))
    assert (report.orders.value, report.revenue, report.roi) == (2, Money(250_000, "JPY"), 25)
    page = text(desk.get(url))
    for words in ("+25.0 %", "at least", "Measured", "Reported by the shop", "¥ 250,000", "(revenue − cost) ÷ cost"):
        assert words in page, words
    sheet = load_workbook(BytesIO(b"".join(desk.get(f"{url}.xlsx").streaming_content)))["Clicks and sales"]
    head, first, second = ([cell.value for cell in line] for line in sheet.iter_rows())
    assert dict(zip(head, first, strict=True))["Revenue (reported)"] == 250_000
    assert second[:5] == ["Mio", None, None, None, None]
    assert desk.get(f"{url}.pdf").content[:5] == b"%PDF-"
    tell(booking, SaleLine(0, "9", NOW.date(), Money(5, "EUR"), code="AOI10"))
    mixed = reports([campaign])[campaign.pk]
    assert (mixed.revenue, mixed.roi, len(mixed.revenue_parts)) == (None, None, 2)
    assert "€ 5" in text(desk.get(url))


@pytest.mark.parametrize(("revenue", "said"), [(200_000, "+0.0 %"), (250_000, "+25.0 %")])
def test_the_paper_says_at_least_of_an_roi_from_some_of_the_talents_also_at_nothing(
    campaign: Campaign, booking: Booking, revenue: int, said: str
) -> None:
    steps.book(campaign, TalentFactory(name="Mio"), price=Money(100_000, "JPY"))
    code(booking)
    tell(booking, order("1", revenue, code="AOI10"))
    report = reports([campaign])[campaign.pk]
    assert report.orders.coverage == "1 of 2 talents"
    assert ("ROI", said, "at least, so far") in paper_of(report, NOW, []).sales


def test_roi_of_one_talent_is_so_far_on_paper_and_in_the_table_while_their_pieces_are_to_come(
    desk: Client, campaign: Campaign, booking: Booking
) -> None:
    code(booking)
    tell(booking, order("1", 250_000, code="AOI10"))
    piece = steps.piece(booking)

    def said() -> tuple[str, Any]:
        file = desk.get(f"/desk/campaigns/{campaign.public_id}/results.xlsx")
        sheet = load_workbook(BytesIO(b"".join(file.streaming_content)))["Clicks and sales"]
        first = dict(zip([head.value for head in sheet[1]], [cell.value for cell in sheet[2]], strict=True))
        return paper_of(reports([campaign])[campaign.pk], NOW, []).sellers[0][-1], first["ROI is"]

    assert said() == ("+150.0 %\nso far", "so far")
    steps.publish(piece, "https://www.instagram.com/p/Sea1/")
    assert said() == ("+150.0 %", None)
