"""The price tables of earned media on *Office*, and the value in results."""

from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from django.test import Client
from djmoney.money import Money
from openpyxl import load_workbook

from accounts.models import Office
from stats.models import PriceTable, UnitPrice
from tests.campaigns import steps
from tests.factories import PostFactory, SocialAccountFactory, brand_person, owner, reader
from tests.portals.desk.reading import text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
PAGE = "/desk/office/earned-media/"
SENT = {
    "valid_from": "2026-01-01", "currency": "JPY", "source": "A survey", "instagram-views": "900",
    "instagram-likes": "12.5", "tiktok-likes": "0", "form_key": "k",
}  # fmt: skip


def of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_an_owner_writes_prices_and_switches_it_on_and_others_read_them() -> None:
    desk = of(owner())
    assert "No price table" in text(desk.get(PAGE))
    early = desk.post(f"{PAGE}switch", {"is_on": "on", "form_key": "k0"})
    assert (early.status_code, "Write a price table first" in text(early)) == (422, True)
    assert desk.post(f"{PAGE}add", SENT | {"source": ""}).status_code == 422
    for _ in range(2):
        assert desk.post(f"{PAGE}add", SENT | {"instagram-views": "1900"}).status_code == 302
    assert list(UnitPrice.objects.values_list("platform", "counted", "amount")) == [
        ("instagram", "views", Decimal(1900)), ("instagram", "likes", Decimal("12.5")),
    ]  # fmt: skip
    assert 'value="12.50"' in desk.get(f"{PAGE}add").content.decode()
    assert desk.post(f"{PAGE}switch", {"is_on": "on", "form_key": "k2"}).status_code == 302
    assert (Office.objects.current().earned_media, Office.objects.current().clients_see_earned_media) == (True, False)
    said = text(of(reader()).get(PAGE))
    assert ("brands do not read it" in said, "12.5" in said, "1,900" in said, "Take back" in said) == (
        True, True, True, False,
    )  # fmt: skip
    refused = desk.post(f"{PAGE}{PriceTable.objects.get().public_id}/take-back", {"form_key": "k3"}, follow=True)
    assert "It is the only table." in text(refused)


def test_results_tell_it_as_an_estimate_to_the_desk_and_to_brands_only_where_they_may_read_it(campaign, talent) -> None:
    url = "https://www.instagram.com/p/Sea1/"
    account = SocialAccountFactory(talent=talent, platform="instagram", handle="aoi")
    piece = steps.publish(steps.piece(steps.book(campaign, talent, price=Money(200_000, "JPY"))), url)
    PostFactory(
        account=account, url=url, published_at=datetime(2026, 5, 15, 3, tzinfo=UTC),
        measured_at=datetime(2026, 5, 20, tzinfo=UTC), views=80_000, likes=900,
    )  # fmt: skip
    desk, brand = of(owner()), of(brand_person(campaign.brand))
    own = f"/desk/campaigns/{campaign.public_id}/results"
    theirs = f"/client/campaigns/{campaign.public_id}/results"
    desk.post(f"{PAGE}add", SENT)

    def shown() -> list[bool]:
        pages = (own, f"/desk/pieces/{piece.public_id}/", theirs)
        told = [" ".join(text(who.get(page)).split()) for who, page in zip((desk, desk, brand), pages, strict=True)]
        return ["¥ 83,250" in each and "Estimated" in each for each in told]

    assert shown() == [False, False, False]
    for number, (sent, seen) in enumerate((({}, False), ({"for_clients": "on"}, True))):
        desk.post(f"{PAGE}switch", {"is_on": "on", "form_key": f"s{number}", **sent})
        assert shown() == [True, True, seen]
        for who, address in ((desk, own), (brand, theirs)):
            sheet = load_workbook(BytesIO(b"".join(who.get(f"{address}.xlsx").streaming_content)))["By post"]
            head, row = ([cell.value for cell in line] for line in sheet.iter_rows())
            assert dict(zip(head, row, strict=True)).get("Earned media value (estimated)") == (83_250 if seen else None)
            assert who.get(f"{address}.pdf").content[:5] == b"%PDF-"
