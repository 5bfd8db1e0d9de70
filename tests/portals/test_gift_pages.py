"""Gifts on the desk and in both portals."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from djmoney.money import Money

from campaigns import actions
from campaigns.models import Gift
from tests.campaigns import steps
from tests.campaigns.rivals import bind_to_rival
from tests.campaigns.test_gifts import HOME, accept, offer, receive, sent, ship
from tests.factories import (
    NOW,
    BrandFactory,
    CampaignFactory,
    CategoryFactory,
    TalentFactory,
    booker,
    brand_person,
    talent_user,
)
from tests.portals.outside import signed_in, still_clock, text

__all__ = ["still_clock"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def brand():
    return BrandFactory(name="Kirei")


@pytest.fixture
def talent():
    talent = TalentFactory(name="Aoi")
    talent_user(talent)
    return talent


@pytest.fixture
def desk():
    return signed_in(booker())


@pytest.fixture
def portal(talent):
    return signed_in(talent.access.get().user)


def press(browser: Client, path: str, **data: str) -> int:
    return browser.post(path, {**data, "form_key": uuid4().hex}).status_code


def test_a_gift_is_offered_for_a_campaign_with_what_its_brief_says(desk, brand, talent):
    campaign = CampaignFactory(brand=brand, name="Summer", brief__gift="A lamp", brief__gift_value=Money(700, "JPY"))
    url = f"/desk/gifts/offer?campaign={campaign.public_id}"
    assert 'value="A lamp"' in desk.get(url).content.decode()
    said = {"campaign": campaign.public_id, "talent": talent.public_id, "product": "A lamp", "value": "700"}
    said |= {"currency": "JPY", "shipped_from": "office"}
    assert press(desk, "/desk/gifts/offer", **said, is_lent="on") == 302
    gift = Gift.objects.get()
    assert (gift.brand, gift.campaign, gift.value, gift.is_lent) == (brand, campaign, Money(700, "JPY"), True)
    assert "A lamp" in text(desk.get(f"/desk/campaigns/{campaign.public_id}/work"))
    assert press(desk, "/desk/gifts/offer", **{**said, "product": ""}) == 422
    assert press(desk, "/desk/gifts/offer", talent=talent.public_id, product="x") == 422  # from which brand?


def test_staff_take_a_gift_through_all_its_steps(desk, brand, talent):
    gift = offer(talent, brand)
    url = f"/desk/gifts/{gift.public_id}/"
    assert press(desk, f"{url}accept") == 422
    assert press(desk, f"{url}accept", **HOME) == 302
    assert "Zxstreet" in text(desk.get(url))
    assert press(desk, f"{url}ship", tracking_url="no address") == 422
    assert press(desk, f"{url}ship", carrier="Yamato", tracking="77") == 302
    assert press(desk, f"{url}receive", received_on="2099-01-01", value="5", currency="JPY") == 422
    assert press(desk, f"{url}receive", received_on="2026-04-10", value="6000", currency="JPY") == 302
    assert press(desk, f"{url}show") == 422
    assert press(desk, f"{url}leave") == 302
    assert press(desk, f"{url}show", url="https://www.instagram.com/p/7/") == 302
    page = text(desk.get(url))
    for words in ("¥ 6,000", "Yamato", "10 Apr 2026", "See post", "It came back"):
        assert words in page, words
    assert "Zxstreet" not in page
    assert press(desk, f"{url}back") == 302
    assert text(desk.get(url)).count("Sent back") >= 1
    for name in ("decline", "withdraw"):
        other = offer(talent, brand)
        assert press(desk, f"/desk/gifts/{other.public_id}/{name}", words="Sold out") == 302
        assert "Sold out" in text(desk.get(f"/desk/gifts/{other.public_id}/"))


def test_the_list_of_gifts_has_its_groups_and_costs_as_many_queries_for_three(
    desk, brand, talent, django_assert_num_queries
):
    assert "No gift yet" in text(desk.get("/desk/gifts/"))
    offer(talent, brand)
    with django_assert_num_queries(6):
        desk.get("/desk/gifts/")
    accept(offer(TalentFactory(name="Mio"), brand, shipped_from="brand"))
    sent(TalentFactory(name="Rin"), BrandFactory(name="Ocha"))
    with django_assert_num_queries(6):
        page = text(desk.get("/desk/gifts/"))
    assert ("by the brand" in page, "Rin" in page) == (True, True)
    shown = text(desk.get("/desk/gifts/?state=ship"))
    assert ("Mio" in shown, "Rin" in shown) == (True, False)
    assert "Rin" in text(desk.get("/desk/gifts/?q=ocha&state=nowhere"))
    assert "No gift stands here" in text(desk.get("/desk/gifts/?q=nobody"))


def test_a_talent_answers_says_that_it_came_and_where_it_is_shown(portal, brand, talent):
    booking = steps.book(CampaignFactory(brand=brand, name="Summer"), talent)
    gift = offer(talent, brand, campaign=booking.campaign, value=None, words="For you")
    url = f"/talent/gifts/{gift.public_id}/"
    assert "Say whether you want A lamp" in text(portal.get("/talent/"))
    page = text(portal.get(url))
    for words in ("For you", "What you owe for it is what your booking says.", "#PR"):
        assert words in page, words
    assert press(portal, f"{url}accept") == 422
    assert press(portal, f"{url}accept", **HOME) == 302
    assert "Zxstreet" in text(portal.get(url))
    ship(Gift.objects.get())
    assert "Say when A lamp has arrived" in text(portal.get("/talent/"))
    assert press(portal, f"{url}receive", received_on="2026-04-10") == 422  # what is it worth?
    assert press(portal, f"{url}receive", received_on="2026-04-10", value="4000") == 302
    piece = steps.publish(steps.piece(booking))
    assert piece.public_id in portal.get(url).content.decode()
    assert press(portal, f"{url}show", piece=piece.public_id) == 302
    assert piece.post_url in portal.get(url).content.decode()
    assert "A lamp" in text(portal.get("/talent/gifts/"))


def test_a_talent_says_no_or_shows_nothing(portal, brand, talent):
    no, kept = offer(talent, brand), receive(sent(talent, brand))
    assert press(portal, f"/talent/gifts/{no.public_id}/decline", words="Allergic") == 302
    assert "Allergic" in text(portal.get(f"/talent/gifts/{no.public_id}/"))
    assert "It obliges you to nothing." in text(portal.get(f"/talent/gifts/{kept.public_id}/"))
    assert press(portal, f"/talent/gifts/{kept.public_id}/leave") == 302
    assert Gift.objects.get(pk=kept.pk).state == "not_posted"


def test_the_brand_ships_what_it_gives_and_reads_the_address_until_then(brand, talent):
    approver, brand_reader = signed_in(brand_person(brand)), signed_in(brand_person(brand, role="brand_reader"))
    assert "No gift yet" in text(approver.get("/client/gifts/"))
    theirs, ours = accept(offer(talent, brand, shipped_from="brand")), accept(offer(talent, brand))
    url = f"/client/gifts/{theirs.public_id}/"
    assert "To be shipped by you" in text(approver.get("/client/"))
    assert "Please ship it" in text(approver.get("/client/gifts/"))
    addresses = {
        "approver": "Zxstreet" in text(approver.get(url)),
        "reader": "Zxstreet" in text(brand_reader.get(url)),
        "the office ships": "Zxstreet" in text(approver.get(f"/client/gifts/{ours.public_id}/")),
    }
    assert addresses == {"approver": True, "reader": False, "the office ships": False}
    assert press(approver, f"{url}ship", tracking_url="no address") == 422
    assert press(approver, f"{url}ship", carrier="Yamato", tracking="9") == 302
    page = text(approver.get(url))
    assert ("Yamato, 9" in page, "Zxstreet" in page) == (True, False)
    assert press(approver, f"/client/gifts/{ours.public_id}/ship") == 422
    shown = actions.show_gift(
        gift=receive(ship(ours)), piece=None, url="https://www.instagram.com/p/5/", by=booker(), now=ours.created_at
    )
    assert shown.post_url in approver.get(f"/client/gifts/{ours.public_id}/").content.decode()


def test_the_offer_says_how_it_stands_with_the_word_of_the_other_doors(desk, talent):
    soda = CategoryFactory(name="Soda", key="test-soda")
    brand = BrandFactory(name="Kirei", categories=[soda])
    campaign = CampaignFactory(brand=brand, brief__categories=[soda], brief__territories=["JP"])
    bind_to_rival(talent, soda, activities={"GIFTED": True})
    said = {"talent": talent.public_id, "product": "A lamp", "currency": "JPY", "shipped_from": "office"}
    of = {"campaign": campaign.public_id}
    shown = {}
    for name, data in (
        ("nobody", of), ("rival", {**said, **of}), ("without days", {**said, "brand": brand.public_id}),
        ("free", {**of, "talent": TalentFactory().public_id}),
    ):  # fmt: skip
        page = desk.post("/desk/gifts/verdict", data).content.decode()
        found = [word for word in ("Blocked", "Review", "Clear") if f"</svg>{word}</span>" in page]
        shown[name] = found[:1]
    assert shown == {"nobody": [], "rival": ["Blocked"], "without days": ["Review"], "free": ["Clear"]}
    assert press(desk, "/desk/gifts/offer", **said, **of) == 422
    assert press(desk, "/desk/gifts/offer", **said, brand=brand.public_id) == 302
    gift = Gift.objects.get()
    assert "Review" in text(desk.get(f"/desk/gifts/{gift.public_id}/"))
    assert "Nothing here forbids" not in text(desk.get("/desk/?at=gift"))
    assert "A lamp" in text(desk.get("/desk/"))


def test_homes_count_gifts_on_every_page_alike(brand, talent):
    approver, brand_reader = signed_in(brand_person(brand)), signed_in(brand_person(brand, role="brand_reader"))
    guardian = signed_in(talent_user(talent, role="guardian"))
    own = signed_in(talent.access.exclude(user__role="guardian").get().user)

    def counts():
        places = {"client": ("/client/", "/client/drafts/"), "talent": ("/talent/", "/talent/work/")}
        browsers = (("client", approver), ("client", brand_reader), ("talent", own), ("talent", guardian))
        return [
            [browser.get(url).context["nav_counts"][f"{portal}:home"] for url in places[portal]]
            for portal, browser in browsers
        ]

    offer(talent, brand)
    theirs = accept(offer(talent, brand, shipped_from="brand"))
    assert counts() == [[1, 1], [0, 0], [1, 1], [1, 1]]
    ship(theirs)
    assert counts() == [[0, 0], [0, 0], [2, 2], [2, 2]]


def an_hour_ago(gift: Gift) -> None:
    Gift.objects.filter(pk=gift.pk).update(answered_at=NOW - timedelta(hours=1))


def seen() -> str:
    return Gift.objects.get().address_mark


def test_an_address_is_corrected_by_the_talent_or_the_office_until_it_ships(portal, desk, brand, talent):
    gift = accept(offer(talent, brand))
    an_hour_ago(gift)
    mine, ours = f"/talent/gifts/{gift.public_id}/", f"/desk/gifts/{gift.public_id}/"
    for page in (portal.get(mine).content.decode(), desk.get(ours).content.decode()):
        assert "Correct the address" in page and f'name="seen" value="{seen()}"' in page.replace("&#x2B;", "+")
    assert press(portal, f"{mine}accept", **{**HOME, "ship_address": " ", "seen": seen()}) == 422
    assert press(portal, f"{mine}accept", **{**HOME, "ship_address": "Zxcorner 9", "seen": seen()}) == 302
    assert "Zxcorner 9" in text(desk.get(ours)) and "Zxstreet" not in text(desk.get(ours))
    assert press(desk, f"{ours}accept", **{**HOME, "ship_address": "Zxsquare 2", "seen": seen()}) == 302
    assert "Zxsquare 2" in text(portal.get(mine))
    was = seen()
    ship(Gift.objects.get())
    assert "Correct the address" not in text(portal.get(mine)) + text(desk.get(ours))
    for browser, url in ((portal, mine), (desk, ours)):
        page = browser.post(f"{url}accept", {**HOME, "ship_address": "Zxlate 1", "seen": was})
        assert page.status_code == 422
        assert "It is on its way to the address of before." in text(page) and "Zxlate 1" in text(page)
    assert Gift.objects.get().ship_address == "Zxsquare 2"
    receive(Gift.objects.get())
    page = text(desk.get(ours))
    for words in ("shipped the gift", "noted that the gift arrived", "corrected where the gift goes"):
        assert words in page, words
    assert "Zx" not in page


def test_an_old_page_replaces_no_address_that_it_did_not_show(portal, desk, brand, talent):
    gift = offer(talent, brand)
    ours = f"/desk/gifts/{gift.public_id}/"
    assert press(portal, f"/talent/gifts/{gift.public_id}/accept", **HOME) == 302
    an_hour_ago(gift)
    first = seen()
    page = desk.post(f"{ours}accept", {**HOME, "ship_address": "Zxold 3"})
    assert page.status_code == 422 and "Somebody said yes meanwhile, with an address." in text(page)
    assert "Zxold 3" in text(page) and Gift.objects.get().ship_address == HOME["ship_address"]
    again = {**HOME, "ship_address": "Zxcorner 9", "seen": first}
    assert press(portal, f"/talent/gifts/{gift.public_id}/accept", **again) == 302
    page = desk.post(f"{ours}accept", {**HOME, "ship_address": "Zxold 3", "seen": first})
    assert page.status_code == 422 and "Somebody corrected the address meanwhile." in text(page)
    assert Gift.objects.get().ship_address == "Zxcorner 9"
