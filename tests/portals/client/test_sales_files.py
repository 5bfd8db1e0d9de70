"""Orders as a file that the brand sends: the same import as the office's, for its own brand alone."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lib.refusals import Refused
from sales import actions
from sales.models import Sale, SaleImport
from tests.factories import NOW, BrandFactory, booker, brand_person
from tests.portals.outside import signed_in, text
from tests.sales.test_sales import FILE

URL = "/client/shop/"


def send(browser, brand, content=FILE, name="orders.csv", **values):
    said = {"currency": "JPY", "form_key": uuid4().hex, "file": SimpleUploadedFile(name, content.encode()), **values}
    return browser.post(f"{URL}{brand.public_id}/files", said)


def press(browser, path, **data):
    return browser.post(path, {**data, "form_key": uuid4().hex}).status_code


def test_a_brand_sends_its_orders_looks_keeps_and_takes_back(portal, reader, stranger, brand, petra):
    answer = send(portal, brand)
    file = SaleImport.objects.get()
    at = f"{URL}files/{file.public_id}/"
    assert (answer.status_code, answer.headers["Location"], file.created_by) == (302, at, petra)
    page = text(portal.get(at))
    for words in ("Sent by Petra Lind", "soon is not an amount.", "Order 1001 stands here twice.", "Keep 2 orders"):
        assert words in page, words
    assert not Sale.objects.exists()
    assert press(portal, f"{at}columns", heading=["Order no", "Created at", "Total"], field=["order", "date", "amount"],
                 currency="EUR") == 302  # fmt: skip
    assert [press(browser, f"{at}apply") for browser in (reader, stranger, portal)] == [403, 404, 302]
    assert (Sale.objects.count(), Sale.objects.filter(brand=brand).count()) == (1, 1)
    seen = [browser.get(at).status_code for browser in (portal, reader, stranger, signed_in(booker()))]
    assert seen == [200, 200, 404, 404]
    assert "orders.csv" in text(reader.get(URL))
    assert press(portal, f"{at}undo") == 302
    assert not Sale.objects.filter(dropped_at=None).exists()
    other = send(portal, brand)
    assert press(portal, f"{other.headers['Location']}drop") == 302
    assert "Put aside" in text(portal.get(other.headers["Location"]))


def test_what_cannot_be_read_is_said_beside_the_file(portal, reader, stranger, brand):
    cases = {
        "Choose a file.": {"file": ""}, "Choose a currency": {"currency": "nose"}, "": {"name": "orders.pdf"},
    }  # fmt: skip
    for words, values in cases.items():
        answer = send(portal, brand, **values)
        assert (answer.status_code, words in text(answer) or words == "Choose a currency") == (422, True), words
    assert [send(browser, brand).status_code for browser in (reader, stranger)] == [403, 404]
    assert not SaleImport.objects.exists()


def test_staff_read_who_sent_it_and_a_brand_nothing_of_the_offices(portal, brand, petra):
    send(portal, brand)
    desk = signed_in(booker(name="Sora"))
    ours = actions.start_sales(
        brand=brand, filename="ours.csv", content=FILE.encode(), currency="JPY", by=booker(), now=NOW
    )
    page = text(desk.get(f"/desk/brands/{brand.public_id}/sales"))
    assert ("Petra Lind of Kirei" in page, "ours.csv" in page) == (True, True)
    theirs = SaleImport.objects.get(filename="orders.csv")
    assert "sent by Petra Lind of Kirei" in text(desk.get(f"/desk/sales-files/{theirs.public_id}/"))
    assert "ours.csv" not in text(portal.get(URL))
    assert portal.get(f"{URL}files/{ours.public_id}/").status_code == 404
    rival = brand_person(BrandFactory())
    for by, file, words in ((petra, ours, "The office sent this file."), (rival, theirs, "another brand")):
        with pytest.raises(Refused, match=words):
            actions.apply_sales(sale_import=file, by=by, now=NOW)
